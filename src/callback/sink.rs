//! Where events go.

mod compose;

pub use compose::{AnySink, Both};

use std::error::Error as StdError;
use std::fmt;
use std::time::SystemTime;

use super::{Authorization, Event, EventKind, OtherEvent, Registration};
use crate::Secret;

/// Why a sink could not take an event. Its text is logged: keep secrets out of it.
pub type SinkError = Box<dyn StdError + Send + Sync>;

/// Takes events: by the methods for those that it is for, or by [`event`](Self::event) for all.
///
/// `created` is when WeChat made the event, in whole seconds of WeChat's clock. Events may come late,
/// twice or out of order, and two may have the same time, so nothing should be decided by it.
///
/// An event that a sink fails to take is answered with a failure, so that WeChat delivers it again. A
/// future is not dropped before its end when WeChat hangs up. What a sink has no method for is
/// [`Unhandled`]: an inbox acknowledges it, and says so in the log.
///
/// A closure that takes an [`Event`] is a sink, and so are an `Arc` of a sink, an [`AnySink`], and two
/// sinks in a row:
///
/// ```
/// use wechat_cloudbase::Platform;
/// use wechat_cloudbase::callback::{Event, Sink, SinkError};
///
/// # fn compose(platform: Platform) -> impl Sink {
/// // The platform looks after its tokens, and then we are told.
/// platform.and(|event: Event| async move {
///     println!("{} was taken", event.info_type());
///     Ok::<(), SinkError>(())
/// })
/// # }
/// ```
pub trait Sink: Send + Sync + 'static {
    /// Takes an event of any kind; hands it to the method for its kind unless it is written
    /// otherwise.
    fn event(&self, event: Event) -> impl Future<Output = Result<(), SinkError>> + Send {
        let created = event.created;
        async move {
            match event.kind {
                EventKind::Ticket(ticket) => self.ticket(ticket, created).await,
                EventKind::Authorized(authorization) => {
                    self.authorized(authorization, created).await
                }
                EventKind::Updated(authorization) => self.updated(authorization, created).await,
                EventKind::Unauthorized { authorizer_appid } => {
                    self.unauthorized(authorizer_appid, created).await
                }
                EventKind::Registered(registration) => self.registered(registration, created).await,
                EventKind::Other(other) => self.other(other, created).await,
            }
        }
    }

    /// Keeps the platform's latest ticket, unless a ticket that was created later is there.
    fn ticket(
        &self,
        ticket: Secret,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        let _ = (ticket, created);
        unhandled("component_verify_ticket")
    }

    /// An account has authorised the platform: exchanges the code and keeps the tokens.
    fn authorized(
        &self,
        authorization: Authorization,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        let _ = (authorization, created);
        unhandled("authorized")
    }

    /// An account has changed its authorisation: exchanges the code and keeps the tokens.
    fn updated(
        &self,
        authorization: Authorization,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        let _ = (authorization, created);
        unhandled("updateauthorized")
    }

    /// An account has revoked its authorisation: forgets its tokens.
    fn unauthorized(
        &self,
        authorizer_appid: String,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        let _ = (authorizer_appid, created);
        unhandled("unauthorized")
    }

    /// The registration of a mini program by the platform has ended: exchanges its code, if it has
    /// one, and keeps the tokens. Goes to [`other`](Self::other) unless it is written otherwise.
    fn registered(
        &self,
        registration: Registration,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        self.other(registration.event, created)
    }

    /// Anything else.
    fn other(
        &self,
        event: OtherEvent,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        let _ = created;
        unhandled(event.info_type)
    }

    /// A sink that hands each event to this one, and then to another.
    ///
    /// The other one gets an event only when this one has taken it or had no method for it. When
    /// either fails, the event fails, and both get it again when WeChat delivers it again: so this one
    /// must do no harm when it takes an event twice. A [`Platform`](crate::Platform) does none.
    fn and<S: Sink>(self, other: S) -> Both<Self, S>
    where
        Self: Sized,
    {
        Both::new(self, other)
    }
}

/// That a sink has no method for an event: no failure, and nothing that WeChat could deliver better.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unhandled {
    /// WeChat's name for what has happened.
    pub info_type: String,
}

impl Unhandled {
    /// For an event of that name.
    pub fn new(info_type: impl Into<String>) -> Self {
        Self { info_type: info_type.into() }
    }

    /// Whether that is what an error says.
    pub(super) fn is(error: &SinkError) -> bool {
        error.is::<Self>()
    }
}

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no sink takes events of the type `{}`", self.info_type)
    }
}

impl StdError for Unhandled {}

async fn unhandled(info_type: impl Into<String> + Send) -> Result<(), SinkError> {
    Err(Unhandled::new(info_type).into())
}
