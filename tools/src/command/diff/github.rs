//! Changes as annotations of a pull request.

use wechat_cloudbase_spec::diff::{Bump, Change, Changes};

use super::Arguments;
use crate::command::github::{self, Annotation, Level};

/// Findings are errors, noticeable changes warnings, and the rest notices.
pub(super) fn annotations(arguments: &Arguments, changes: &Changes) -> String {
    let fail_on = arguments.fail_on.level();
    let is_finding = |change: &Change| {
        change.approved.is_none() && fail_on.is_some_and(|on| change.bump() >= on)
    };
    let annotation = |change: &Change| Annotation {
        level: match change.bump() {
            _ if is_finding(change) => Level::Error,
            Bump::Major | Bump::Minor => Level::Warning,
            Bump::Patch => Level::Notice,
        },
        title: format!("{}: {}", change.bump(), change.rule),
        message: in_lines(change),
        // A removed thing is in no file of the pull request; the nearest one is.
        place: change.new_place.clone(),
    };
    let all = changes.all().iter().map(annotation);
    let version = changes.version().filter(|step| !step.covered).map(|step| Annotation {
        level: Level::Error,
        title: "version".to_owned(),
        message: step.to_string(),
        place: None,
    });
    github::annotations(all.chain(version).collect())
}

fn in_lines(change: &Change) -> String {
    let mut lines = vec![change.message.clone(), change.rule.who().to_owned()];
    lines.push(format!("origin: {}", change.origin.sentence()));
    lines.extend(change.hint.as_ref().map(|hint| format!("hint: {hint}")));
    lines.extend(change.approved.as_ref().map(|reason| format!("accepted: {reason}")));
    lines.join("\n")
}
