//! Arbitrary input, from a sender who does not know the token.
#![no_main]

use std::time::{Duration, UNIX_EPOCH};

use libfuzzer_sys::fuzz_target;
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{Query, Receiver};

// The query string, a line break, and the body.
fuzz_target!(|data: &[u8]| {
    let end = data.iter().position(|byte| *byte == b'\n').unwrap_or(data.len());
    let (query, body) = data.split_at(end);
    let body = body.get(1..).unwrap_or_default();
    let token = Secret::new("a token that the vectors are not signed with");
    let key = Secret::new("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
    let receiver = Receiver::new("wx0123456789abcdef", token, key).expect("a receiver");
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    // A well-formed query in any case, so that the body is read.
    let query = Query::parse(&String::from_utf8_lossy(query))
        .or_else(|_| Query::new("1800000000", "1", "0123456789abcdef0123456789abcdef01234567"));
    let query = query.expect("a query");
    let error = receiver.open(&query, body, now).expect_err("a signature at random");
    let _ = (error.to_string(), error.status());
});
