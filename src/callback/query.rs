//! The query string of a request.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::CallbackError;
use super::error::{Part, Reason};

/// The longest query string that is read, in bytes. WeChat's have about 200.
const QUERY_LIMIT: usize = 2048;
const NONCE_LIMIT: usize = 64;
const SIGNATURE: usize = 40;
/// WeChat's `echostr` has about 20 characters.
const ECHO_LIMIT: usize = 256;

/// Time of sending, nonce and signature of a message, not verified yet. Prints none of them: as
/// long as the message is fresh, they suffice to replay it.
#[derive(Clone, PartialEq, Eq)]
pub struct Query {
    /// Unix time in seconds; the text of the number is what was signed.
    pub(super) timestamp: u32,
    pub(super) nonce: String,
    pub(super) signature: String,
}

impl Query {
    /// Takes the values of `timestamp`, `nonce` and `msg_signature`. The parameter `signature` of
    /// the URL is something else, and does not cover the body.
    ///
    /// # Errors
    ///
    /// When the timestamp is not a number below 2^32, the nonce is not 1 to 64 letters, digits
    /// and signs of ASCII, or the signature is not of 40 characters.
    pub fn new(timestamp: &str, nonce: &str, msg_signature: &str) -> Result<Self, CallbackError> {
        let bad = |name| CallbackError::from(Reason::Parameter(name));
        // Other spellings of the same number, as with a plus or a zero first, were not signed.
        let number = timestamp.parse::<u32>().ok();
        let timestamp = number.filter(|number| number.to_string() == timestamp);
        let timestamp = timestamp.ok_or_else(|| bad("timestamp"))?;
        let graphic = nonce.bytes().all(|byte| byte.is_ascii_graphic());
        if nonce.is_empty() || nonce.len() > NONCE_LIMIT || !graphic {
            return Err(bad("nonce"));
        }
        if msg_signature.len() != SIGNATURE {
            return Err(bad("msg_signature"));
        }
        Ok(Self { timestamp, nonce: nonce.to_owned(), signature: msg_signature.to_owned() })
    }

    /// Reads a query string: what is after `?` in an address.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new), and when one of the three is missing or there twice, or the query
    /// string is longer than 2,048 bytes.
    pub fn parse(query: &str) -> Result<Self, CallbackError> {
        check_length(query)?;
        let value = |name| the_one(query, name);
        Self::new(&value("timestamp")?, &value("nonce")?, &value("msg_signature")?)
    }

    /// The same, or a query string of a message that is not encrypted, where such ones are taken.
    pub(super) fn parse_any(query: &str, may_be_plain: bool) -> Result<Self, CallbackError> {
        check_length(query)?;
        match (the_one(query, "msg_signature"), Self::parse_plain(query)) {
            (Err(_), Ok(plain)) if may_be_plain => Ok(plain),
            (Err(_), Ok(_)) => Err(Reason::Plain.into()),
            _ => Self::parse(query),
        }
    }

    /// The same with the signature that covers time and nonce alone.
    pub(super) fn parse_plain(query: &str) -> Result<Self, CallbackError> {
        check_length(query)?;
        let value = |name| the_one(query, name);
        let (timestamp, nonce) = (value("timestamp")?, value("nonce")?);
        let signature = value("signature")?;
        let query = Self::new(&timestamp, &nonce, &signature);
        // Here the parameter has this name.
        query.map_err(|_| CallbackError::from(Reason::Parameter("signature")))
    }

    /// When WeChat sent the message.
    pub(super) fn sent(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(self.timestamp.into())
    }

    /// The query string, as WeChat writes it.
    pub(super) fn to_text(&self) -> String {
        form_urlencoded::Serializer::new(String::new())
            .append_pair("timestamp", &self.timestamp.to_string())
            .append_pair("nonce", &self.nonce)
            .append_pair("encrypt_type", "aes")
            .append_pair("msg_signature", &self.signature)
            .finish()
    }
}

/// What WeChat expects in the response when it verifies a URL.
pub(super) fn echo(query: &str) -> Result<String, CallbackError> {
    check_length(query)?;
    let echo = the_one(query, "echostr")?;
    match !echo.is_empty() && echo.len() <= ECHO_LIMIT && echo.bytes().all(|b| b.is_ascii_graphic())
    {
        true => Ok(echo),
        false => Err(Reason::Parameter("echostr").into()),
    }
}

fn check_length(query: &str) -> Result<(), CallbackError> {
    match query.len() > QUERY_LIMIT {
        true => Err(Reason::TooLarge(Part::Query, QUERY_LIMIT).into()),
        false => Ok(()),
    }
}

/// The value of a parameter that occurs once.
fn the_one(query: &str, name: &'static str) -> Result<String, CallbackError> {
    let mut values = form_urlencoded::parse(query.as_bytes())
        .filter_map(|(key, value)| (key == name).then_some(value));
    match (values.next(), values.next()) {
        (Some(value), None) => Ok(value.into_owned()),
        _ => Err(Reason::Parameter(name).into()),
    }
}

impl fmt::Debug for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query").finish_non_exhaustive()
    }
}
