//! `api/<id>.rs`: one endpoint, a page for each.

use super::{HEADER, PlannedFile};
use crate::model::{Api, Endpoint};
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn plan<'a>(api: &'a Api, options: &Options) -> Vec<PlannedFile<'a>> {
    let has_records = lower::has_records(api, options.runtime);
    let file = |endpoint: &'a Endpoint| {
        let input = (endpoint, options.runtime, has_records);
        PlannedFile::new(
            format!("api/{}.rs", endpoint.id),
            input,
            |(endpoint, runtime, has_records)| {
                let item = lower::endpoint(endpoint, *runtime, *has_records);
                HEADER.to_owned() + &format::format(vec![emit::endpoint(&item, *runtime)])
            },
        )
    };
    api.endpoints.iter().map(file).collect()
}
