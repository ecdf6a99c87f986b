//! A file of a spec for an endpoint that the spec does not have, from a page: what the page says,
//! and a mark wherever it is silent. None of the vendor's sentences gets into a key; they are in
//! comments, for the author.

mod enums;
mod field;
mod kind;
mod limits;
mod printed;
mod remarks;
mod sample;
mod types;

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};
use wechat_cloudbase_codegen::model::{Api, TokenKind};
use wechat_cloudbase_codegen::naming::{folded, snake_case};
use wechat_cloudbase_codegen::notation::words;
use wechat_cloudbase_codegen::{SourceFile, Spec};

use super::file::{EndpointFile, Line, Table, Value};
use crate::drift::call::is_token;
use crate::drift::facts::{Code, Facts, Named};
use crate::drift::heading::Side;
use crate::drift::tree::Tree;
use crate::drift::{self, DriftOptions};
use field::Drafted;

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

/// A file for an endpoint that the spec does not have, drafted from a page.
///
/// # Errors
///
/// Why nothing can be drafted, in words that follow the page's name.
pub fn draft(spec: &Spec, page: &SourceFile, options: &DriftOptions) -> Result<Draft, String> {
    let api = &*spec.api;
    let (facts, address) = drift::said(page, options)?;
    if let Some(endpoint) = drift::endpoint(api, &facts, options)? {
        let id = &endpoint.id;
        return Err(format!("is about `{id}`, which the spec has; compare it without --draft"));
    }
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
    let section = path.and_then(|path| section(api, path));
    let sides = [Side::Request, Side::Response].map(|side| Half::of(&facts, side));
    let [request, response] = &sides;
    let (tables, types) = types::tables(api, &facts, &request.fields, &response.fields);
    let [request, response] = tables.map(|lines| Table { remark: None, lines });
    let mut sample = Vec::new();
    for half in &sides {
        sample.extend(half.remarks.iter().map(|remark| Line::Remark(format!("TODO: {remark}"))));
        let printed = half.samples.first();
        sample.extend(sample::line(&facts, half.side, &half.fields, printed));
    }
    let mut file = EndpointFile {
        keys: remarks::unread(&facts, &sides.each_ref().map(|half| &half.tree)),
        request,
        response,
        types,
        sample,
        source: source(address.as_deref(), &options.today),
    };
    let has = |side: Side, path: &[String]| {
        sides.iter().any(|half| half.side == side && field::has(&half.fields, path))
    };
    file.keys.extend(remarks::values(&facts, &has));
    file.keys.extend(keys(api, &facts, (named.is_some(), name), path));
    let file = file.written(format!("{}/{id}.toml", section.as_deref().unwrap_or("new")))?;
    let text = String::from_utf8_lossy(&file.content).into_owned();
    Ok(Draft { id, section, text })
}

/// One side of an interface: its fields, and what the page prints of it.
struct Half {
    side: Side,
    tree: Tree,
    samples: Vec<Map<String, Json>>,
    fields: Vec<Drafted>,
    /// Samples of which nothing could be used.
    remarks: Vec<String>,
}

impl Half {
    fn of(facts: &Facts, side: Side) -> Self {
        let tree = printed::tree(facts, side);
        let samples = printed::printed(facts, side);
        let is_get = method(facts) == Some("GET");
        let fields = field::fields(side, is_get, &tree, &samples);
        Self { side, tree, samples, fields, remarks: printed::unread(facts, side) }
    }
}

fn method(facts: &Facts) -> Option<&str> {
    let first = facts.addresses.first().and_then(|address| address.value.method.as_deref());
    first.or(facts.method.as_deref())
}

/// The section of the endpoint whose path begins most alike.
fn section(api: &Api, path: &str) -> Option<String> {
    let common = |other: &str| path.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count();
    let nearest = api.endpoints.iter().max_by_key(|endpoint| common(&endpoint.path))?;
    let folder = path.rfind('/').map_or(0, |at| at + 1);
    (common(&nearest.path) >= folder.max(2)).then(|| nearest.section.clone())
}

fn todo(what: &str) -> Option<String> {
    Some(format!("TODO: {what}"))
}

