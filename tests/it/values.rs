//! The kinds of values that a field can have, as an endpoint of a golden spec sends and receives them.
#![allow(deprecated, reason = "fields of every kind are used, deprecated ones too")]

use std::collections::BTreeMap;

use wechat_cloudbase::Secret;
use wechat_cloudbase::json::{StringOrInt, Timestamp, TimestampMs, Value, Writer};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::operation::decode_response;
use wechat_cloudbase::token::Component;

use crate::golden::values::contract::CONTRACTS;
use crate::golden::values::{Calls, keep_values, types};

fn sample(text: &str) -> Value {
    text.parse().unwrap()
}

fn request() -> keep_values::Request {
    keep_values::Request::new(keep_values::Required {
        id: 5.into(),
        at: Timestamp::from_seconds(1_700_000_000),
        name: "shop".into(),
        texts: BTreeMap::from([("thing1".to_owned(), "Tea".to_owned())]),
    })
}

fn received(json: &str) -> keep_values::Response {
    decode_response::<keep_values::Request>(200, json.as_bytes()).unwrap()
}

#[test]
fn a_request_is_what_its_sample_says() {
    let slot = types::Slot::new(Timestamp::from_seconds(1_700_000_000)).with_weight(0.5);
    let days = [("monday", vec![slot]), ("tuesday", vec![])];
    let mut request = request()
        .with_ids(vec![1.into(), "b".into()])
        .with_exactly(TimestampMs::from_millis(1_700_000_000_123))
        .with_text_at(Timestamp::from_seconds(1_700_000_000))
        .with_level(4)
        .with_mode(types::Mode::Fast)
        .with_size(8)
        .with_flag(false)
        .with_gone(1)
        .with_slots(days.map(|(day, slots)| (day.to_owned(), slots)).into())
        .with_keys(BTreeMap::from([("a".to_owned(), Secret::new("k1"))]));
    request.texts.insert("time2".to_owned(), "noon".to_owned());
    let written: Value = Writer::text_of(&request).parse().unwrap();
    assert_eq!(written, sample(CONTRACTS[0].sample_request));
    let read: keep_values::Request = serde_json::from_value(written).unwrap();
    assert_eq!(read, request);
    assert!(!format!("{request:?}").contains("k1"));
}

/// What is optional and has a default is itself.
#[test]
fn an_absent_field_reads_as_its_default() {
    let sent = received(CONTRACTS[0].sample_response);
    assert_eq!((sent.level, sent.mode), (4, types::Mode::Unset));
    for json in [r#"{"errcode": 0}"#, r#"{"errcode": 0, "level": null, "rate": [], "size": ""}"#] {
        let absent = received(json);
        assert_eq!((absent.level, absent.note.as_str(), absent.rate), (3, "none", 0.25));
        assert_eq!((absent.size, absent.kind), (7, keep_values::Kind::Free));
        assert_eq!((absent.mode, absent.either), (types::Mode::Fast, StringOrInt::from(5)));
    }
    assert_eq!(received(r#"{"errcode": 0, "note": ""}"#).note, "");
}

/// What can't be read is left out, and what it is beside stays.
#[test]
fn one_bad_value_never_loses_the_others_of_a_map() {
    let response = received(
        r#"{
            "errcode": 0, "counts": {"a": 1, "b": "x", "c": "3"}, "grid": [{"a": [1]}, 7, {"b": 2}],
            "slots": {"x": {"opens": "12"}, "y": 5}
        }"#,
    );
    assert_eq!(response.counts, BTreeMap::from([("a".to_owned(), 1), ("c".to_owned(), 3)]));
    assert_eq!(response.slots["x"].opens, Timestamp::from_seconds(12));
    assert_eq!(response.slots.len(), 1);
    let grid =
        [("a", vec![1]), ("b", vec![2])].map(|(key, row)| BTreeMap::from([(key.to_owned(), row)]));
    assert_eq!(response.grid, grid);
    // Some languages write an empty object as an empty list.
    assert!(received(r#"{"errcode": 0, "counts": [], "slots": {}}"#).counts.is_empty());
}

/// A caller means what it says.
#[test]
fn a_value_of_a_map_that_is_sent_must_fit() {
    let json =
        r#"{"id": 1, "at": 1, "name": "n", "texts": {"a": "b"}, "slots": {"d": [{"opens": "x"}]}}"#;
    let error = serde_json::from_str::<keep_values::Request>(json).unwrap_err().to_string();
    assert!(error.contains("slots.d[0].opens"), "{error}");
    assert!(error.contains("a number of seconds since 1970"), "{error}");
}

#[tokio::test]
async fn the_mock_enforces_what_the_spec_says() {
    let mock = Mock::empty().contracts(CONTRACTS).start().await.unwrap();
    let client = mock.client::<Component>().unwrap();
    let response = client.keep_values(request()).send().await.unwrap();
    // As the request has it, and what stands for what it left out.
    assert_eq!((response.id, response.level), (StringOrInt::from(5), 3));
    let slot = types::Slot::new(Timestamp::from_seconds(1)).with_weight(0.25);
    let wrong = [
        (request().with_level(6), "`level` should be at most 5"),
        (
            request().with_slots(BTreeMap::from([("d".to_owned(), vec![slot])])),
            "`slots.d[0].weight` should be at least 0.5",
        ),
    ];
    for (request, said) in wrong {
        let error = client.keep_values(request).send().await.unwrap_err();
        assert!(error.errmsg().is_some_and(|errmsg| errmsg.contains(said)), "{error}");
    }
    let mut empty = request();
    empty.texts.clear();
    let error = client.keep_values(empty).send().await.unwrap_err();
    assert!(
        error.errmsg().is_some_and(|it| it.contains("`texts` should be at least 1 items")),
        "{error}"
    );
    let fields = serde_json::json!({"id": true, "at": 1, "name": "n", "texts": {"a": "b"}});
    let error = client.raw(&keep_values::ENDPOINT, fields).send().await.unwrap_err();
    assert!(
        error.errmsg().is_some_and(|it| it.contains("`id` should be a string or a whole number")),
        "{error}"
    );
}
