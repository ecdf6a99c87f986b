//! A file of a spec for an endpoint that the spec does not have, from a page: what the page says,
//! and a mark wherever it is silent. None of the vendor's sentences gets into a key; they stand in
//! comments, for whoever writes the words.

mod layout;
mod printed;
mod sample;
mod types;

use std::collections::BTreeSet;

use wechat_cloudbase_codegen::model::{Api, Kind};
use wechat_cloudbase_codegen::naming::{folded, snake_case};
use wechat_cloudbase_codegen::notation::words;

use super::facts::{Facts, Named};
use layout::{Lines, quoted};

/// A file that was drafted.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Draft {
    /// The file's name without its ending.
    pub id: String,
    /// The section that endpoints of like paths are in; `None` when there are none.
    pub section: Option<String>,
    /// The file.
    pub text: String,
}

pub(crate) fn draft(
    api: &Api,
    facts: &Facts,
    address: Option<&str>,
    today: &str,
) -> Result<Draft, String> {
    let called = facts.addresses.first();
    let path = called.map(|address| address.value.path.as_str());
    let by_path = path.and_then(|path| path.rsplit('/').next());
    let named = match &facts.name {
        Named::Name(name) => Some(name.value.as_str()),
        _ => None,
    };
    let name = named.or(by_path).filter(|name| snake_case(name).is_some());
    let Some((name, id)) = name.and_then(|name| Some((name, snake_case(name)?))) else {
        return Err("has neither a name nor an address to draft a file from".to_owned());
    };
    let mut lines = Lines::default();
    head(&mut lines, api, facts, (named.is_some(), name), path);
    types::tables(&mut lines, facts);
    sample::sample(&mut lines, facts);
    source(&mut lines, address, today);
    Ok(Draft { id, section: path.and_then(|path| section(api, path)), text: lines.text() })
}

/// The section of the endpoint whose path begins most alike.
fn section(api: &Api, path: &str) -> Option<String> {
    let common = |other: &str| path.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let nearest = api.endpoints.iter().max_by_key(|endpoint| common(&endpoint.path))?;
    let folder = path.rfind('/').map_or(0, |at| at + 1);
    (common(&nearest.path) >= folder.max(2)).then(|| nearest.section.clone())
}

fn head(
    lines: &mut Lines,
    api: &Api,
    facts: &Facts,
    (is_named, name): (bool, &str),
    path: Option<&str>,
) {
    let todo = |says: bool, what: &str| (!says).then(|| format!("TODO: {what}"));
    lines.key(
        "name",
        &quoted(name),
        todo(is_named, "the page has no name; this is the end of its path"),
    );
    lines.key("summary", &quoted("TODO: say in one line what it does"), None);
    let method = facts.addresses.first().and_then(|address| address.value.method.clone());
    let known = method.as_deref().filter(|method| matches!(*method, "GET" | "POST"));
    lines.key(
        "method",
        &quoted(known.unwrap_or("POST")),
        todo(known.is_some(), "the page names no method that the notation has"),
    );
    lines.key(
        "path",
        &quoted(path.unwrap_or("/todo")),
        todo(path.is_some(), "the page has no address"),
    );
    tokens(lines, facts);
    if printed::is_bare(facts) {
        let todo = "TODO: the page's sample has no errcode".to_owned();
        lines.key("errcode_on_success", "false", Some(todo));
    }
    permission_sets(lines, api, facts);
    if let Some(Some(call)) = facts.cloud_call.as_ref().map(|call| call.value.as_ref()) {
        lines.key("cloud_call", &quoted(call), None);
    }
    lines.key(
        "repeat",
        &quoted("unsafe"),
        Some("TODO: \"safe\" when a second call leaves the same state as one".to_owned()),
    );
    errcodes(lines, api, facts);
}

fn tokens(lines: &mut Lines, facts: &Facts) {
    let kinds: Option<&BTreeSet<Kind>> = facts.tokens.as_ref().map(|tokens| &tokens.value);
    let has_table = facts.request.is_there();
    let (list, todo) = match kinds {
        Some(kinds) if !kinds.is_empty() => {
            let words = kinds.iter().map(|kind| quoted(words::word(words::KINDS, *kind)));
            (words.collect::<Vec<_>>(), None)
        }
        Some(_) => (vec![quoted("app")], Some("TODO: the page names no kind of token".to_owned())),
        None if has_table => (Vec::new(), None),
        None => (Vec::new(), Some("TODO: the page has no table of the request".to_owned())),
    };
    lines.key("tokens", &format!("[{}]", list.join(", ")), todo);
    let row = facts.request.rows.iter().find_map(|row| match row.path.as_slice() {
        [name] if super::call::is_token(name) => Some(folded(name)),
        _ => None,
    });
    if let Some(name) = row.filter(|name| name == "component_access_token" && !list.is_empty()) {
        lines.key("token_field", &quoted(&name), None);
    }
}

fn permission_sets(lines: &mut Lines, api: &Api, facts: &Facts) {
    let Some(sets) = &facts.permission_sets else {
        return;
    };
    let is_known = |id: &&u32| api.permission_sets.iter().any(|set| set.id == **id);
    let known: Vec<_> = sets.value.iter().filter(is_known).map(u32::to_string).collect();
    let unknown: Vec<_> =
        sets.value.iter().filter(|id| !is_known(id)).map(u32::to_string).collect();
    let todo = format!("TODO: permission_sets.toml does not have {}", unknown.join(", "));
    let todo = (!unknown.is_empty()).then_some(todo);
    if !known.is_empty() || todo.is_some() {
        lines.key("permission_sets", &format!("[{}]", known.join(", ")), todo);
    }
}

fn errcodes(lines: &mut Lines, api: &Api, facts: &Facts) {
    let rows = facts.errcodes.iter().flat_map(|codes| &codes.value);
    let codes: BTreeSet<i64> = rows
        .filter_map(|row| match row.code {
            super::facts::Code::Number(code) if code != 0 => Some(code),
            _ => None,
        })
        .collect();
    let is_known = |code: &&i64| api.errcodes.iter().any(|errcode| errcode.code == **code);
    let known: Vec<_> = codes.iter().filter(is_known).map(i64::to_string).collect();
    let unknown: Vec<_> = codes.iter().filter(|code| !is_known(code)).map(i64::to_string).collect();
    let todo = match (unknown.is_empty(), facts.errcodes.is_some()) {
        (false, _) => Some(format!("TODO: errcodes.toml does not have {}", unknown.join(", "))),
        (true, false) => Some("TODO: the page has no table of errcodes".to_owned()),
        (true, true) => None,
    };
    lines.key("errcodes", &format!("[{}]", known.join(", ")), todo);
}

fn source(lines: &mut Lines, address: Option<&str>, today: &str) {
    lines.gap();
    lines.line("[[source]]");
    let page = address.unwrap_or("https://developers.weixin.qq.com/");
    let todo = address.is_none().then(|| "TODO: the page's whole address".to_owned());
    lines.key("page", &quoted(page), todo);
    lines.key("read", today, None);
}
