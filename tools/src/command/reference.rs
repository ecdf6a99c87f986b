//! `reference`: writes the site of a spec.

use std::io::stdout;
use std::path::PathBuf;

use wechat_cloudbase_spec::{SiteOptions, reference};

use super::folder::Folder;
use super::{Outcome, could_not_run, print, site};

/// Write a site for people who call the API: a page per endpoint and per errcode, with a search.
///
/// It opens from disk or from any server, and needs no network. The folder must be
/// empty or one that this command has written; obsolete pages are removed.
///
/// Exits with 0 when it is written, with 1 when the spec has problems, which are on stderr, and
/// with 2 when the spec could not be read or the site could not be written.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    folder: Folder,
    /// The folder to write the site into.
    #[arg(short, long, value_name = "DIR")]
    output: PathBuf,
    /// The title above each page.
    #[arg(long, default_value_t = SiteOptions::default().title)]
    title: String,
    /// Where examples in Rust import the bindings from: `crate::api` for a spec of your own.
    #[arg(long, value_name = "PATH", default_value_t = SiteOptions::default().api)]
    api: String,
}

pub(crate) fn run(Arguments { folder, output, title, api }: &Arguments) -> Outcome {
    let spec = match folder.spec() {
        Ok(spec) => spec,
        Err(outcome) => return outcome,
    };
    let mut options = SiteOptions::default();
    options.title.clone_from(title);
    options.api.clone_from(api);
    match site::write(output, &reference(&spec, &options)) {
        Ok(changes) => {
            print(stdout(), &format!("{}: {changes}\n", output.display()));
            Outcome::Fine
        }
        Err(why) => could_not_run(&why),
    }
}
