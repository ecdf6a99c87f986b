//! Where events go.

mod compose;

pub use compose::{AnySink, Both};

use std::error::Error as StdError;
use std::fmt;

use super::Event;

/// Why a sink could not handle an event. Its text is logged: keep secrets out of it.
pub type SinkError = Box<dyn StdError + Send + Sync>;

/// Handles events.
///
/// [`created`](Event::created) is when WeChat made the event, in whole seconds of WeChat's clock. Events may
/// arrive late, twice or out of order, and two may have the same time, so decide nothing by it.
///
/// When a sink fails, WeChat gets a failure and delivers the event again. A future runs to
/// completion even when WeChat hangs up. What a sink does not handle is [`Unhandled`]: an inbox acknowledges it
/// and logs that.
///
/// ```
/// use wechat_cloudbase::callback::{Event, EventKind, Sink, SinkError};
///
/// struct Audit;
///
/// impl Sink for Audit {
///     async fn event(&self, event: Event) -> Result<(), SinkError> {
///         match &event.kind {
///             EventKind::Unauthorized { authorizer_appid } => {
///                 println!("{authorizer_appid} has left");
///                 Ok(())
///             }
///             _ => event.unhandled(),
///         }
///     }
/// }
/// ```
///
/// A closure that takes an [`Event`] is a sink, and so are an `Arc` of a sink, an [`AnySink`], and two
/// sinks in a row:
///
/// ```
/// use wechat_cloudbase::Platform;
/// use wechat_cloudbase::callback::{Event, Sink, SinkError};
///
/// # fn compose(platform: Platform) -> impl Sink {
/// // The platform manages its tokens, and then we are notified.
/// platform.and(|event: Event| async move {
///     println!("{} was handled", event.info_type());
///     Ok::<(), SinkError>(())
/// })
/// # }
/// ```
pub trait Sink: Send + Sync + 'static {
    /// Handles an event.
    ///
    /// # Errors
    ///
    /// [`Unhandled`] for an event that this sink ignores, see [`Event::unhandled`]; anything else when
    /// WeChat must deliver it again.
    fn event(&self, event: Event) -> impl Future<Output = Result<(), SinkError>> + Send;

    /// A sink that hands each event to this one, and then to another.
    ///
    /// The other one gets an event only when this one has handled or ignored it. When
    /// either fails, the event fails, and both get it again when WeChat delivers it again: so this one
    /// must be idempotent. A [`Platform`](crate::Platform) is.
    fn and<S: Sink>(self, other: S) -> Both<Self, S>
    where
        Self: Sized,
    {
        Both::new(self, other)
    }
}

/// A sink ignores an event: not a failure, and not to be delivered again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Unhandled {
    /// WeChat's name for what has happened.
    pub info_type: String,
}

impl Unhandled {
    /// For an event of that name.
    pub fn new(info_type: impl Into<String>) -> Self {
        Self { info_type: info_type.into() }
    }

    /// Whether an error is this one.
    pub(super) fn is(error: &SinkError) -> bool {
        error.is::<Self>()
    }
}

impl fmt::Display for Unhandled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no sink handles events of the type `{}`", self.info_type)
    }
}

impl StdError for Unhandled {}

impl Event {
    /// What a sink returns for an event that it ignores: [`Unhandled`].
    ///
    /// # Errors
    ///
    /// Always.
    pub fn unhandled(&self) -> Result<(), SinkError> {
        Err(Unhandled::new(self.info_type()).into())
    }
}
