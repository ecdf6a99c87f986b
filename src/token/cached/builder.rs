//! Settings of a cache.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;

use tokio::runtime::Handle;

use super::{Cached, Inner};
use crate::task::Background;
use crate::token::untyped::UntypedFetch;
use crate::token::{Clock, TokenKind};

/// A cache in preparation: [`Cached::builder`].
#[must_use = "a builder does nothing until `build` is called"]
pub struct CachedBuilder<K: TokenKind> {
    pub(super) source: Box<dyn UntypedFetch>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) background: Background,
    pub(super) kind: PhantomData<fn() -> K>,
}

impl<K: TokenKind> CachedBuilder<K> {
    /// Replaces this machine's clock.
    pub fn clock(mut self, clock: impl Clock) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    /// Fetches on this runtime in place of the library's own thread. It must be driven as long as
    /// callers wait for tokens, with timers and I/O enabled; once it is shut down, fetches run on
    /// the library's thread again. Tests under paused time pass their own.
    pub fn runtime(mut self, runtime: Handle) -> Self {
        self.background = Background::on(runtime);
        self
    }

    /// Builds the cache. Nothing is fetched before the first call.
    pub fn build(self) -> Cached<K> {
        let Self { source, clock, background, kind: _ } = self;
        Cached::from_inner(Inner::new(K::KIND, source, clock, background))
    }
}

impl<K: TokenKind> fmt::Debug for CachedBuilder<K> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CachedBuilder").field("token", &K::KIND).finish_non_exhaustive()
    }
}
