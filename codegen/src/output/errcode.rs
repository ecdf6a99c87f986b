//! `errcode.rs`: the enum of errcodes.

use super::{HEADER, PlannedFile};
use crate::model::Api;
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn plan<'a>(api: &'a Api, _: &Options) -> Vec<PlannedFile<'a>> {
    vec![PlannedFile::new("errcode.rs", (&api.errcodes, &api.areas), |(errcodes, areas)| {
        let items = lower::errcodes(errcodes, areas);
        HEADER.to_owned() + &format::format(vec![emit::errcodes(&items)])
    })]
}
