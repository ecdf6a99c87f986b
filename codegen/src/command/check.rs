//! `check`: says everything that is wrong with a spec.

use std::io::stdout;

use wechat_cloudbase_codegen::{Report, Spec};

use super::folder::Folder;
use super::{Format, Outcome, github, print, print_report};

/// Say everything that is wrong with a spec, without compiling it into anything.
///
/// Ends with 0 when the spec is fine, with 1 when it has problems, and with 2 when it could not be
/// read.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// How problems are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

pub(crate) fn run(Arguments { folder, format }: &Arguments) -> Outcome {
    let files = match folder.read() {
        Ok(files) => files,
        Err(outcome) => return outcome,
    };
    match Spec::check(&files, &folder.root()) {
        Ok(_) => {
            let folder = folder.folder.display();
            print(stdout(), &format!("{folder}: no problems in {} files\n", files.len()));
            Outcome::Fine
        }
        Err(report) => {
            print_problems(&report, *format);
            Outcome::Findings
        }
    }
}

fn print_problems(report: &Report, format: Format) {
    match format {
        Format::Github => print(stdout(), &annotations(report)),
        Format::Text | Format::Markdown | Format::Json => print_report(stdout(), report),
    }
}

fn annotations(report: &Report) -> String {
    let line = |diagnostic: &wechat_cloudbase_codegen::Diagnostic| {
        let title = diagnostic.rule.to_string();
        let place = Some(&diagnostic.label.place);
        github::annotation(github::Level::Error, &title, &diagnostic.message, place)
    };
    report.diagnostics().iter().map(line).collect()
}
