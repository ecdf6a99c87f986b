//! Files of a spec, and places in them.

use std::ops::Range;

/// One file of a spec: its path, as it is shown in diagnostics, and its bytes.
#[derive(Clone, Debug)]
pub struct SourceFile {
    /// Path below the folder of the spec, with `/` between its parts: `section/endpoint.toml`.
    pub path: String,
    /// The file's content; diagnostics say so when it is not UTF-8.
    pub content: Vec<u8>,
}

impl SourceFile {
    /// A file from a path below the spec's folder and a content.
    pub fn new(path: impl Into<String>, content: impl Into<Vec<u8>>) -> Self {
        Self {
            path: path.into(),
            content: content.into(),
        }
    }
}

/// A place in the sources: a file and a range of bytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub(crate) file: usize,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Span {
    pub(crate) fn new(file: usize, range: Range<usize>) -> Self {
        Self {
            file,
            start: range.start,
            end: range.end,
        }
    }

    pub(crate) fn start_of(file: usize) -> Self {
        Self::new(file, 0..0)
    }
}

/// A place as people read it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Path of the file.
    pub path: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// The line's text.
    pub text: String,
}

/// All files of a spec in order of path, as text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sources {
    /// What diagnostics put before each path: `spec/`.
    root: String,
    files: Vec<(String, String)>,
}

impl Sources {
    /// Sorts the files, so that no output depends on the order in which a disk lists them. What is
    /// not UTF-8 is replaced, and the second result has the place of each file's first bad byte.
    pub(crate) fn new(files: &[SourceFile], root: &str) -> (Self, Vec<Span>) {
        let mut files: Vec<_> = files.iter().collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        let mut bad = Vec::new();
        let text = |(index, file): (usize, &&SourceFile)| {
            let text = match std::str::from_utf8(&file.content) {
                Ok(text) => text.to_owned(),
                Err(error) => {
                    let at = error.valid_up_to();
                    bad.push(Span::new(index, at..at));
                    String::from_utf8_lossy(&file.content).into_owned()
                }
            };
            (file.path.clone(), text)
        };
        let files = files.iter().enumerate().map(text).collect();
        let root = root.to_owned();
        (Self { root, files }, bad)
    }

    /// Every file: its number, its path and its text.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (usize, &str, &str)> {
        let files = self.files.iter().enumerate();
        files.map(|(index, (path, text))| (index, path.as_str(), text.as_str()))
    }

    fn file(&self, file: usize) -> (&str, &str) {
        let file = self.files.get(file);
        file.map_or(("", ""), |(path, text)| (path, text))
    }

    pub(crate) fn place(&self, span: &Span) -> Place {
        let (path, text) = self.file(span.file);
        let before = text.get(..span.start).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = text.get(line_start..).unwrap_or("");
        Place {
            path: format!("{}{path}", self.root),
            line: before.matches('\n').count() + 1,
            column: before.get(line_start..).unwrap_or("").chars().count() + 1,
            text: line.lines().next().unwrap_or("").to_owned(),
        }
    }
}
