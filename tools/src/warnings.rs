//! What is allowed in a spec and should not stay so.

use wechat_cloudbase_codegen::{Place, Spec};

use crate::places::{Places, Thing};

/// Something that should not stay as it is.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Warning {
    /// What it is, and what to do.
    pub message: String,
    /// Where it is.
    pub place: Option<Place>,
}

/// Corrections that can become obsolete unnoticed, in order of file and line.
pub fn warnings(spec: &Spec) -> Vec<Warning> {
    let places = Places::new(spec);
    let mut found = Vec::new();
    for endpoint in &spec.api.endpoints {
        for (index, correction) in endpoint.corrections.iter().enumerate() {
            if correction.page.is_none() && correction.seen.is_empty() {
                let message = format!(
                    "the correction of `{}` in `{}` names neither the page nor its words, so it is never stale: \
                     add `page`, and `seen` where the page says something",
                    correction.field, endpoint.id
                );
                let place = places.of(Thing::Correction { id: &endpoint.id, index });
                found.push(Warning { message, place });
            }
        }
    }
    let key = |warning: &Warning| {
        warning.place.as_ref().map(|place| (place.path.clone(), place.line)).unwrap_or_default()
    };
    found.sort_by_key(key);
    found
}
