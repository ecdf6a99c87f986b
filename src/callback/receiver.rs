//! The platform's side of the encryption: opens messages and seals replies.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::crypt::{self, Key};
use super::envelope::{self, Format, Outer};
use super::error::{Part, Reason};
use super::query::{Query, echo};
use super::signature;
use super::{CallbackError, Event, Message, Reply};
use crate::{Error, Secret};

/// The longest body that is read, in bytes. Events have less than 2,000.
pub const BODY_LIMIT: usize = 64 * 1024;

/// How far the time of sending may be from now, both ways, unless a receiver is
/// [configured otherwise](Receiver::sent_window): WeChat's deliveries of one message are seconds apart, so
/// ten minutes allow for clocks that differ and for a caller that queues messages.
pub const SENT_WINDOW: Duration = Duration::from_secs(10 * 60);

/// How far the time of creation may be from the time of sending, both ways.
/// Both are WeChat's, so this machine's clock does not matter.
pub const CREATED_WINDOW: Duration = Duration::from_secs(60 * 60);

/// Opens the messages that WeChat sends to one platform, or to one mini program, and seals replies.
/// Prints none of its secrets.
#[derive(Clone)]
pub struct Receiver {
    appid: String,
    /// The current token first, then former ones. The keys likewise.
    tokens: Vec<Secret>,
    keys: Vec<Key>,
    window: Duration,
    takes_plain: bool,
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
    /// For a mini program's own messages, its appid and what it has set for itself.
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
        let receiver = Self {
            appid,
            tokens: Vec::new(),
            keys: Vec::new(),
            window: SENT_WINDOW,
            takes_plain: false,
        };
        receiver.also_token(verification_token)?.also_key(encoding_aes_key)
    }

    /// Opens what is encrypted with another key, too. For a key rotation: the new key is the
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

    /// Accepts messages signed with another token, too. For a token rotation.
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

    /// Accepts messages of accounts that are not encrypted, too, for a mini program in plain mode. In
    /// such a message the signature covers the time and nonce in the URL and nothing of the
    /// body: anybody who learns one URL can send anything.
    pub fn also_plain(mut self) -> Self {
        self.takes_plain = true;
        self
    }

    /// How far the time of sending may be from this machine's, both ways, instead of [`SENT_WINDOW`]:
    /// for machines whose clock can't be set. Within it, a recorded message can be
    /// replayed.
    pub fn sent_window(mut self, window: Duration) -> Self {
        self.window = window;
        self
    }

    pub(super) fn takes_plain(&self) -> bool {
        self.takes_plain
    }

    /// The platform's appid.
    pub fn component_appid(&self) -> &str {
        &self.appid
    }

    /// Opens an event: checks that it is WeChat's, meant for this platform and fresh, and reads it.
    ///
    /// # Errors
    ///
    /// When it is not, or can't be read. Respond with [`CallbackError::status`].
    pub fn open(
        &self,
        query: &Query,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Event, CallbackError> {
        let outer = Outer::read(body, false)?;
        let event = Event::read(&self.decrypt(query, &outer, now)?)?;
        if event.component_appid != self.appid {
            return Err(Reason::OtherPlatform(Part::Message).into());
        }
        check_time(Part::Message, event.created, query.sent(), CREATED_WINDOW)?;
        Ok(event)
    }

    /// Opens a message to an account, with the same checks.
    ///
    /// # Errors
    ///
    /// As [`open`](Self::open), and when the message is not encrypted, unless
    /// [such ones](Self::also_plain) are taken.
    pub fn open_message(
        &self,
        query: &Query,
        body: &[u8],
        now: SystemTime,
    ) -> Result<Message, CallbackError> {
        let outer = Outer::read(body, true)?;
        let message = match outer.encrypted() {
            Ok(_) => Message::read(outer.format, &self.decrypt(query, &outer, now)?, true)?,
            Err(_) if self.takes_plain => {
                self.check_address(query)?;
                check_sent(query, now, self.window)?;
                Message::read(outer.format, body, false)?
            }
            Err(_) if outer.fields.first("MsgType").is_some() => return Err(Reason::Plain.into()),
            Err(error) => return Err(error),
        };
        check_time(Part::Message, message.created, query.sent(), CREATED_WINDOW)?;
        Ok(message)
    }

    /// The response to WeChat's `GET` that verifies a URL when the
    /// URL is set: the `echostr` of the query string.
    ///
    /// # Errors
    ///
    /// When the signature is wrong, or a parameter is missing, there twice or not of its form.
    pub fn verify(&self, query: &str) -> Result<String, CallbackError> {
        let echo = echo(query)?;
        self.check_address(&Query::parse_plain(query)?)?;
        Ok(echo)
    }

    /// The body of the response with a reply to a message: encrypted and signed as the message was.
    /// `random` must differ from reply to reply, as it hides how the text begins.
    ///
    /// # Errors
    ///
    /// When the nonce is not 1 to 64 letters, digits and signs of ASCII, or the time is none that
    /// WeChat could send.
    pub fn seal_reply(
        &self,
        message: &Message,
        reply: &Reply,
        now: SystemTime,
        nonce: &str,
        random: [u8; 16],
    ) -> Result<String, CallbackError> {
        let Some(text) = reply.write(message, seconds_since_epoch(now)) else {
            return Ok(super::reply::NOTHING.to_owned());
        };
        if !message.is_encrypted {
            return Ok(text);
        }
        let (encrypted, query) = self.encrypt(&text, now, nonce, random)?;
        Ok(envelope::of_reply(message.format, &encrypted, &query))
    }

    /// Opens a reply as WeChat does: to test your own. Returns the text of `success` and of an empty
    /// body as it is.
    ///
    /// # Errors
    ///
    /// When it is not sealed as WeChat demands.
    pub fn open_reply(&self, body: &[u8]) -> Result<String, CallbackError> {
        let text = std::str::from_utf8(body).map_err(|_| Reason::NotUtf8(Part::Body))?;
        if text.is_empty() || text == super::reply::NOTHING {
            return Ok(text.to_owned());
        }
        let outer = Outer::read(body, true)?;
        let field = |name| outer.fields.required(Part::Body, name);
        let query = Query::new(field("TimeStamp")?, field("Nonce")?, field("MsgSignature")?)?;
        let message = self.decrypt(&query, &outer, query.sent())?;
        let text = std::str::from_utf8(&message).map_err(|_| Reason::NotUtf8(Part::Message))?;
        Ok(text.to_owned())
    }

    /// Seals an event as WeChat does: to test an endpoint of your own. `random` must differ from
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
        self.seal_for(Format::Xml, ("AppId", &self.appid), xml, sent, nonce, random)
    }

    /// Seals a message to an account as WeChat does, in the format of its text. `to` is the original
    /// id of the account, which begins with `gh_`.
    ///
    /// # Errors
    ///
    /// As [`seal`](Self::seal).
    pub fn seal_message(
        &self,
        to: &str,
        text: &str,
        sent: SystemTime,
        nonce: &str,
        random: [u8; 16],
    ) -> Result<Sealed, CallbackError> {
        let is_json = text.trim_start().starts_with('{');
        let format = if is_json { Format::Json } else { Format::Xml };
        self.seal_for(format, ("ToUserName", to), text, sent, nonce, random)
    }

    fn seal_for(
        &self,
        format: Format,
        (name, value): (&str, &str),
        text: &str,
        sent: SystemTime,
        nonce: &str,
        random: [u8; 16],
    ) -> Result<Sealed, CallbackError> {
        let (encrypted, query) = self.encrypt(text, sent, nonce, random)?;
        let body = format.write(&[(name, value.into()), ("Encrypt", encrypted.into())]);
        if body.len() > BODY_LIMIT {
            return Err(Reason::TooLarge(Part::Body, BODY_LIMIT).into());
        }
        Ok(Sealed { query: query.to_text(), body })
    }

    /// Text in base64 of ciphertext, and the signature of both.
    fn encrypt(
        &self,
        text: &str,
        sent: SystemTime,
        nonce: &str,
        random: [u8; 16],
    ) -> Result<(String, Query), CallbackError> {
        let timestamp = seconds_since_epoch(sent).to_string();
        let (Some(token), Some(key)) = (self.tokens.first(), self.keys.first()) else {
            return Err(Reason::Undecryptable.into());
        };
        let encrypted = key.seal(&random, text.as_bytes(), self.appid.as_bytes());
        let encrypted = encrypted.ok_or(Reason::TooLarge(Part::Body, BODY_LIMIT))?;
        let signature = signature::of(token, &timestamp, nonce, &encrypted);
        Ok((encrypted, Query::new(&timestamp, nonce, &signature)?))
    }

    /// What is encrypted in a body, if it is WeChat's, fresh and for us.
    fn decrypt(
        &self,
        query: &Query,
        outer: &Outer,
        now: SystemTime,
    ) -> Result<crypt::Plain, CallbackError> {
        let encrypted = outer.encrypted()?;
        // Duplicates are refused before the signature is verified, as all malformed messages are.
        let appid = outer.appid()?;
        if !signature::is_of_any(&self.tokens, query, encrypted) {
            return Err(Reason::Signature.into());
        }
        check_sent(query, now, self.window)?;
        if appid.is_some_and(|appid| appid != self.appid) {
            return Err(Reason::OtherPlatform(Part::Body).into());
        }
        crypt::open(&self.keys, self.appid.as_bytes(), encrypted)
            .ok_or_else(|| Reason::Undecryptable.into())
    }

    /// Checks the signature that covers time and nonce alone.
    fn check_address(&self, query: &Query) -> Result<(), CallbackError> {
        match signature::is_of_any(&self.tokens, query, "") {
            true => Ok(()),
            false => Err(Reason::Signature.into()),
        }
    }
}

/// Compares WeChat's clock with ours.
fn check_sent(query: &Query, now: SystemTime, window: Duration) -> Result<(), CallbackError> {
    check_time(Part::Query, query.sent(), now, window)
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
        return Err(Reason::TooOld(part, age).into());
    }
    if let Ok(ahead) = time.duration_since(now)
        && ahead > window
    {
        return Err(Reason::TooNew(part, ahead).into());
    }
    Ok(())
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
