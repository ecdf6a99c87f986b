//! What is wrong with a spec: the rule, the place, what to do.

use std::fmt;

use crate::source::{Place, Sources, Span};

macro_rules! rules {
    ($($(#[doc = $doc:literal])* $name:ident = $id:literal,)*) => {
        /// What a diagnostic is about. Each rule has a stable id, such as `unknown-key`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Rule {
            $($(#[doc = $doc])* $name,)*
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The rule's id.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Self::$name => $id,)*
                }
            }
        }
    };
}

rules! {
    /// The file is not UTF-8.
    NotUtf8 = "not-utf8",
    /// A file that is no part of a spec.
    StrayFile = "stray-file",
    /// The text is not TOML.
    Toml = "toml",
    /// A key that the notation does not have.
    UnknownKey = "unknown-key",
    /// A key that has to be there.
    MissingKey = "missing-key",
    /// A value of another type than the key takes.
    WrongType = "wrong-type",
    /// A word that is none of the words which the key takes.
    UnknownWord = "unknown-word",
    /// A text that has to say something.
    EmptyText = "empty-text",
    /// A line break or another control character where one line of text belongs.
    ControlCharacter = "control-character",
    /// The same thing twice in one list.
    Repeated = "repeated",
    /// The name of the file is not the id of its endpoint.
    FileName = "file-name",
    /// Two endpoints with one id, name, or method and path.
    EndpointCollision = "endpoint-collision",
    /// A path that no server could have.
    BadPath = "bad-path",
    /// A name of which no Rust name can be made.
    BadName = "bad-name",
    /// Two wire names that become one Rust name.
    NameCollision = "name-collision",
    /// A name that generated code needs for itself.
    ReservedName = "reserved-name",
    /// A type that is not defined.
    UnknownType = "unknown-type",
    /// A type that is not written as the notation wants it.
    BadType = "bad-type",
    /// A type that contains itself.
    RecursiveType = "recursive-type",
    /// A type that no field uses.
    UnusedType = "unused-type",
    /// Keys that exclude each other.
    Conflict = "conflict",
    /// A value that is not of its field's type.
    BadValue = "bad-value",
    /// A pattern that is not a regular expression.
    BadPattern = "bad-pattern",
    /// A field in the query string that is no single value.
    BadQueryField = "bad-query-field",
    /// A body on a GET.
    BodyOnGet = "body-on-get",
    /// A code or an id that is out of range.
    BadNumber = "bad-number",
    /// An errcode that errcodes.toml does not have.
    UnknownErrcode = "unknown-errcode",
    /// Two errcodes with one number or one name.
    ErrcodeCollision = "errcode-collision",
    /// A permission set that permission_sets.toml does not have.
    UnknownPermissionSet = "unknown-permission-set",
    /// Two permission sets with one id.
    PermissionSetCollision = "permission-set-collision",
    /// A sample that is not JSON.
    SampleNotJson = "sample-not-json",
    /// A sample lacks a required field.
    SampleMissingField = "sample-missing-field",
    /// A sample has a field that the table does not have.
    SampleUnknownField = "sample-unknown-field",
    /// A value in a sample that its field can't have.
    SampleBadValue = "sample-bad-value",
    /// A source that is not the address of a page.
    BadSource = "bad-source",
    /// A correction of something that the endpoint does not have.
    StaleCorrection = "stale-correction",
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

/// A remark on a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Label {
    pub(crate) span: Span,
    pub(crate) text: String,
}

impl Label {
    fn new(span: &Span, text: impl Into<String>) -> Self {
        Self {
            span: span.clone(),
            text: text.into(),
        }
    }
}

/// One problem, with its places still as ranges of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub(crate) rule: Rule,
    pub(crate) message: String,
    pub(crate) label: Label,
    /// The other place, where two things collide.
    pub(crate) other: Option<Label>,
    pub(crate) help: Option<String>,
}

impl Problem {
    pub(crate) fn new(
        rule: Rule,
        span: &Span,
        message: impl Into<String>,
        label: impl Into<String>,
    ) -> Self {
        Self {
            rule,
            message: message.into(),
            label: Label::new(span, label),
            other: None,
            help: None,
        }
    }

    pub(crate) fn other(mut self, span: &Span, text: impl Into<String>) -> Self {
        self.other = Some(Label::new(span, text));
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds "did you mean" when one of the candidates is near to the word.
    pub(crate) fn did_you_mean<'a>(
        self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match nearest(word, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let near = |candidate: &&str| strsim::normalized_damerau_levenshtein(&word, &candidate.to_lowercase());
    let scored = candidates.into_iter().map(|candidate| (near(&candidate), candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.55).then_some(best.1)
}

/// Collects problems, so that all of them are reported at once.
#[derive(Debug, Default)]
pub(crate) struct Problems {
    found: Vec<Problem>,
}

impl Problems {
    pub(crate) fn add(&mut self, problem: Problem) {
        self.found.push(problem);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// All problems in order of place, with the places as people read them.
    pub(crate) fn into_report(mut self, sources: Sources) -> Report {
        let key = |problem: &Problem| (problem.label.span.clone(), problem.rule, problem.message.clone());
        self.found.sort_by_cached_key(key);
        self.found.dedup();
        Report {
            problems: self.found,
            sources,
        }
    }
}

/// Everything that is wrong with a spec, in order of place; never empty.
#[derive(Clone, Debug)]
pub struct Report {
    pub(crate) problems: Vec<Problem>,
    pub(crate) sources: Sources,
}

impl Report {
    /// The problems.
    pub fn diagnostics(&self) -> Vec<Diagnostic> {
        self.problems.iter().map(|problem| self.diagnostic(problem)).collect()
    }

    fn diagnostic(&self, problem: &Problem) -> Diagnostic {
        let note = |label: &Label| Note {
            place: self.sources.place(&label.span),
            text: label.text.clone(),
        };
        Diagnostic {
            rule: problem.rule,
            message: problem.message.clone(),
            label: note(&problem.label),
            other: problem.other.as_ref().map(note),
            help: problem.help.clone(),
        }
    }
}

/// One line per problem.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, diagnostic) in self.diagnostics().iter().enumerate() {
            let line_break = if index == 0 { "" } else { "\n" };
            write!(f, "{line_break}{diagnostic}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Report {}

/// One problem of a spec.
///
/// Shown on one line, which is what a build script can print as a cargo error: place, rule,
/// message, the line in question, label, the other place and help.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Diagnostic {
    /// What it is about.
    pub rule: Rule,
    /// What is wrong.
    pub message: String,
    /// Where, and what to see there.
    pub label: Note,
    /// The other place, where two things collide.
    pub other: Option<Note>,
    /// What to do.
    pub help: Option<String>,
}

/// A remark on a place.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Note {
    /// The place.
    pub place: Place,
    /// The remark.
    pub text: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: [{}] {}", self.label.place, self.rule, self.message)?;
        write!(f, " | `{}`", self.label.place.text.trim())?;
        if !self.label.text.is_empty() {
            write!(f, ": {}", self.label.text)?;
        }
        if let Some(other) = &self.other {
            write!(f, " | {} at {}", other.text, other.place)?;
        }
        if let Some(help) = &self.help {
            write!(f, " | help: {help}")?;
        }
        Ok(())
    }
}

/// `path:line:column`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.path, self.line, self.column)
    }
}
