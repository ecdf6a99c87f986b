//! `samples.rs`: a test per endpoint, of its sample.

use super::HEADER;
use crate::draft::Draft;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn drafts<'a>(api: &'a Api, _: &Options) -> Vec<Draft<'a>> {
    vec![Draft::new("samples.rs", &api.endpoints, |endpoints| {
        HEADER.to_owned() + &format::format(emit::samples(&lower::samples(endpoints)))
    })]
}
