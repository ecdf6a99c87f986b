//! Diagnostics drawn for a terminal: the source line, what to see in it, what to do.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};

use crate::diagnostic::{Label, Problem, Report};
use crate::source::{Line, Place, Span, up_to};

impl Report {
    /// The problems as people read them on a terminal, with escape codes for colour when asked for.
    ///
    /// Needs the feature `cli`.
    pub fn render(&self, colour: bool) -> String {
        let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
        let mut text = String::new();
        for problem in &self.problems {
            text.push_str(&renderer.render(&[self.group(problem)]));
            text.push_str("\n\n");
        }
        text + &self.summary() + "\n"
    }

    /// Each problem as [`render`](Self::render) draws it, without colour.
    ///
    /// Needs the feature `cli`.
    pub fn pictures(&self) -> impl Iterator<Item = String> {
        let renderer = Renderer::plain();
        self.problems.iter().map(move |problem| renderer.render(&[self.group(problem)]))
    }

    /// How much there is: `3 problems in 2 files`.
    ///
    /// Needs the feature `cli`.
    pub fn summary(&self) -> String {
        let mut files: Vec<_> =
            self.problems.iter().map(|problem| problem.label.span.file).collect();
        files.dedup();
        let count = |number: usize, what: &str| match number {
            1 => format!("1 {what}"),
            number => format!("{number} {what}s"),
        };
        let (problems, files) = (count(self.problems.len(), "problem"), count(files.len(), "file"));
        format!("{problems} in {files}")
    }

    fn group<'a>(&'a self, problem: &'a Problem) -> Group<'a> {
        let title = Level::ERROR.primary_title(&problem.message).id(problem.rule.id());
        let group = Group::with_title(title).elements(self.snippets(problem));
        match &problem.help {
            Some(help) => group.element(Level::HELP.message(help)),
            None => group,
        }
    }

    /// The line of the problem and, where two things collide, the line of the other one. Lines of
    /// one file that are near to each other stand in one picture.
    fn snippets<'a>(&'a self, problem: &'a Problem) -> Vec<Element<'a>> {
        const NEAR: usize = 3;
        const SCREEN: usize = 400;
        let label = Drawn::new(self, &problem.label, AnnotationKind::Primary);
        let Some(other) = &problem.other else {
            return self.picture(label);
        };
        let other = Drawn::new(self, other, AnnotationKind::Context);
        let near = label.line.number.abs_diff(other.line.number) <= NEAR;
        let on_one_screen = label.span.start.abs_diff(other.span.start) <= SCREEN;
        if label.span.file == other.span.file && near && on_one_screen {
            return vec![self.snippet(&[label, other]).into()];
        }
        [self.picture(label), self.picture(other)].concat()
    }

    /// A line with its label. Of a very long one, which takes as much time as it is long, there is
    /// only what is around the place.
    fn picture<'a>(&'a self, label: Drawn<'a>) -> Vec<Element<'a>> {
        const LONG: usize = 8192;
        if label.line.text.len() <= LONG {
            return vec![self.snippet(&[label]).into()];
        }
        let Place { path, line, column, text } = self.sources.place(label.span);
        let note = Level::NOTE.message(format!("{} in `{text}`", label.text));
        vec![Origin::path(path).line(line).char_column(column).into(), note.into()]
    }

    fn snippet<'a>(&'a self, labels: &[Drawn<'a>]) -> Snippet<'a, Annotation<'a>> {
        let first = labels.iter().min_by_key(|label| label.line.start);
        let (start, number) = first.map_or((0, 1), |label| (label.line.start, label.line.number));
        let ends = labels.iter().map(|label| label.line.start + label.line.text.len());
        let end = ends.max().unwrap_or(start);
        let path = labels.first().map(|label| self.sources.path(label.span));
        let source = labels.first().map_or("", |label| self.sources.text(label.span, start..end));
        let annotation = |label: &Drawn<'a>| {
            let range = label.range();
            label.kind.span(range.start - start..range.end - start).label(label.text)
        };
        Snippet::source(source)
            .line_start(number)
            .path(path)
            .annotations(labels.iter().map(annotation))
    }
}

/// A label and the line it is drawn under.
struct Drawn<'a> {
    span: &'a Span,
    text: &'a str,
    line: Line<'a>,
    kind: AnnotationKind,
}

impl<'a> Drawn<'a> {
    fn new(report: &'a Report, label: &'a Label, kind: AnnotationKind) -> Self {
        let Label { span, text } = label;
        Self { span, text, line: report.sources.line(span), kind }
    }

    /// What is underlined: of what goes over several lines, the first, and of nothing, one place.
    fn range(&self) -> Range<usize> {
        let at = |byte: usize| {
            self.line.start + up_to(self.line.text, byte.saturating_sub(self.line.start)).len()
        };
        at(self.span.start)..at(self.span.end)
    }
}
