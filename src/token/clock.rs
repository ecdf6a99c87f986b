//! The time of day, which tests may set.

use std::time::SystemTime;

/// Tells the time by which tokens end, which is kept in stores and compared across machines. Pauses
/// and deadlines go by Tokio's clock instead.
pub trait Clock: Send + Sync + 'static {
    /// What time it is.
    fn now(&self) -> SystemTime;
}

/// The clock of this machine.
///
/// When it is wrong, or jumps, a token may be fetched once too often or be rejected once; both
/// end by themselves.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }
}

/// A clock that is shared.
impl<C: Clock + ?Sized> Clock for std::sync::Arc<C> {
    fn now(&self) -> SystemTime {
        self.as_ref().now()
    }
}
