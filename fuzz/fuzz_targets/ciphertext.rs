//! Arbitrary ciphertext, from a sender who knows the token.
#![no_main]

use std::time::{Duration, UNIX_EPOCH};

use base64ct::{Base64, Encoding};
use libfuzzer_sys::fuzz_target;
use sha1::{Digest, Sha1};
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{Query, Receiver};

const TOKEN: &str = "verification-token";
const TIMESTAMP: &str = "1800000000";
const NONCE: &str = "1";

fuzz_target!(|data: &[u8]| {
    // Whole blocks most of the time, so that something is decrypted.
    let blocks = data.get(..data.len() / 16 * 16).filter(|blocks| blocks.len() > 32);
    let encrypted = Base64::encode_string(blocks.unwrap_or(data));
    let mut parts = [TOKEN, TIMESTAMP, NONCE, &encrypted];
    parts.sort_unstable();
    let signature = Sha1::digest(parts.concat().as_bytes());
    let signature: String = signature.iter().map(|byte| format!("{byte:02x}")).collect();
    let query = Query::new(TIMESTAMP, NONCE, &signature).expect("a query");
    let body = format!("<xml><Encrypt>{encrypted}</Encrypt></xml>");
    let key = Secret::new("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
    let receiver = Receiver::new("wx0123456789abcdef", Secret::new(TOKEN), key);
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let opened = receiver.expect("a receiver").open(&query, body.as_bytes(), now);
    assert!(!opened.expect_err("encrypted at random").is_signature());
});
