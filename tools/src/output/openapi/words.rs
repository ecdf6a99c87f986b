//! Descriptions, in Markdown.

use std::fmt::{Display, Write};

use wechat_cloudbase_codegen::lower::{code, escaped, limits, literal_json, paragraph};
use wechat_cloudbase_codegen::model::{
    ERRCODE, ERRMSG, Endpoint, Field, FieldPlace, PermissionSet, Status, Type, Variant,
};

use crate::json::Object;

/// What every endpoint has in common.
pub(super) const API: &str = "\
WeChat responds with HTTP status 200 whether a call succeeds or fails. The `errcode` tells: 0 is \
success, and so is its absence in the responses of some endpoints; anything else is a failure, with a \
text for people in `errmsg`. Codes beyond the documented ones may come.

A token is a key in the query string, so an address is a secret. Each operation says which kinds it \
takes; any one of them is enough.

Unless an operation says otherwise, a body is JSON and never empty: where there is nothing to send, send \
`{}`. A response that is bytes is JSON when the call failed, whatever its content type says.

Answers may have members that no page lists, `null` for what is absent, and new values where a page \
lists values: `x-extensible-enum` has the documented ones. The content type may be `text/plain`, \
though the body is JSON.

`x-wechat-errcodes`, at the end of the document, has what is known of each code, with its class: \
what can be done about it.";

/// What a caller must know of an endpoint.
pub(super) fn operation(endpoint: &Endpoint, is_old: bool) -> String {
    let mut text = Paragraphs::default();
    if is_old {
        text.add(&format!("A former path of the endpoint; use {} now.", code(&endpoint.path)));
    }
    for note in &endpoint.notes {
        text.add(&paragraph(note));
    }
    for fact in facts(endpoint) {
        text.add(&fact);
    }
    if !endpoint.corrections.is_empty() {
        text.add("Where a page is wrong:");
        let mut list = String::new();
        for correction in &endpoint.corrections {
            let (field, says) = (code(&correction.field), escaped(&correction.says));
            let is = escaped(correction.is.trim_end_matches('.'));
            let why = paragraph(&correction.why);
            let _ = writeln!(list, "- {field}: documented as {says}; actually {is} ({why})");
        }
        text.add(list.trim_end());
    }
    text.0
}

#[derive(Default)]
struct Paragraphs(String);

impl Paragraphs {
    fn add(&mut self, paragraph: &str) {
        if !self.0.is_empty() {
            self.0.push_str("\n\n");
        }
        self.0.push_str(paragraph);
    }
}

fn facts(endpoint: &Endpoint) -> Vec<String> {
    let idempotent = match (endpoint.idempotent, &endpoint.idempotent_by) {
        (true, _) => "Idempotent: a second call leaves the same state as one.".to_owned(),
        (false, None) => "Not idempotent: a second call may take effect twice.".to_owned(),
        (false, Some(by)) => format!(
            "Idempotent with {}: a second call with the same value leaves the same state as one. \
             Without it, a second call may take effect twice.",
            code(by)
        ),
    };
    let status = match endpoint.status {
        Status::Current | Status::Moved => None,
        Status::Legacy => Some("Only the old site has its page."),
        Status::Deprecated => Some("Its page announces its end."),
        Status::PossiblyRetired => Some("Older pages have it, newer catalogues do not."),
    };
    let mut facts = vec![idempotent];
    facts.extend(status.map(str::to_owned));
    if endpoint.errcode_field != ERRCODE || endpoint.errmsg_field != ERRMSG {
        facts.push(format!(
            "Its errcode is {} and its errmsg {}; a rejected token is reported under the usual names.",
            code(&endpoint.errcode_field),
            code(&endpoint.errmsg_field)
        ));
    }
    if !endpoint.permission_sets.is_empty() {
        let sets: Vec<_> = endpoint.permission_sets.iter().map(|set| permission_set(set)).collect();
        facts.push(format!("The account must have granted {}.", sets.join(" or ")));
    }
    if let Some(name) = &endpoint.cloud_call {
        facts.push(format!("As a cloud call it is {}.", code(name)));
    }
    facts
}

fn permission_set(set: &PermissionSet) -> String {
    format!("permission set {} ({})", set.id, escaped(&set.name))
}

/// What a field is. Limits are in its schema, except where it is about what is in a text.
pub(super) fn field(field: &Field) -> String {
    let doc = match &field.ty {
        Type::InText(_) => {
            let limits = limits(field).map_or(String::new(), |limits| format!(" {limits}."));
            format!("{}{limits} As JSON in a string.", paragraph(&field.doc))
        }
        _ => paragraph(&field.doc),
    };
    match field.place {
        FieldPlace::Both => format!("{doc} In query string and body alike."),
        _ => doc,
    }
}

/// An empty text would not be seen.
fn shown(value: &str) -> String {
    if value.is_empty() { "\"\"".to_owned() } else { value.to_owned() }
}

/// What a schema says beside what a value must be.
pub(super) fn beside(field: &Field) -> Object<'_> {
    let default = field.default.as_ref().map(|value| literal_json(&field.ty, value));
    let deprecated = field.deprecated.as_ref();
    let since = deprecated.and_then(|it| it.since.as_ref());
    let instead = deprecated.and_then(|it| it.instead.as_ref());
    Object::new()
        .with_some("default", default)
        .with_some("deprecated", deprecated.map(|_| true))
        .with_some("x-wechat-deprecated-since", since)
        .with_some("x-wechat-use-instead", instead)
}

/// What a type is, with what its values mean.
pub(super) fn values<T: Display>(doc: String, variants: &[Variant<T>], open: bool) -> String {
    let mut text = doc;
    let told = variants.iter().any(|variant| variant.doc.is_some());
    if !told && !open {
        return text;
    }
    text.push_str(if open { " Documented values, beside which others may come:\n" } else { "\n" });
    for variant in variants {
        let value = code(&shown(&variant.value.to_string()));
        let _ = match &variant.doc {
            Some(doc) => write!(text, "\n- {value}: {}", paragraph(doc)),
            None => write!(text, "\n- {value}"),
        };
    }
    text
}
