//! What a change is about.

use wechat_cloudbase_codegen::model::Endpoint;

use super::change::Reach;

/// What a change is about, as far as its reach and its origin depend on it.
pub(super) enum Scope {
    /// An endpoint, with what a correction would call the part: `path`, `request.alias`.
    Endpoint { id: String, part: String },
    /// What several endpoints share: the endpoints, and how a correction's field would end.
    Shared { reaches: Vec<Reach>, part: String },
}

impl Scope {
    pub(super) fn endpoint(endpoint: &Endpoint, part: impl Into<String>) -> Self {
        Self::Endpoint { id: endpoint.id.clone(), part: part.into() }
    }

    pub(super) fn shared(reaches: Vec<Reach>, part: impl Into<String>) -> Self {
        Self::Shared { reaches, part: part.into() }
    }

    /// The endpoints that a change of it reaches.
    pub(super) fn reaches(self) -> Vec<Reach> {
        match self {
            Self::Shared { reaches, .. } => reaches,
            Self::Endpoint { id, part } => {
                let of = |side: &str| part == side || part.starts_with(&format!("{side}."));
                let (request, response) = (of("request"), of("response"));
                vec![Reach { endpoint: id, request, response }]
            }
        }
    }
}
