//! What went wrong, and what a caller can do about it.

mod display;
mod kind;
mod label;
mod middleware;
mod trouble;

pub(crate) use kind::{Kind, Refusal, StoreFailure, Unreadable};
pub use trouble::Trouble;

use std::error::Error as StdError;
use std::sync::Arc;

use crate::endpoint::Endpoint;
use crate::errcode::{Class, Errcode, Record};
use crate::task::Lost;

/// Why a call, or the making of a client, failed.
///
/// `Display` is one line with everything a person needs: the interface, the code and its name,
/// WeChat's message, what to do, and the request id to give to WeChat's support. Neither `Display`,
/// `Debug` nor a source shows a token, an address with its query string, or a body.
///
/// A clone shares the body and the source: one failure may be the answer to many who wait.
#[derive(Clone)]
pub struct Error(Box<Inner>);

#[derive(Clone)]
struct Inner {
    kind: Kind,
    outcome: Outcome,
    endpoint: Option<&'static Endpoint>,
    host: Option<String>,
    status: Option<u16>,
    body: Option<Arc<Vec<u8>>>,
    source: Option<Arc<dyn StdError + Send + Sync>>,
}

type BoxError = Box<dyn StdError + Send + Sync>;

/// What became of a call that failed, as far as can be known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Outcome {
    /// Nothing was sent. The call may be made again.
    NotSent,
    /// The call was refused and nothing was done. Once the reason is gone it may be made again.
    Rejected,
    /// It may or may not have been done. Look before making the call again.
    Unknown,
    /// It was done, but the response lacks what it is worth nothing without; [`Error::body`] has
    /// everything that came. Do not make the call again.
    Done,
}

impl Error {
    /// A failure of a [`TokenProvider`](crate::token::TokenProvider): there is no token, for the
    /// reason given.
    ///
    /// Keep secrets out of the source's text: whoever prints the chain of sources prints it. An
    /// address inside a `reqwest::Error` is taken out here.
    pub fn token(source: impl Into<BoxError>) -> Self {
        let source = match source.into().downcast::<reqwest::Error>() {
            Ok(error) => Box::new(error.without_url()),
            Err(other) => other,
        };
        Self::new(Kind::Token).with_source(source)
    }

    /// A failure of a [`Store`](crate::store::Store), such as that it can't be reached, for the
    /// reason given. Callers without a token wait for the store to come back. Keep secrets out of
    /// the source's text.
    pub fn store(source: impl Into<BoxError>) -> Self {
        Self::new(Kind::Store(StoreFailure::Down)).with_source(source.into())
    }

    /// A failure of a [`Store`](crate::store::Store) that waiting does not end, such as a wrong
    /// password, a full disk or a read-only file, for the reason given: what is wrong, and what to do
    /// about it. Callers are told at once. Keep secrets out of the source's text.
    pub fn store_permanent(source: impl Into<BoxError>) -> Self {
        Self::new(Kind::Store(StoreFailure::Permanent)).with_source(source.into())
    }

    /// A value in a [`Store`](crate::store::Store) that can't be read, for the reason given, and that
    /// could not be read later either: nobody waits for that.
    pub fn damaged(source: impl Into<BoxError>) -> Self {
        Self::new(Kind::Store(StoreFailure::Damaged)).with_source(source.into())
    }

    /// The code that WeChat answered with.
    pub fn errcode(&self) -> Option<Errcode> {
        self.refusal().map(|refusal| refusal.errcode)
    }

