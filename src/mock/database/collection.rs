//! The documents of one collection, and what statements do with them.

use serde_json::Value;

use super::depth::{TOO_DEEP, is_shallow};
use super::order::compare;
use super::path::{first, values};
use super::statement::{Action, Query, Statement, Subject};
use super::term::{Problem, Term};
use super::{aggregation, condition, geo, update};

/// How many documents are read without `limit`, and at most.
const DEFAULT_LIMIT: u64 = 10;
const MAX_LIMIT: u64 = 1000;

/// The documents of a collection, in the order in which they were added.
#[derive(Debug, Default)]
pub(super) struct Collection {
    records: Vec<Record>,
    bytes: usize,
}

#[derive(Debug)]
struct Record {
    document: Value,
    /// As JSON.
    bytes: usize,
}

/// What a statement is carried out with.
pub(super) struct Context<'a> {
    /// In milliseconds since 1970.
    pub(super) now: i64,
    pub(super) new_id: &'a mut dyn FnMut() -> String,
    /// How many bytes more there can be.
    pub(super) room: usize,
}

/// What a statement has done.
#[derive(Debug, PartialEq)]
pub(super) enum Outcome {
    /// A page of the documents that were asked for.
    Found {
        documents: Vec<Value>,
        skip: u64,
        limit: u64,
        total: usize,
    },
    Counted(usize),
    /// The ids of what was added.
    Added(Vec<String>),
    /// How many documents were met, and changed; the id of one that `set` has created.
    Updated {
        matched: usize,
        modified: usize,
        created: Option<String>,
    },
    Removed(usize),
}

impl Record {
    fn new(document: Value) -> Result<Self, Problem> {
        if !is_shallow(&document) {
            return Err(TOO_DEEP.to_owned());
        }
        Ok(Self { bytes: document.to_string().len(), document })
    }

    fn has_id(&self, id: &str) -> bool {
        self.document.get("_id").is_some_and(|other| other == id)
    }
}

impl Collection {
    /// How many documents there are.
    pub(super) fn count(&self) -> usize {
        self.records.len()
    }

