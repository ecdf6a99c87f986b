//! An errcode other than 0, with what WeChat said to it.

use super::redact::Redactor;
use crate::endpoint::Endpoint;
use crate::errcode::{Class, Errcode, Record, Window};

/// An errcode other than 0, with its message taken apart.
#[derive(Clone, Debug)]
pub(crate) struct Refusal {
    pub(crate) errcode: Errcode,
    /// What the endpoint's spec says of it, or else this crate's.
    pub(crate) record: Option<&'static Record>,
    pub(crate) errmsg: String,
    pub(crate) rid: Option<String>,
    pub(crate) hint: Option<String>,
}

impl Refusal {
    /// Of a code alone, as an endpoint knows it.
    pub(crate) fn new(endpoint: &Endpoint, errcode: Errcode) -> Self {
        let record = endpoint.record(errcode);
        Self { errcode, record, errmsg: String::new(), rid: None, hint: None }
    }

    pub(crate) fn class(&self) -> Class {
        self.record.map_or(Class::Unknown, |record| record.class)
    }

    pub(crate) fn quota(&self) -> Option<Window> {
        self.record?.quota
    }

    /// Redacts secrets from WeChat's message. Its documented words for the code are not an echo.
    pub(super) fn hide(&mut self, secrets: &[&str]) {
        let documented = self.record.map_or("", |record| record.message);
        let redactor = Redactor::new(secrets, documented);
        let texts = [Some(&mut self.errmsg), self.rid.as_mut(), self.hint.as_mut()];
        texts.into_iter().flatten().for_each(|text| redactor.hide_in(text));
    }
}
