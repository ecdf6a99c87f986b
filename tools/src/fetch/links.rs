//! The links of a page, in Markdown or in HTML.

use std::collections::BTreeSet;

/// The addresses of pages of the same host that a page links to, each once.
pub fn links(text: &str, address: &str) -> BTreeSet<String> {
    let marks = ["](", "href=\"", "href='"];
    let ends = |char: char| char.is_whitespace() || ")\"'>#?".contains(char);
    let found = marks.iter().flat_map(|mark| text.match_indices(mark)).filter_map(|(at, mark)| {
        let rest = text.get(at + mark.len()..)?.trim_start_matches('<');
        let end = rest.find(ends).unwrap_or(rest.len());
        absolute(rest.get(..end)?, address)
    });
    found.collect()
}

/// A link as an address; `None` for one to another host, or to no page.
fn absolute(link: &str, address: &str) -> Option<String> {
    let scheme = address.find("://")? + 3;
    let host_end = address.get(scheme..)?.find('/').map_or(address.len(), |at| scheme + at);
    let (origin, path) = address.split_at(host_end);
    let path = if let Some(path) = link.strip_prefix(origin) {
        path.to_owned()
    } else if link.contains("://") || link.starts_with("//") || link.is_empty() {
        return None;
    } else if link.starts_with('/') {
        link.to_owned()
    } else {
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        format!("{folder}/{link}")
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in path.split('/').filter(|step| !step.is_empty() && *step != ".") {
        if step == ".." {
            steps.pop();
        } else {
            steps.push(step);
        }
    }
    let last = steps.last()?;
    let is_page = !last.contains('.') || last.ends_with(".html") || last.ends_with(".md");
    is_page.then(|| format!("{origin}/{}", steps.join("/")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_of_one_host() {
        let text = "[a](../b/api_x.md#top) <a href=\"/doc/y.html?z=1\">y</a> [p](x.png) [o](https://other.example/a) [s](https://d.example/q)";
        let found = links(text, "https://d.example/doc/a/page.md");
        let expected = [
            "https://d.example/doc/b/api_x.md",
            "https://d.example/doc/y.html",
            "https://d.example/q",
        ];
        assert_eq!(found.into_iter().collect::<Vec<_>>(), expected);
    }
}
