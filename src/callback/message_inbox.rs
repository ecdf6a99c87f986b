//! Hands each message to its handler once, and says what to respond.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;

use super::deliveries::{Deliveries, Done, Drained, Ended, InFlight, Later};
use super::freshness::Freshness;
use super::inbox::EventResponse;
use super::{CallbackError, Handled, Handler, Message, Query, Receiver, Reply, SinkError, TARGET};
use crate::task::Background;

/// Opens messages to accounts, hands each to a handler once, whether WeChat delivers it once or more
/// often, and seals the reply.
///
/// It is for the URL of messages and events of accounts, which a platform sets beside the one
/// of authorisation events; and for the messages of a mini program of your own. A duplicate
/// gets the same reply. A handler that takes longer than [`RESPONSE_DEADLINE`](super::RESPONSE_DEADLINE)
/// goes on, and its message is acknowledged without a reply, because users would see an error
/// otherwise.
///
/// The handler runs in the background: on a thread of the library's own, which all inboxes and
/// platforms share, or on [a given runtime](Self::runtime). A handler must not block; blocking work
/// belongs in `tokio::task::spawn_blocking`.
///
/// Its memory is lost when the program exits, and not shared with other machines: a handler
/// may see a message twice.
pub struct MessageInbox<H> {
    receiver: Receiver,
    freshness: Freshness,
    deliveries: Deliveries<Reply>,
    handler: Arc<H>,
    random: Random,
}

/// The response to a request.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct MessageResponse {
    /// HTTP status.
    pub status: u16,
    /// The content type.
    pub content_type: &'static str,
    /// The body; a reply in it is encrypted.
    pub body: String,
}

impl<H: Handler> MessageInbox<H> {
    /// An inbox that hands messages to a handler.
    pub fn new(receiver: Receiver, handler: H) -> Self {
        Self {
            receiver,
            freshness: Freshness::default(),
            deliveries: Deliveries::new(),
            handler: Arc::new(handler),
            random: Random::default(),
        }
    }

    /// Runs the handler on this runtime, in place of the library's own thread. The runtime must be driven
    /// as long as messages are delivered, with timers and I/O enabled. Tests under paused time pass their
    /// own.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.deliveries = self.deliveries.on(Background::on(runtime));
        self
    }

    /// Handles one request, given its query string, the appid in its path if there is one, and
    /// its body, and returns the response within [`RESPONSE_DEADLINE`](super::RESPONSE_DEADLINE): the reply,
    /// or `success` where there is none or it is not ready yet; 500 when the handler failed, and 503
    /// when too many messages are in progress or the inbox is being drained, so that WeChat delivers
    /// the message again; [the error's status](super::CallbackError::status) when it is refused.
    ///
    /// Why a message is refused is logged at level warn, as is one that no handler takes; a failure of
    /// the handler at level error.
    pub async fn deliver(&self, query: &str, appid: Option<&str>, body: &[u8]) -> MessageResponse {
        let opened = Query::parse_any(query, self.receiver.takes_plain()).and_then(|query| {
            self.freshness.open(&query, |now| self.receiver.open_message(&query, body, now))
        });
        let mut message = match opened {
            Ok(message) => message,
            Err(error) => return refused(&error),
        };
        message.appid = appid.map(str::to_owned);
        let account = Some(appid.unwrap_or(&message.to).to_owned());
        let name = InFlight { name: message.name(), account };
        let (handler, given) = (Arc::clone(&self.handler), message.clone());
        match self.deliveries.deliver(message.id, name, || hand_over(handler, given)).await {
            Ended::Taken(reply) => self.respond(&message, &reply),
            Ended::Failed => EventResponse::FAILED.into(),
            Ended::Late => {
                tracing::warn!(
                    target: TARGET,
                    message = ?message,
                    "a handler takes longer than WeChat waits: acknowledged without a reply",
                );
                self.respond(&message, &Reply::Nothing)
            }
            Ended::Refused => EventResponse::LATE.into(),
        }
    }

    /// Answers WeChat's `GET` that verifies the URL, given its query
    /// string.
    pub fn verify(&self, query: &str) -> MessageResponse {
        match self.receiver.verify(query) {
            Ok(echo) => MessageResponse::text(200, echo),
            Err(error) => refused(&error),
        }
    }

    /// Accepts no new message from now on, which is answered with 503 so that WeChat delivers it again,
    /// and waits until the handler has finished those that it has, but not for longer than
    /// `bound`. Returns what remains.
    pub async fn drain(&self, bound: Duration) -> Drained {
        self.deliveries.drain(bound).await
    }

    fn respond(&self, message: &Message, reply: &Reply) -> MessageResponse {
        let (random, nonce) = self.random.next();
        let sealed = self.receiver.seal_reply(message, reply, SystemTime::now(), &nonce, random);
        match sealed {
            Ok(body) if body == super::reply::NOTHING => MessageResponse::text(200, body),
            Ok(body) => MessageResponse { status: 200, content_type: message.content_type(), body },
            Err(error) => {
                tracing::error!(target: TARGET, message = ?message, %error, "a reply was not sealed");
                EventResponse::FAILED.into()
            }
        }
    }
}

