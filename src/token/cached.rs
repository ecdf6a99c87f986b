//! A self-renewing cache of one token.

mod breaker;
mod builder;
mod decision;
mod in_flight;
mod schedule;
mod state;
#[cfg(test)]
mod tests;

pub use builder::CachedBuilder;

use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::clock::{Clock, SystemClock};
use super::fetch::{Fetch, Fetched};
use super::untyped::{Untyped, UntypedFetch, UntypedFetched};
use super::{AccessToken, BoxFuture, Kind, Report, TokenKind, TokenProvider};
use crate::task::Background;
use crate::{Error, Secret};
use decision::{Decision, Step};
use in_flight::{Leader, Waiter};
use schedule::Now;
use state::State;

/// How long a caller waits for the replacement of a token that WeChat has rejected in another
/// call. Most come within a second. If it takes longer, the token may well be valid for this call:
/// WeChat's endpoints do not always agree.
const PATIENCE: Duration = Duration::from_secs(3);

/// A [`TokenProvider`] that caches a token of a [`Fetch`], and renews it in time.
/// Clones share the token.
///
/// **One fetch at a time**, however many callers wait, in a task of its own. A caller that
/// stops waiting cancels neither the fetch nor the others, and all of them get its token or its error.
/// The task runs on a thread of the library's own, so callers may use any runtime, or
/// none; [`CachedBuilder::runtime`] sets another runtime for it.
///
/// **Early renewal.** From 5 to 10 minutes before a token expires, at a random moment, a caller
/// starts a fetch and goes on with the old token, as all others do until the new one arrives. A
/// short-lived token is renewed in its last quarter. Nothing is fetched without a call.
///
/// **When a fetch fails,** callers go on with the token until it expires. When there is none they
/// get the error. The next attempt is made after a backoff, from a second to a minute at
/// most, or of five where WeChat itself refuses; callers who need a token before that get the same
/// error at once. A fetch may take 80 seconds.
///
/// **When WeChat rejects a token,** and it is still the current one, another one is fetched,
/// once for all callers that used it. A token that WeChat had accepted before is replaced at
/// most five times in ten minutes; after that, such calls fail with their rejection and others go on.
///
/// **When WeChat rejects the replacement too,** before it was accepted in any call, the circuit breaker opens: every caller gets
/// [`ActionRequired::TokensRejected`](crate::ActionRequired::TokensRejected) at once for 30 seconds: nothing is sent and nothing
/// fetched. Then a single caller may try with a new token. If that one is rejected as well, the time
/// doubles, up to ten minutes; if it is accepted, the breaker closes. The second rejection of
/// the same call does not count, so a single endpoint that rejects what others accept
/// does not block all calls.
///
/// A panic in the source is a failed fetch. All of this is in memory; the [`store`](crate::store) is
/// shared with other processes.
pub struct Cached<K: TokenKind> {
    inner: Arc<Inner>,
    kind: PhantomData<fn() -> K>,
}

/// Independent of the kind, which is added when a token is handed out.
struct Inner {
    kind: Kind,
    source: Box<dyn UntypedFetch>,
    clock: Arc<dyn Clock>,
    background: Background,
    locked: Mutex<Locked>,
}

/// The state under the lock, held briefly.
struct Locked {
    state: State,
    /// Of the newest fetch.
    waiter: Option<Waiter>,
}

impl<K: TokenKind> Cached<K> {
    /// Caches the tokens of a source.
    pub fn new(source: impl Fetch<K>) -> Self {
        Self::builder(source).build()
    }

    /// Caches the tokens of a source, with another clock than this machine's.
    pub fn with_clock(source: impl Fetch<K>, clock: impl Clock) -> Self {
        Self::builder(source).clock(clock).build()
    }

    /// Starts to build a cache of the tokens of a source.
    pub fn builder(source: impl Fetch<K>) -> CachedBuilder<K> {
        let source = Box::new(Untyped::new(source));
        let (clock, background) = (Arc::new(SystemClock), Background::default());
        CachedBuilder { source, clock, background, kind: PhantomData }
    }

    /// Caches the tokens of an untyped source, which the caller asserts to be of
    /// this one.
    pub(crate) fn untyped(
        source: impl UntypedFetch,
        clock: Arc<dyn Clock>,
        background: Background,
    ) -> Self {
        Self::from_inner(Inner::new(K::KIND, Box::new(source), clock, background))
    }

    fn from_inner(inner: Inner) -> Self {
        Self { inner: Arc::new(inner), kind: PhantomData }
    }

    /// Stores a token that was obtained elsewhere, in place of the cached one and of one that is
    /// being fetched. An empty one is ignored.
    pub fn put(&self, fetched: Fetched<K>) {
        let now = self.inner.now();
        if let Ok(fetched) = UntypedFetched::from(fetched).if_not_empty() {
            self.inner.lock().state.put(fetched, now);
        }
    }

    /// Forgets the token and its failures: the next caller triggers a fetch.
    pub fn clear(&self) {
        self.inner.lock().state.clear();
    }

    /// Skips the backoff after a failed fetch, because its cause may be gone.
    pub fn skip_backoff(&self) {
        self.inner.lock().state.skip_backoff();
    }

