//! The atomic scripts. Each takes the hash and the lock of a key.

use std::sync::Arc;

use redis::Script;

pub(super) struct Scripts {
    pub(super) save: Arc<Script>,
    pub(super) lock: Arc<Script>,
    pub(super) extend: Arc<Script>,
    pub(super) unlock: Arc<Script>,
}

impl Scripts {
    pub(super) fn new() -> Self {
        let script = |text| Arc::new(Script::new(text));
        Self {
            save: script(include_str!("save.lua")),
            lock: script(include_str!("lock.lua")),
            extend: script(include_str!("extend.lua")),
            unlock: script(include_str!("unlock.lua")),
        }
    }
}
