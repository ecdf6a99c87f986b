//! A thread that works on the database for all callers, with a queue.

use std::sync::Mutex;
use std::sync::PoisonError;

use rusqlite::TransactionBehavior;
use tokio::sync::{mpsc, oneshot};

use super::open::Database;
use super::rows::Rows;
use super::{failure, now};
use crate::Error;

/// How many may wait in the queue; further callers wait before it.
const QUEUE: usize = 1024;

/// How many jobs share one transaction, which is one write to the disk.
const BATCH: usize = 256;

/// The effect of a job on the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Effect {
    /// Nothing.
    Read,
    /// It writes data that is useless after a crash of the system.
    Passing,
    /// The same, and useless to all but the caller.
    ForCaller,
    /// It writes data that must survive a loss of power.
    Durable,
}

type Work<T> = Box<dyn Fn(&Rows<'_>) -> Result<T, Error> + Send>;

/// A job, with its result type erased.
trait Job: Send {
    fn effect(&self) -> Effect;
    /// Whether its caller was cancelled.
    fn is_abandoned(&self) -> bool;
    /// Runs it in a transaction, which may still fail; then it is run again.
    fn run(&mut self, rows: &Rows<'_>) -> Result<(), Error>;
    /// Sends the result to the caller, after the transaction.
    fn finish(self: Box<Self>, ended: Result<(), Error>);
}

struct Task<T> {
    effect: Effect,
    work: Work<T>,
    result: Option<T>,
    caller: oneshot::Sender<Result<T, Error>>,
}

impl<T: Send> Job for Task<T> {
    fn effect(&self) -> Effect {
        self.effect
    }

    fn is_abandoned(&self) -> bool {
        self.caller.is_closed()
    }

    fn run(&mut self, rows: &Rows<'_>) -> Result<(), Error> {
        self.result = Some((self.work)(rows)?);
        Ok(())
    }

    fn finish(self: Box<Self>, ended: Result<(), Error>) {
        let Self { result, caller, .. } = *self;
        // The caller may have been cancelled.
        let _ = caller.send(ended.and_then(|()| result.ok_or_else(closed)));
    }
}

enum Message {
    Job(Box<dyn Job>),
    Close(oneshot::Sender<()>),
}

/// The handle of the thread, which exits when this is dropped, after the queue is empty.
pub(super) struct Worker {
    queue: Mutex<Option<mpsc::Sender<Message>>>,
}

impl Worker {
    pub(super) fn start(name: &str, database: Database) -> Result<Self, Error> {
        let (sender, receiver) = mpsc::channel(QUEUE);
        let thread = std::thread::Builder::new().name(name.to_owned());
        let started = thread.spawn(move || serve(database, receiver));
        started.map_err(|error| {
            Error::store_permanent(format!("the store's thread can't be started: {error}"))
        })?;
        Ok(Self { queue: Mutex::new(Some(sender)) })
    }

    /// Runs a job on the thread. It succeeds or fails atomically, whether or not the caller waits for it.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        effect: Effect,
        work: impl Fn(&Rows<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        let queue = self.queue().clone().ok_or_else(closed)?;
        let (caller, result) = oneshot::channel();
        let task = Task { effect, work: Box::new(work), result: None, caller };
        queue.send(Message::Job(Box::new(task))).await.map_err(|_| closed())?;
        drop(queue);
        result.await.unwrap_or_else(|_| Err(closed()))
    }

    /// Stops the thread after the queue is empty.
    pub(super) async fn close(&self) {
        let Some(queue) = self.queue().take() else { return };
        let (caller, ended) = oneshot::channel();
        if queue.send(Message::Close(caller)).await.is_ok() {
            // An error means that the thread has exited already.
            let _ = ended.await;
        }
    }

    fn queue(&self) -> std::sync::MutexGuard<'_, Option<mpsc::Sender<Message>>> {
        // Nothing panics while it holds the guard.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn closed() -> Error {
    Error::store_permanent("the store was closed")
}

fn serve(mut database: Database, mut queue: mpsc::Receiver<Message>) {
    let mut messages = Vec::with_capacity(BATCH);
    while queue.blocking_recv_many(&mut messages, BATCH) > 0 {
        let mut jobs = Vec::with_capacity(messages.len());
        let mut closing = None;
        for message in messages.drain(..) {
            match message {
                // A lock without a holder would only block others.
                Message::Job(job) if job.effect() == Effect::ForCaller && job.is_abandoned() => {}
                Message::Job(job) => jobs.push(job),
                Message::Close(caller) => closing = Some(caller),
            }
        }
        batch(&mut database, jobs);
        if let Some(caller) = closing {
            drop(database);
            // Whether or not the caller still waits for it.
            let _ = caller.send(());
            return;
        }
    }
}

/// Runs all jobs in one transaction, or, where one of them fails, each in its own.
fn batch(database: &mut Database, mut jobs: Vec<Box<dyn Job>>) {
    if jobs.len() > 1 && transaction(database, &mut jobs).is_ok() {
        for job in jobs {
            job.finish(Ok(()));
        }
        return;
    }
    for mut job in jobs {
        let ended = transaction(database, std::slice::from_mut(&mut job));
        job.finish(ended);
    }
}

fn transaction(database: &mut Database, jobs: &mut [Box<dyn Job>]) -> Result<(), Error> {
    let effect = |wanted| jobs.iter().any(|job| job.effect() == wanted);
    let reads = jobs.iter().all(|job| job.effect() == Effect::Read);
    let behaviour =
        if reads { TransactionBehavior::Deferred } else { TransactionBehavior::Immediate };
    let is_durable = effect(Effect::Durable);
    let path = database.path().to_owned();
    let connection = database.connection(is_durable)?;
    let failed = |error| failure::of(&path, error);
    let transaction = connection.transaction_with_behavior(behaviour).map_err(failed)?;
    let rows = Rows::new(&transaction, &path);
    // When one fails, the transaction is dropped, which rolls the others back.
    jobs.iter_mut().try_for_each(|job| job.run(&rows))?;
    if !reads {
        rows.finish(now())?;
    }
    transaction.commit().map_err(failed)
}
