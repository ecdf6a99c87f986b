//! Every endpoint of the spec, by tests that are generated with it: its sample is what its types
//! encode to and decode from, the mock takes it, and each documented errcode arrives as itself.

use serde_json::{Map, Value};
use wechat_cloudbase::api::CONTRACTS;
use wechat_cloudbase::call::{Raw, RetryPolicy};
use wechat_cloudbase::mock::contract::Contract;
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::operation::{self, Accepts, Location, Operation, RequestBody, ResponseBody};
use wechat_cloudbase::token::TokenKind;
use wechat_cloudbase::{Call, Client, Errcode, Outcome};

mod survival;
mod values;

mod generated {
    include!(concat!(env!("OUT_DIR"), "/samples.rs"));
}

fn check_sample<K: TokenKind, O: Accepts<K, Response: values::Any> + Clone + values::Any>(
    request: O,
    sample: &str,
    answer: Option<&str>,
    content: Option<(&str, &[u8])>,
) {
    let contract = CONTRACTS.iter().find(|contract| contract.endpoint.id == O::ENDPOINT.id);
    let contract = contract.expect("a contract");
    if O::ENDPOINT.request_body == RequestBody::Json {
        encodes(&request, contract, sample);
    }
    if O::ENDPOINT.response_body == ResponseBody::Json && !O::ENDPOINT.list_response {
        survival::check::<O>(contract);
    }
    values::check::<O, O::Response>(contract);
    let content = content.map(|(_, bytes)| bytes);
    for answer in answer.map(str::as_bytes).into_iter().chain(content) {
        operation::decode_response::<O>(200, answer).expect("the sample decodes");
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let mock = Mock::start().await.expect("a mock");
        let client = mock.client::<K>().expect("a client");
        client.call(request.clone()).send().await.expect("the mock takes the sample");
        let fields = serde_json::from_str(sample).expect("a sample of JSON");
        sends_the_same(&mock, client.raw(O::ENDPOINT, fields)).await;
        for &errcode in O::ENDPOINT.errcodes {
            answers(&mock, &client, request.clone(), errcode).await;
        }
    });
}

/// The body and the query string together are the sample.
fn encodes<O: Operation>(request: &O, contract: &Contract, sample: &str) {
    let parts =
        operation::request_parts(request, "https://api.weixin.qq.com", None).expect("parts");
    let body = parts.body.unwrap_or_else(|| b"{}".to_vec());
    let body: Value = serde_json::from_slice(&body).expect("a body of JSON");
    let locations = contract.endpoint.locations;
    let whole = locations.iter().find(|(_, location)| *location == Location::WholeBody);
    let mut fields = match (whole, contract.endpoint.request_wrapper) {
        (Some((name, _)), _) => Value::from(Map::from_iter([((*name).to_owned(), body)])),
        (None, Some(wrapper)) => body[wrapper].clone(),
        (None, None) => body,
    };
    let sample: Value = serde_json::from_str(sample).expect("a sample of JSON");
    let url = reqwest::Url::parse(parts.url.expose()).expect("a URL");
    for (name, text) in url.query_pairs() {
        fields[&*name] = value_of(&sample[&*name], &text);
    }
    for (name, location) in contract.endpoint.locations {
        if let (Location::Header, Some(value)) = (location, parts.headers.get(*name)) {
            fields[*name] = value_of(&sample[*name], value.to_str().expect("text"));
        } else if *location == Location::Path {
            // That it is in the path, the mock finds.
            fields[*name] = sample[*name].clone();
        }
    }
    assert_eq!(canonical(fields), canonical(sample));
}

/// The value that a text stands for.
fn value_of(sample: &Value, text: &str) -> Value {
    let plain = serde_json::from_str(text).ok();
    plain.filter(|plain| sample == plain).unwrap_or_else(|| Value::from(text))
}

/// With every number as a float, and JSON in a text as the JSON: `1` and `1.0` are one number, and
/// the order of keys means nothing.
fn canonical(value: Value) -> Value {
    match value {
        Value::String(text) if text.starts_with(['{', '[']) => {
            serde_json::from_str(&text).map_or_else(|_| Value::from(text.as_str()), canonical)
        }
        Value::Number(number) => Value::from(number.as_f64()),
        Value::Array(items) => items.into_iter().map(canonical).collect(),
        Value::Object(fields) => {
            fields.into_iter().map(|(name, value)| (name, canonical(value))).collect()
        }
        other => other,
    }
}

/// A raw call with the sample sends what the typed call before it has sent.
async fn sends_the_same(mock: &Mock, call: Call<Raw>) {
    call.send().await.expect("the mock takes the raw sample");
    let calls = mock.calls();
    let [typed, raw] = calls.as_slice() else { panic!("{calls:?}") };
    assert_eq!(raw.query, typed.query);
    assert_eq!(raw.body.clone().map(canonical), typed.body.clone().map(canonical));
}

async fn answers<K: TokenKind, O: Accepts<K>>(
    mock: &Mock,
    client: &Client<K>,
    request: O,
    errcode: Errcode,
) {
    let script = mock.on(O::ENDPOINT.id).expect("the mock knows the endpoint");
    script.once(Reply::errcode(errcode));
    let call = client.call(request).retry(RetryPolicy::Never);
    let error = call.send().await.err().expect("an error");
    assert_eq!(error.errcode(), Some(errcode));
    assert!(!matches!(errcode, Errcode::Other(_)), "{errcode} is in the spec");
    assert_eq!(error.errmsg(), Some(errcode.message()));
    assert_eq!(error.remedy(), Some(errcode.remedy()));
    assert_eq!(error.endpoint().map(|endpoint| endpoint.name), Some(O::ENDPOINT.name));
    assert!(error.rid().is_some(), "{error}");
    assert_ne!(error.outcome(), Outcome::NotSent);
}
