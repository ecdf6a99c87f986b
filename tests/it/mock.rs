//! The mock server: what it checks, what can be scripted, what it records.

mod checks;
mod contracts;
mod program;
mod quickstart;
mod records;
mod scripts;
mod several;
mod typed;

use reqwest::{Method, Response};
use wechat_cloudbase::mock::Mock;

use contracts::PROBES;

/// A mock of the probes alone.
async fn probes() -> Mock {
    Mock::empty().contracts(PROBES).start().await.unwrap()
}

/// Sends a request as any HTTP client would.
async fn send(mock: &Mock, method: &str, target: &str, body: &str) -> reqwest::Result<Response> {
    let method = Method::from_bytes(method.as_bytes()).unwrap();
    let url = format!("{}{target}", mock.base_url());
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    client.request(method, url).body(body.to_owned()).send().await
}

async fn post(mock: &Mock, target: &str, body: &str) -> reqwest::Result<Response> {
    send(mock, "POST", target, body).await
}

async fn json(answer: reqwest::Result<Response>) -> serde_json::Value {
    serde_json::from_slice(&answer.unwrap().bytes().await.unwrap()).unwrap()
}

/// The response in one line: status, content type, body without its rid.
async fn show(answer: reqwest::Result<Response>) -> String {
    let answer = match answer {
        Ok(answer) => answer,
        Err(_) => return "no response".to_owned(),
    };
    let status = answer.status().as_u16();
    let content_type = answer.headers()["content-type"].to_str().unwrap().to_owned();
    let content_type = content_type.split(';').next().unwrap_or_default();
    match answer.text().await {
        Ok(text) => format!("{status} {content_type} {}", without_rid(&text)).trim_end().to_owned(),
        Err(_) => format!("{status} {content_type} and the body is cut"),
    }
}

/// Replaces the rid, of which every digit differs from call to call.
fn without_rid(text: &str) -> String {
    let Some((before, after)) = text.split_once("rid: ") else {
        return text.to_owned();
    };
    let (rid, after) = after.split_at(26);
    let groups: Vec<_> = rid.split('-').collect();
    let is_hex = |group: &&str| group.len() == 8 && group.chars().all(|c| c.is_ascii_hexdigit());
    assert!(groups.len() == 3 && groups.iter().all(is_hex), "{rid}");
    format!("{before}rid: #{after}")
}
