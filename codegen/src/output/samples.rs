//! `samples.rs`: a test per endpoint, of its sample.

use super::HEADER;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn generate(api: &Api, _: &Options) -> String {
    HEADER.to_owned() + &format::format(emit::samples(&lower::samples(api)))
}