    /// How many bytes its documents have as JSON.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    /// Carries out a statement, which is all or nothing.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub(super) fn run(
        &mut self,
        statement: &Statement,
        with: Context<'_>,
    ) -> Result<Outcome, Problem> {
        let now = with.now;
        match (&statement.subject, &statement.action) {
            (Subject::Aggregation(stages), _) => {
                let all = self.records.iter().map(|record| record.document.clone()).collect();
                let documents = aggregation::run(all, stages, now)?;
                let (total, limit) = (documents.len(), documents.len() as u64);
                Ok(Outcome::Found { documents, skip: 0, limit, total })
            }
            (Subject::Query(_), Action::Add(documents)) => self.add(documents, with),
            (Subject::Document(id), Action::Set(document)) => self.set(id, document, &with),
            (subject, Action::Count) => Ok(Outcome::Counted(self.met(subject, now)?.len())),
            (subject, Action::Update(update)) => self.update(subject, update, &with),
            (subject, Action::Remove) => {
                let met = self.met(subject, now)?;
                let mut at = 0;
                self.records.retain(|_| {
                    at += 1;
                    met.binary_search(&(at - 1)).is_err()
                });
                self.weigh();
                Ok(Outcome::Removed(met.len()))
            }
            (Subject::Query(query), _) => self.find(query, now),
            (subject @ Subject::Document(_), _) => {
                let met = self.met(subject, now)?;
                let documents: Vec<_> = self.documents(&met).cloned().collect();
                let total = documents.len();
                Ok(Outcome::Found { documents, skip: 0, limit: 1, total })
            }
        }
    }

    fn weigh(&mut self) {
        self.bytes = self.records.iter().map(|record| record.bytes).sum();
    }

    fn documents(&self, at: &[usize]) -> impl Iterator<Item = &Value> {
        at.iter().filter_map(|at| Some(&self.records.get(*at)?.document))
    }

    /// Which documents a statement is about, in order.
    fn met(&self, subject: &Subject, now: i64) -> Result<Vec<usize>, Problem> {
        let mut met = Vec::new();
        for (at, record) in self.records.iter().enumerate() {
            let is_met = match subject {
                Subject::Document(id) => record.has_id(id),
                Subject::Query(Query { condition: Some(condition), .. }) => {
                    condition::meets(&record.document, condition, now)?
                }
                _ => true,
            };
            if is_met {
                met.push(at);
            }
        }
        Ok(met)
    }

    fn find(&self, query: &Query, now: i64) -> Result<Outcome, Problem> {
        let met = self.met(&Subject::Query(query.clone()), now)?;
        let mut found: Vec<_> = self.documents(&met).collect();
        let total = found.len();
        nearest_first(&mut found, query);
        for (path, is_ascending) in query.order.iter().rev() {
            found.sort_by(|a, b| {
                let order = compare(first(a, path), first(b, path));
                if *is_ascending { order } else { order.reverse() }
            });
        }
        let limit = query.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
        let skip = usize::try_from(query.skip).unwrap_or(usize::MAX);
        let page: Vec<_> = found.into_iter().skip(skip).take(limit as usize).cloned().collect();
        let documents = match &query.fields {
            None => page,
            Some(fields) => aggregation::run(page, &[("project".to_owned(), fields.clone())], now)?,
        };
        Ok(Outcome::Found { documents, skip: query.skip, limit, total })
    }

    fn add(&mut self, documents: &[Term], with: Context<'_>) -> Result<Outcome, Problem> {
        let (mut ids, mut added) = (Vec::new(), Vec::new());
        for document in documents {
            let mut document = update::made(document, with.now)?;
            let id = match document.get("_id") {
                None => (with.new_id)(),
                Some(Value::String(id)) => id.clone(),
                Some(id) => id.to_string(),
            };
            if self.records.iter().any(|record| record.has_id(&id)) || ids.contains(&id) {
                return Err(format!("there is a document with the `_id` {id} already"));
            }
            identify(&mut document, &id);
            added.push(Record::new(document)?);
            ids.push(id);
        }
        fits(added.iter().map(|record| record.bytes).sum(), with.room)?;
        self.records.append(&mut added);
        self.weigh();
        Ok(Outcome::Added(ids))
    }

    fn set(&mut self, id: &str, document: &Term, with: &Context<'_>) -> Result<Outcome, Problem> {
        let mut document = update::made(document, with.now)?;
        identify(&mut document, id);
        let record = Record::new(document)?;
        fits(record.bytes, with.room)?;
        let outcome = match self.records.iter_mut().find(|old| old.has_id(id)) {
            Some(old) => {
                let modified = usize::from(old.document != record.document);
                *old = record;
                Outcome::Updated { matched: 1, modified, created: None }
            }
            None => {
                self.records.push(record);
                Outcome::Updated { matched: 0, modified: 0, created: Some(id.to_owned()) }
            }
        };
        self.weigh();
        Ok(outcome)
    }

    fn update(
        &mut self,
        subject: &Subject,
        update: &Term,
        with: &Context<'_>,
    ) -> Result<Outcome, Problem> {
        let met = self.met(subject, with.now)?;
        let (mut changed, mut more) = (Vec::new(), 0_usize);
        for at in &met {
            let Some(old) = self.records.get(*at) else { continue };
            let mut new = old.document.clone();
            update::apply(&mut new, update, with.now)?;
            if new != old.document {
                let new = Record::new(new)?;
                more += new.bytes.saturating_sub(old.bytes);
                fits(more, with.room)?;
                changed.push((*at, new));
            }
        }
        let modified = changed.len();
        for (at, new) in changed {
            if let Some(old) = self.records.get_mut(at) {
                *old = new;
            }
        }
        self.weigh();
        Ok(Outcome::Updated { matched: met.len(), modified, created: None })
    }
}

fn identify(document: &mut Value, id: &str) {
    if let Some(fields) = document.as_object_mut() {
        fields.insert("_id".to_owned(), id.into());
    }
}

fn fits(bytes: usize, room: usize) -> Result<(), Problem> {
    if bytes > room { Err("the mock has no room for more documents".to_owned()) } else { Ok(()) }
}

/// `_.geoNear` sorts by distance.
fn nearest_first(found: &mut [&Value], query: &Query) {
    let Some(Term::Object(fields)) = &query.condition else { return };
    let near = fields.iter().find_map(|(path, term)| match term {
        Term::Command { name, arguments } if name == "geoNear" => {
            let argument = arguments.first()?.to_json()?;
            Some((path, geo::point(argument.get("geometry")?)?))
        }
        _ => None,
    });
    if let Some((path, center)) = near {
        let metres = |document: &Value| {
            let point = values(document, path).first().and_then(|value| geo::point(value));
            point.map_or(f64::INFINITY, |point| geo::distance(point, center))
        };
        found.sort_by(|a, b| metres(a).total_cmp(&metres(b)));
    }
}
