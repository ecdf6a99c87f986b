//! The encryption itself: AES-256-CBC over 16 random bytes, the length of the message, the message
//! and the appid, padded to blocks of 32.

use aes::Aes256;
use aes::cipher::block_padding::NoPadding;
use aes::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use base64ct::{Base64, Encoding};
use subtle::{Choice, ConditionallySelectable, ConstantTimeEq};
use zeroize::Zeroizing;

use crate::Secret;

/// Characters of a key as the open platform shows it: 32 bytes of base64 without the `=`.
const ENCODED_KEY: usize = 43;
const RANDOM: usize = 16;
const LENGTH: usize = 4;
/// The padding is 1 to 32 bytes, each of which says how many there are.
const PADDING: usize = 32;

/// A decrypted text, wiped from memory when it is dropped.
pub(super) type Plain = Zeroizing<Vec<u8>>;

/// A message key, wiped from memory when it is dropped.
#[derive(Clone)]
pub(super) struct Key(Zeroizing<[u8; 32]>);

impl Key {
    /// A key of 43 characters. Its last character has two bits more than a key has, and keys
    /// exist in which they are set, which strict decoders refuse: with one character more, the two
    /// bits fall into a byte of their own.
    pub(super) fn decode(text: &Secret) -> Option<Self> {
        let text: &[u8; ENCODED_KEY] = text.expose().as_bytes().try_into().ok()?;
        let mut padded = Zeroizing::new([b'A'; ENCODED_KEY + 1]);
        *padded.first_chunk_mut()? = *text;
        let mut bytes = Zeroizing::new([0; 33]);
        Base64::decode(&padded[..], &mut bytes[..]).ok()?;
        Some(Self(Zeroizing::new(*bytes.first_chunk::<32>()?)))
    }

    /// Encrypts, as base64. `None` when the message's length has no room in four bytes.
    pub(super) fn seal(
        &self,
        random: &[u8; RANDOM],
        message: &[u8],
        appid: &[u8],
    ) -> Option<String> {
        let message_length = u32::try_from(message.len()).ok()?.to_be_bytes();
        let mut text = Zeroizing::new([random, &message_length[..], message, appid].concat());
        let padding = PADDING - text.len() % PADDING;
        let length = text.len() + padding;
        text.resize(length, u8::try_from(padding).ok()?);
        let cipher = cbc::Encryptor::<Aes256>::new(&(*self.0).into(), &self.iv().into());
        Some(Base64::encode_string(cipher.encrypt_padded::<NoPadding>(&mut text, length).ok()?))
    }

    /// The plain text with its padding. `None` when the length is not a multiple of the block size.
    fn decrypt(&self, encrypted: &[u8]) -> Option<Plain> {
        let cipher = cbc::Decryptor::<Aes256>::new(&(*self.0).into(), &self.iv().into());
        let mut text = Zeroizing::new(encrypted.to_vec());
        cipher.decrypt_padded::<NoPadding>(&mut text).ok()?;
        Some(text)
    }

    fn iv(&self) -> [u8; 16] {
        self.0.first_chunk::<16>().copied().unwrap_or_default()
    }
}

/// Decrypts a message in base64 with whichever of the keys fits. All keys are tried in
/// any case, and all checks made, so that neither the result nor the time reveals why none fits.
pub(super) fn open(keys: &[Key], appid: &[u8], encrypted: &str) -> Option<Plain> {
    let encrypted = Base64::decode_vec(encrypted).ok()?;
    let mut message = None;
    for key in keys {
        let plain = key.decrypt(&encrypted)?;
        let (fits, length) = inspect(&plain, appid);
        if fits.into() {
            let found = plain.get(RANDOM + LENGTH..RANDOM + LENGTH + length)?;
            message = Some(Zeroizing::new(found.to_vec()));
        }
    }
    message
}

/// Whether a plain text has valid padding, length and appid, and how long its message is. The work
/// depends on how long the text and the appid are, and on nothing else: each padding is tried.
fn inspect(plain: &[u8], appid: &[u8]) -> (Choice, usize) {
    let (Some(length), Some(&last)) = (length_of(plain), plain.last()) else {
        return (Choice::from(0), 0);
    };
    let mut fits = Choice::from(0);
    for padding in 1..=PADDING {
        fits |= fits_with(plain, appid, length, padding) & last.ct_eq(&(padding as u8));
    }
    // A length that does not fit may be larger than any text, and is not used.
    let length = u32::conditional_select(&0, &length, fits);
    (fits, length as usize)
}

fn length_of(plain: &[u8]) -> Option<u32> {
    let bytes = plain.get(RANDOM..)?.first_chunk::<LENGTH>()?;
    Some(u32::from_be_bytes(*bytes))
}

/// Whether the text ends with the appid and this many bytes of padding, and has the message's length
/// before them.
fn fits_with(plain: &[u8], appid: &[u8], length: u32, padding: usize) -> Choice {
    let parts =
        plain.split_at_checked(plain.len().wrapping_sub(padding)).and_then(|(text, pad)| {
            let (head, tail) = text.split_at_checked(text.len().wrapping_sub(appid.len()))?;
            Some((head.len().checked_sub(RANDOM + LENGTH)?, tail, pad))
        });
    let Some((message, tail, pad)) = parts else {
        return Choice::from(0);
    };
    let mut fits = tail.ct_eq(appid) & (message as u64).ct_eq(&length.into());
    for byte in pad {
        fits &= byte.ct_eq(&(padding as u8));
    }
    fits
}
