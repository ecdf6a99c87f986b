//! The codes in WeChat's responses. The enum is generated from `spec/errcodes.toml`; what is
//! added to it by hand is here.
//!
//! # All codes
//!
#![doc = include_str!(concat!(env!("OUT_DIR"), "/errcodes.md"))]

mod data;
mod window;

pub use window::Window;

use std::fmt;

include!(concat!(env!("OUT_DIR"), "/errcode.rs"));

/// What a caller can do about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Class {
    /// The token is not accepted; a new one may be.
    Token,
    /// WeChat is busy or failed inside; the same call may succeed later.
    Busy,
    /// A quota is exhausted; [`Record::quota`] says when it resets.
    Quota,
    /// The account, the platform or the caller's address lacks a right.
    Permission,
    /// The request is wrong; a different one is needed.
    Argument,
    /// The account or the resource is in a state in which this can't be done.
    State,
    /// The named resource does not exist.
    NotFound,
    /// It is unknown what helps.
    Unknown,
}

/// The record of one code: from the spec of this crate, or of a crate with endpoints of its own.
/// Serialized as an object of its fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Record {
    /// The number on the wire.
    pub code: i64,
    /// Its name, as a variant of [`Errcode`] would have it.
    pub name: &'static str,
    /// The vendor's short message; may be empty.
    pub message: &'static str,
    /// What the code means.
    pub meaning: &'static str,
    /// What to do about it.
    pub remedy: &'static str,
    /// What a caller can do about it.
    pub class: Class,
    /// What an operator must fix, where it takes one.
    pub operator: Option<Operator>,
    /// The window of the exhausted quota, where that is known.
    pub quota: Option<Window>,
}

/// What an operator must fix before calls like the one that failed can succeed:
/// [`Error::action_required`](crate::Error::action_required) says more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Operator {
    /// The platform's ticket.
    Ticket,
    /// The list of addresses that calls may come from.
    CallerAddress,
    /// The account's authorisation of the platform.
    Authorization,
    /// The permission sets that the account granted.
    PermissionSet,
    /// The app secret that the program was given.
    AppSecret,
    /// The account itself, which is frozen, closed or punished.
    Account,
}

impl Record {
    /// A code alone; the compiler's output adds the rest.
    pub const fn new(code: i64, name: &'static str, class: Class) -> Self {
        Self {
            code,
            name,
            message: "",
            meaning: "",
            remedy: "",
            class,
            operator: None,
            quota: None,
        }
    }

    /// Sets [`message`](Self::message).
    pub const fn message(mut self, message: &'static str) -> Self {
        self.message = message;
        self
    }

    /// Sets [`meaning`](Self::meaning).
    pub const fn meaning(mut self, meaning: &'static str) -> Self {
        self.meaning = meaning;
        self
    }

    /// Sets [`remedy`](Self::remedy).
    pub const fn remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = remedy;
        self
    }

    /// Sets [`operator`](Self::operator).
    pub const fn operator(mut self, operator: Operator) -> Self {
        self.operator = Some(operator);
        self
    }

    /// Sets [`quota`](Self::quota).
    pub const fn quota(mut self, window: Window) -> Self {
        self.quota = Some(window);
        self
    }
}

/// What this crate's spec says. An endpoint of another crate may say more of a code:
/// [`Error::record`](crate::Error::record) has it.
impl Errcode {
    /// The variant's name, and `Other` for an unlisted code.
    pub const fn name(self) -> &'static str {
        match self.record() {
            Some(record) => record.name,
            None => "Other",
        }
    }

    /// The vendor's short message; empty for an unlisted code.
    pub const fn message(self) -> &'static str {
        match self.record() {
            Some(record) => record.message,
            None => "",
        }
    }

    /// What the code means; empty for an unlisted code.
    pub const fn meaning(self) -> &'static str {
        match self.record() {
            Some(record) => record.meaning,
            None => "",
        }
    }

    /// What to do about it; empty for an unlisted code.
    pub const fn remedy(self) -> &'static str {
        match self.record() {
            Some(record) => record.remedy,
            None => "",
        }
    }

    /// What a caller can do about it.
    pub const fn class(self) -> Class {
        match self.record() {
            Some(record) => record.class,
            None => Class::Unknown,
        }
    }
}

impl From<i64> for Errcode {
    fn from(code: i64) -> Self {
        Self::from_code(code)
    }
}

impl From<Errcode> for i64 {
    fn from(errcode: Errcode) -> Self {
        errcode.code()
    }
}

/// Number and name, and the area of an unlisted code.
///
/// ```
/// use wechat_cloudbase::{Area, Errcode};
///
/// assert_eq!(Errcode::from_code(40014).to_string(), "40014 InvalidAccessToken");
/// assert_eq!(Errcode::from_code(-502099).to_string(), "-502099 Other (Database)");
/// assert_eq!(Errcode::from_code(-502099).area(), Some(Area::Database));
/// assert_eq!(Errcode::from_code(7).to_string(), "7 Other");
/// ```
impl fmt::Display for Errcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.code(), self.name())?;
        match (self, self.area()) {
            (Self::Other(_), Some(area)) => write!(f, " ({area:?})"),
            _ => Ok(()),
        }
    }
}
