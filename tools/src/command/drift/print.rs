//! Findings, for people and for programs.

use serde_json::{Value, json};
use wechat_cloudbase_codegen::Place;
use wechat_cloudbase_spec::drift::{Drift, Finding, Level};

use crate::command::github::{self, Annotation};
use crate::command::{Format, markdown};

/// Increased when a reader of the previous format would misread the new one.
const FORMAT: u32 = 1;

pub(crate) fn all(drifts: &[Drift], format: Format, colour: bool) -> String {
    match format {
        Format::Text => drifts.iter().map(|drift| text(drift, colour)).collect(),
        Format::Markdown => {
            let pages: Vec<_> = drifts.iter().map(in_markdown).collect();
            markdown::comment(&pages, "pages")
        }
        Format::Json => {
            let mut all =
                json!({ "format": FORMAT, "pages": drifts.iter().map(page).collect::<Vec<_>>() });
            all.sort_all_objects();
            format!("{all:#}\n")
        }
        Format::Github => {
            let findings = drifts.iter().flat_map(|drift| &drift.findings);
            github::annotations(findings.map(annotation).collect())
        }
    }
}

fn summary(drift: &Drift) -> String {
    let of = |level| drift.findings.iter().filter(|finding| finding.level() == level).count();
    let what = drift.endpoint.as_deref().unwrap_or("no endpoint");
    let mut parts = vec![match of(Level::Finding) {
        0 => "nothing differs".to_owned(),
        1 => "1 finding".to_owned(),
        count => format!("{count} findings"),
    }];
    if of(Level::Note) > 0 {
        parts.push(format!("{} noted", of(Level::Note)));
    }
    if drift.known > 0 {
        parts.push(format!("{} explained by corrections", drift.known));
    }
    if drift.accepted > 0 {
        parts.push(format!("{} accepted", drift.accepted));
    }
    format!("{what} ({}): {}", drift.layout, parts.join(", "))
}

fn text(drift: &Drift, colour: bool) -> String {
    let paint = |code: &str, text: &str| {
        if colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    };
    let mut out = format!("{}: {}\n", paint("1", &plain(&drift.page)), summary(drift));
    for finding in &drift.findings {
        let (word, code) = match finding.level() {
            Level::Finding => ("finding", "31;1"),
            Level::Note => ("note", "36;1"),
        };
        let head = paint(code, &format!("{word}[{}]", finding.rule));
        out.push_str(&format!("  {head}: {}\n", plain(&finding.message)));
        out.push_str(&format!("    page {}\n", shown(&finding.page)));
        if let Some(place) = &finding.spec {
            out.push_str(&format!("    spec {}\n", shown(place)));
        }
        if let Some(hint) = &finding.hint {
            out.push_str(&format!("    help: {}\n", plain(hint)));
        }
    }
    out
}

/// A place with the line's text, cut to what fits into one.
fn shown(place: &Place) -> String {
    const LONGEST: usize = 100;
    let text: String = place.text.trim().chars().take(LONGEST).collect();
    let at = format!("{}:{}", plain(&place.path), place.line);
    if text.is_empty() { at } else { format!("{at}  {}", plain(&text)) }
}

/// Removes control characters of a page.
fn plain(text: &str) -> String {
    text.chars().map(|char| if char.is_control() { '\u{fffd}' } else { char }).collect()
}

fn in_markdown(drift: &Drift) -> String {
    let mut out = format!("### {}\n\n{}\n\n", code(&drift.page), escaped(&summary(drift)));
    if drift.findings.is_empty() {
        return out;
    }
    out.push_str("| | what differs | page | spec |\n|---|---|---|---|\n");
    for finding in &drift.findings {
        let at = |place: &Place| code(&format!("{}:{}", place.path, place.line));
        let spec = finding.spec.as_ref().map_or(String::new(), at);
        let hint = finding.hint.as_ref().map_or(String::new(), |hint| format!(". {hint}"));
        let message = escaped(&format!("{}{hint}", finding.message));
        out.push_str(&format!(
            "| {} | {message} | line {} | {spec} |\n",
            code(&finding.rule.to_string()),
            finding.page.line
        ));
    }
    out.push('\n');
    out
}

fn code(text: &str) -> String {
    format!("`{}`", plain(text).replace('`', "'").replace('|', "\\|"))
}

/// What a page says is text, and no Markdown or HTML of the comment that it lands in.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for char in plain(text).chars() {
        if "\\*_[]<>|#@&!~".contains(char) {
            out.push('\\');
        }
        out.push(char);
    }
    out
}

fn page(drift: &Drift) -> Value {
    json!({
        "page": drift.page,
        "layout": drift.layout,
        "endpoint": drift.endpoint,
        "known": drift.known,
        "accepted": drift.accepted,
        "findings": drift.findings.iter().map(|found| finding(drift, found)).collect::<Vec<_>>(),
    })
}

fn finding(drift: &Drift, finding: &Finding) -> Value {
    json!({
        "fingerprint": finding.fingerprint(drift.endpoint.as_deref().unwrap_or_default()),
        "rule": finding.rule.to_string(),
        "level": match finding.level() {
            Level::Finding => "finding",
            Level::Note => "note",
        },
        "subject": finding.subject,
        "message": finding.message,
        "page_says": finding.page_says,
        "spec_says": finding.spec_says,
        "page": place(&finding.page),
        "spec": finding.spec.as_ref().map(place),
        "hint": finding.hint,
    })
}

fn place(place: &Place) -> Value {
    json!({ "path": place.path, "line": place.line, "column": place.column, "source": place.text })
}

/// Beside the line of the spec, which is what a pull request has.
fn annotation(finding: &Finding) -> Annotation {
    let Place { path, line, .. } = &finding.page;
    let mut message = format!("{}\npage: {path}:{line}", finding.message);
    if let Some(hint) = &finding.hint {
        message.push_str(&format!("\nhelp: {hint}"));
    }
    Annotation {
        level: match finding.level() {
            Level::Finding => github::Level::Error,
            Level::Note => github::Level::Notice,
        },
        title: format!("drift: {}", finding.rule),
        message,
        place: finding.spec.clone(),
    }
}
