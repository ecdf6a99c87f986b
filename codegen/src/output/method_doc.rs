//! `docs/<id>.method.md`: the documentation of an endpoint's method, a page for each.

use super::PlannedFile;
use crate::item::{ExampleItem, MethodDoc};
use crate::model::{Api, Endpoint};
use crate::options::Options;
use crate::{emit, format, lower};

pub(super) fn plan<'a>(api: &'a Api, options: &Options) -> Vec<PlannedFile<'a>> {
    let special = lower::Special::of(api);
    let file = |endpoint: &'a Endpoint| {
        let input = (endpoint, special.among(endpoint), options.runtime);
        let name = format!("docs/{}.method.md", endpoint.id);
        PlannedFile::new(name, input, |(endpoint, special, runtime)| {
            text(lower::method_doc(endpoint, special, *runtime))
        })
    };
    api.endpoints.iter().map(file).collect()
}

fn text(doc: MethodDoc) -> String {
    let example = doc.example.into_iter().flat_map(example);
    let lines: Vec<_> = doc.start.into_iter().chain(example).chain(doc.end).collect();
    lines.join("\n") + "\n"
}

fn example(example: ExampleItem) -> Vec<String> {
    let request = format::expression(&emit::expr(&example.request));
    let mut lines = example.before;
    lines.push(format!("let request = {request};"));
    lines.extend(example.after);
    lines
}
