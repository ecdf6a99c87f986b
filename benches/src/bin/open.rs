//! Opens one message of the test data many times: `open CASE COUNT`, and as `open 0 0` prints which
//! cases there are to compare: those that are indistinguishable without the key.

use std::hint::black_box;
use std::time::{Duration, UNIX_EPOCH};

use serde_json::Value;
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{Query, Receiver};

const VECTORS: &str = include_str!("../../../tests/it/callback/vectors.json");

fn main() {
    let arguments: Vec<usize> =
        std::env::args().skip(1).map(|argument| argument.parse().expect("a number")).collect();
    let &[number, count] = &arguments[..] else { panic!("open CASE COUNT") };
    let vectors: Value = serde_json::from_str(VECTORS).expect("JSON");
    let text = |value: &Value| value.as_str().expect("text").to_owned();
    let cases = vectors["bad"].as_array().expect("cases");
    if count == 0 {
        let whole = cases.iter().enumerate().filter(|(_, case)| case["whole"] == true);
        for (number, case) in whole {
            let (error, body) = (text(&case["error"]), text(&case["body_hex"]));
            println!("{number}\t{error}\t{}\t{}", body.len() / 2, text(&case["name"]));
        }
        return;
    }
    let [appid, token, key] = ["component_appid", "token", "key"].map(|name| text(&vectors[name]));
    let receiver = Receiver::new(appid, Secret::new(token), Secret::new(key)).expect("a receiver");
    let now = UNIX_EPOCH + Duration::from_secs(vectors["now"].as_u64().expect("a time"));
    let query = Query::parse(&text(&cases[number]["query"])).expect("a query");
    let hex = text(&cases[number]["body_hex"]);
    let digits = (0..hex.len()).step_by(2).map(|place| &hex[place..place + 2]);
    let body: Vec<u8> =
        digits.map(|digits| u8::from_str_radix(digits, 16).expect("hexadecimal")).collect();
    for _ in 0..count {
        assert!(black_box(receiver.open(black_box(&query), black_box(&body), now)).is_err());
    }
}
