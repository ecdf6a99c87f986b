//! The router, over HTTP.

use std::sync::Arc;
use std::time::SystemTime;

use tokio::net::TcpListener;
use wechat_cloudbase::callback::{self, Inbox, Sealed};

use super::inbox::Recorder;
use super::{receiver, ticket_xml};

/// Serves the router at `/wechat/events` and returns the URL.
async fn serve(sink: Recorder) -> String {
    let inbox = Arc::new(Inbox::new(receiver(), sink));
    let app = axum::Router::new().nest("/wechat/events", callback::router(inbox));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/wechat/events")
}

fn message() -> Sealed {
    let now = SystemTime::now();
    receiver().seal(&ticket_xml(now, "t"), now, "1", [1; 16]).unwrap()
}

async fn post(url: &str, query: &str, body: impl Into<reqwest::Body>) -> (u16, String) {
    let request = reqwest::Client::new().post(format!("{url}?{query}")).body(body);
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (status, answer.text().await.unwrap())
}

#[tokio::test]
async fn an_event_is_answered_with_success() {
    let sink = Recorder::new();
    let url = serve(sink.clone()).await;
    let message = message();
    for _ in 0..2 {
        let answer = post(&url, &message.query, message.body.clone()).await;
        assert_eq!(answer, (200, "success".to_owned()));
    }
    assert_eq!(sink.taken(), ["ticket t"]);
}

#[tokio::test]
async fn each_failure_has_its_status() {
    let url = serve(Recorder::failing(1)).await;
    let message = message();
    let (query, body) = (message.query.as_str(), message.body.as_str());
    let long = "x".repeat(70_000);
    assert_eq!(post(&url, query, long).await, (413, "refused".to_owned()));
    assert_eq!(post(&url, &query.replace("nonce=1", "nonce=2"), body.to_owned()).await.0, 403);
    assert_eq!(post(&url, "", body.to_owned()).await.0, 400);
    assert_eq!(post(&url, query, "").await.0, 400);
    assert_eq!(post(&url, query, body.to_owned()).await, (500, "failed".to_owned()));
    assert_eq!(post(&url, query, body.to_owned()).await.0, 200);
    let read = reqwest::get(format!("{url}?{query}")).await.unwrap();
    assert_eq!(read.status().as_u16(), 405);
}
