//! The fields of a body that is not JSON.

use std::borrow::Cow;

use bytes::Bytes;

use super::Upload;
use crate::Secret;
use crate::json::{Encode, to_query_text};

/// The fields of a form in their order, as text and as files.
#[derive(Default)]
pub struct Form {
    pub(super) parts: Vec<(Cow<'static, str>, Part)>,
    pub(super) secrets: Vec<Secret>,
}

/// A field of a form.
pub(super) enum Part {
    Text(String),
    File(Upload),
}

/// A part of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    Upload(Upload),
}

impl Form {
    /// Adds a single value; an absent one is left out.
    pub fn add(&mut self, name: &'static str, value: &dyn Encode) {
        self.add_named(name.into(), value);
    }

    /// Adds a file.
    pub fn file(&mut self, name: &'static str, file: &Upload) {
        self.file_named(name.into(), file.clone());
    }

    pub(super) fn add_named(&mut self, name: Cow<'static, str>, value: &dyn Encode) {
        if !value.is_absent() {
            let (text, mut secrets) = to_query_text(value);
            self.parts.push((name, Part::Text(text)));
            self.secrets.append(&mut secrets);
        }
    }

    pub(super) fn file_named(&mut self, name: Cow<'static, str>, file: Upload) {
        self.parts.push((name, Part::File(file)));
    }
}
