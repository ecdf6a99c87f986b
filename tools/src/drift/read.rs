//! From a page's sections to facts: which reader reads which section.

use wechat_cloudbase_codegen::naming::folded;

use super::block::Block;
use super::call;
use super::clean::clean;
use super::facts::{
    At, Facts, Generation, Message, Named, Nested, SampleText, Table, Unread, Values,
};
use super::heading::{HeadingKind, Side, Target};
use super::outline::{Section, outline};
use super::{codes, deprecation, layout, printed, prose, rows, titled, values};

/// Everything that a page says.
///
/// # Errors
///
/// When it is of no known layout: what was looked for, in words.
pub(crate) fn read(blocks: &[Block]) -> Result<Facts, String> {
    let sections = outline(blocks);
    let mut facts = Facts { layout: layout::of(blocks), ..Facts::default() };
    for section in sections.iter().filter(|section| !section.cloud) {
        one(section, &mut facts);
    }
    for section in sections.iter().filter(|section| section.kind == HeadingKind::CloudMethod) {
        cloud_call(section, &mut facts);
    }
    let said = sections.iter().filter(|section| !section.cloud && titled::is_free(section, &facts));
    let said: Vec<_> = said.cloned().collect();
    facts.prose.extend(prose::read(&said));
    facts.prose.sort_by_key(|prose| prose.line);
    facts.aside = sections.iter().flat_map(aside).collect();
    let ends = facts.prose.iter().find(|prose| deprecation::of_page(&prose.text));
    facts.deprecated = ends.map(|prose| At::new(prose.line, prose.text.clone()));
    known(facts, &sections)
}

/// Lines of the cloud call and of the table of accounts, and code in the notes.
fn aside(section: &Section<'_>) -> Vec<(usize, String)> {
    let is_other = section.kind == HeadingKind::Other;
    let is_aside = section.cloud || section.kind == HeadingKind::Scope;
    let blocks = section.blocks.iter();
    let of_interest = |block: &&&Block| is_aside || is_other && matches!(block, Block::Code(_));
    blocks.filter(of_interest).flat_map(|block| prose::lines_of(block)).collect()
}

