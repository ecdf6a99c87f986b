//! A file as its lines show it: blocks, each a header and the entries below it.

/// A header and what is below it. The first block of a file has no header.
#[derive(Default)]
pub(super) struct Block {
    pub(super) path: Vec<String>,
    /// Whether the header is in two brackets.
    pub(super) is_item: bool,
    pub(super) before: Vec<String>,
    pub(super) after: Option<String>,
    pub(super) entries: Vec<Entry>,
    /// Comments below the last entry.
    pub(super) end: Vec<String>,
}

/// A key, its value, and the comments that belong to them.
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) node: Node,
    /// Lines above it: comments, and an empty text for a blank line.
    pub(super) before: Vec<String>,
    /// The comment at the end of its line.
    pub(super) after: Option<String>,
}

pub(super) enum Node {
    /// A string.
    Text(String),
    /// A value of another type, as it is written.
    Plain(String),
    List {
        /// Each with its comments; it has no key.
        items: Vec<Entry>,
        end: Vec<String>,
    },
    Table {
        entries: Vec<Entry>,
        /// Whether it is spread over keys with dots, and not in braces.
        is_dotted: bool,
        end: Vec<String>,
    },
}

impl Node {
    pub(super) fn table(entries: Vec<Entry>) -> Self {
        Self::Table { entries, is_dotted: false, end: Vec::new() }
    }

    /// Takes out all comments that are inside, for whom there is only one line.
    pub(super) fn take_comments(&mut self) -> Vec<String> {
        let (inner, end) = match self {
            Self::List { items, end } => (items, end),
            Self::Table { entries, end, .. } => (entries, end),
            Self::Text(_) | Self::Plain(_) => return Vec::new(),
        };
        let mut comments: Vec<_> = inner.iter_mut().flat_map(Entry::take_comments).collect();
        comments.append(end);
        comments.retain(|line| !line.is_empty());
        comments
    }

    pub(super) fn has_comments(&self) -> bool {
        let (inner, end) = match self {
            Self::List { items, end } => (items, end),
            Self::Table { entries, end, .. } => (entries, end),
            Self::Text(_) | Self::Plain(_) => return false,
        };
        let has = |entry: &Entry| {
            entry.after.is_some()
                || entry.before.iter().any(|line| !line.is_empty())
                || entry.node.has_comments()
        };
        !end.is_empty() || inner.iter().any(has)
    }
}

impl Entry {
    fn take_comments(&mut self) -> Vec<String> {
        let mut comments = std::mem::take(&mut self.before);
        comments.append(&mut self.node.take_comments());
        comments.extend(self.after.take());
        comments
    }
}
