//! The wall clock, which tests may replace.

use std::time::SystemTime;

/// The wall clock, for the expiry of tokens, which is stored and compared across machines. Delays
/// and deadlines use Tokio's clock instead.
pub trait Clock: Send + Sync + 'static {
    /// The current time.
    fn now(&self) -> SystemTime;
}

/// The clock of this machine.
///
/// When it is wrong, or jumps, a token may be fetched once too often or be rejected once; both
/// are harmless.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A shared clock.
impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> SystemTime {
        self.as_ref().now()
    }
}
