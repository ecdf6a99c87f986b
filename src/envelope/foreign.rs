//! What a response without an errcode says of itself: other parts of WeChat, and the gateways in
//! front of it, spell their failures in other ways. None of them is a success.

use super::text_of;
use crate::json::{Node, Object};

/// A code and a text, as far as there are any.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Foreign {
    code: Option<String>,
    text: Option<String>,
    /// Whether there is an object or a text that only failures have.
    has_error: bool,
}

/// Where failures stand: in the response itself, or in one of these.
const INSIDE: &[&[&str]] =
    &[&["base_resp"], &["BaseResponse"], &["error"], &["Error"], &["Response", "Error"]];

/// Those of them that only a failure has.
const ERRORS: &[&[&str]] = &[&["error"], &["Error"], &["Response", "Error"]];

const CODES: &[&str] = &[
    "errcode",
    "errCode",
    "err_code",
    "error_code",
    "errorCode",
    "code",
    "Code",
    "ret",
    "retcode",
];

const TEXTS: &[&str] = &[
    "errmsg",
    "errMsg",
    "err_msg",
    "error_msg",
    "errorMsg",
    "error_description",
    "message",
    "Message",
    "msg",
    "error",
];

/// How much of a text is shown.
const LONGEST: usize = 300;

/// Reads what a response says, but for the fields that its endpoint documents.
pub(super) fn read(response: Object<'_>, documented: &[&str]) -> Foreign {
    let mut foreign = Foreign::default();
    let is_foreign = |path: &&&[&str]| path.first().is_some_and(|name| !documented.contains(name));
    let inside = INSIDE.iter().filter(is_foreign);
    let inside = inside.filter_map(|path| at(response, path).object().ok());
    for (object, documented) in
        std::iter::once((response, documented)).chain(inside.map(|object| (object, &[][..])))
    {
        let code = || first(object, CODES, documented, is_code);
        foreign.code = foreign.code.or_else(code);
        let text = || first(object, TEXTS, documented, |node| node.is_text());
        foreign.text = foreign.text.or_else(text);
    }
    let is_error = |path: &&[&str]| !at(response, path).is_empty();
    foreign.has_error = ERRORS.iter().filter(is_foreign).any(is_error);
    foreign
}

impl Foreign {
    /// Whether it is a failure even where a success has no errcode.
    pub(super) fn is_failure(&self) -> bool {
        self.has_error || self.code.is_some()
    }

    /// What it says: `-501000: x`.
    pub(super) fn into_text(self) -> Option<String> {
        match (self.code, self.text) {
            (Some(code), Some(text)) => Some(format!("{code}: {text}")),
            (code, text) => code.or(text),
        }
    }
}

fn at<'d>(response: Object<'d>, path: &[&str]) -> Node<'d> {
    let mut object = response;
    let mut node = Node::NOTHING;
    for name in path {
        node = object.find(name);
        match node.object() {
            Ok(inner) => object = inner,
            Err(_) => return if path.len() == 1 { node } else { Node::NOTHING },
        }
    }
    node
}

fn first(
    object: Object<'_>,
    names: &[&str],
    documented: &[&str],
    fits: fn(Node<'_>) -> bool,
) -> Option<String> {
    let names = names.iter().filter(|name| !documented.contains(name));
    let node = names.map(|name| object.find(name)).find(|node| fits(*node))?;
    let text = text_of(node);
    Some(
        text.char_indices()
            .nth(LONGEST)
            .map_or(text.clone(), |(end, _)| format!("{}...", text.get(..end).unwrap_or_default())),
    )
}

/// A number or a word that is not one of success.
fn is_code(node: Node<'_>) -> bool {
    let text = node.text().unwrap_or_default().trim();
    !matches!(text.to_ascii_lowercase().as_str(), "" | "0" | "ok" | "success")
}
