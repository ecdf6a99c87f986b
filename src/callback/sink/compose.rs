//! Sinks composed of others.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::{Event, Sink, SinkError, Unhandled};

/// Two sinks in a row: [`Sink::and`].
#[derive(Clone, Debug)]
pub struct Both<A, B> {
    first: A,
    second: B,
}

impl<A, B> Both<A, B> {
    pub(super) fn new(first: A, second: B) -> Self {
        Self { first, second }
    }
}

impl<A: Sink, B: Sink> Sink for Both<A, B> {
    async fn event(&self, event: Event) -> Result<(), SinkError> {
        let first = self.first.event(event.clone()).await;
        match first {
            Err(error) if !Unhandled::is(&error) => Err(error),
            first => match self.second.event(event).await {
                // It is unhandled when both ignore it.
                Err(error) if Unhandled::is(&error) => first,
                second => second,
            },
        }
    }
}

/// A closure that takes events of every kind.
impl<F, T> Sink for F
where
    F: Fn(Event) -> T + Send + Sync + 'static,
    T: Future<Output = Result<(), SinkError>> + Send,
{
    fn event(&self, event: Event) -> impl Future<Output = Result<(), SinkError>> + Send {
        self(event)
    }
}

impl<S: Sink + ?Sized> Sink for Arc<S> {
    fn event(&self, event: Event) -> impl Future<Output = Result<(), SinkError>> + Send {
        self.as_ref().event(event)
    }
}

/// A sink of any type, where the type can't be named: in a list, or chosen at startup.
#[derive(Clone)]
pub struct AnySink(Arc<dyn Erased>);

/// A sink with a boxed future.
trait Erased: Send + Sync {
    fn boxed(&self, event: Event) -> Boxed<'_>;
}

type Boxed<'a> = Pin<Box<dyn Future<Output = Result<(), SinkError>> + Send + 'a>>;

impl<S: Sink> Erased for S {
    fn boxed(&self, event: Event) -> Boxed<'_> {
        Box::pin(self.event(event))
    }
}

impl AnySink {
    /// A sink of any type.
    pub fn new(sink: impl Sink) -> Self {
        Self(Arc::new(sink))
    }
}

impl Sink for AnySink {
    async fn event(&self, event: Event) -> Result<(), SinkError> {
        self.0.boxed(event).await
    }
}

impl fmt::Debug for AnySink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AnySink").finish_non_exhaustive()
    }
}
