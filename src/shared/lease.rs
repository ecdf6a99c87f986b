//! A lock that is given back when it is dropped.

use std::sync::Arc;

use super::vault::Vault;
use crate::store::{Fence, Key};
use crate::task;

/// A lease. However its holder ends, the lock is given back, or else it ends by itself.
pub(crate) struct Lease {
    vault: Arc<Vault>,
    key: Key,
    fence: Fence,
}

impl Lease {
    pub(crate) fn new(vault: Arc<Vault>, key: Key, fence: Fence) -> Self {
        Self { vault, key, fence }
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let (vault, key, fence) = (Arc::clone(&self.vault), self.key.clone(), self.fence);
        task::try_spawn(async move { vault.unlock(&key, fence).await });
    }
}
