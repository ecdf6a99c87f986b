//! What a run has found, as Markdown for a pull request.

use wechat_cloudbase_spec::diff::{Bump, Changes};

use crate::command::markdown;

#[derive(Default)]
pub(super) struct Report {
    /// By page, what was written into the spec.
    pub(super) done: Vec<(String, Vec<String>)>,
    /// By page, what is left to a person.
    pub(super) left: Vec<(String, Vec<String>)>,
    /// Pages that could not be obtained.
    pub(super) troubles: Vec<String>,
    /// What it means for users.
    pub(super) changes: Option<Changes>,
}

impl Report {
    pub(super) fn is_empty(&self) -> bool {
        self.done.is_empty() && self.left.is_empty() && self.troubles.is_empty()
    }

    pub(super) fn add(&mut self, page: &str, done: Vec<String>, left: Vec<String>) {
        for (list, new) in [(&mut self.done, done), (&mut self.left, left)] {
            if !new.is_empty() {
                match list.iter_mut().find(|(known, _)| known == page) {
                    Some((_, items)) => items.extend(new),
                    None => list.push((page.to_owned(), new)),
                }
            }
        }
    }

    pub(super) fn markdown(&self, pages: usize) -> String {
        let count = |list: &[(String, Vec<String>)]| {
            list.iter().map(|(_, items)| items.len()).sum::<usize>()
        };
        let mut text = format!(
            "## The vendor's pages\n\n{pages} pages: {} changes written, {} left to a person, {} pages to look at.\n",
            count(&self.done),
            count(&self.left),
            self.troubles.len()
        );
        let bump = self.changes.as_ref().and_then(Changes::bump);
        text.push_str(&format!(
            "\n**Version:** {}\n",
            match bump {
                Some(Bump::Major) =>
                    "these changes need a major version (before 1.0, a minor one).",
                Some(Bump::Minor) => "these changes need a minor version.",
                Some(Bump::Patch) => "these changes need a patch version.",
                None => "nothing that users see has changed.",
            }
        ));
        section(&mut text, "Left to a person", "- [ ] ", &self.left);
        section(&mut text, "Written", "- ", &self.done);
        if !self.troubles.is_empty() {
            text.push_str("\n### Pages to look at\n\nNothing was read from these, and nothing removed because of them.\n\n");
            text.extend(self.troubles.iter().map(|trouble| format!("- {}\n", escaped(trouble))));
        }
        if let Some(changes) = self.changes.as_ref().filter(|changes| changes.bump().is_some()) {
            let room = markdown::ROOM.saturating_sub(text.len()).max(2000);
            text.push_str(&format!("\n{}", changes.markdown(room / 2)));
            let log = changes.changelog("Unreleased");
            text.push_str(&format!(
                "\n<details><summary>For the changelog</summary>\n\n```markdown\n{log}```\n\n</details>\n"
            ));
        }
        text
    }
}

fn section(text: &mut String, title: &str, mark: &str, pages: &[(String, Vec<String>)]) {
    const MOST: usize = 300;
    if pages.is_empty() {
        return;
    }
    text.push_str(&format!("\n### {title}\n"));
    let mut left = MOST;
    for (page, items) in pages {
        if left == 0 {
            text.push_str("\nThere is no room for the others.\n");
            return;
        }
        text.push_str(&format!(
            "\n[{}]({page})\n\n",
            escaped(page.rsplit('/').next().unwrap_or(page))
        ));
        let shown = items.iter().take(left);
        text.extend(shown.map(|item| format!("{mark}{}\n", escaped(item))));
        left = left.saturating_sub(items.len());
    }
}

/// What a page says is text, and no Markdown or HTML of the comment that it lands in.
fn escaped(text: &str) -> String {
    let parts: Vec<_> = text.split('`').collect();
    let outside = |part: &str| {
        let mut out = String::new();
        for char in part.chars().map(|char| if char.is_control() { ' ' } else { char }) {
            if "\\*_[]<>|#@&!~".contains(char) {
                out.push('\\');
            }
            out.push(char);
        }
        out
    };
    if parts.len() % 2 == 0 {
        return outside(&text.replace('`', "'"));
    }
    let escape =
        |(at, part): (usize, &&str)| if at % 2 == 0 { outside(part) } else { (*part).to_owned() };
    parts.iter().enumerate().map(escape).collect::<Vec<_>>().join("`")
}
