//! `docs/<id>.md`: the documentation of an endpoint's module, a page for each.

use super::PlannedFile;
use crate::lower;
use crate::model::{Api, Endpoint};
use crate::options::Options;

pub(super) fn plan<'a>(api: &'a Api, options: &Options) -> Vec<PlannedFile<'a>> {
    let links = lower::Links::of(api, options.runtime);
    let file = |endpoint: &Endpoint| {
        let lines = lower::module_page(endpoint, &links, options.runtime);
        PlannedFile::new(format!("docs/{}.md", endpoint.id), lines, |lines| lines.join("\n") + "\n")
    };
    api.endpoints.iter().map(file).collect()
}
