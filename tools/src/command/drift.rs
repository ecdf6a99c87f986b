//! `drift`: reports differences between captured pages of the vendor and a spec.

mod print;

use std::fs::{self, File};
use std::io::{Read, stdout};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use wechat_cloudbase_codegen::{SourceFile, Spec, check};
use wechat_cloudbase_spec::drift::{self, Drift, DriftOptions, LARGEST_PAGE, Level, Lock};
use wechat_cloudbase_spec::update;

use super::folder::Folder;
use super::{Format, Outcome, could_not_run, file, lock_file, print, today};

/// Report differences between captured pages of the vendor and a spec.
///
/// A page is a file saved by a browser or a crawler, as text, Markdown or HTML; the known layouts
/// are described in the docs of the command. Mistakes of a page that the spec has as
/// corrections are not reported.
///
/// Exits with 0 when nothing differs, with 1 when something does, and with 2 when a page or the spec
/// could not be read.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The captured pages.
    #[arg(required = true, value_name = "PAGE")]
    pages: Vec<PathBuf>,
    /// The folder of the spec.
    #[arg(long, default_value = "spec", value_name = "FOLDER")]
    spec: PathBuf,
    /// The endpoint of the page, by the name of its file, where the page does not say.
    #[arg(long, value_name = "ID")]
    endpoint: Option<String>,
    /// The URL that the page was captured from, where the page does not say.
    #[arg(long, value_name = "ADDRESS")]
    address: Option<String>,
    /// How findings are printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
    /// Write a file for an endpoint that the spec does not have, from the page.
    #[arg(long, conflicts_with_all = ["format", "endpoint"])]
    draft: bool,
    /// Where the draft goes: a file, or a folder for a file by the endpoint's name; stdout when left
    /// out.
    #[arg(short, long, requires = "draft", value_name = "PATH")]
    output: Option<PathBuf>,
    /// Remember what the pages say, in the file `pages.lock` of the spec: a later change of their words
    /// is then reported.
    #[arg(long, conflicts_with = "draft")]
    lock: bool,
    /// Bring the spec up to date where a person has nothing to decide, and list the rest.
    #[arg(long, conflicts_with_all = ["draft", "accept", "format"])]
    write: bool,
    /// Accept what is found, so that it is not reported again.
    #[arg(long, requires = "reason", conflicts_with = "draft")]
    accept: bool,
    /// Accept these findings alone, by their fingerprints, which `--format json` has.
    #[arg(long, requires = "accept", value_delimiter = ',', value_name = "FINGERPRINT")]
    only: Vec<String>,
    /// Why they are accepted.
    #[arg(long, requires = "accept", value_name = "TEXT")]
    reason: Option<String>,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    if let Some(outcome) = check_arguments(arguments) {
        return outcome;
    }
    let folder = Folder { folder: arguments.spec.clone() };
    // A draft is a part of a spec in the making.
    let spec = if arguments.draft { folder.unfinished() } else { folder.spec() };
    let spec = match spec {
        Ok(spec) => spec,
        Err(Outcome::CouldNotRun) => return Outcome::CouldNotRun,
        Err(_) => return could_not_run("the spec has problems; fix them first"),
    };
    match () {
        () if arguments.draft => draft(&spec, arguments),
        () if arguments.write => write(arguments),
        () => compare(&spec, arguments),
    }
}

fn check_arguments(arguments: &Arguments) -> Option<Outcome> {
    let is_one = arguments.pages.len() == 1;
    let for_one = [
        (arguments.draft, "--draft"),
        (arguments.endpoint.is_some(), "--endpoint"),
        (arguments.address.is_some(), "--address"),
    ];
    let wrong = for_one.iter().find(|(given, _)| *given && !is_one);
    wrong.map(|(_, option)| {
        could_not_run(&format!("{option} goes with one page; call it once per page"))
    })
}

fn options(arguments: &Arguments, lock: Lock) -> DriftOptions {
    let mut options = DriftOptions::default();
    options.endpoint.clone_from(&arguments.endpoint);
    options.address.clone_from(&arguments.address);
    options.today = today();
    options.lock = Arc::new(lock);
    options
}

/// Every readable page is compared: a bad file does not affect the others.
fn compare(spec: &Spec, arguments: &Arguments) -> Outcome {
    let lock = match lock_file::read(&arguments.spec) {
        Ok(lock) => lock,
        Err(why) => return could_not_run(&why),
    };
    let options = options(arguments, lock.clone());
    let mut drifts: Vec<Drift> = Vec::new();
    let mut failures = Vec::new();
    for path in &arguments.pages {
        let drift = read(path).and_then(|page| {
            let said = |why: String| format!("{} {why}", path.display());
            drift::drift(spec, &page, &options).map_err(said)
        });
        match drift {
            Ok(drift) => drifts.push(drift),
            Err(why) => failures.push(why),
        }
    }
    let kept = keep(arguments, lock, &mut drifts);
    let colour = arguments.format == Format::Text && super::colour(&stdout());
    print(stdout(), &print::all(&drifts, arguments.format, colour));
    let mut findings = drifts.iter().flat_map(|drift| &drift.findings);
    let found = findings.any(|finding| finding.level() == Level::Finding);
    failures.extend(kept.err());
    for why in &failures {
        could_not_run(why);
    }
    match (failures.is_empty(), found) {
        (false, _) => Outcome::CouldNotRun,
        (true, true) => Outcome::Findings,
        (true, false) => Outcome::Fine,
    }
}

