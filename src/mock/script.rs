//! The answers that a mock was told to give, endpoint by endpoint.

use std::collections::{BTreeMap, VecDeque};

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

/// The scripts of all endpoints, by id.
#[derive(Default)]
pub(super) struct Scripts(BTreeMap<&'static str, VecDeque<Step>>);

struct Step {
    /// How many calls it is still for; `None` for ever.
    left: Option<u64>,
    reply: Reply,
}

impl Scripts {
    fn add(&mut self, id: &'static str, left: Option<u64>, reply: Reply) {
        if left != Some(0) {
            let steps = self.0.entry(id).or_default();
            steps.push_back(Step { left, reply });
        }
    }

    fn clear(&mut self, id: &str) {
        self.0.remove(id);
    }

    pub(super) fn clear_all(&mut self) {
        self.0.clear();
    }

    /// The answer to the next call.
    pub(super) fn next(&mut self, id: &str) -> Option<Reply> {
        let steps = self.0.get_mut(id)?;
        let step = steps.front_mut()?;
        match &mut step.left {
            Some(1) => steps.pop_front().map(|step| step.reply),
            Some(left) => {
                *left -= 1;
                Some(step.reply.clone())
            }
            None => Some(step.reply.clone()),
        }
    }
}
