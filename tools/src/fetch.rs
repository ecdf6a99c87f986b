//! Pages of the vendor's that are fetched: which ones, in which files, and what a response is. What
//! is read from the network is in the program.

mod cache;
mod links;
mod robots;
mod verdict;

pub use cache::{Cache, Entry, file_of};
pub use links::links;
pub use robots::Robots;
pub use verdict::{Response, Verdict, judge};

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::Spec;

/// A page that a spec was transcribed from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wanted {
    /// Its address, as the spec has it.
    pub address: String,
    /// The endpoints that name it.
    pub endpoints: BTreeSet<String>,
}

/// The pages of all sources, each once.
pub fn wanted(spec: &Spec) -> Vec<Wanted> {
    let mut found: Vec<Wanted> = Vec::new();
    for endpoint in &spec.api.endpoints {
        for source in endpoint.sources.iter().filter(|source| source.page.starts_with("http")) {
            match found.iter_mut().find(|wanted| wanted.address == source.page) {
                Some(wanted) => _ = wanted.endpoints.insert(endpoint.id.clone()),
                None => found.push(Wanted {
                    address: source.page.clone(),
                    endpoints: BTreeSet::from([endpoint.id.clone()]),
                }),
            }
        }
    }
    found.sort();
    found
}

/// Where a page is asked for: the newest ones are served as Markdown too, which is asked for first.
pub fn twins(address: &str) -> Vec<String> {
    let bare = address.split(['?', '#']).next().unwrap_or(address);
    let stem = bare.trim_end_matches(".html").trim_end_matches(".md");
    let last = stem.rsplit('/').next().unwrap_or("");
    let is_newest = last.starts_with("api_");
    let markdown = is_newest.then(|| format!("{stem}.md"));
    markdown.into_iter().filter(|twin| twin != address).chain([address.to_owned()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_pages_have_twins() {
        let page = "https://developers.weixin.qq.com/doc/oplatform/openApi/a/api_b";
        assert_eq!(twins(&format!("{page}.html")), [format!("{page}.md"), format!("{page}.html")]);
        assert_eq!(twins(&format!("{page}.md")), [format!("{page}.md")]);
        let old = "https://developers.weixin.qq.com/doc/oplatform/2.0/x.html";
        assert_eq!(twins(old), [old]);
    }
}
