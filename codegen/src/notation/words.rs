//! Keys that take one word out of a closed list.

use crate::diagnostic::{Problem, Problems, Rule};
use crate::model::{Class, FieldPlace, Method, Operator, Repeat, Status, TokenKind, Window};
use crate::syntax::Node;

/// Of `method`.
pub const METHODS: &[(&str, Method)] = &[("GET", Method::Get), ("POST", Method::Post)];

/// Of `tokens`.
pub const KINDS: &[(&str, TokenKind)] = &[
    ("component", TokenKind::Component),
    ("authorizer", TokenKind::Authorizer),
    ("app", TokenKind::App),
];

/// Of `repeat`.
pub const REPEATS: &[(&str, Repeat)] = &[("safe", Repeat::Safe), ("unsafe", Repeat::Unsafe)];

/// Of `status`. Endpoints that are gone are not in a spec.
pub const STATUSES: &[(&str, Status)] = &[
    ("current", Status::Current),
    ("legacy", Status::Legacy),
    ("deprecated", Status::Deprecated),
    ("moved", Status::Moved),
    ("possibly-retired", Status::PossiblyRetired),
];

/// Of `in`.
pub const PLACES: &[(&str, FieldPlace)] = &[
    ("body", FieldPlace::Body),
    ("query", FieldPlace::Query),
    ("both", FieldPlace::Both),
    ("whole-body", FieldPlace::WholeBody),
];

/// Of `class`.
pub const CLASSES: &[(&str, Class)] = &[
    ("token", Class::Token),
    ("busy", Class::Busy),
    ("quota", Class::Quota),
    ("permission", Class::Permission),
    ("argument", Class::Argument),
    ("state", Class::State),
    ("not_found", Class::NotFound),
    ("unknown", Class::Unknown),
];

/// Of `operator`.
pub const OPERATORS: &[(&str, Operator)] = &[
    ("ticket", Operator::Ticket),
    ("caller-address", Operator::CallerAddress),
    ("authorization", Operator::Authorization),
    ("permission-set", Operator::PermissionSet),
    ("app-secret", Operator::AppSecret),
    ("account", Operator::Account),
];

/// Of `quota`.
pub const WINDOWS: &[(&str, Window)] =
    &[("minute", Window::Minute), ("day", Window::Day), ("month", Window::Month)];

/// The meaning of a word; what is none of the words is reported and is nothing.
pub(crate) fn meaning<T: Copy>(
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
pub fn word<T: PartialEq>(words: &[(&'static str, T)], meaning: T) -> &'static str {
    words.iter().find(|(_, known)| *known == meaning).map_or("", |(word, _)| word)
}
