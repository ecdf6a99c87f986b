//! Reads one value, and reports one of another type.

use toml::de::DeValue;

use super::{Table, Value};
use crate::diagnostic::{Problem, Rule};
use crate::leaf::{Float, Literal, Node, Number};

pub(super) const DATE: &str = "a date, such as 2026-01-31";

impl<'t> Table<'t, '_> {
    pub(crate) fn literal_of(&mut self, value: Value<'t>) -> Option<Node<Literal>> {
        match value.get_ref() {
            // On the wire, an empty text is a value like others.
            DeValue::String(text) if text.is_empty() => {
                Some(self.node(Literal::String(String::new()), value))
            }
            DeValue::String(_) => {
                self.text_of(value).map(|text| self.node(Literal::String(text.value), value))
            }
            DeValue::Integer(_) => {
                self.int_of(value).map(|int| self.node(Literal::Int(int.value), value))
            }
            DeValue::Float(_) => {
                self.float_of(value).map(|float| self.node(Literal::Float(float.value), value))
            }
            DeValue::Boolean(flag) => Some(self.node(Literal::Bool(*flag), value)),
            _ => self.wrong_type(value, "a string, a number, true or false"),
        }
    }

    pub(super) fn number_of(&mut self, value: Value<'t>) -> Option<Node<Number>> {
        match value.get_ref() {
            DeValue::Integer(_) => {
                self.int_of(value).map(|int| self.node(Number::Int(int.value), value))
            }
            DeValue::Float(_) => {
                self.float_of(value).map(|float| self.node(Number::from(float.value), value))
            }
            _ => self.wrong_type(value, "a number"),
        }
    }

    fn float_of(&mut self, value: Value<'t>) -> Option<Node<Float>> {
        let DeValue::Float(float) = value.get_ref() else {
            return self.wrong_type(value, "a number");
        };
        match float.as_str().parse().ok().and_then(Float::new) {
            Some(float) => Some(self.node(float, value)),
            None => {
                let (span, message) = (self.span_of(value), "a float that is not a number");
                let problem = Problem::new(Rule::BadNumber, &span, message, "not finite");
                self.problems.add(problem.help("write a number, such as 0.5"));
                None
            }
        }
    }

    pub(super) fn text_of(&mut self, value: Value<'t>) -> Option<Node<String>> {
        let DeValue::String(text) = value.get_ref() else {
            return self.wrong_type(value, "a string");
        };
        let node = self.node(text.to_string(), value);
        if text.trim().is_empty() {
            self.problems.add(
                Problem::new(Rule::EmptyText, &node.span, "an empty text", "says nothing")
                    .help("write it, or leave the key out if it is optional"),
            );
            return None;
        }
        let plain = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
        if let Some(char) = text.chars().find(|char| !plain && is_invisible(*char)) {
            let message = match char {
                '\n' => "a line break in the text".to_owned(),
                '\t' => "a tab in the text".to_owned(),
                char => {
                    format!("an invisible character, U+{:04X}, in the text", u32::from(char))
                }
            };
            let problem = Problem::new(Rule::ControlCharacter, &node.span, message, "in here");
            self.problems.add(problem.help("write one line of visible characters"));
            return None;
        }
        Some(node)
    }

    pub(super) fn int_of(&mut self, value: Value<'t>) -> Option<Node<i64>> {
        let DeValue::Integer(int) = value.get_ref() else {
            return self.wrong_type(value, "a whole number");
        };
        match i64::from_str_radix(int.as_str(), int.radix()) {
            Ok(int) => Some(self.node(int, value)),
            Err(_) => {
                let problem = Problem::new(
                    Rule::BadNumber,
                    &self.span_of(value),
                    "a number of more than 64 bits",
                    "too large",
                );
                self.problems.add(problem.help("from -9223372036854775808 to 9223372036854775807"));
                None
            }
        }
    }

    pub(super) fn wrong_type<T>(&mut self, value: Value<'t>, expected: &str) -> Option<T> {
        let found = match value.get_ref() {
            DeValue::String(_) => "a string",
            DeValue::Integer(_) => "a whole number",
            DeValue::Float(_) => "a float",
            DeValue::Boolean(_) => "a boolean",
            DeValue::Datetime(_) => "a date or time",
            DeValue::Array(_) => "a list",
            DeValue::Table(_) => "a table",
        };
        let message = format!("expected {expected}, found {found}");
        let problem = Problem::new(Rule::WrongType, &self.span_of(value), message, found);
        let help = match (expected, value.get_ref()) {
            ("a list", DeValue::Table(_)) => Some("write its name in two brackets: [[...]]"),
            ("a list", _) => Some("write it in brackets: [...]"),
            ("a table", _) => Some("write it in braces: { type = \"...\", doc = \"...\" }"),
            (DATE, DeValue::String(_)) => Some("write it without quotes"),
            _ => None,
        };
        self.problems.add(match help {
            Some(help) => problem.help(help),
            None => problem,
        });
        None
    }
}

/// Whether a character breaks the line or is not to be seen. Copies of web pages have many.
fn is_invisible(char: char) -> bool {
    let unseen = matches!(
        char,
        '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{feff}'
    );
    char.is_control() || unseen || matches!(char, '\u{2060}'..='\u{2069}')
}
