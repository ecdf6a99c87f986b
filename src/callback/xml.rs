//! The subset of XML that WeChat writes: one element `xml`, elements with text in it, some of them in
//! groups. Everything else that XML has is refused: document types, instructions, comments,
//! attributes, entities other than the five that need no declaration.

use std::ops::Range;

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use serde_json::Value;

use super::error::XmlError;
use super::fields::{DEPTH, FIELDS, Field, Fields, is_space};

/// Reads a text as XML.
pub(super) fn read(text: &str) -> Result<Fields, XmlError> {
    let mut xml = Reader::from_str(text);
    let mut reading = Reading::default();
    loop {
        let at = xml.buffer_position();
        let wrong = |problem| XmlError { problem, at };
        let event = xml.read_event().map_err(|_| wrong("it is not well formed"))?;
        let done = matches!(event, Event::Eof);
        reading.take(event).map_err(wrong)?;
        if done {
            return Ok(Fields(reading.fields));
        }
    }
}

#[derive(Default)]
struct Reading {
    /// The open elements, outermost first.
    open: Vec<Open>,
    begun: bool,
    fields: Vec<Field>,
}

struct Open {
    name: String,
    text: String,
    /// The range of the text in which white space is significant: character data
    /// or a reference.
    exact: Option<Range<usize>>,
    has_elements: bool,
}

impl Open {
    /// The text without the white space around it, which is formatting.
    fn trimmed(&self) -> &str {
        let text = self.text.as_str();
        let Some(exact) = &self.exact else { return text.trim_matches(is_space) };
        let start = text.len() - text.trim_start_matches(is_space).len();
        let end = text.trim_end_matches(is_space).len();
        text.get(start.min(exact.start)..end.max(exact.end)).unwrap_or_default()
    }
}

impl Reading {
    fn take(&mut self, event: Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Decl(declaration) => self.declare(&declaration),
            Event::Start(tag) => self.begin(&tag),
            Event::Empty(tag) => self.begin(&tag).and_then(|()| self.end()),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.exact(&text.xml10_content()),
            Event::GeneralRef(name) => self.exact(resolve(&name)?.as_str()),
            Event::Comment(_) => Err("it has a comment"),
            Event::PI(_) => Err("it has a processing instruction"),
            Event::DocType(_) => Err("it has a document type"),
            Event::Eof if self.open.is_empty() && self.begun => Ok(()),
            Event::Eof => Err("it ends too early"),
        }
    }

    fn declare(&self, declaration: &BytesDecl<'_>) -> Result<(), &'static str> {
        let encoding = match declaration.encoding() {
            None => return Ok(()),
            Some(encoding) => encoding.map_err(|_| "its declaration is not well formed")?,
        };
        if self.begun || !encoding.eq_ignore_ascii_case("utf-8") {
            return Err("its declaration is not at the start, or is not of UTF-8");
        }
        Ok(())
    }

    fn begin(&mut self, tag: &BytesStart<'_>) -> Result<(), &'static str> {
        if !is_blank(tag.attributes_raw()) {
            return Err("an element has attributes");
        }
        if self.open.len() == DEPTH {
            return Err("its elements are nested too deeply");
        }
        let name = tag.name().as_ref().to_owned();
        match self.open.last_mut() {
            Some(parent) => parent.has_elements = true,
            None if self.begun => return Err("something follows its outermost element"),
            None if name != "xml" => return Err("its outermost element is not `xml`"),
            None => self.begun = true,
        }
        self.open.push(Open { name, text: String::new(), exact: None, has_elements: false });
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), &'static str> {
        match self.open.last_mut() {
            Some(open) => open.text.push_str(text),
            None if is_blank(text) => {}
            None => return Err("there is text outside its outermost element"),
        }
        Ok(())
    }

    /// The same where white space counts.
    fn exact(&mut self, text: &str) -> Result<(), &'static str> {
        let start = self.open.last().map_or(0, |open| open.text.len());
        self.text(text)?;
        if let Some(open) = self.open.last_mut() {
            let start = open.exact.as_ref().map_or(start, |exact| exact.start);
            open.exact = Some(start..open.text.len());
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), &'static str> {
        let Some(ended) = self.open.pop() else {
            return Err("it is not well formed");
        };
        if ended.has_elements || self.open.is_empty() {
            return if is_blank(&ended.text) {
                Ok(())
            } else {
                Err("there is text between its elements")
            };
        }
        if self.fields.len() == FIELDS {
            return Err("it has too many elements");
        }
        let around = self.open.iter().skip(1).map(|open| open.name.as_str());
        let path = around.chain([ended.name.as_str()]).collect::<Vec<_>>().join("/");
        self.fields.push(Field { path, text: ended.trimmed().to_owned() });
        Ok(())
    }
}

/// Resolves `&...;`: a character by its number, or one of the five names that XML knows
/// without a declaration.
fn resolve(name: &BytesRef<'_>) -> Result<String, &'static str> {
    let character = name.resolve_char_ref().map_err(|_| "a character reference is invalid")?;
    let named = || resolve_predefined_entity(name).map(str::to_owned);
    character.map(String::from).or_else(named).ok_or("it has an entity")
}

fn is_blank(text: &str) -> bool {
    text.chars().all(is_space)
}

/// Writes numbers as they are, texts as character data, and objects as groups.
pub(super) fn write(fields: &[(&str, Value)]) -> String {
    let mut xml = "<xml>".to_owned();
    fields.iter().for_each(|(name, value)| element(&mut xml, name, value));
    xml + "</xml>"
}

fn element(xml: &mut String, name: &str, value: &Value) {
    xml.push_str(&format!("<{name}>"));
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| element(xml, name, value));
        }
        Value::String(text) => {
            // The end of character data can't be inside it, and characters that XML forbids are not sent.
            let text = text.replace("]]>", "]]]]><![CDATA[>").replace(is_forbidden, "\u{fffd}");
            xml.push_str(&format!("<![CDATA[{text}]]>"));
        }
        other => xml.push_str(&other.to_string()),
    }
    xml.push_str(&format!("</{name}>"));
}

fn is_forbidden(c: char) -> bool {
    !is_space(c) && c.is_control() && c < '\u{80}' && c != '\u{7f}'
        || matches!(c, '\u{fffe}' | '\u{ffff}')
}
