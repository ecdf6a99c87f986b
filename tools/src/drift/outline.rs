//! A page as sections: what each heading says, and what is below it.

use super::block::{Block, Heading, Text};
use super::column;
use super::heading::{self, HeadingKind, Side, Target};

#[derive(Clone)]
pub(crate) struct Section<'p> {
    pub(crate) kind: HeadingKind,
    pub(crate) line: usize,
    /// Its heading, without marks and numbers.
    pub(crate) title: String,
    /// The half of the wire that it is about.
    pub(crate) side: Option<Side>,
    /// The half that the tables before it are about.
    pub(crate) after: Option<Side>,
    /// Whether it is about the cloud call, whose names are not those of the wire.
    pub(crate) cloud: bool,
    pub(crate) blocks: Vec<&'p Block>,
}

/// The sections of a page. The first one is what is before any heading.
pub(crate) fn outline(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut outline = Outline {
        sections: vec![section(HeadingKind::Other, 1, None, false)],
        side: None,
        after: None,
        message: None,
        in_cloud_half: false,
        in_cloud_example: false,
    };
    for block in blocks {
        match heading_of(block) {
            Some(found) if !outline.is_in_message(&found) => outline.open(found),
            _ => outline.add(block),
        }
    }
    let sections = outline.sections;
    let has_request =
        sections.iter().any(|section| section.side == Some(Side::Request) && !section.cloud);
    let has_samples = sections.iter().any(|section| is_sample(&section.kind));
    match (has_request, has_samples) {
        (true, true) => sections,
        (has_request, has_samples) => without_headings(sections, !has_request, !has_samples),
    }
}

fn is_sample(kind: &HeadingKind) -> bool {
    use HeadingKind::{Examples, SampleRequest, SampleResponse};
    matches!(kind, SampleRequest | SampleResponse | Examples { .. })
}

fn section<'p>(kind: HeadingKind, line: usize, side: Option<Side>, cloud: bool) -> Section<'p> {
    let title = String::new();
    Section { kind, line, title, side, after: side, cloud, blocks: Vec::new() }
}

/// A line that is a heading; without a mark it has no level.
struct Found {
    line: usize,
    level: Option<usize>,
    title: String,
    kind: HeadingKind,
}

fn heading_of(block: &Block) -> Option<Found> {
    let (line, raw, level) = match block {
        Block::Heading(Heading { line, raw, level }) => (*line, raw, Some(*level)),
        Block::Text(Text { line, raw, item: false }) => (*line, raw, None),
        _ => return None,
    };
    let kind = heading::kind(raw, level.is_some())?;
    Some(Found { line, level, title: heading::plain(raw), kind })
}

struct Outline<'p> {
    sections: Vec<Section<'p>>,
    side: Option<Side>,
    after: Option<Side>,
    /// The level of the heading of another message, while what is read is below it.
    message: Option<usize>,
    in_cloud_half: bool,
    in_cloud_example: bool,
}

impl<'p> Outline<'p> {
    /// Whether a heading is inside of what is said of another message. One without a mark is, but
    /// for those of parts that come after all messages.
    fn is_in_message(&mut self, found: &Found) -> bool {
        let Some(message) = self.message else {
            return false;
        };
        let is_inside = match found.level {
            Some(level) => level > message,
            None => !matches!(found.kind, HeadingKind::Errcodes | HeadingKind::Scope),
        };
        if !is_inside {
            self.message = None;
        }
        is_inside
    }

    fn open(&mut self, found: Found) {
        let Found { line, level, title, kind } = found;
        let kind = self.in_context(level, &title, kind);
        self.side = match &kind {
            HeadingKind::Request | HeadingKind::Query | HeadingKind::Body => Some(Side::Request),
            HeadingKind::Response => Some(Side::Response),
            HeadingKind::Nested(Target { side, .. }) | HeadingKind::Values(Target { side, .. }) => {
                side.or(self.side).or(self.after)
            }
            HeadingKind::Errcodes => self.side.or(Some(Side::Response)),
            _ => None,
        };
        // On the older pages the cloud call has tables of its own, behind those of the HTTP call.
        let tables_seen = self.sections.iter().any(|section| section.side.is_some());
        self.in_cloud_half |= kind == HeadingKind::CloudCall && tables_seen;
        self.in_cloud_example = match &kind {
            HeadingKind::Examples { cloud } => *cloud,
            HeadingKind::SampleRequest | HeadingKind::SampleResponse => self.in_cloud_example,
            _ => false,
        };
        let cloud = self.in_cloud_half || self.in_cloud_example;
        self.after = self.side.or(self.after);
        let after = self.after;
        self.sections.push(Section { title, after, ..section(kind, line, self.side, cloud) });
    }

