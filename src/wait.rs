//! Waits: calls that are made again until something is in a state.
//!
//! The module of an endpoint has a function for each state that can be waited for, and [`Call::wait`]
//! waits for it. How long is up to the caller; there is no default.
//!
//! ```
//! use std::time::Duration;
//! use wechat_cloudbase::api::get_tcb_env_list::{self, Request};
//! # use wechat_cloudbase::{mock::Mock, token::Component};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await?;
//! # let client = mock.client::<Component>()?;
//! let reached = client
//!     .get_tcb_env_list(Request::new())
//!     .wait(get_tcb_env_list::normal("test2-4a89da"))
//!     .progress(|poll| println!("{} after {:?}", poll.state, poll.elapsed))
//!     .within(Duration::from_secs(600))
//!     .await?;
//! println!("{} can be used", reached.item.alias);
//! # Ok(())
//! # }
//! ```
//!
//! # Polls
//!
//! The first poll is made at once. The time between two polls grows from the wait's shortest to its longest,
//! with jitter, because many merchants start together; it is never shorter than the shortest. No poll begins
//! after the deadline, and the last one leaves time for its response.
//!
//! A poll is one attempt: the wait itself polls again after a busy response, a timeout or a broken connection,
//! and after an exhausted minute quota once that has passed, so these retries do not multiply with the
//! client's. Going on to another host and replacing a rejected token stay with the client. Any other
//! error ends the wait at once.
//!
//! What is not there has a meaning of its own, which the wait says: it may come, or it is what was waited for, or
//! it will not come. Where the list comes in pages, a poll reads them until it finds the item.
//!
//! Dropping the future ends the wait at once.

mod data;
mod drive;
mod error;
mod look;
mod poller;
mod schedule;

pub use error::{Cause, WaitError};

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use tokio::time::Instant;

use crate::client::run::after;
use crate::endpoint::WaitRule;
use crate::json::{Decode, DecodeError, Encode, Node, to_query_text};
use crate::operation::Operation;
use crate::pages::Paged;
use crate::{Call, Error, task};
use drive::Job;
use error::Ended;
use look::Target;
use poller::{Asked, Pager};

/// A state to wait for, of calls of `O`; at its end there is a `T`.
///
/// The functions in the modules of endpoints make it, and [`Call::wait`] takes it.
pub struct Wait<O, T> {
    target: Target,
    found: Found<T>,
    pager: Option<Pager<O>>,
    operation: PhantomData<fn() -> O>,
}

