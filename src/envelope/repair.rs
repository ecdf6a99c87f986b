//! Repairs almost-JSON.
//!
//! Only for a body that a strict parser has refused: nothing here is needed for a correct one.

use std::iter::Peekable;
use std::str::Chars;

/// The body as text without a byte-order mark, bad UTF-8 replaced, and inside strings: control
/// characters escaped, escapes that JSON does not know taken as text, half characters replaced.
pub(super) fn repair(body: &[u8]) -> String {
    let text = String::from_utf8_lossy(without_bom(body));
    let mut repaired = String::with_capacity(text.len() + 16);
    let mut chars = text.chars().peekable();
    let mut in_string = false;
    while let Some(c) = chars.next() {
        match c {
            '\\' if in_string => escape(&mut chars, &mut repaired),
            c if in_string && c.is_ascii_control() => push_escaped(c, &mut repaired),
            c if c.is_ascii_control() => repaired.push(' '),
            c => {
                in_string ^= c == '"';
                repaired.push(c);
            }
        }
    }
    repaired
}

pub(super) fn without_bom(body: &[u8]) -> &[u8] {
    body.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(body)
}

/// What follows a backslash.
fn escape(chars: &mut Peekable<Chars<'_>>, repaired: &mut String) {
    match chars.peek() {
        Some('u') => {
            chars.next();
            unicode_escape(chars, repaired);
        }
        Some(&c) if "\"\\/bfnrt".contains(c) => {
            chars.next();
            repaired.extend(['\\', c]);
        }
        _ => repaired.push_str("\\\\"),
    }
}

/// What follows `\u`: a character, the two halves of one, or half of one.
fn unicode_escape(chars: &mut Peekable<Chars<'_>>, repaired: &mut String) {
    let mut ahead = chars.clone();
    let Some(first) = hex(&mut ahead) else {
        repaired.push_str("\\\\u");
        return;
    };
    *chars = ahead.clone();
    let second = (ahead.next() == Some('\\') && ahead.next() == Some('u')).then(|| hex(&mut ahead));
    let units = [first, second.flatten().unwrap_or_default()];
    match char::decode_utf16(units).next() {
        Some(Ok(c)) => {
            if c.len_utf16() == 2 {
                *chars = ahead;
            }
            push_escaped(c, repaired);
        }
        _ => repaired.push(char::REPLACEMENT_CHARACTER),
    }
}

fn hex(chars: &mut Peekable<Chars<'_>>) -> Option<u16> {
    let digits: Option<Vec<u32>> = (0..4).map(|_| chars.next()?.to_digit(16)).collect();
    let unit = digits?.into_iter().fold(0, |unit, digit| unit * 16 + digit);
    u16::try_from(unit).ok()
}

fn push_escaped(c: char, repaired: &mut String) {
    if c.is_ascii_control() || c == '"' || c == '\\' {
        repaired.push_str(&format!("\\u{:04x}", u32::from(c)));
    } else {
        repaired.push(c);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &[u8], expect: &str) {
        let repaired = repair(body);
        assert_eq!(repaired, expect);
        assert!(serde_json::from_str::<serde_json::Value>(&repaired).is_ok());
    }

    #[test]
    fn correct_json_stays_the_same() {
        let json = r#"{"a": "\"\\\/\b\n", "b": [1, -2.5e3, null], "c": "云"}"#;
        check(json.as_bytes(), json);
    }

    #[test]
    fn marks_and_controls_are_made_harmless() {
        check(b"\xEF\xBB\xBF{}", "{}");
        check(b"{\"a\": \"x\ny\x01\x7f\"}", r#"{"a": "x\u000ay\u0001\u007f"}"#);
        check(b"{\0}\x0c", "{ } ");
    }

    #[test]
    fn bad_characters_are_replaced() {
        check(b"\"a\xFFb\xE4\xBA\"", "\"a\u{FFFD}b\u{FFFD}\"");
        check(br#""\ud83d!""#, "\"\u{FFFD}!\"");
        check(br#""\ud83dA""#, "\"\u{FFFD}A\"");
        check(br#""\ud83d\ude00""#, "\"\u{1F600}\"");
    }

    #[test]
    fn unknown_escapes_are_text() {
        check(br#""C:\dir\u12""#, r#""C:\\dir\\u12""#);
        check(b"\"\\\n\"", r#""\\\u000a""#);
    }
}