fn keys(api: &Api, facts: &Facts, (is_named, name): (bool, &str), path: Option<&str>) -> Vec<Line> {
    let unless = |says: bool, what: &str| if says { None } else { todo(what) };
    let text = |key, value: &str, remark| Line::remarked(key, Value::text(value), remark);
    let known = method(facts).filter(|method| matches!(*method, "GET" | "POST" | "PUT" | "DELETE"));
    let mut keys = vec![text(
        "name",
        name,
        unless(is_named, "the page has no name; this is the end of its path"),
    )];
    keys.extend(remarks::prose(facts, true));
    keys.push(text("summary", "TODO: say in one line what it does", None));
    keys.extend(remarks::prose(facts, false));
    keys.extend(remarks::messages(facts));
    keys.extend([
        text(
            "method",
            known.unwrap_or("POST"),
            unless(known.is_some(), "the page names no method that the notation has"),
        ),
        text("path", path.unwrap_or("/todo"), unless(path.is_some(), "the page has no address")),
    ]);
    keys.extend(tokens(facts));
    if printed::is_bare(facts) {
        let remark = todo("the page's sample has no errcode");
        keys.push(Line::remarked("errcode_on_success", Value::Flag(false), remark));
    }
    keys.extend(permission_sets(api, facts));
    if let Some(Some(call)) = facts.cloud_call.as_ref().map(|call| call.value.as_ref()) {
        keys.push(text("cloud_call", call, None));
    }
    keys.push(Line::remarked(
        "idempotent",
        Value::Flag(false),
        todo("true when a second call leaves the same state as one"),
    ));
    if let Some(said) = &facts.deprecated {
        let remark = Some(format!("page: {}", said.value));
        keys.push(Line::remarked("status", Value::text("deprecated"), remark));
    }
    keys.extend(remarks::errcodes(facts));
    keys.push(errcodes(api, facts));
    keys
}

fn tokens(facts: &Facts) -> Vec<Line> {
    let kinds: Option<&BTreeSet<TokenKind>> = facts.tokens.as_ref().map(|tokens| &tokens.value);
    let has_table = facts.request.is_there();
    let (list, remark) = match kinds {
        Some(kinds) if !kinds.is_empty() => {
            let words = kinds.iter().map(|kind| words::word(*kind));
            (words.collect(), None)
        }
        Some(_) => (vec!["app"], todo("the page names no kind of token")),
        None if has_table => (Vec::new(), None),
        None => (Vec::new(), todo("the page has no table of the request")),
    };
    let row = facts.request.rows.iter().find_map(|row| match row.path.as_slice() {
        [name] if is_token(name) => Some(folded(name)),
        _ => None,
    });
    let field = row.filter(|name| name == "component_access_token" && !list.is_empty());
    let list = Value::List(list.into_iter().map(Value::text).collect());
    let field = field.map(|name| Line::key("token_field", Value::Text(name)));
    [Line::remarked("tokens", list, remark)].into_iter().chain(field).collect()
}

fn permission_sets(api: &Api, facts: &Facts) -> Option<Line> {
    let sets = facts.permission_sets.as_ref()?;
    let (known, unknown): (Vec<u32>, Vec<u32>) =
        sets.value.iter().partition(|id| api.permission_sets.iter().any(|set| set.id == **id));
    let remark = lacks("permission_sets.toml", &unknown);
    let list = Value::List(known.iter().map(|id| Value::Int(i64::from(*id))).collect());
    let is_empty = known.is_empty() && remark.is_none();
    (!is_empty).then(|| Line::remarked("permission_sets", list, remark))
}

fn errcodes(api: &Api, facts: &Facts) -> Line {
    let rows = facts.errcodes.iter().flat_map(|codes| &codes.value);
    let codes: BTreeSet<i64> = rows
        .filter_map(|row| match row.code {
            Code::Number(code) if code != 0 => Some(code),
            _ => None,
        })
        .collect();
    let (known, unknown): (Vec<i64>, Vec<i64>) =
        codes.iter().partition(|code| api.errcodes.iter().any(|errcode| errcode.code == **code));
    let remark = match facts.errcodes {
        None if unknown.is_empty() => todo("the page has no table of errcodes"),
        _ => lacks("errcodes.toml", &unknown),
    };
    Line::remarked("errcodes", Value::List(known.into_iter().map(Value::Int).collect()), remark)
}

/// What a file of the spec does not have yet.
fn lacks(file: &str, numbers: &[impl ToString]) -> Option<String> {
    let numbers: Vec<_> = numbers.iter().map(ToString::to_string).collect();
    if numbers.is_empty() {
        None
    } else {
        todo(&format!("{file} does not have {}", numbers.join(", ")))
    }
}

fn source(address: Option<&str>, today: &str) -> Vec<Line> {
    let page = address.unwrap_or("https://developers.weixin.qq.com/");
    let remark = if address.is_some() { None } else { todo("the page's whole address") };
    vec![
        Line::remarked("page", Value::text(page), remark),
        Line::key("read", Value::Date(today.to_owned())),
    ]
}
