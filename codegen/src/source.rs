//! Files of a spec, and places in them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

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
        Self { path: path.into(), content: content.into() }
    }
}

/// A place in the sources: a file and a range of bytes. There is one with every leaf of a spec, and no
/// file is near to four gigabytes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    file: u32,
    start: u32,
    end: u32,
}

impl Span {
    /// A range of a file.
    pub fn new(file: usize, range: Range<usize>) -> Self {
        let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Self { file: small(file), start: small(range.start), end: small(range.end) }
    }

    /// The beginning of a file.
    pub fn start_of(file: usize) -> Self {
        Self::new(file, 0..0)
    }

    /// The number of the file.
    pub fn file(&self) -> usize {
        self.file as usize
    }

    /// The first byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// The byte after the last.
    pub fn end(&self) -> usize {
        self.end as usize
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
    /// The line's text; of a very long line, what is around the place.
    pub text: String,
}

/// All files of a spec in order of path, as text.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// What diagnostics put before each path: `spec/`.
    root: String,
    files: Vec<File>,
}

/// One file as text.
#[derive(Clone, Debug)]
pub struct File {
    /// Path below the folder of the spec.
    pub path: String,
    /// Without a byte-order mark, and with `\n` at the end of lines. What is not UTF-8 is replaced.
    pub text: String,
    /// Where the first byte is that is not UTF-8.
    pub not_utf8: Option<usize>,
    /// Where each line begins; counted when a place is shown, which of a good file none is.
    lines: OnceLock<Vec<usize>>,
}

/// One line of a file.
pub struct Line<'a> {
    /// From 1.
    pub number: usize,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Without its end.
    pub text: &'a str,
}

impl Sources {
    /// Sorts the files, so that no output depends on the order in which a disk lists them.
    pub fn new(files: &[SourceFile], root: &str) -> Self {
        let mut files: Vec<_> = files.iter().collect();
        files.sort_by(|a, b| (&a.path, &a.content).cmp(&(&b.path, &b.content)));
        Self { root: root.to_owned(), files: files.into_iter().map(File::new).collect() }
    }

    /// Every file with its number.
    pub fn iter(&self) -> impl Iterator<Item = (usize, &File)> {
        self.files.iter().enumerate()
    }

    /// The path of the file that a place is in.
    pub fn path(&self, span: &Span) -> String {
        let path = self.files.get(span.file()).map_or("", |file| &file.path);
        format!("{}{path}", self.root)
    }

    /// The line that a place begins in.
    pub fn line(&self, span: &Span) -> Line<'_> {
        let file = self.files.get(span.file());
        file.map_or(Line { number: 1, start: 0, text: "" }, |file| file.line(span.start()))
    }

    /// The text of a range of the file that a place is in.
    pub fn text(&self, span: &Span, range: Range<usize>) -> &str {
        let file = self.files.get(span.file());
        file.and_then(|file| file.text.get(range)).unwrap_or("")
    }

    /// A place as people read it.
    pub fn place(&self, span: &Span) -> Place {
        let line = self.line(span);
        let before = up_to(line.text, span.start().saturating_sub(line.start));
        Place {
            path: self.path(span),
            line: line.number,
            column: before.chars().count() + 1,
            text: window(line.text, before.len()),
        }
    }
}

impl File {
    fn new(file: &SourceFile) -> Self {
        let not_utf8 = std::str::from_utf8(&file.content).err().map(|error| error.valid_up_to());
        let before = file.content.get(..not_utf8.unwrap_or(0)).unwrap_or_default();
        let text = normal(&file.content);
        Self {
            path: file.path.clone(),
            not_utf8: not_utf8.map(|_| normal(before).len()),
            lines: OnceLock::new(),
            text,
        }
    }

    /// The line that a byte is in.
    pub fn line(&self, at: usize) -> Line<'_> {
        let lines = self.lines.get_or_init(|| line_starts(&self.text));
        let number = lines.partition_point(|start| *start <= at).max(1);
        let start = lines.get(number - 1).copied().unwrap_or(0);
        let end = lines.get(number).map_or(self.text.len(), |next| next - 1);
        let text = self.text.get(start..end).unwrap_or("");
        Line { number, start, text }
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect()
}

/// Editors differ in how they begin a file and end a line; what is compiled does not.
fn normal(content: &[u8]) -> String {
    // Of good text, this is several times as fast as asking for replacements at once.
    let text = std::str::from_utf8(content)
        .map_or_else(|_| String::from_utf8_lossy(content), Cow::Borrowed);
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if text.contains('\r') { text.replace("\r\n", "\n") } else { text.to_owned() }
}

/// The text before a byte, or before the character that the byte is in.
pub fn up_to(text: &str, byte: usize) -> &str {
    let mut end = byte.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or(text)
}

/// A line for one place in it, truncated around the place if very long. Control characters are
/// removed.
fn window(line: &str, at: usize) -> String {
    const BEFORE: usize = 80;
    const AFTER: usize = 120;
    let (before, after) = line.split_at_checked(at).unwrap_or((line, ""));
    let start = before.char_indices().rev().nth(BEFORE).map_or(0, |(start, _)| start);
    let end = after.char_indices().nth(AFTER).map_or(line.len(), |(end, _)| at + end);
    let middle = line.get(start..end).unwrap_or(line);
    let middle = middle.replace(|char: char| char.is_control() && char != '\t', "\u{fffd}");
    let cut = |is_cut| if is_cut { "…" } else { "" };
    format!("{}{middle}{}", cut(start > 0), cut(end < line.len()))
}
