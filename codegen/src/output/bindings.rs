//! `api.rs`: a module per endpoint, the types that they share, and what the client gets.

use super::HEADER;
use crate::draft::Draft;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn drafts<'a>(api: &'a Api, options: &Options) -> Vec<Draft<'a>> {
    let input = (lower::bindings(api, options.runtime), options.runtime);
    vec![Draft::new("api.rs", input, |(items, runtime)| {
        HEADER.to_owned() + &format::format(emit::bindings(items, *runtime))
    })]
}
