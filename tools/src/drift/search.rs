//! A page as it is searched for words: whatever it was delivered as, and which page it is.

use wechat_cloudbase_codegen::naming::folded;

use super::block::Block;
use super::clean::{clean, squeezed};
use super::facts::{Generation, Layout};

/// A page as it is searched: each line by its letters and digits.
pub(crate) struct Text {
    /// All lines in one, and where each begins in it.
    all: String,
    starts: Vec<(usize, usize)>,
    pub(crate) layout: Layout,
    /// Its address, when that is known.
    address: Option<String>,
}

impl Text {
    pub(crate) fn new(blocks: &[Block], layout: Layout, address: Option<String>) -> Self {
        let mut all = String::new();
        let mut starts = Vec::new();
        for (line, raw) in blocks.iter().flat_map(Block::lines) {
            starts.push((all.len(), line));
            all.push_str(&squeezed(&clean(raw)));
        }
        Self { all, starts, layout, address }
    }

    /// The lines that a snippet is on, at each place where it is.
    pub(crate) fn find(&self, snippet: &str) -> Vec<(usize, usize)> {
        const MOST: usize = 50;
        let snippet = squeezed(snippet);
        if snippet.is_empty() {
            return Vec::new();
        }
        let found = self.all.match_indices(&snippet).take(MOST);
        found.map(|(at, _)| (self.line(at), self.line(at + snippet.len() - 1))).collect()
    }

    fn line(&self, at: usize) -> usize {
        let index = self.starts.partition_point(|(start, _)| *start <= at);
        self.starts.get(index.saturating_sub(1)).map_or(1, |(_, line)| *line)
    }

    /// Whether this is the page at an address: by its own address, or by its layout when nobody
    /// knows where it was captured.
    pub(crate) fn is_page(&self, page: &str) -> bool {
        match &self.address {
            Some(address) => is_same(address, page),
            None => layout_of(page) == Some((self.layout.english, self.layout.generation)),
        }
    }
}

/// Whether two addresses are of one page.
pub(crate) fn is_same(one: &str, other: &str) -> bool {
    bare(one) == bare(other)
}

/// An address without what a site changes at will.
fn bare(address: &str) -> String {
    let address = address.split(['?', '#']).next().unwrap_or(address);
    let address = address.trim_end_matches(".html").trim_end_matches(".md").trim_end_matches('/');
    folded(address)
}

/// The layout that the vendor's addresses tell.
pub(crate) fn layout_of(page: &str) -> Option<(bool, Generation)> {
    let page = page.strip_prefix("https://developers.weixin.qq.com/")?;
    let english = page.contains("/en/") || page.starts_with("en/") || page.contains(".en.");
    let last = page.rsplit('/').next().unwrap_or("");
    let generation = match () {
        () if last.starts_with("api_") => Generation::New,
        () if page.contains("OpenApiDoc/") => Generation::Middle,
        () if last.starts_with("errcode") => Generation::Errcodes,
        () => Generation::Old,
    };
    Some((english, generation))
}
