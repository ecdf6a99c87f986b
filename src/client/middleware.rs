//! Middleware: the caller's code around the transport, while the client keeps tokens, retries and failover.
//!
//! A middleware sees each attempt of each call, after its token is known and before it is sent. It may
//! add headers, inspect the response, delay the request, refuse it, or respond in WeChat's place.
//!
//! ```
//! use wechat_cloudbase::Client;
//! use wechat_cloudbase::client::middleware::{Middleware, Next, Request, Response};
//! use wechat_cloudbase::token::{AccessToken, Authorizer, BoxFuture};
//! use wechat_cloudbase::{Error, api::create_env};
//!
//! /// Numbers the requests.
//! struct RequestId;
//!
//! impl Middleware for RequestId {
//!     fn send<'a>(
//!         &'a self,
//!         mut request: Request,
//!         next: Next<'a>,
//!     ) -> BoxFuture<'a, Result<Response, Error>> {
//!         Box::pin(async move {
//!             let id = format!("{}-{}", request.endpoint().name, request.attempt());
//!             request.set_header("x-request-id", &id)?;
//!             let response = next.send(request).await?;
//!             println!("{id}: HTTP {}", response.status());
//!             Ok(response)
//!         })
//!     }
//! }
//!
//! /// Stands for WeChat in a test.
//! struct Double;
//!
//! impl Middleware for Double {
//!     fn send<'a>(
//!         &'a self,
//!         request: Request,
//!         _: Next<'a>,
//!     ) -> BoxFuture<'a, Result<Response, Error>> {
//!         Box::pin(async move {
//!             assert_eq!(request.headers()["x-request-id"], "createEnv-1");
//!             Ok(Response::new(200, r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#))
//!         })
//!     }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Error> {
//! // The first one added is the outermost.
//! let client = Client::builder(AccessToken::<Authorizer>::new("TOKEN"))
//!     .middleware(RequestId)
//!     .middleware(Double)
//! #   .base_urls(["http://127.0.0.1:1"])
//!     .build()?;
//! let created = client.create_env(create_env::Request::new("shop")).send().await?;
//! assert_eq!(created.envid.as_str(), "shop-1");
//! # Ok(())
//! # }
//! ```

use std::fmt;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use super::exchange::Exchange;
use super::headers::header;
use crate::Secret;
use crate::error::{Error, Outcome};
use crate::operation::{Endpoint, Method};
use crate::token::BoxFuture;
use crate::transport::{IsEnough, Patience, Reply, Transport};
use reqwest::header::HeaderMap;

/// Code around the transport; see the [module](self) for an example.
///
/// The attempt's timeout covers all middleware together with the exchange. A panic is an error
/// of the call. A middleware must be cancel-safe: a call may be dropped.
pub trait Middleware: Send + Sync + 'static {
    /// Sends a request through `next`, or does something in its place.
    ///
    /// # Errors
    ///
    /// Pass on the error of `next`, which decides on retries and other hosts. Make one of your own
    /// with [`Error::middleware`] to refuse the request without retries; in place of the transport, with
    /// [`Error::connect`] when nothing could be sent, so that the next host is tried, and with
    /// [`Error::interrupted`] when it is unknown what became of the request.
    fn send<'a>(
        &'a self,
        request: Request,
        next: Next<'a>,
    ) -> BoxFuture<'a, Result<Response, Error>>;
}

/// The request of one attempt of a call.
pub struct Request {
    pub(super) endpoint: &'static Endpoint,
    pub(super) account: Option<String>,
    pub(super) attempt: u32,
    pub(super) http: reqwest::Request,
}

impl Request {
    /// The endpoint that is called.
    pub fn endpoint(&self) -> &'static Endpoint {
        self.endpoint
    }

    /// The appid of the account that the call is made for, where the token provider says it.
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// The number of the attempt, from 1.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// HTTP method.
    pub fn method(&self) -> Method {
        self.endpoint.method
    }

    /// Host and, unless it is the default, port.
    pub fn host(&self) -> &str {
        self.http.url().authority()
    }

    /// The whole URL. It is a secret, because the token is in its query string.
    pub fn url(&self) -> Secret {
        Secret::new(self.http.url().as_str())
    }

    /// The headers so far.
    pub fn headers(&self) -> &HeaderMap {
        self.http.headers()
    }

    /// Sets a header in place of one of the same name.
    ///
    /// # Errors
    ///
    /// When the name or the value is invalid, and for headers that the client sets itself.
    pub fn set_header(&mut self, name: &str, value: &str) -> Result<(), Error> {
        let (name, value) = header(name, value)?;
        self.http.headers_mut().insert(name, value);
        Ok(())
    }

    /// Adds a field to the query string, such as a signature over the [body](Self::body). It is not checked
    /// whether there is one of the same name.
    pub fn add_query(&mut self, name: &str, value: &str) {
        self.http.url_mut().query_pairs_mut().append_pair(name, value);
    }

    /// The body, which may contain secrets; `None` without one, and for one that is read from a file or a
    /// stream while it is sent.
    pub fn body(&self) -> Option<&[u8]> {
        self.http.body()?.as_bytes()
    }
}

