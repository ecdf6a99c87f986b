//! Which endpoints a type reaches, and which way it travels there.

use std::collections::BTreeMap;

use wechat_cloudbase_codegen::model::{Api, Endpoint, Field, TypeDef, inner, named};

use super::change::Reach;
use crate::places::Home;

/// Every type that an endpoint uses, with the endpoints.
#[derive(Default)]
pub(super) struct Usage<'a> {
    types: BTreeMap<(Home<'a>, &'a str), Vec<Used<'a>>>,
}

/// An endpoint that uses a type.
#[derive(Clone, Copy)]
struct Used<'a> {
    endpoint: &'a str,
    sent: bool,
    received: bool,
}

impl<'a> Usage<'a> {
    pub(super) fn of(api: &'a Api) -> Self {
        let mut usage = Self::default();
        for endpoint in &api.endpoints {
            usage.walk(endpoint, &endpoint.request, true);
            usage.walk(endpoint, &endpoint.response, false);
        }
        usage
    }

    fn walk(&mut self, endpoint: &'a Endpoint, fields: &'a [Field], sent: bool) {
        for definition in fields.iter().filter_map(|field| named(&field.ty)) {
            if self.note(home(definition, endpoint), definition, &endpoint.id, sent) {
                self.walk(endpoint, inner(definition), sent);
            }
        }
    }

    /// Notes one use; whether it is the first of its kind.
    fn note(
        &mut self,
        home: Home<'a>,
        definition: &'a TypeDef,
        endpoint: &'a str,
        sent: bool,
    ) -> bool {
        let users = self.types.entry((home, &definition.name)).or_default();
        // Endpoints come one after the other, so one that already exists is the last.
        if users.last().is_none_or(|last| last.endpoint != endpoint) {
            users.push(Used { endpoint, sent: false, received: false });
        }
        let Some(used) = users.last_mut() else {
            return false;
        };
        let side = if sent { &mut used.sent } else { &mut used.received };
        !std::mem::replace(side, true)
    }

    /// Whether a type is sent, and whether it is received.
    pub(super) fn ways(&self, home: Home<'_>, name: &str) -> (bool, bool) {
        let users = self.users(home, name);
        (users.iter().any(|used| used.sent), users.iter().any(|used| used.received))
    }

    /// The endpoints that a type reaches.
    pub(super) fn reaches(&self, home: Home<'_>, name: &str) -> Vec<Reach> {
        let reach = |used: &Used<'_>| Reach {
            endpoint: used.endpoint.to_owned(),
            request: used.sent,
            response: used.received,
        };
        self.users(home, name).iter().map(reach).collect()
    }

    fn users<'s>(&'s self, home: Home<'s>, name: &'s str) -> &'s [Used<'s>] {
        self.types.get(&(home, name)).map_or(&[], Vec::as_slice)
    }
}

/// Where a type that an endpoint uses is described.
pub(super) fn home<'a>(definition: &TypeDef, endpoint: &'a Endpoint) -> Home<'a> {
    if definition.shared { Home::Shared } else { Home::Endpoint(&endpoint.id) }
}
