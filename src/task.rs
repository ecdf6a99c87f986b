//! Work that goes on to its end whoever stops waiting for it.
//!
//! A task of tokio's is compiled for each type of future, and is large. All of ours are boxed, so
//! that it is compiled once.

use std::pin::Pin;

use tokio::runtime::Handle;
use tokio::sync::oneshot;
use tracing::Instrument;

/// One type for all futures.
fn boxed(
    future: impl Future<Output = ()> + Send + 'static,
) -> Pin<Box<dyn Future<Output = ()> + Send>> {
    Box::pin(future)
}

/// Runs a future in a task of its own.
///
/// # Panics
///
/// Outside of a Tokio runtime.
pub(crate) fn spawn(future: impl Future<Output = ()> + Send + 'static) {
    tokio::spawn(boxed(future));
}

/// The same where there may be no runtime any more; then the future is dropped.
pub(crate) fn try_spawn(future: impl Future<Output = ()> + Send + 'static) {
    if let Ok(runtime) = Handle::try_current() {
        runtime.spawn(boxed(future));
    }
}

/// What a future gives that goes on when the caller is cancelled; `None` when it panics, or ends with
/// its runtime.
///
/// # Panics
///
/// Outside of a Tokio runtime.
pub(crate) async fn to_its_end<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Option<T> {
    let (sender, receiver) = oneshot::channel();
    let work = async move {
        // Nobody may be waiting any more.
        let _ = sender.send(future.await);
    };
    // What the caller's span is about goes on in the task.
    spawn(work.in_current_span());
    receiver.await.ok()
}

#[cfg(test)]
#[allow(clippy::panic)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_panics_gives_nothing() {
        assert_eq!(to_its_end(async { 1 }).await, Some(1));
        assert_eq!(to_its_end::<u8>(async { panic!("as told") }).await, None);
    }

    #[tokio::test(start_paused = true)]
    async fn it_goes_on_without_its_caller() {
        let (sender, receiver) = oneshot::channel();
        let second = std::time::Duration::from_secs(1);
        let work = to_its_end(async move {
            tokio::time::sleep(second * 2).await;
            sender.send("done")
        });
        assert!(tokio::time::timeout(second, work).await.is_err());
        assert_eq!(receiver.await, Ok("done"));
    }
}
