//! The ticket that WeChat pushes to a platform.

mod data;
mod record;

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::ActionRequired;
use crate::shared::DurableStore;
use crate::store::Key;
use crate::token::Clock;
use crate::{Error, Secret};
use record::TicketRecord;

/// How long WeChat accepts a ticket.
const LIFE: Duration = Duration::from_secs(12 * 60 * 60);

/// WeChat pushes one every 10 minutes; when three have not come, something is wrong.
const LATE: Duration = Duration::from_secs(30 * 60);

/// The state of a platform's ticket: [`Platform::ticket_health`](super::Platform::ticket_health).
///
/// Serialized as an object: `state`, which is `fresh`, `late`, `old` or `missing`, and `age` in whole
/// seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TicketHealth {
    /// One has come within the last half hour.
    Fresh {
        /// How long ago WeChat created it.
        age: Duration,
    },
    /// It is still valid, but WeChat pushes one every ten minutes, and three or more have not come.
    Late {
        /// How long ago WeChat made it.
        age: Duration,
    },
    /// It is older than the 12 hours for which WeChat accepts it.
    Old {
        /// How long ago WeChat made it.
        age: Duration,
    },
    /// None has been received.
    Missing,
}

impl TicketHealth {
    fn of(age: Duration) -> Self {
        match age {
            age if age >= LIFE => Self::Old { age },
            age if age >= LATE => Self::Late { age },
            age => Self::Fresh { age },
        }
    }

    /// How long ago WeChat created it, if there is one.
    pub fn age(self) -> Option<Duration> {
        match self {
            Self::Fresh { age } | Self::Late { age } | Self::Old { age } => Some(age),
            Self::Missing => None,
        }
    }
}

/// The ticket of one platform.
#[derive(Clone)]
pub(super) struct Tickets {
    pub(super) store: Arc<DurableStore>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) key: Key,
}

impl Tickets {
    /// Stores a ticket, unless one that WeChat created later is there.
    ///
    /// Both times are WeChat's, and our clock does not matter. They are whole seconds, so of two of
    /// the same second the later to arrive wins. A stored one that seems to be from days later is
    /// wrong, and blocks nothing. Two concurrent ones may leave the older one
    /// there. It is as valid for its twelve hours, and the next one comes in ten minutes.
    pub(super) async fn store(&self, ticket: Secret, created: SystemTime) -> Result<bool, Error> {
        if ticket.expose().is_empty() {
            return Err(Error::token("the ticket is empty. The stored one was not replaced"));
        }
        // A damaged one is not a reason to refuse a valid one.
        let there = self.load().await.ok().flatten();
        let lead = there.and_then(|there| there.created.duration_since(created).ok());
        if lead.is_some_and(|lead| !lead.is_zero() && lead < LIFE) {
            return Ok(false);
        }
        let value = TicketRecord { ticket, created }.encode();
        self.store.save_value(&self.key, Some(&value), None).await.map(|_| true)
    }

    pub(super) async fn health(&self) -> Result<TicketHealth, Error> {
        let ticket = self.load().await?;
        Ok(ticket.map_or(TicketHealth::Missing, |ticket| TicketHealth::of(self.age(&ticket))))
    }

    /// The latest ticket and its age. An old one is used too: this machine's clock may be wrong, and
    /// WeChat decides.
    pub(super) async fn latest(&self) -> Result<(Secret, Duration), Error> {
        let record = self.load().await?.ok_or(ActionRequired::TicketMissing)?;
        let age = self.age(&record);
        Ok((record.ticket, age))
    }

    async fn load(&self) -> Result<Option<TicketRecord>, Error> {
        let value = self.store.load_value(&self.key).await?;
        let record = value.map(|value| TicketRecord::decode(&value)).transpose()?;
        Ok(record.filter(|record| !record.ticket.expose().is_empty()))
    }

    /// Zero where a clock is behind WeChat's.
    fn age(&self, ticket: &TicketRecord) -> Duration {
        self.clock.now().duration_since(ticket.created).unwrap_or_default()
    }
}

/// Explains why WeChat refused a ticket, where its age does.
pub(super) fn explain(error: Error, age: Duration) -> Error {
    match error.action_required() {
        Some(ActionRequired::TicketRejected) if age >= LIFE => {
            Error::from(ActionRequired::TicketOld { age }).with_source(Box::new(error))
        }
        _ => error,
    }
}
