#![allow(clippy::unwrap_used, clippy::panic)]

use std::time::{Duration, Instant};

use tokio::runtime::Builder;
use tokio::time::{sleep, timeout};

use super::*;

fn here() -> Background {
    Background::on(Handle::current())
}

fn boxed<T>(
    future: impl Future<Output = T> + Send + 'static,
) -> Pin<Box<dyn Future<Output = T> + Send>> {
    Box::pin(future)
}

/// Polls a future without any runtime, on a thread that sleeps in between.
fn without_runtime<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        if let std::task::Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        std::thread::park();
    }
}

#[tokio::test]
async fn a_panicking_future_is_lost() {
    for background in [Background::default(), here()] {
        assert_eq!(background.run(async { 1 }).await, Ok(1));
        assert_eq!(background.run::<u8>(async { panic!("as told") }).await, Err(Lost::Ended));
        let panics = boxed::<u8>(async { panic!("as told") });
        assert_eq!(background.anywhere(panics).await, Err(Lost::Panicked));
        background.idle().await;
    }
}

#[tokio::test(start_paused = true)]
async fn work_goes_on_without_its_caller_and_is_waited_for() {
    let background = here();
    let (sender, receiver) = oneshot::channel();
    let second = Duration::from_secs(1);
    let work = background.run(async move {
        sleep(second * 2).await;
        sender.send("done")
    });
    assert!(timeout(second, work).await.is_err());
    assert_eq!(background.jobs(), 1);
    background.idle().await;
    assert_eq!(background.jobs(), 0);
    assert_eq!(receiver.await, Ok("done"));
}

async fn long() {
    sleep(Duration::from_secs(60)).await;
}

/// Timers and I/O work, whatever the caller has.
async fn needs_drivers() -> &'static str {
    sleep(Duration::from_millis(1)).await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    drop(listener);
    "done"
}

#[test]
fn work_is_done_wherever_the_caller_is() {
    let background = Background::default();
    assert_eq!(without_runtime(background.run(needs_drivers())), Ok("done"));
    assert_eq!(without_runtime(background.anywhere(boxed(needs_drivers()))), Ok("done"));
    let bare = Builder::new_current_thread().build().unwrap();
    assert_eq!(bare.block_on(background.anywhere(boxed(needs_drivers()))), Ok("done"));
    let timer = Builder::new_current_thread().enable_time().build().unwrap();
    assert_eq!(timer.block_on(background.anywhere(boxed(needs_drivers()))), Ok("done"));
    let whole = Builder::new_current_thread().enable_all().build().unwrap();
    assert_eq!(whole.block_on(background.anywhere(boxed(needs_drivers()))), Ok("done"));
}

/// A future that started on a runtime that was shut down gives an error in place of a panic.
#[test]
fn a_runtime_that_was_shut_down_is_reported() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    let background = Background::default();
    let mut work = Box::pin(background.anywhere(boxed(long())));
    let begun = runtime.block_on(async { timeout(Duration::from_millis(1), &mut work).await });
    assert!(begun.is_err());
    drop(runtime);
    assert_eq!(without_runtime(&mut work), Err(Lost::Panicked));
    let _entered = handle.enter();
    let work = background.anywhere(boxed(long()));
    assert_eq!(without_runtime(work), Err(Lost::Panicked));
}

/// Work for a runtime that was shut down runs on the library's own thread.
#[test]
fn a_given_runtime_that_was_shut_down_is_replaced() {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let background = Background::on(runtime.handle().clone());
    let (sender, receiver) = oneshot::channel();
    background.spawn(async move {
        let name = std::thread::current().name().map(str::to_owned);
        let _ = sender.send(name);
    });
    drop(runtime);
    assert_eq!(without_runtime(receiver).unwrap().as_deref(), Some("wechat-cloudbase"));
    assert_eq!(without_runtime(background.run(needs_drivers())), Ok("done"));
    without_runtime(background.idle());
}

/// Dropping the caller's future cancels work that runs for it alone.
#[test]
fn a_caller_without_a_runtime_can_cancel() {
    let background = Background::default();
    let (sender, receiver) = oneshot::channel::<()>();
    let work = boxed(async move {
        let _held = sender;
        sleep(Duration::from_secs(60)).await;
    });
    let mut call = Box::pin(background.anywhere(work));
    let waker = std::task::Waker::noop();
    assert!(call.as_mut().poll(&mut std::task::Context::from_waker(waker)).is_pending());
    let start = Instant::now();
    drop(call);
    assert!(without_runtime(receiver).is_err());
    assert!(start.elapsed() < Duration::from_secs(30));
}
