//! A page as sections: what each heading says, and what is below it.

use super::block::{Block, Heading, Text};
use super::heading::{self, HeadingKind, Side};
use super::{column, heading::Target};

pub(crate) struct Section<'p> {
    pub(crate) kind: HeadingKind,
    pub(crate) line: usize,
    /// The half of the wire that it is about.
    pub(crate) side: Option<Side>,
    /// Whether it is about the cloud call, whose names are not those of the wire.
    pub(crate) cloud: bool,
    pub(crate) blocks: Vec<&'p Block>,
}

/// The sections of a page. The first one is what is before any heading.
pub(crate) fn outline(blocks: &[Block]) -> Vec<Section<'_>> {
    let mut outline = Outline {
        sections: vec![section(HeadingKind::Other, 1, None, false)],
        side: None,
        in_cloud_half: false,
        in_cloud_example: false,
    };
    for block in blocks {
        match heading_of(block) {
            Some((line, kind)) => outline.open(line, kind),
            None => outline.add(block),
        }
    }
    let sections = outline.sections;
    let has_request =
        sections.iter().any(|section| section.side == Some(Side::Request) && !section.cloud);
    let is_sample = |kind: &HeadingKind| {
        matches!(
            kind,
            HeadingKind::SampleRequest | HeadingKind::SampleResponse | HeadingKind::Examples { .. }
        )
    };
    let has_samples = sections.iter().any(|section| is_sample(&section.kind));
    match (has_request, has_samples) {
        (true, true) => sections,
        (has_request, has_samples) => without_headings(sections, !has_request, !has_samples),
    }
}

fn section<'p>(kind: HeadingKind, line: usize, side: Option<Side>, cloud: bool) -> Section<'p> {
    Section { kind, line, side, cloud, blocks: Vec::new() }
}

fn heading_of(block: &Block) -> Option<(usize, HeadingKind)> {
    match block {
        Block::Heading(Heading { line, raw }) => heading::kind(raw, true).map(|kind| (*line, kind)),
        Block::Text(Text { line, raw, item: false }) => {
            heading::kind(raw, false).map(|kind| (*line, kind))
        }
        _ => None,
    }
}

struct Outline<'p> {
    sections: Vec<Section<'p>>,
    side: Option<Side>,
    in_cloud_half: bool,
    in_cloud_example: bool,
}

impl<'p> Outline<'p> {
    fn open(&mut self, line: usize, kind: HeadingKind) {
        self.side = match &kind {
            HeadingKind::Request | HeadingKind::Query | HeadingKind::Body => Some(Side::Request),
            HeadingKind::Response => Some(Side::Response),
            HeadingKind::Nested(Target { side, .. }) | HeadingKind::Values(Target { side, .. }) => {
                side.or(self.side)
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
        self.sections.push(section(kind, line, self.side, cloud));
    }

    fn add(&mut self, block: &'p Block) {
        if let Some(section) = self.sections.last_mut() {
            section.blocks.push(block);
        }
    }
}

/// Deliveries that lost headings: what a table is about, its header says, and what a sample is, the
/// order of samples.
fn without_headings(sections: Vec<Section<'_>>, tables: bool, samples: bool) -> Vec<Section<'_>> {
    let mut out: Vec<Section<'_>> = Vec::new();
    for whole in sections {
        let (kind, line, side, cloud) = (whole.kind, whole.line, whole.side, whole.cloud);
        let is_open =
            matches!(kind, HeadingKind::Other | HeadingKind::Calling | HeadingKind::Address);
        out.push(section(kind, line, side, cloud));
        for block in whole.blocks {
            let table = (tables && is_open).then(|| table_of(block)).flatten();
            let sample = samples.then(|| sample_of(block, &out)).flatten();
            if let Some((line, kind, side)) = table.or(sample) {
                out.push(section(kind, line, Some(side), cloud));
            }
            if let Some(last) = out.last_mut() {
                last.blocks.push(block);
            }
        }
    }
    out
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

/// The first sample of a page is the request, the second the response.
fn sample_of(block: &Block, before: &[Section<'_>]) -> Option<(usize, HeadingKind, Side)> {
    let (line, text) = match block {
        Block::Code(code) => (code.line, code.lines.first()?.as_str()),
        Block::Text(text) => (text.line, text.raw.as_str()),
        _ => return None,
    };
    let has = |kind| before.iter().any(|section| section.kind == kind);
    match (text.starts_with('{'), has(HeadingKind::SampleRequest), has(HeadingKind::SampleResponse))
    {
        (true, false, _) => Some((line, HeadingKind::SampleRequest, Side::Request)),
        (true, true, false) => Some((line, HeadingKind::SampleResponse, Side::Response)),
        _ => None,
    }
}