    /// What is known of that code: its name, meaning, remedy and class. The spec of the endpoint
    /// that was called says it, or else this crate's; `None` for a code that neither lists.
    pub fn record(&self) -> Option<&'static Record> {
        self.refusal()?.record
    }

    /// WeChat's message, without the `rid` and `hint` at its end; may be empty.
    pub fn errmsg(&self) -> Option<&str> {
        self.refusal().map(|refusal| refusal.errmsg.as_str())
    }

    /// The id under which WeChat's support finds the call.
    pub fn rid(&self) -> Option<&str> {
        self.refusal()?.rid.as_deref()
    }

    /// The content of `hint: [...]` in WeChat's message.
    pub fn hint(&self) -> Option<&str> {
        self.refusal()?.hint.as_deref()
    }

    /// What to do about it; `None` when nobody knows.
    pub fn remedy(&self) -> Option<&'static str> {
        self.0.kind.remedy()
    }

    /// The endpoint of the call; `None` when it was not a call that failed.
    pub fn endpoint(&self) -> Option<&'static Endpoint> {
        self.0.endpoint
    }

    /// The HTTP status of the answer, when there was one.
    pub fn http_status(&self) -> Option<u16> {
        self.0.status
    }

    /// The answer as it came, when a whole one did. It may contain secrets.
    pub fn body(&self) -> Option<&[u8]> {
        self.0.body.as_deref().map(Vec::as_slice)
    }

    /// What became of the call. When it was tried several times, the least certain of all tries
    /// counts.
    pub fn outcome(&self) -> Outcome {
        self.0.outcome
    }

    /// Whether WeChat did not accept the token, nor its replacement if there was one.
    pub fn is_token_rejected(&self) -> bool {
        self.class() == Some(Class::Token)
    }

    /// Whether WeChat is busy or failed inside; the same call may succeed later. Look at
    /// [`outcome`](Self::outcome) before making it again.
    pub fn is_busy(&self) -> bool {
        self.class() == Some(Class::Busy)
    }

    /// Whether a limit is used up.
    pub fn is_quota(&self) -> bool {
        self.class() == Some(Class::Quota)
    }

    /// Whether a right is missing: of the account, of the platform or of the caller's address.
    pub fn is_permission(&self) -> bool {
        self.class() == Some(Class::Permission)
    }

    /// Whether time ran out: for connecting, for an answer, for a token or for the call's turn.
    pub fn is_timeout(&self) -> bool {
        matches!(self.0.kind, Kind::Timeout { .. } | Kind::TokenTimeout | Kind::Full { .. })
            || matches!(&self.0.kind, Kind::Connect(barrier) if barrier.is_timeout())
    }

    /// Whether no connection could be made.
    pub fn is_connect(&self) -> bool {
        matches!(self.0.kind, Kind::Connect(_))
    }

    /// Whether an answer came that can't be understood: no JSON, or JSON of another shape than the
    /// spec says. [`body`](Self::body) has it.
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Unreadable(_) | Kind::NoErrcode(_) | Kind::Payload(_))
    }

    /// Whether the token provider failed or took too long.
    pub fn is_token_provider(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Token | Kind::TokenTimeout | Kind::Trouble(_) | Kind::Store(_) | Kind::Closed
        )
    }

    /// Whether the store of tokens failed, or what it has is damaged.
    pub fn is_store(&self) -> bool {
        matches!(self.0.kind, Kind::Store(_))
    }

    /// Whether the store of tokens may work in a moment.
    pub(crate) fn is_store_down(&self) -> bool {
        matches!(self.0.kind, Kind::Store(StoreFailure::Down))
    }

    /// Whether a value in the store of tokens can't be read. What it is worth decides what to do:
    /// what can be issued again takes its place, other values are set aside.
    pub(crate) fn is_damaged(&self) -> bool {
        matches!(self.0.kind, Kind::Store(StoreFailure::Damaged))
    }

    /// Whether the platform or mini program was closed, so that no token is fetched any more.
    pub fn is_closed(&self) -> bool {
        matches!(self.0.kind, Kind::Closed)
    }

    /// The state that an operator has to end before calls like this one can succeed, when it is
    /// one; also where it is the reason why a token could not be had.
    pub fn trouble(&self) -> Option<Trouble> {
        let own = match &self.0.kind {
            Kind::Trouble(trouble) => Some(trouble.clone()),
            Kind::Errcode(refusal) => Trouble::of(refusal, self.0.endpoint),
            _ => None,
        };
        own.or_else(|| self.0.source.as_deref()?.downcast_ref::<Self>()?.trouble())
    }

    fn class(&self) -> Option<Class> {
        self.refusal().map(Refusal::class)
    }

    fn refusal(&self) -> Option<&Refusal> {
        match &self.0.kind {
            Kind::Errcode(refusal) => Some(refusal),
            _ => None,
        }
    }
}

