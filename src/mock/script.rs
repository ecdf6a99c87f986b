//! How a test tells a mock what to answer.

use super::reply::Reply;
use super::state::State;

/// The script of one endpoint: answers that it gives before it goes back to its sample.
///
/// They are used in the order in which they were added, and only for calls that keep the contract:
/// a call that breaks it gets its documented code and uses none up.
pub struct Script<'a> {
    state: &'a State,
    id: &'static str,
}

impl<'a> Script<'a> {
    pub(super) fn new(state: &'a State, id: &'static str) -> Self {
        Self { state, id }
    }

    /// Adds an answer to one call.
    pub fn once(&self, reply: Reply) -> &Self {
        self.times(1, reply)
    }

    /// Adds the same answer to so many calls.
    pub fn times(&self, calls: u64, reply: Reply) -> &Self {
        self.add(Some(calls), reply)
    }

    /// Adds an answer to every call from then on, until [`clear`](Self::clear).
    pub fn always(&self, reply: Reply) -> &Self {
        self.add(None, reply)
    }

    /// Drops the answers that were not used yet.
    pub fn clear(&self) -> &Self {
        self.state.scripts().clear(self.id);
        self
    }

    fn add(&self, left: Option<u64>, reply: Reply) -> &Self {
        self.state.scripts().add(self.id, left, reply);
        self
    }
}
