//! The library's own thread, with a runtime that is driven as long as the process lives.

use std::future::pending;
use std::io;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Builder, Handle};

/// Started with the first job, and started again by a later one when that has failed.
static RUNTIME: Mutex<Option<Handle>> = Mutex::new(None);

/// Runs a settled job, which is dropped when the thread can't be started.
pub(super) fn spawn(job: impl Future<Output = ()> + Send + 'static) {
    match runtime() {
        Ok(runtime) => drop(runtime.spawn(job)),
        Err(error) => {
            tracing::error!(target: "wechat_cloudbase", %error, "the background thread can't be started");
        }
    }
}

fn runtime() -> io::Result<Handle> {
    // The value is consistent, whatever panics.
    let mut started = RUNTIME.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(runtime) = started.as_ref() {
        return Ok(runtime.clone());
    }
    let runtime = Builder::new_current_thread().enable_all().build()?;
    let handle = runtime.handle().clone();
    let thread = std::thread::Builder::new().name("wechat-cloudbase".to_owned());
    thread.spawn(move || runtime.block_on(pending::<()>()))?;
    *started = Some(handle.clone());
    Ok(handle)
}
