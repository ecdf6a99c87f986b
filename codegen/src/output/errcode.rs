//! `errcode.rs`: the enum of errcodes.

use super::HEADER;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn generate(api: &Api, _: &Options) -> String {
    HEADER.to_owned() + &format::format(vec![emit::errcodes(&lower::errcodes(api))])
}
