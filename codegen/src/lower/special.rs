//! Which errcodes say something of an endpoint, because few endpoints have them.

use std::collections::BTreeMap;

use crate::model::{Api, Endpoint};

/// How many endpoints list an errcode.
pub(crate) struct Special {
    listed: BTreeMap<i64, usize>,
    /// How many may list a code that is special.
    most: usize,
}

/// One in this many endpoints may list a special code.
const ONE_IN: usize = 50;

impl Special {
    pub(crate) fn of(api: &Api) -> Self {
        let mut listed = BTreeMap::new();
        for errcode in api.endpoints.iter().flat_map(|endpoint| &endpoint.errcodes) {
            *listed.entry(errcode.code).or_default() += 1;
        }
        Self { listed, most: (api.endpoints.len() / ONE_IN).max(1) }
    }

    /// The special codes that an endpoint lists.
    pub(crate) fn among(&self, endpoint: &Endpoint) -> Vec<i64> {
        let is_special = |code: &i64| self.listed.get(code).is_none_or(|count| *count <= self.most);
        endpoint.errcodes.iter().map(|errcode| errcode.code).filter(is_special).collect()
    }
}
