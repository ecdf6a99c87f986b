//! The inboxes as routers for axum.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{RawPathParams, RawQuery, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use tokio::time::timeout;

use super::{BODY_LIMIT, EventResponse, Handler, Inbox, MessageInbox, MessageResponse, Sink};

/// The timeout for receiving a body. After five seconds WeChat hangs up.
const BODY_WITHIN: Duration = Duration::from_secs(5);

/// A router that takes WeChat's `POST`s at `/`; nest it where the platform's URL for authorisation
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

/// A router that takes messages to accounts at `/`, and answers WeChat's verification of the
/// URL there; nest it where the URL for messages and events points to. When its path has a
/// parameter `appid`, in place of WeChat's `$APPID$`, messages have it.
///
/// ```no_run
/// use std::sync::Arc;
/// use wechat_cloudbase::Platform;
/// use wechat_cloudbase::callback::{self, MessageInbox, Receiver};
///
/// async fn serve(receiver: Receiver, platform: Platform) -> std::io::Result<()> {
///     let inbox = Arc::new(MessageInbox::new(receiver, platform.release_check()));
///     let messages = callback::message_router(inbox);
///     // On the open platform: https://example.com/wechat/$APPID$/callback
///     let app = axum::Router::new().nest("/wechat/{appid}/callback", messages);
///     let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
///     axum::serve(listener, app).await
/// }
/// ```
pub fn message_router<H: Handler>(inbox: Arc<MessageInbox<H>>) -> Router {
    let routes = post(take_message::<H>).get(verify::<H>);
    Router::new().route("/", routes).with_state(inbox)
}

async fn take<S: Sink>(
    State(inbox): State<Arc<Inbox<S>>>,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let response = match read(body).await {
        Ok(body) => inbox.deliver(query.as_deref().unwrap_or_default(), &body).await,
        Err(response) => response,
    };
    respond(response.into())
}

async fn take_message<H: Handler>(
    State(inbox): State<Arc<MessageInbox<H>>>,
    parameters: RawPathParams,
    RawQuery(query): RawQuery,
    body: Body,
) -> Response {
    let appid = parameters.iter().find(|(name, _)| *name == "appid").map(|(_, appid)| appid);
    respond(match read(body).await {
        Ok(body) => inbox.deliver(query.as_deref().unwrap_or_default(), appid, &body).await,
        Err(response) => response.into(),
    })
}

async fn verify<H: Handler>(
    State(inbox): State<Arc<MessageInbox<H>>>,
    RawQuery(query): RawQuery,
) -> Response {
    respond(inbox.verify(query.as_deref().unwrap_or_default()))
}

async fn read(body: Body) -> Result<Bytes, EventResponse> {
    match timeout(BODY_WITHIN, to_bytes(body, BODY_LIMIT)).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(_)) => Err(EventResponse::refused(StatusCode::PAYLOAD_TOO_LARGE.as_u16())),
        Err(_) => Err(EventResponse::refused(StatusCode::REQUEST_TIMEOUT.as_u16())),
    }
}

fn respond(response: MessageResponse) -> Response {
    let status = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CONTENT_TYPE, response.content_type)], response.body).into_response()
}
