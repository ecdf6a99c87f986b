//! Text without its marks: links, emphasis, escapes, entities, odd spaces and wide punctuation.

/// How far ahead the end of a link or of an entity is looked for, in bytes. Nothing on a page is
/// longer, and a page of only brackets still takes linear time.
const LONGEST_LINK: usize = 600;
const LONGEST_ENTITY: usize = 10;

/// What a machine translation leaves where it lost a word.
pub(crate) const LOST: &str = "初始值";

/// A line or a cell without Markdown, inline tags and entities. Spaces that indent it by design
/// (`&emsp;`) stay, as non-breaking spaces.
pub(crate) fn clean(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(char) = rest.chars().next() {
        let (taken, used) = piece(rest, char);
        out.push_str(&taken);
        rest = rest.get(used..).unwrap_or("");
    }
    trimmed(&out)
}

/// What stands for the beginning of a text, and how many bytes it stands for.
fn piece(rest: &str, char: char) -> (String, usize) {
    let after = rest.get(char.len_utf8()..).unwrap_or("");
    match char {
        '\\' => escaped(after),
        '[' => link(rest).unwrap_or(("[".to_owned(), 1)),
        '!' if after.starts_with('[') => (String::new(), 1),
        '<' => inline_tag(rest).unwrap_or(("<".to_owned(), 1)),
        '&' => entity(rest).unwrap_or(("&".to_owned(), 1)),
        '`' => (String::new(), 1),
        '*' if after.starts_with('*') => (String::new(), 2),
        '~' if after.starts_with('~') => (String::new(), 2),
        '\u{200b}' | '\u{200c}' | '\u{200d}' | '\u{feff}' | '\u{2060}' => {
            (String::new(), char.len_utf8())
        }
        char => (space(char).to_string(), char.len_utf8()),
    }
}

/// A mark behind a backslash, or behind several: captures of captures escape twice.
fn escaped(after: &str) -> (String, usize) {
    let marked = after.trim_start_matches('\\');
    let more = after.len() - marked.len();
    match marked.chars().next().filter(char::is_ascii_punctuation) {
        Some(mark) => (mark.to_string(), 1 + more + mark.len_utf8()),
        None if more > 0 => ("\\".to_owned(), 1 + more),
        None => ("\\".to_owned(), 1),
    }
}

/// Spaces that indent by design stay apart from those that only separate.
fn space(char: char) -> char {
    match char {
        '\u{2002}' | '\u{2003}' | '\u{3000}' => '\u{a0}',
        '\u{a0}' => '\u{a0}',
        char if char.is_whitespace() => ' ',
        char => char,
    }
}

fn trimmed(text: &str) -> String {
    let text = text.trim_end().trim_start_matches(' ');
    let body = text.trim_start();
    let indent = text.len() - body.len();
    let body = body.replace('\u{a0}', " ");
    format!("{}{body}", text.get(..indent).unwrap_or("").replace(' ', ""))
}

/// `[text](address)`: its text.
fn link(rest: &str) -> Option<(String, usize)> {
    let window = window(rest, LONGEST_LINK);
    let middle = window.find("](")?;
    let text = window.get(1..middle)?;
    if text.contains('[') {
        return None;
    }
    let end = closing(window, middle + 2)?;
    Some((clean_text(text), end + 1))
}

/// Where the bracket closes that is open before a byte.
fn closing(text: &str, from: usize) -> Option<usize> {
    let mut open = 1_usize;
    for (at, byte) in text.bytes().enumerate().skip(from) {
        match byte {
            b'(' => open += 1,
            b')' => open -= 1,
            _ => {}
        }
        if open == 0 {
            return Some(at);
        }
    }
    None
}

/// A link's text, which has no links in it.
fn clean_text(text: &str) -> String {
    text.replace(['`', '\\'], "").replace("**", "")
}

/// Tags that only dress text, and `<br>`; any other `<` is part of the text, as in `array<string>`.
const INLINE: &[&str] =
    &["a", "b", "br", "code", "del", "em", "font", "i", "p", "span", "strong", "sub", "sup", "u"];

fn inline_tag(rest: &str) -> Option<(String, usize)> {
    let window = window(rest, LONGEST_LINK);
    let end = window.find('>')?;
    let inside = window.get(1..end)?.trim_matches('/');
    let name = inside.split([' ', '/']).next()?;
    let known = INLINE.iter().any(|tag| tag.eq_ignore_ascii_case(name));
    let text = if name.eq_ignore_ascii_case("br") { " " } else { "" };
    known.then(|| (text.to_owned(), end + 1))
}

fn entity(rest: &str) -> Option<(String, usize)> {
    let window = window(rest, LONGEST_ENTITY);
    let end = window.find(';')?;
    let name = window.get(1..end)?;
    let char = match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "emsp" | "ensp" => '\u{a0}',
        _ => numbered(name.strip_prefix('#')?)?,
    };
    Some((space(char).to_string(), end + 1))
}

fn numbered(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    char::from_u32(code)
}

fn window(text: &str, length: usize) -> &str {
    wechat_cloudbase_codegen::source::up_to(text, length)
}

/// A name, a type or a heading in plain characters: wide letters and punctuation as narrow ones.
pub(crate) fn narrow(text: &str) -> String {
    text.chars().map(narrow_char).collect()
}

fn narrow_char(char: char) -> char {
    match char {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(char) - 0xff01 + 0x21).unwrap_or(char),
        '、' => ',',
        '。' => '.',
        '【' | '「' | '〔' => '[',
        '】' | '」' | '〕' => ']',
        '“' | '”' => '"',
        '‘' | '’' => '\'',
        '–' | '—' | '−' | '‐' | '‑' => '-',
        '\u{a0}' => ' ',
        char => char,
    }
}

/// A text by its letters and digits alone: what two deliveries of one page have in common.
pub(crate) fn squeezed(text: &str) -> String {
    let kept = |char: &char| char.is_alphanumeric() || matches!(char, '_' | '-' | '.' | '/' | '+');
    narrow(text).chars().filter(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_text_stays() {
        for (raw, expected) in [
            (r"access\_token", "access_token"),
            (r"access\\_token", "access_token"),
            (r"PNG\JPEG", r"PNG\JPEG"),
            ("\u{200c}~~limit~~", "limit"),
            ("[objarray](#Res__data<Array>)", "objarray"),
            ("## [#](#_1-x) 1. x", "## # 1. x"),
            ("**a** `b`<br/>c", "a b c"),
            ("Array.&lt;Object&gt;", "Array.<Object>"),
            ("array<string>", "array<string>"),
            ("a &amp; b &bogus; [c", "a & b &bogus; [c"),
            ("\u{3000}env", "\u{a0}env"),
            ("  &emsp;&emsp;env ", "\u{a0}\u{a0}env"),
            ("[a](b(c)d) e", "a e"),
        ] {
            assert_eq!(clean(raw), expected, "{raw}");
        }
        assert_eq!(narrow("（１）：ａ"), "(1):a");
        assert_eq!(squeezed("| a\\_b | “是” |"), "a_b是");
    }
}
