//! What a response says of the state that is waited for: pure.

use super::State;
use crate::endpoint::{Absence, Fixed, WaitRule};
use crate::json::Node;

/// What is waited for.
#[derive(Clone)]
pub(super) struct Target {
    pub(super) rule: &'static WaitRule,
    /// What the keys of the rule equal.
    pub(super) arguments: Vec<String>,
}

/// What follows from a state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Success,
    Failure,
    Wait,
}

impl Target {
    /// What the state is of: the item with the arguments, or the response itself.
    pub(super) fn find<'d>(&self, payload: Node<'d>) -> Option<Node<'d>> {
        if self.rule.keys.is_empty() {
            return Some(payload);
        }
        let fits = |row: &Node<'_>| {
            let mut keys = self.rule.keys.iter().zip(&self.arguments);
            keys.all(|((path, _), argument)| {
                row.at_path(path).plain_text().is_some_and(|text| text == argument.as_str())
            })
        };
        payload.rows_at(self.rule.items).into_iter().find(fits)
    }

    /// The state of what was found.
    pub(super) fn state(&self, found: Option<Node<'_>>) -> State {
        let Some(node) = found else {
            return State::Absent;
        };
        if self.rule.path.is_empty() {
            return State::Present;
        }
        match node.at_path(self.rule.path).plain_text() {
            Some(text) => State::Value(text.into_owned()),
            None => State::Absent,
        }
    }

    /// What follows from what was found.
    pub(super) fn verdict(&self, found: Option<Node<'_>>) -> Verdict {
        let absence = match self.rule.absent {
            Absence::Retry => Verdict::Wait,
            Absence::Success => Verdict::Success,
            Absence::Failure => Verdict::Failure,
        };
        let Some(node) = found else {
            return absence;
        };
        if self.rule.path.is_empty() {
            // It is waited for, or else its absence is.
            return if absence == Verdict::Success { Verdict::Wait } else { Verdict::Success };
        }
        let state = node.at_path(self.rule.path);
        let is_one_of = |states: &[Fixed]| states.iter().any(|expected| equals(state, *expected));
        match state.plain_text() {
            None => absence,
            Some(_) if is_one_of(self.rule.success) => Verdict::Success,
            Some(_) if is_one_of(self.rule.failure) => Verdict::Failure,
            Some(_) => Verdict::Wait,
        }
    }

    /// Why it failed, in WeChat's words.
    pub(super) fn reason(&self, found: Option<Node<'_>>) -> Option<String> {
        let path = self.rule.reason;
        let node = found.filter(|_| !path.is_empty())?;
        node.at_path(path).plain_text().map(std::borrow::Cow::into_owned)
    }
}

/// As lenient as decoding: a number may come as text.
fn equals(node: Node<'_>, expected: Fixed) -> bool {
    match expected {
        Fixed::Text(text) => node.plain_text().is_some_and(|found| found == text),
        Fixed::Int(int) => node.whole_number() == Some(int),
        Fixed::Bool(flag) => node.flag() == Some(flag),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
