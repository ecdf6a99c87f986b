//! Deliveries to a sink, in progress or done: each once, however often WeChat delivers it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::time::{Instant, timeout, timeout_at};

use super::{EventId, RESPONSE_DEADLINE};
use crate::json::fields;
use crate::task::Background;

/// How many are remembered, to recognise duplicates, and how many may be in progress at
/// once. A platform gets 6 tickets an hour and few other events.
const REMEMBERED: usize = 1024;

/// Deliveries in progress and done. `T` is the result of one.
pub(super) struct Deliveries<T> {
    inner: Arc<Inner<T>>,
    background: Background,
}

struct Inner<T> {
    memory: Mutex<Memory<T>>,
    /// Notified whenever a delivery has finished.
    ended: Notify,
}

struct Memory<T> {
    /// In the order in which they came first.
    known: VecDeque<Known<T>>,
    is_draining: bool,
}

struct Known<T> {
    id: EventId,
    name: InFlight,
    state: watch::Receiver<State<T>>,
}

/// A delivery that an inbox has accepted and its sink has not finished: [`Drained`]. Serialized as
/// an object of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct InFlight {
    /// WeChat's name for what it is: `authorized`, `text`, `event subscribe`.
    pub name: String,
    /// The account that it concerns, if any: its appid, or its original id where that
    /// is all that is known.
    pub account: Option<String>,
}

/// What was left when an inbox was drained. Serialized as an object of its fields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use = "what remains is lost when the program ends, unless WeChat delivers it again"]
#[non_exhaustive]
pub struct Drained {
    /// What was still in progress when the time had run out. It goes on as long as the program does, and
    /// was not acknowledged: WeChat delivers it again, within a minute or so.
    pub remaining: Vec<InFlight>,
}

/// The state of a delivery. If the sink panics, it stays pending, with the sender gone.
#[derive(Clone, Debug, PartialEq, Eq)]
enum State<T> {
    InProgress,
    Taken(T),
    Failed,
}

/// The result, and the work that goes on after the response.
pub(super) struct Done<T> {
    pub(super) what: T,
    pub(super) later: Option<Later>,
}

pub(super) type Later = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How a delivery ended for its waiter.
pub(super) enum Ended<T> {
    Taken(T),
    Failed,
    /// It goes on.
    Late,
    /// It was not begun.
    Refused,
}

fields!(InFlight { name; account });

fields!(Drained { remaining });

impl<T: Clone + Send + Sync + 'static> Deliveries<T> {
    pub(super) fn new() -> Self {
        let memory = Mutex::new(Memory { known: VecDeque::new(), is_draining: false });
        let inner = Arc::new(Inner { memory, ended: Notify::new() });
        Self { inner, background: Background::default() }
    }

    /// Runs its work there from now on.
    pub(super) fn on(self, background: Background) -> Self {
        Self { background, ..self }
    }

    /// The result of the same delivery, in progress or done, or else of this work, which gives
    /// `None` when it fails. The work runs in the background, and goes on when its caller stops waiting.
    pub(super) async fn deliver<W>(
        &self,
        id: EventId,
        name: InFlight,
        work: impl FnOnce() -> W,
    ) -> Ended<T>
    where
        W: Future<Output = Option<Done<T>>> + Send + 'static,
    {
        let Some(state) = self.start(id, name, work) else { return Ended::Refused };
        // Waiting takes a timer, which the caller's runtime may lack.
        let ended = self.background.anywhere(Box::pin(ended(state))).await;
        ended.unwrap_or(Ended::Late)
    }

    /// `None` when there are too many, or it is being drained.
    fn start<W>(
        &self,
        id: EventId,
        name: InFlight,
        work: impl FnOnce() -> W,
    ) -> Option<watch::Receiver<State<T>>>
    where
        W: Future<Output = Option<Done<T>>> + Send + 'static,
    {
        let mut memory = self.inner.memory();
        if let Some(known) = memory.recall(id) {
            return Some(known);
        }
        if memory.is_draining || !memory.make_room() {
            let why = if memory.is_draining { "it is being drained" } else { "it is full" };
            tracing::warn!(target: super::TARGET, name = name.name, "the inbox takes nothing: {why}");
            return None;
        }
        let (sender, state) = watch::channel(State::InProgress);
        memory.known.push_back(Known { id, name, state: state.clone() });
        drop(memory);
        let inner = Arc::clone(&self.inner);
        let work = work();
        self.background.spawn(async move {
            // Notifies also when the work panics.
            let _told = Told(inner);
            // While it exists, the delivery is in progress.
            let sender = sender;
            match work.await {
                None => _ = sender.send_replace(State::Failed),
                Some(Done { what, later }) => {
                    sender.send_replace(State::Taken(what));
                    if let Some(later) = later {
                        later.await;
                    }
                }
            }
        });
        Some(state)
    }

    /// Starts nothing from now on, and waits for what is in progress, but not for longer than `bound`.
    pub(super) async fn drain(&self, bound: Duration) -> Drained {
        self.inner.memory().is_draining = true;
        let inner = Arc::clone(&self.inner);
        let drained = self.background.anywhere(Box::pin(async move { inner.idle(bound).await }));
        // The runtime that waits for them has ended: what remains is what there is now.
        drained.await.unwrap_or_else(|_| self.inner.left())
    }
}

