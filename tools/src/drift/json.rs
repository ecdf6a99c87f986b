//! JSON as pages print it: with comments, superfluous commas, missing braces, quotes of any kind.

use serde_json::{Map, Value};

/// How deep values may be in each other.
const DEEPEST: usize = 48;

/// A value and the mistakes that were tolerated to read it.
pub(crate) struct Read {
    pub(crate) value: Value,
    /// Each key by its path, with the line, from 0, that it is on.
    pub(crate) lines: Vec<(String, usize)>,
    /// Whether what is behind the value shows that its end was taken for another one's.
    pub(crate) is_broken: bool,
}

/// Reads the first value of a text. One without braces is read as if it had them.
pub(crate) fn read(text: &str) -> Option<Read> {
    let start = text.find(['{', '[']);
    let quote = text.find(['"', '“']);
    let has_braces = match (start, quote) {
        (Some(start), Some(quote)) => start < quote,
        (start, _) => start.is_some(),
    };
    let mut parser = Parser { rest: text, line: 0, path: Vec::new(), lines: Vec::new(), depth: 0 };
    let value = if has_braces {
        parser.skip_to(start?);
        parser.value()?
    } else {
        parser.skip_to(quote?);
        parser.members(None)?
    };
    parser.blank();
    let is_broken = parser.rest.starts_with([')', ']', '}', '"', ':', '\\']);
    Some(Read { value, lines: parser.lines, is_broken })
}

struct Parser<'t> {
    rest: &'t str,
    line: usize,
    path: Vec<String>,
    lines: Vec<(String, usize)>,
    depth: usize,
}

