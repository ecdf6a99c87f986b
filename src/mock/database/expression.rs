//! Expressions: the part of JavaScript that statements are written in.

use super::lexer::{Token, Unreadable, tokens};

/// How deep expressions can be nested.
const MAX_DEPTH: usize = 64;
/// How many members and calls one expression can have in a row.
const MAX_CHAIN: usize = 256;
/// A longer statement is not read.
const MAX_BYTES: usize = 1 << 20;

/// An expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Expression {
    Null,
    Bool(bool),
    Number(f64),
    Text(String),
    Pattern(String, String),
    List(Vec<Expression>),
    Object(Vec<(String, Expression)>),
    Name(String),
    Member(Box<Expression>, String),
    Call(Box<Expression>, Vec<Expression>),
    New(Box<Expression>, Vec<Expression>),
}

impl Expression {
    /// The names of a path such as `db.Geo.Point`, with dots between; `None` of anything else.
    pub(super) fn path(&self) -> Option<String> {
        match self {
            Self::Name(name) => Some(name.clone()),
            Self::Member(object, name) => Some(format!("{}.{name}", object.path()?)),
            _ => None,
        }
    }

    fn is_path(&self) -> bool {
        (1..8).contains(&self.depth_of_path())
    }

    /// How many names it has; 0 of anything but a path.
    fn depth_of_path(&self) -> usize {
        let (mut depth, mut inner) = (1, self);
        loop {
            match inner {
                Self::Name(_) => return depth,
                Self::Member(object, _) => (depth, inner) = (depth + 1, object),
                _ => return 0,
            }
        }
    }
}

/// Reads a statement: any number of `const name = expression;`, and an expression.
pub(super) fn read(text: &str) -> Result<Expression, Unreadable> {
    if text.len() > MAX_BYTES {
        return Err(Unreadable::new(MAX_BYTES, "the statement is longer than 1 MiB"));
    }
    let mut parser = Parser { tokens: tokens(text)?, at: 0, end: text.len(), names: Vec::new() };
    while parser.is_declaration() {
        parser.declaration()?;
    }
    let expression = parser.expression(0)?;
    while parser.take(';') {}
    match parser.peek() {
        None => Ok(expression),
        Some(_) => Err(parser.error("something after the end of the statement")),
    }
}

struct Parser {
    tokens: Vec<(usize, Token)>,
    at: usize,
    end: usize,
    /// What `const` has named.
    names: Vec<(String, Expression)>,
}

impl Parser {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at).map(|(_, token)| token)
    }

    fn error(&self, problem: &'static str) -> Unreadable {
        let at = self.tokens.get(self.at).map_or(self.end, |(at, _)| *at);
        Unreadable::new(at, problem)
    }

    fn take(&mut self, sign: char) -> bool {
        let found = self.peek() == Some(&Token::Sign(sign));
        self.at += usize::from(found);
        found
    }

    fn expect(&mut self, sign: char, problem: &'static str) -> Result<(), Unreadable> {
        if self.take(sign) { Ok(()) } else { Err(self.error(problem)) }
    }

    fn name(&mut self) -> Result<String, Unreadable> {
        match self.peek() {
            Some(Token::Name(name)) => {
                let name = name.clone();
                self.at += 1;
                Ok(name)
            }
            _ => Err(self.error("expected a name")),
        }
    }

    fn is_declaration(&self) -> bool {
        matches!(self.peek(), Some(Token::Name(name)) if matches!(name.as_str(), "const" | "let" | "var"))
    }

    fn declaration(&mut self) -> Result<(), Unreadable> {
        self.at += 1;
        let name = self.name()?;
        self.expect('=', "expected `=`")?;
        let value = self.expression(0)?;
        // Anything larger could grow without bounds by being named again and again.
        if !value.is_path() {
            return Err(self.error("a `const` can only name a part of `db`, such as `db.command`"));
        }
        self.names.push((name, value));
        while self.take(';') {}
        Ok(())
    }

    fn expression(&mut self, depth: usize) -> Result<Expression, Unreadable> {
        if depth > MAX_DEPTH {
            return Err(self.error("nested more than 64 levels deep"));
        }
        let mut expression = self.primary(depth)?;
        for _ in 0..MAX_CHAIN {
            if self.take('.') {
                expression = Expression::Member(Box::new(expression), self.name()?);
            } else if self.take('(') {
                let arguments = self.list(')', depth)?;
                expression = Expression::Call(Box::new(expression), arguments);
            } else {
                return Ok(expression);
            }
        }
        Err(self.error("more than 256 calls in a row"))
    }

    fn primary(&mut self, depth: usize) -> Result<Expression, Unreadable> {
        let Some(token) = self.peek().cloned() else {
            return Err(self.error("expected a value"));
        };
        self.at += 1;
        Ok(match token {
            Token::Text(text) => Expression::Text(text),
            Token::Number(number) => Expression::Number(number),
            Token::Pattern(source, flags) => Expression::Pattern(source, flags),
            Token::Sign('[') => Expression::List(self.list(']', depth)?),
            Token::Sign('{') => Expression::Object(self.object(depth)?),
            Token::Sign('(') => {
                let inner = self.expression(depth + 1)?;
                self.expect(')', "expected `)`")?;
                inner
            }
            Token::Sign('-') => match self.expression(depth + 1)? {
                Expression::Number(number) => Expression::Number(-number),
                _ => return Err(self.error("expected a number after `-`")),
            },
            Token::Name(name) => match name.as_str() {
                "null" | "undefined" => Expression::Null,
                "true" => Expression::Bool(true),
                "false" => Expression::Bool(false),
                "new" => self.constructor(depth)?,
                _ => self.named(name),
            },
            _ => {
                self.at -= 1;
                return Err(self.error("expected a value"));
            }
        })
    }

    /// `new` with a path and arguments.
    fn constructor(&mut self, depth: usize) -> Result<Expression, Unreadable> {
        let name = self.name()?;
        let mut class = self.named(name);
        while class.depth_of_path() < 8 && self.take('.') {
            class = Expression::Member(Box::new(class), self.name()?);
        }
        let arguments = if self.take('(') { self.list(')', depth)? } else { Vec::new() };
        Ok(Expression::New(Box::new(class), arguments))
    }

    fn named(&self, name: String) -> Expression {
        let known = self.names.iter().rev().find(|(other, _)| *other == name);
        known.map_or_else(|| Expression::Name(name), |(_, value)| value.clone())
    }

    fn list(&mut self, end: char, depth: usize) -> Result<Vec<Expression>, Unreadable> {
        let mut items = Vec::new();
        while !self.take(end) {
            items.push(self.expression(depth + 1)?);
            if !self.take(',') {
                self.expect(end, "expected `,` or the end of the list")?;
                break;
            }
        }
        Ok(items)
    }

    fn object(&mut self, depth: usize) -> Result<Vec<(String, Expression)>, Unreadable> {
        let mut fields = Vec::new();
        while !self.take('}') {
            let key = match self.peek().cloned() {
                Some(Token::Name(key) | Token::Text(key)) => key,
                Some(Token::Number(number)) => number.to_string(),
                _ => return Err(self.error("expected the name of a field")),
            };
            self.at += 1;
            self.expect(':', "expected `:` after the name of a field")?;
            fields.push((key, self.expression(depth + 1)?));
            if !self.take(',') {
                self.expect('}', "expected `,` or `}`")?;
                break;
            }
        }
        Ok(fields)
    }
}
