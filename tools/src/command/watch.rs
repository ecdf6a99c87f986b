//! `watch`: everything that follows from a change of the vendor's pages, in one run.

mod report;

use std::fs;
use std::io::stdout;
use std::path::PathBuf;

use wechat_cloudbase_codegen::{SourceFile, Spec, check};
use wechat_cloudbase_spec::diff;
use wechat_cloudbase_spec::drift::{DriftOptions, Lock};
use wechat_cloudbase_spec::fetch::Verdict;
use wechat_cloudbase_spec::update::{self, Update};

use super::fetch::run::{Fetched, How, Kept, fetch};
use super::folder::Folder;
use super::{Outcome, could_not_run, file, lock_file, print, today};
use report::Report;

/// Fetch the pages of a spec, bring the spec up to date, and report it.
///
/// Fetches as `fetch` does, compares each page that has changed as `drift` does, writes into the spec what a
/// person has nothing to decide about, remembers what the pages say in pages.lock, checks the spec, and ends
/// with a report in Markdown that fits a pull request: what was written, what is left to a person, what it
/// means for users, and the version that it needs.
///
/// Exits with 0 when nothing has changed, with 1 when something has, and with 2 when it could not run.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the spec.
    #[arg(long, default_value = "spec", value_name = "FOLDER")]
    spec: PathBuf,
    #[command(flatten)]
    how: How,
    /// Where the report goes; stdout when left out.
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Change nothing in the spec; only report.
    #[arg(long)]
    dry: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    match watch(arguments) {
        Ok(outcome) => outcome,
        Err(why) => could_not_run(&why),
    }
}

fn watch(arguments: &Arguments) -> Result<Outcome, String> {
    let folder = Folder { folder: arguments.spec.clone() };
    let before = folder.files()?;
    let old = checked(&before, &folder.root())?;
    let mut lock = lock_file::read(&arguments.spec)?;
    let (mut kept, fetched) = fetch(&old, &lock, &arguments.how)?;
    let failed = |fetched: &Fetched| matches!(fetched.verdict, Verdict::Failed(_));
    if !fetched.is_empty() && fetched.iter().all(failed) {
        let why = fetched.first().map_or(String::new(), |first| first.verdict.in_words());
        return Err(format!("no page could be fetched; the first one {why}"));
    }
    let mut state = State {
        spec: checked(&before, &folder.root())?,
        files: before.clone(),
        root: folder.root(),
    };
    let mut report = Report::default();
    let locked_before = lock.written();
    for fetched in &fetched {
        report.troubles.extend(super::fetch::trouble(fetched));
        page(&mut state, &mut lock, &mut kept, fetched, &mut report)?;
    }
    report.changes = Some(diff::diff(&old, &state.spec));
    let changed: Vec<&SourceFile> =
        state.files.iter().filter(|file| is_new(file, &before)).collect();
    let is_changed = !changed.is_empty() || lock.written() != locked_before;
    if !arguments.dry {
        for changed in changed {
            let text = String::from_utf8_lossy(&changed.content);
            let path = arguments.spec.join(&changed.path);
            file::write(&path, &text)
                .map_err(|error| format!("{} can't be written: {error}", path.display()))?;
        }
        if lock.written() != locked_before {
            lock_file::write(&arguments.spec, &lock)?;
        }
        kept.save()?;
    }
    let text = report.markdown(fetched.len());
    match &arguments.report {
        Some(path) => fs::write(path, &text)
            .map_err(|error| format!("{} can't be written: {error}", path.display()))?,
        None => print(stdout(), &text),
    }
    Ok(if is_changed || !report.is_empty() { Outcome::Findings } else { Outcome::Fine })
}

fn is_new(file: &SourceFile, before: &[SourceFile]) -> bool {
    before.iter().all(|old| old.path != file.path || old.content != file.content)
}

fn checked(files: &[SourceFile], root: &str) -> Result<Spec, String> {
    check(files, root).map_err(|report| format!("the spec has problems; fix them first\n{report}"))
}

/// One page: a new address, then what it says now.
fn page(
    state: &mut State,
    lock: &mut Lock,
    kept: &mut Kept,
    fetched: &Fetched,
    report: &mut Report,
) -> Result<(), String> {
    let address = &fetched.wanted.address;
    let is_there =
        matches!(fetched.verdict, Verdict::Page | Verdict::Moved(_) | Verdict::Unchanged);
    let is_compared = kept.cache.entries.get(address).is_some_and(|entry| entry.compared);
    let Some(text) = kept.page(address).filter(|_| is_there && !is_compared) else {
        return Ok(());
    };
    let mut now = address.clone();
    if let Verdict::Moved(to) = &fetched.verdict {
        let moved = update::moved(&state.files, address, to);
        state.replace(moved)?;
        for page in lock.pages.iter_mut().filter(|page| page.address == *address) {
            page.address.clone_from(to);
        }
        report.done.push((address.clone(), vec![format!("the page is at {to} now")]));
        now.clone_from(to);
    }
    for id in &fetched.wanted.endpoints {
        let mut options = DriftOptions::default();
        options.address = Some(now.clone());
        options.endpoint = Some(id.clone());
        options.today = today();
        options.lock = std::sync::Arc::new(lock.clone());
        let page = SourceFile::new(now.clone(), text.clone());
        match update::update(&state.spec, &state.files, &page, &options) {
            Ok(Update { files: changed, done, left, drift, .. }) => {
                let is_new = !done.is_empty() || !left.is_empty();
                state.replace(changed)?;
                if let Some(mut page) = drift.and_then(|drift| drift.locked) {
                    page.read = today();
                    let known = lock.pages.iter().find(|known| known.address == page.address);
                    if known.is_none_or(|known| known.hash != page.hash || is_new) {
                        lock.put(page);
                    }
                }
                report.add(&now, done, left);
            }
            Err(why) => report.troubles.push(format!("{now} {why}")),
        }
    }
    if let Some(mut entry) = kept.cache.entries.remove(address) {
        entry.compared = true;
        kept.cache.entries.insert(now, entry);
    }
    Ok(())
}

/// The spec as it is while pages are worked in.
struct State {
    spec: Spec,
    files: Vec<SourceFile>,
    root: String,
}

impl State {
    fn replace(&mut self, changed: Vec<SourceFile>) -> Result<(), String> {
        let is_changed = !changed.is_empty();
        for new in changed {
            match self.files.iter_mut().find(|file| file.path == new.path) {
                Some(file) => *file = new,
                None => self.files.push(new),
            }
        }
        if is_changed {
            self.spec = checked(&self.files, &self.root)?;
        }
        Ok(())
    }
}