    /// What a heading says between those around it.
    fn in_context(&mut self, level: Option<usize>, title: &str, kind: HeadingKind) -> HeadingKind {
        let has = |kind: &HeadingKind| self.sections.iter().any(|section| section.kind == *kind);
        let is_open = kind == HeadingKind::Other || is_sample(&kind);
        match (&kind, level) {
            (_, Some(level)) if is_open && self.after.is_some() && is_message(title) => {
                self.message = Some(level);
                HeadingKind::Message
            }
            // `Res.errcode Enum`.
            (HeadingKind::Values(Target { path, .. }), _) if is_errcode(path) => {
                HeadingKind::Errcodes
            }
            // A title may have the words of an example.
            (HeadingKind::Examples { .. }, _) if self.sections.len() < 2 => HeadingKind::Other,
            (HeadingKind::Lost, _) => match self.after {
                _ if has(&HeadingKind::SampleRequest) && !has(&HeadingKind::SampleResponse) => {
                    HeadingKind::SampleResponse
                }
                Some(Side::Request) if !has(&HeadingKind::SampleRequest) => HeadingKind::Response,
                _ => HeadingKind::Other,
            },
            // `### Object`, below a heading that says whose.
            (HeadingKind::Nested(target), _) if names_nothing(target) => match self.side {
                Some(Side::Request) => HeadingKind::Request,
                Some(Side::Response) => HeadingKind::Response,
                None => HeadingKind::Other,
            },
            _ => kind,
        }
    }

    fn add(&mut self, block: &'p Block) {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }
}

fn is_errcode(path: &[String]) -> bool {
    matches!(path, [name] if name.eq_ignore_ascii_case("errcode"))
}

fn names_nothing(target: &Target) -> bool {
    let words = ["object", "json", "array", "string", "properties", "parameters"];
    let is_word = |name: &str| words.iter().any(|word| name.eq_ignore_ascii_case(word));
    target.side.is_none() && matches!(target.path.as_slice(), [name] if is_word(name))
}

/// Whether a heading is about a message that WeChat sends on its own.
fn is_message(title: &str) -> bool {
    let title = wechat_cloudbase_codegen::naming::folded(title);
    let words = [
        "推送",
        "回调",
        "事件",
        "异步通知",
        "消息通知",
        "结果通知",
        "push",
        "callback",
        "event notification",
        "asynchronous",
    ];
    words.iter().any(|word| title.contains(word))
}

/// Deliveries that lost headings: what a table is about, its header says, and what a sample is, the
/// order of samples.
fn without_headings(sections: Vec<Section<'_>>, tables: bool, samples: bool) -> Vec<Section<'_>> {
    let mut out: Vec<Section<'_>> = Vec::new();
    for whole in sections {
        let (cloud, side) = (whole.cloud, whole.side);
        let is_open =
            matches!(whole.kind, HeadingKind::Other | HeadingKind::Calling | HeadingKind::Address);
        let blocks = whole.blocks;
        let mut last = Section { blocks: Vec::new(), ..whole };
        out.push(last.clone());
        for block in blocks {
            let table = (tables && is_open).then(|| table_of(block)).flatten();
            let sample = samples.then(|| sample_of(block, side, &out)).flatten();
            let is_line =
                sample.is_some() && matches!(block, Block::Text(text) if is_whole(&text.raw));
            if let Some((line, kind, side)) = table.or(sample) {
                out.push(section(kind, line, Some(side), cloud));
            }
            if let Some(section) = out.last_mut() {
                section.blocks.push(block);
                // What is behind a sample of one line is not a part of it.
                if is_line {
                    out.push(last.clone());
                } else if !is_sample(&section.kind) {
                    last = Section { blocks: Vec::new(), ..section.clone() };
                }
            }
        }
    }
    out
}

/// Whether a line is all of a sample.
fn is_whole(raw: &str) -> bool {
    let count = |char| raw.matches(char).count();
    raw.trim_end().ends_with('}') && count('{') == count('}')
}

fn table_of(block: &Block) -> Option<(usize, HeadingKind, Side)> {
    let (line, columns) = match block {
        Block::Row(row) if row.depth == 0 => (row.line, column::header(&row.cells)?.1),
        Block::Text(text) => (text.line, column::header_in_text(&text.raw)?),
        _ => return None,
    };
    let has = |column| columns.contains(&column);
    let kind = match () {
        () if has(column::Column::Code) || has(column::Column::Values) => {
            (HeadingKind::Errcodes, Side::Response)
        }
        () if !has(column::Column::Name) => return None,
        () if has(column::Column::Required) => (HeadingKind::Request, Side::Request),
        () => (HeadingKind::Response, Side::Response),
    };
    Some((line, kind.0, kind.1))
}

/// The first sample of a page is the request, the second the response, unless a heading says whose
/// it is.
fn sample_of(
    block: &Block,
    side: Option<Side>,
    before: &[Section<'_>],
) -> Option<(usize, HeadingKind, Side)> {
    let (line, text) = match block {
        Block::Code(code) => (code.line, code.lines.first()?.as_str()),
        Block::Text(text) => (text.line, text.raw.as_str()),
        _ => return None,
    };
    let has = |kind| before.iter().any(|section| section.kind == kind);
    let is_response = side == Some(Side::Response) && is_whole(text);
    match (text.starts_with('{'), has(HeadingKind::SampleRequest), has(HeadingKind::SampleResponse))
    {
        (true, ..) if is_response => Some((line, HeadingKind::SampleResponse, Side::Response)),
        (true, false, _) => Some((line, HeadingKind::SampleRequest, Side::Request)),
        (true, true, false) => Some((line, HeadingKind::SampleResponse, Side::Response)),
        _ => None,
    }
}