fn known(mut facts: Facts, sections: &[Section<'_>]) -> Result<Facts, String> {
    let has_table = !facts.request.rows.is_empty()
        || !facts.response.rows.is_empty()
        || facts.request.line.is_some() && facts.response.line.is_some();
    let codes = facts.errcodes.as_ref().map_or(0, |codes| codes.value.len());
    let is_called = !facts.addresses.is_empty() || facts.name != Named::Unsaid;
    if has_table && (is_called || facts.response.line.is_some()) {
        return Ok(facts);
    }
    let has_sides = sections.iter().any(|section| section.side == Some(Side::Request));
    if codes > 0 && !is_called && !has_sides {
        facts.layout.generation = Generation::Errcodes;
        return Ok(facts);
    }
    let seen = |seen: bool| if seen { "found" } else { "missing" };
    Err(format!(
        "is not a page of a known layout: an address on api.weixin.qq.com ({}), a name of the interface ({}), \
         a table of request fields ({}), a table of response fields ({}), a table of errcodes ({})",
        seen(!facts.addresses.is_empty()),
        seen(facts.name != Named::Unsaid),
        seen(!facts.request.rows.is_empty()),
        seen(!facts.response.rows.is_empty()),
        seen(codes > 0),
    ))
}

fn one(section: &Section<'_>, facts: &mut Facts) {
    match &section.kind {
        HeadingKind::Name(Some(name)) => {
            facts.name = Named::Name(At::new(section.line, name.clone()));
        }
        HeadingKind::Name(None) => {
            facts.name =
                call::name(&section.blocks).map_or(Named::Empty(section.line), Named::Name);
        }
        HeadingKind::Request | HeadingKind::Query | HeadingKind::Body => {
            fields(section, Side::Request, facts);
        }
        HeadingKind::Response => fields(section, Side::Response, facts),
        HeadingKind::Nested(target) => nested(section, &target.path, facts),
        HeadingKind::Values(target) => values_of(section, &target.path, facts),
        HeadingKind::Errcodes => errcodes(section, facts),
        HeadingKind::SampleRequest => sample(section, Side::Request, facts),
        HeadingKind::SampleResponse => sample(section, Side::Response, facts),
        HeadingKind::Examples { .. } => unnamed_samples(section, facts),
        HeadingKind::CloudCall | HeadingKind::CloudMethod => cloud_call(section, facts),
        HeadingKind::ThirdParty => facts.third_party = Some(section.line),
        HeadingKind::Scope => facts.own_accounts |= call::names_own_accounts(&section.blocks),
        HeadingKind::Message => message(section, facts),
        HeadingKind::Other => match titled::target(section, facts) {
            Some(path) if titled::is_of_values(section) => values_of(section, &path, facts),
            Some(path) => nested(section, &path, facts),
            None => {}
        },
        HeadingKind::Calling | HeadingKind::Address | HeadingKind::Lost => {}
    }
    about_the_call(section, facts);
}

/// What is said in running text, wherever it is.
fn about_the_call(section: &Section<'_>, facts: &mut Facts) {
    let is_sample = matches!(
        section.kind,
        HeadingKind::SampleRequest | HeadingKind::SampleResponse | HeadingKind::Examples { .. }
    );
    let is_table = matches!(
        section.kind,
        HeadingKind::Errcodes
            | HeadingKind::Nested(_)
            | HeadingKind::Values(_)
            | HeadingKind::Message
    );
    let is_address = matches!(section.kind, HeadingKind::Address | HeadingKind::Calling);
    for (line, raw) in section.blocks.iter().flat_map(|block| block.lines()) {
        if !is_sample && !is_table && (is_address || facts.addresses.is_empty()) {
            let method = is_address.then(|| call::method_alone(raw)).flatten();
            facts.addresses.extend(call::addresses(line, raw));
            if let Some(method) = method {
                facts.method.get_or_insert(method);
            }
        }
        if let Some(sets) = call::permission_sets(raw).filter(|sets| !sets.is_empty()) {
            facts.permission_sets.get_or_insert(At::new(line, sets));
        }
    }
}

fn fields(section: &Section<'_>, side: Side, facts: &mut Facts) {
    let in_query = match section.kind {
        HeadingKind::Query => Some(true),
        HeadingKind::Body => Some(false),
        _ => None,
    };
    let read = rows::read(&section.blocks, in_query);
    facts.unread.extend(read.unread);
    said(read.prose, facts);
    let table = match side {
        Side::Request => &mut facts.request,
        Side::Response => &mut facts.response,
    };
    table.line.get_or_insert(section.line);
    table.parted |= in_query.is_some();
    let offset = table.rows.len();
    table.rows.extend(read.rows.into_iter().map(|row| row.moved(offset)));
    if side == Side::Request {
        tokens(facts);
    }
}

/// The row of the token says which kinds the call takes.
fn tokens(facts: &mut Facts) {
    let is_token = |row: &&super::facts::FieldRow| match row.path.as_slice() {
        [name] => call::is_token(name),
        _ => false,
    };
    if let Some(row) = facts.request.rows.iter().find(is_token) {
        facts.tokens = Some(At::new(row.line, call::tokens(&row.doc)));
    }
}

fn nested(section: &Section<'_>, path: &[String], facts: &mut Facts) {
    let read = rows::read(&section.blocks, None);
    said(read.prose, facts);
    let Some(side) = side_of(section, path, facts) else {
        let rows = section.blocks.iter().filter(|block| matches!(block, Block::Row(_)));
        let rows: Vec<_> = rows.flat_map(|block| prose::lines_of(block)).collect();
        facts.prose.extend(prose::prose(section.line, &section.title, false));
        said(rows, facts);
        return;
    };
    let table = match side {
        Side::Request => &mut facts.request,
        Side::Response => &mut facts.response,
    };
    if read.headed {
        facts.unread.extend(read.unread);
        table.nested.push(Nested { line: section.line, path: path.to_vec(), rows: read.rows });
    }
}

fn values_of(section: &Section<'_>, path: &[String], facts: &mut Facts) {
    let values::Values { rows, prose: left } = values::read(&section.blocks);
    let Some(side) = side_of(section, path, facts) else {
        let lines =
            rows.iter().map(|row| (row.line, format!("{} {} {}", row.value, row.name, row.doc)));
        facts.prose.extend(prose::prose(section.line, &section.title, false));
        said(lines, facts);
        return;
    };
    said(left, facts);
    facts.values.push(Values { line: section.line, side, path: path.to_vec(), values: rows });
}

/// The side that a table is about: as its heading says, or the one that has such a field.
fn side_of(section: &Section<'_>, path: &[String], facts: &Facts) -> Option<Side> {
    let (HeadingKind::Nested(Target { side: None, .. })
    | HeadingKind::Values(Target { side: None, .. })) = &section.kind
    else {
        return section.side.or(section.after);
    };
    let last = path.last()?;
    let has = |side: &Side| {
        let table = match side {
            Side::Request => &facts.request,
            Side::Response => &facts.response,
        };
        let nested = table.nested.iter().flat_map(|nested| &nested.rows);
        let mut rows = table.rows.iter().chain(nested);
        rows.any(|row| row.path.last().is_some_and(|name| folded(name) == folded(last)))
    };
    let near = section.side.or(section.after);
    near.filter(has).or_else(|| [Side::Request, Side::Response].into_iter().find(has))
}

fn said(lines: impl IntoIterator<Item = (usize, String)>, facts: &mut Facts) {
    let said = lines.into_iter().filter_map(|(line, text)| prose::prose(line, &text, false));
    facts.prose.extend(said);
}

fn message(section: &Section<'_>, facts: &mut Facts) {
    let lines = section.blocks.iter().flat_map(|block| prose::lines_of(block)).collect();
    facts.messages.push(Message { line: section.line, title: section.title.clone(), lines });
}

fn errcodes(section: &Section<'_>, facts: &mut Facts) {
    let read = codes::read(&section.blocks);
    said(read.prose, facts);
    if !read.headed && read.rows.is_empty() {
        return;
    }
    facts.unread.extend(read.unread);
    match &mut facts.errcodes {
        Some(codes) => codes.value.extend(read.rows),
        None => facts.errcodes = Some(At::new(section.line, read.rows)),
    }
}

fn cloud_call(section: &Section<'_>, facts: &mut Facts) {
    for (line, raw) in section.blocks.iter().flat_map(|block| block.lines()) {
        let text = if section.kind == HeadingKind::CloudMethod {
            format!("openapi.{}", clean(raw))
        } else {
            raw.to_owned()
        };
        if let Some(call) = call::cloud_call(&text) {
            let call =
                call.map(|name| name.strip_prefix("openapi.").map_or(name.clone(), str::to_owned));
            facts.cloud_call.get_or_insert(At::new(line, call));
        }
    }
}

fn sample(section: &Section<'_>, side: Side, facts: &mut Facts) {
    let samples = printed::samples(section);
    let is_first = !facts.samples.iter().any(|sample| sample.side == side);
    if samples.is_empty() && is_first {
        // A heading with nothing below it: the page prints no sample, and says so.
        facts.samples.push(SampleText { side, line: section.line, lines: Vec::new() });
    }
    for (line, lines) in samples {
        facts.samples.retain(|sample| sample.side != side || !sample.lines.is_empty());
        facts.samples.push(SampleText { side, line, lines });
    }
}

/// Samples below a heading that does not say whose they are.
fn unnamed_samples(section: &Section<'_>, facts: &mut Facts) {
    for (line, lines) in printed::samples(section) {
        let answers = lines.iter().any(|line| line.contains("errcode") || line.contains("errmsg"));
        let side = if answers { Side::Response } else { Side::Request };
        facts.samples.push(SampleText { side, line, lines });
    }
}

impl Facts {
    /// What can't be read counts once per line and reason.
    pub(crate) fn unread_once(&self) -> Vec<&Unread> {
        let mut seen = std::collections::BTreeSet::new();
        self.unread
            .iter()
            .filter(|unread| seen.insert((unread.line, &unread.text, &unread.why)))
            .collect()
    }
}

impl Table {
    /// Whether the page has a section for it.
    pub(crate) fn is_there(&self) -> bool {
        self.line.is_some()
    }
}
