//! Statements of the cloud database, for endpoints whose `query` is one: built and escaped by types, so that
//! nothing a caller passes can end its string and become a part of the statement.
//!
//! A statement begins with [`collection`] and ends with what it does:
//!
//! ```
//! use wechat_cloudbase::database::{Fields, Order, collection, command};
//!
//! let adults = collection("people")
//!     .where_(Fields::new().with("age", command::gte(18)).with("name", "Li \"Bai\" Ming"))
//!     .order_by("age", Order::Descending)
//!     .limit(10)
//!     .get();
//! assert_eq!(
//!     adults.as_str(),
//!     r#"db.collection("people").where({"age":_.gte(18),"name":"Li \"Bai\" Ming"}).orderBy("age","desc").limit(10).get()"#,
//! );
//!
//! let birthday = collection("people").doc("p-1").update(Fields::new().with("age", command::inc(1)));
//! assert_eq!(birthday.as_str(), r#"db.collection("people").doc("p-1").update({data:{"age":_.inc(1)}})"#);
//! ```
//!
//! A [`Statement`] is a `String` to a request: `get_database_record::Request::new(env, adults)`.
//!
//! # Numbers
//!
//! WeChat reads the numbers of a statement as floats: a whole number beyond 2<sup>53</sup> is rounded. Store such
//! ids as text.

pub mod aggregate;
pub mod command;
mod condition;
mod fields;
pub mod geo;
mod query;
mod statement;
mod value;

pub use aggregate::Aggregation;
pub use command::Command;
pub use condition::Condition;
pub use fields::Fields;
pub use query::{Collection, Document, Query};
pub use statement::{Order, Statement};
pub use value::{Date, Pattern, Value};

/// The collection of a name.
pub fn collection(name: impl AsRef<str>) -> Collection {
    Collection::new(name.as_ref())
}
