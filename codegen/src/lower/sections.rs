//! Sections of a spec: the folders that its files are in, with the names that people read.

use std::collections::BTreeMap;

use crate::model::{Api, Endpoint};
use crate::naming;

/// The titles of all sections in order of folder, each with its endpoints in order of id.
pub(crate) fn all(api: &Api) -> Vec<(String, Vec<&Endpoint>)> {
    let mut sections: BTreeMap<&str, Vec<&Endpoint>> = BTreeMap::new();
    for endpoint in &api.endpoints {
        sections.entry(&endpoint.section).or_default().push(endpoint);
    }
    sections
        .into_iter()
        .map(|(section, endpoints)| (naming::section_title(section), endpoints))
        .collect()
}