/// Shows neither the URL nor the body.
impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("endpoint", &self.endpoint.name)
            .field("account", &self.account)
            .field("attempt", &self.attempt)
            .field("host", &self.host())
            .field("headers", self.headers())
            .finish_non_exhaustive()
    }
}

/// A response, whatever its status: complete, unless the call [streams](crate::Call::stream) it.
pub struct Response(Reply);

impl Response {
    /// A response in WeChat's place.
    pub fn new(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self(Reply::new(status, body.into()))
    }

    /// HTTP status.
    pub fn status(&self) -> u16 {
        self.0.status
    }

    /// The headers as received, such as `traceresponse`.
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The headers, mutable.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        &mut self.0.headers
    }

    /// The body, which may contain secrets; of a call that [streams](crate::Call::stream) its response, the
    /// beginning.
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// Converts into the body.
    pub fn into_body(self) -> Vec<u8> {
        self.0.body
    }
}

/// The body is not shown.
impl fmt::Debug for Response {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Response")
            .field("status", &self.0.status)
            .field("headers", &self.0.headers)
            .field("body", &format_args!("[{} bytes]", self.0.body.len()))
            .finish()
    }
}

/// The rest of the chain: the next middleware, and finally the transport.
pub struct Next<'a> {
    chain: &'a [Arc<dyn Middleware>],
    exchange: Exchange<'a>,
}

impl<'a> Next<'a> {
    /// Passes the request on.
    ///
    /// # Errors
    ///
    /// When there is no complete response.
    pub fn send(self, request: Request) -> BoxFuture<'a, Result<Response, Error>> {
        match self.chain.split_first() {
            Some((first, chain)) => first.send(request, Next { chain, ..self }),
            None => Box::pin(async move {
                let reply = self.exchange.make(request.http).await;
                reply.map(Response)
            }),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Next").field("middleware", &self.chain.len()).finish_non_exhaustive()
    }
}

/// The chain that a request passes: all middleware, then the transport.
pub(super) struct Way {
    pub(super) chain: Vec<Arc<dyn Middleware>>,
    pub(super) transport: Transport,
}

impl Way {
    /// Sends a request, and waits as long as patience lasts.
    pub(super) async fn send(
        &self,
        request: Request,
        patience: &Patience,
        limit: Duration,
        is_enough: Option<IsEnough>,
    ) -> Result<Reply, Error> {
        let (sent, transport) = (AtomicBool::new(false), &self.transport);
        let exchange = Exchange { transport, patience, limit, is_enough, sent: &sent };
        if self.chain.is_empty() {
            return exchange.make(request.http).await;
        }
        let next = Next { chain: &self.chain, exchange };
        // Boxed, so that calls without middleware have no room for it.
        let mut passed = Box::pin(caught(async { next.send(request).await }));
        let result = match patience.wait(passed.as_mut()).await {
            Some(Ok(result)) => result.map(|response| response.0),
            Some(Err(Panicked)) => Err(Error::middleware("it panicked")),
            None => Err(Error::middleware(format!("it took longer than {limit:.1?}"))),
        };
        result.map_err(|error| {
            // Whatever the middleware reports afterwards.
            let was_sent = sent.load(Ordering::Relaxed) && error.outcome() == Outcome::NotSent;
            if was_sent { error.after_unknown() } else { error }
        })
    }
}

struct Panicked;

/// Contains a panic of a future.
async fn caught<T>(future: impl Future<Output = T>) -> Result<T, Panicked> {
    let mut future = pin!(future);
    poll_fn(|context| {
        // The future is not polled again after a panic.
        match catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(context))) {
            Ok(Poll::Pending) => Poll::Pending,
            Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
            Err(_) => Poll::Ready(Err(Panicked)),
        }
    })
    .await
}
