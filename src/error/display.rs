//! Errors as text: one line for people, a struct for developers, and secrets in neither.

use std::fmt;

use super::{Error, Kind, Outcome, Refusal, StoreFailure};

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(endpoint) = self.0.endpoint {
            write!(f, "{}: ", endpoint.name)?;
        }
        let problem = self.problem();
        f.write_str(problem.trim_end_matches('.'))?;
        if let Some(remedy) = self.remedy() {
            write!(f, ". {remedy}")?;
        }
        for (name, text) in [("rid", self.rid()), ("hint", self.hint())] {
            if let Some(text) = text {
                write!(f, " ({name}: {})", OneLine(text))?;
            }
        }
        Ok(())
    }
}

impl Error {
    /// What happened and where, without a full stop.
    fn problem(&self) -> String {
        let host = self.0.host.as_deref().unwrap_or("WeChat");
        match &self.0.kind {
            Kind::Config(problem) => problem.clone(),
            Kind::Token => "the token provider has no token, so nothing was sent".to_owned(),
            Kind::TokenTimeout => {
                "the token provider had no token in time, so nothing was sent".to_owned()
            }
            Kind::Trouble(trouble) => format!("{trouble}, so nothing was sent"),
            Kind::Store(StoreFailure::Down | StoreFailure::Permanent) => {
                "the store of tokens failed, so nothing was sent".to_owned()
            }
            Kind::Store(StoreFailure::Damaged) => {
                "what the store of tokens has can't be read, so nothing was sent".to_owned()
            }
            Kind::Closed => {
                "the platform or mini program was closed, so no token is fetched and nothing was sent"
                    .to_owned()
            }
            Kind::Lost(lost) => lost.to_string(),
            Kind::Connect(barrier) => self
                .unless_sent(format!("can't connect to {host}: {}", OneLine(&barrier.to_string()))),
            Kind::Full { limit, waited } => format!(
                "the limit of {limit} exchanges in flight was reached, and none ended within {waited:.1?}, so nothing was sent"
            ),
            Kind::Middleware(reason) => {
                self.unless_sent(format!("a middleware failed: {}", OneLine(reason)))
            }
            Kind::Timeout { after } => format!("no complete answer from {host} within {after:.1?}"),
            Kind::Interrupted => {
                format!("the connection to {host} broke before the answer was complete")
            }
            Kind::TooLarge { limit } => {
                format!("the answer of {host} is longer than {limit} bytes")
            }
            Kind::RedirectFollowed => {
                format!("{host} redirected the call and the HTTP client followed, with the token")
            }
            Kind::Unreadable(unreadable) => {
                format!("the answer (HTTP {}) {}", self.status(), unreadable.problem())
            }
            Kind::Redirect => {
                format!("HTTP {} leads elsewhere, and a token is not sent there", self.status())
            }
            Kind::Status if self.status() == 407 => {
                "a proxy wants a user name and a password (HTTP 407)".to_owned()
            }
            Kind::Status => format!("HTTP {} without an errcode", self.status()),
            Kind::Errcode(refusal) => refusal.to_string(),
            Kind::Payload(error) => {
                format!("it was done, but {error}, and the response is worth nothing without it")
            }
            Kind::NoErrcode(says) => {
                let says = says
                    .as_deref()
                    .map_or(String::new(), |text| format!("; it says {}", OneLine(text)));
                format!(
                    "the response (HTTP {}) has no errcode, which every success has{says}",
                    self.status()
                )
            }
        }
    }

    fn unless_sent(&self, problem: String) -> String {
        match self.0.outcome {
            Outcome::NotSent => format!("{}, so nothing was sent", problem.trim_end_matches('.')),
            _ => problem,
        }
    }

    fn status(&self) -> u16 {
        self.0.status.unwrap_or_default()
    }
}

/// Code, name and message: `42001 AccessTokenExpired: access_token expired`.
impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let message = match self.record {
            Some(record) => {
                write!(f, "{} {}", record.code, record.name)?;
                record.message
            }
            None => {
                self.errcode.fmt(f)?;
                ""
            }
        };
        let errmsg = if self.errmsg.is_empty() { message } else { &self.errmsg };
        match errmsg {
            "" => f.write_str(", and no message"),
            errmsg => write!(f, ": {}", OneLine(errmsg)),
        }
    }
}

/// Text of the wire with control characters as spaces, so that a message stays on its line.
struct OneLine<'a>(&'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in self.0.split(char::is_control).filter(|part| !part.is_empty()).enumerate() {
            match part {
                (0, text) => f.write_str(text)?,
                (_, text) => write!(f, " {text}")?,
            }
        }
        Ok(())
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Error");
        fields.field("message", &self.to_string());
        fields.field("outcome", &self.0.outcome);
        if let Some(endpoint) = self.0.endpoint {
            fields.field("endpoint", &endpoint.name);
        }
        if let Some(host) = &self.0.host {
            fields.field("host", host);
        }
        if let Some(status) = self.0.status {
            fields.field("status", &status);
        }
        if let Some(body) = &self.0.body {
            fields.field("body", &format_args!("[{} bytes]", body.len()));
        }
        if let Some(source) = &self.0.source {
            fields.field("source", source);
        }
        fields.finish()
    }
}