impl Parser<'_> {
    fn skip_to(&mut self, at: usize) {
        self.line += self.rest.get(..at).map_or(0, |before| before.matches('\n').count());
        self.rest = self.rest.get(at..).unwrap_or("");
    }

    fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let char = self.peek()?;
        self.line += usize::from(char == '\n');
        self.rest = self.rest.get(char.len_utf8()..)?;
        Some(char)
    }

    /// Spaces and comments.
    fn blank(&mut self) {
        loop {
            while self.peek().is_some_and(|char| char.is_whitespace() || char == '\u{feff}') {
                self.take();
            }
            if self.rest.starts_with("//") {
                while self.peek().is_some_and(|char| char != '\n') {
                    self.take();
                }
            } else if self.rest.starts_with("/*") {
                let end = self.rest.find("*/").map_or(self.rest.len(), |end| end + 2);
                self.skip_to(end);
            } else {
                return;
            }
        }
    }

    fn value(&mut self) -> Option<Value> {
        self.blank();
        if self.depth >= DEEPEST {
            return None;
        }
        self.depth += 1;
        let value = match self.peek()? {
            '{' => {
                self.take();
                self.members(Some('}'))
            }
            '[' => self.items(),
            '"' | '“' | '”' | '\'' => self.string().map(Value::String),
            _ => self.word(),
        };
        self.depth -= 1;
        value
    }

    fn members(&mut self, end: Option<char>) -> Option<Value> {
        let mut map = Map::new();
        loop {
            self.blank();
            match self.peek() {
                Some(',' | '，' | ';') => {
                    self.take();
                    continue;
                }
                Some('}') => {
                    self.take();
                    break;
                }
                // What goes on without end is a sample that was cut; all of it has been read.
                None => break,
                Some(_) => {}
            }
            let line = self.line;
            let key = match self.peek()? {
                '"' | '“' | '”' | '\'' => self.string()?,
                _ => self.bare_key()?,
            };
            self.blank();
            if !matches!(self.take(), Some(':' | '：')) {
                return end.is_none().then_some(Value::Object(map));
            }
            let key = key.trim().to_owned();
            self.path.push(key.clone());
            self.lines.push((self.path.join("."), line));
            let value = self.value()?;
            self.path.pop();
            map.insert(key, value);
        }
        Some(Value::Object(map))
    }

    fn items(&mut self) -> Option<Value> {
        self.take();
        let mut items = Vec::new();
        loop {
            self.blank();
            match self.peek() {
                Some(',' | '，') => {
                    self.take();
                }
                Some(']') => {
                    self.take();
                    break;
                }
                None => break,
                Some(_) => items.push(self.value()?),
            }
        }
        Some(Value::Array(items))
    }

    /// A string, which may have line breaks in it and quotes that should have been escaped.
    fn string(&mut self) -> Option<String> {
        let quote = self.take()?;
        let ends =
            |char: char| if quote == '\'' { char == '\'' } else { "\"“”".contains(char) };
        let mut text = String::new();
        loop {
            match self.take()? {
                '\\' => text.push(self.escape()?),
                char if ends(char) && self.is_end_of_string() => return Some(text),
                char => text.push(char),
            }
        }
    }

    /// Behind a string there is a mark, a line break or nothing; otherwise the quote belongs to it.
    fn is_end_of_string(&self) -> bool {
        let rest = self.rest.trim_start_matches([' ', '\t', '\u{a0}']);
        rest.is_empty()
            || rest.starts_with([',', ':', '}', ']', '\n', '，', '：', ';'])
            || rest.starts_with("//")
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.take()? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'u' => {
                let code = u32::from_str_radix(self.rest.get(..4)?, 16).ok()?;
                self.skip_to(4);
                char::from_u32(code).unwrap_or('\u{fffd}')
            }
            other => other,
        })
    }

    fn bare_key(&mut self) -> Option<String> {
        const LONGEST: usize = 120;
        let end = self.rest.find([':', '：', '\n', ',', '{', '}'])?;
        let key = self.rest.get(..end)?.trim();
        if key.is_empty() || end > LONGEST {
            return None;
        }
        let key = key.trim_matches('"').to_owned();
        self.skip_to(end);
        Some(key)
    }

    /// A number, `true`, `null`, or a word that stands for a value.
    fn word(&mut self) -> Option<Value> {
        const LONGEST: usize = 400;
        let marks = [',', '}', ']', '\n', '，'];
        let end = self.rest.find(marks).unwrap_or(self.rest.len());
        // A comment may have such marks in it.
        let end = self.rest.get(..end)?.find("//").unwrap_or(end);
        let word = self.rest.get(..end)?.trim();
        if word.is_empty() || end > LONGEST {
            return None;
        }
        let value = serde_json::from_str(word).unwrap_or_else(|_| Value::String(word.to_owned()));
        self.skip_to(end);
        Some(value)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_print() {
        for (text, expected) in [
            (r#"{"a": 1, "b": [true, null],}"#, r#"{"a":1,"b":[true,null]}"#),
            ("// POST x\n{ \"a\": 345 // the rest，or so\n}", r#"{"a":345}"#),
            ("   \"a\": \"x\",\n   \"b\": 2", r#"{"a":"x","b":2}"#),
            ("{“a”： “x”， 'b': 'it'}", r#"{"a":"x","b":"it"}"#),
            (
                "{\"q\": \"db.collection(\"geo\").add({\n})\"}",
                r#"{"q":"db.collection(\"geo\").add({\n})"}"#,
            ),
            (r#"{"q": "a\'b"}"#, r#"{"q":"a'b"}"#),
            ("{a: 1\n b: x}", r#"{"a":1,"b":"x"}"#),
            ("{\"a\": {\"b\": [", r#"{"a":{"b":[]}}"#),
        ] {
            assert_eq!(
                read(text).map(|read| read.value.to_string()).as_deref(),
                Some(expected),
                "{text}"
            );
        }
        assert!(read("nothing here").is_none());
        assert!(read(&"[".repeat(10_000)).is_none());
        let read = read("{\n\"a\": {\n\"b\": 1}}").unwrap();
        assert_eq!(read.lines, [("a".to_owned(), 1), ("a.b".to_owned(), 2)]);
    }
}
