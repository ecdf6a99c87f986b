//! Any text in a correctly encrypted and signed message to an account, and its reply.
#![no_main]

use std::time::{Duration, UNIX_EPOCH};

use libfuzzer_sys::fuzz_target;
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{Query, Receiver, Reply};

fuzz_target!(|text: &str| {
    let token = Secret::new("verification-token");
    let key = Secret::new("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
    let receiver = Receiver::new("wx0123456789abcdef", token, key).expect("a receiver");
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let Ok(sealed) = receiver.seal_message("gh_0123456789ab", text, now, "1", [7; 16]) else {
        return;
    };
    let query = Query::parse(&sealed.query).expect("the query just made");
    let message = match receiver.open_message(&query, sealed.body.as_bytes(), now) {
        Ok(message) => message,
        Err(error) => {
            return assert!(!error.is_undecryptable() && !error.is_signature(), "{error}");
        }
    };
    // Whatever a user has written can be sent back.
    let reply = receiver.seal_reply(&message, &Reply::text(text), now, "1", [8; 16]);
    let reply = reply.expect("a reply");
    receiver.open_reply(reply.as_bytes()).expect("the reply just made");
});
