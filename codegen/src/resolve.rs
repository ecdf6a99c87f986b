//! Documents to the validated model: an ordered list of passes, each of which reports its
//! problems. A pass replaces what it has reported with a harmless placeholder, so one mistake is one
//! problem and later passes still see the rest.

mod areas;
mod bodies;
mod collisions;
mod defaults;
mod endpoint;
mod enums;
mod envelopes;
mod errcodes;
mod head_fields;
mod hosts;
mod idempotence;
mod ids;
mod json;
mod limits;
mod pages;
mod paths;
mod permission_sets;
mod places;
mod provenance;
mod renames;
mod responses;
mod samples;
mod text;
mod types;
mod waits;
mod way;
mod whole_body;
mod wrappers;

use crate::diagnostic::Problems;
use crate::model::{Api, Endpoint, Valid};
use crate::syntax::Documents;

pub(crate) fn resolve(documents: &Documents, problems: &mut Problems) -> Option<Valid<Api>> {
    let errcodes = errcodes::resolve(documents, problems);
    let permission_sets = permission_sets::resolve(documents, problems);
    let mut types = types::Types::new(documents, problems);
    let mut resolved = Vec::new();
    for document in &documents.endpoints {
        resolved.push(endpoint::resolve(
            document,
            &errcodes,
            &permission_sets,
            &mut types,
            problems,
        ));
    }
    let all_sound = resolved.iter().all(|resolved| resolved.sound) && !documents.endpoint_missing;
    let types = types.finish(all_sound, problems);
    collisions::check(documents, problems);
    renames::check(documents, problems);
    responses::check(documents, &resolved, problems);
    for (document, resolved) in documents.endpoints.iter().zip(&mut resolved) {
        resolved.endpoint.pages = pages::resolve(document, resolved, problems);
        resolved.endpoint.waits = waits::resolve(document, resolved, problems);
        provenance::check(document, resolved.sound, &documents.types, problems);
        resolved.endpoint.sample = samples::resolve(document, resolved, problems);
    }
    let mut endpoints: Vec<_> = resolved.into_iter().map(|resolved| resolved.endpoint).collect();
    endpoints.sort_by(|a, b| a.id.cmp(&b.id));
    let errcodes = errcodes.into_records();
    let areas = areas::resolve(documents, problems);
    let permission_sets = permission_sets.into_records();
    let api = Api { endpoints, types, errcodes, areas, permission_sets };
    problems.is_empty().then(|| Valid::assume(api))
}

/// An endpoint, and whether there was no problem in its tables and types. A table with a problem
/// says nothing about a sample, a correction, or what is used.
struct Resolved {
    endpoint: Endpoint,
    sound: bool,
}
