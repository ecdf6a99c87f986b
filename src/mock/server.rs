//! The HTTP side of a mock: connections, one request at a time on each, bounded in every way.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::body::{AnswerBody, Cut};
use super::received::Received;
use super::state::{State, Verdict};
use super::{answer, control, payload};

/// More connections at a time have to wait.
const MAX_CONNECTIONS: usize = 1_024;
/// A longer request body is refused; WeChat's own limits are lower.
const MAX_BODY_BYTES: usize = 8 << 20;
/// A client has so long to send the head of its next request, and then again for the body. Long
/// enough for a pause in a debugger, and to keep idle connections of a pool open.
const MAX_READ_TIME: Duration = Duration::from_secs(120);
/// A pause after a failed accept, which most often means that no file handle is free.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Listens on loopback; port 0 is any free one.
pub(super) async fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

/// Serves until it is dropped, which closes every connection.
pub(super) async fn serve(listener: TcpListener, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.try_join_next().is_some() {}
        if connections.len() >= MAX_CONNECTIONS {
            connections.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(serve_connection(stream, Arc::clone(&state)));
            }
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

async fn serve_connection(stream: TcpStream, state: Arc<State>) {
    // Only speed is lost when it fails.
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| exchange(&state, request));
    // An error is a client that went away, or a cut that was scripted.
    let _ = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(MAX_READ_TIME)
        .serve_connection(TokioIo::new(stream), service)
        .await;
}

/// One request and its answer.
async fn exchange(state: &State, request: Request<Incoming>) -> Result<Response<AnswerBody>, Cut> {
    let (parts, body) = request.into_parts();
    let Some(body) = read(body).await? else {
        let problem = format!("the body is longer than {MAX_BODY_BYTES} bytes\n");
        return Ok(answer::text(413, problem));
    };
    let received = Received::new(&parts, body);
    if state.control && control::is_for(&received) {
        return Ok(control::answer(state, &received));
    }
    match state.judge(&received) {
        Verdict::NoSuchPath => Ok(no_such_path(&received)),
        Verdict::Refused { endpoint, refusal } => {
            let errmsg = payload::errmsg(endpoint, refusal.errcode, &refusal.detail);
            Ok(answer::json(&payload::failure(refusal.errcode.code(), errmsg)))
        }
        Verdict::Accepted { entry, fields, reply } => answer::scripted(entry, &fields, reply).await,
    }
}

/// The body, or nothing when it is too long.
async fn read(body: Incoming) -> Result<Option<Bytes>, Cut> {
    let whole = Limited::new(body, MAX_BODY_BYTES).collect();
    match tokio::time::timeout(MAX_READ_TIME, whole).await {
        Ok(Ok(whole)) => Ok(Some(whole.to_bytes())),
        Ok(Err(error)) if error.is::<LengthLimitError>() => Ok(None),
        Ok(Err(_)) | Err(_) => Err(Cut),
    }
}

/// What WeChat answers here is not documented.
fn no_such_path(received: &Received) -> Response<AnswerBody> {
    let path = &received.path;
    let problem = format!("the mock has no endpoint at {path}; is there a contract for it?\n");
    answer::text(404, problem)
}
