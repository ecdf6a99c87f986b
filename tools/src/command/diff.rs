//! `diff`: reports the changes between two specs.

mod arguments;
mod git;
mod github;
mod manifest;
mod side;

use std::fs;
use std::io::{stderr, stdout};
use std::path::{Path, PathBuf};

use wechat_cloudbase_spec::diff::{self, Approvals, Change, Changes};

pub(crate) use arguments::Arguments;
use arguments::DiffFormat;

use super::{Outcome, colour, could_not_run, markdown, print};
use side::Side;

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match compare(arguments) {
        Ok(outcome) => outcome,
        Err(why) => could_not_run(&why),
    }
}

fn compare(arguments: &Arguments) -> Result<Outcome, String> {
    let (old, new) = side::both(arguments)?;
    let (Some(old_spec), Some(new_spec)) = (old.spec(), new.spec()) else {
        return Ok(Outcome::CouldNotRun);
    };
    let mut changes = diff::diff(&old_spec, &new_spec);
    let approvals = ApprovalFile::of(arguments, &new);
    let text = approvals.read(&new)?;
    changes.approve(&approvals.parse(&text)?);
    if let Some(reason) = &arguments.approve {
        approvals.add(&mut changes, &text, arguments, reason)?;
    }
    if arguments.check_version {
        check_version(&mut changes, &old, &new)?;
    }
    print(stdout(), &rendered(arguments, &changes, &old, &new));
    // To take them apart, right before the process ends, would take a tenth of all the time.
    std::mem::forget((old_spec, new_spec));
    Ok(outcome(arguments, &changes))
}

fn outcome(arguments: &Arguments, changes: &Changes) -> Outcome {
    let open = arguments.fail_on.level().is_some_and(|level| changes.open(level).next().is_some());
    let uncovered = changes.version().is_some_and(|step| !step.covered);
    if open || uncovered { Outcome::Findings } else { Outcome::Fine }
}

fn rendered(arguments: &Arguments, changes: &Changes, old: &Side, new: &Side) -> String {
    if arguments.changelog {
        return changes.changelog(&changelog_version(changes, old, new));
    }
    match arguments.format {
        DiffFormat::Text => changes.text(colour(&stdout())),
        DiffFormat::Html => changes.html(),
        DiffFormat::Markdown => changes.markdown(markdown::ROOM),
        DiffFormat::Json => changes.json(),
        DiffFormat::Github => github::annotations(arguments, changes),
    }
}

/// The version that the changes go into: the new one where it is large enough already.
fn changelog_version(changes: &Changes, old: &Side, new: &Side) -> String {
    let version = |side: &Side| manifest::version(&side.manifests());
    let bump = changes.bump().unwrap_or(diff::Bump::Patch);
    let (Some(old), new) = (version(old), version(new)) else {
        return "Unreleased".to_owned();
    };
    let fits = |new: &String| diff::covers(&old, new, bump) == Some(true);
    let next = || diff::next_version(&old, bump).unwrap_or_else(|| "Unreleased".to_owned());
    new.filter(fits).unwrap_or_else(next)
}

fn check_version(changes: &mut Changes, old: &Side, new: &Side) -> Result<(), String> {
    let version = |side: &Side| {
        let found = manifest::version(&side.manifests());
        found.ok_or_else(|| format!("no Cargo.toml above {} has a version", side.name()))
    };
    let (old, new) = (version(old)?, version(new)?);
    match changes.check_version(&old, &new) {
        true => Ok(()),
        false => Err(format!("`{old}` or `{new}` in Cargo.toml is not a version")),
    }
}

/// The file of what was accepted.
struct ApprovalFile {
    /// On this disk; `None` for what is in a revision only.
    path: Option<PathBuf>,
}

impl ApprovalFile {
    /// The file that was named, or the one beside the new spec.
    fn of(arguments: &Arguments, new: &Side) -> Self {
        Self { path: arguments.approvals.clone().or_else(|| new.folder().map(beside)) }
    }

    /// Its text; nothing where there is no such file and none was named.
    fn read(&self, new: &Side) -> Result<String, String> {
        let Some(path) = &self.path else {
            return Ok(new.approvals());
        };
        match fs::read_to_string(path) {
            Ok(text) => Ok(text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
            Err(error) => Err(format!("can't read {}: {error}", path.display())),
        }
    }

    fn parse(&self, text: &str) -> Result<Approvals, String> {
        let path = self
            .path
            .as_ref()
            .map_or("the approvals".to_owned(), |path| path.display().to_string());
        Approvals::parse(text).map_err(|error| format!("{path}: {error}"))
    }

    /// Accepts the findings that are not accepted yet.
    fn add(
        &self,
        changes: &mut Changes,
        text: &str,
        arguments: &Arguments,
        reason: &str,
    ) -> Result<(), String> {
        let Some(path) = &self.path else {
            return Err("the new spec is in a revision: name a file with --approvals".to_owned());
        };
        let open: Vec<&Change> = arguments
            .fail_on
            .level()
            .map(|level| changes.open(level).collect())
            .unwrap_or_default();
        let count = open.len();
        if count > 0 {
            let text = Approvals::with(text, open, reason).map_err(|error| error.to_string())?;
            fs::write(path, &text).map_err(|error| format!("{}: {error}", path.display()))?;
            changes.approve(&self.parse(&text)?);
        }
        print(stderr(), &format!("accepted {count} in {}\n", path.display()));
        Ok(())
    }
}

/// `spec.approved.toml` beside `spec`: outside of what the compiler reads.
fn beside(folder: &Path) -> PathBuf {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
    folder.with_file_name(side::approvals_name(&name))
}
