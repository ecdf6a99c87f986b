//! `fetch`: downloads the pages that a spec was transcribed from.

pub(crate) mod client;
mod discover;
pub(crate) mod run;

use std::io::stdout;
use std::path::PathBuf;

use wechat_cloudbase_spec::fetch::Verdict;

use super::folder::Folder;
use super::{Outcome, could_not_run, lock_file, print};
use run::{Fetched, How};

/// Download the pages that a spec was transcribed from.
///
/// Asks for one page at a time, seconds apart, by a name of its own, and only where robots.txt allows it; a
/// page that has not changed is not downloaded again, and an interrupted run goes on where it was. The
/// newest pages are asked for as Markdown. What only looks like a page, such as a captcha, an empty or a
/// half page, or a redirect to the home page, is named, and never stored.
///
/// Exits with 0 when all pages are there, with 1 when some have moved, are gone or only look like pages, and with 2
/// when nothing could be fetched.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The folder of the spec.
    #[arg(long, default_value = "spec", value_name = "FOLDER")]
    spec: PathBuf,
    #[command(flatten)]
    how: How,
    /// Follow the links of the fetched pages, and list the endpoints that the spec does not have.
    #[arg(long)]
    discover: bool,
    /// How many pages are followed at most.
    #[arg(long, default_value_t = 500, requires = "discover", value_name = "COUNT")]
    most: usize,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let folder = Folder { folder: arguments.spec.clone() };
    let spec = match folder.spec() {
        Ok(spec) => spec,
        Err(_) => return could_not_run("the spec has problems; fix them first"),
    };
    let fetched =
        lock_file::read(&arguments.spec).and_then(|lock| run::fetch(&spec, &lock, &arguments.how));
    let (kept, fetched) = match fetched {
        Ok(fetched) => fetched,
        Err(why) => return could_not_run(&why),
    };
    print(stdout(), &in_words(&fetched));
    if arguments.discover {
        match discover::discover(&spec, &kept, &arguments.how, arguments.most) {
            Ok(text) => print(stdout(), &text),
            Err(why) => return could_not_run(&why),
        }
    }
    outcome(&fetched)
}

pub(crate) fn is_fine(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Page | Verdict::Unchanged)
}

fn outcome(fetched: &[Fetched]) -> Outcome {
    let failed = |fetched: &Fetched| matches!(fetched.verdict, Verdict::Failed(_));
    match () {
        () if !fetched.is_empty() && fetched.iter().all(failed) => Outcome::CouldNotRun,
        () if fetched.iter().all(|fetched| is_fine(&fetched.verdict)) => Outcome::Fine,
        () => Outcome::Findings,
    }
}

/// What a page is, where it is none.
pub(crate) fn trouble(fetched: &Fetched) -> Option<String> {
    let what = match &fetched.verdict {
        verdict if is_fine(verdict) => return None,
        _ if fetched.is_gone => "gone: it was not there twice".to_owned(),
        verdict => verdict.in_words(),
    };
    Some(format!("{}: {what}", fetched.wanted.address))
}

fn in_words(fetched: &[Fetched]) -> String {
    let count = |verdict: fn(&Verdict) -> bool| {
        fetched.iter().filter(|fetched| verdict(&fetched.verdict)).count()
    };
    let new = count(|verdict| matches!(verdict, Verdict::Page | Verdict::Moved(_)));
    let same = count(|verdict| *verdict == Verdict::Unchanged);
    let troubles: Vec<_> =
        fetched.iter().filter_map(trouble).map(|line| format!("{line}\n")).collect();
    format!(
        "{}{} pages: {new} downloaded, {same} unchanged, {} to look at\n",
        troubles.concat(),
        fetched.len(),
        troubles.len()
    )
}
