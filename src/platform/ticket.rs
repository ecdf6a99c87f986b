//! The ticket that WeChat pushes to a platform.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::error::Trouble;
use crate::shared::Vault;
use crate::store::{Key, TicketRecord};
use crate::token::Clock;
use crate::{Error, Secret};

/// WeChat accepts a ticket for so long.
const LIFE: Duration = Duration::from_secs(12 * 60 * 60);

/// WeChat pushes one every 10 minutes; when three have not come, something is wrong.
const LATE: Duration = Duration::from_secs(30 * 60);

/// How a platform's ticket is: [`Platform::ticket_health`](super::Platform::ticket_health).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TicketHealth {
    /// One has come within the last half hour.
    Fresh {
        /// How long ago WeChat made it.
        age: Duration,
    },
    /// It is still good, but WeChat pushes one every ten minutes, and three or more have not come.
    Late {
        /// How long ago WeChat made it.
        age: Duration,
    },
    /// It is older than the 12 hours for which WeChat accepts it.
    Old {
        /// How long ago WeChat made it.
        age: Duration,
    },
    /// None has come.
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

    /// How long ago WeChat made it, if there is one.
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
    pub(super) vault: Arc<Vault>,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) key: Key,
}

impl Tickets {
    /// Takes a ticket in, unless a newer one is there.
    ///
    /// Two that come at the same moment may end with the older one there. It is as good for the
    /// twelve hours of its life, and the next one comes in ten minutes.
    pub(super) async fn store(&self, ticket: Secret, created: SystemTime) -> Result<bool, Error> {
        // One that can't be read is no reason to refuse a good one.
        let there = self.load().await.ok().flatten();
        if there.is_some_and(|there| there.created > created && self.age(&there) < LIFE) {
            return Ok(false);
        }
        let value = TicketRecord { ticket, created }.encode();
        self.vault.save_value(&self.key, Some(&value), None).await.map(|_| true)
    }

    pub(super) async fn health(&self) -> Result<TicketHealth, Error> {
        let ticket = self.load().await?;
        Ok(ticket.map_or(TicketHealth::Missing, |ticket| TicketHealth::of(self.age(&ticket))))
    }

    /// The ticket, if WeChat can be expected to accept it.
    pub(super) async fn good(&self) -> Result<Secret, Error> {
        let record = self.load().await?.ok_or(Trouble::TicketMissing)?;
        match TicketHealth::of(self.age(&record)) {
            TicketHealth::Old { age } => Err(Trouble::TicketOld { age }.into()),
            _ => Ok(record.ticket),
        }
    }

    async fn load(&self) -> Result<Option<TicketRecord>, Error> {
        let value = self.vault.load_value(&self.key).await?;
        value.map(|value| TicketRecord::decode(&value)).transpose()
    }

    /// None where a clock is behind WeChat's.
    fn age(&self, ticket: &TicketRecord) -> Duration {
        self.clock.now().duration_since(ticket.created).unwrap_or_default()
    }
}