fn refused(error: &CallbackError) -> MessageResponse {
    tracing::warn!(target: TARGET, %error, "message refused");
    EventResponse::refused(error.status()).into()
}

/// Hands a message to the handler; returns nothing when the handler fails.
async fn hand_over<H: Handler>(handler: Arc<H>, message: Message) -> Option<Done<Reply>> {
    let shown = format!("{message:?}");
    let (what, later) = match handler.message(message).await {
        Ok(Handled::Reply(reply)) => (reply, None),
        Ok(Handled::Later(work)) => (Reply::Nothing, Some(told(work, shown))),
        Ok(Handled::Pass) => {
            let message = shown;
            tracing::warn!(target: TARGET, message, "acknowledged, but no handler takes it");
            (Reply::Nothing, None)
        }
        Err(error) => {
            tracing::error!(target: TARGET, message = shown, %error, "message not handled");
            return None;
        }
    };
    Some(Done { what, later })
}

/// Work that goes on after the response; its failure is only logged.
fn told(
    work: impl Future<Output = Result<(), SinkError>> + Send + 'static,
    message: String,
) -> Later {
    Box::pin(async move {
        if let Err(error) = work.await {
            tracing::error!(target: TARGET, message, %error, "acknowledged, and then it failed");
        }
    })
}

impl MessageResponse {
    fn text(status: u16, body: impl Into<String>) -> Self {
        Self { status, content_type: "text/plain; charset=utf-8", body: body.into() }
    }
}

impl From<EventResponse> for MessageResponse {
    fn from(response: EventResponse) -> Self {
        Self::text(response.status, response.body)
    }
}

/// Unpredictable bytes that differ from reply to reply: from the keyed hash that the
/// standard library seeds from the operating system.
#[derive(Default)]
struct Random {
    state: RandomState,
    count: AtomicU64,
}

impl Random {
    /// For the text, and a nonce of digits, as WeChat's are.
    fn next(&self) -> ([u8; 16], String) {
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let part = |number: u8| self.state.hash_one((count, number));
        let [one, other] = [part(0).to_be_bytes(), part(1).to_be_bytes()];
        let mut random = [0; 16];
        let halves = random.iter_mut().zip(one.into_iter().chain(other));
        halves.for_each(|(to, from)| *to = from);
        (random, (part(2) % 1_000_000_000).to_string())
    }
}

impl<H> fmt::Debug for MessageInbox<H> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageInbox").field("receiver", &self.receiver).finish_non_exhaustive()
    }
}

impl fmt::Debug for MessageResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageResponse").field("status", &self.status).finish_non_exhaustive()
    }
}
