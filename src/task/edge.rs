//! The edge between callers and the library: no panic, whatever runtime a caller has.

use std::cell::Cell;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::runtime::{Handle, Id};

use super::Lost;

thread_local! {
    /// The last runtime checked on this thread, and whether it is usable.
    static LAST: Cell<Option<(Id, bool)>> = const { Cell::new(None) };
}

/// Whether the caller is on a tokio runtime with a timer and I/O.
pub(super) fn has_usable_runtime() -> bool {
    let Ok(runtime) = Handle::try_current() else {
        return false;
    };
    let id = runtime.id();
    // An exiting thread has no thread locals any more.
    let last = LAST.try_with(Cell::get).ok().flatten();
    if let Some((_, usable)) = last.filter(|(last, _)| *last == id) {
        return usable;
    }
    let usable = has_drivers();
    let _ = LAST.try_with(|last| last.set(Some((id, usable))));
    usable
}

/// Tokio reports it only by a panic. The panic hook prints one, once for each runtime that lacks a driver.
fn has_drivers() -> bool {
    let look = || {
        drop(tokio::time::sleep(Duration::ZERO));
        // A failure to open a socket says nothing about the runtime.
        let socket = std::net::UdpSocket::bind((std::net::Ipv4Addr::LOCALHOST, 0));
        let socket = socket.and_then(|socket| socket.set_nonblocking(true).map(|()| socket));
        if let Ok(socket) = socket {
            drop(tokio::net::UdpSocket::from_std(socket));
        }
    };
    catch_unwind(look).is_ok()
}

/// Polls a future until it is ready or panics.
pub(super) async fn guarded<T>(future: Pin<Box<dyn Future<Output = T> + Send>>) -> Result<T, Lost> {
    // After a panic it is not polled again.
    let mut future = Some(future);
    poll_fn(move |context| {
        let Some(running) = &mut future else {
            return Poll::Ready(Err(Lost::Panicked));
        };
        let polled = catch_unwind(AssertUnwindSafe(|| running.as_mut().poll(context)));
        match polled {
            Ok(polled) => polled.map(Ok),
            Err(_) => {
                let dropped = future.take();
                // Dropping a half-done future may panic again.
                let _ = catch_unwind(AssertUnwindSafe(move || drop(dropped)));
                Poll::Ready(Err(Lost::Panicked))
            }
        }
    })
    .await
}

/// The output of a future, unless another one completes first.
pub(super) async fn unless<T>(
    future: impl Future<Output = T>,
    end: impl Future<Output = ()>,
) -> Option<T> {
    let (mut future, mut end) = (pin!(future), pin!(end));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
