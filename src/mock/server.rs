//! The HTTP side of a mock: connections, one request at a time on each, bounded in every way.

use std::future::poll_fn;
use std::io;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;
use tokio::task::JoinSet;

use super::body::{Cut, ResponseBody};
use super::received::Received;
use super::state::{State, Verdict};
use super::{control, payload, response};

/// From this many connections on, idle ones are closed, and new ones wait for that.
pub(super) const MAX_CONNECTIONS: usize = 1_024;
/// A longer request body is refused; WeChat's own limits are lower.
const MAX_BODY_BYTES: usize = 8 << 20;
/// The timeout for the head of the next request, and then again for the body. Long
/// enough for a stop in a debugger, and to keep idle connections of a pool open.
const MAX_READ_TIME: Duration = Duration::from_secs(120);
/// The delay after a failed accept, which most often means that no file handle is free.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Listens on loopback; port 0 is any free one.
pub(super) async fn listen(port: u16) -> io::Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await
}

/// Serves until it is dropped, which closes every connection. `limit` is how many there can be.
pub(super) async fn serve(listener: TcpListener, state: Arc<State>, limit: usize) {
    let mut connections = JoinSet::new();
    let crowded = Arc::new(Notify::new());
    loop {
        while connections.try_join_next().is_some() {}
        if connections.len() >= limit {
            crowded.notify_waiters();
            connections.join_next().await;
        }
        match listener.accept().await {
            Ok((stream, _)) => {
                let crowded = Arc::clone(&crowded).notified_owned();
                connections.spawn(serve_connection(stream, Arc::clone(&state), crowded));
            }
            Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
        }
    }
}

/// Serves one until it closes or, once others wait for its place, until it is idle.
async fn serve_connection(stream: TcpStream, state: Arc<State>, crowded: OwnedNotified) {
    // Only speed is lost when it fails.
    let _ = stream.set_nodelay(true);
    let used = Notify::new();
    let service = service_fn(|request| {
        used.notify_one();
        exchange(&state, request)
    });
    let mut connection = pin!(
        http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(MAX_READ_TIME)
            .serve_connection(TokioIo::new(stream), service)
    );
    // A client that has just connected is about to send something.
    let has_to_go = async {
        used.notified().await;
        crowded.await;
    };
    let mut has_to_go = pin!(has_to_go);
    // An error is a client that went away, or a cut that was scripted.
    let ended = poll_fn(|context| match connection.as_mut().poll(context) {
        Poll::Ready(_) => Poll::Ready(true),
        Poll::Pending => has_to_go.as_mut().poll(context).map(|()| false),
    });
    if !ended.await {
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
}

/// One request and its response.
async fn exchange(
    state: &State,
    request: Request<Incoming>,
) -> Result<Response<ResponseBody>, Cut> {
    let (parts, body) = request.into_parts();
    let Some(body) = read(body).await? else {
        let problem = format!("the body is longer than {MAX_BODY_BYTES} bytes\n");
        return Ok(response::text(413, problem));
    };
    let received = Received::new(&parts, body);
    if state.control && control::is_for(&received) {
        return Ok(control::answer(state, &received));
    }
    match state.judge(&received) {
        Verdict::NoSuchPath => Ok(no_such_path(&received)),
        Verdict::Refused { endpoint, refusal } => {
            let errmsg = payload::errmsg(endpoint, refusal.errcode, &refusal.detail);
            Ok(response::json(&payload::failure(
                endpoint,
                refusal.errcode,
                refusal.errcode.code(),
                errmsg,
            )))
        }
        Verdict::Accepted { entry, fields, reply } => {
            response::scripted(entry, &fields, reply).await
        }
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

/// WeChat's response is not documented here.
fn no_such_path(received: &Received) -> Response<ResponseBody> {
    let path = &received.path;
    let problem = format!("the mock has no endpoint at {path}; is there a contract for it?\n");
    response::text(404, problem)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::mock::catalog::Catalog;
    use crate::mock::token::Tokens;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    const REQUEST: &[u8] = b"GET /nothing HTTP/1.1\r\nHost: mock\r\n\r\n";

    /// As many idle connections as there can be do not keep others out.
    #[tokio::test]
    async fn idle_connections_make_room() {
        const LIMIT: usize = 8;
        let listener = listen(0).await.unwrap();
        let address = listener.local_addr().unwrap();
        let state =
            Arc::new(State::new(Catalog::new(&[]).unwrap(), Tokens::default(), false, false));
        let server = tokio::spawn(serve(listener, state, LIMIT));
        let mut open = Vec::new();
        for _ in 0..5 * LIMIT {
            let mut stream = TcpStream::connect(address).await.unwrap();
            stream.write_all(REQUEST).await.unwrap();
            let mut answer = [0; 12];
            let read = stream.read_exact(&mut answer);
            tokio::time::timeout(MAX_READ_TIME / 4, read).await.unwrap().unwrap();
            assert_eq!(&answer, b"HTTP/1.1 404");
            open.push(stream);
        }
        server.abort();
    }
}
