//! Relations between pages: their addresses, their order, and the references among them.

use std::collections::{BTreeMap, BTreeSet};

use wechat_cloudbase_codegen::model::{Api, Endpoint, Field, Type, TypeDef, inner, named};

use super::SiteOptions;

/// Everything that a page may need.
pub(super) struct Site<'a> {
    pub(super) api: &'a Api,
    pub(super) options: &'a SiteOptions,
    /// In order of name, each with its endpoints.
    pub(super) sections: BTreeMap<&'a str, Vec<&'a Endpoint>>,
    /// The endpoints that list an errcode.
    pub(super) errcodes: BTreeMap<i64, Vec<&'a Endpoint>>,
    /// The endpoints that a permission set is enough for.
    pub(super) permission_sets: BTreeMap<u32, Vec<&'a Endpoint>>,
    /// The endpoints that use a shared type.
    pub(super) types: BTreeMap<&'a str, Vec<&'a Endpoint>>,
}

/// An endpoint among its neighbours.
pub(super) struct Here<'a> {
    pub(super) endpoint: &'a Endpoint,
    pub(super) before: Option<&'a Endpoint>,
    pub(super) after: Option<&'a Endpoint>,
}

impl<'a> Site<'a> {
    pub(super) fn new(api: &'a Api, options: &'a SiteOptions) -> Self {
        let mut site = Self {
            api,
            options,
            sections: BTreeMap::new(),
            errcodes: BTreeMap::new(),
            permission_sets: BTreeMap::new(),
            types: BTreeMap::new(),
        };
        for endpoint in &api.endpoints {
            site.sections.entry(&endpoint.section).or_default().push(endpoint);
            for errcode in &endpoint.errcodes {
                site.errcodes.entry(errcode.code).or_default().push(endpoint);
            }
            for set in &endpoint.permission_sets {
                site.permission_sets.entry(set.id).or_default().push(endpoint);
            }
            for name in shared_types(endpoint) {
                site.types.entry(name).or_default().push(endpoint);
            }
        }
        site
    }

    /// Whether it is the spec of `wechat_cloudbase` itself, whose codes are in its enum and whose
    /// methods are the client's own.
    pub(super) fn is_own(&self) -> bool {
        self.options.api.starts_with("wechat_cloudbase::")
    }

    /// Every endpoint, section by section.
    pub(super) fn in_order(&self) -> impl Iterator<Item = Here<'a>> {
        let all: Vec<_> = self.sections.values().flatten().copied().collect();
        (0..all.len()).filter_map(move |at| {
            let before = at.checked_sub(1).and_then(|at| all.get(at)).copied();
            Some(Here { endpoint: all.get(at)?, before, after: all.get(at + 1).copied() })
        })
    }
}

fn shared_types(endpoint: &Endpoint) -> BTreeSet<&str> {
    let used = met(&endpoint.request).into_iter().chain(met(&endpoint.response));
    let shared = used.map(|met| met.definition).filter(|definition| definition.shared);
    shared.map(|definition| definition.name.as_str()).collect()
}

/// A named type where a reader meets it first.
pub(super) struct Met<'a> {
    pub(super) definition: &'a TypeDef,
    /// The way there from the request or the response: `envs[].owner`.
    pub(super) path: String,
}

/// The named types that fields have, and that are inside of these, each once.
pub(super) fn met(fields: &[Field]) -> Vec<Met<'_>> {
    let mut found = Vec::new();
    walk(fields, "", &mut found);
    found
}

fn walk<'a>(fields: &'a [Field], prefix: &str, found: &mut Vec<Met<'a>>) {
    for field in fields {
        let Some(definition) = named(&field.ty) else {
            continue;
        };
        if found.iter().any(|met| same(met.definition, definition)) {
            continue;
        }
        let path = format!("{prefix}{}{}", field.wire, brackets(&field.ty));
        let inside = format!("{path}.");
        found.push(Met { definition, path });
        // The alternatives of a one-of are where the one-of is.
        let inside = if field.one_of().is_some() { prefix.to_owned() } else { inside };
        walk(inner(definition), &inside, found);
    }
}

/// `[]` for a list, `{}` for a map, `[][]` for a list of lists.
pub(super) fn brackets(ty: &Type) -> String {
    match ty {
        Type::List(item) => brackets(item) + "[]",
        Type::Map(item) => brackets(item) + "{}",
        _ => String::new(),
    }
}

pub(super) fn same(one: &TypeDef, other: &TypeDef) -> bool {
    one.shared == other.shared && one.name == other.name
}

/// The page of an endpoint, from the site's root.
pub(super) fn endpoint(endpoint: &Endpoint) -> String {
    format!("endpoint/{}.html", endpoint.id)
}

/// The page of an errcode, from the site's root.
pub(super) fn errcode(code: i64) -> String {
    format!("errcode/{code}.html")
}

/// Text as an id inside a page, and after `#` in a link. No two texts make the same.
pub(super) fn anchor(text: &str) -> String {
    let mut anchor = String::with_capacity(text.len());
    for char in text.chars() {
        if char.is_ascii_alphanumeric() || "-_./".contains(char) {
            anchor.push(char);
        } else {
            anchor.push_str(&format!("~{:x}.", u32::from(char)));
        }
    }
    anchor
}
