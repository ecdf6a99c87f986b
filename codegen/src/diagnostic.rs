//! Diagnostics of a spec: the rule, the place, and help.

mod rule;

use std::fmt;

pub use rule::Rule;

use crate::source::{Place, Sources, Span};

/// A remark on a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Label {
    /// Where it is.
    pub span: Span,
    /// What to see there.
    pub text: String,
}

impl Label {
    fn new(span: &Span, text: impl Into<String>) -> Self {
        Self { span: span.clone(), text: text.into() }
    }
}

/// One problem, with its places still as ranges of bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// What it is about.
    pub rule: Rule,
    /// What is wrong.
    pub message: String,
    /// Where, and what to see there.
    pub label: Label,
    /// The other place, where two things collide.
    pub other: Option<Label>,
    /// What to do.
    pub help: Option<String>,
}

impl Problem {
    /// A problem with one place and no help.
    pub fn new(
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

    /// Adds the other place.
    pub fn other(mut self, span: &Span, text: impl Into<String>) -> Self {
        self.other = Some(Label::new(span, text));
        self
    }

    /// Adds what to do.
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// Adds "did you mean" when one of the candidates is close to the word.
    pub fn did_you_mean<'a>(
        self,
        word: &str,
        candidates: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        match near(word, candidates) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None => self,
        }
    }
}

/// The candidate that was probably meant.
pub fn near<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const LONGEST: usize = 64;
    if word.len() > LONGEST {
        return None;
    }
    let word = word.to_lowercase();
    let near =
        |candidate: &str| strsim::normalized_damerau_levenshtein(&word, &candidate.to_lowercase());
    let scored = candidates.into_iter().filter(|candidate| candidate.len() <= LONGEST);
    let scored = scored.map(|candidate| (near(candidate), candidate));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.65).then_some(best.1)
}

/// Collects problems, so that all of them are reported at once.
#[derive(Debug, Default)]
pub struct Problems {
    found: Vec<Problem>,
    ignored: &'static [Rule],
}

impl Problems {
    /// None so far, and none of some rules later.
    pub fn ignoring(ignored: &'static [Rule]) -> Self {
        Self { ignored, ..Self::default() }
    }

    /// Adds a problem.
    pub fn add(&mut self, problem: Problem) {
        if !self.ignored.contains(&problem.rule) {
            self.found.push(problem);
        }
    }

    /// Whether there are none so far.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many there are so far; what has been read without a new one is valid.
    pub fn count(&self) -> usize {
        self.found.len()
    }

    /// All problems in order of place, with the places as people read them.
    pub fn into_report(mut self, sources: Sources) -> Report {
        let key =
            |problem: &Problem| (problem.label.span.clone(), problem.rule, problem.message.clone());
        self.found.sort_by_cached_key(key);
        self.found.dedup();
        Report { problems: self.found, sources }
    }
}

/// Every problem of a spec, in order of place; never empty.
#[derive(Clone, Debug)]
pub struct Report {
    problems: Vec<Problem>,
    sources: Sources,
}

impl Report {
    /// The problems with their places in [`sources`](Self::sources).
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The files of the spec.
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

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
            write!(f, " | help: {}", help.replace('\n', "; "))?;
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
