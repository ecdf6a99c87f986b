//! The databases of environments: collections, and what statements do with their documents.

mod aggregation;
mod collection;
mod condition;
mod depth;
mod expression;
mod geo;
mod lexer;
mod order;
mod path;
mod statement;
mod term;
#[cfg(test)]
mod tests;
mod update;

use std::collections::BTreeMap;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Value, json};

use super::check::Fields;
use super::codes::{Breach, Checked};
use crate::api;
use crate::operation::Endpoint;
use collection::{Collection, Context, Outcome};
use statement::{Action, Statement};

/// How many bytes of documents a mock holds at most.
const MAX_BYTES: usize = 64 << 20;

/// The databases of all environments.
#[derive(Debug, Default)]
pub(super) struct Databases {
    /// By environment and name.
    collections: BTreeMap<(String, String), Collection>,
}

impl Databases {
    /// The response of an endpoint that is about a database; `None` of any other.
    pub(super) fn respond(
        &mut self,
        endpoint: &Endpoint,
        request: &Fields,
    ) -> Option<Checked<Value>> {
        let is = |other: &Endpoint| endpoint.id == other.id;
        let text = |name: &str| request.get(name).and_then(Value::as_str).unwrap_or_default();
        let env = text("env");
        let run = |databases: &mut Self, verbs| databases.run(env, text("query"), verbs);
        Some(if is(&api::add_database_collection::ENDPOINT) {
            self.create(env, text("collection_name"))
        } else if is(&api::delete_database_collection::ENDPOINT) {
            self.delete(env, text("collection_name"))
        } else if is(&api::get_database_collection::ENDPOINT) {
            let (offset, limit) = page(request, 10);
            let (collections, total) = self.list(env, offset, limit);
            let pager = json!({ "Offset": offset, "Limit": limit, "Total": total });
            Ok(json!({ "collections": collections, "pager": pager }))
        } else if is(&api::dbcollection_manage::ENDPOINT) {
            match text("action") {
                "add" => self.create(env, text("collection_name")),
                "del" => self.delete(env, text("collection_name")),
                _ => {
                    let (offset, limit) = page(request, 20);
                    let (collections, total) = self.list(env, offset, limit);
                    Ok(json!({ "collections": collections, "total": total }))
                }
            }
        } else if is(&api::add_database_item::ENDPOINT) {
            run(self, Verbs::ADD).map(|outcome| response(outcome, false))
        } else if is(&api::delete_database_item::ENDPOINT) {
            run(self, Verbs::REMOVE).map(|outcome| response(outcome, false))
        } else if is(&api::update_database_record::ENDPOINT) {
            run(self, Verbs::UPDATE).map(|outcome| response(outcome, false))
        } else if is(&api::get_database_record::ENDPOINT) {
            run(self, Verbs::GET).map(|outcome| response(outcome, false))
        } else if is(&api::get_database_count::ENDPOINT) {
            run(self, Verbs::COUNT).map(|outcome| response(outcome, false))
        } else if is(&api::aggregate_database::ENDPOINT) || is(&api::db_aggregate::ENDPOINT) {
            run(self, Verbs::END).map(|outcome| match outcome {
                Outcome::Found { documents, .. } => json!({ "data": texts(&documents) }),
                other => response(other, false),
            })
        } else if is(&api::dbrecord_manage::ENDPOINT) {
            let verbs = match text("action") {
                "insert" => Verbs::ADD,
                "delete" => Verbs::REMOVE,
                "update" => Verbs::UPDATE,
                _ => Verbs::GET,
            };
            run(self, verbs).map(|outcome| response(outcome, true))
        } else {
            return None;
        })
    }

    fn create(&mut self, env: &str, name: &str) -> Checked<Value> {
        if name.is_empty() {
            return Err((Breach::MissingField, "`collection_name` is missing or empty".to_owned()));
        }
        let key = (env.to_owned(), name.to_owned());
        if self.collections.contains_key(&key) {
            return Err((
                Breach::CollectionNotCreated,
                format!("the collection {name} exists already"),
            ));
        }
        self.collections.insert(key, Collection::default());
        Ok(json!({}))
    }

