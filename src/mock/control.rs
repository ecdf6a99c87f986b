//! The mock's own paths, by which a program in any language scripts it and reads what it saw.

use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::Response;
use serde_json::{Map, Value, json};

use super::body::ResponseBody;
use super::received::Received;
use super::record::RecordedCall;
use super::reply::Reply;
use super::script::Script;
use super::state::State;
use super::{response, suggest, token};
use crate::Errcode;

const PREFIX: &str = "/__mock/";
const HELP: &str = "\
POST /__mock/script  {\"endpoint\": \"createEnv\", \"errcode\": 40014, \"times\": 2}
GET  /__mock/calls   the newest calls, oldest first
POST /__mock/tokens  {\"token\": \"abc\", \"kind\": \"component\", \"expired\": true}
POST /__mock/reset   forget all calls and scripts
";

/// Whether a request is for the mock itself.
pub(super) fn is_for(received: &Received) -> bool {
    received.path.starts_with(PREFIX)
}

pub(super) fn answer(state: &State, received: &Received) -> Response<ResponseBody> {
    let name = received.path.strip_prefix(PREFIX).unwrap_or_default();
    let done = match (received.method.as_str(), name) {
        ("POST", "script") => object(received).and_then(|order| script(state, &order)),
        ("POST", "tokens") => object(received).and_then(|order| add_token(state, &order)),
        ("GET", "calls") => Ok(calls(state)),
        ("POST", "reset") => {
            state.reset();
            Ok(json!({ "ok": true }))
        }
        _ => return response::text(404, HELP.to_owned()),
    };
    match done {
        Ok(value) => response::json(&value),
        Err(problem) => response::text(400, format!("{problem}\n")),
    }
}

type Order = Map<String, Value>;

fn object(received: &Received) -> Result<Order, String> {
    serde_json::from_slice(&received.body)
        .map_err(|error| format!("the body should be a JSON object: {error}"))
}

const SCRIPT_KEYS: [&str; 15] = [
    "endpoint",
    "times",
    "always",
    "errcode",
    "errmsg",
    "errcode_as_string",
    "json",
    "html",
    "raw",
    "base64",
    "fault",
    "status",
    "content_type",
    "retry_after",
    "delay_ms",
];

fn script(state: &State, order: &Order) -> Result<Value, String> {
    check_keys(order, &SCRIPT_KEYS)?;
    let name: &str = required(order, "endpoint", Value::as_str)?;
    let entry = state.catalog.named(name).map_err(|e| e.to_string())?;
    let endpoint = entry.contract.endpoint;
    let reply = modified(reply(order)?, order)?;
    let script = Script::new(state, endpoint.id);
    let always = get(order, "always", Value::as_bool)?.unwrap_or_default();
    match (always, get(order, "times", Value::as_u64)?) {
        (true, None) => script.always(reply),
        (false, None) => script.once(reply),
        (false, Some(times @ 1..)) => script.times(times, reply),
        (false, Some(0)) => return Err("`times` should be 1 or more".to_owned()),
        (true, Some(_)) => return Err("choose one of times, always".to_owned()),
    };
    Ok(json!({ "ok": true, "endpoint": endpoint.name }))
}

fn reply(order: &Order) -> Result<Reply, String> {
    let choices = ["errcode", "json", "html", "raw", "base64", "fault"];
    let chosen: Vec<_> = choices.into_iter().filter(|k| order.contains_key(*k)).collect();
    match chosen.as_slice() {
        [] => Ok(Reply::sample()),
        ["errcode"] => Ok(Reply::errcode(required(order, "errcode", Value::as_i64)?)),
        ["json"] => Ok(Reply::json(order.get("json").cloned().unwrap_or_default())),
        ["html"] => Ok(Reply::html(200, required(order, "html", Value::as_str)?)),
        ["raw"] => Ok(Reply::raw(required(order, "raw", Value::as_str)?)),
        ["base64"] => match STANDARD.decode(required(order, "base64", Value::as_str)?) {
            Ok(bytes) => Ok(Reply::bytes(bytes)),
            Err(error) => Err(format!("`base64` can't be decoded: {error}")),
        },
        ["fault"] => fault(required(order, "fault", Value::as_str)?),
        several => Err(format!("choose one of {}", several.join(", "))),
    }
}

fn fault(name: &str) -> Result<Reply, String> {
    match name {
        "cut_connection" => Ok(Reply::cut_connection()),
        "cut_body" => Ok(Reply::cut_body()),
        "endless" => Ok(Reply::endless()),
        _ => Err("`fault` should be cut_connection, cut_body or endless".to_owned()),
    }
}

fn modified(mut reply: Reply, order: &Order) -> Result<Reply, String> {
    let alone = |key: &&str| order.contains_key(*key) && !order.contains_key("errcode");
    if let Some(key) = ["errmsg", "errcode_as_string"].into_iter().find(alone) {
        return Err(format!("`{key}` goes with `errcode`"));
    }
    if let Some(text) = get(order, "errmsg", Value::as_str)? {
        reply = reply.message(text);
    }
    if get(order, "errcode_as_string", Value::as_bool)? == Some(true) {
        reply = reply.as_string();
    }
    match get(order, "status", Value::as_u64)?.map(u16::try_from) {
        None => {}
        Some(Ok(status @ 200..=599)) => reply = reply.status(status),
        Some(_) => return Err("`status` should be from 200 to 599".to_owned()),
    }
    if let Some(text) = get(order, "content_type", Value::as_str)? {
        reply = reply.content_type(text);
    }
    if let Some(seconds) = get(order, "retry_after", Value::as_u64)? {
        reply = reply.retry_after(Duration::from_secs(seconds));
    }
    let delay = get(order, "delay_ms", Value::as_u64)?.unwrap_or_default();
    Ok(reply.after(Duration::from_millis(delay)))
}

fn add_token(state: &State, order: &Order) -> Result<Value, String> {
    check_keys(order, &["token", "kind", "expired"])?;
    let text = required(order, "token", Value::as_str)?;
    let kind = token::kind_named(required(order, "kind", Value::as_str)?)
        .ok_or("`kind` should be component, authorizer or app")?;
    let expired = get(order, "expired", Value::as_bool)?.unwrap_or_default();
    state.tokens().insert(text, kind, expired);
    Ok(json!({ "ok": true }))
}

fn calls(state: &State) -> Value {
    state.log().calls().iter().map(call).collect()
}

fn call(call: &RecordedCall) -> Value {
    let kind = call.token.kind().map(token::short_name);
    json!({
        "endpoint": call.endpoint.map(|endpoint| endpoint.name),
        "method": call.method,
        "path": call.path,
        "query": call.query,
        "body": call.body,
        "headers": call.headers,
        "token": { "kind": kind, "state": call.token.state() },
        "refused": call.refused.map(Errcode::code),
    })
}

fn check_keys(order: &Order, known: &[&str]) -> Result<(), String> {
    match order.keys().find(|key| !known.contains(&key.as_str())) {
        None => Ok(()),
        Some(key) => {
            let help = suggest::help(key, known, &[]);
            Err(format!("there is no key `{key}`; {help}"))
        }
    }
}

fn required<'a, T>(
    order: &'a Order,
    key: &str,
    read: impl Fn(&'a Value) -> Option<T>,
) -> Result<T, String> {
    get(order, key, read)?.ok_or_else(|| format!("`{key}` is missing"))
}

fn get<'a, T>(
    order: &'a Order,
    key: &str,
    read: impl Fn(&'a Value) -> Option<T>,
) -> Result<Option<T>, String> {
    let Some(value) = order.get(key) else {
        return Ok(None);
    };
    match read(value) {
        Some(value) => Ok(Some(value)),
        None => Err(format!("`{key}` has a value of the wrong type")),
    }
}
