//! One HTTP client per Tokio runtime.
//!
//! A pooled connection is driven by a task of the runtime that made it. Where several runtimes share a
//! client, one of them may use a connection of another, and hang when that one is not driven.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use tokio::runtime::{Handle, Id};

/// How many runtimes have a client at a time. More would keep connections of runtimes that have
/// shut down.
const RUNTIMES: usize = 16;

/// How to make a client.
type Recipe = Box<dyn Fn() -> reqwest::Result<reqwest::Client> + Send + Sync>;

/// Clients of the same recipe, one for each runtime that calls; the least recently used is evicted.
pub(crate) struct Clients {
    recipe: Recipe,
    /// The most recently used first. Never empty.
    made: Mutex<Vec<Made>>,
}

struct Made {
    /// `None` until a runtime has taken it.
    runtime: Option<Id>,
    client: reqwest::Client,
}

impl Clients {
    /// Makes the first client, so that an error in the recipe is reported at once.
    pub(crate) fn new(recipe: Recipe) -> reqwest::Result<Self> {
        let first = Made { runtime: None, client: recipe()? };
        Ok(Self { recipe, made: Mutex::new(vec![first]) })
    }

    /// The client of the current runtime, made when there is none yet.
    pub(crate) fn of_this_runtime(&self) -> reqwest::Result<reqwest::Client> {
        let runtime = Handle::try_current().ok().map(|runtime| runtime.id());
        // The list is consistent, even if the drop of a client has panicked.
        let mut made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        let found = made.iter_mut().position(|made| made.take_for(runtime));
        match found {
            Some(0) => {}
            Some(place) => made.get_mut(..=place).unwrap_or_default().rotate_right(1),
            None => {
                let client = (self.recipe)()?;
                made.truncate(RUNTIMES - 1);
                made.insert(0, Made { runtime, client });
            }
        }
        match made.first() {
            Some(made) => Ok(made.client.clone()),
            None => (self.recipe)(),
        }
    }
}

impl Made {
    /// Whether it is the client of a runtime, or has become it.
    fn take_for(&mut self, runtime: Option<Id>) -> bool {
        if self.runtime.is_none() {
            self.runtime = runtime;
        }
        self.runtime == runtime
    }
}

impl fmt::Debug for Clients {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clients").finish_non_exhaustive()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    #[test]
    fn each_runtime_has_its_own_and_the_least_recently_used_is_evicted() {
        let count = Arc::new(AtomicUsize::new(0));
        let clients = Clients::new({
            let count = Arc::clone(&count);
            Box::new(move || {
                count.fetch_add(1, Ordering::Relaxed);
                reqwest::Client::builder().tls_certs_only([]).build()
            })
        })
        .unwrap();
        let made = || count.load(Ordering::Relaxed);
        let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
        let ask = |runtime: &tokio::runtime::Runtime| {
            runtime.block_on(async { clients.of_this_runtime().unwrap() });
        };
        let first = runtime();
        ask(&first);
        ask(&first);
        assert_eq!(made(), 1);
        let others: Vec<_> = (1..RUNTIMES).map(|_| runtime()).collect();
        others.iter().for_each(ask);
        assert_eq!(made(), RUNTIMES);
        ask(&first);
        ask(&runtime());
        // The second one was used least recently and was evicted; the first was not.
        ask(&first);
        assert_eq!(made(), RUNTIMES + 1);
        ask(&others[0]);
        assert_eq!(made(), RUNTIMES + 2);
    }

    #[test]
    fn outside_a_runtime_there_is_one_too() {
        let recipe = || reqwest::Client::builder().tls_certs_only([]).build();
        let clients = Clients::new(Box::new(recipe)).unwrap();
        clients.of_this_runtime().unwrap();
        clients.of_this_runtime().unwrap();
        assert_eq!(clients.made.lock().unwrap().len(), 1);
    }
}