    /// What blocks the fetch in progress.
    pub(crate) fn fetch_obstacle(&self) -> Option<Error> {
        self.inner.source.obstacle()
    }

    /// The state of the token.
    pub(crate) fn report(&self) -> Report {
        let now = self.inner.now();
        self.inner.lock().state.report(now)
    }

    /// Whether there are no other clones.
    pub(crate) fn is_unused(&self) -> bool {
        Arc::strong_count(&self.inner) == 1
    }

    /// Whether there is no token, not even an expired one.
    pub(crate) fn is_empty(&self) -> bool {
        self.inner.lock().state.is_empty()
    }
}

impl Inner {
    fn new(
        kind: Kind,
        source: Box<dyn UntypedFetch>,
        clock: Arc<dyn Clock>,
        background: Background,
    ) -> Self {
        let locked = Locked { state: State::new(), waiter: None };
        Self { kind, source, clock, background, locked: Mutex::new(locked) }
    }

    fn now(&self) -> Now {
        Now { wall: self.clock.now(), steady: Instant::now() }
    }

    fn lock(&self) -> MutexGuard<'_, Locked> {
        // The state is consistent when a caller's clock or a token's drop panics.
        self.locked.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn token(self: &Arc<Self>) -> Result<Secret, Error> {
        self.settle(self.decide(State::ask)).await
    }

    async fn replace(self: &Arc<Self>, rejected: &Secret) -> Result<Option<Secret>, Error> {
        let token = self.settle(self.decide(|state, now| state.reject(rejected, now))).await?;
        Ok((token != *rejected).then_some(token))
    }

    /// Decides, starts a fetch if needed, and returns what to wait for.
    fn decide(
        self: &Arc<Self>,
        event: impl FnOnce(&mut State, Now) -> Decision,
    ) -> (Step, Option<Waiter>) {
        let now = self.now();
        let mut locked = self.lock();
        let Decision { step, start } = event(&mut locked.state, now);
        let start = start.map(|start| {
            let (leader, waiter) = Leader::new(Arc::clone(self), start.id);
            locked.waiter = Some(waiter);
            (leader, start.need)
        });
        let waiter = match step {
            Step::Wait { .. } => locked.waiter.clone(),
            Step::Serve(_) | Step::Fail(_) => None,
        };
        drop(locked);
        match start {
            // It is refused at once, so closing must not wait for it as for work in flight.
            Some((leader, need)) if self.background.is_closed() => {
                self.background.spawn_uncounted(leader.run(need));
            }
            Some((leader, need)) => self.background.spawn(leader.run(need)),
            None => {}
        }
        (step, waiter)
    }

    /// Carries out the decision.
    async fn settle(&self, (step, waiter): (Step, Option<Waiter>)) -> Result<Secret, Error> {
        match (step, waiter) {
            (Step::Serve(token), _) => Ok(token),
            (Step::Fail(error), _) => Err(error),
            (Step::Wait { meanwhile: None }, Some(waiter)) => waiter.result().await,
            (Step::Wait { meanwhile: Some(token) }, Some(waiter)) => {
                let wait = Box::pin(async move { timeout(PATIENCE, waiter.result()).await });
                match self.background.anywhere(wait).await {
                    Ok(Ok(Ok(newer))) => Ok(newer),
                    Ok(Ok(Err(_)) | Err(_)) | Err(_) => Ok(token),
                }
            }
            (Step::Wait { meanwhile }, None) => {
                meanwhile.ok_or_else(|| Error::token("there is nothing to wait for"))
            }
        }
    }

    fn finish(&self, id: u64, result: Result<UntypedFetched, Error>) -> Result<Secret, Error> {
        let now = self.now();
        let mut locked = self.lock();
        let result = locked.state.finish(id, result, now);
        // Waiters have clones, and no more will come.
        let done = if locked.state.is_fetching() { None } else { locked.waiter.take() };
        drop(locked);
        drop(done);
        result
    }
}

impl<K: TokenKind> TokenProvider<K> for Cached<K> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>> {
        Box::pin(async { self.inner.token().await.map(AccessToken::from_secret) })
    }

    fn replace<'a>(
        &'a self,
        rejected: &'a AccessToken<K>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<K>>, Error>> {
        Box::pin(async {
            let token = self.inner.replace(rejected.secret()).await?;
            Ok(token.map(AccessToken::from_secret))
        })
    }

    fn accepted(&self, token: &AccessToken<K>) {
        self.inner.lock().state.accept(token.secret());
    }

    fn obstacle(&self) -> Option<Error> {
        self.fetch_obstacle().or_else(|| self.inner.lock().state.failure())
    }

    fn account(&self) -> Option<&str> {
        self.inner.source.account()
    }
}

impl<K: TokenKind> Clone for Cached<K> {
    fn clone(&self) -> Self {
        Self { inner: Arc::clone(&self.inner), kind: PhantomData }
    }
}

impl<K: TokenKind> fmt::Debug for Cached<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Cached").field("token", &K::KIND).finish_non_exhaustive()
    }
}
