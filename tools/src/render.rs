//! Diagnostics drawn for a terminal: the source line, what to see in it, what to do.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Element, Group, Level, Origin, Renderer, Snippet,
};
use wechat_cloudbase_codegen::diagnostic::{Label, Problem, Report};
use wechat_cloudbase_codegen::source::{Line, Place, Sources, Span, up_to};

/// The problems as people read them on a terminal, with escape codes for colour when asked for.
pub fn drawn(report: &Report, colour: bool) -> String {
    let renderer = if colour { Renderer::styled() } else { Renderer::plain() };
    let drawing = Drawing(report.sources());
    let mut text = String::new();
    for problem in report.problems() {
        text.push_str(&renderer.render(&[drawing.group(problem)]));
        text.push_str("\n\n");
    }
    text + &summary(report) + "\n"
}

/// Each problem as [`drawn`] has it, without colour.
pub fn pictures(report: &Report) -> impl Iterator<Item = String> {
    let (renderer, drawing) = (Renderer::plain(), Drawing(report.sources()));
    report.problems().iter().map(move |problem| renderer.render(&[drawing.group(problem)]))
}

/// How much there is: `3 problems in 2 files`.
pub fn summary(report: &Report) -> String {
    let mut files: Vec<_> =
        report.problems().iter().map(|problem| problem.label.span.file()).collect();
    files.dedup();
    let count = |number: usize, what: &str| match number {
        1 => format!("1 {what}"),
        number => format!("{number} {what}s"),
    };
    let (problems, files) = (count(report.problems().len(), "problem"), count(files.len(), "file"));
    format!("{problems} in {files}")
}

/// Draws problems into the text of these files.
#[derive(Clone, Copy)]
struct Drawing<'a>(&'a Sources);

impl<'a> Drawing<'a> {
    fn group(self, problem: &'a Problem) -> Group<'a> {
        let title = Level::ERROR.primary_title(&problem.message).id(problem.rule.id());
        let group = Group::with_title(title).elements(self.snippets(problem));
        match &problem.help {
            Some(help) => group.element(Level::HELP.message(help)),
            None => group,
        }
    }

    /// The line of the problem and, where two things collide, the line of the other one. Lines of
    /// one file that are near to each other are in one picture.
    fn snippets(self, problem: &'a Problem) -> Vec<Element<'a>> {
        const NEAR: usize = 3;
        const SCREEN: usize = 400;
        let label = Drawn::new(self.0, &problem.label, AnnotationKind::Primary);
        let Some(other) = &problem.other else {
            return self.picture(label);
        };
        let other = Drawn::new(self.0, other, AnnotationKind::Context);
        let near = label.line.number.abs_diff(other.line.number) <= NEAR;
        let on_one_screen = label.span.start().abs_diff(other.span.start()) <= SCREEN;
        if label.span.file() == other.span.file() && near && on_one_screen {
            return vec![self.snippet(&[label, other]).into()];
        }
        [self.picture(label), self.picture(other)].concat()
    }

    /// A line with its label. Of a very long one, which takes as much time as it is long, there is
    /// only what is around the place.
    fn picture(self, label: Drawn<'a>) -> Vec<Element<'a>> {
        const LONG: usize = 8192;
        if label.line.text.len() <= LONG {
            return vec![self.snippet(&[label]).into()];
        }
        let Place { path, line, column, text } = self.0.place(label.span);
        let note = Level::NOTE.message(format!("{} in `{text}`", label.text));
        vec![Origin::path(path).line(line).char_column(column).into(), note.into()]
    }

    fn snippet(self, labels: &[Drawn<'a>]) -> Snippet<'a, Annotation<'a>> {
        let first = labels.iter().min_by_key(|label| label.line.start);
        let (start, number) = first.map_or((0, 1), |label| (label.line.start, label.line.number));
        let ends = labels.iter().map(|label| label.line.start + label.line.text.len());
        let end = ends.max().unwrap_or(start);
        let path = labels.first().map(|label| self.0.path(label.span));
        let source = labels.first().map_or("", |label| self.0.text(label.span, start..end));
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
    fn new(sources: &'a Sources, label: &'a Label, kind: AnnotationKind) -> Self {
        let Label { span, text } = label;
        Self { span, text, line: sources.line(span), kind }
    }

    /// What is underlined: of what goes over several lines, the first, and of nothing, one place.
    fn range(&self) -> Range<usize> {
        let at = |byte: usize| {
            self.line.start + up_to(self.line.text, byte.saturating_sub(self.line.start)).len()
        };
        at(self.span.start())..at(self.span.end())
    }
}
