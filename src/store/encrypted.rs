//! A store with encrypted values.

use std::fmt;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use chacha20poly1305::aead::{Aead, Generate, KeyInit, Nonce, Payload};
use chacha20poly1305::{XChaCha20Poly1305, XNonce};

use super::{Fence, Key, Lock, Saved, Store};
use crate::token::BoxFuture;
use crate::{Error, Secret};

/// The prefix of an encrypted value, which names its format.
const FORM: &str = "xchacha20poly1305:";

/// Encrypts the values of another store, with XChaCha20-Poly1305: a reader of that store learns of
/// which accounts it has values and how long they are, and a writer can only remove them or put
/// back older ones.
///
/// A value is bound to its key in the store, so that one account's tokens can't be put in place of
/// another's. A value that none of the keys decrypts is an error that says so. When a new value takes its
/// place, it is [set aside](Store::set_aside) as it was, and can be loaded from [`Key::aside`] once the
/// key is back, as a [former](Self::former_key) one.
pub struct Encrypted<S> {
    store: S,
    /// The first encrypts.
    ciphers: Vec<XChaCha20Poly1305>,
    accept_plain: bool,
}

impl<S: Store> Encrypted<S> {
    /// Encrypts with a key of 32 random bytes, such as from `openssl rand 32`. Keep it apart from
    /// the store.
    pub fn new(store: S, key: &[u8; 32]) -> Self {
        Self { store, ciphers: vec![cipher(key)], accept_plain: false }
    }

    /// Opens values of a former key too. They are encrypted with the new one when they are next
    /// written, which tokens are every two hours.
    pub fn former_key(mut self, key: &[u8; 32]) -> Self {
        self.ciphers.push(cipher(key));
        self
    }

    /// Accepts values that were written before encryption was introduced. Without this they are errors,
    /// so that a writer of the store can't plant a token.
    pub fn accept_plain(mut self) -> Self {
        self.accept_plain = true;
        self
    }

    fn seal(&self, key: &Key, value: &Secret) -> Result<Secret, Error> {
        let failed = || Error::store("the value can't be encrypted");
        let cipher = self.ciphers.first().ok_or_else(failed)?;
        let nonce = Nonce::<XChaCha20Poly1305>::try_generate().map_err(|_| failed())?;
        let payload = Payload { msg: value.expose().as_bytes(), aad: key.origin().as_bytes() };
        let sealed = cipher.encrypt(&nonce, payload).map_err(|_| failed())?;
        let bytes = [nonce.as_slice(), &sealed].concat();
        Ok(Secret::new(format!("{FORM}{}", BASE64.encode(bytes))))
    }

    fn open(&self, key: &Key, sealed: Secret) -> Result<Secret, Error> {
        let Some(text) = sealed.expose().strip_prefix(FORM) else {
            return match self.accept_plain {
                true => Ok(sealed),
                false => Err(Error::damaged(
                    "the value is not encrypted. If it was written before encryption was introduced, use `Encrypted::accept_plain` for a while",
                )),
            };
        };
        let plain = BASE64.decode(text).ok().and_then(|bytes| self.decrypt(key, &bytes));
        let text = plain.and_then(|bytes| String::from_utf8(bytes).ok());
        text.map(Secret::new).ok_or_else(|| {
            Error::damaged(
                "the value can't be decrypted: it was encrypted with another key, or is not what was written",
            )
        })
    }

    fn decrypt(&self, key: &Key, bytes: &[u8]) -> Option<Vec<u8>> {
        let (nonce, msg) = bytes.split_first_chunk::<24>()?;
        let nonce = XNonce::from(*nonce);
        let aad = key.origin().as_bytes();
        self.ciphers.iter().find_map(|cipher| cipher.decrypt(&nonce, Payload { msg, aad }).ok())
    }
}

fn cipher(key: &[u8; 32]) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(key.into())
}

impl<S: Store> Store for Encrypted<S> {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async move {
            let sealed = self.store.load(key).await?;
            sealed.map(|sealed| self.open(key, sealed)).transpose()
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            let sealed = value.map(|value| self.seal(key, value)).transpose()?;
            self.store.save(key, sealed.as_ref(), fence).await
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        self.store.lock(key, owner, lease)
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        self.store.extend(key, fence, lease)
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        self.store.unlock(key, fence)
    }

    fn set_aside<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<(), Error>> {
        self.store.set_aside(key)
    }
}

impl<S: fmt::Debug> fmt::Debug for Encrypted<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encrypted").field("store", &self.store).finish_non_exhaustive()
    }
}