/// How the delivery ends within the time for a response.
async fn ended<T: Clone>(mut state: watch::Receiver<State<T>>) -> Ended<T> {
    let ended = state.wait_for(|state| !matches!(state, State::InProgress));
    match timeout(RESPONSE_DEADLINE, ended).await {
        Ok(Ok(state)) => match &*state {
            State::Taken(what) => Ended::Taken(what.clone()),
            _ => Ended::Failed,
        },
        Ok(Err(_)) => Ended::Failed,
        Err(_) => Ended::Late,
    }
}

impl<T> Inner<T> {
    /// Waits until nothing is in progress, but not for longer than `bound`.
    async fn idle(&self, bound: Duration) -> Drained {
        let deadline = Instant::now().checked_add(bound);
        loop {
            let ended = self.ended.notified();
            let mut ended = std::pin::pin!(ended);
            // Register first, so that no notification is missed.
            ended.as_mut().enable();
            let left = self.left();
            if left.remaining.is_empty() {
                return left;
            }
            let is_late = match deadline {
                Some(deadline) => timeout_at(deadline, ended).await.is_err(),
                None => {
                    ended.await;
                    false
                }
            };
            if is_late {
                return self.left();
            }
        }
    }

    fn left(&self) -> Drained {
        Drained { remaining: self.memory().in_progress() }
    }

    fn memory(&self) -> MutexGuard<'_, Memory<T>> {
        // No code that holds the lock can leave things half done.
        self.memory.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Notifies those who drain that a delivery has finished, however it did.
struct Told<T>(Arc<Inner<T>>);

impl<T> Drop for Told<T> {
    fn drop(&mut self) {
        self.0.ended.notify_waiters();
    }
}

impl<T> Memory<T> {
    /// The delivery with this id, unless it has failed; then it is forgotten.
    fn recall(&mut self, id: EventId) -> Option<watch::Receiver<State<T>>> {
        let place = self.known.iter().position(|known| known.id == id)?;
        let known = self.known.get(place)?;
        if known.has_failed() {
            self.known.remove(place);
            return None;
        }
        Some(known.state.clone())
    }

    /// Evicts the oldest that is not in progress when full; there is no room when all are in progress.
    fn make_room(&mut self) -> bool {
        if self.known.len() < REMEMBERED {
            return true;
        }
        let done = self.known.iter().position(|known| !known.is_in_progress());
        done.and_then(|place| self.known.remove(place)).is_some()
    }

    fn in_progress(&self) -> Vec<InFlight> {
        let in_progress = self.known.iter().filter(|known| known.is_in_progress());
        in_progress.map(|known| known.name.clone()).collect()
    }
}

impl<T> Known<T> {
    /// A delivery that has finished, or panicked, has dropped its sender.
    fn is_in_progress(&self) -> bool {
        self.state.has_changed().is_ok()
    }

    fn has_failed(&self) -> bool {
        // What has told its failure lets go a moment later, and may come again in between.
        match *self.state.borrow() {
            State::Failed => true,
            State::InProgress => !self.is_in_progress(),
            State::Taken(_) => false,
        }
    }
}
