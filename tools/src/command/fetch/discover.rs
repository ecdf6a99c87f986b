//! Pages that the spec's pages lead to: the endpoints that the spec does not have.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use wechat_cloudbase_codegen::naming::folded;
use wechat_cloudbase_codegen::{SourceFile, Spec};
use wechat_cloudbase_spec::drift::{self, Lock};
use wechat_cloudbase_spec::fetch::{self, Verdict};

use super::client::Validators;
use super::run::{How, Kept, bar};

/// Walks the links of the pages in the folder, and lists what is found.
pub(super) fn discover(spec: &Spec, kept: &Kept, how: &How, most: usize) -> Result<String, String> {
    let mut client = how.client()?;
    let mut seen: BTreeSet<String> =
        kept.cache.entries.keys().map(|address| bare(address)).collect();
    let mut open: VecDeque<String> = VecDeque::new();
    let mut follow = |text: &str, address: &str, open: &mut VecDeque<String>| {
        for link in fetch::links(text, address) {
            if is_catalogued(&link) && seen.insert(bare(&link)) {
                open.push_back(link);
            }
        }
    };
    for (address, entry) in &kept.cache.entries {
        if let Some(text) = kept.page(address) {
            follow(&String::from_utf8_lossy(&text), &entry.url, &mut open);
        }
    }
    let known: BTreeSet<String> = spec
        .api
        .endpoints
        .iter()
        .flat_map(|endpoint| {
            endpoint.old_paths.iter().chain([&endpoint.path]).map(|path| folded(path))
        })
        .collect();
    let mut found: BTreeMap<String, String> = BTreeMap::new();
    let bar = bar(most);
    for _ in 0..most {
        let Some(address) = open.pop_front() else {
            break;
        };
        bar.set_message(address.clone());
        bar.inc(1);
        for url in fetch::twins(&address) {
            let Ok((response, _)) = client.get(&url, &Validators::default()) else {
                continue;
            };
            if response.status != 200 {
                continue;
            }
            follow(&response.body, &url, &mut open);
            if matches!(
                fetch::judge(&address, &response, &Lock::default()),
                Verdict::Page | Verdict::Moved(_)
            ) {
                let page = SourceFile::new("page", response.body.as_str());
                if let Some((path, name)) =
                    drift::interface(&page).filter(|(path, _)| !known.contains(&folded(path)))
                {
                    found.insert(path, format!("{name} {address}"));
                }
            }
            break;
        }
    }
    bar.finish_and_clear();
    let mut text = format!("{} endpoints that the spec does not have:\n", found.len());
    text.extend(found.iter().map(|(path, what)| format!("  {path} {what}\n")));
    if !open.is_empty() {
        text.push_str(&format!("{} more pages were not followed; see --most\n", open.len()));
    }
    Ok(text)
}

fn bare(address: &str) -> String {
    folded(address.trim_end_matches(".html").trim_end_matches(".md").trim_end_matches('/'))
}

/// Whether an address is of a page about an endpoint, or of a catalogue of them.
fn is_catalogued(address: &str) -> bool {
    let folded = folded(address);
    let last = folded.rsplit('/').next().unwrap_or("");
    last.starts_with("api_")
        || (folded.contains("openapi") || folded.contains("/api/")) && !folded.contains("/en/")
}
