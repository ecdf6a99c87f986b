//! The form in which a ticket is persisted: a JSON object, as tokens are.

use std::time::SystemTime;

use serde_json::Value;

use crate::shared::{record, version};
use crate::{Error, Secret};

/// A ticket, and when WeChat created it. The ticket is not printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct TicketRecord {
    pub(super) ticket: Secret,
    pub(super) created: SystemTime,
}

impl TicketRecord {
    pub(super) fn encode(&self) -> Secret {
        let mut fields = version::fields();
        fields.insert("ticket".to_owned(), self.ticket.expose().into());
        fields.insert("created_ms".to_owned(), record::milliseconds(self.created).into());
        Secret::new(Value::Object(fields).to_string())
    }

    /// # Errors
    ///
    /// When the text is not such a record. The error does not show it.
    pub(super) fn decode(text: &Secret) -> Result<Self, Error> {
        let fields = version::read(text, &["ticket"])?;
        let damaged = || Error::damaged("the value is not a record of a ticket");
        let ticket = fields.get("ticket").and_then(Value::as_str).ok_or_else(damaged)?;
        let created = fields.get("created_ms").and_then(Value::as_u64).and_then(record::at);
        Ok(Self { ticket: Secret::new(ticket), created: created.ok_or_else(damaged)? })
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_ticket_survives_the_way_and_nothing_else_is_shown() {
        let created = record::at(1_700_000_000_123).unwrap();
        let record = TicketRecord { ticket: Secret::new("ticket@@@\"x\""), created };
        assert_eq!(TicketRecord::decode(&record.encode()).unwrap(), record);
        for text in ["canary", r#"{"ticket": 1, "created_ms": 1}"#, r#"{"ticket": "canary"}"#] {
            let error = TicketRecord::decode(&Secret::new(text)).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("canary"));
        }
    }
}
