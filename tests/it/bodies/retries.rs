//! Calls that are idempotent by a field.

use serde_json::json;
use wechat_cloudbase::token::App;

use crate::golden::bodies::send_notice::{self, Request};
use crate::harness::{Reply, Server};

/// How many attempts are made while WeChat is busy.
async fn attempts(request: Request) -> usize {
    let server = Server::start(vec![Reply::errcode(-1); 9]).await;
    let error = server.client::<App>().call(request).send().await.unwrap_err();
    assert!(error.is_busy());
    server.request_count()
}

async fn raw_attempts(fields: serde_json::Value) -> usize {
    let server = Server::start(vec![Reply::errcode(-1); 9]).await;
    let call = server.client::<App>().raw(&send_notice::ENDPOINT, fields);
    assert!(call.send().await.unwrap_err().is_busy());
    server.request_count()
}

#[tokio::test(start_paused = true)]
async fn a_call_with_an_id_is_retried() {
    assert_eq!(attempts(Request::new("o1")).await, 1);
    assert_eq!(attempts(Request::new("o1").with_client_msg_id("")).await, 1);
    assert_eq!(attempts(Request::new("o1").with_client_msg_id(" ")).await, 1);
    assert_eq!(attempts(Request::new("o1").with_client_msg_id("m-1")).await, 4);
}

#[tokio::test(start_paused = true)]
async fn so_is_a_raw_one() {
    assert_eq!(raw_attempts(json!({ "to": "o1" })).await, 1);
    assert_eq!(raw_attempts(json!({ "to": "o1", "client_msg_id": "" })).await, 1);
    assert_eq!(raw_attempts(json!({ "to": "o1", "client_msg_id": null })).await, 1);
    assert_eq!(raw_attempts(json!({ "to": "o1", "client_msg_id": "m-1" })).await, 4);
    assert_eq!(raw_attempts(json!({ "to": "o1", "client_msg_id": 7 })).await, 4);
}
