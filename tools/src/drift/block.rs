//! A page as a list of blocks, independent of its format: the input of every reader.

/// A piece of a page, in the page's order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Block {
    /// A heading with a mark: `##`, `<h2>`, a line of dashes below it.
    Heading(Heading),
    Text(Text),
    Row(Row),
    Code(Code),
    /// An empty line, or what else ends a table or a paragraph.
    Gap,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Heading {
    pub(crate) line: usize,
    /// As is, its mark included.
    pub(crate) raw: String,
    /// 1 for that of a whole page.
    pub(crate) level: usize,
}

/// A line of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Text {
    pub(crate) line: usize,
    pub(crate) raw: String,
    /// Whether it is an item of a list, which is never a heading.
    pub(crate) item: bool,
}

/// A row of a table whose cells are apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: usize,
    pub(crate) raw: String,
    /// How many tables this one is in.
    pub(crate) depth: usize,
    /// Rows of one table share a number.
    pub(crate) table: usize,
    pub(crate) cells: Vec<String>,
    /// Whether the table was delivered as JSON.
    pub(crate) in_json: bool,
}

/// Text that is set off as it is: a fence, a `<pre>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Code {
    /// Line of the first line of the text.
    pub(crate) line: usize,
    pub(crate) lines: Vec<String>,
}

impl Block {
    /// Its lines with their numbers, for readers of running text.
    pub(crate) fn lines(&self) -> Vec<(usize, &str)> {
        match self {
            Self::Heading(Heading { line, raw, .. })
            | Self::Text(Text { line, raw, .. })
            | Self::Row(Row { line, raw, .. }) => vec![(*line, raw)],
            Self::Code(code) => {
                let numbered = code.lines.iter().enumerate();
                numbered.map(|(index, text)| (code.line + index, text.as_str())).collect()
            }
            Self::Gap => Vec::new(),
        }
    }
}
