//! The text of a statement into tokens.

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A name or a keyword.
    Name(String),
    Text(String),
    Number(f64),
    /// `/source/flags`.
    Pattern(String, String),
    Sign(char),
}

/// Why a statement can't be read, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Unreadable {
    /// The byte.
    pub(super) at: usize,
    pub(super) problem: &'static str,
}

impl Unreadable {
    pub(super) fn new(at: usize, problem: &'static str) -> Self {
        Self { at, problem }
    }
}

/// All tokens of a text, each with the byte where it starts.
pub(super) fn tokens(text: &str) -> Result<Vec<(usize, Token)>, Unreadable> {
    let mut lexer = Lexer { text, at: 0 };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.after_space() {
        let start = lexer.at;
        let value_before = matches!(
            tokens.last(),
            Some((
                _,
                Token::Name(_) | Token::Text(_) | Token::Number(_) | Token::Sign(')' | ']' | '}')
            ))
        );
        let token = match c {
            '"' | '\'' | '`' => lexer.string(c)?,
            '/' if !value_before => lexer.pattern()?,
            '0'..='9' => lexer.number()?,
            '.' if lexer
                .rest()
                .get(1..2)
                .is_some_and(|next| next.starts_with(|c: char| c.is_ascii_digit())) =>
            {
                lexer.number()?
            }
            c if c == '_' || c == '$' || c.is_alphabetic() => lexer.name(),
            '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '.' | ';' | '=' | '-' | '+' => {
                lexer.at += 1;
                Token::Sign(c)
            }
            _ => return Err(Unreadable::new(start, "a character that has no meaning here")),
        };
        tokens.push((start, token));
    }
    Ok(tokens)
}

struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn next(&mut self) -> Option<char> {
        let next = self.rest().chars().next()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// The next character that is neither a space nor in a comment.
    fn after_space(&mut self) -> Option<char> {
        loop {
            let rest = self.rest();
            let found = rest.chars().next()?;
            if found.is_whitespace() || found == '\u{feff}' {
                self.at += found.len_utf8();
            } else if rest.starts_with("//") {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if rest.starts_with("/*") {
                self.at += rest.find("*/").map_or(rest.len(), |end| end + 2);
            } else {
                return Some(found);
            }
        }
    }

    fn name(&mut self) -> Token {
        let rest = self.rest();
        let end = rest.find(|c: char| !(c == '_' || c == '$' || c.is_alphanumeric()));
        let name = rest.get(..end.unwrap_or(rest.len())).unwrap_or_default();
        self.at += name.len();
        Token::Name(name.to_owned())
    }

    fn number(&mut self) -> Result<Token, Unreadable> {
        let (start, rest) = (self.at, self.rest());
        let mut end = 0;
        for (at, c) in rest.char_indices() {
            let is_sign_of_exponent = matches!(c, '+' | '-')
                && rest.get(..at).is_some_and(|before| before.ends_with(['e', 'E']));
            if !(c.is_ascii_alphanumeric() || c == '.' || is_sign_of_exponent) {
                break;
            }
            end = at + c.len_utf8();
        }
        let digits = rest.get(..end).unwrap_or_default();
        self.at += end;
        let number = match digits.get(..2) {
            Some("0x" | "0X") => digits
                .get(2..)
                .and_then(|hex| u64::from_str_radix(hex, 16).ok())
                .map(|hex| hex as f64),
            _ => digits
                .parse()
                .ok()
                .filter(|_| digits.starts_with(|c: char| c == '.' || c.is_ascii_digit())),
        };
        number.map(Token::Number).ok_or(Unreadable::new(start, "not a number"))
    }

    fn string(&mut self, quote: char) -> Result<Token, Unreadable> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err(Unreadable::new(start, "a string without an end")),
                Some(c) if c == quote => return Ok(Token::Text(text)),
                Some('\n' | '\r') if quote != '`' => {
                    return Err(Unreadable::new(start, "a string with a line break in it"));
                }
                Some('$') if quote == '`' && self.rest().starts_with('{') => {
                    return Err(Unreadable::new(start, "a template with an expression in it"));
                }
                Some('\\') => text.extend(self.escape(start)?),
                Some(c) => text.push(c),
            }
        }
    }

    fn escape(&mut self, start: usize) -> Result<Option<char>, Unreadable> {
        let broken = || Unreadable::new(start, "a string with a broken escape");
        Ok(Some(match self.next().ok_or_else(broken)? {
            'n' => '\n',
            't' => '\t',
            'r' => '\r',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'v' => '\u{b}',
            '0' => '\0',
            '\n' => return Ok(None),
            'x' => self.hex(2).and_then(char::from_u32).ok_or_else(broken)?,
            'u' if self.rest().starts_with('{') => {
                let end = self.rest().find('}').ok_or_else(broken)?;
                let digits = self.rest().get(1..end).unwrap_or_default();
                let code = u32::from_str_radix(digits, 16).map_err(|_| broken())?;
                self.at += end + 1;
                char::from_u32(code).ok_or_else(broken)?
            }
            'u' => self.unit_pair().ok_or_else(broken)?,
            c => c,
        }))
    }

    /// A UTF-16 unit, or two that make one character.
    fn unit_pair(&mut self) -> Option<char> {
        let first = self.hex(4)?;
        if !(0xd800..0xdc00).contains(&first) {
            return Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        if !self.rest().starts_with("\\u") {
            return Some(char::REPLACEMENT_CHARACTER);
        }
        self.at += 2;
        let second = self.hex(4)?;
        let code = 0x1_0000 + ((first - 0xd800) << 10) + second.checked_sub(0xdc00)?;
        char::from_u32(code)
    }

    fn hex(&mut self, digits: usize) -> Option<u32> {
        let text = self.rest().get(..digits)?;
        let code = u32::from_str_radix(text, 16).ok()?;
        self.at += digits;
        Some(code)
    }

    fn pattern(&mut self) -> Result<Token, Unreadable> {
        let start = self.at;
        self.at += 1;
        let (mut source, mut in_class) = (String::new(), false);
        loop {
            let c = self.next().filter(|c| *c != '\n');
            let c = c.ok_or(Unreadable::new(start, "a regular expression without an end"))?;
            match c {
                '/' if !in_class => break,
                '\\' => {
                    source.push(c);
                    source.extend(self.next());
                    continue;
                }
                '[' => in_class = true,
                ']' => in_class = false,
                _ => {}
            }
            source.push(c);
        }
        let rest = self.rest();
        let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
        let flags = rest.get(..end).unwrap_or_default().to_owned();
        self.at += end;
        Ok(Token::Pattern(source, flags))
    }
}
