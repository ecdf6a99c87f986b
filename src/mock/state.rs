//! The state of a mock, and its verdict on a call.

use std::sync::{Mutex, MutexGuard, PoisonError};

use super::catalog::{Catalog, Entry};
use super::check::{self, Fields, Refusal};
use super::codes::Checked;
use super::database::Databases;
use super::known::{self, Known};
use super::payload;
use super::queue::Queue;
use super::received::Received;
use super::record::{Log, RecordedCall};
use super::reply::Reply;
use super::token::Tokens;
use crate::operation::Endpoint;
use serde_json::Value;

/// The state that the handle of a mock and its connections share.
pub(super) struct State {
    pub(super) catalog: Catalog,
    /// Whether programs may script the mock over HTTP.
    pub(super) control: bool,
    tokens: Mutex<Tokens>,
    scripts: Mutex<Queue>,
    log: Mutex<Log>,
    accounts: Mutex<Known>,
    /// `None` where every call gets the sample.
    databases: Option<Mutex<Databases>>,
}

/// The verdict on one call.
pub(super) enum Verdict<'a> {
    /// Nothing is at this path.
    NoSuchPath,
    /// It breaks the contract.
    Refused { endpoint: &'static Endpoint, refusal: Refusal },
    /// It is valid, and this is the response.
    Accepted { entry: &'a Entry, fields: Fields, reply: Reply },
}

impl State {
    pub(super) fn new(catalog: Catalog, tokens: Tokens, control: bool, keeps_state: bool) -> Self {
        Self {
            catalog,
            control,
            tokens: Mutex::new(tokens),
            scripts: Mutex::default(),
            log: Mutex::default(),
            accounts: Mutex::default(),
            databases: keeps_state.then(Mutex::default),
        }
    }

    /// Judges a call and remembers it.
    pub(super) fn judge(&self, received: &Received) -> Verdict<'_> {
        let entry = self.catalog.of(received);
        let contract = entry.map(|entry| entry.contract);
        let field = contract.map_or("access_token", |c| c.endpoint.token_field);
        let token = self.tokens().look_up(received.query(field));
        let mut call = RecordedCall::new(contract, received, token);
        let verdict = match entry {
            None => Verdict::NoSuchPath,
            Some(entry) => match check::check(entry.contract, received, token) {
                Err(refusal) => Verdict::Refused { endpoint: entry.contract.endpoint, refusal },
                Ok(fields) => self.accept(entry, fields),
            },
        };
        if let Verdict::Refused { refusal, .. } = &verdict {
            call.refused = Some(refusal.errcode);
        }
        self.log().add(call);
        verdict
    }

    /// The response to a valid call: as scripted, or else from the accounts or the state,
    /// or else the sample.
    fn accept<'a>(&'a self, entry: &'a Entry, fields: Fields) -> Verdict<'a> {
        let endpoint = entry.contract.endpoint;
        if let Some(reply) = self.scripts().next(endpoint.id) {
            return Verdict::Accepted { entry, fields, reply };
        }
        let issued = known::issue(&mut self.accounts(), &mut self.tokens(), endpoint, &fields);
        let reply = match issued.or_else(|| self.stored(endpoint, &fields)) {
            None => Reply::sample(),
            Some(Ok(answer)) => Reply::json(answer),
            Some(Err(found)) => {
                return Verdict::Refused { endpoint, refusal: check::refusal(endpoint, found) };
            }
        };
        Verdict::Accepted { entry, fields, reply }
    }

    /// The response of an endpoint whose state it holds.
    fn stored(&self, endpoint: &Endpoint, fields: &Fields) -> Option<Checked<Value>> {
        let answer = lock(self.databases.as_ref()?).respond(endpoint, fields)?;
        Some(answer.map(payload::with_success))
    }

    /// Forgets all calls and scripts, and what calls have created.
    pub(super) fn reset(&self) {
        if let Some(databases) = &self.databases {
            *lock(databases) = Databases::default();
        }
        self.scripts().clear_all();
        *self.log() = Log::default();
    }

    pub(super) fn accounts(&self) -> MutexGuard<'_, Known> {
        lock(&self.accounts)
    }

    pub(super) fn tokens(&self) -> MutexGuard<'_, Tokens> {
        lock(&self.tokens)
    }

    pub(super) fn scripts(&self) -> MutexGuard<'_, Queue> {
        lock(&self.scripts)
    }

    pub(super) fn log(&self) -> MutexGuard<'_, Log> {
        lock(&self.log)
    }
}

/// A panic elsewhere leaves nothing half done in here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
