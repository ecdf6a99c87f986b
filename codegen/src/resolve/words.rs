//! Keys that take one word out of a closed list.

use crate::diagnostic::{Problem, Problems};
use crate::model::{Class, Kind, Method, Operator, Place, Repeat, Status, Window};
use crate::rule::Rule;
use crate::syntax::Node;

pub(crate) const METHODS: &[(&str, Method)] = &[("GET", Method::Get), ("POST", Method::Post)];

pub(crate) const KINDS: &[(&str, Kind)] =
    &[("component", Kind::Component), ("authorizer", Kind::Authorizer), ("app", Kind::App)];

pub(crate) const REPEATS: &[(&str, Repeat)] = &[("safe", Repeat::Safe), ("unsafe", Repeat::Unsafe)];

/// Endpoints that are gone are not in a spec.
pub(crate) const STATUSES: &[(&str, Status)] = &[
    ("current", Status::Current),
    ("legacy", Status::Legacy),
    ("deprecated", Status::Deprecated),
    ("moved", Status::Moved),
    ("possibly-retired", Status::PossiblyRetired),
];

pub(crate) const PLACES: &[(&str, Place)] = &[
    ("body", Place::Body),
    ("query", Place::Query),
    ("both", Place::Both),
    ("whole-body", Place::WholeBody),
];

pub(crate) const CLASSES: &[(&str, Class)] = &[
    ("token", Class::Token),
    ("busy", Class::Busy),
    ("quota", Class::Quota),
    ("permission", Class::Permission),
    ("argument", Class::Argument),
    ("state", Class::State),
    ("not_found", Class::NotFound),
    ("unknown", Class::Unknown),
];

pub(crate) const OPERATORS: &[(&str, Operator)] = &[
    ("ticket", Operator::Ticket),
    ("caller-address", Operator::CallerAddress),
    ("authorization", Operator::Authorization),
    ("permission-set", Operator::PermissionSet),
    ("app-secret", Operator::AppSecret),
    ("account", Operator::Account),
];

pub(crate) const WINDOWS: &[(&str, Window)] =
    &[("minute", Window::Minute), ("day", Window::Day), ("month", Window::Month)];

/// The meaning of a word; what is none of the words is reported and is nothing.
pub(super) fn meaning<T: Copy>(
    node: Option<&Node<String>>,
    words: &[(&str, T)],
    what: &str,
    problems: &mut Problems,
) -> Option<T> {
    let node = node?;
    if let Some((_, meaning)) = words.iter().find(|(word, _)| *word == node.value) {
        return Some(*meaning);
    }
    let all: Vec<_> = words.iter().map(|(word, _)| *word).collect();
    let message = format!("`{}` is no {what}", node.value);
    let problem = Problem::new(Rule::UnknownWord, &node.span, message, format!("no {what}"))
        .help(format!("one of: {}", all.join(", ")))
        .did_you_mean(&node.value, all.iter().copied());
    problems.add(problem);
    None
}

/// The word of a meaning.
pub(crate) fn word<T: PartialEq>(words: &[(&'static str, T)], meaning: T) -> &'static str {
    words.iter().find(|(_, known)| *known == meaning).map_or("", |(word, _)| word)
}
