//! `contract.rs`: what the mock holds callers to.

use super::HEADER;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn generate(api: &Api, options: &Options) -> String {
    HEADER.to_owned() + &format::format(emit::contracts(&lower::contracts(api), options.runtime))
}
