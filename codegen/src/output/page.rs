//! `api/<id>.rs`: one endpoint, a page for each.

use super::HEADER;
use crate::draft::Draft;
use crate::model::{Api, Endpoint};
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn drafts<'a>(api: &'a Api, options: &Options) -> Vec<Draft<'a>> {
    let has_records = lower::has_records(api, options.runtime);
    let draft = |endpoint: &'a Endpoint| {
        let input = (endpoint, options.runtime, has_records);
        Draft::new(format!("api/{}.rs", endpoint.id), input, |(endpoint, runtime, has_records)| {
            let item = lower::endpoint(endpoint, *runtime, *has_records);
            HEADER.to_owned() + &format::format(vec![emit::endpoint(&item, *runtime)])
        })
    };
    api.endpoints.iter().map(draft).collect()
}
