//! Changes as one page of HTML: each with what it was beside what it is, or above it where the screen
//! is narrow. It loads nothing.

use maud::{DOCTYPE, Markup, PreEscaped, html};
use wechat_cloudbase_codegen::source::Place;

use super::change::Change;
use super::changes::Changes;
use super::rule::Bump;
use super::text::{effects, reached};

const STYLE: &str = "
:root { color-scheme: light dark; --line: #8884; --old: #d1242f18; --new: #1a7f3718; }
* { box-sizing: border-box; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 72rem; padding: 1rem; }
h1 { font-size: 1.4rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
summary { cursor: pointer; font-size: 1.15rem; font-weight: 600; margin-top: 2rem; }
article { border: 1px solid var(--line); border-radius: .5rem; margin: 1rem 0; overflow: hidden; }
article > header, article > footer { padding: .6rem .8rem; }
article > footer { border-top: 1px solid var(--line); font-size: .875rem; }
h3 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
.rule { font-size: .8125rem; opacity: .8; }
.sides { display: grid; grid-template-columns: 1fr 1fr; border-top: 1px solid var(--line); }
.sides > div { min-width: 0; padding: .6rem .8rem; }
.old { background: var(--old); } .new { background: var(--new); }
.sides h4 { font-size: .75rem; font-weight: 600; margin: 0 0 .3rem; opacity: .8; }
pre { font: .875rem/1.45 ui-monospace, monospace; margin: 0; overflow-wrap: anywhere; white-space: pre-wrap; }
code { font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
p { margin: .2rem 0; } a { overflow-wrap: anywhere; }
@media (max-width: 40rem) { body { padding: .6rem; } .sides { grid-template-columns: 1fr; } }
";

impl Changes {
    /// The changes as one page that loads nothing.
    pub fn html(&self) -> String {
        let title = format!("Spec: {}", self.summary());
        let page = html! {
            (DOCTYPE)
            html lang="en" {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    h1 { (title) }
                    @if let Some(step) = &self.version { p { (step) "." } }
                    @for (bump, title) in [(Bump::Major, "Major"), (Bump::Minor, "Minor"), (Bump::Patch, "Patch")] {
                        (group(bump, title, &self.changes))
                    }
                    @if self.changes.is_empty() { p { "Nothing has changed." } }
                }
            }
        };
        page.into_string()
    }
}

fn group(bump: Bump, title: &str, changes: &[Change]) -> Markup {
    let of: Vec<&Change> = changes.iter().filter(|change| change.bump() == bump).collect();
    let all = html! { @for change in &of { (one(change)) } };
    html! {
        @if of.is_empty() {}
        @else if bump == Bump::Patch {
            details { summary { (title) " (" (of.len()) ")" } (all) }
        } @else {
            section { h2 { (title) " (" (of.len()) ")" } (all) }
        }
    }
}

fn one(change: &Change) -> Markup {
    html! {
        article id=(change.fingerprint()) {
            header {
                h3 { (words(&change.message)) }
                p.rule { code { (change.rule) } " · " (effects(change)) ": " (words(change.rule.who())) }
            }
            div.sides {
                (side("old", "Was", change.old.as_deref(), change.old_place.as_ref()))
                (side("new", "Is", change.new.as_deref(), change.new_place.as_ref()))
            }
            footer {
                @for row in &change.pages {
                    p { "Page: " a href=(row.link()) rel="noreferrer" { (row.title()) } }
                }
                p { "Origin: " (change.origin.sentence()) "." }
                @if let Some(reached) = reached(change) { p { "Reaches " (reached) "." } }
                @if let Some(hint) = &change.hint { p { "Hint: " (words(hint)) "." } }
                @if let Some(reason) = &change.approved { p { "Accepted: " (reason) } }
            }
        }
    }
}

fn side(class: &str, title: &str, value: Option<&str>, place: Option<&Place>) -> Markup {
    html! {
        div class=(class) {
            h4 {
                (title)
                @if let Some(place) = place { " · " code { (place.path) ":" (place.line) } }
            }
            @match value {
                Some(value) => pre { (value) },
                None => p { "nothing" },
            }
        }
    }
}

/// What is between backticks is code.
fn words(text: &str) -> Markup {
    html! {
        @for (at, part) in text.split('`').enumerate() {
            @if at % 2 == 1 { code { (part) } } @else { (part) }
        }
    }
}
