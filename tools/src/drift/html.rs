//! HTML into blocks. Nothing is known of a site's own classes: headings, tables, `<pre>` and
//! paragraphs are what a page is made of.

mod tables;
mod tags;

use html5gum::{DefaultEmitter, Token, Tokenizer};

use super::block::{Block, Code, Heading, Row, Text};
use super::clean::clean;
use tags::{is_aside, is_main, is_paragraph};

/// Tables inside of tables; deeper ones are read as if at this depth.
const DEEPEST: usize = 16;

/// Blocks of a page, or of a part of one that begins at a line.
pub(crate) fn blocks(html: &str, first_line: usize, tables_before: usize) -> Vec<Block> {
    let mut reader = Reader::new(html, first_line, tables_before);
    let mut emitter = DefaultEmitter::<usize>::new_with_span();
    emitter.naively_switch_states(true);
    let Ok(tokens) = Tokenizer::new_with_emitter(html, emitter).collect::<Result<Vec<_>, _>>();
    reader.whole =
        !tokens.iter().any(|token| matches!(token, Token::StartTag(tag) if is_main(&tag.name)));
    for token in tokens {
        reader.token(token);
    }
    reader.finish()
}

struct Reader {
    /// Where each line begins.
    lines: Vec<usize>,
    first_line: usize,
    out: Vec<Block>,
    text: Vec<u8>,
    text_line: usize,
    /// Whether all of the page counts; otherwise only what is in `<main>`.
    whole: bool,
    main: usize,
    aside: usize,
    mode: Mode,
    item: bool,
    tables: Vec<Table>,
    table_count: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Text,
    Heading(usize),
    Pre,
}

/// A table that is open.
struct Table {
    number: usize,
    /// Where its row is among the blocks, once there is one.
    row: Option<usize>,
    in_cell: bool,
}

impl Reader {
    fn new(html: &str, first_line: usize, table_count: usize) -> Self {
        let starts = html.match_indices('\n').map(|(at, _)| at + 1);
        Self {
            lines: std::iter::once(0).chain(starts).collect(),
            first_line,
            out: Vec::new(),
            text: Vec::new(),
            text_line: first_line,
            whole: true,
            main: 0,
            aside: 0,
            mode: Mode::Text,
            item: false,
            tables: Vec::new(),
            table_count,
        }
    }

    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at).max(1) - 1 + self.first_line
    }

    fn token(&mut self, token: Token<usize>) {
        match token {
            Token::StartTag(tag) => {
                self.start(&tag.name, self.line(tag.span.start), tag.self_closing);
            }
            Token::EndTag(tag) => self.end(&tag.name),
            Token::String(text) if self.is_read() => {
                if self.text.iter().all(u8::is_ascii_whitespace) {
                    let lead = text.value.iter().take_while(|byte| byte.is_ascii_whitespace());
                    self.text_line = self.line(text.span.start + lead.count());
                }
                self.text.extend_from_slice(&text.value);
            }
            _ => {}
        }
    }

    fn is_read(&self) -> bool {
        self.aside == 0 && (self.whole || self.main > 0)
    }

    fn start(&mut self, name: &[u8], line: usize, closed: bool) {
        if is_aside(name) && !closed {
            self.flush();
            self.aside += 1;
        }
        if is_main(name) {
            self.main += 1;
        }
        if !self.is_read() {
            return;
        }
        match name {
            b"table" => self.open_table(),
            b"tr" => self.open_row(line),
            b"td" | b"th" => self.open_cell(),
            b"pre" => self.enter(Mode::Pre),
            b"br" if self.mode == Mode::Pre => self.text.push(b'\n'),
            b"br" if self.in_cell() => self.text.push(b' '),
            b"li" => {
                self.flush();
                self.item = true;
            }
            [b'h', level @ b'1'..=b'6'] => self.enter(Mode::Heading(usize::from(level - b'0'))),
            name if is_paragraph(name) => self.boundary(),
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8]) {
        if is_aside(name) {
            self.aside = self.aside.saturating_sub(1);
            return;
        }
        if !self.is_read() {
            return;
        }
        match name {
            b"table" => self.close_table(),
            b"tr" => self.close_row(),
            b"td" | b"th" => self.close_cell(),
            b"pre" => self.leave(Mode::Pre),
            b"li" => {
                self.flush();
                self.item = false;
            }
            [b'h', level @ b'1'..=b'6'] => self.leave(Mode::Heading(usize::from(level - b'0'))),
            name if is_paragraph(name) => self.boundary(),
            _ => {}
        }
        if is_main(name) {
            self.flush();
            self.main = self.main.saturating_sub(1);
        }
    }

    fn in_cell(&self) -> bool {
        self.tables.last().is_some_and(|table| table.in_cell)
    }

    /// A heading or a `<pre>` in a cell is text of the cell.
    fn enter(&mut self, mode: Mode) {
        if self.in_cell() {
            self.text.push(b' ');
        } else {
            self.flush();
            self.mode = mode;
        }
    }

    fn leave(&mut self, mode: Mode) {
        if self.mode == mode {
            self.flush();
            self.mode = Mode::Text;
        }
    }

    fn boundary(&mut self) {
        match self.mode {
            Mode::Pre => {}
            _ if self.in_cell() => self.text.push(b' '),
            _ => self.flush(),
        }
    }

    /// What has been read since the last boundary becomes a block.
    fn flush(&mut self) {
        let text = String::from_utf8_lossy(&std::mem::take(&mut self.text)).into_owned();
        if self.in_cell() {
            self.add_cell(&text);
            return;
        }
        let line = self.text_line;
        if self.mode == Mode::Pre {
            let lines: Vec<_> = text.trim_end().lines().map(str::to_owned).collect();
            let blank = lines.iter().take_while(|line| line.trim().is_empty()).count();
            let lines: Vec<_> = lines.into_iter().skip(blank).collect();
            self.out.extend((!lines.is_empty()).then_some(Block::Code(Code { line, lines })));
            return;
        }
        let raw = one_line(&text);
        if raw.is_empty() {
            return;
        }
        self.out.push(match self.mode {
            Mode::Heading(level) => Block::Heading(Heading { line, raw, level }),
            _ => Block::Text(Text { line, raw, item: self.item }),
        });
        self.out.push(Block::Gap);
    }

    fn finish(mut self) -> Vec<Block> {
        self.close_cell();
        self.flush();
        let empty = |row: &Row| row.cells.iter().all(String::is_empty);
        self.out.retain(|block| !matches!(block, Block::Row(row) if empty(row)));
        self.out
    }
}

/// Runs of spaces count once, but for those that indent by design.
fn one_line(text: &str) -> String {
    let parts = text.split([' ', '\n', '\t', '\r']).filter(|part| !part.is_empty());
    clean_entities(&parts.collect::<Vec<_>>().join(" "))
}

/// Entities are decoded by now, so that what looks like Markdown is text: only spaces are evened.
fn clean_entities(text: &str) -> String {
    clean(&text.replace('&', "&amp;").replace('<', "&lt;").replace('\\', "\\\\"))
}
