//! Why a message was refused.

use std::fmt;
use std::time::Duration;

/// Why a message was refused. Shows nothing of the message, and no secret of the platform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallbackError(Reason);

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Reason {
    /// More bytes than this.
    TooLarge(Part, usize),
    /// A parameter of the query string that is missing, duplicated or malformed.
    Parameter(&'static str),
    NotUtf8(Part),
    Xml(Part, XmlError),
    /// Not an object of JSON as WeChat writes it, and why.
    Json(Part, &'static str),
    Missing(Part, &'static str),
    Twice(Part, &'static str),
    NotTime(Part, &'static str),
    Signature,
    /// A message that is neither encrypted nor signed, where that is not allowed.
    Plain,
    TooOld(Part, Duration),
    TooNew(Part, Duration),
    OtherPlatform(Part),
    /// Wrong base64, padding, length or appid: which of them is not revealed.
    Undecryptable,
}

/// Why a text is not XML as WeChat writes it, and the byte offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct XmlError {
    pub(super) problem: &'static str,
    pub(super) at: u64,
}

/// A part of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    Query,
    Body,
    /// What was encrypted.
    Message,
}

impl CallbackError {
    /// Whether the signature is wrong: it is not WeChat's message, or the token differs.
    pub fn is_signature(&self) -> bool {
        matches!(self.0, Reason::Signature)
    }

    /// Whether it is WeChat's message, but too old: by this machine's clock, or because it
    /// was made long before it was sent. The text says which, and by how much.
    pub fn is_too_old(&self) -> bool {
        matches!(self.0, Reason::TooOld(..))
    }

    /// Whether it is WeChat's message, but from the future: by this machine's clock, or because it was
    /// made after it was sent. The text says which, and by how much.
    pub fn is_too_new(&self) -> bool {
        matches!(self.0, Reason::TooNew(..))
    }

    /// Whether it was refused because of the machine's clock alone.
    pub(super) fn is_of_clock(&self) -> bool {
        matches!(self.0, Reason::TooOld(Part::Query, _) | Reason::TooNew(Part::Query, _))
    }

    /// Whether it is for another platform.
    pub fn is_other_platform(&self) -> bool {
        matches!(self.0, Reason::OtherPlatform(_))
    }

    /// Whether it is WeChat's message, but can't be decrypted: the key differs, or the appid does.
    pub fn is_undecryptable(&self) -> bool {
        matches!(self.0, Reason::Undecryptable)
    }

    /// Whether it is longer than allowed.
    pub fn is_too_large(&self) -> bool {
        matches!(self.0, Reason::TooLarge(..))
    }

    /// Whether it is malformed: not a message of WeChat's form.
    pub fn is_unreadable(&self) -> bool {
        matches!(
            self.0,
            Reason::Parameter(_)
                | Reason::NotUtf8(_)
                | Reason::Xml(..)
                | Reason::Json(..)
                | Reason::Plain
                | Reason::Missing(..)
                | Reason::Twice(..)
                | Reason::NotTime(..)
        )
    }

    /// The HTTP status to respond with.
    pub fn status(&self) -> u16 {
        match self.0 {
            Reason::Signature
            | Reason::TooOld(..)
            | Reason::TooNew(..)
            | Reason::OtherPlatform(_) => 403,
            Reason::TooLarge(..) => 413,
            _ => 400,
        }
    }

    /// What to check.
    pub fn remedy(&self) -> &'static str {
        match self.0 {
            Reason::Signature => {
                "If WeChat sent it, compare the verification token with the one on the open platform, and make sure that `msg_signature` is used, not `signature`."
            }
            Reason::TooOld(Part::Message, _) | Reason::TooNew(Part::Message, _) => {
                "Time and nonce in the URL do not belong to the message: somebody is replaying WeChat's messages."
            }
            Reason::TooOld(..) => {
                "If this machine's clock is ahead by that much, set it; if it is right, look for what delivers requests late or replays them."
            }
            Reason::TooNew(..) => {
                "This machine's clock is behind by that much: set it. Until then, every ticket and event is refused."
            }
            Reason::Plain => {
                "Set the messages to be encrypted (\"secure mode\"); where they can't be, let the receiver accept plain ones (`Receiver::also_plain`)."
            }
            Reason::OtherPlatform(_) => {
                "Check which platform's page on the open platform has this URL."
            }
            Reason::Undecryptable => {
                "Compare the EncodingAESKey and the platform's appid with those on the open platform; after a change of the key, add the former one."
            }
            Reason::TooLarge(..) => "Find out who else posts to this URL.",
            Reason::Missing(Part::Message, "InfoType") => {
                "Only the URL for authorisation events belongs here; messages of accounts have a URL and an inbox of their own."
            }
            Reason::Missing(Part::Message, "MsgType") => {
                "Only the URL for messages of accounts belongs here; authorisation events have a URL and an inbox of their own."
            }
            Reason::Parameter(_)
            | Reason::NotUtf8(Part::Body)
            | Reason::Xml(Part::Body, _)
            | Reason::Json(Part::Body, _) => {
                "Find out who else posts to this URL, and whether a proxy changes URLs or bodies."
            }
            Reason::Missing(Part::Body, _) | Reason::Twice(Part::Body, _) => {
                "Find out who else posts to this URL; if WeChat does, set the platform's messages to be encrypted."
            }
            _ => "WeChat has changed this kind of event, or the key is known to somebody else.",
        }
    }
}

impl From<Reason> for CallbackError {
    fn from(reason: Reason) -> Self {
        Self(reason)
    }
}

impl fmt::Display for CallbackError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Reason::TooLarge(part, limit) => write!(f, "{part} is longer than {limit} bytes"),
            Reason::Parameter(name) => {
                write!(f, "`{name}` is missing from the query string, duplicated or malformed")
            }
            Reason::NotUtf8(part) => write!(f, "{part} is not UTF-8"),
            Reason::Xml(part, error) => write!(f, "{part} is not XML as WeChat writes it: {error}"),
            Reason::Json(part, problem) => {
                write!(f, "{part} is not JSON as WeChat writes it: {problem}")
            }
            Reason::Missing(part, name) => write!(f, "{part} has no `{name}`"),
            Reason::Twice(part, name) => write!(f, "{part} has `{name}` twice"),
            Reason::NotTime(part, name) => write!(f, "`{name}` of {part} is not a time"),
            Reason::Signature => f.write_str("the signature is wrong"),
            Reason::Plain => {
                f.write_str("the message is not encrypted, and nothing in it is signed")
            }
            Reason::TooOld(Part::Message, age) => {
                write!(f, "the message was made {} seconds before it was sent", age.as_secs())
            }
            Reason::TooNew(Part::Message, ahead) => {
                write!(f, "the message was made {} seconds after it was sent", ahead.as_secs())
            }
            Reason::TooOld(_, age) => write!(
                f,
                "by this machine's clock the message was sent {} seconds ago",
                age.as_secs()
            ),
            Reason::TooNew(_, ahead) => write!(
                f,
                "by this machine's clock the message will be sent in {} seconds",
                ahead.as_secs()
            ),
            Reason::OtherPlatform(part) => write!(f, "{part} is for another platform"),
            Reason::Undecryptable => f.write_str("the message can't be decrypted"),
        }?;
        write!(f, ". {}", self.remedy())
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, at byte {}", self.problem, self.at)
    }
}

impl fmt::Display for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Query => "the query string",
            Self::Body => "the body",
            Self::Message => "the decrypted message",
        })
    }
}

impl std::error::Error for CallbackError {}
