//! The scripted responses that a mock has not sent yet, by endpoint.

use std::collections::{BTreeMap, VecDeque};

use super::reply::Reply;

/// The responses of all endpoints, by id.
#[derive(Default)]
pub(super) struct Queue(BTreeMap<&'static str, VecDeque<Step>>);

struct Step {
    /// How many calls it is still for; `None` forever.
    left: Option<u64>,
    reply: Reply,
}

impl Queue {
    pub(super) fn add(&mut self, id: &'static str, left: Option<u64>, reply: Reply) {
        if left != Some(0) {
            let steps = self.0.entry(id).or_default();
            steps.push_back(Step { left, reply });
        }
    }

    pub(super) fn clear(&mut self, id: &str) {
        self.0.remove(id);
    }

    pub(super) fn clear_all(&mut self) {
        self.0.clear();
    }

    /// The response to the next call.
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
