//! Parses text into a tape: JSON by RFC 8259, without recursion.

use super::tape::{Entry, Kind, Tape};

/// Why a text is not JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is truncated.
    Cut,
    /// It is something else.
    Wrong,
}

/// How deep lists and objects may be nested. Readers of the tape may be recursive.
const MAX_DEPTH: usize = 128;

pub(super) fn parse(text: &str) -> Result<Tape, Fault> {
    let mut parser = Parser {
        text,
        bytes: text.as_bytes(),
        at: 0,
        tape: Tape { entries: Vec::with_capacity(32), escaped: String::new() },
        open: Vec::new(),
    };
    parser.value()?;
    while let Some(&whole) = parser.open.last() {
        parser.rest_of(whole)?;
    }
    match parser.peek() {
        None => Ok(parser.tape),
        Some(_) => Err(Fault::Wrong),
    }
}

struct Parser<'t> {
    text: &'t str,
    bytes: &'t [u8],
    at: usize,
    tape: Tape,
    /// The open lists and objects, outermost first.
    open: Vec<usize>,
}

impl Parser<'_> {
    /// The next byte that is not white space, without consuming it.
    fn peek(&mut self) -> Option<u8> {
        loop {
            match self.bytes.get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                byte => return byte.copied(),
            }
        }
    }

    fn next(&mut self) -> Result<u8, Fault> {
        self.peek().ok_or(Fault::Cut)
    }

    fn expect(&mut self, byte: u8) -> Result<(), Fault> {
        match self.next()? {
            next if next == byte => self.at += 1,
            _ => return Err(Fault::Wrong),
        }
        Ok(())
    }

    /// A value, or the beginning of one up to its first value that is neither a list nor an object.
    fn value(&mut self) -> Result<(), Fault> {
        loop {
            let byte = self.next()?;
            match byte {
                b'{' => {
                    self.begin(Kind::Object)?;
                    if self.next()? == b'}' {
                        return self.end();
                    }
                    self.key()?;
                }
                b'[' => {
                    self.begin(Kind::List)?;
                    if self.next()? == b']' {
                        return self.end();
                    }
                }
                b'"' => return self.string(),
                b'-' | b'0'..=b'9' => return self.number(),
                b't' => return self.word(b"true", Kind::True),
                b'f' => return self.word(b"false", Kind::False),
                b'n' => return self.word(b"null", Kind::Null),
                _ => return Err(Fault::Wrong),
            }
        }
    }

    /// What follows a value in a list or an object.
    fn rest_of(&mut self, whole: usize) -> Result<(), Fault> {
        let is_object = self.tape.entries.get(whole).is_some_and(|it| it.kind == Kind::Object);
        match (self.next()?, is_object) {
            (b',', true) => {
                self.at += 1;
                self.key()?;
                self.value()
            }
            (b',', false) => {
                self.at += 1;
                self.value()
            }
            (b'}', true) | (b']', false) => self.end(),
            _ => Err(Fault::Wrong),
        }
    }

    fn begin(&mut self, kind: Kind) -> Result<(), Fault> {
        if self.open.len() >= MAX_DEPTH {
            return Err(Fault::Wrong);
        }
        self.open.push(self.tape.entries.len());
        self.push(kind, self.at, 0);
        self.at += 1;
        Ok(())
    }

    fn end(&mut self) -> Result<(), Fault> {
        let end = self.tape.entries.len();
        let whole = self.open.pop().and_then(|whole| self.tape.entries.get_mut(whole));
        whole.ok_or(Fault::Wrong)?.end = end;
        self.at += 1;
        Ok(())
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        self.tape.entries.push(Entry { kind, start, end });
    }

    fn key(&mut self) -> Result<(), Fault> {
        if self.next()? != b'"' {
            return Err(Fault::Wrong);
        }
        self.string()?;
        self.expect(b':')
    }

    fn word(&mut self, word: &[u8], kind: Kind) -> Result<(), Fault> {
        for expected in word {
            match self.bytes.get(self.at) {
                Some(byte) if byte == expected => self.at += 1,
                Some(_) => return Err(Fault::Wrong),
                None => return Err(Fault::Cut),
            }
        }
        self.push(kind, self.at, self.at);
        Ok(())
    }

    fn number(&mut self) -> Result<(), Fault> {
        let start = self.at;
        self.skip(b'-');
        match self.bytes.get(self.at) {
            Some(b'0') => self.at += 1,
            _ => self.digits()?,
        }
        if self.skip(b'.') {
            self.digits()?;
        }
        if self.skip(b'e') || self.skip(b'E') {
            let _ = self.skip(b'+') || self.skip(b'-');
            self.digits()?;
        }
        self.push(Kind::Number, start, self.at);
        Ok(())
    }

    fn skip(&mut self, byte: u8) -> bool {
        let there = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(there);
        there
    }

    /// At least one digit.
    fn digits(&mut self) -> Result<(), Fault> {
        let start = self.at;
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_digit) {
            self.at += 1;
        }
        match self.bytes.get(self.at) {
            _ if self.at > start => Ok(()),
            None => Err(Fault::Cut),
            Some(_) => Err(Fault::Wrong),
        }
    }

    fn string(&mut self) -> Result<(), Fault> {
        self.at += 1;
        let start = self.at;
        match self.plain()? {
            b'"' => self.push(Kind::Text, start, self.at),
            _ => self.escaped(start)?,
        }
        self.at += 1;
        Ok(())
    }

    /// Skips to the next quotation mark or backslash.
    fn plain(&mut self) -> Result<u8, Fault> {
        while let Some(eight) = self.bytes.get(self.at..).and_then(<[u8]>::first_chunk) {
            match plain_bytes(u64::from_le_bytes(*eight)) {
                8 => self.at += 8,
                fewer => {
                    self.at += fewer;
                    break;
                }
            }
        }
        for byte in self.bytes.get(self.at..).unwrap_or_default() {
            match byte {
                b'"' | b'\\' => return Ok(*byte),
                0..=0x1f => return Err(Fault::Wrong),
                _ => self.at += 1,
            }
        }
        Err(Fault::Cut)
    }

    /// A string with a backslash here, unescaped.
    fn escaped(&mut self, start: usize) -> Result<(), Fault> {
        let begin = self.tape.escaped.len();
        let mut from = start;
        loop {
            let next = self.plain()?;
            self.tape.escaped.push_str(self.text.get(from..self.at).unwrap_or_default());
            if next == b'"' {
                break;
            }
            self.at += 1;
            let char = self.escape()?;
            self.tape.escaped.push(char);
            from = self.at;
        }
        self.push(Kind::Escaped, begin, self.tape.escaped.len());
        Ok(())
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Result<char, Fault> {
        let byte = self.bytes.get(self.at).ok_or(Fault::Cut)?;
        self.at += 1;
        Ok(match byte {
            b'"' => '"',
            b'\\' => '\\',
            b'/' => '/',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Fault::Wrong),
        })
    }

    /// A character by its number, or by a surrogate pair.
    fn unicode(&mut self) -> Result<char, Fault> {
        let first = self.hex()?;
        if let Some(char) = char::from_u32(first) {
            return Ok(char);
        }
        for expected in [b'\\', b'u'] {
            match self.bytes.get(self.at) {
                Some(byte) if *byte == expected => self.at += 1,
                Some(_) => return Err(Fault::Wrong),
                None => return Err(Fault::Cut),
            }
        }
        let second = self.hex()?;
        let (0xd800..=0xdbff, 0xdc00..=0xdfff) = (first, second) else {
            return Err(Fault::Wrong);
        };
        let number = 0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00);
        char::from_u32(number).ok_or(Fault::Wrong)
    }

    fn hex(&mut self) -> Result<u32, Fault> {
        let mut number = 0;
        for _ in 0..4 {
            let byte = *self.bytes.get(self.at).ok_or(Fault::Cut)?;
            number = number * 16 + char::from(byte).to_digit(16).ok_or(Fault::Wrong)?;
            self.at += 1;
        }
        Ok(number)
    }
}

/// How many of eight bytes, of which the first is the lowest, come before the first one that ends a
/// string, begins an escape or is a control character.
fn plain_bytes(eight: u64) -> usize {
    const EACH: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    // Sets the high bit of each byte that is below a limit, which is at most 0x80. A borrow may set
    // bits that are higher than the first one that is right, and none that is lower.
    let below = |bytes: u64, limit: u64| bytes.wrapping_sub(EACH * limit) & !bytes & HIGH;
    let is = |byte: u8| below(eight ^ (EACH * u64::from(byte)), 1);
    let special = below(eight, 0x20) | is(b'"') | is(b'\\');
    (special.trailing_zeros() / 8) as usize
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]
mod tests;
