//! States to wait for, as data.

use std::time::Duration;

use super::Fixed;

/// A state that calls of an endpoint can wait for. Paths are names on the wire, inside the response's
/// wrapper; `-1` is the last item of a list.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct WaitRule {
    /// The name of its function in the endpoint's module.
    pub name: &'static str,
    /// What is waited for: `Until the environment can be used`.
    pub doc: &'static str,
    /// The path of the list that it looks into.
    pub items: &'static [&'static str],
    /// Which item it looks at: paths of fields, and the arguments that they equal; empty where it
    /// looks at the response itself.
    pub keys: &'static [(&'static [&'static str], &'static str)],
    /// The path of the state in the item or the response; empty where being there is enough.
    pub path: &'static [&'static str],
    /// The states that are waited for.
    pub success: &'static [Fixed],
    /// The states in which waiting is in vain.
    pub failure: &'static [Fixed],
    /// The path of the reason of a failure in the item or the response; empty where there is none.
    pub reason: &'static [&'static str],
    /// What it means that there is no such item, or no state.
    pub absent: Absence,
    /// The shortest time between two looks.
    pub shortest: Duration,
    /// The longest time between two looks.
    pub longest: Duration,
}

/// What it means for a wait that what it looks for is not there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Absence {
    /// It may come: the wait goes on.
    Retry,
    /// It is what was waited for.
    Success,
    /// It will not come: the wait fails.
    Failure,
}

impl WaitRule {
    /// A wait with defaults, and the shortest and the longest delay in seconds; the compiler's output
    /// adds the rest.
    pub const fn new(name: &'static str, doc: &'static str, (min, max): (u32, u32)) -> Self {
        Self {
            name,
            doc,
            items: &[],
            keys: &[],
            path: &[],
            success: &[],
            failure: &[],
            reason: &[],
            absent: Absence::Retry,
            shortest: Duration::from_secs(min as u64),
            longest: Duration::from_secs(max as u64),
        }
    }

    /// Sets [`items`](Self::items) and [`keys`](Self::keys).
    pub const fn items(
        mut self,
        path: &'static [&'static str],
        keys: &'static [(&'static [&'static str], &'static str)],
    ) -> Self {
        self.items = path;
        self.keys = keys;
        self
    }

    /// Sets [`path`](Self::path) and [`success`](Self::success).
    pub const fn success(
        mut self,
        path: &'static [&'static str],
        states: &'static [Fixed],
    ) -> Self {
        self.path = path;
        self.success = states;
        self
    }

    /// Sets [`failure`](Self::failure).
    pub const fn failure(mut self, states: &'static [Fixed]) -> Self {
        self.failure = states;
        self
    }

    /// Sets [`reason`](Self::reason).
    pub const fn reason(mut self, path: &'static [&'static str]) -> Self {
        self.reason = path;
        self
    }

    /// Sets [`absent`](Self::absent).
    pub const fn absent(mut self, meaning: Absence) -> Self {
        self.absent = meaning;
        self
    }
}
