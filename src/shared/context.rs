//! What all tokens of a platform, or of a mini program, share.

use std::sync::Arc;

use super::{DurableStore, Limits};
use crate::Error;
use crate::store::Store;
use crate::task::Background;
use crate::token::Clock;

/// The store, the clock, the limits, and the background for work that outlives a call.
pub(crate) struct Context {
    pub(crate) store: Arc<DurableStore>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) limits: Limits,
    pub(crate) background: Background,
}

impl Context {
    pub(crate) fn new(
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        limits: Limits,
        background: Background,
    ) -> Arc<Self> {
        let store = Arc::new(DurableStore::new(store, background.clone()));
        Arc::new(Self { store, clock, limits, background })
    }

    /// # Errors
    ///
    /// When it was closed.
    pub(crate) fn is_open(&self) -> Result<(), Error> {
        if self.background.is_closed() { Err(Error::closed()) } else { Ok(()) }
    }

    /// Runs work to completion in the background, independent of the caller's runtime.
    ///
    /// # Errors
    ///
    /// Those of the work; and when it panics or is aborted.
    pub(crate) async fn run<T: Send + 'static>(
        &self,
        work: impl Future<Output = Result<T, Error>> + Send + 'static,
    ) -> Result<T, Error> {
        let done = self.background.run(work).await;
        done.unwrap_or_else(|lost| Err(Error::lost(lost, true)))
    }
}
