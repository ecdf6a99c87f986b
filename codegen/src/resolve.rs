//! Documents to the validated model: an ordered list of passes, each of which reports what it
//! finds. What a pass has reported, it replaces by a harmless stand-in, so that one slip is one
//! problem and the passes after it still see the rest.

mod collisions;
mod endpoint;
mod errcodes;
mod fields;
mod permission_sets;
mod provenance;
mod samples;
mod types;
mod words;

use crate::diagnostic::Problems;
use crate::model::{Api, Valid};
use crate::syntax::Documents;

pub(crate) fn resolve(documents: &Documents, problems: &mut Problems) -> Option<Valid<Api>> {
    let errcodes = errcodes::resolve(documents, problems);
    let permission_sets = permission_sets::resolve(documents, problems);
    let mut types = types::Types::new(documents, problems);
    let mut endpoints = Vec::new();
    for document in &documents.endpoints {
        let endpoint = endpoint::resolve(document, &errcodes, &permission_sets, &mut types, problems);
        endpoints.push(endpoint);
    }
    let types = types.finish(problems);
    collisions::check(documents, problems);
    provenance::check(documents, problems);
    for (document, endpoint) in documents.endpoints.iter().zip(&mut endpoints) {
        endpoint.sample = samples::resolve(document, endpoint, problems);
    }
    endpoints.sort_by(|a, b| a.id.cmp(&b.id));
    let errcodes = errcodes.into_records();
    let api = Api { endpoints, types, errcodes };
    problems.is_empty().then(|| Valid::assume(api))
}
