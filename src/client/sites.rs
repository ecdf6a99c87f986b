//! Which hosts an endpoint is called on: the client's, or its own.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::route::{Hosts, Route};
use crate::Error;
use crate::operation::{BaseUrl, Endpoint, PlainHosts};

/// Hosts in order of preference, and which of them could be reached.
pub(super) struct Site {
    pub(super) hosts: Hosts,
    pub(super) route: Route,
}

impl Site {
    pub(super) fn new(hosts: Hosts) -> Arc<Self> {
        Arc::new(Self { hosts, route: Route::default() })
    }
}

/// The hosts of a client.
pub(super) struct Sites {
    /// For endpoints that name no hosts.
    pub(super) general: Arc<Site>,
    /// Whether the caller has set them; then no other host is called, unless the caller has named it.
    is_callers: bool,
    /// Base URLs in place of a host that endpoints name.
    named: Vec<(String, Vec<String>)>,
    plain_hosts: PlainHosts,
    /// By the hosts that endpoints name.
    own: Mutex<BTreeMap<&'static [&'static str], Arc<Site>>>,
}

impl Sites {
    pub(super) fn new(
        general: Hosts,
        is_callers: bool,
        named: Vec<(String, Vec<String>)>,
        plain_hosts: PlainHosts,
    ) -> Self {
        let own = Mutex::default();
        Self { general: Site::new(general), is_callers, named, plain_hosts, own }
    }

    /// Where an endpoint is called.
    ///
    /// # Errors
    ///
    /// When it names a host that is not a base URL, which a compiled spec does not.
    pub(super) fn of(&self, endpoint: &'static Endpoint) -> Result<Arc<Site>, Error> {
        if endpoint.hosts.is_empty() {
            return Ok(Arc::clone(&self.general));
        }
        // No code panics while it holds the guard.
        let mut own = self.own.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(site) = own.get(endpoint.hosts) {
            return Ok(Arc::clone(site));
        }
        let site = self.make(endpoint)?;
        own.insert(endpoint.hosts, Arc::clone(&site));
        Ok(site)
    }

    fn make(&self, endpoint: &Endpoint) -> Result<Arc<Site>, Error> {
        let mut urls = Vec::new();
        for host in endpoint.hosts {
            match self.named.iter().find(|(name, _)| name == host) {
                Some((_, instead)) => urls.extend(instead.iter().map(String::as_str)),
                None if self.is_callers => {}
                None => urls.push(host),
            }
        }
        let urls = urls.into_iter().map(|url| BaseUrl::parse(url, &self.plain_hosts));
        let urls = urls.collect::<Result<Vec<_>, _>>()?;
        Ok(Hosts::new(urls).map_or_else(|| Arc::clone(&self.general), Site::new))
    }
}
