//! Changes for a program.

use serde_json::{Value, json};
use wechat_cloudbase_codegen::source::Place;

use super::approvals::Approval;
use super::change::PageRow;
use super::change::{Change, Reach};
use super::changes::{Changes, VersionStep};

/// Increased when a reader of the previous format would misread the new one.
const FORMAT: u32 = 1;

impl Changes {
    /// The changes as JSON. `format` in it is the version of its form.
    pub fn json(&self) -> String {
        let mut json = json!({
            "format": FORMAT,
            "bump": self.bump().map(super::rule::Bump::word),
            "changes": self.changes.iter().map(change).collect::<Vec<_>>(),
            "version": self.version.as_ref().map(version),
            "stale_approvals": self.stale.iter().map(approval).collect::<Vec<_>>(),
        });
        json.sort_all_objects();
        format!("{json:#}\n")
    }
}

fn change(change: &Change) -> Value {
    let Change {
        rule,
        subject,
        message,
        old,
        new,
        old_place,
        new_place,
        reaches,
        origin,
        hint,
        approved,
        pages,
    } = change;
    json!({
        "rule": rule.id(),
        "bump": rule.bump().word(),
        "subject": subject,
        "message": message,
        "old": old,
        "new": new,
        "old_place": old_place.as_ref().map(place),
        "new_place": new_place.as_ref().map(place),
        "rust": rule.rust().word(),
        "wire": rule.wire().word(),
        "behaviour": rule.behaviour().word(),
        "who": rule.who(),
        "reaches": reaches.iter().map(reach).collect::<Vec<_>>(),
        "origin": origin.word(),
        "pages": pages.iter().map(row).collect::<Vec<_>>(),
        "hint": hint,
        "fingerprint": change.fingerprint(),
        "approved": approved,
    })
}

fn version(step: &VersionStep) -> Value {
    let VersionStep { old, new, needed, covered } = step;
    json!({ "old": old, "new": new, "needed": needed, "covered": covered })
}

fn row(row: &PageRow) -> Value {
    json!({ "page": row.page, "row": row.row, "link": row.link() })
}

fn place(place: &Place) -> Value {
    json!({ "path": place.path, "line": place.line, "column": place.column })
}

fn reach(reach: &Reach) -> Value {
    json!({
        "endpoint": reach.endpoint,
        "request": reach.request,
        "response": reach.response,
    })
}

fn approval(approval: &Approval) -> Value {
    json!({
        "fingerprint": approval.fingerprint,
        "rule": approval.rule,
        "subject": approval.subject,
        "reason": approval.reason,
    })
}
