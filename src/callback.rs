//! Events that WeChat pushes to a platform: its ticket, every ten minutes, and what accounts do with
//! their authorisation (feature `callback`).
//!
//! WeChat posts them to the address that the platform has set for authorisation events, encrypted
//! with the platform's message key and signed with its verification token. Three layers deal with
//! them, each usable without the next:
//!
//! - [`Receiver::open`] is a pure function: query, body and time in, [`Event`] out.
//! - [`Inbox`] hands each event to a [`Sink`] once, and says what to answer. A
//!   [`Platform`](crate::Platform) is a sink: it keeps the ticket and looks after the tokens.
//! - `router` is the inbox as a router for axum (feature `axum`).
//!
//! ```
//! use std::time::SystemTime;
//! use wechat_cloudbase::Secret;
//! use wechat_cloudbase::callback::{EventKind, Query, Receiver};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let token = Secret::new("the token that the platform has set");
//! let key = Secret::new("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
//! let receiver = Receiver::new("wx0123456789abcdef", token, key)?;
//!
//! # let now = SystemTime::now();
//! # let created = now.duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
//! # let xml = format!("<xml><AppId>wx0123456789abcdef</AppId><CreateTime>{created}</CreateTime>\
//! # <InfoType>component_verify_ticket</InfoType>\
//! # <ComponentVerifyTicket>ticket@@@abc</ComponentVerifyTicket></xml>");
//! # let sealed = receiver.seal(&xml, now, "1234567", [7; 16])?;
//! # let (query, body) = (sealed.query, sealed.body);
//! // From the HTTP request: what stands after `?`, and the body.
//! let event = receiver.open(&Query::parse(&query)?, body.as_bytes(), SystemTime::now())?;
//! if let EventKind::Ticket(ticket) = event.kind {
//!     println!("a ticket of {} letters", ticket.expose().len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is checked
//!
//! In this order, so that whoever does not know the token gets no further than the signature:
//! lengths; the outer XML, which is read without entities, document types or instructions; the
//! signature, in constant time; the time of sending, within [`SENT_WINDOW`] of now; the platform that
//! the outer XML names; decryption, where wrong padding, a wrong length and a wrong appid are one
//! error after the same work; the inner XML, its appid, and its time of creation, within
//! [`CREATED_WINDOW`] of now.
//!
//! The time of creation is checked because the signature does not tell timestamp and nonce apart:
//! with the two exchanged it is still right, so that a nonce that looks like a time would let a
//! message be sent again at that time.
//!
//! # Messages that come twice
//!
//! WeChat delivers a message again when it gets no answer within five seconds, up to three times.
//! Such a message is no error and has to be answered with success: [`Event::id`] is the same for it,
//! and an [`Inbox`] recognises it. It is told by what it says rather than by its nonce and signature,
//! so that a copy that was encrypted anew is recognised too.

mod crypt;
mod error;
mod event;
mod inbox;
mod query;
mod receiver;
#[cfg(feature = "axum")]
mod router;
mod signature;
mod sink;
mod xml;

pub use error::CallbackError;
pub use event::{Authorization, Event, EventId, EventKind, OtherEvent};
pub use inbox::{ANSWER_WITHIN, Answer, Inbox};
pub use query::Query;
pub use receiver::{BODY_LIMIT, CREATED_WINDOW, Receiver, SENT_WINDOW, Sealed};
#[cfg(feature = "axum")]
pub use router::router;
pub use sink::{Sink, SinkError};
