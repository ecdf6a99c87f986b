//! Tables of values: errcodes, and what a field may be.

use super::block::{Block, Row};
use super::clean::{LOST, clean, narrow};
use super::column;
use super::facts::{Code, CodeRow, Unread};

/// More rows than any list has.
const MOST_ROWS: usize = 20_000;

#[derive(Default)]
pub(crate) struct Codes {
    pub(crate) rows: Vec<CodeRow>,
    pub(crate) unread: Vec<Unread>,
    pub(crate) headed: bool,
    /// Lines of running text between the rows.
    pub(crate) prose: Vec<(usize, String)>,
}

/// Reads the errcodes of a section.
pub(crate) fn read(blocks: &[&Block]) -> Codes {
    let mut codes = Codes::default();
    let mut after_row = false;
    for block in blocks.iter().take(MOST_ROWS) {
        match block {
            Block::Row(row) => codes.row(row),
            Block::Text(text) => {
                after_row = codes.text(text.line, &clean(&text.raw), after_row);
                continue;
            }
            Block::Heading(_) | Block::Code(_) | Block::Gap => {}
        }
        after_row = false;
    }
    codes
}

impl Codes {
    fn row(&mut self, row: &Row) {
        let cells: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).collect();
        let cells: Vec<&str> = cells.into_iter().skip_while(|cell| cell.is_empty()).collect();
        let Some(first) = cells.first() else {
            return;
        };
        if column::header(&row.cells).is_some() {
            self.headed = true;
        } else if let Some(code) = code(first) {
            let message = cells.get(1).copied().unwrap_or("").to_owned();
            let more: Vec<_> =
                cells.iter().skip(2).filter(|cell| !cell.is_empty()).copied().collect();
            self.rows.push(CodeRow { line: row.line, code, message, more: more.join(" ") });
        } else if !is_reference(first) {
            self.unread(row.line, &row.raw);
        }
    }

    /// Running text; what goes on below a row belongs to it.
    fn text(&mut self, line: usize, text: &str, after_row: bool) -> bool {
        if column::header_in_text(text).is_some() {
            self.headed = true;
            return false;
        }
        let (first, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        match code(first) {
            Some(Code::Lost) | None => {
                let meant = first.starts_with(|char: char| char == '-' || char.is_ascii_digit());
                let meant = meant && first.chars().filter(char::is_ascii_digit).count() > 2;
                if meant && !first.ends_with(['.', '、', ',']) {
                    self.unread(line, text);
                } else if !after_row {
                    self.prose.push((line, text.to_owned()));
                }
                after_row
            }
            Some(code) => {
                // `1. Call the other interface first` is below such tables; a header may have
                // been lost in part.
                let is_small = matches!(&code, Code::Number(number) if (1..100).contains(number));
                if is_small && (!self.headed || text.contains(". ")) {
                    self.prose.push((line, text.to_owned()));
                    return false;
                }
                let (message, more) = (rest.trim().to_owned(), String::new());
                self.rows.push(CodeRow { line, code, message, more });
                true
            }
        }
    }

    fn unread(&mut self, line: usize, text: &str) {
        let why = "no number of an errcode".to_owned();
        self.unread.push(Unread { line, text: text.trim().to_owned(), why });
    }
}

pub(crate) fn is_code(cell: &str) -> bool {
    code(cell).is_some()
}

fn code(cell: &str) -> Option<Code> {
    let text = narrow(cell);
    let text = text.trim().trim_matches(['`', '*', '"']);
    if text == LOST {
        return Some(Code::Lost);
    }
    let digits = text.strip_prefix('-').unwrap_or(text).trim_start();
    if digits.is_empty() || digits.len() > 12 {
        return None;
    }
    if digits.bytes().all(|byte| byte.is_ascii_digit()) {
        let number: i64 = digits.parse().ok()?;
        return Some(Code::Number(if text.starts_with('-') { -number } else { number }));
    }
    let stem = digits.trim_end_matches(['x', 'X', '*']);
    let is_range = stem.len() >= 3 && stem.bytes().all(|byte| byte.is_ascii_digit());
    let sign = if text.starts_with('-') { "-" } else { "" };
    is_range.then(|| Code::Range(format!("{sign}{stem}")))
}

/// `其他错误码`: the row says where the general list is.
fn is_reference(cell: &str) -> bool {
    let cell = wechat_cloudbase_codegen::naming::folded(cell);
    ["其他", "其它", "other", "更多", "general error", "通用"]
        .iter()
        .any(|word| cell.starts_with(word))
}
