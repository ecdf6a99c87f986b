//! Where events go.

use std::error::Error as StdError;
use std::time::SystemTime;

use super::{Authorization, Event, EventKind, OtherEvent};
use crate::Secret;

/// Why a sink could not take an event. Its text is logged: keep secrets out of it.
pub type SinkError = Box<dyn StdError + Send + Sync>;

/// Takes events. `created` is when WeChat made the event: events may come late, twice or out of
/// order, and what was created later counts.
///
/// An event that a sink fails to take is answered with a failure, so that WeChat delivers it again. A
/// future is not dropped before its end when WeChat hangs up.
pub trait Sink: Send + Sync + 'static {
    /// Keeps the platform's latest ticket, unless a ticket that was created later is there.
    fn ticket(
        &self,
        ticket: Secret,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send;

    /// An account has authorised the platform: exchanges the code and keeps the tokens.
    fn authorized(
        &self,
        authorization: Authorization,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send;

    /// An account has changed its authorisation: exchanges the code and keeps the tokens.
    fn updated(
        &self,
        authorization: Authorization,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send;

    /// An account has revoked its authorisation: forgets its tokens.
    fn unauthorized(
        &self,
        authorizer_appid: String,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send;

    /// Anything else; does nothing unless it is written otherwise.
    fn other(
        &self,
        event: OtherEvent,
        created: SystemTime,
    ) -> impl Future<Output = Result<(), SinkError>> + Send {
        let _ = (event, created);
        async { Ok(()) }
    }
}

pub(super) async fn give<S: Sink>(sink: &S, event: Event) -> Result<(), SinkError> {
    let created = event.created;
    match event.kind {
        EventKind::Ticket(ticket) => sink.ticket(ticket, created).await,
        EventKind::Authorized(authorization) => sink.authorized(authorization, created).await,
        EventKind::Updated(authorization) => sink.updated(authorization, created).await,
        EventKind::Unauthorized { authorizer_appid } => {
            sink.unauthorized(authorizer_appid, created).await
        }
        EventKind::Other(other) => sink.other(other, created).await,
    }
}
