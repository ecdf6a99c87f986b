//! How a test scripts a mock.

use super::reply::Reply;
use super::state::State;

/// The script of one endpoint: responses that it sends before it goes back to its sample.
///
/// They are used in the order in which they were added, and only for valid calls:
/// a call that breaks the contract gets its documented code and consumes none.
pub struct Script<'a> {
    state: &'a State,
    id: &'static str,
}

impl<'a> Script<'a> {
    pub(super) fn new(state: &'a State, id: &'static str) -> Self {
        Self { state, id }
    }

    /// Adds a response to one call.
    pub fn once(&self, reply: Reply) -> &Self {
        self.times(1, reply)
    }

    /// Adds the same response to the next `calls` calls.
    pub fn times(&self, calls: u64, reply: Reply) -> &Self {
        self.add(Some(calls), reply)
    }

    /// Adds a response to every call from then on, until [`clear`](Self::clear).
    pub fn always(&self, reply: Reply) -> &Self {
        self.add(None, reply)
    }

    /// Drops the unused responses.
    pub fn clear(&self) -> &Self {
        self.state.scripts().clear(self.id);
        self
    }

    fn add(&self, left: Option<u64>, reply: Reply) -> &Self {
        self.state.scripts().add(self.id, left, reply);
        self
    }
}