/// Makes what the caller gets of what the wait has found.
type Found<T> = fn(Option<Node<'_>>) -> Result<T, DecodeError>;

/// What the compiler's output is made of.
#[doc(hidden)]
impl<O: Operation> Wait<O, ()> {
    pub fn response(rule: &'static WaitRule) -> Self {
        Self::new(rule, |_| Ok(()))
    }
}

#[doc(hidden)]
impl<O: Operation, T: Decode> Wait<O, T> {
    pub fn item(rule: &'static WaitRule) -> Self {
        Self::new(rule, |node| T::decode(node.unwrap_or(Node::NOTHING)))
    }
}

#[doc(hidden)]
impl<O: Operation, T: Decode> Wait<O, Option<T>> {
    pub fn item_or_none(rule: &'static WaitRule) -> Self {
        Self::new(rule, |node| node.map(T::decode).transpose())
    }
}

#[doc(hidden)]
impl<O: Operation, T> Wait<O, T> {
    fn new(rule: &'static WaitRule, found: Found<T>) -> Self {
        let target = Target { rule, arguments: Vec::new() };
        Self { target, found, pager: None, operation: PhantomData }
    }

    /// The next argument.
    #[must_use]
    pub fn key<A: Encode>(mut self, argument: &A) -> Self {
        self.target.arguments.push(to_query_text(argument).0);
        self
    }

    /// The list comes in pages, which a poll reads.
    #[must_use]
    pub fn paged(mut self) -> Self
    where
        O: Paged,
    {
        self.pager = Some(Pager::new());
        self
    }
}

impl<O: Operation> Call<O> {
    /// Makes the call again until something is in a state; the [module](self) has an example.
    ///
    /// The call's timeout and deadline are those of each poll.
    pub fn wait<T>(self, wait: Wait<O, T>) -> Waiting<O, T> {
        Waiting { call: self, wait, progress: None }
    }
}

/// A wait in preparation.
#[must_use = "a wait does nothing until `within` is awaited"]
pub struct Waiting<O, T> {
    call: Call<O>,
    wait: Wait<O, T>,
    progress: Option<Progress>,
}

type Progress = Box<dyn FnMut(&Poll<'_>) + Send>;

impl<O: Operation, T> Waiting<O, T> {
    /// Calls this after each poll, the last one among them. It must not block.
    pub fn progress(mut self, see: impl FnMut(&Poll<'_>) + Send + 'static) -> Self {
        self.progress = Some(Box::new(see));
        self
    }

    /// Waits, for at most this long.
    ///
    /// # Errors
    ///
    /// When the time has expired, when it is in a state in which waiting is in vain, and when a poll fails for
    /// another reason than that WeChat is busy; see [`Cause`].
    pub async fn within(self, time: Duration) -> Result<Reached<O::Response, T>, WaitError> {
        let Wait { target, found, pager, .. } = self.wait;
        let started = Instant::now();
        let job = Job {
            endpoint: O::ENDPOINT,
            target: target.clone(),
            poller: Box::new(Asked::new(self.call, pager)),
            progress: self.progress,
            started,
            deadline: after(started, time),
        };
        let end = match task::anywhere(Box::pin(drive::drive(job))).await {
            Ok(end) => end?,
            Err(lost) => {
                let ended = Ended::new(O::ENDPOINT, &target, started);
                return Err(ended.refused(Error::lost(lost, true)));
            }
        };
        let decoded = match found(target.find(end.arrived.payload())) {
            Ok(item) => end.arrived.decode().map(|response| (response, item)),
            Err(error) => Err(end.arrived.undecodable(error)),
        };
        match decoded {
            Ok((response, item)) => {
                let (polls, elapsed) = (end.ended.polls, end.ended.elapsed);
                Ok(Reached { response, item, state: end.state, polls, elapsed })
            }
            Err(error) => Err(end.ended.refused(error)),
        }
    }
}

/// What one poll has seen.
#[derive(Debug)]
#[non_exhaustive]
pub struct Poll<'a> {
    /// The state that it saw, or else the last one.
    pub state: &'a State,
    /// Why it saw none, although the wait goes on: WeChat is busy, or out of reach.
    pub error: Option<&'a Error>,
    /// Its number, from 1.
    pub polls: u32,
    /// The time since the wait began.
    pub elapsed: Duration,
}

/// A state as a poll sees it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum State {
    /// No poll has seen anything yet.
    #[default]
    Unseen,
    /// What is waited for is not there, or has no state.
    Absent,
    /// It is there, and that is all that is looked at.
    Present,
    /// It is in this state, as it travels.
    Value(String),
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Unseen => "not seen yet",
            Self::Absent => "absent",
            Self::Present => "present",
            Self::Value(text) => text,
        })
    }
}

/// The end of a wait that came to what it waited for.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Reached<R, T> {
    /// The last response.
    pub response: R,
    /// The item that was waited for; nothing where the wait looks at the response itself.
    pub item: T,
    /// The state that it is in.
    pub state: State,
    /// How many polls it took.
    pub polls: u32,
    /// How long it took.
    pub elapsed: Duration,
}

impl<O, T> fmt::Debug for Wait<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Wait")
            .field("name", &self.target.rule.name)
            .field("arguments", &self.target.arguments)
            .finish_non_exhaustive()
    }
}

impl<O: Operation, T> fmt::Debug for Waiting<O, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Waiting")
            .field("call", &self.call)
            .field("wait", &self.wait)
            .finish_non_exhaustive()
    }
}

/// What the target is, for people: `until the environment can be used (env = shop-1)`.
fn described(target: &Target) -> String {
    let doc = target.rule.doc;
    let doc = match doc.strip_prefix("Until ") {
        Some(rest) => Cow::Owned(format!("until {rest}")),
        None => Cow::Borrowed(doc),
    };
    let keys = target.rule.keys.iter().zip(&target.arguments);
    let keys: Vec<_> = keys.map(|((_, name), value)| format!("{name} = {value}")).collect();
    match keys.is_empty() {
        true => doc.into_owned(),
        false => format!("{doc} ({})", keys.join(", ")),
    }
}
