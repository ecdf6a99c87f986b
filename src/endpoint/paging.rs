//! How lists come in pages, as data.

/// How the list of an endpoint comes in pages. Paths are names on the wire, inside the response's
/// wrapper; `-1` is the last item of a list.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Paging {
    /// How the next page is asked for.
    pub style: PageStyle,
    /// The field of the request that says which page it is.
    pub position: &'static str,
    /// The field of the request that says how many items a page has at most.
    pub size: Option<&'static str>,
    /// The path of the list in the response.
    pub items: &'static [&'static str],
    /// The path of the count of all items; empty where there is none.
    pub total: &'static [&'static str],
    /// The path of the flag that says whether more pages follow; empty where there is none.
    pub more: &'static [&'static str],
    /// The path of the next marker; empty for the other styles.
    pub next: &'static [&'static str],
    /// The errcode of a page that is past the end.
    pub end_errcode: Option<i64>,
}

/// How the next page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PageStyle {
    /// By how many items to skip.
    Offset,
    /// By the number of the page, from 1.
    Page,
    /// By where the page before ended.
    Marker,
}

impl Paging {
    /// Pages with defaults; the compiler's output adds the rest.
    pub const fn new(
        style: PageStyle,
        position: &'static str,
        items: &'static [&'static str],
    ) -> Self {
        let none: &[&str] = &[];
        Self {
            style,
            position,
            size: None,
            items,
            total: none,
            more: none,
            next: none,
            end_errcode: None,
        }
    }

    /// Sets [`size`](Self::size).
    pub const fn size(mut self, field: &'static str) -> Self {
        self.size = Some(field);
        self
    }

    /// Sets [`total`](Self::total).
    pub const fn total(mut self, path: &'static [&'static str]) -> Self {
        self.total = path;
        self
    }

    /// Sets [`more`](Self::more).
    pub const fn more(mut self, path: &'static [&'static str]) -> Self {
        self.more = path;
        self
    }

    /// Sets [`next`](Self::next).
    pub const fn next(mut self, path: &'static [&'static str]) -> Self {
        self.next = path;
        self
    }

    /// Sets [`end_errcode`](Self::end_errcode).
    pub const fn end_errcode(mut self, code: i64) -> Self {
        self.end_errcode = Some(code);
        self
    }
}
