//! Where connections live: not on a caller's runtime, which may end, or not be driven, while others
//! use the connection.

use std::sync::OnceLock;
use std::thread;

use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;

use crate::Error;

/// Runs a future to its end on a thread of the crate's own, which begins with the first one.
pub(super) async fn run<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> Result<T, Error> {
    static RUNTIME: OnceLock<Option<Handle>> = OnceLock::new();
    let failed = || Error::store("the thread for connections to Redis can't be started");
    let runtime = RUNTIME.get_or_init(start).as_ref().ok_or_else(failed)?;
    let (sender, receiver) = oneshot::channel();
    let work: std::pin::Pin<Box<dyn Future<Output = ()> + Send>> = Box::pin(async move {
        // The caller may have gone.
        let _ = sender.send(future.await);
    });
    runtime.spawn(work);
    receiver.await.map_err(|_| failed())
}

fn start() -> Option<Handle> {
    let runtime = Builder::new_current_thread().enable_all().build().ok()?;
    let handle = runtime.handle().clone();
    let thread = thread::Builder::new().name("wechat-redis".to_owned());
    thread.spawn(move || runtime.block_on(std::future::pending::<()>())).ok()?;
    Some(handle)
}
