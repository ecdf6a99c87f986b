//! Failures reported besides the errcode, or without one: other parts of WeChat, and the
//! gateways in front of it, report failures in shapes of their own. None of them is a success.

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

/// Where failures are: in the response itself, or in one of these.
const INSIDE: &[&[&str]] =
    &[&["base_resp"], &["BaseResponse"], &["error"], &["Error"], &["Response", "Error"]];

/// Those of them that only a failure has.
const ERRORS: &[&[&str]] = &[&["error"], &["Error"], &["Response", "Error"]];

/// Names of codes; beside an errcode, the first two may mean anything.
pub(super) const CODES: &[&str] = &[
    "code",
    "Code",
    "errcode",
    "errCode",
    "err_code",
    "error_code",
    "errorCode",
    "ret",
    "retcode",
];

/// Those that mean a failure wherever they are.
const SURE_CODES: &[&str] = &["errCode", "err_code", "error_code", "errorCode", "ret", "retcode"];

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

/// Finds a failure that is reported beside the errcode of a success.
///
/// An undocumented `code` alone does not: it may be a field that the page does not have yet. With a
/// text beside it that says more than `ok` it is an error's.
pub(super) fn beside_success(response: Object<'_>, documented: &[&str]) -> Option<String> {
    // Nearly every response ends here.
    if !response.has_name(is_suspicious) {
        return None;
    }
    let message = first(response, &["message", "Message"], documented, is_code);
    let is_done = response.find("code").text().is_ok_and(|code| code == "200");
    let codes = if message.is_some() && !is_done { CODES } else { SURE_CODES };
    let foreign = read(response, documented, codes);
    foreign.is_failure().then(|| foreign.into_text().unwrap_or_else(|| "without a text".to_owned()))
}

fn is_suspicious(name: &str) -> bool {
    let is_code = name != "errcode" && CODES.contains(&name);
    is_code || INSIDE.iter().any(|path| path.first() == Some(&name))
}

/// Reads undocumented codes and messages of a response. `codes` are the names
/// that a code may have in the response itself.
pub(super) fn read(response: Object<'_>, documented: &[&str], codes: &[&str]) -> Foreign {
    let mut foreign = Foreign::default();
    // The wrapper of a response is documented, and what an error is named inside of it is not.
    let is_foreign = |path: &&&[&str]| path.last().is_some_and(|name| !documented.contains(name));
    let inside = INSIDE.iter().filter(is_foreign);
    let inside = inside.filter_map(|path| at(response, path).object().ok());
    for (object, codes, documented) in std::iter::once((response, codes, documented))
        .chain(inside.map(|object| (object, CODES, &[][..])))
    {
        let code = || first(object, codes, documented, is_code);
        foreign.code = foreign.code.or_else(code);
        // A text that says more than `ok` comes first.
        let text = || first(object, TEXTS, documented, is_code);
        foreign.text = foreign.text.or_else(text);
    }
    let any_text = || first(response, TEXTS, documented, is_text);
    foreign.text = foreign.text.or_else(any_text);
    let is_error = |path: &&[&str]| is_error(at(response, path));
    foreign.has_error = ERRORS.iter().filter(is_foreign).any(is_error);
    foreign
}

/// Whether a value named an error is one: neither empty nor with a code that means success.
fn is_error(node: Node<'_>) -> bool {
    let says_ok = |object: Object<'_>| {
        let codes = CODES.iter().map(|name| object.find(name));
        let mut codes = codes.filter(|node| !node.is_empty()).peekable();
        codes.peek().is_some() && !codes.any(is_code)
    };
    match (node.text(), node.object()) {
        (Ok(_), _) => is_code(node),
        (_, Ok(object)) => !node.is_empty() && !says_ok(object),
        _ => !node.is_empty() && !node.is_false(),
    }
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

fn is_text(node: Node<'_>) -> bool {
    node.is_text()
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
