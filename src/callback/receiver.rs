//! The platform's side of the encryption: what it opens messages with.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::crypt::{self, Key};
use super::error::{Kind, Part};
use super::{CallbackError, Event, Query};
use super::{signature, xml};
use crate::{Error, Secret};

/// The longest body that is looked at, in bytes. Events have less than 2,000.
pub const BODY_LIMIT: usize = 64 * 1024;

/// How far the time of sending may be from now, both ways: WeChat's deliveries of one message are
/// seconds apart, so ten minutes are there for clocks that differ and for a caller that queues what
/// it gets.
pub const SENT_WINDOW: Duration = Duration::from_secs(10 * 60);

/// How far the time at which an event was made may be from now, both ways. It is longer than
/// [`SENT_WINDOW`], because WeChat may send an event later than it was made, and short against the 12
/// hours that a ticket is good for.
pub const CREATED_WINDOW: Duration = Duration::from_secs(60 * 60);

/// Opens the messages that WeChat sends to one platform. Prints none of its secrets.
#[derive(Clone)]
pub struct Receiver {
    appid: String,
    /// The current token first, then former ones. The keys likewise.
    tokens: Vec<Secret>,
    keys: Vec<Key>,
}

/// A message as WeChat would send it; prints nothing of it.
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sealed {
    /// The query string, without `?`.
    pub query: String,
    /// The body of the request.
    pub body: String,
}

impl Receiver {
    /// A receiver for a platform, with what the platform has set on the open platform: the token
    /// that messages are verified with, and the key of 43 characters that they are encrypted with.
    ///
    /// # Errors
    ///
    /// When the appid or the token is empty, or the key is not 43 characters of base64.
    pub fn new(
        component_appid: impl Into<String>,
        verification_token: Secret,
        encoding_aes_key: Secret,
    ) -> Result<Self, Error> {
        let appid = component_appid.into();
        if appid.is_empty() {
            return Err(Error::config("the appid of the platform is empty"));
        }
        let receiver = Self { appid, tokens: Vec::new(), keys: Vec::new() };
        receiver.also_token(verification_token)?.also_key(encoding_aes_key)
    }

    /// Opens what is encrypted with another key, too. For the time of a change: the new key is the
    /// one of [`new`](Self::new), and this is the former one.
    ///
    /// # Errors
    ///
    /// When it is not 43 characters of base64.
    pub fn also_key(mut self, encoding_aes_key: Secret) -> Result<Self, Error> {
        let key = Key::decode(&encoding_aes_key).ok_or_else(|| {
            Error::config(
                "the EncodingAESKey is not 43 letters and digits; copy it from the platform's page on the open platform",
            )
        })?;
        self.keys.push(key);
        Ok(self)
    }

    /// Takes messages signed with another token, too. For the time of a change.
    ///
    /// # Errors
    ///
    /// When it is empty.
    pub fn also_token(mut self, verification_token: Secret) -> Result<Self, Error> {
        if verification_token.expose().is_empty() {
            return Err(Error::config(
                "the verification token is empty, so that anybody could sign messages",
            ));
        }
        self.tokens.push(verification_token);
        Ok(self)
    }

    /// The platform's appid.
    pub fn component_appid(&self) -> &str {
        &self.appid
    }

    /// Opens a message: checks that it is WeChat's, meant for this platform and fresh, and reads it.
    ///
    /// # Errors
    ///
    /// When it is not, or can't be read. Answer with [`CallbackError::status`].
    pub fn open(
        &self,
        query: &Query,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Event, CallbackError> {
        let outer = Outer::read(body)?;
        self.check_signature(query, &outer.encrypted)?;
        check_time(Part::Query, seconds_of(query.timestamp), now, SENT_WINDOW)?;
        if outer.appid.is_some_and(|appid| appid != self.appid) {
            return Err(Kind::OtherPlatform(Part::Body).into());
        }
        let message = crypt::open(&self.keys, self.appid.as_bytes(), &outer.encrypted)
            .ok_or(Kind::Undecryptable)?;
        let event = Event::read(&message)?;
        if event.component_appid != self.appid {
            return Err(Kind::OtherPlatform(Part::Message).into());
        }
        check_time(Part::Message, event.created, now, CREATED_WINDOW)?;
        Ok(event)
    }

    /// Makes a message as WeChat does: to test an endpoint of one's own. `random` has to differ from
    /// message to message, as it hides how the text begins.
    ///
    /// # Errors
    ///
    /// When the message would be longer than [`BODY_LIMIT`], or the nonce is not 1 to 64 letters,
    /// digits and signs of ASCII, or the time is none that WeChat could send.
    pub fn seal(
        &self,
        xml: &str,
        sent: SystemTime,
        nonce: &str,
        random: [u8; 16],
    ) -> Result<Sealed, CallbackError> {
        let timestamp = seconds_since_epoch(sent).to_string();
        let (Some(token), Some(key)) = (self.tokens.first(), self.keys.first()) else {
            return Err(Kind::Undecryptable.into());
        };
        let encrypted = key
            .seal(&random, xml.as_bytes(), self.appid.as_bytes())
            .ok_or(Kind::TooLarge(Part::Body, BODY_LIMIT))?;
        let signature = signature::of(token, &timestamp, nonce, &encrypted);
        let query = Query::new(&timestamp, nonce, &signature)?;
        let body = format!(
            "<xml><AppId><![CDATA[{}]]></AppId><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>",
            self.appid
        );
        if body.len() > BODY_LIMIT {
            return Err(Kind::TooLarge(Part::Body, BODY_LIMIT).into());
        }
        Ok(Sealed { query: query.to_text(), body })
    }

    fn check_signature(&self, query: &Query, encrypted: &str) -> Result<(), CallbackError> {
        if signature::is_of_any(&self.tokens, query, encrypted) {
            Ok(())
        } else {
            Err(Kind::Signature.into())
        }
    }
}

/// What of a body stands outside the encryption.
struct Outer {
    appid: Option<String>,
    encrypted: String,
}

impl Outer {
    fn read(body: &[u8]) -> Result<Self, CallbackError> {
        if body.len() > BODY_LIMIT {
            return Err(Kind::TooLarge(Part::Body, BODY_LIMIT).into());
        }
        let text = std::str::from_utf8(body).map_err(|_| Kind::NotUtf8(Part::Body))?;
        let fields = xml::Fields::read(text).map_err(|error| Kind::Xml(Part::Body, error))?;
        Ok(Self {
            appid: fields.optional(Part::Body, "AppId")?.map(str::to_owned),
            encrypted: fields.required(Part::Body, "Encrypt")?.to_owned(),
        })
    }
}

fn check_time(
    part: Part,
    time: SystemTime,
    now: SystemTime,
    window: Duration,
) -> Result<(), CallbackError> {
    if let Ok(age) = now.duration_since(time)
        && age > window
    {
        return Err(Kind::TooOld(part, age).into());
    }
    if let Ok(ahead) = time.duration_since(now)
        && ahead > window
    {
        return Err(Kind::TooNew(part, ahead).into());
    }
    Ok(())
}

fn seconds_of(timestamp: u32) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(timestamp.into())
}

fn seconds_since_epoch(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs()
}

impl fmt::Debug for Receiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Receiver").field("component_appid", &self.appid).finish_non_exhaustive()
    }
}

impl fmt::Debug for Sealed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sealed").finish_non_exhaustive()
    }
}
