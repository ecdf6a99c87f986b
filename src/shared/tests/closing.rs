//! Shutdown with work in flight.

use super::*;
use crate::token::{Authorizer, Cached, SystemClock, TokenProvider};

/// A process, and what it shares.
fn process(world: &World, issuing: u64) -> (Arc<Context>, Arc<SharedFetch>) {
    let process = world.plain("a", issuing);
    let context = process.context(Limits::default());
    (Arc::clone(&context), Arc::new(SharedFetch::new(context, key(), process)))
}

/// Starts a fetch, and lets a second pass.
async fn fetching(shared: &Arc<SharedFetch>) -> tokio::task::JoinHandle<String> {
    let shared = Arc::clone(shared);
    let fetching = tokio::spawn(async move { fetch(&shared, Need::Any).await });
    sleep(seconds(1)).await;
    fetching
}

#[tokio::test(start_paused = true)]
async fn work_in_flight_finishes_and_nothing_new_starts() {
    let world = World::new().await;
    let (context, shared) = process(&world, 5);
    let waiting = fetching(&shared).await;
    let start = Instant::now();
    let (one, other) = tokio::join!(context.close(seconds(20)), context.close(seconds(20)));
    assert!(one.is_complete() && other.is_complete(), "{one} / {other}");
    assert_eq!(start.elapsed(), seconds(4));
    assert_eq!(world.record().await, "T1 R1");
    assert!(world.log().contains(&"a unlock".to_owned()));
    assert_eq!(waiting.await.unwrap(), "T1");
    let error = shared.fetch(Need::Other(token("T1"))).await.unwrap_err();
    assert!(error.is_closed() && error.outcome() == crate::Outcome::NotSent, "{error}");
    assert_eq!(world.issued(), 1);
    assert!(context.close(Duration::ZERO).await.is_complete());
}

/// The caller of the fetch was cancelled, and it is waited for nevertheless.
#[tokio::test(start_paused = true)]
async fn a_fetch_without_waiters_is_waited_for() {
    let world = World::new().await;
    let (context, shared) = process(&world, 5);
    fetching(&shared).await.abort();
    assert!(context.close(seconds(20)).await.is_complete());
    assert_eq!(world.record().await, "T1 R1");
}

#[tokio::test(start_paused = true)]
async fn work_beyond_the_bound_is_reported_and_can_be_waited_for_again() {
    let world = World::new().await;
    let (context, shared) = process(&world, 9);
    let waiting = fetching(&shared).await;
    let start = Instant::now();
    let closed = context.close(seconds(2)).await;
    assert_eq!(start.elapsed(), seconds(2));
    assert_eq!((closed.fetching, closed.unsaved), (vec![key()], vec![]));
    assert!(closed.in_flight > 0);
    assert!(context.close(seconds(20)).await.is_complete());
    assert_eq!(waiting.await.unwrap(), "T1");
}

#[tokio::test(start_paused = true)]
async fn unsaved_records_are_written_or_reported() {
    let world = World::new().await;
    let (context, shared) = process(&world, 1);
    world.fails(Failing::Saving);
    assert_eq!(fetch(&shared, Need::Any).await, "T1");
    let closed = context.close(seconds(2)).await;
    assert_eq!((closed.is_complete(), closed.unsaved), (false, vec![key()]));
    let back = tokio::spawn({
        let world = world.clone();
        async move {
            sleep(seconds(3)).await;
            world.fails(Failing::Nothing);
        }
    });
    assert!(context.close(seconds(10)).await.is_complete());
    back.await.unwrap();
    assert_eq!(world.record().await, "T1 R1");
}

/// Fetches that wait for the store, a lock or a permit are not waited for.
#[tokio::test(start_paused = true)]
async fn waiting_fetches_are_refused() {
    let world = World::new().await;
    let lock = world.memory.lock(&key(), "other", seconds(1_000)).await.unwrap();
    assert!(matches!(lock, Lock::Taken(_)));
    let (context, shared) = process(&world, 1);
    let waiting = fetching(&shared).await;
    let start = Instant::now();
    assert!(context.close(seconds(20)).await.is_complete());
    let told = waiting.await.unwrap();
    assert!(told.contains("was closed"), "{told}");
    assert!(start.elapsed() < seconds(2), "{:?}", start.elapsed());
    assert_eq!(world.issued(), 0);
}

/// A platform can close while callers go on asking: what is refused is not in flight.
#[tokio::test(start_paused = true)]
async fn later_callers_are_not_waited_for() {
    let world = World::new().await;
    let process = world.plain("a", 1);
    let context = process.context(Limits::default());
    let shared = SharedFetch::new(Arc::clone(&context), key(), process);
    let background = context.background.clone();
    let cached = Cached::<Authorizer>::untyped(shared, Arc::new(SystemClock), background);
    assert!(context.close(Duration::ZERO).await.is_complete());
    let mut asking = std::pin::pin!(cached.token());
    assert!(poll_once(asking.as_mut()).await.is_none());
    assert_eq!(context.background.jobs(), 0);
    assert!(asking.await.unwrap_err().is_closed());
}

async fn poll_once<T>(future: std::pin::Pin<&mut impl Future<Output = T>>) -> Option<T> {
    let mut future = Some(future);
    std::future::poll_fn(|context| match future.take().map(|future| future.poll(context)) {
        Some(std::task::Poll::Ready(output)) => std::task::Poll::Ready(Some(output)),
        _ => std::task::Poll::Ready(None),
    })
    .await
}
