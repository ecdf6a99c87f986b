//! Headings in both languages, whatever marks, numbers and punctuation they have.

mod plain;
mod words;

pub(crate) use plain::plain;
use wechat_cloudbase_codegen::naming::folded;

use super::clean::LOST;
use plain::key;
use words::{
    IN_ROWS, KNOWN, ONLY_MARKED, STRUCTURE_AFTER, STRUCTURE_BEFORE, VALUES_AFTER, VALUES_BEFORE,
    has,
};

/// What a heading says of the text below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum HeadingKind {
    /// The interface's name, which may be on the same line.
    Name(Option<String>),
    /// Ways to call it; the ones below are parts of it.
    Calling,
    Address,
    CloudCall,
    CloudMethod,
    ThirdParty,
    Request,
    Query,
    Body,
    Response,
    /// The fields of an object.
    Nested(Target),
    /// The values of a field.
    Values(Target),
    /// Samples; those of a cloud call have other names than the wire.
    Examples {
        cloud: bool,
    },
    SampleRequest,
    SampleResponse,
    Errcodes,
    /// Which kinds of account may call it.
    Scope,
    /// A message beside the response: an event that is pushed, a notification.
    Message,
    /// Its words were lost in translation; what is around it says what it is.
    Lost,
    /// A part of a page that says nothing of the wire.
    Other,
}

/// A field that a heading is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Target {
    pub(crate) side: Option<Side>,
    pub(crate) path: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    Request,
    Response,
}

/// What a line says when it is a heading of its own. One without a mark must be one of the
/// known headings, word by word.
pub(crate) fn kind(raw: &str, marked: bool) -> Option<HeadingKind> {
    const LONGEST: usize = 2000;
    // A line of a sample is not a heading, whatever its key is.
    let is_code = !marked && raw.contains(['"', '“', '{', '}', ';']);
    if raw.len() > if marked { LONGEST } else { LONGEST / 10 } || is_code {
        return None;
    }
    let text = plain(raw);
    let key = key(&text);
    let is_word = !marked && has(ONLY_MARKED, &key);
    if marked && text == LOST {
        return Some(HeadingKind::Lost);
    }
    exact(&key)
        .or_else(|| marked.then(|| qualified(&text)).flatten())
        .filter(|_| !is_word)
        .or_else(|| name_in_line(&text))
        .or_else(|| target(&text, marked))
        .or_else(|| example(&key, marked))
        .or_else(|| marked.then_some(HeadingKind::Other))
}

fn exact(key: &str) -> Option<HeadingKind> {
    KNOWN.get(key).map(|kind| (*kind).clone())
}

/// `返回参数说明(公众号)`, `JSON data package that is returned`.
fn qualified(text: &str) -> Option<HeadingKind> {
    let (before, _) = text.split_once('(').unwrap_or((text, ""));
    let known = exact(&key(before)).filter(|_| text.ends_with(')'));
    let words = folded(text);
    let has = |words_of: &[&str]| words_of.iter().any(|word| words.contains(word));
    let is_json = words.contains("json") && !has(&["example", "sample", "示例", "样例"]);
    known.or_else(|| match () {
        () if !is_json => None,
        () if has(&["return", "response", "返回", "响应"]) => Some(HeadingKind::Response),
        () if has(&["request", "post", "请求"]) => Some(HeadingKind::Body),
        () => None,
    })
}

/// `Interface name: getEnv`.
fn name_in_line(text: &str) -> Option<HeadingKind> {
    let (before, after) = text.split_once(':')?;
    let name = after.trim();
    let is_name = !name.is_empty() && name.len() < 100 && !name.contains(char::is_whitespace);
    let is_word = name.starts_with(|char: char| char.is_ascii_alphabetic());
    let named = matches!(exact(&key(before)), Some(HeadingKind::Name(_)));
    (named && is_name && is_word).then(|| HeadingKind::Name(Some(name.to_owned())))
}

/// `5.1 sendTask 请求数据示例`; without a mark it must be short.
fn example(key: &str, marked: bool) -> Option<HeadingKind> {
    const CLOUD: &[&str] = &["云函数", "云调用", "cloudfunction", "cloudcall"];
    let has = |words: &[&str]| words.iter().any(|word| key.contains(word));
    let is_example = has(&["示例", "样例", "example", "sample"]);
    let said = ["示例说明", "exampledxplaination", "exampleexplanation", "exampledescription"];
    let is_said = said.iter().any(|word| key.starts_with(word));
    let is_short = marked || is_said || key.chars().count() <= 24;
    if !(is_example || marked && has(CLOUD)) || !is_short {
        return None;
    }
    let is_end =
        ["示例", "样例", "example", "sample", "data"].iter().any(|word| key.ends_with(word));
    match () {
        () if has(CLOUD) => Some(HeadingKind::Examples { cloud: true }),
        () if is_said => Some(HeadingKind::Examples { cloud: false }),
        () if !is_end && !marked => None,
        () if has(&["请求", "request"]) => Some(HeadingKind::SampleRequest),
        () if has(&["返回", "响应", "return", "response"]) => Some(HeadingKind::SampleResponse),
        () => marked.then_some(HeadingKind::Examples { cloud: false }),
    }
}

/// `Res.data.list(Array) Object Payload`, `list 的结构`, `Structure of list`, `list 的合法值`.
fn target(text: &str, marked: bool) -> Option<HeadingKind> {
    of_side(text).or_else(|| by_words(text, marked))
}

