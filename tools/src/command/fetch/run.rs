//! All pages of a spec, fetched into a folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use wechat_cloudbase_codegen::Spec;
use wechat_cloudbase_spec::drift::Lock;
use wechat_cloudbase_spec::fetch::{self, Cache, Entry, Verdict, Wanted};

use super::client::{Client, Validators};
use crate::command::file;

/// How pages are fetched.
#[derive(Clone, clap::Args)]
pub(crate) struct How {
    /// The folder that keeps the pages.
    #[arg(long, default_value = "target/pages", value_name = "FOLDER")]
    pub(crate) cache: PathBuf,
    /// Seconds between two requests.
    #[arg(long, default_value_t = 3.0, value_name = "SECONDS")]
    delay: f64,
    /// The name by which the server is asked.
    #[arg(long, default_value = concat!("wechat-cloudbase-spec/", env!("CARGO_PKG_VERSION"), " (+https://github.com/wechat-cloudbase/wechat-cloudbase)"))]
    agent: String,
    /// Ask another server in place of one: https://developers.weixin.qq.com=http://127.0.0.1:8080.
    #[arg(long, value_name = "ORIGIN=ORIGIN")]
    instead: Vec<String>,
    /// Only the pages of these endpoints, by the names of their files.
    #[arg(long = "only-endpoint", value_name = "ID")]
    only: Vec<String>,
}

impl How {
    pub(crate) fn client(&self) -> Result<Client, String> {
        let pair = |text: &String| {
            let (from, to) = text
                .split_once('=')
                .ok_or_else(|| format!("--instead `{text}` has no `=`; write ORIGIN=ORIGIN"))?;
            Ok((from.trim_end_matches('/').to_owned(), to.trim_end_matches('/').to_owned()))
        };
        let instead = self.instead.iter().map(pair).collect::<Result<Vec<_>, String>>()?;
        let delay = Duration::try_from_secs_f64(self.delay)
            .map_err(|_| format!("--delay {} is not a number of seconds", self.delay))?;
        Client::new(&self.agent, delay, instead)
    }

    fn is_wanted(&self, wanted: &Wanted) -> bool {
        self.only.is_empty() || wanted.endpoints.iter().any(|id| self.only.contains(id))
    }
}

/// A page that was asked for, and what came.
pub(crate) struct Fetched {
    pub(crate) wanted: Wanted,
    pub(crate) verdict: Verdict,
    /// Whether it was not there for the second time in a row.
    pub(crate) is_gone: bool,
}

/// The index of the folder.
pub(crate) struct Kept {
    folder: PathBuf,
    pub(crate) cache: Cache,
}

impl Kept {
    pub(crate) fn open(folder: &Path) -> Result<Self, String> {
        fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let text = fs::read_to_string(folder.join(INDEX)).unwrap_or_default();
        Ok(Self { folder: folder.to_owned(), cache: Cache::parse(&text) })
    }

    pub(crate) fn save(&self) -> Result<(), String> {
        write(&self.folder.join(INDEX), &self.cache.written())
    }

    /// The text of a page in the folder.
    pub(crate) fn page(&self, address: &str) -> Option<Vec<u8>> {
        let entry = self.cache.entries.get(address).filter(|entry| !entry.file.is_empty())?;
        fs::read(self.folder.join(&entry.file)).ok()
    }
}

const INDEX: &str = "index.json";

fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)
        .and_then(|()| file::write(path, text))
        .map_err(|error| format!("{} can't be written: {error}", path.display()))
}

/// Fetches every page of a spec that has changed. A run that was interrupted goes on where it was.
pub(crate) fn fetch(spec: &Spec, lock: &Lock, how: &How) -> Result<(Kept, Vec<Fetched>), String> {
    let mut client = how.client()?;
    let mut kept = Kept::open(&how.cache)?;
    let now = time::UtcDateTime::now().unix_timestamp().to_string();
    let is_resumed = kept.cache.begun.is_some();
    let begun = kept.cache.begun.clone().unwrap_or_else(|| now.clone());
    kept.cache.begun = Some(begun.clone());
    let wanted: Vec<_> =
        fetch::wanted(spec).into_iter().filter(|page| how.is_wanted(page)).collect();
    let bar = bar(wanted.len());
    let mut fetched = Vec::new();
    for page in wanted {
        bar.set_message(page.address.clone());
        let entry = kept.cache.entries.entry(page.address.clone()).or_default().clone();
        let is_done =
            is_resumed && entry.asked >= begun && !entry.asked.is_empty() && entry.missing == 0;
        let (verdict, entry) = if is_done {
            (Verdict::Unchanged, entry)
        } else {
            let (verdict, mut entry, body) = one(&mut client, &page.address, entry, lock);
            entry.asked.clone_from(&now);
            if let Some(body) = body {
                write(&kept.folder.join(&entry.file), &body)?;
            }
            (verdict, entry)
        };
        let is_gone = entry.missing > 1;
        kept.cache.entries.insert(page.address.clone(), entry);
        kept.save()?;
        fetched.push(Fetched { wanted: page, verdict, is_gone });
        bar.inc(1);
    }
    bar.finish_and_clear();
    kept.cache.begun = None;
    kept.save()?;
    Ok((kept, fetched))
}

/// One page: its twin in Markdown first, then itself.
fn one(
    client: &mut Client,
    address: &str,
    mut entry: Entry,
    lock: &Lock,
) -> (Verdict, Entry, Option<String>) {
    let mut verdict = Verdict::Missing;
    let mut asked = fetch::twins(address);
    // What was found last is asked for first, so that an unchanged page is one request.
    asked.sort_by_key(|url| *url != entry.url);
    for url in asked {
        let is_known = url == entry.url && !entry.file.is_empty();
        let known = if is_known {
            Validators { etag: entry.etag.clone(), modified: entry.modified.clone() }
        } else {
            Validators::default()
        };
        let (response, validators) = match client.get(&url, &known) {
            Ok(found) => found,
            Err(why) => return (Verdict::Failed(why), entry, None),
        };
        verdict = fetch::judge(address, &response, lock);
        match &verdict {
            Verdict::Unchanged => {
                entry.missing = 0;
                return (verdict, entry, None);
            }
            // Its text is the one in the folder.
            Verdict::Moved(to) if response.status == 304 => {
                entry.url.clone_from(to);
                entry.compared = false;
                entry.missing = 0;
                return (verdict, entry, None);
            }
            Verdict::Page | Verdict::Moved(_) => {
                entry = Entry {
                    file: fetch::file_of(&url),
                    url: response.url.clone(),
                    etag: validators.etag,
                    modified: validators.modified,
                    compared: false,
                    missing: 0,
                    asked: String::new(),
                };
                return (verdict, entry, Some(response.body));
            }
            Verdict::Missing | Verdict::NoPage(_) => {}
            _ => return (verdict, entry, None),
        }
    }
    if verdict == Verdict::Missing {
        entry.missing += 1;
    }
    (verdict, entry, None)
}

/// A bar for people; nothing where the output is not a terminal.
pub(super) fn bar(length: usize) -> ProgressBar {
    let bar = ProgressBar::new(length as u64);
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {eta} {wide_msg}");
    bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
    bar
}
