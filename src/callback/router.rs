//! The inbox as a router for axum.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{RawQuery, State};
use axum::http::StatusCode;
use axum::routing::post;
use tokio::time::timeout;

use super::{BODY_LIMIT, Inbox, Sink};

/// How long a body may take to come. After five seconds WeChat hangs up.
const BODY_WITHIN: Duration = Duration::from_secs(5);

/// A router that takes WeChat's posts at `/`; nest it where the platform's address for authorisation
/// events points to.
///
/// ```no_run
/// use std::sync::Arc;
/// use wechat_cloudbase::Platform;
/// use wechat_cloudbase::callback::{self, Inbox, Receiver};
///
/// async fn serve(receiver: Receiver, platform: Platform) -> std::io::Result<()> {
///     let inbox = Arc::new(Inbox::new(receiver, platform));
///     let app = axum::Router::new().nest("/wechat/events", callback::router(inbox));
///     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
///     axum::serve(listener, app).await
/// }
/// ```
pub fn router<S: Sink>(inbox: Arc<Inbox<S>>) -> Router {
    Router::new().route("/", post(take::<S>)).with_state(inbox)
}

async fn take<S: Sink>(
    State(inbox): State<Arc<Inbox<S>>>,
    RawQuery(query): RawQuery,
    body: Body,
) -> (StatusCode, &'static str) {
    let body = match timeout(BODY_WITHIN, to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => body,
        Ok(Err(_)) => return (StatusCode::PAYLOAD_TOO_LARGE, "refused"),
        Err(_) => return (StatusCode::REQUEST_TIMEOUT, "refused"),
    };
    let answer = inbox.deliver(query.as_deref().unwrap_or_default(), &body).await;
    let status = StatusCode::from_u16(answer.status);
    (status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), answer.body)
}
