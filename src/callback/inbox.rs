//! Hands each event to its sink once, and says what to respond.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use super::deliveries::{Deliveries, Done, Drained, Ended, InFlight};
use super::freshness::Freshness;
use super::sink::Unhandled;
use super::{Event, EventKind, Query, Receiver, Sink, TARGET};
use crate::task::Background;

/// How long a response may take. WeChat hangs up after five seconds.
pub const RESPONSE_DEADLINE: Duration = Duration::from_secs(4);

/// Opens messages and hands each event to a sink once, whether WeChat delivers it once or more often.
///
/// While the sink handles an event, a duplicate delivery of it waits with the first; once the
/// sink has succeeded, duplicates are answered with success; when the sink has failed, the next one
/// is handed to it again. Events are handed over in the order of arrival, and none waits for
/// another.
///
/// The sink runs in the background: on a thread of the library's own, which all inboxes and platforms
/// share, or on [a given runtime](Self::runtime). So it goes on when WeChat hangs up, and when
/// the runtime that received the event stops being driven or shuts down: the exchange of a code that works
/// once must not be cancelled half way. A sink must not block; blocking work belongs in
/// `tokio::task::spawn_blocking`.
///
/// Its memory is lost when the program exits, and not shared with other machines: a sink may
/// see an event twice. Before a program exits, [`drain`](Self::drain) waits for what is in progress.
pub struct Inbox<S> {
    receiver: Receiver,
    freshness: Freshness,
    deliveries: Deliveries<()>,
    inner: Arc<Inner<S>>,
}

struct Inner<S> {
    sink: S,
    latest_ticket: Mutex<Option<SystemTime>>,
}

/// The response to a request. The content type is `text/plain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct EventResponse {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: &'static str,
}

impl EventResponse {
    const SUCCESS: Self = Self { status: 200, body: "success" };
    pub(super) const FAILED: Self = Self { status: 500, body: "failed" };
    pub(super) const LATE: Self = Self { status: 503, body: "not yet" };

    pub(super) const fn refused(status: u16) -> Self {
        Self { status, body: "refused" }
    }
}

impl<S: Sink> Inbox<S> {
    /// An inbox that hands events to a sink.
    pub fn new(receiver: Receiver, sink: S) -> Self {
        Self {
            receiver,
            freshness: Freshness::default(),
            deliveries: Deliveries::new(),
            inner: Arc::new(Inner { sink, latest_ticket: Mutex::default() }),
        }
    }

    /// Runs the sink on this runtime, in place of the library's own thread. The runtime must be driven
    /// as long as events are delivered, with timers and I/O enabled. Tests under paused time pass their
    /// own.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.deliveries = self.deliveries.on(Background::on(runtime));
        self
    }

    /// Handles one request, given its query string and body, and returns the response within
    /// [`RESPONSE_DEADLINE`]: `success` once the sink has handled the event; 500 when the sink failed, and
    /// 503 when it is not done in time, too many events are in progress or the inbox is being drained,
    /// so that WeChat delivers the event again; [the error's
    /// status](super::CallbackError::status) when the message is refused.
    ///
    /// Why a message is refused is logged at level warn, as is an event that the sink does not
    /// handle; a failure of the sink at level error.
    pub async fn deliver(&self, query: &str, body: &[u8]) -> EventResponse {
        let opened = Query::parse(query).and_then(|query| {
            self.freshness.open(&query, |now| self.receiver.open(&query, body, now))
        });
        let event = match opened {
            Ok(event) => event,
            Err(error) => {
                tracing::warn!(target: TARGET, %error, "callback refused");
                return EventResponse::refused(error.status());
            }
        };
        let name = InFlight {
            name: event.info_type().to_owned(),
            account: event.account().map(str::to_owned),
        };
        let inner = Arc::clone(&self.inner);
        match self.deliveries.deliver(event.id, name, || hand_over(inner, event)).await {
            Ended::Taken(()) => EventResponse::SUCCESS,
            Ended::Failed => EventResponse::FAILED,
            Ended::Late | Ended::Refused => EventResponse::LATE,
        }
    }

    /// When the latest ticket that the sink has handled was created. Tickets come every
    /// ten minutes, and are valid for 12 hours.
    pub fn latest_ticket(&self) -> Option<SystemTime> {
        self.inner.latest_ticket()
    }

    /// Accepts no new event from now on, which is answered with 503 so that WeChat delivers it again,
    /// and waits until the sink has finished those that it has, but not for longer than
    /// `bound`. Returns what remains. Call it before a program exits, while it still serves; and close
    /// what the sink uses after it, not before. It may be called from any runtime.
    pub async fn drain(&self, bound: Duration) -> Drained {
        self.deliveries.drain(bound).await
    }
}

impl<S> Inner<S> {
    fn latest_ticket(&self) -> Option<SystemTime> {
        *self.latest_ticket.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_ticket(&self, created: SystemTime) {
        let mut latest = self.latest_ticket.lock().unwrap_or_else(PoisonError::into_inner);
        *latest = (*latest).max(Some(created));
    }
}

/// Hands an event to the sink; returns nothing when the sink fails.
async fn hand_over<S: Sink>(inner: Arc<Inner<S>>, event: Event) -> Option<Done<()>> {
    let (id, created, info_type) = (event.id, event.created, event.info_type().to_owned());
    let is_ticket = matches!(event.kind, EventKind::Ticket(_));
    match inner.sink.event(event).await {
        Ok(()) if is_ticket => inner.note_ticket(created),
        Ok(()) => {}
        Err(error) if Unhandled::is(&error) => tracing::warn!(
            target: TARGET,
            event = ?id,
            info_type,
            "event acknowledged, but no sink handles it",
        ),
        Err(error) => {
            tracing::error!(target: TARGET, event = ?id, info_type, %error, "event not handled");
            return None;
        }
    }
    Some(Done { what: (), later: None })
}

impl<S> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("receiver", &self.receiver).finish_non_exhaustive()
    }
}
