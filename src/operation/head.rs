//! Fields in the path and those that are headers.

use std::borrow::Cow;

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use super::Endpoint;
use crate::json::{Encode, to_query_text};
use crate::{Error, Secret};

/// Fields that travel in the path and as headers, as text.
#[derive(Default)]
pub struct Head {
    path: Vec<(Cow<'static, str>, String)>,
    headers: HeaderMap,
    secrets: Vec<Secret>,
    /// Of the first field that has no place.
    problem: Option<Error>,
}

impl Head {
    /// Adds a field that is in the path.
    pub fn path(&mut self, name: &'static str, value: &dyn Encode) {
        self.path_named(name.into(), value);
    }

    /// Adds a field that is a header; an absent one is left out.
    pub fn header(&mut self, name: &'static str, value: &dyn Encode) {
        self.header_named(name, value);
    }

    pub(super) fn path_named(&mut self, name: Cow<'static, str>, value: &dyn Encode) {
        let (text, mut secrets) = match value.is_absent() {
            true => (String::new(), Vec::new()),
            false => to_query_text(value),
        };
        // These would lead to another path.
        if matches!(text.as_str(), "" | "." | "..") {
            let what = if text.is_empty() { "empty" } else { "dots alone" };
            self.refuse(format!("the field `{name}` is in the path and can't be {what}"));
        }
        self.path.push((name, text));
        self.secrets.append(&mut secrets);
    }

    pub(super) fn header_named(&mut self, name: &str, value: &dyn Encode) {
        if value.is_absent() {
            return;
        }
        let (text, mut secrets) = to_query_text(value);
        let parsed = name.parse::<HeaderName>().ok();
        let valid = Some(text.as_str()).filter(|text| text.is_ascii());
        let valid = valid.and_then(|text| HeaderValue::from_str(text).ok());
        match (parsed, valid) {
            (Some(name), Some(mut value)) => {
                value.set_sensitive(!secrets.is_empty());
                self.headers.insert(name, value);
            }
            (None, _) => self.refuse(format!("`{}` can't be a header", name.escape_debug())),
            (_, None) => self.refuse(format!(
                "the field `{name}` is a header, and its value has other characters than printable ASCII"
            )),
        }
        self.secrets.append(&mut secrets);
    }

    fn refuse(&mut self, problem: String) {
        self.problem.get_or_insert_with(|| Error::config(problem));
    }

    /// The fields, unless one has no place.
    pub(super) fn valid(self) -> Result<Self, Error> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self),
        }
    }

    pub(super) fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    pub(super) fn secrets(&self) -> &[Secret] {
        &self.secrets
    }

    /// The path of an endpoint with the fields in place of their names.
    ///
    /// # Errors
    ///
    /// When it has a name for which there is no field.
    pub(super) fn fill(&self, endpoint: &'static Endpoint) -> Result<Cow<'static, str>, Error> {
        if !endpoint.path.contains('{') {
            return Ok(endpoint.path.into());
        }
        let mut filled = String::with_capacity(endpoint.path.len() + 32);
        for (index, segment) in endpoint.path.split('/').enumerate() {
            if index > 0 {
                filled.push('/');
            }
            let name = segment.strip_prefix('{').and_then(|name| name.strip_suffix('}'));
            let Some(name) = name else {
                filled.push_str(segment);
                continue;
            };
            match self.path.iter().find(|(field, _)| field == name) {
                Some((_, value)) => push_encoded(value, &mut filled),
                None => {
                    let problem = format!("the field `{name}` is in the path and must be there");
                    return Err(Error::config(problem));
                }
            }
        }
        Ok(filled.into())
    }
}

/// Appends a text as one segment of a path.
fn push_encoded(text: &str, path: &mut String) {
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            path.push(char::from(byte));
        } else {
            path.push_str(&format!("%{byte:02X}"));
        }
    }
}
