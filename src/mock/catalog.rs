//! The endpoints that a mock serves: checked once when it starts, then looked up by path or name.

use serde_json::Value;

use super::contract::{Contract, Field, Recursive, Shape};
use super::error::MockError;
use super::received::Received;
use super::{route, sent, suggest};

/// The endpoints of one mock.
pub(super) struct Catalog {
    entries: Vec<Entry>,
}

/// One endpoint and its documented response, read once.
pub(super) struct Entry {
    pub(super) contract: &'static Contract,
    pub(super) sample: Value,
}

impl Catalog {
    /// Checks that every contract can be served and that no two of them collide.
    pub(super) fn new(contracts: &[&'static Contract]) -> Result<Self, MockError> {
        let mut catalog = Self { entries: Vec::new() };
        for contract in contracts {
            catalog.check_free(contract)?;
            check_path(contract)?;
            check_patterns(contract, contract.request, &mut Vec::new())?;
            catalog.entries.push(Entry { contract, sample: sample(contract)? });
        }
        Ok(catalog)
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The endpoint that a request is for: the one at its path and of its method that the request's
    /// fixed fields name. Else another one at its path, so that the caller learns that only the method, or
    /// the fixed field, is wrong.
    pub(super) fn of(&self, received: &Received) -> Option<&Entry> {
        let path = received.path.as_str();
        let is_at = |entry: &Entry, fits: fn(&str, &str) -> bool| {
            let endpoint = entry.contract.endpoint;
            fits(endpoint.path, path) || endpoint.old_paths.iter().any(|old| fits(old, path))
        };
        // A path as it is comes before one with a field in it.
        let is_exact = self.entries.iter().any(|entry| is_at(entry, |known, path| known == path));
        let fits = if is_exact { |known: &str, path: &str| known == path } else { sent::is_at };
        let here = |entry: &&Entry| is_at(entry, fits);
        let exact = |entry: &&Entry| entry.contract.endpoint.method.as_str() == received.method;
        let named = |entry: &&Entry| route::names(received, entry.contract.endpoint);
        let entries = self.entries.iter().filter(here);
        let mut fitting = entries.clone().filter(exact);
        match (fitting.next(), fitting.next()) {
            (None, _) => entries.clone().next(),
            (Some(only), None) => Some(only),
            (Some(first), Some(_)) => entries.clone().filter(exact).find(named).or(Some(first)),
        }
    }

    /// The endpoint of a vendor name or an id.
    pub(super) fn named(&self, name: &str) -> Result<&Entry, MockError> {
        let is_it = |entry: &&Entry| {
            let endpoint = entry.contract.endpoint;
            endpoint.name == name || endpoint.id == name
        };
        self.entries.iter().find(is_it).ok_or_else(|| {
            let endpoints = self.entries.iter().map(|entry| entry.contract.endpoint);
            let (names, ids): (Vec<_>, Vec<_>) = endpoints.map(|e| (e.name, e.id)).unzip();
            MockError::unknown_endpoint(name, suggest::help(name, &names, &ids))
        })
    }

    fn check_free(&self, contract: &Contract) -> Result<(), MockError> {
        let new = contract.endpoint;
        for entry in &self.entries {
            let old = entry.contract.endpoint;
            let taken = if old.id == new.id {
                format!("another endpoint has the id `{}` too", old.id)
            } else if old.name == new.name {
                format!("`{}` has the name `{}` too", old.id, old.name)
            } else if sent::anonymous(old.path) == sent::anonymous(new.path)
                && old.method == new.method
                && !route::told_apart(old, new)
            {
                format!("`{}` is at {} too", old.name, old.path)
            } else {
                continue;
            };
            let help = "leave one out; `Mock::empty()` starts without the endpoints of this crate";
            return Err(MockError::contract(new.name, format!("{taken}; {help}")));
        }
        Ok(())
    }
}

fn check_path(contract: &Contract) -> Result<(), MockError> {
    let endpoint = contract.endpoint;
    if endpoint.path.starts_with('/') {
        return Ok(());
    }
    let problem = format!("its path `{}` does not start with `/`", endpoint.path);
    Err(MockError::contract(endpoint.name, problem))
}

fn check_patterns(
    contract: &Contract,
    fields: &[Field],
    seen: &mut Vec<Recursive>,
) -> Result<(), MockError> {
    fields.iter().try_for_each(|field| check_pattern(contract, field.name, &field.shape, seen))
}

fn check_pattern(
    contract: &Contract,
    name: &str,
    shape: &Shape,
    seen: &mut Vec<Recursive>,
) -> Result<(), MockError> {
    match shape {
        Shape::Recursive(recursive) if seen.contains(recursive) => Ok(()),
        Shape::Recursive(recursive @ Recursive(_, inner)) => {
            seen.push(*recursive);
            check_pattern(contract, name, inner, seen)
        }
        Shape::List(inner) | Shape::Map(inner) | Shape::Named(_, inner) | Shape::InText(inner) => {
            check_pattern(contract, name, inner, seen)
        }
        Shape::Object(fields) => check_patterns(contract, fields, seen),
        Shape::OneOf { alternatives, .. } => alternatives
            .iter()
            .try_for_each(|(_, field)| check_pattern(contract, field.name, &field.shape, seen)),
        Shape::String { pattern: Some(pattern), .. } => match regex_lite::Regex::new(pattern) {
            Ok(_) => Ok(()),
            Err(error) => {
                let problem = format!("the pattern of `{name}` does not parse: {error}");
                Err(MockError::contract(contract.endpoint.name, problem))
            }
        },
        _ => Ok(()),
    }
}

fn sample(contract: &Contract) -> Result<Value, MockError> {
    let is_list = contract.endpoint.list_response;
    if contract.sample_content.is_some() && contract.sample_response.is_empty() {
        return Ok(Value::Null);
    }
    match serde_json::from_str(contract.sample_response) {
        Ok(sample @ Value::Object(_)) if !is_list => Ok(sample),
        Ok(sample @ Value::Array(_)) if is_list => Ok(sample),
        Ok(_) if is_list => Err("is not a list".to_owned()),
        Ok(_) => Err("is not an object".to_owned()),
        Err(error) => Err(format!("does not parse: {error}")),
    }
    .map_err(|problem| {
        let problem = format!("its sample response {problem}");
        MockError::contract(contract.endpoint.name, problem)
    })
}
