//! `samples.rs`: a test per endpoint, of its sample.

use super::{HEADER, PlannedFile};
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn plan<'a>(api: &'a Api, _: &Options) -> Vec<PlannedFile<'a>> {
    vec![PlannedFile::new("samples.rs", &api.endpoints, |endpoints| {
        HEADER.to_owned() + &format::format(emit::samples(&lower::samples(endpoints)))
    })]
}
