//! One finding as an edit of the files of a spec.

use toml_edit::{Array, DocumentMut, Item, Value, value};
use wechat_cloudbase_codegen::Spec;

use super::{errcode, field};
use crate::drift::{self, DriftRule, Finding};

/// The new text of the endpoint's file, and of the errcodes' where that changes.
pub(super) struct Edited {
    pub(super) endpoint: String,
    pub(super) errcodes: Option<String>,
    /// What was written, as a sentence.
    pub(super) done: String,
}

/// The edit that a finding asks for; `None` for one that a person decides.
pub(super) fn of(
    spec: &Spec,
    finding: &Finding,
    endpoint: &str,
    errcodes: &str,
    samples: &[(String, String)],
) -> Option<Edited> {
    let mut document: DocumentMut = endpoint.parse().ok()?;
    let subject = &finding.subject;
    let mut records = None;
    let done = match finding.rule {
        DriftRule::FieldNotInSpec => field::added(&mut document, finding)?,
        DriftRule::FieldType => field::of_type(&mut document, finding)?,
        DriftRule::FieldRequired => field::required(&mut document, finding)?,
        DriftRule::Limit => field::limited(&mut document, finding)?,
        DriftRule::ErrcodeNotInSpec => {
            let (code, message) = errcode::said(finding)?;
            let is_known = spec.api.errcodes.iter().any(|record| record.code == code)
                || errcodes.contains(&format!("= {code}\n"));
            listed(&mut document, "errcodes", code)?;
            if !is_known {
                records = Some(errcode::with_stub(errcodes, code, &message)?);
            }
            let stub =
                if is_known { "" } else { "; its record in errcodes.toml is a stub to fill in" };
            format!("errcode {code} is listed{stub}")
        }
        DriftRule::PermissionSets => {
            let sets: Option<Vec<i64>> =
                finding.page_says.split(", ").map(|set| set.parse().ok()).collect();
            let sets = sets?;
            let mut list = Array::new();
            list.extend(sets.iter().copied());
            document.insert("permission_sets", value(list));
            format!("the permission sets are {}", finding.page_says)
        }
        DriftRule::Deprecation if finding.page_says != "not deprecated" => {
            document.insert("status", value("deprecated"));
            "the status is `deprecated`".to_owned()
        }
        DriftRule::SampleValue | DriftRule::SampleNotOnPage | DriftRule::SampleField => {
            let side = subject.split('.').nth(1)?;
            let (_, text) = samples.iter().find(|(name, _)| name == side)?;
            let sample = document.get_mut("sample")?.as_table_like_mut()?;
            let is_same = sample.get(side).and_then(Item::as_str) == Some(text);
            sample.insert(side, value(text.as_str()));
            if is_same {
                return None;
            }
            format!("the sample of the {side} is that of the page")
        }
        _ => return None,
    };
    Some(Edited { endpoint: document.to_string(), errcodes: records, done })
}

/// Adds a number to a list.
fn listed(document: &mut DocumentMut, key: &str, number: i64) -> Option<()> {
    let list = document.get_mut(key)?.as_array_mut()?;
    if list.iter().all(|item| item.as_integer() != Some(number)) {
        list.push(number);
    }
    Some(())
}

/// The text of an endpoint's file with the day on which a page of it was read; `None` when it has no
/// such page.
pub(super) fn read_on(text: &str, address: &str, today: &str) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let date: toml_edit::Datetime = today.parse().ok()?;
    let sources = document.get_mut("source")?.as_array_of_tables_mut()?;
    let is_page = |page: Option<&Item>| {
        page.and_then(Item::as_str).is_some_and(|page| drift::is_same_page(page, address))
    };
    let source = sources.iter_mut().find(|source| is_page(source.get("page")))?;
    let read = source.get_mut("read")?.as_value_mut()?;
    let decor = read.decor().clone();
    *read = Value::from(date);
    *read.decor_mut() = decor;
    Some(document.to_string())
}
