//! `errcodes.md`: the table of errcodes, as the documentation of the library shows it.

use crate::lower;
use crate::model::Api;
use crate::options::Options;

pub(super) fn generate(api: &Api, _: &Options) -> String {
    let mut text = String::from("| errcode | class | meaning | what to do |\n|---|---|---|---|\n");
    for row in lower::errcode_rows(api) {
        text.push_str(&row);
    }
    text
}