/// How the rest of the crate makes errors.
impl Error {
    pub(crate) fn new(kind: Kind) -> Self {
        Self(Box::new(Inner {
            outcome: kind.outcome(),
            kind,
            endpoint: None,
            host: None,
            status: None,
            body: None,
            source: None,
        }))
    }

    pub(crate) fn config(problem: impl Into<String>) -> Self {
        Self::new(Kind::Config(problem.into()))
    }

    /// A provider's error as the call's: what became of a call that the provider made for itself
    /// says nothing of this one.
    pub(crate) fn of_provider(error: Self) -> Self {
        match error.0.kind {
            Kind::Token | Kind::TokenTimeout | Kind::Trouble(_) | Kind::Store(_) | Kind::Closed => {
                error
            }
            _ => Self::token(error),
        }
    }

    /// A token provider was too slow, perhaps because of this.
    pub(crate) fn no_token_in_time(obstacle: Option<Self>) -> Self {
        let error = Self::new(Kind::TokenTimeout);
        match obstacle {
            Some(obstacle) => error.with_source(Box::new(obstacle)),
            None => error,
        }
    }

    pub(crate) fn closed() -> Self {
        Self::new(Kind::Closed)
    }

    /// Work panicked or was cut off, before anything was sent or after.
    pub(crate) fn lost(lost: Lost, sent: bool) -> Self {
        let mut error = Self::new(Kind::Lost(lost));
        if !sent {
            error.0.outcome = Outcome::NotSent;
        }
        error
    }

    pub(crate) fn kind(&self) -> &Kind {
        &self.0.kind
    }

    pub(crate) fn with_source(mut self, source: BoxError) -> Self {
        self.0.source = Some(source.into());
        self
    }

    pub(crate) fn with_status(mut self, status: u16) -> Self {
        self.0.status = Some(status);
        // A 4xx without an errcode comes from a server in front, which did not pass the call on.
        let unread = matches!(self.0.kind, Kind::Unreadable(_) | Kind::Status);
        if unread && (400..500).contains(&status) {
            self.0.outcome = Outcome::Rejected;
        }
        self
    }

    pub(crate) fn with_body(mut self, body: Vec<u8>) -> Self {
        self.0.body = Some(Arc::new(body));
        self
    }

    pub(crate) fn at_endpoint(mut self, endpoint: &'static Endpoint) -> Self {
        self.0.endpoint = Some(endpoint);
        self
    }

    pub(crate) fn at_host(mut self, host: &str) -> Self {
        self.0.host = Some(host.to_owned());
        self
    }

    /// The call may have been done by an earlier try, whatever became of the last one.
    pub(crate) fn after_unknown(mut self) -> Self {
        if self.0.outcome != Outcome::Done {
            self.0.outcome = Outcome::Unknown;
        }
        self
    }

    /// Takes a secret out of what WeChat said, in case it repeats what it was sent.
    pub(crate) fn without(mut self, secret: &str) -> Self {
        match &mut self.0.kind {
            Kind::Errcode(refusal) => refusal.hide(secret),
            Kind::NoErrcode(Some(says)) if !secret.is_empty() => {
                *says = says.replace(secret, "[secret]");
            }
            _ => {}
        }
        self
    }
}

/// How a [`TokenProvider`](crate::token::TokenProvider) says why there is no token.
impl From<Trouble> for Error {
    fn from(trouble: Trouble) -> Self {
        Self::new(Kind::Trouble(trouble))
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        let source = self.0.source.as_deref()?;
        Some(source)
    }
}
