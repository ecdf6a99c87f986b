//! Edits of a spec, each with what a comparison must call it.

use toml_edit::{Array, DocumentMut, InlineTable, Item, TableLike, Value, value};
use wechat_cloudbase_codegen::SourceFile;

/// What an edit was: the rule that it falls under and how its subject ends, or nothing where it
/// changes no more than the text.
pub(super) type Edited = Option<(&'static str, String)>;

/// A kind of edit. It picks its place by a number, and is none where the file has no such place.
pub(super) struct Edit {
    pub(super) name: &'static str,
    pub(super) apply: fn(&mut DocumentMut, usize) -> Option<Edited>,
}

/// Edits of a file of an endpoint.
pub(super) const OF_ENDPOINTS: &[Edit] = &[
    Edit { name: "a comment", apply: |doc, _| comment(doc) },
    Edit { name: "summary", apply: |doc, _| text(doc, "summary", "summary-changed") },
    Edit { name: "path", apply: |doc, _| text(doc, "path", "path-changed") },
    Edit { name: "cloud call", apply: |doc, _| text(doc, "cloud_call", "cloud-call-changed") },
    Edit { name: "a note", apply: |doc, _| note(doc) },
    Edit { name: "idempotent", apply: |doc, _| idempotent(doc) },
    Edit { name: "deprecated", apply: |doc, _| deprecated(doc) },
    Edit { name: "a token more", apply: |doc, _| token_more(doc) },
    Edit { name: "a token less", apply: |doc, at| less(doc, at, "tokens", 2, "token-refused") },
    Edit {
        name: "an errcode less",
        apply: |doc, at| less(doc, at, "errcodes", 1, "errcode-delisted"),
    },
    Edit {
        name: "a permission set less",
        apply: |doc, at| less(doc, at, "permission_sets", 1, "permission-set-delisted"),
    },
    Edit { name: "a page read again", apply: |doc, at| read_again(doc, at) },
    Edit { name: "a correction less", apply: |doc, at| correction_less(doc, at) },
    Edit { name: "words about a field", apply: |doc, at| field(doc, at, doc_of_field) },
    Edit { name: "a field's name in Rust", apply: |doc, at| field(doc, at, rust_name) },
    Edit { name: "a field optional or not", apply: |doc, at| field(doc, at, optional) },
    Edit { name: "a field secret or not", apply: |doc, at| field(doc, at, secret) },
    Edit { name: "a limit more", apply: |doc, at| field(doc, at, limit) },
    Edit { name: "a field as text", apply: |doc, at| field(doc, at, as_text) },
    Edit { name: "a field to a float", apply: |doc, at| field(doc, at, float) },
    Edit { name: "a field in a list", apply: |doc, at| field(doc, at, list) },
    Edit { name: "a field to the query", apply: |doc, at| field(doc, at, to_query) },
    Edit { name: "a field's former name", apply: |doc, at| field(doc, at, former_name) },
    Edit { name: "a value more", apply: |doc, at| field(doc, at, value_more) },
    Edit { name: "a value less", apply: |doc, at| field(doc, at, value_less) },
    Edit { name: "a field more", apply: |doc, at| field_more(doc, at) },
    Edit { name: "a field less", apply: |doc, at| field_less(doc, at) },
    Edit { name: "words about a type", apply: |doc, at| own_type(doc, at) },
];

/// Edits of the files that endpoints share.
pub(super) const OF_RECORDS: &[Edit] = &[
    Edit {
        name: "meaning",
        apply: |doc, at| record(doc, at, "errcode", "meaning", "errcode-meaning-changed"),
    },
    Edit {
        name: "remedy",
        apply: |doc, at| record(doc, at, "errcode", "remedy", "errcode-remedy-changed"),
    },
    Edit {
        name: "message",
        apply: |doc, at| record(doc, at, "errcode", "message", "errcode-message-changed"),
    },
    Edit {
        name: "an errcode's name",
        apply: |doc, at| record(doc, at, "errcode", "name", "errcode-renamed"),
    },
    Edit { name: "a class", apply: class },
    Edit {
        name: "words about an area",
        apply: |doc, at| record(doc, at, "area", "doc", "area-doc-changed"),
    },
    Edit {
        name: "an area's name",
        apply: |doc, at| record(doc, at, "area", "name", "area-renamed"),
    },
    Edit {
        name: "a permission set's name",
        apply: |doc, at| record(doc, at, "permission_set", "name", "permission-set-name-changed"),
    },
    Edit { name: "words about a shared type", apply: |doc, at| shared_type(doc, at) },
    Edit { name: "a comment in records", apply: |doc, _| comment(doc) },
];

/// A file after an edit, and what the edit was.
pub(super) fn edited(file: &SourceFile, edit: &Edit, at: usize) -> Option<(SourceFile, Edited)> {
    let mut document: DocumentMut = std::str::from_utf8(&file.content).unwrap().parse().unwrap();
    let edited = (edit.apply)(&mut document, at)?;
    Some((SourceFile::new(file.path.clone(), document.to_string()), edited))
}

fn comment(doc: &mut DocumentMut) -> Option<Edited> {
    let text = format!("# A comment.\n\n{doc}# And one at the end.\n");
    *doc = text.parse().unwrap();
    Some(None)
}

/// One more character at the end of a text.
fn text(doc: &mut DocumentMut, key: &str, rule: &'static str) -> Option<Edited> {
    let text = doc.get(key)?.as_str()?.to_owned() + "Q";
    doc[key] = value(text);
    Some(Some((rule, format!(" {key}"))))
}

fn note(doc: &mut DocumentMut) -> Option<Edited> {
    let mut notes = doc.get("notes").and_then(Item::as_array).cloned().unwrap_or_default();
    notes.push("One more.");
    doc["notes"] = value(notes);
    Some(Some(("notes-changed", " notes".to_owned())))
}

fn idempotent(doc: &mut DocumentMut) -> Option<Edited> {
    let was = doc.get("idempotent")?.as_bool()?;
    doc["idempotent"] = value(!was);
    let rule = if was { "no-longer-idempotent" } else { "became-idempotent" };
    Some(Some((rule, " idempotent".to_owned())))
}

fn deprecated(doc: &mut DocumentMut) -> Option<Edited> {
    let status = doc.get("status").map_or("current", |status| status.as_str().unwrap());
    if matches!(status, "deprecated" | "moved") {
        return None;
    }
    doc["status"] = value("deprecated");
    Some(Some(("status-deprecated", " status".to_owned())))
}

fn token_more(doc: &mut DocumentMut) -> Option<Edited> {
    let tokens = doc.get_mut("tokens")?.as_array_mut()?;
    let has = |kind: &str| tokens.iter().any(|token| token.as_str() == Some(kind));
    let kind = ["component", "authorizer", "app"].into_iter().find(|kind| !has(kind))?;
    if tokens.is_empty() {
        return None;
    }
    tokens.push(kind);
    Some(Some(("token-accepted", " tokens".to_owned())))
}

/// One item less of a list, which keeps some.
fn less(
    doc: &mut DocumentMut,
    at: usize,
    key: &str,
    least: usize,
    rule: &'static str,
) -> Option<Edited> {
    let items = doc.get_mut(key)?.as_array_mut()?;
    if items.len() < least {
        return None;
    }
    items.remove(at % items.len());
    Some(Some((rule, format!(" {key}"))))
}

fn read_again(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    let sources = doc.get_mut("source")?.as_array_of_tables_mut()?;
    let count = sources.len();
    let source = sources.get_mut(at % count)?;
    let page = source.get("page")?.as_str()?.to_owned();
    source["read"] = value("2031-01-31".parse::<toml_edit::Datetime>().unwrap());
    Some(Some(("source-read-again", page)))
}

fn correction_less(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    let corrections = doc.get_mut("correction")?.as_array_of_tables_mut()?;
    let at = at % corrections.len().max(1);
    let field = corrections.get(at)?.get("field")?.as_str()?.to_owned();
    corrections.remove(at);
    Some(Some(("correction-removed", format!("correction {field}"))))
}

/// A field at hand: whether it is in the request, and its table.
struct Field<'a> {
    sent: bool,
    table: &'a mut dyn TableLike,
}