/// Brings the files up to date, page by page.
fn write(arguments: &Arguments) -> Outcome {
    let folder = Folder { folder: arguments.spec.clone() };
    let mut is_left = false;
    for path in &arguments.pages {
        match write_one(&folder, path, arguments) {
            Ok((text, left)) => {
                print(stdout(), &text);
                is_left |= left;
            }
            Err(why) => return could_not_run(&why),
        }
    }
    if is_left { Outcome::Findings } else { Outcome::Fine }
}

/// What was written and what is left, in words, and whether something is.
fn write_one(
    folder: &Folder,
    path: &Path,
    arguments: &Arguments,
) -> Result<(String, bool), String> {
    let files = folder.files()?;
    let spec = check(&files, &folder.root()).map_err(|report| report.to_string())?;
    let mut lock = lock_file::read(&folder.folder)?;
    let options = options(arguments, lock.clone());
    let update = update::update(&spec, &files, &read(path)?, &options)
        .map_err(|why| format!("{} {why}", path.display()))?;
    for changed in &update.files {
        let path = folder.folder.join(&changed.path);
        file::write(&path, &String::from_utf8_lossy(&changed.content))
            .map_err(|error| format!("{} can't be written: {error}", path.display()))?;
    }
    if let Some(mut page) = update.drift.as_ref().and_then(|drift| drift.locked.clone()) {
        page.read = today();
        lock.put(page);
        lock_file::write(&folder.folder, &lock)?;
    }
    let mut text =
        format!("{}: {} written, {} left\n", path.display(), update.done.len(), update.left.len());
    text.extend(update.done.iter().map(|done| format!("  written: {done}\n")));
    text.extend(update.left.iter().map(|left| format!("  [ ] {left}\n")));
    Ok((text, !update.left.is_empty()))
}

/// Writes what is to be remembered of the pages, and what is accepted.
fn keep(arguments: &Arguments, mut lock: Lock, drifts: &mut [Drift]) -> Result<(), String> {
    if arguments.accept {
        let reason = arguments.reason.as_deref().unwrap_or_default();
        if reason.trim().is_empty() {
            return Err("--reason is empty; say why the findings are accepted".to_owned());
        }
        for drift in drifts.iter_mut() {
            let wanted =
                |print: &String| arguments.only.is_empty() || arguments.only.contains(print);
            drift.accepted += lock.accept(drift, reason, wanted);
        }
    }
    let unknown = |drift: &&Drift| drift.locked.is_none();
    if arguments.lock {
        for page in drifts.iter().filter_map(|drift| drift.locked.clone()) {
            lock.put(page);
        }
    }
    if arguments.lock || arguments.accept {
        lock_file::write(&arguments.spec, &lock)?;
    }
    match drifts.iter().find(unknown).filter(|_| arguments.lock) {
        Some(drift) => Err(format!(
            "{} is not locked: its layout does not say which page it is; give its --address",
            drift.page
        )),
        None => Ok(()),
    }
}

/// A page, of which no more is read than could be one.
fn read(path: &Path) -> Result<SourceFile, String> {
    let name = path.display();
    let failed = |error: std::io::Error| format!("{name} can't be read: {error}");
    if path.is_dir() {
        return Err(format!("{name} is a folder; give the pages in it"));
    }
    let mut bytes = Vec::new();
    let most = LARGEST_PAGE as u64 + 1;
    File::open(path).map_err(failed)?.take(most).read_to_end(&mut bytes).map_err(failed)?;
    Ok(SourceFile::new(name.to_string(), bytes))
}

fn draft(spec: &Spec, arguments: &Arguments) -> Outcome {
    let Some(path) = arguments.pages.first() else {
        return could_not_run("there is no page");
    };
    let drafted = read(path).and_then(|page| {
        wechat_cloudbase_spec::draft(spec, &page, &options(arguments, Lock::default()))
            .map_err(|why| format!("{} {why}", path.display()))
    });
    let draft = match drafted {
        Ok(draft) => draft,
        Err(why) => return could_not_run(&why),
    };
    let Some(output) = &arguments.output else {
        print(stdout(), &draft.text);
        return Outcome::Fine;
    };
    let file =
        if output.is_dir() { output.join(format!("{}.toml", draft.id)) } else { output.clone() };
    let name = file.display();
    if file.exists() {
        return could_not_run(&format!(
            "{name} already exists; move it away, or give another --output"
        ));
    }
    match fs::write(&file, &draft.text) {
        Ok(()) => {
            let section = draft.section.map_or(String::new(), |section| {
                format!("; endpoints of like paths are in {section}")
            });
            print(stdout(), &format!("{name}: drafted; fill in what is marked TODO{section}\n"));
            Outcome::Fine
        }
        Err(error) => could_not_run(&format!("{name} can't be written: {error}")),
    }
}
