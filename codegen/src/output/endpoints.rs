//! `endpoints.md`: the table of endpoints, as the README shows it.

use super::PlannedFile;
use crate::model::{Api, Endpoint};
use crate::notation::words;
use crate::options::Options;

pub(super) fn plan<'a>(api: &'a Api, _: &Options) -> Vec<PlannedFile<'a>> {
    let rows: String = api.endpoints.iter().map(row).collect();
    vec![PlannedFile::new("endpoints.md", rows, |rows| {
        format!("| interface | call | token | method |\n|---|---|---|---|\n{rows}")
    })]
}

fn row(endpoint: &Endpoint) -> String {
    let method = words::word(endpoint.method);
    let tokens: Vec<_> = endpoint.tokens.iter().copied().map(words::word).collect();
    let tokens = if tokens.is_empty() { "none".to_owned() } else { tokens.join(" or ") };
    format!("| {} | `{method} {}` | {tokens} | `{}` |\n", endpoint.name, endpoint.path, endpoint.id)
}
