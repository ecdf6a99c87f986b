//! Errors as text: one line for people, a struct for developers, and secrets in neither.

use std::fmt;

use super::{ActionRequired, Error, ErrorKind, Outcome, Refusal, Retry, StoreFailure};
use crate::calendar;
use crate::errcode::Window;

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
    /// What happened and where, and the consequence for the call; without a full stop.
    pub(super) fn problem(&self) -> String {
        let mut what = self.what();
        if self.0.is_spent {
            what += "; the stream that it uploads was begun and can't be read again, so the call was not retried";
        }
        match self.0.kind {
            ErrorKind::Closed => format!("{what} and nothing was sent"),
            // A middleware may report this for a request that it had sent.
            ErrorKind::Connect(_) | ErrorKind::Middleware(_)
                if self.0.outcome != Outcome::NotSent =>
            {
                what
            }
            ErrorKind::Token
            | ErrorKind::TokenTimeout
            | ErrorKind::ActionRequired(_)
            | ErrorKind::Store(_)
            | ErrorKind::Connect(_)
            | ErrorKind::Full { .. }
            | ErrorKind::Middleware(_) => {
                format!("{}, so nothing was sent", what.trim_end_matches('.'))
            }
            _ => what,
        }
    }

    /// What happened and where.
    fn what(&self) -> String {
        let host = self.0.host.as_deref().unwrap_or("WeChat");
        match &self.0.kind {
            ErrorKind::Config(problem) => problem.clone(),
            ErrorKind::Token => self.because("the token provider has no token"),
            ErrorKind::TokenTimeout => self.because("the token provider had no token in time"),
            ErrorKind::NoOtherToken(refusal) => {
                self.because(&format!("{refusal}, and there is no other token"))
            }
            ErrorKind::ActionRequired(action) => action.to_string(),
            ErrorKind::Store(StoreFailure::Down | StoreFailure::Permanent) => {
                self.in_others_words("the store of tokens failed")
            }
            ErrorKind::Store(StoreFailure::Damaged) => {
                self.in_others_words("what the store of tokens has can't be read")
            }
            ErrorKind::Closed => {
                "the platform or mini program was closed, so no token is fetched".to_owned()
            }
            ErrorKind::Lost(lost) => lost.to_string(),
            ErrorKind::Connect(barrier) => {
                format!("can't connect to {host}: {}", OneLine(&barrier.to_string()))
            }
            ErrorKind::Full { limit, waited } => format!(
                "the limit of {limit} exchanges in flight was reached, and none ended within {waited:.1?}"
            ),
            ErrorKind::Middleware(reason) => format!("a middleware failed: {}", OneLine(reason)),
            ErrorKind::Timeout { after } => {
                format!("no complete response from {host} within {after:.1?}")
            }
            ErrorKind::Interrupted => {
                format!("the connection to {host} broke before the response was complete")
            }
            ErrorKind::Cut { got, of, idle } => {
                let of = of.map_or(String::new(), |of| format!(" of {of}"));
                match idle {
                    Some(idle) => {
                        format!("no more came from {host} within {idle:.1?}, after {got}{of} bytes")
                    }
                    None => format!("the response of {host} broke off after {got}{of} bytes"),
                }
            }
            ErrorKind::TooLarge { limit } => {
                format!("the response of {host} is longer than {limit} bytes")
            }
            ErrorKind::RedirectFollowed => {
                format!("{host} redirected the call and the HTTP client followed, with the token")
            }
            ErrorKind::Unreadable(unreadable) => {
                format!("the response (HTTP {}) {}", self.status(), unreadable.problem())
            }
            ErrorKind::Redirect => {
                format!("HTTP {} leads elsewhere, and a token is not sent there", self.status())
            }
            ErrorKind::Status if self.status() == 407 => {
                "a proxy wants a user name and a password (HTTP 407)".to_owned()
            }
            ErrorKind::Status => format!("HTTP {} without an errcode", self.status()),
            ErrorKind::RateLimited => self.rate_limited(host),
            ErrorKind::Errcode(refusal) => self.refused(refusal),
            ErrorKind::Stuck(problem) => problem.clone(),
            ErrorKind::Payload(error) => {
                format!("it was done, but {error}, and the response is unusable without it")
            }
            ErrorKind::Contradiction(says) => format!(
                "the response (HTTP {}) has the errcode 0 of a success, and beside it an error: {}",
                self.status(),
                OneLine(says)
            ),
            ErrorKind::NoErrcode(says) => {
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

    /// A sentence about a missing token, with the reason: that of the failed fetch, or in the
    /// words of a foreign provider.
    fn because(&self, what: &str) -> String {
        let origin = self.origin();
        match (&origin.0.kind, origin.0.endpoint) {
            (ErrorKind::Token | ErrorKind::TokenTimeout | ErrorKind::NoOtherToken(_), _) => {
                origin.in_others_words(what)
            }
            (_, Some(endpoint)) => format!("{what}: {} failed: {}", endpoint.name, origin.what()),
            (_, None) => format!("{what}: {}", origin.what()),
        }
    }

    /// A sentence with what the source says, up to some length, which is not one of this crate's own errors.
    fn in_others_words(&self, what: &str) -> String {
        const LONGEST: usize = 500;
        match self.0.source.as_ref().map(ToString::to_string) {
            Some(text) => {
                let text: String = text.chars().take(LONGEST).collect();
                format!("{what}: {}", OneLine(text.trim_end_matches('.')))
            }
            None => what.to_owned(),
        }
    }

    fn rate_limited(&self, host: &str) -> String {
        let text = format!("HTTP {} without an errcode: too many calls for {host}", self.status());
        match self.retry_after() {
            Some(time) => format!("{text}, which takes no more for {} seconds", time.as_secs()),
            None => text,
        }
    }

    /// What WeChat said, and what can be made of it beyond the words.
    fn refused(&self, refusal: &Refusal) -> String {
        let mut text = refusal.to_string();
        let of = self.0.endpoint.map_or(String::new(), |endpoint| format!(" of {}", endpoint.name));
        match (refusal.quota(), self.0.retry) {
            (Some(Window::Minute), Some(_)) => {
                let seconds = self.retry_after().unwrap_or_default().as_secs();
                text += &format!("; the quota{of} is full again in {seconds} seconds");
            }
            (Some(window), Some(Retry { at, .. })) => {
                let at = calendar::china_time(at);
                text += &format!("; the {window}'s quota{of} is used up until {at} China time");
            }
            _ => {}
        }
        if let Some(action @ ActionRequired::CallerNotAllowed { address: Some(_) }) =
            self.action_required()
        {
            text += &format!("; {action}");
        }
        text
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
