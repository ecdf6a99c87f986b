//! Each event to its sink once, and what to answer.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use tokio::sync::watch;
use tokio::time::timeout;

use super::{Event, EventId, EventKind, Query, Receiver, Sink, sink};
use crate::task;

/// How long an answer may take. WeChat hangs up after five seconds.
pub const ANSWER_WITHIN: Duration = Duration::from_secs(4);

/// How many events are remembered, to recognise those that come again, and how many may be on their
/// way to the sink at once. A platform gets 6 tickets an hour and few other events.
const REMEMBERED: usize = 1024;

/// The name of the crate, for filters, wherever this file may stand.
const TARGET: &str = "wechat_cloudbase";

/// Opens messages and hands each event to a sink once, whether WeChat delivers it once or more often.
///
/// While an event is on its way to the sink, a further delivery of it waits with the first; when the
/// sink has taken it, further ones are answered with success; when the sink has failed, the next one
/// is handed to it again. An event about an account is answered with success and not handed over when
/// one that was created later came before: an account that revoked its authorisation and gave it again
/// must not lose the second one to a late word of the revocation. The sink runs in a task of its own, which goes on when WeChat hangs up: the
/// exchange of a code that is good for one time must not end half way.
///
/// What is remembered is lost when the program ends, and not shared with other machines: a sink may
/// see an event twice. It has to be called within a tokio runtime.
pub struct Inbox<S> {
    receiver: Receiver,
    shared: Arc<Shared<S>>,
}

struct Shared<S> {
    sink: S,
    memory: Mutex<Memory>,
}

#[derive(Default)]
struct Memory {
    /// In the order in which they came first.
    events: VecDeque<Known>,
    latest_ticket: Option<SystemTime>,
}

/// An event that is under way or done.
struct Known {
    id: EventId,
    created: SystemTime,
    /// The account whose authorisation it is about.
    account: Option<String>,
    delivery: Delivery,
}

type Delivery = watch::Receiver<State>;

/// What became of an event. A sink that panics leaves it as under way, with nobody to change that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    UnderWay,
    Taken,
    Failed,
}

/// What to answer a request with. The content type is `text/plain`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// The body.
    pub body: &'static str,
}

impl Answer {
    const SUCCESS: Self = Self { status: 200, body: "success" };
    const FAILED: Self = Self { status: 500, body: "failed" };
    const LATE: Self = Self { status: 503, body: "not yet" };

    const fn refused(status: u16) -> Self {
        Self { status, body: "refused" }
    }
}

impl<S: Sink> Inbox<S> {
    /// An inbox that hands events to a sink.
    pub fn new(receiver: Receiver, sink: S) -> Self {
        Self { receiver, shared: Arc::new(Shared { sink, memory: Mutex::default() }) }
    }

    /// Takes one request, by its query string and its body, and says what to answer within
    /// [`ANSWER_WITHIN`]: `success` once the sink has taken the event; 500 when the sink failed, and
    /// 503 when it is not done in time or too many events are under way, so that WeChat delivers the
    /// event again; [the error's status](super::CallbackError::status) when the message is refused.
    ///
    /// Why a message is refused is logged at level warn, a failure of the sink at level error.
    pub async fn deliver(&self, query: &str, body: &[u8]) -> Answer {
        let opened = Query::parse(query)
            .and_then(|query| self.receiver.open(&query, body, SystemTime::now()));
        let event = match opened {
            Ok(event) => event,
            Err(error) => {
                tracing::warn!(target: TARGET, %error, "callback refused");
                return Answer::refused(error.status());
            }
        };
        let Some(mut delivery) = self.start(event) else {
            tracing::warn!(target: TARGET, "callback refused: too many events are under way");
            return Answer::LATE;
        };
        let ended = timeout(ANSWER_WITHIN, delivery.wait_for(|state| *state != State::UnderWay));
        match ended.await.map(|ended| ended.map(|state| *state)) {
            Ok(Ok(State::Taken)) => Answer::SUCCESS,
            Ok(_) => Answer::FAILED,
            Err(_) => Answer::LATE,
        }
    }

    /// When the latest ticket that the sink has taken from this inbox was created. Tickets come every
    /// ten minutes, and are good for 12 hours.
    pub fn latest_ticket(&self) -> Option<SystemTime> {
        self.shared.memory().latest_ticket
    }

    /// The delivery of an event: the one under way or done, or else a new one. `None` when there are
    /// too many.
    fn start(&self, event: Event) -> Option<Delivery> {
        let mut memory = self.shared.memory();
        let known = memory.recall(event.id);
        if known.is_some() {
            return known;
        }
        if memory.is_outdated(&event) {
            return Some(watch::channel(State::Taken).1);
        }
        memory.make_room()?;
        let (state, delivery) = watch::channel(State::UnderWay);
        memory.events.push_back(Known {
            id: event.id,
            created: event.created,
            account: event.account().map(str::to_owned),
            delivery: delivery.clone(),
        });
        task::spawn(hand_over(Arc::clone(&self.shared), event, state));
        Some(delivery)
    }
}

impl<S> Shared<S> {
    fn memory(&self) -> MutexGuard<'_, Memory> {
        // No code that holds the lock can leave things half done.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Memory {
    /// The delivery of that event, unless it has failed; then it is forgotten.
    fn recall(&mut self, id: EventId) -> Option<Delivery> {
        let place = self.events.iter().position(|known| known.id == id)?;
        let known = self.events.get(place)?;
        if known.has_failed() {
            self.events.remove(place);
            return None;
        }
        Some(known.delivery.clone())
    }

    /// Whether something newer about the same account has come. What was true before must not undo it.
    fn is_outdated(&self, event: &Event) -> bool {
        event.account().is_some_and(|account| {
            self.events.iter().any(|known| {
                known.account.as_deref() == Some(account)
                    && known.created > event.created
                    && !known.has_failed()
            })
        })
    }

    /// Forgets the oldest event that is not under way when there are many. `None` when all are.
    fn make_room(&mut self) -> Option<()> {
        if self.events.len() >= REMEMBERED {
            let place = self.events.iter().position(|known| !known.is_under_way())?;
            self.events.remove(place);
        }
        Some(())
    }
}

impl Known {
    /// A sink that panicked has let go of the other end and left the state as it was.
    fn is_under_way(&self) -> bool {
        *self.delivery.borrow() == State::UnderWay && self.delivery.has_changed().is_ok()
    }

    fn has_failed(&self) -> bool {
        *self.delivery.borrow() != State::Taken && !self.is_under_way()
    }
}

async fn hand_over<S: Sink>(shared: Arc<Shared<S>>, event: Event, state: watch::Sender<State>) {
    let (id, created) = (event.id, event.created);
    let is_ticket = matches!(event.kind, EventKind::Ticket(_));
    let result = sink::give(&shared.sink, event).await;
    if let Err(error) = &result {
        tracing::error!(target: TARGET, event = ?id, error = %error, "event not taken");
    } else if is_ticket {
        let mut memory = shared.memory();
        memory.latest_ticket = memory.latest_ticket.max(Some(created));
    }
    state.send_replace(if result.is_ok() { State::Taken } else { State::Failed });
}

impl<S> fmt::Debug for Inbox<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inbox").field("receiver", &self.receiver).finish_non_exhaustive()
    }
}
