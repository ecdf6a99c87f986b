//! Calls the mock, whose address is the argument, through a client that progenitor has made of our
//! OpenAPI document, and reads every sample of the document with its types.

use serde_json::{Value, json};

use client::types;
use serde::Serialize;
use serde::de::DeserializeOwned;

#[allow(clippy::all, dead_code, private_interfaces, unused_imports)]
mod client {
    include!(concat!(env!("OUT_DIR"), "/client.rs"));
}

/// What each call carries. Progenitor does nothing with keys in the query string.
#[derive(Clone, Debug)]
struct Token(&'static str);

fn with_token(token: &Token, request: &mut reqwest::Request) {
    request.url_mut().query_pairs_mut().append_pair("access_token", token.0);
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    include!(concat!(env!("OUT_DIR"), "/samples.rs"));
    let url = std::env::args().nth(1).expect("the mock's base URL");
    let with = |token| client::Client::new(&url, Token(token));
    let component = with("mock-component");

    // A body; a failure beside a success.
    let body: types::CreateTcbEnvRequest = from(json!({ "alias": "shop", "EnvType": "run" }));
    match component.create_tcb_env(&body).await.expect("a response").into_inner() {
        types::CreateTcbEnvResponse::Success { env, .. } => assert!(!env.to_string().is_empty()),
        other => panic!("{other:?}"),
    }
    match with("nobody's").create_tcb_env(&body).await.expect("a response").into_inner() {
        types::CreateTcbEnvResponse::Failure(failure) => assert_eq!(failure.errcode, 40014),
        other => panic!("{other:?}"),
    }

    // A field in body and query string alike.
    let action = types::DbcollectionManageAction::Get;
    let body = from(json!({ "action": "get", "env": "shop-1" }));
    let answer = component.dbcollection_manage(action, &body).await.expect("a response");
    succeeded(answer.into_inner());

    // The caller's own JSON as the body.
    let env = "shop-1".parse().expect("an id");
    let body = from(json!({ "sku": 5 }));
    let answer = component.invoke_cloud_function(&env, "main", &body).await.expect("a response");
    succeeded(answer.into_inner());

    // An old path, with a field that may be left out.
    let body = from(json!({ "group_id": "room", "nonce": "n", "timestamp": 1 }));
    let app = with("mock-app");
    let answer = app.get_cloud_base_vo_ip_sign_at_tcb_getvoipsign(None, &body).await;
    succeeded(answer.expect("a response").into_inner());

    // Without a token.
    let body = from(json!({
        "component_appid": "wx1", "component_appsecret": "s", "component_verify_ticket": "t",
    }));
    let answer = component.get_component_access_token(&body).await.expect("a response");
    succeeded(answer.into_inner());
    println!("the client by progenitor calls the mock");
}

fn from<T: DeserializeOwned>(value: Value) -> T {
    serde_json::from_value(value).expect("a value of this type")
}

fn succeeded(answer: impl Serialize) {
    let answer = serde_json::to_value(answer).expect("JSON");
    assert_eq!(answer.get("errcode").unwrap_or(&json!(0)), &json!(0), "{answer}");
}

/// What is read as a type is written as it was. One response has members that the client does not
/// know; see the build script.
fn check<T: DeserializeOwned + Serialize>(name: &str, sample: &str) {
    let sample: Value = serde_json::from_str(sample).expect("JSON");
    let read: T =
        serde_json::from_value(sample.clone()).unwrap_or_else(|error| panic!("{name}: {error}"));
    let written = serde_json::to_value(read).expect("JSON");
    if name != "GetStaticStoreResponse" {
        assert_eq!(plain(written), plain(sample), "{name}");
    }
}

/// 1 and 1.0 are one number. Progenitor does not write a list that may be left out and is empty.
fn plain(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.into_iter().map(plain).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .filter(|(_, value)| value.as_array().is_none_or(|items| !items.is_empty()))
            .map(|(name, value)| (name, plain(value)))
            .collect(),
        value => value,
    }
}
