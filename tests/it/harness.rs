//! A scripted server, byte by byte, and clients that call it.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use wechat_cloudbase::api::{change_tcb_env, create_env, share_cloudbase_env, types};
use wechat_cloudbase::token::{
    AccessToken, Authorizer, BoxFuture, Component, Fetch, Fetched, Need, TokenKind, TokenProvider,
};
use wechat_cloudbase::{Client, ClientBuilder, Error};

/// Listens on a loopback port and sends each connection the next reply of its script.
pub(crate) struct Server {
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<Request>>>,
    task: JoinHandle<()>,
}

/// A request as received.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) head: String,
    pub(crate) body: String,
}

/// The reply to a connection once its request has been read.
#[derive(Clone)]
pub(crate) struct Reply {
    bytes: Vec<u8>,
    then: Then,
}

#[derive(Clone)]
enum Then {
    Close,
    Hang,
    RepeatForever,
}

impl Server {
    pub(crate) async fn start(script: impl IntoIterator<Item = Reply>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::<Mutex<Vec<Request>>>::default();
        let script: VecDeque<_> = script.into_iter().collect();
        let task = tokio::spawn(serve(listener, script, Arc::clone(&requests)));
        Self { url, requests, task }
    }

    /// From now on, connections are refused.
    pub(crate) async fn stop(&mut self) {
        self.task.abort();
        let _ = (&mut self.task).await;
    }

    /// The requests so far.
    pub(crate) fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }

    pub(crate) fn request_count(&self) -> usize {
        self.requests().len()
    }

    /// A builder of clients whose one token is `TOKEN`.
    pub(crate) fn builder<K: TokenKind>(&self) -> ClientBuilder<K> {
        Client::builder(AccessToken::<K>::new("TOKEN")).base_urls([&self.url])
    }

    pub(crate) fn client<K: TokenKind>(&self) -> Client<K> {
        self.builder().build().unwrap()
    }
}

async fn serve(
    listener: TcpListener,
    mut script: VecDeque<Reply>,
    requests: Arc<Mutex<Vec<Request>>>,
) {
    while let Ok((mut stream, _)) = listener.accept().await {
        let Some(request) = read_request(&mut stream).await else {
            continue;
        };
        requests.lock().unwrap().push(request);
        if let Some(reply) = script.pop_front() {
            tokio::spawn(reply.write(stream));
        }
    }
}

