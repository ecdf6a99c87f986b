//! Edits of fields.

use toml_edit::{DocumentMut, InlineTable, Item, TableLike, value};

use crate::drift::Finding;

const PLACEHOLDER: &str = "TODO: say what it is";

/// A field that is new: one that may be absent. One that every call must send is for a person.
pub(super) fn added(document: &mut DocumentMut, finding: &Finding) -> Option<String> {
    let (ty, mark) = finding.page_says.split_once(", ").unwrap_or((&finding.page_says, ""));
    let ty = notation(ty)?;
    let (of, name) = finding.subject.rsplit_once('.')?;
    let is_request = of == "request" || of.starts_with("request.");
    if is_request && mark != "optional" {
        return None;
    }
    let fields = table(document, of)?;
    if fields.contains_key(name) {
        return None;
    }
    let mut field = InlineTable::new();
    field.insert("type", ty.as_str().into());
    field.insert("optional", true.into());
    field.insert("doc", PLACEHOLDER.into());
    fields.insert(name, value(field));
    Some(format!("`{}` is added as an optional {ty}; write its doc", finding.subject))
}

pub(super) fn of_type(document: &mut DocumentMut, finding: &Finding) -> Option<String> {
    let ty = notation(&finding.page_says)?;
    let field = field(document, &finding.subject)?;
    let is_plain =
        field.get("enum").is_none() && field.get("text").is_none() && field.get("fields").is_none();
    let was = field.get("type").and_then(Item::as_str)?.to_owned();
    // A type with a name is somebody's decision.
    let is_word = was.starts_with(|char: char| char.is_ascii_lowercase()) && was != "json";
    if !is_plain || !is_word {
        return None;
    }
    field.insert("type", value(ty.as_str()));
    Some(format!("`{}` is of type {ty}, and was {was}", finding.subject))
}

pub(super) fn required(document: &mut DocumentMut, finding: &Finding) -> Option<String> {
    let field = field(document, &finding.subject)?;
    match finding.page_says.as_str() {
        "required" => _ = field.remove("optional"),
        "optional" => _ = field.insert("optional", value(true)),
        _ => return None,
    }
    Some(format!("`{}` is {}", finding.subject, finding.page_says))
}

/// `at most 50`, of whatever the type has limits of.
pub(super) fn limited(document: &mut DocumentMut, finding: &Finding) -> Option<String> {
    let (words, number) = finding.page_says.rsplit_once(' ')?;
    let number: i64 = number.parse().ok()?;
    let field = field(document, &finding.subject)?;
    let ty = field.get("type").and_then(Item::as_str)?;
    let unit = match ty {
        list if list.ends_with("[]") => "_items",
        "int" | "float" => "",
        _ => "_length",
    };
    let key = format!("{}{unit}", if words == "at least" { "min" } else { "max" });
    field.insert(&key, value(number));
    Some(format!("`{}` is {}", finding.subject, finding.page_says))
}

/// A type in the words of findings, as the notation has it; `None` for objects and what is not clear.
fn notation(words: &str) -> Option<String> {
    let (word, lists) = match words.strip_prefix("array of ") {
        Some(item) => (item, "[]"),
        None => (words, ""),
    };
    let word = match word {
        "string" => "string",
        "number" | "integer" => "int",
        "float" => "float",
        "boolean" => "bool",
        _ => return None,
    };
    Some(format!("{word}{lists}"))
}

fn field<'d>(document: &'d mut DocumentMut, path: &str) -> Option<&'d mut dyn TableLike> {
    let (of, name) = path.rsplit_once('.')?;
    table(document, of)?.get_mut(name)?.as_table_like_mut()
}

/// The fields of an object, through the types of the file. A type that endpoints share is not changed
/// for one of them.
fn table<'d>(document: &'d mut DocumentMut, path: &str) -> Option<&'d mut dyn TableLike> {
    let mut steps = path.split('.');
    let mut at: Vec<String> = vec![steps.next()?.to_owned()];
    for step in steps {
        let field = lookup(document, &at)?.get(step)?.as_table_like()?;
        let ty = field.get("type").and_then(Item::as_str).unwrap_or("object");
        let name = ty.trim_end_matches("[]");
        if name == "object" {
            at.extend([step.to_owned(), "fields".to_owned()]);
        } else {
            at = vec!["types".to_owned(), name.to_owned(), "fields".to_owned()];
        }
    }
    let mut item: &mut Item = document.as_item_mut();
    for key in at {
        item = item.as_table_like_mut()?.get_mut(&key)?;
    }
    item.as_table_like_mut()
}

fn lookup<'d>(document: &'d DocumentMut, path: &[String]) -> Option<&'d dyn TableLike> {
    let mut item: &Item = document.as_item();
    for key in path {
        item = item.as_table_like()?.get(key)?;
    }
    item.as_table_like()
}
