//! The form in which a ticket is kept: a JSON object, as tokens are.

use std::time::SystemTime;

use serde_json::{Value, json};

use super::record::{at, milliseconds};
use crate::{Error, Secret};

/// A ticket, and when WeChat made it. The ticket is not printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TicketRecord {
    pub(crate) ticket: Secret,
    pub(crate) created: SystemTime,
}

impl TicketRecord {
    pub(crate) fn encode(&self) -> Secret {
        let created = milliseconds(self.created);
        Secret::new(json!({ "ticket": self.ticket.expose(), "created_ms": created }).to_string())
    }

    /// # Errors
    ///
    /// When the text is not such a record. The error does not show it.
    pub(crate) fn decode(text: &Secret) -> Result<Self, Error> {
        let damaged = || Error::damaged("the value is no record of a ticket");
        let value: Value = serde_json::from_str(text.expose()).map_err(|_| damaged())?;
        let ticket = value.get("ticket").and_then(Value::as_str).ok_or_else(damaged)?;
        let created = value.get("created_ms").and_then(Value::as_u64).and_then(at);
        Ok(Self { ticket: Secret::new(ticket), created: created.ok_or_else(damaged)? })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_survives_the_way_and_nothing_else_is_shown() {
        let created = at(1_700_000_000_123).unwrap();
        let record = TicketRecord { ticket: Secret::new("ticket@@@\"x\""), created };
        assert_eq!(TicketRecord::decode(&record.encode()).unwrap(), record);
        for text in ["canary", r#"{"ticket": 1, "created_ms": 1}"#, r#"{"ticket": "canary"}"#] {
            let error = TicketRecord::decode(&Secret::new(text)).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
}
