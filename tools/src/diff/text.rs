//! Changes for a terminal.

use std::fmt::Write;

use anstyle::{AnsiColor, Style};

use super::change::{Change, Reach};
use super::changes::Changes;
use super::rule::{Bump, Effect};

/// How many endpoints are named; of a type that all use, the number says enough.
const MOST_ENDPOINTS: usize = 8;

impl Changes {
    /// The changes as people read them on a terminal, with escape codes for colour when asked for.
    pub fn text(&self, colour: bool) -> String {
        let mut text = String::new();
        for change in &self.changes {
            one(&mut text, change, colour);
        }
        for approval in &self.stale {
            let (rule, subject) = (&approval.rule, &approval.subject);
            text.push_str(&format!(
                "stale approval {}: {rule} of {subject} is not among the changes\n\n",
                approval.fingerprint
            ));
        }
        text.push_str(&self.summary());
        text.push('\n');
        if let Some(step) = &self.version {
            text.push_str(&format!("{step}\n"));
        }
        text
    }
}

fn one(text: &mut String, change: &Change, colour: bool) {
    let style = match change.bump() {
        _ if !colour => Style::new(),
        Bump::Major => AnsiColor::Red.on_default().bold(),
        Bump::Minor => AnsiColor::Yellow.on_default().bold(),
        Bump::Patch => AnsiColor::Cyan.on_default().bold(),
    };
    let (bump, rule, message) = (change.bump(), change.rule, &change.message);
    let mut lines = vec![format!("{style}{bump}{style:#}[{rule}]: {message}")];
    lines.extend(change.new_place.as_ref().map(|place| format!("  --> {place}")));
    lines.extend(change.old_place.as_ref().map(|place| format!("  was {place}")));
    lines.push(format!("  {}: {}", effects(change), change.rule.who()));
    lines.extend(change.pages.iter().map(|row| format!("  page: {}", row.link())));
    lines.push(format!("  origin: {}", change.origin.sentence()));
    lines.extend(reached(change).map(|reached| format!("  reaches {reached}")));
    lines.extend(change.hint.as_ref().map(|hint| format!("  hint: {hint}")));
    let approved = |reason: &String| format!("  accepted ({}): {reason}", change.fingerprint());
    lines.extend(change.approved.as_ref().map(approved));
    // Writing to a string does not fail.
    let _ = writeln!(text, "{}\n", lines.join("\n"));
}

/// `Rust breaks, wire changes`: the axes on which something happens.
pub(super) fn effects(change: &Change) -> String {
    let rule = change.rule;
    let axes = [("Rust", rule.rust()), ("wire", rule.wire()), ("behaviour", rule.behaviour())];
    let said = axes.iter().filter(|(_, effect)| *effect != Effect::None);
    let said: Vec<_> = said.map(|(axis, effect)| effect_on(axis, *effect)).collect();
    if said.is_empty() { "nothing".to_owned() } else { said.join(", ") }
}

fn effect_on(axis: &str, effect: Effect) -> String {
    match effect {
        Effect::None => format!("{axis} stays"),
        Effect::Docs => "docs change".to_owned(),
        Effect::Adds => format!("{axis} grows"),
        Effect::Changes => format!("{axis} changes"),
        Effect::Breaks => format!("{axis} breaks"),
    }
}

/// The endpoints beyond the one that the subject names already.
pub(super) fn reached(change: &Change) -> Option<String> {
    let own = change.subject.split([' ', ':']).next().unwrap_or_default();
    if let [reach] = change.reaches.as_slice()
        && reach.endpoint == own
        && !(reach.request || reach.response)
    {
        return None;
    }
    if let [reach] = change.reaches.as_slice()
        && reach.endpoint == own
        && ["request.", "response."].iter().any(|side| change.subject.contains(side))
    {
        return None;
    }
    let mut named: Vec<_> = change.reaches.iter().take(MOST_ENDPOINTS).map(side).collect();
    match change.reaches.len().saturating_sub(MOST_ENDPOINTS) {
        0 => {}
        more => named.push(format!("{more} more")),
    }
    (!named.is_empty()).then(|| named.join(", "))
}

fn side(reach: &Reach) -> String {
    let endpoint = &reach.endpoint;
    match (reach.request, reach.response) {
        (false, false) => endpoint.clone(),
        (true, false) => format!("{endpoint} (request)"),
        (false, true) => format!("{endpoint} (response)"),
        (true, true) => format!("{endpoint} (request and response)"),
    }
}
