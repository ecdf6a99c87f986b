//! `errcodes.md`: the table of errcodes, as the documentation of the library shows it.

use super::PlannedFile;
use crate::lower;
use crate::model::Api;
use crate::options::Options;

pub(super) fn plan<'a>(api: &'a Api, _: &Options) -> Vec<PlannedFile<'a>> {
    vec![PlannedFile::new("errcodes.md", &api.errcodes, |errcodes| {
        let mut text =
            String::from("| errcode | class | meaning | what to do |\n|---|---|---|---|\n");
        text.extend(lower::errcode_rows(errcodes));
        text
    })]
}
