//! What can differ between a page and the spec: a closed list, each with a stable id.

use std::fmt;
use std::ops::RangeInclusive;

/// One thing that a page and the spec say differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Difference {
    pub(crate) rule: DriftRule,
    /// What it is about, as a correction names it: `path`, `request.data.env`.
    pub(crate) subject: String,
    /// The lines of the page that say it, or where they should be.
    pub(crate) lines: RangeInclusive<usize>,
    /// What the page says, and what the spec says.
    pub(crate) page: String,
    pub(crate) spec: String,
    /// Whether the page is silent about what the spec has.
    pub(crate) is_absent: bool,
    pub(crate) hint: Option<String>,
    /// The words of the page that show it, verbatim.
    pub(crate) shown_by: Option<String>,
}

impl Difference {
    pub(crate) fn new(
        rule: DriftRule,
        subject: impl Into<String>,
        line: usize,
        page: impl Into<String>,
        spec: impl Into<String>,
    ) -> Self {
        let (subject, page, spec) = (subject.into(), page.into(), spec.into());
        Self {
            rule,
            subject,
            lines: line..=line,
            page,
            spec,
            is_absent: false,
            hint: None,
            shown_by: None,
        }
    }

    /// The page is silent.
    pub(crate) fn absent(mut self) -> Self {
        self.is_absent = true;
        self
    }

    pub(crate) fn up_to(mut self, end: usize) -> Self {
        self.lines = *self.lines.start()..=end.max(*self.lines.start());
        self
    }

    pub(crate) fn shown_by(mut self, words: &str) -> Self {
        self.shown_by = Some(words.to_owned());
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// The severity of a finding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The page and the spec differ, or the page could not be read.
    Finding,
    /// Worth a look, but not drift.
    Note,
}

macro_rules! rules {
    ($($name:ident, $id:literal, $level:ident, $what:literal;)+) => {
        /// What a finding is about. The ids are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum DriftRule {
            $(#[doc = $what] $name,)+
        }

        impl DriftRule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// Its severity.
            pub fn level(self) -> Level {
                match self {
                    $(Self::$name => Level::$level,)+
                }
            }

            /// What it means, in a sentence.
            pub fn meaning(self) -> &'static str {
                match self {
                    $(Self::$name => $what,)+
                }
            }
        }

        impl fmt::Display for DriftRule {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self {
                    $(Self::$name => $id,)+
                })
            }
        }
    };
}

rules! {
    NoEndpoint, "no-endpoint", Finding, "The page is about an endpoint that the spec does not have.";
    Name, "name", Finding, "The vendor's name differs.";
    Path, "path", Finding, "The path differs, or the page gives none.";
    Method, "method", Finding, "The method differs.";
    Tokens, "tokens", Finding, "The kinds of token differ.";
    TokenField, "token-field", Finding, "The token's name in the query string differs.";
    PermissionSets, "permission-sets", Finding, "The permission sets differ.";
    CloudCall, "cloud-call", Finding, "The name of the cloud call differs.";
    Deprecation, "deprecation", Finding, "One side says that the endpoint is deprecated, and the other does not.";
    SectionNotOnPage, "section-not-on-page", Finding, "The page has no table where the spec has things to compare with one.";
    FieldNotInSpec, "field-not-in-spec", Finding, "The page has a field that the spec does not have.";
    FieldNotOnPage, "field-not-on-page", Finding, "The spec has a field that the page does not have.";
    FieldCase, "field-case", Finding, "A name differs in the case of its letters, on a page that no machine has translated.";
    FieldNesting, "field-nesting", Finding, "A field is in another object.";
    FieldPlace, "field-place", Finding, "A field travels in the query string on one side, in the body on the other.";
    FieldRequired, "field-required", Finding, "A field of a request is required on one side, optional on the other.";
    FieldType, "field-type", Finding, "The type of a field differs.";
    Limit, "limit", Finding, "A limit differs, or the page states one that the spec does not have.";
    Envelope, "envelope", Finding, "The page lists one of errcode and errmsg and not the other, or with another type.";
    ValueNotInSpec, "value-not-in-spec", Finding, "The page documents a value that the spec does not have.";
    ValueNotOnPage, "value-not-on-page", Finding, "The spec has a value that the page does not document.";
    ErrcodeNotInSpec, "errcode-not-in-spec", Finding, "The page lists an errcode that the spec does not have.";
    ErrcodeNotOnPage, "errcode-not-on-page", Finding, "The spec has an errcode that the page does not list.";
    SampleField, "sample-field", Finding, "A sample of the page has a field that the tables of the spec do not have.";
    SampleType, "sample-type", Finding, "A value of a sample of the page does not fit the tables of the spec.";
    SampleValue, "sample-value", Finding, "The sample of the page and that of the spec have different values.";
    SampleNotOnPage, "sample-not-on-page", Finding, "The page has no sample, or its sample lacks a field that the spec's has.";
    Words, "words", Finding, "The words of the page have changed since it was read, and nothing else of them is understood.";
    Unread, "unread", Finding, "A row or a line of the page could not be read.";
    StaleCorrection, "stale-correction", Finding, "A correction is about something that the page no longer says.";
    LostWord, "lost-word", Note, "A word was lost in translation, so something could not be compared.";
    NoEnvelope, "no-envelope", Note, "The page lists neither errcode nor errmsg.";
}
