//! `api.rs`: a module per endpoint, the types that they share, and what the client gets.

use super::{HEADER, PlannedFile};
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn plan<'a>(api: &'a Api, options: &Options) -> Vec<PlannedFile<'a>> {
    let input = (lower::bindings(api, options.runtime), options.runtime);
    vec![PlannedFile::new("api.rs", input, |(items, runtime)| {
        HEADER.to_owned() + &format::format(emit::bindings(items, *runtime))
    })]
}
