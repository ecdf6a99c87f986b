//! Background work that outlives its caller, and where it runs.
//!
//! A caller's runtime may stop being driven, or shut down, while others wait for work on it. Such work
//! therefore runs in the background: on a thread of the library's own, unless a runtime is given.
//!
//! A tokio task is compiled for each type of future, and is large. All of ours are boxed, so
//! that it is compiled once.

mod edge;
mod job;
mod thread;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

use tokio::runtime::Handle;
use tokio::sync::{oneshot, watch};
use tracing::Instrument;

use job::Job;

/// One type for all futures.
type Boxed = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Where background work runs, and a count of its jobs. Clones share both.
#[derive(Clone, Default)]
pub(crate) struct Background(Arc<Inner>);

/// The default is the library's own thread, which starts with the first job.
#[derive(Default)]
struct Inner {
    runtime: Option<Handle>,
    /// How many jobs have not finished.
    jobs: watch::Sender<usize>,
    closed: AtomicBool,
}

impl Background {
    /// On a runtime that the caller drives.
    pub(crate) fn on(runtime: Handle) -> Self {
        Self(Arc::new(Inner { runtime: Some(runtime), ..Inner::default() }))
    }

    /// Runs a future to completion. Callable from anywhere. The future is dropped when it panics, when
    /// its runtime shuts down, and when there is no runtime.
    pub(crate) fn spawn(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.start(Job::new(Box::pin(future), Some(Count::new(&self.0))));
    }

    /// The same, but [`idle`](Self::idle) does not wait for it.
    pub(crate) fn spawn_uncounted(&self, future: impl Future<Output = ()> + Send + 'static) {
        self.start(Job::new(Box::pin(future), None));
    }

    /// The output of a future that goes on when the caller is cancelled.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Lost> {
        let (job, output) = answering(future);
        self.spawn(job);
        output.await.map_err(|_| Lost::Ended)
    }

    /// The same, but [`idle`](Self::idle) does not wait for it.
    pub(crate) async fn run_uncounted<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<T, Lost> {
        let (job, output) = answering(future);
        self.spawn_uncounted(job);
        output.await.map_err(|_| Lost::Ended)
    }

    /// The same as [`anywhere`], with this background in place of the library's own thread.
    pub(crate) async fn anywhere<T: Send + 'static>(
        &self,
        future: Pin<Box<dyn Future<Output = T> + Send>>,
    ) -> Result<T, Lost> {
        here_or_on(self.0.runtime.as_ref(), future).await
    }

    /// Marks that nothing new may start, which callers of `spawn` must check.
    pub(crate) fn close(&self) {
        self.0.closed.store(true, Relaxed);
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.0.closed.load(Relaxed)
    }

    /// Waits until no job is left.
    pub(crate) async fn idle(&self) {
        // The sender is ours, and still exists.
        let _ = self.0.jobs.subscribe().wait_for(|jobs| *jobs == 0).await;
    }

    /// How many jobs have not finished.
    pub(crate) fn jobs(&self) -> usize {
        *self.0.jobs.borrow()
    }

    fn start(&self, job: Job) {
        start_on(self.0.runtime.as_ref(), job);
    }
}

/// On a runtime that the caller drives, or else on the library's own thread.
fn start_on(runtime: Option<&Handle>, job: Job) {
    match runtime {
        Some(runtime) => drop(runtime.spawn(job)),
        None => thread::spawn(job.settled()),
    }
}

impl fmt::Debug for Background {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Background").field("jobs", &self.jobs()).finish_non_exhaustive()
    }
}

/// The output of a future that runs on the caller's runtime, or on the library's own thread when the caller
/// has no runtime with timers and I/O. It is cancelled with the caller. A panic is caught.
pub(crate) async fn anywhere<T: Send + 'static>(
    future: Pin<Box<dyn Future<Output = T> + Send>>,
) -> Result<T, Lost> {
    here_or_on(None, future).await
}

async fn here_or_on<T: Send + 'static>(
    runtime: Option<&Handle>,
    future: Pin<Box<dyn Future<Output = T> + Send>>,
) -> Result<T, Lost> {
    if edge::has_usable_runtime() {
        return edge::guarded(future).await;
    }
    let (mut sender, receiver) = oneshot::channel();
    let job = async move {
        if let Some(output) = edge::unless(future, sender.closed()).await {
            // The caller may have been cancelled.
            let _ = sender.send(output);
        }
    };
    start_on(runtime, Job::new(Box::pin(job.in_current_span()), None));
    receiver.await.map_err(|_| Lost::Ended)
}

/// A future that sends its output, and the receiver. It runs in the caller's span.
fn answering<T: Send + 'static>(
    future: impl Future<Output = T> + Send + 'static,
) -> (impl Future<Output = ()> + Send + 'static, oneshot::Receiver<T>) {
    let (sender, receiver) = oneshot::channel();
    let job = async move {
        // The caller may have gone.
        let _ = sender.send(future.await);
    };
    (job.in_current_span(), receiver)
}

/// Counts an unfinished job.
struct Count(Arc<Inner>);

impl Count {
    fn new(inner: &Arc<Inner>) -> Self {
        inner.jobs.send_modify(|jobs| *jobs += 1);
        Self(Arc::clone(inner))
    }
}

impl Drop for Count {
    fn drop(&mut self) {
        self.0.jobs.send_modify(|jobs| *jobs = jobs.saturating_sub(1));
    }
}

/// Why a future has no output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Lost {
    /// It panicked on the caller's runtime.
    Panicked,
    /// It panicked in the background, or was dropped there.
    Ended,
}

impl Lost {
    /// What can be done about it.
    pub(crate) fn remedy(self) -> &'static str {
        match self {
            Self::Panicked => {
                "If the tokio runtime was shut down, or lacks timers or I/O, use one that is running, built with `enable_all`; otherwise see what the panic hook has printed."
            }
            Self::Ended => {
                "Keep the runtime that was given to the builder running; otherwise see what the panic hook or the log says."
            }
        }
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Panicked => "the work panicked",
            Self::Ended => {
                "the background work was cut off: it panicked, its runtime was shut down, or no thread could be started"
            }
        })
    }
}

impl std::error::Error for Lost {}

#[cfg(test)]
mod tests;
