//! A proxy for the mock that holds back the response with an account's token.

use std::sync::Arc;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Requests go to the mock at once. From the first request for a token on, responses
/// wait until the gate is opened.
pub(super) struct Gate {
    pub(super) url: String,
    state: Arc<watch::Sender<State>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No token has been requested yet.
    Passing,
    Closed,
    Open,
}

impl Gate {
    pub(super) async fn before(mock: &str) -> Self {
        let to = mock.trim_start_matches("http://").to_owned();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(watch::Sender::new(State::Passing));
        let gate = Self { url, state: Arc::clone(&state) };
        tokio::spawn(async move {
            while let Ok((from, _)) = listener.accept().await {
                tokio::spawn(pass(from, to.clone(), Arc::clone(&state)));
            }
        });
        gate
    }

    /// Until a token has been asked for, and issued.
    pub(super) async fn reached(&self) {
        let mut state = self.state.subscribe();
        state.wait_for(|state| *state == State::Closed).await.unwrap();
    }

    pub(super) fn open(&self) {
        self.state.send_replace(State::Open);
    }
}

async fn pass(from: TcpStream, to: String, state: Arc<watch::Sender<State>>) {
    let to = TcpStream::connect(to).await.unwrap();
    let ((mut from_read, mut from_write), (mut to_read, mut to_write)) =
        (from.into_split(), to.into_split());
    let asked = Arc::new(watch::Sender::new(false));
    let seen = Arc::clone(&asked);
    tokio::spawn(async move {
        let mut bytes = [0; 16 * 1024];
        while let Ok(length @ 1..) = from_read.read(&mut bytes).await {
            if bytes[..length].windows(20).any(|part| part == b"api_authorizer_token") {
                seen.send_replace(true);
            }
            to_write.write_all(&bytes[..length]).await.unwrap();
        }
    });
    let mut bytes = [0; 16 * 1024];
    while let Ok(length @ 1..) = to_read.read(&mut bytes).await {
        if *asked.borrow() {
            state.send_if_modified(|state| {
                let first = *state == State::Passing;
                if first {
                    *state = State::Closed;
                }
                first
            });
            let mut state = state.subscribe();
            state.wait_for(|state| *state != State::Closed).await.unwrap();
        }
        // A killed process reads no more.
        if from_write.write_all(&bytes[..length]).await.is_err() {
            return;
        }
    }
}
