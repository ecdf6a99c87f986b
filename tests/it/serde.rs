//! serde's traits: what is tolerated, what is not, and what is never written by accident. That any
//! value survives is a property of each endpoint's types, in `samples/values.rs`.

mod events;
mod status;

use std::marker::PhantomData;

use serde_core::Serialize;
use serde_core::de::DeserializeOwned;
use serde_json::{Value, from_value, json, to_string, to_value};
use wechat_cloudbase::api::types::EnvId;
use wechat_cloudbase::api::{
    create_env, get_download_tcb_file_link, get_stable_access_token, get_tcb_env_list,
    update_triggers,
};
use wechat_cloudbase::callback::{
    AuthorizationEvent, Event, EventId, EventKind, Message, MessageKind, OtherEvent, Registration,
};
use wechat_cloudbase::json::WithSecrets;
use wechat_cloudbase::operation::decode_response;
use wechat_cloudbase::{Errcode, Error, Outcome, Secret};

#[track_caller]
fn refused<T: DeserializeOwned + std::fmt::Debug>(value: Value, expect: &str) {
    assert_eq!(from_value::<T>(value).unwrap_err().to_string(), expect);
}

#[test]
fn an_incomplete_request_is_refused() {
    use update_triggers::Request;
    let whole = json!({"envs": ["a"], "funcname": "f", "triggers": [
        {"config": "0 * * * *", "trigger_name": "hourly", "type": "timer"},
    ]});
    assert_eq!(from_value::<Request>(whole.clone()).unwrap().triggers.len(), 1);
    let with = |pointer: &str, value: Value| {
        let mut request = whole.clone();
        *request.pointer_mut(pointer).unwrap() = value;
        request
    };
    refused::<Request>(json!({}), "field `triggers` is absent or empty");
    refused::<Request>(with("/funcname", Value::Null), "field `funcname` is absent or empty");
    refused::<Request>(json!(7), "the value should be an object and is a number");
    // No row of a caller's input is left out.
    refused::<Request>(
        with("/envs/0", json!({})),
        "field `envs[0]` should be a string and is an object",
    );
    refused::<Request>(
        with("/triggers/0", json!({"config": "", "type": "timer"})),
        "field `triggers[0].trigger_name` is absent or empty",
    );
    refused::<Request>(
        with("/triggers/0", json!("hourly")),
        "field `triggers[0]` should be an object and is a string",
    );
}

#[test]
fn a_response_is_read_as_from_the_wire() {
    let rows = json!({"info_list": [
        {"env": 7, "status": "NORMAL", "alias": null, "somebody": "else's"},
        "no row",
        {},
    ]});
    let response: get_tcb_env_list::Response = from_value(rows.clone()).unwrap();
    let wire = rows.to_string().replacen('{', r#"{"errcode": 0,"#, 1);
    assert_eq!(decode_response::<get_tcb_env_list::Request>(200, wire).unwrap(), response);
    let envs: Vec<_> = response.info_list.iter().map(|row| row.env.as_str()).collect();
    assert_eq!(envs, ["7", ""]);
    refused::<create_env::Response>(json!({}), "field `envid` is absent or empty");
}

#[test]
fn a_value_is_written_in_the_names_and_the_order_of_the_wire() {
    let request: create_env::Request = from_value(json!({"alias": "shop"})).unwrap();
    let text = to_string(&request).unwrap();
    let parts = wechat_cloudbase::operation::request_parts(
        &request,
        "https://api.weixin.qq.com",
        Some(&Secret::new("T")),
    );
    assert_eq!(text.as_bytes(), parts.unwrap().body.unwrap());
    assert_eq!(to_value(EnvId::new("shop-1")).unwrap(), "shop-1");
    assert_eq!(to_value(get_tcb_env_list::EnvStatus::Normal).unwrap(), "NORMAL");
}

struct Probe<T>(PhantomData<T>);

trait NotSerialized {
    const SERIALIZED: bool = false;
}

impl<T> NotSerialized for Probe<T> {}

impl<T: Serialize> Probe<T> {
    const SERIALIZED: bool = true;
}

#[test]
fn types_with_secrets_are_not_serialized_by_accident() {
    const {
        assert!(Probe::<create_env::Response>::SERIALIZED);
        assert!(!Probe::<Secret>::SERIALIZED);
        assert!(!Probe::<get_stable_access_token::Request>::SERIALIZED);
        assert!(!Probe::<get_stable_access_token::Response>::SERIALIZED);
        // The secrets are in its rows.
        assert!(!Probe::<get_download_tcb_file_link::Response>::SERIALIZED);
        assert!(Probe::<get_download_tcb_file_link::Request>::SERIALIZED);
        // And so are those of what WeChat pushes.
        assert!(!Probe::<Event>::SERIALIZED);
        assert!(!Probe::<EventKind>::SERIALIZED);
        assert!(!Probe::<AuthorizationEvent>::SERIALIZED);
        assert!(!Probe::<OtherEvent>::SERIALIZED);
        assert!(!Probe::<Registration>::SERIALIZED);
        assert!(!Probe::<Message>::SERIALIZED);
        assert!(!Probe::<MessageKind>::SERIALIZED);
        assert!(Probe::<EventId>::SERIALIZED);
    }
    let json = json!({"access_token": "T", "expires_in": 7200});
    let response: get_stable_access_token::Response = from_value(json.clone()).unwrap();
    assert_eq!(to_value(WithSecrets(&response)).unwrap(), json);
    assert_eq!(format!("{:?}", WithSecrets(&response)), "WithSecrets");
}

#[test]
fn errors_are_data_without_secrets() {
    let answer = r#"{"errcode": 40125, "errmsg": "invalid appsecret rid: 5f0c-12"}"#;
    let error = decode_response::<get_stable_access_token::Request>(200, answer).unwrap_err();
    assert_eq!(
        to_value(&error).unwrap(),
        json!({
            "endpoint": "getStableAccessToken",
            "code": 40125,
            "name": error.record().unwrap().name,
            "message": "40125 InvalidAppSecret: invalid appsecret",
            "action": error.remedy().unwrap(),
            "outcome": "rejected",
            "rid": "5f0c-12",
        })
    );
    let error = Error::store("the disk is gone");
    assert_eq!(
        to_value(&error).unwrap(),
        json!({
            "endpoint": null, "code": null, "name": null, "rid": null, "outcome": "not_sent",
            "message": "the store of tokens failed: the disk is gone, so nothing was sent",
            "action": error.remedy(),
        })
    );
}

#[test]
fn codes_are_numbers_and_outcomes_are_words() {
    assert_eq!(to_value(Errcode::SystemBusy).unwrap(), -1);
    for json in [json!(-1), json!("-1"), json!(-1.0)] {
        assert_eq!(from_value::<Errcode>(json).unwrap(), Errcode::SystemBusy);
    }
    assert_eq!(from_value::<Errcode>(json!(7)).unwrap(), Errcode::from_code(7));
    refused::<Errcode>(json!("x"), "the value should be a whole number and is a string");
    assert_eq!(to_value(Outcome::Unknown).unwrap(), "unknown");
}
