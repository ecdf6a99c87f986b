//! Custom headers of requests.

use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

use crate::Error;

/// Set by the client itself: another value would break the message or its response.
const RESERVED: &[&str] = &[
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Parts of the names of headers whose values must not be printed.
const SENSITIVE: &[&str] =
    &["auth", "cookie", "credential", "key", "password", "secret", "session", "sign", "token"];

/// Headers, or the problem of the first invalid one.
#[derive(Clone, Default)]
pub(crate) struct Headers {
    map: HeaderMap,
    problem: Option<Error>,
}

impl Headers {
    /// Sets a header in place of one of the same name.
    pub(crate) fn set(&mut self, name: &str, value: &str) {
        match header(name, value) {
            Ok((name, value)) => {
                self.map.insert(name, value);
            }
            Err(error) => {
                self.problem.get_or_insert(error);
            }
        }
    }

    pub(crate) fn valid(self) -> Result<HeaderMap, Error> {
        match self.problem {
            Some(problem) => Err(problem),
            None => Ok(self.map),
        }
    }
}

/// A valid header. The value is in no error, because it may be a secret.
pub(super) fn header(name: &str, value: &str) -> Result<(HeaderName, HeaderValue), Error> {
    let shown = name.escape_debug();
    let Ok(parsed) = name.parse::<HeaderName>() else {
        let right = "expected letters, digits and hyphens, such as `traceparent`";
        return Err(Error::config(format!("the header name `{shown}` is invalid: {right}")));
    };
    if RESERVED.contains(&parsed.as_str()) {
        let problem = format!("the header `{shown}` is set by the client itself. Leave it out");
        return Err(Error::config(problem));
    }
    let ascii = Some(value).filter(|value| value.is_ascii());
    let Some(Ok(mut value)) = ascii.map(HeaderValue::from_str) else {
        let right = "expected printable ASCII characters";
        return Err(Error::config(format!("the value of header `{shown}` is invalid: {right}")));
    };
    value.set_sensitive(SENSITIVE.iter().any(|word| parsed.as_str().contains(word)));
    Ok((parsed, value))
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_and_the_first_problem_is_reported() {
        let mut headers = Headers::default();
        headers.set("traceparent", "00-a");
        headers.set("TraceParent", "00-b");
        assert_eq!(headers.clone().valid().unwrap()["traceparent"], "00-b");
        headers.set("a b", "x");
        headers.set("host", "x");
        let problem = headers.valid().unwrap_err().to_string();
        assert!(problem.starts_with("the header name `a b` is invalid"), "{problem}");
    }

    #[test]
    fn an_invalid_header_is_refused_without_showing_its_value() {
        for (name, value) in [
            ("", "SECRET"),
            ("x\r\ny", "SECRET"),
            ("云", "SECRET"),
            ("x", "SECRET\r\nhost: evil"),
            ("x", "SECRET\0"),
            ("x", "SECRET 云"),
            ("Content-Length", "SECRET"),
            ("Host", "SECRET"),
        ] {
            let error = header(name, value).unwrap_err();
            assert!(!format!("{error} {error:?}").contains("SECRET"), "{name:?} {value:?}");
            assert_eq!(error.to_string().lines().count(), 1, "{name:?}");
        }
    }

    #[test]
    fn sensitive_headers_are_not_printed() {
        for (name, is_sensitive) in [
            ("Authorization", true),
            ("Proxy-Authorization", true),
            ("X-Api-Key", true),
            ("X-Signature", true),
            ("Cookie", true),
            ("traceparent", false),
            ("x-request-id", false),
        ] {
            assert_eq!(header(name, "x").unwrap().1.is_sensitive(), is_sensitive, "{name}");
        }
    }
}