fn of_side(text: &str) -> Option<HeadingKind> {
    let (head, rest) = text.split_once('.')?;
    let side = match folded(head.trim()).as_str() {
        "res" | "response" | "return" | "返回体" | "返回参数" | "返回" => Side::Response,
        "body" | "req" | "request" | "query" | "请求体" | "请求参数" | "请求" => {
            Side::Request
        }
        _ => return None,
    };
    let end = rest.find(|char: char| !is_path(char)).unwrap_or(rest.len());
    let (path, words) = rest.split_at(end);
    let words = folded(words);
    let is_values = words.contains("enum") || words.contains("枚举") || path.ends_with("Enum");
    // Delivered as text, a path and its first word may be glued.
    let is_glued = |word: &str| !words.contains(word) && words.contains("payload");
    let path = if is_glued("object") { path.trim_end_matches("Object") } else { path };
    let path = if words.contains("enum") { path } else { path.trim_end_matches("Enum") };
    let target = Target { side: Some(side), path: steps(path)? };
    Some(if is_values { HeadingKind::Values(target) } else { HeadingKind::Nested(target) })
}

fn is_path(char: char) -> bool {
    char.is_ascii_alphanumeric() || "_.[]()".contains(char)
}

/// The names of a path, without what marks a list.
fn steps(path: &str) -> Option<Vec<String>> {
    let path = path.replace("(Array)", "").replace("(array)", "").replace("(Object)", "");
    let path = path.replace(['(', ')'], "").replace("[]", "");
    let steps: Vec<_> = path.split('.').map(str::trim).map(str::to_owned).collect();
    let named =
        |step: &String| step.starts_with(|char: char| char.is_ascii_alphabetic() || char == '_');
    (steps.len() <= 16 && steps.iter().all(named)).then_some(steps)
}

fn by_words(text: &str, marked: bool) -> Option<HeadingKind> {
    let start = text.find(|char: char| char.is_ascii_alphabetic() || char == '_')?;
    let (before, rest) = text.split_at(start);
    if key(before).is_empty() {
        let end = rest.find(|char: char| !is_path(char)).unwrap_or(rest.len());
        let (path, after) = rest.split_at(end);
        let after = key(after);
        let of =
            |path: &str| steps(path.trim_end_matches('.')).map(|path| Target { side: None, path });
        if !marked && has(IN_ROWS, &after) {
            return None;
        }
        if has(STRUCTURE_AFTER, &after) {
            return of(path).map(HeadingKind::Nested);
        }
        if has(VALUES_AFTER, &after) {
            return of(path).map(HeadingKind::Values);
        }
        if after.is_empty() && marked && path.len() < 60 {
            // A field's name alone; whether there is such a field, its section knows.
            return of(path).map(HeadingKind::Nested);
        }
    }
    last_word(text, marked)
}

/// A path at the end, behind words.
fn last_word(text: &str, marked: bool) -> Option<HeadingKind> {
    let start = text.trim_end().rfind(|char: char| !is_path(char))?;
    let after = text.get(start..)?;
    let first = after.chars().next()?.len_utf8();
    let (before, path) = text.split_at(start + first);
    let before = key(before);
    let target = || steps(path.trim()).map(|path| Target { side: None, path });
    match () {
        () if !marked && has(IN_ROWS, &before) => None,
        () if has(STRUCTURE_BEFORE, &before) => target().map(HeadingKind::Nested),
        () if has(VALUES_BEFORE, &before) => target().map(HeadingKind::Values),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &str) {
        assert_eq!(
            format!("{:?}", kind(raw, raw.contains('#'))),
            format!("Some({expected})"),
            "{raw}"
        );
    }

    #[test]
    fn headings_of_both_languages() {
        check("## [#](#_2-请求参数) 2. 请求参数", "Request");
        check("一、请求参数：", "Request");
        check("Request Parameters", "Request");
        check("# # Interface name", "Name(None)");
        check("接口英文名：getEnv", "Name(Some(\"getEnv\"))");
        check("### [#](#返回体-Response-Payload) 返回体 `Response Payload`", "Response");
        check("**errcode 的合法值**", "Errcodes");
        check("### 5.2 云函数调用示例", "Examples { cloud: true }");
        check("### openH5 请求数据示例", "SampleRequest");
        check("(3) Return Data Example", "SampleResponse");
        let nested =
            |side: &str, path: &str| format!("Nested(Target {{ side: {side}, path: {path} }})");
        let res = "Some(Response)";
        check("### Res.data\\_list(Array) `Object Payload`", &nested(res, "[\"data_list\"]"));
        check("# Res.a(Array).bObject Payload", &nested(res, "[\"a\", \"b\"]"));
        check("**file\\_list 的结构**", &nested("None", "[\"file_list\"]"));
        check("data的结构", &nested("None", "[\"data\"]"));
        check("Structure of data", &nested("None", "[\"data\"]"));
        check(
            "### Body.file_type `Enum`",
            "Values(Target { side: Some(Request), path: [\"file_type\"] })",
        );
        check("file_type 的合法值", "Values(Target { side: None, path: [\"file_type\"] })");
        assert_eq!(kind("the request parameters are", false), None);
        assert_eq!(kind("env", false), None);
        assert_eq!(kind("\"request_body\": \"\",", false), None);
    }
}
