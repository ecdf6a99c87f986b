//! The kinds of failure: what each says of the outcome, and what helps.

use std::time::Duration;

use super::redact::Redactor;
use super::{ActionRequired, Outcome, Refusal};
use crate::errcode::{Class, Window};
use crate::json::DecodeError;
use crate::task::Lost;
use crate::transport::Barrier;

#[derive(Clone)]
pub(crate) enum ErrorKind {
    /// Invalid settings; the text says what is wrong and what is expected.
    Config(String),
    /// The token provider failed.
    Token,
    /// The token provider took longer than the call may.
    TokenTimeout,
    /// There is no token, for a reason that an operator must fix.
    ActionRequired(ActionRequired),
    /// The store of tokens failed, or what it has is damaged.
    Store(StoreFailure),
    /// The platform, or mini program, was closed.
    Closed,
    /// The work panicked, or was cut off.
    Lost(Lost),
    /// No connection, for this reason.
    Connect(Barrier),
    /// No turn in time, because the limit of requests in flight was reached.
    Full { limit: usize, waited: Duration },
    /// A middleware failed, for this reason.
    Middleware(String),
    /// No complete response in time.
    Timeout { after: Duration },
    /// The connection broke before the response was complete.
    Interrupted,
    /// A stream of a response ended before its length, or made no progress for this long.
    Cut { got: u64, of: Option<u64>, idle: Option<Duration> },
    /// The response is longer than allowed.
    TooLarge { limit: usize },
    /// The caller's own HTTP client followed a redirect.
    RedirectFollowed,
    /// A response that is not a JSON object.
    Unreadable(Unreadable),
    /// A redirect, which was not followed.
    Redirect,
    /// Another status that is not a success, without an errcode.
    Status,
    /// HTTP status 429, and no errcode.
    RateLimited,
    /// An errcode other than 0.
    Errcode(Refusal),
    /// The token was rejected, and another could not be fetched.
    NoOtherToken(Refusal),
    /// No errcode where a success has one; the text is what else the response says of itself.
    NoErrcode(Option<String>),
    /// The errcode of a success, and an error beside it, which the text is.
    Contradiction(String),
    /// A success without an essential field.
    Payload(DecodeError),
    /// A list that would never end, for this reason.
    Stuck(String),
}

/// How the store of tokens failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum StoreFailure {
    /// It may work in a moment.
    Down,
    /// Waiting does not help.
    Permanent,
    /// A value can't be read.
    Damaged,
}

/// Why a response can't be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unreadable {
    Empty,
    Html,
    Cut,
    NotJson,
    NotAnObject,
    NotAList,
    NoContent,
    BadErrcode,
}

impl ErrorKind {
    /// What the failure alone says of the outcome.
    pub(super) fn outcome(&self) -> Outcome {
        match self {
            Self::Config(_)
            | Self::Token
            | Self::TokenTimeout
            | Self::ActionRequired(_)
            | Self::Store(_)
            | Self::Closed
            | Self::Connect(_)
            | Self::Full { .. }
            | Self::Middleware(_) => Outcome::NotSent,
            Self::Lost(_)
            | Self::Timeout { .. }
            | Self::Interrupted
            | Self::Cut { .. }
            | Self::TooLarge { .. }
            | Self::RedirectFollowed
            | Self::Unreadable(_)
            | Self::Redirect
            | Self::Status
            | Self::NoErrcode(_)
            | Self::Contradiction(_) => Outcome::Unknown,
            Self::RateLimited => Outcome::Rejected,
            Self::Errcode(refusal) | Self::NoOtherToken(refusal) => outcome_of(refusal.class()),
            Self::Payload(_) | Self::Stuck(_) => Outcome::Done,
        }
    }

    pub(super) fn remedy(&self) -> Option<&'static str> {
        let text = match self {
            Self::Config(_) | Self::Token | Self::NoOtherToken(_) | Self::Middleware(_) => {
                return None;
            }
            Self::Errcode(refusal) => refusal.record.map_or("", |record| record.remedy),
            Self::ActionRequired(action) => action.remedy(),
            Self::Store(StoreFailure::Down) => {
                "Check that the store runs and that this machine can reach it."
            }
            Self::Store(StoreFailure::Permanent) => "Fix the store: waiting does not help.",
            Self::Store(StoreFailure::Damaged) => {
                "Check which value it is, and whether this program has the right key for it. It was not overwritten."
            }
            Self::TokenTimeout => {
                "Check why the token provider is slow, or give the call a longer deadline."
            }
            Self::Closed => {
                "Close it after everything that calls it has stopped, or build another."
            }
            Self::Lost(lost) => lost.remedy(),
            Self::Connect(barrier) => barrier.remedy(),
            Self::Full { .. } => {
                "Make fewer calls at once, give them a longer deadline, or allow more with `ClientBuilder::max_in_flight`."
            }
            Self::Timeout { .. } | Self::Interrupted => {
                "It may have been done: check before retrying."
            }
            Self::Cut { .. } => "What has come so far is not all: call again to get the rest.",
            Self::RateLimited => {
                "Send fewer calls at once, or give the call a longer deadline: within it, the client retries when it may."
            }
            Self::TooLarge { .. } => {
                "Allow a longer one with `ClientBuilder::body_limit`; a response of bytes can also be read as a stream, with `Call::stream`."
            }
            Self::RedirectFollowed => {
                "Build the HTTP client with `redirect(reqwest::redirect::Policy::none())`, or leave that to `ClientBuilder::http_builder`."
            }
            Self::Unreadable(unreadable) => unreadable.remedy(),
            Self::Redirect => "Correct the base URL, or look for a proxy that redirects.",
            Self::Status => {
                "Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response."
            }
            Self::NoErrcode(_) | Self::Contradiction(_) => {
                "It may have been done: check before retrying; `Error::body` has the response."
            }
            Self::Stuck(_) => {
                "The items up to there are good. Read the rest another way, such as with larger pages, and report it to WeChat."
            }
            Self::Payload(_) => "`Error::body` has the response with everything else that came.",
        };
        (!text.is_empty()).then_some(text)
    }
}

