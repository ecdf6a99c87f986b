//! What changed from one spec to another: not which lines, but which endpoints, fields, types and
//! errcodes; whom it affects; and which version it needs.

mod approvals;
mod change;
mod changelog;
mod changes;
mod endpoint_keys;
mod endpoints;
mod fields;
mod finder;
mod html;
mod json;
mod lists;
mod markdown;
mod matching;
mod moved;
mod origin;
mod page_rows;
mod pages;
mod provenance;
mod reach;
mod records;
mod rule;
mod samples;
mod scope;
mod text;
mod type_pair;
mod types;
mod values;
mod version;
mod waits;
mod words;

pub use approvals::{Approval, Approvals, BadApprovals};
pub use change::{Change, Origin, PageRow, Reach};
pub use changes::{Changes, VersionStep};
pub use rule::{Bump, ChangeRule, Effect};
pub use version::{covers, next_version};

use wechat_cloudbase_codegen::Spec;

use finder::Finder;

/// Compares two specs.
pub fn diff(old: &Spec, new: &Spec) -> Changes {
    let mut finder = Finder::new(old, new);
    endpoints::compare(&mut finder);
    types::compare_shared(&mut finder);
    records::compare(&mut finder);
    let mut changes = finder.finish();
    page_rows::link(&mut changes, old, new);
    Changes::new(changes)
}
