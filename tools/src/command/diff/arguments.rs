//! The arguments of `diff`.

use std::path::PathBuf;

use clap::ValueEnum;
use wechat_cloudbase_spec::diff::Bump;

/// Report the changes between two specs, whom they affect, and which version they need.
///
/// Each side is a folder, a revision of the git repository here (`main`, `v0.1.0`, `HEAD~3`), or a
/// revision and a folder in it (`main:spec`). The specs are compared, not their text:
/// the layout of a file does not matter.
///
/// Exits with 0 when every change at or above `--fail-on` is accepted, with 1 when
/// one is not, and with 2 when the specs could not be compared.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The old spec: a folder, a revision, or REVISION:FOLDER.
    pub(super) old: String,
    /// The new spec [default: the folder of the spec on the disk].
    pub(super) new: Option<String>,
    /// The spec's folder, here and in revisions.
    #[arg(long, value_name = "FOLDER", default_value = "spec")]
    pub(super) spec: PathBuf,
    /// How changes are printed.
    #[arg(long, value_enum, default_value_t)]
    pub(super) format: DiffFormat,
    /// The version step from which on a change is a finding.
    #[arg(long, value_enum, value_name = "STEP", default_value_t)]
    pub(super) fail_on: FailOn,
    /// Check that the version in Cargo.toml covers the changes.
    #[arg(long)]
    pub(super) check_version: bool,
    /// Print a section for CHANGELOG.md instead.
    #[arg(long, conflicts_with = "format")]
    pub(super) changelog: bool,
    /// The file of accepted changes [default: `<spec>.approved.toml` beside the new spec].
    #[arg(long, value_name = "FILE")]
    pub(super) approvals: Option<PathBuf>,
    /// Accept the findings, for this reason: adds them to the file.
    #[arg(long, value_name = "REASON", value_parser = reason)]
    pub(super) approve: Option<String>,
}

/// How changes are printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum DiffFormat {
    /// For a terminal.
    #[default]
    Text,
    /// For a comment on a pull request.
    Markdown,
    /// A page with old and new side by side.
    Html,
    /// For a program.
    Json,
    /// Annotations of a pull request, as GitHub's workflows read them.
    Github,
}

/// From which step on a change is a finding.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// Changes that may break callers' code.
    #[default]
    Major,
    /// Also additions to the bindings, and changes of the client's behaviour.
    Minor,
    /// Everything.
    Patch,
    /// Nothing.
    None,
}

impl FailOn {
    pub(super) fn level(self) -> Option<Bump> {
        match self {
            Self::Major => Some(Bump::Major),
            Self::Minor => Some(Bump::Minor),
            Self::Patch => Some(Bump::Patch),
            Self::None => None,
        }
    }
}

fn reason(text: &str) -> Result<String, &'static str> {
    match text.trim() {
        "" => Err("say why"),
        text => Ok(text.to_owned()),
    }
}
