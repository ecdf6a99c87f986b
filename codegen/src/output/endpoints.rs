//! `endpoints.md`: the tables of endpoints, by section, as the front page of the docs shows them.

use super::PlannedFile;
use crate::lower;
use crate::model::{Api, Endpoint};
use crate::notation::words;
use crate::options::{Options, Runtime};

pub(super) fn plan<'a>(api: &'a Api, options: &Options) -> Vec<PlannedFile<'a>> {
    let tables = lower::sections(api).into_iter().map(|(title, endpoints)| {
        let rows: String = endpoints.into_iter().map(|endpoint| row(endpoint, options)).collect();
        format!("## {title}\n\n| interface | call | token | method |\n|---|---|---|---|\n{rows}")
    });
    let tables: Vec<_> = tables.collect();
    vec![PlannedFile::new("endpoints.md", tables, |tables| tables.join("\n"))]
}

fn row(endpoint: &Endpoint, options: &Options) -> String {
    let Endpoint { name, path, id, .. } = endpoint;
    let method = words::word(endpoint.method);
    let tokens: Vec<_> = endpoint.tokens.iter().copied().map(words::word).collect();
    let tokens = if tokens.is_empty() { "none".to_owned() } else { tokens.join(" or ") };
    let call = match options.runtime {
        Runtime::Own => format!("[`{id}`](Client::{id})"),
        Runtime::Dependency => format!("`{id}`"),
    };
    format!("| {name} | `{method} {path}` | {tokens} | {call} |\n")
}