/// What follows from an errcode or a status.
impl ErrorKind {
    pub(super) fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Errcode(refusal) | Self::NoOtherToken(refusal) => Some(refusal),
            _ => None,
        }
    }

    pub(super) fn quota(&self) -> Option<Window> {
        self.refusal()?.quota()
    }

    /// Whether calls came too fast. An errcode that says something else takes precedence over the status.
    pub(super) fn is_rate_limited(&self, status: Option<u16>) -> bool {
        match self {
            Self::RateLimited => true,
            Self::Errcode(refusal) => match (refusal.quota(), refusal.class()) {
                (Some(window), _) => window == Window::Minute,
                (None, Class::Busy | Class::Quota | Class::Unknown) => {
                    status == Some(TOO_MANY_REQUESTS)
                }
                (None, _) => false,
            },
            _ => false,
        }
    }

    /// Whether the status says that nothing was done, where the rest of the response does not tell: a
    /// 4xx without an errcode comes from a server in front, which did not pass the call on, and 429
    /// is a refusal whatever the body says.
    pub(super) fn is_rejected_with(&self, status: u16) -> bool {
        match self {
            Self::Unreadable(_) | Self::Status => (400..500).contains(&status),
            Self::Errcode(refusal) => {
                status == TOO_MANY_REQUESTS
                    && matches!(refusal.class(), Class::Busy | Class::Unknown)
            }
            _ => false,
        }
    }

    /// Whether the remedy is about a call that may have been done.
    pub(super) fn is_uncertain(&self) -> bool {
        matches!(
            self,
            Self::Timeout { .. }
                | Self::Interrupted
                | Self::NoErrcode(_)
                | Self::Contradiction(_)
                | Self::Unreadable(Unreadable::Empty | Unreadable::Cut)
        )
    }

    /// Takes secrets out of the texts that WeChat or a server in front of it wrote.
    pub(super) fn hide(&mut self, secrets: &[&str]) {
        match self {
            Self::Errcode(refusal) | Self::NoOtherToken(refusal) => refusal.hide(secrets),
            Self::NoErrcode(Some(text)) | Self::Contradiction(text) | Self::Middleware(text) => {
                Redactor::new(secrets, "").hide_in(text);
            }
            // These have no text of others.
            Self::Config(_)
            | Self::Token
            | Self::TokenTimeout
            | Self::ActionRequired(_)
            | Self::Store(_)
            | Self::Closed
            | Self::Lost(_)
            | Self::Connect(_)
            | Self::Full { .. }
            | Self::Timeout { .. }
            | Self::Interrupted
            | Self::Cut { .. }
            | Self::TooLarge { .. }
            | Self::RedirectFollowed
            | Self::Unreadable(_)
            | Self::Redirect
            | Self::Status
            | Self::RateLimited
            | Self::NoErrcode(None)
            | Self::Payload(_)
            | Self::Stuck(_) => {}
        }
    }
}

/// The HTTP status for calls that come too fast.
pub(crate) const TOO_MANY_REQUESTS: u16 = 429;

/// WeChat does not say whether it did the work before it failed inside.
fn outcome_of(class: Class) -> Outcome {
    match class {
        Class::Busy | Class::Unknown => Outcome::Unknown,
        Class::Token
        | Class::Quota
        | Class::Permission
        | Class::Argument
        | Class::State
        | Class::NotFound => Outcome::Rejected,
    }
}

impl Unreadable {
    pub(super) fn problem(self) -> &'static str {
        match self {
            Self::Empty => "is empty",
            Self::Html => "is an HTML page",
            Self::Cut => "ends in the middle of its JSON",
            Self::NotJson => "is not JSON",
            Self::NotAnObject => "is JSON, but not an object",
            Self::NotAList => "is a JSON object, where a success is a list",
            Self::NoContent => "reports success, and has neither the bytes nor a documented field",
            Self::BadErrcode => "has an errcode that is not a number",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Empty | Self::Cut | Self::NoContent => {
                "It may have been done: check before retrying."
            }
            Self::Html | Self::NotJson | Self::NotAnObject | Self::NotAList | Self::BadErrcode => {
                "Look for a gateway or proxy that responds in WeChat's place; `Error::body` has its response."
            }
        }
    }
}
