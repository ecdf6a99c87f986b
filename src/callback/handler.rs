//! Where messages to accounts go.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::{Message, Reply, SinkError};

/// Handles messages to accounts, and says what to reply.
///
/// A message is delivered again after a failure, and may arrive twice. A closure that takes a [`Message`] is a
/// handler, and so are an `Arc` of a handler, and two in a row:
///
/// ```
/// use wechat_cloudbase::Platform;
/// use wechat_cloudbase::callback::{Handled, Handler, Message, MessageKind, Reply, SinkError};
///
/// # fn compose(platform: &Platform) -> impl Handler {
/// // WeChat's check before a platform's release, and then our own.
/// platform.release_check().or(|message: Message| async move {
///     let handled = match message.kind {
///         MessageKind::Text { content } if content == "hello" => Handled::Reply(Reply::text("hi")),
///         _ => Handled::Pass,
///     };
///     Ok::<Handled, SinkError>(handled)
/// })
/// # }
/// ```
pub trait Handler: Send + Sync + 'static {
    /// Handles a message.
    ///
    /// # Errors
    ///
    /// When it can't. The response is a failure, and WeChat delivers the message again.
    fn message(&self, message: Message) -> impl Future<Output = Result<Handled, SinkError>> + Send;

    /// A handler that hands a message to another one where this one [passes](Handled::Pass).
    fn or<H: Handler>(self, other: H) -> Or<Self, H>
    where
        Self: Sized,
    {
        Or { first: self, second: other }
    }
}

/// What became of a message.
#[non_exhaustive]
pub enum Handled {
    /// It is for another handler. When none handles it, it is acknowledged and logged.
    Pass,
    /// It is handled, and this is the reply.
    Reply(Reply),
    /// It is handled: the response is empty, and this work goes on. WeChat does not deliver the message again
    /// if it fails; the failure is logged.
    Later(Pin<Box<dyn Future<Output = Result<(), SinkError>> + Send>>),
}

impl Handled {
    /// Handled without a reply.
    pub fn nothing() -> Self {
        Self::Reply(Reply::Nothing)
    }

    /// Handled: the response is empty, and this work goes on.
    pub fn later(work: impl Future<Output = Result<(), SinkError>> + Send + 'static) -> Self {
        Self::Later(Box::pin(work))
    }
}

impl fmt::Debug for Handled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pass => f.write_str("Pass"),
            Self::Reply(reply) => f.debug_tuple("Reply").field(reply).finish(),
            Self::Later(_) => f.write_str("Later"),
        }
    }
}

/// Two handlers in a row: [`Handler::or`].
#[derive(Clone, Debug)]
pub struct Or<A, B> {
    first: A,
    second: B,
}

impl<A: Handler, B: Handler> Handler for Or<A, B> {
    async fn message(&self, message: Message) -> Result<Handled, SinkError> {
        match self.first.message(message.clone()).await? {
            Handled::Pass => self.second.message(message).await,
            handled => Ok(handled),
        }
    }
}

/// A closure that takes messages.
impl<F, T> Handler for F
where
    F: Fn(Message) -> T + Send + Sync + 'static,
    T: Future<Output = Result<Handled, SinkError>> + Send,
{
    fn message(&self, message: Message) -> impl Future<Output = Result<Handled, SinkError>> + Send {
        self(message)
    }
}

impl<H: Handler + ?Sized> Handler for Arc<H> {
    fn message(&self, message: Message) -> impl Future<Output = Result<Handled, SinkError>> + Send {
        self.as_ref().message(message)
    }
}
