//! `check`: reports every problem of a spec.

use std::io::stdout;

use serde_json::{Value, json};
use wechat_cloudbase_codegen::{Diagnostic, Note, Place, Report, check};
use wechat_cloudbase_spec::{Warning, render, warnings};

use super::folder::Folder;
use super::github::{Annotation, Level};
use super::{Format, Outcome, github, markdown, print, print_report};

/// Report every problem of a spec.
///
/// It finds what a build would find; nothing is compiled or written.
///
/// Exits with 0 when the spec is valid, with 1 when it has problems, and with 2 when it could not be
/// read.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// How problems are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// List all warnings, and not only the first few.
    #[arg(long)]
    all_warnings: bool,
}

pub(crate) fn run(Arguments { folder, format, all_warnings: all }: &Arguments) -> Outcome {
    let files = match folder.read() {
        Ok(files) => files,
        Err(outcome) => return outcome,
    };
    match check(&files, &folder.root()) {
        Ok(spec) => {
            let warnings = warnings(&spec);
            // Dropping it, right before the process exits, would take a tenth of all the time.
            std::mem::forget(spec);
            print(stdout(), &nothing_found(*format, folder, files.len(), &warnings, *all));
            Outcome::Fine
        }
        Err(report) => {
            print_problems(*format, &report, files.len());
            Outcome::Findings
        }
    }
}

fn nothing_found(
    format: Format,
    folder: &Folder,
    files: usize,
    warnings: &[Warning],
    all: bool,
) -> String {
    let shown = warnings.iter().take(if all { usize::MAX } else { FEW });
    let at = |warning: &Warning| warning.place.as_ref().map_or(String::new(), github::shown);
    let more = warnings.len().saturating_sub(if all { usize::MAX } else { FEW });
    match format {
        Format::Json => document(&[], files, warnings),
        Format::Markdown => {
            let count = warnings.len();
            let warned = if count == 0 { String::new() } else { format!(" ({count} warnings)") };
            format!("**No problems** in {files} files of the spec{warned}.\n")
        }
        Format::Text => {
            let mut text: String = shown
                .map(|warning| format!("warning: {}\n --> {}\n", warning.message, at(warning)))
                .collect();
            if more > 0 {
                text.push_str(&format!(
                    "warning: {more} more like these; --all-warnings lists them\n"
                ));
            }
            format!("{text}{}: no problems in {files} files\n", folder.folder.display())
        }
        Format::Github => {
            format!("{}: no problems in {files} files\n", folder.folder.display())
        }
    }
}

/// How many warnings are shown unasked.
const FEW: usize = 3;

fn print_problems(format: Format, report: &Report, files: usize) {
    match format {
        Format::Text => print_report(stdout(), report),
        Format::Markdown => print(stdout(), &comment(report)),
        Format::Json => print(stdout(), &document(&report.diagnostics(), files, &[])),
        Format::Github => print(stdout(), &annotations(&report.diagnostics())),
    }
}

/// A comment on a pull request: the summary, and a picture per problem.
fn comment(report: &Report) -> String {
    let pictures: Vec<_> =
        render::pictures(report).map(|picture| markdown::code(&picture)).collect();
    let heading = format!("**{}** of the spec\n\n", render::summary(report));
    heading + &markdown::comment(&pictures, "problems")
}

/// The problems for a program. `format` is the version of this format; it changes when a key is
/// removed or gets another meaning, but not when one is added.
fn document(problems: &[Diagnostic], files: usize, warnings: &[Warning]) -> String {
    let problems: Vec<_> = problems.iter().map(problem).collect();
    let warnings: Vec<_> = warnings.iter().map(warning).collect();
    format!(
        "{:#}\n",
        json!({ "format": 1, "files": files, "problems": problems, "warnings": warnings })
    )
}

fn warning(Warning { message, place, .. }: &Warning) -> Value {
    let place = place.as_ref().map(
        |Place { path, line, column, .. }| json!({ "path": path, "line": line, "column": column }),
    );
    json!({ "message": message, "place": place })
}

fn problem(Diagnostic { rule, message, label, other, help, .. }: &Diagnostic) -> Value {
    json!({
        "rule": rule.id(),
        "message": message,
        "label": note(label),
        "other": other.as_ref().map(note),
        "help": help,
    })
}

fn note(Note { place, text, .. }: &Note) -> Value {
    let Place { path, line, column, text: source } = place;
    json!({ "path": path, "line": line, "column": column, "source": source, "text": text })
}

fn annotations(problems: &[Diagnostic]) -> String {
    let annotation = |problem: &Diagnostic| Annotation {
        level: Level::Error,
        title: problem.rule.to_string(),
        message: in_lines(problem),
        place: Some(problem.label.place.clone()),
    };
    github::annotations(problems.iter().map(annotation).collect())
}

/// What a reader sees beside the line: the message, what to see there, the other place, help.
fn in_lines(Diagnostic { message, label, other, help, .. }: &Diagnostic) -> String {
    let mut lines = vec![message.clone(), format!("here: {}", label.text)];
    if let Some(Note { place, text, .. }) = other {
        lines.push(format!("{text}: {}", github::shown(place)));
    }
    if let Some(help) = help {
        lines.push(format!("help: {help}"));
    }
    lines.join("\n")
}
