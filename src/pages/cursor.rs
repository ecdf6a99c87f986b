//! Which page comes next: a pure decision, from what a response says.

use crate::endpoint::{PageStyle, Paging};
use crate::json::Node;

/// Where a reader of pages is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Cursor {
    paging: &'static Paging,
    /// The offset or the number of the page that is asked for.
    number: i64,
    /// How many items there are up to the end of the page before.
    seen: i64,
    /// How many pages have come.
    pages: u64,
    /// Of the items of the page before, unless it had none.
    last_page: Option<u64>,
    markers: Markers,
}

/// What to ask for after a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Turn {
    /// That was the last page.
    End,
    /// The page at an offset, or of a number.
    Number(i64),
    /// The page at a marker.
    Marker(String),
}

/// Why reading on would never end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stuck {
    /// The items are those of the page before.
    SamePage,
    /// The next marker was named before.
    SameMarker,
    /// More pages follow, and no marker says where.
    NoMarker,
}

impl Cursor {
    /// At the page that the request asks for; at the first one where it does not say.
    pub(crate) fn new(paging: &'static Paging, number: Option<i64>) -> Self {
        let first = if paging.style == PageStyle::Page { 1 } else { 0 };
        let number = number.unwrap_or(first);
        let seen = if paging.style == PageStyle::Offset { number } else { 0 };
        Self { paging, number, seen, pages: 0, last_page: None, markers: Markers::default() }
    }

    /// What comes after the page that a response holds.
    pub(crate) fn turn(&mut self, response: Node<'_>) -> Result<Turn, Stuck> {
        self.pages = self.pages.saturating_add(1);
        let paging = self.paging;
        let items = response.at_path(paging.items);
        let count = items.row_count();
        self.compare(items, count)?;
        if response.at_path(paging.more).flag() == Some(false) {
            return Ok(Turn::End);
        }
        match paging.style {
            PageStyle::Offset | PageStyle::Page => Ok(self.by_number(response, count)),
            PageStyle::Marker => self.by_marker(response),
        }
    }

    /// A server that ignores which page is asked for sends the same one forever.
    fn compare(&mut self, items: Node<'_>, count: i64) -> Result<(), Stuck> {
        let page = (count > 0).then(|| items.fingerprint());
        match page {
            Some(_) if page == self.last_page => Err(Stuck::SamePage),
            _ => {
                self.last_page = page;
                Ok(())
            }
        }
    }

    fn by_number(&mut self, response: Node<'_>, count: i64) -> Turn {
        // Pages before the first one that was read have as many items as it has.
        if self.paging.style == PageStyle::Page && self.seen == 0 {
            self.seen = (self.number - 1).max(0).saturating_mul(count);
        }
        self.seen = self.seen.saturating_add(count);
        let total = response.at_path(self.paging.total).whole_number();
        if count == 0 || total.is_some_and(|total| self.seen >= total) {
            return Turn::End;
        }
        self.number = match self.paging.style {
            PageStyle::Page => self.number.saturating_add(1),
            _ => self.seen,
        };
        Turn::Number(self.number)
    }

    fn by_marker(&mut self, response: Node<'_>) -> Result<Turn, Stuck> {
        let next = response.at_path(self.paging.next).plain_text();
        let more = response.at_path(self.paging.more).flag();
        match (next, more) {
            (Some(next), _) if self.markers.knows(&next) => Err(Stuck::SameMarker),
            (Some(next), _) => Ok(Turn::Marker(next.into_owned())),
            (None, Some(true)) => Err(Stuck::NoMarker),
            (None, _) => Ok(Turn::End),
        }
    }

    /// The page that was asked for, as an error names it.
    pub(crate) fn place(&self) -> String {
        match self.paging.style {
            PageStyle::Offset => format!("the page at {} {}", self.paging.position, self.number),
            PageStyle::Page => format!("page {}", self.number),
            PageStyle::Marker => match self.pages {
                0 | 1 => "the first page".to_owned(),
                count => format!("page {count}"),
            },
        }
    }

    pub(crate) fn paging(&self) -> &'static Paging {
        self.paging
    }
}

/// The markers so far, of which one is remembered: each is compared with it, and after twice as many it
/// is replaced. So any circle is found, however long, in the same memory.
#[derive(Clone, Copy, Debug, Default)]
struct Markers {
    count: u64,
    kept: u64,
    keep_until: u64,
}

impl Markers {
    fn knows(&mut self, marker: &str) -> bool {
        let marker = hash(marker);
        if self.count > 0 && marker == self.kept {
            return true;
        }
        self.count += 1;
        if self.count >= self.keep_until {
            self.kept = marker;
            self.keep_until = self.count.saturating_mul(2);
        }
        false
    }
}

fn hash(text: &str) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
