//! Any text in a correctly encrypted and signed message.
#![no_main]

use std::time::{Duration, UNIX_EPOCH};

use libfuzzer_sys::fuzz_target;
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{Query, Receiver};

const APPID: &str = "wx0123456789abcdef";

fuzz_target!(|xml: &str| {
    let token = Secret::new("verification-token");
    let key = Secret::new("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
    let receiver = Receiver::new(APPID, token, key).expect("a receiver");
    let now = UNIX_EPOCH + Duration::from_secs(1_800_000_000);
    let Ok(sealed) = receiver.seal(xml, now, "1", [7; 16]) else {
        return;
    };
    let query = Query::parse(&sealed.query).expect("the query just made");
    match receiver.open(&query, sealed.body.as_bytes(), now) {
        Ok(event) => assert_eq!(event.component_appid, APPID),
        Err(error) => assert!(!error.is_undecryptable() && !error.is_signature(), "{error}"),
    }
});
