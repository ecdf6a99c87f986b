//! `errcode.rs`: the enum of errcodes.

use super::HEADER;
use crate::draft::Draft;
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn drafts<'a>(api: &'a Api, _: &Options) -> Vec<Draft<'a>> {
    vec![Draft::new("errcode.rs", (&api.errcodes, &api.areas), |(errcodes, areas)| {
        let items = lower::errcodes(errcodes, areas);
        HEADER.to_owned() + &format::format(vec![emit::errcodes(&items)])
    })]
}