async fn read_request(stream: &mut TcpStream) -> Option<Request> {
    let mut bytes = Vec::new();
    loop {
        if let Some(request) = whole_request(&bytes) {
            return Some(request);
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}

fn whole_request(bytes: &[u8]) -> Option<Request> {
    let text = std::str::from_utf8(bytes).ok()?;
    let (head, body) = text.split_once("\r\n\r\n")?;
    let lengths = head.lines().filter_map(|line| line.strip_prefix("content-length: "));
    let length: usize = lengths.map(|length| length.parse::<usize>().unwrap()).sum();
    (body.len() >= length).then(|| Request { head: head.to_owned(), body: body.to_owned() })
}

impl Request {
    /// Method and address: `POST /tcb/modifyenv?access_token=TOKEN`.
    pub(crate) fn line(&self) -> &str {
        let line = self.head.lines().next().unwrap();
        line.strip_suffix(" HTTP/1.1").unwrap()
    }
}

impl Reply {
    /// Raw bytes, then the end of the connection.
    pub(crate) fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self { bytes: bytes.into(), then: Then::Close }
    }

    /// JSON with status 200.
    pub(crate) fn json(body: &str) -> Self {
        Self::http(200, "application/json", body)
    }

    pub(crate) fn errcode(code: i64) -> Self {
        Self::json(&format!(r#"{{"errcode": {code}, "errmsg": "in words rid: 1-2-3"}}"#))
    }

    pub(crate) fn http(status: u16, content_type: &str, body: impl AsRef<[u8]>) -> Self {
        let body = body.as_ref();
        let mut bytes = format!(
            "HTTP/1.1 {status} Some Reason\r\ncontent-type: {content_type}\r\n\
             content-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        )
        .into_bytes();
        bytes.extend_from_slice(body);
        Self::raw(bytes)
    }

    /// The end of the connection without a response.
    pub(crate) fn cut() -> Self {
        Self::raw("")
    }

    /// No response, and no end.
    pub(crate) fn hang() -> Self {
        Self::raw("").then_hang()
    }

    pub(crate) fn then_hang(mut self) -> Self {
        self.then = Then::Hang;
        self
    }

    /// A response without a length whose body never ends.
    pub(crate) fn endless() -> Self {
        let mut reply = Self::raw("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"a\": \"");
        reply.then = Then::RepeatForever;
        reply
    }

    async fn write(self, mut stream: TcpStream) {
        // The client may have disconnected already.
        let _ = stream.write_all(&self.bytes).await;
        match self.then {
            Then::Close => {}
            Then::Hang => std::future::pending().await,
            Then::RepeatForever => while stream.write_all(&[b'x'; 4096]).await.is_ok() {},
        }
    }
}

/// A base URL where connections are refused.
pub(crate) async fn refusing_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    format!("http://{}", listener.local_addr().unwrap())
}

/// An endpoint that is not idempotent.
pub(crate) fn create_env() -> create_env::Request {
    create_env::Request::new("shop")
}

/// An idempotent endpoint, whose response is empty.
pub(crate) fn change_env() -> change_tcb_env::Request {
    change_tcb_env::Request::new(types::EnvId::new("shop-1"))
}

/// An endpoint with nested fields.
pub(crate) fn share_env() -> share_cloudbase_env::Request {
    let appids = vec![types::AppId::new("wx1"), types::AppId::new("wx2")];
    let data = share_cloudbase_env::Data::new("shop-1", appids);
    share_cloudbase_env::Request::new(vec![data], share_cloudbase_env::SourceType::CloudHosting)
}

pub(crate) type Platform = Client<Component>;
pub(crate) type Account = Client<Authorizer>;

/// What a caller sees of an error: its line, and what its accessors say. Ports are left out.
pub(crate) fn describe(error: &Error) -> String {
    let mut text = without_port(&error.to_string());
    text += &format!("\noutcome {:?}", error.outcome());
    if let Some(status) = error.http_status() {
        text += &format!(", status {status}");
    }
    if let Some(code) = error.errcode() {
        text += &format!(", errcode {}, errmsg {:?}", code.code(), error.errmsg().unwrap());
    }
    if let Some(rid) = error.rid() {
        text += &format!(", rid {rid:?}");
    }
    if let Some(hint) = error.hint() {
        text += &format!(", hint {hint:?}");
    }
    if let Some(body) = error.body() {
        text += &format!(", body of {}", body.len());
    }
    text
}

fn without_port(text: &str) -> String {
    match text.split_once("127.0.0.1:") {
        Some((before, after)) => {
            let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
            format!("{before}127.0.0.1{after}")
        }
        None => text.to_owned(),
    }
}

/// A provider without a token, for a reason.
pub(crate) struct NoToken<F>(pub(crate) F);

impl<K: TokenKind, F: Fn() -> Error + Send + Sync + 'static> TokenProvider<K> for NoToken<F> {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<K>, Error>> {
        Box::pin(async { Err((self.0)()) })
    }
}

/// Fetches the same token each time.
pub(crate) struct Fixed;

impl<K: TokenKind> Fetch<K> for Fixed {
    fn fetch(&self, _: Need<K>) -> BoxFuture<'_, Result<Fetched<K>, Error>> {
        let token = AccessToken::new("FIXED");
        Box::pin(async { Ok(Fetched::expires_in(token, Duration::from_secs(7200))) })
    }
}
