//! `contract.rs`: the contracts that the mock enforces.

use super::{HEADER, PlannedFile};
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn plan<'a>(api: &'a Api, options: &Options) -> Vec<PlannedFile<'a>> {
    vec![PlannedFile::new(
        "contract.rs",
        (&api.endpoints, options.runtime),
        |(endpoints, runtime)| {
            let items = lower::contracts(endpoints);
            HEADER.to_owned() + &format::format(emit::contracts(&items, *runtime))
        },
    )]
}