    fn delete(&mut self, env: &str, name: &str) -> Checked<Value> {
        let key = (env.to_owned(), name.to_owned());
        self.collections.remove(&key).map(|_| json!({})).ok_or_else(|| no_collection(env, name))
    }

    /// A page of the collections of an environment, and how many there are.
    fn list(&self, env: &str, offset: usize, limit: usize) -> (Vec<Value>, usize) {
        let all = || self.collections.iter().filter(|((other, _), _)| other == env);
        let page = all().skip(offset).take(limit).map(|((_, name), collection)| {
            json!({
                "name": name,
                "count": collection.count(),
                "size": collection.bytes(),
                "index_count": 1,
                "index_size": 4096,
            })
        });
        (page.collect(), all().count())
    }

    fn run(&mut self, env: &str, query: &str, verbs: Verbs) -> Checked<Outcome> {
        let statement = statement::statement(query);
        let statement = statement.map_err(wrong)?;
        if !(verbs.fits)(&statement.action) {
            return Err(wrong(format!("the statement must end in {}", verbs.says)));
        }
        self.carry_out(env, &statement)
    }

    fn carry_out(&mut self, env: &str, statement: &Statement) -> Checked<Outcome> {
        let held: usize = self.collections.values().map(Collection::bytes).sum();
        let name = statement.collection.clone();
        let collection = self.collections.get_mut(&(env.to_owned(), name));
        let collection = collection.ok_or_else(|| no_collection(env, &statement.collection))?;
        let with = Context {
            now: now(),
            new_id: &mut || format!("{:032x}", fastrand::u128(..)),
            room: MAX_BYTES.saturating_sub(held),
        };
        collection.run(statement, with).map_err(wrong)
    }
}

/// How a statement may end at an endpoint.
#[derive(Clone, Copy)]
struct Verbs {
    fits: fn(&Action) -> bool,
    says: &'static str,
}

impl Verbs {
    const ADD: Self = Self { fits: |action| matches!(action, Action::Add(_)), says: "`.add(...)`" };
    const GET: Self = Self { fits: |action| *action == Action::Get, says: "`.get()`" };
    const COUNT: Self = Self { fits: |action| *action == Action::Count, says: "`.count()`" };
    const END: Self = Self { fits: |action| *action == Action::End, says: "`.end()`" };
    const REMOVE: Self = Self { fits: |action| *action == Action::Remove, says: "`.remove()`" };
    const UPDATE: Self = Self {
        fits: |action| matches!(action, Action::Update(_) | Action::Set(_)),
        says: "`.update(...)` or `.set(...)`",
    };
}

/// The fields of a response. The platform's endpoints write the pager in small letters.
fn response(outcome: Outcome, is_small: bool) -> Value {
    match outcome {
        Outcome::Found { documents, skip, limit, total } => {
            let pager = match is_small {
                true => json!({ "offset": skip, "limit": limit, "total": total }),
                false => json!({ "Offset": skip, "Limit": limit, "Total": total }),
            };
            json!({ "pager": pager, "data": texts(&documents) })
        }
        Outcome::Counted(count) => json!({ "count": count }),
        Outcome::Added(ids) => json!({ "id_list": ids }),
        Outcome::Updated { matched, modified, created } => {
            json!({ "matched": matched, "modified": modified, "id": created.unwrap_or_default() })
        }
        Outcome::Removed(count) => json!({ "deleted": count }),
    }
}

/// Documents travel as the text of their JSON.
fn texts(documents: &[Value]) -> Vec<String> {
    documents.iter().map(Value::to_string).collect()
}

fn page(request: &Fields, default: usize) -> (usize, usize) {
    let number = |name: &str| {
        request.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok())
    };
    (number("offset").unwrap_or(0), number("limit").unwrap_or(default))
}

/// A problem may name parts of the statement, which can be of any length.
fn wrong(problem: String) -> (Breach, String) {
    const LONGEST: usize = 300;
    let end = problem.char_indices().nth(LONGEST).map_or(problem.len(), |(end, _)| end);
    (Breach::WrongStatement, problem.get(..end).unwrap_or(&problem).to_owned())
}

fn no_collection(env: &str, name: &str) -> (Breach, String) {
    (Breach::NoCollection, format!("the environment {env} has no collection {name}"))
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}