impl Field<'_> {
    fn is(&self, key: &str) -> bool {
        self.table.get(key).and_then(Item::as_bool).unwrap_or(false)
    }

    fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    fn ty(&self) -> String {
        self.table.get("type").and_then(Item::as_str).unwrap_or("object").to_owned()
    }

    /// Whether its type has no name and no parts.
    fn is_plain(&self) -> bool {
        let built_in = ["string", "int", "float", "bool", "json"].contains(&self.ty().as_str());
        built_in && !["enum", "pattern", "fields", "fixed"].iter().any(|key| self.has(key))
    }

    fn set(&mut self, key: &str, with: impl Into<Value>) {
        self.table.insert(key, value(with));
    }
}

/// Picks a field of request or response.
fn field(
    doc: &mut DocumentMut,
    at: usize,
    edit: fn(Field<'_>) -> Option<(&'static str, &'static str)>,
) -> Option<Edited> {
    let side = if at.is_multiple_of(2) { "request" } else { "response" };
    let fields = doc.get_mut(side)?.as_table_like_mut()?;
    let count = fields.len();
    let name = fields.iter().nth(at / 2 % count.max(1))?.0.to_owned();
    let table = fields.get_mut(&name)?.as_table_like_mut()?;
    let (rule, key) = edit(Field { sent: side == "request", table })?;
    Some(Some((rule, format!("{side}.{name}{key}"))))
}

fn doc_of_field(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let doc = field.table.get("doc")?.as_str()?.to_owned();
    field.set("doc", doc + " Q");
    Some(("field-doc-changed", ""))
}

fn rust_name(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    field.set("rust", "zzzzzz");
    // What is fixed has no name in Rust that anybody sees, but the model has one.
    Some(("field-rust-name-changed", ""))
}

fn optional(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let becomes = !field.is("optional");
    field.set("optional", becomes);
    let ty = field.ty();
    let unseen = ty.ends_with("[]")
        || ty.ends_with("{}")
        || ty == "json"
        || field.table.contains_key("default");
    Some(match (field.sent, becomes) {
        (true, true) => ("request-field-became-optional", ""),
        (true, false) => ("request-field-became-required", ""),
        (false, _) if unseen => ("response-list-required-changed", ""),
        (false, true) => ("response-field-became-optional", ""),
        (false, false) => ("response-field-became-required", ""),
    })
}

fn secret(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let becomes = !field.is("secret");
    field.set("secret", becomes);
    Some((if becomes { "field-made-secret" } else { "field-made-public" }, ""))
}

fn limit(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let key = match field.ty().as_str() {
        "int" | "float" => "max",
        "string" => "max_length",
        ty if ty.ends_with("[]") => "max_items",
        _ => return None,
    };
    if field.has(key) {
        return None;
    }
    field.set(key, 1_000_000);
    let rule = if field.sent { "request-limit-tightened" } else { "response-limit-changed" };
    Some((
        rule,
        match key {
            "max" => " max",
            "max_length" => " max_length",
            _ => " max_items",
        },
    ))
}

fn as_text(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let becomes = !field.is("text");
    field.set("text", becomes);
    Some(("field-text-changed", ""))
}

fn float(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    if field.ty() != "int" || !field.is_plain() {
        return None;
    }
    field.set("type", "float");
    Some(("field-type-widened", ""))
}

fn list(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    if ["min", "max", "min_length", "max_length", "text"].iter().any(|key| field.has(key)) {
        return None;
    }
    let ty = field.ty();
    field.set("type", format!("{ty}[]"));
    Some(("field-list-depth-changed", ""))
}

fn to_query(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    if field.has("in") {
        return None;
    }
    field.set("in", "query");
    Some(("field-place-changed", ""))
}

fn former_name(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    if field.has("renamed_from") {
        return None;
    }
    field.set("renamed_from", "zzzzzz");
    Some(("former-name-changed", ""))
}

fn values<'a>(field: &'a mut Field<'_>) -> Option<&'a mut Array> {
    field.table.get_mut("enum")?.as_array_mut()
}

fn value_more(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let is_int = field.ty().starts_with("int");
    let mut more = InlineTable::new();
    more.insert("value", if is_int { 987_654.into() } else { "zzzzzz".into() });
    more.insert("name", "Zzzzzz".into());
    values(&mut field)?.push(more);
    Some(("value-added", VALUE))
}

fn value_less(mut field: Field<'_>) -> Option<(&'static str, &'static str)> {
    let values = values(&mut field)?;
    if values.len() < 2 {
        return None;
    }
    values.remove(0);
    Some(("value-removed", VALUE))
}

/// What stands for "the subject is the type's, which is named after the field".
pub(super) const VALUE: &str = "?";

fn field_more(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    let (side, rule) = match at % 2 {
        0 => ("request", "request-field-added-optional"),
        _ => ("response", "response-field-added-optional"),
    };
    let mut field = InlineTable::new();
    field.insert("type", "string".into());
    field.insert("optional", true.into());
    field.insert("doc", "One more".into());
    if side == "request" && doc.get("method")?.as_str() == Some("GET") {
        field.insert("in", "query".into());
    }
    doc.get_mut(side)?.as_table_like_mut()?.insert("zzzzzz", value(field));
    Some(Some((rule, format!("{side}.zzzzzz"))))
}

fn field_less(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    let (side, rule) = match at % 2 {
        0 => ("request", "request-field-removed"),
        _ => ("response", "response-field-removed"),
    };
    let fields = doc.get_mut(side)?.as_table_like_mut()?;
    let name = fields.iter().nth(at / 2 % fields.len().max(1))?.0.to_owned();
    let table = fields.get_mut(&name)?.as_table_like_mut()?;
    let field = Field { sent: side == "request", table };
    if !field.is_plain() || !field.is("optional") {
        return None;
    }
    fields.remove(&name);
    Some(Some((rule, format!("{side}.{name}"))))
}

fn words_of_type(types: &mut dyn TableLike, at: usize) -> Option<String> {
    let name = types.iter().nth(at % types.len().max(1))?.0.to_owned();
    let definition = types.get_mut(&name)?.as_table_like_mut()?;
    let doc = definition.get("doc")?.as_str()?.to_owned();
    definition.insert("doc", value(doc + " Q"));
    Some(name)
}

fn own_type(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    let name = words_of_type(doc.get_mut("types")?.as_table_like_mut()?, at)?;
    Some(Some(("type-doc-changed", format!("::{name} doc"))))
}

fn shared_type(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    // Of the files that endpoints share, only this one has no list at its top.
    if ["errcode", "area", "permission_set"].iter().any(|key| doc.contains_key(key)) {
        return None;
    }
    let name = words_of_type(doc.as_table_mut(), at)?;
    Some(Some(("type-doc-changed", format!("types::{name} doc"))))
}

fn record(
    doc: &mut DocumentMut,
    at: usize,
    list: &str,
    key: &str,
    rule: &'static str,
) -> Option<Edited> {
    let records = doc.get_mut(list)?.as_array_of_tables_mut()?;
    let count = records.len();
    let record = records.get_mut(at % count)?;
    let text = record.get(key)?.as_str()?.to_owned() + "Q";
    record[key] = value(text);
    Some(Some((rule, format!(" {key}"))))
}

fn class(doc: &mut DocumentMut, at: usize) -> Option<Edited> {
    let records = doc.get_mut("errcode")?.as_array_of_tables_mut()?;
    let count = records.len();
    let record = records.get_mut(at % count)?;
    let other = if record.get("class")?.as_str() == Some("state") { "quota" } else { "state" };
    record["class"] = value(other);
    Some(Some(("errcode-class-changed", " class".to_owned())))
}
