//! Changes for a comment on a pull request.

use wechat_cloudbase_codegen::source::Place;

use super::change::Change;
use super::change::PageRow;
use super::changes::Changes;
use super::rule::Bump;
use super::text::{effects, reached};

/// How many minor changes are shown without a fold.
const MOST_OPEN: usize = 10;

impl Changes {
    /// The changes as Markdown, documentation changes behind a fold: as many as fit
    /// into `room` bytes, and the number of the others.
    pub fn markdown(&self, room: usize) -> String {
        let mut left = room;
        let mut text = format!("### Spec: {}\n", self.summary());
        for (bump, title) in
            [(Bump::Major, "Major"), (Bump::Minor, "Minor"), (Bump::Patch, "Patch")]
        {
            let all: Vec<_> =
                self.changes.iter().filter(|change| change.bump() == bump).map(line).collect();
            if all.is_empty() {
                continue;
            }
            let (lines, count) = (fitting(&all, &mut left), all.len());
            let is_folded = bump == Bump::Patch || bump == Bump::Minor && count > MOST_OPEN;
            text.push_str(&match bump {
                _ if is_folded => format!(
                    "\n<details><summary>{title} ({count})</summary>\n\n{lines}\n</details>\n"
                ),
                _ => format!("\n#### {title} ({count})\n\n{lines}"),
            });
        }
        if let Some(step) = &self.version {
            let mark = if step.covered { "☑" } else { "☐" };
            text.push_str(&format!("\n{mark} {step}.\n"));
        }
        for approval in &self.stale {
            let (fingerprint, rule, subject) =
                (&approval.fingerprint, &approval.rule, &approval.subject);
            text.push_str(&format!("\nStale approval `{fingerprint}`: `{rule}` of `{subject}`.\n"));
        }
        text
    }
}

/// As many lines as there is room for.
fn fitting(lines: &[String], left: &mut usize) -> String {
    let mut text = String::new();
    for (index, line) in lines.iter().enumerate() {
        let Some(rest) = left.checked_sub(line.len()) else {
            *left = 0;
            return text + &format!("- There is no room for {} more.\n", lines.len() - index);
        };
        *left = rest;
        text.push_str(line);
    }
    text
}

fn line(change: &Change) -> String {
    let approved = change.approved.as_ref();
    let mark = if approved.is_some() { "☑" } else { "☐" };
    let details = [
        place(change),
        Some(format!("{}: {}", effects(change), change.rule.who())),
        pages(change),
        Some(format!("Origin: {}.", change.origin.sentence())),
        reached(change).map(|reached| format!("Reaches {reached}.")),
        change.hint.as_ref().map(|hint| format!("Hint: {hint}.")),
        approved.map(|reason| format!("Accepted: {}", escaped(reason))),
    ];
    let details: String =
        details.into_iter().flatten().map(|detail| format!("  <br>{detail}\n")).collect();
    format!("- {mark} {} [`{}`]\n{details}", escaped(&change.message), change.rule)
}

/// Links to the rows that it came from.
fn pages(change: &Change) -> Option<String> {
    let link = |row: &PageRow| {
        format!(
            "[{}]({})",
            escaped(&row.title()),
            row.link().replace(')', "%29").replace('(', "%28")
        )
    };
    let links: Vec<_> = change.pages.iter().map(link).collect();
    (!links.is_empty()).then(|| format!("Page: {}", links.join(", ")))
}

fn place(change: &Change) -> Option<String> {
    let show = |place: &Place| format!("`{}:{}`", place.path, place.line);
    match (&change.new_place, &change.old_place) {
        (Some(new), Some(old)) => Some(format!("At {}, was at {}", show(new), show(old))),
        (Some(new), None) => Some(format!("At {}", show(new))),
        (None, Some(old)) => Some(format!("Was at {}", show(old))),
        (None, None) => None,
    }
}

/// Nothing in a text becomes a tag, a mention or a line of its own.
fn escaped(text: &str) -> String {
    let text = text.replace('\n', " ");
    let parts: Vec<_> = text.split('`').collect();
    let outside = |part: &str| {
        part.replace('<', "&lt;").replace('@', "@\u{200b}").replace('*', "\\*").replace('_', "\\_")
    };
    let escape = |(index, part): (usize, &&str)| {
        if index % 2 == 0 { outside(part) } else { (*part).to_owned() }
    };
    parts.iter().enumerate().map(escape).collect::<Vec<_>>().join("`")
}
