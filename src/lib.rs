//! Manage WeChat cloud-development (CloudBase, TCB) environments of many mini programs.
//!
//! A [`Client`] holds one kind of token and has a method for each endpoint that takes it. A method
//! takes a request and returns a [`Call`], which is sent:
//!
//! ```
//! use wechat_cloudbase::api::create_tcb_env;
//! # use wechat_cloudbase::{mock::Mock, token::Component};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await?;
//! # let client = mock.client::<Component>()?;
//! // let client = Client::new(AccessToken::<Component>::new("..."))?;
//! let request = create_tcb_env::Request::new("shop", create_tcb_env::EnvType::Run);
//! let created = client.create_tcb_env(request).send().await?;
//! println!("{} is being made, order {}", created.env, created.tranid);
//! # Ok(())
//! # }
//! ```
//!
//! - [`api`] has a module per endpoint, generated from the spec: what it takes, what it responds with.
//!   [`Client::raw`] calls any endpoint with JSON.
//! - [`token`] has the kinds of token, the trait of token providers, and a cache.
//! - [`Platform`] and [`MiniProgram`] fetch tokens by themselves, and share them between processes.
//! - [`pages`] reads lists that come in pages, page by page or item by item.
//! - [`wait`] waits until something is in a state.
//! - [`Error`] tells what happened, [whether it may have been done](Outcome), and what to do;
//!   [`Errcode`] lists the codes.
//! - [`database`] builds statements of the cloud database.
//! - [`store`] persists tickets and tokens, across restarts and machines.
//! - [`callback`] opens the events that WeChat pushes to a platform (feature `callback`, and a router
//!   with feature `axum`).
//! - [`mock`] is a server that behaves as WeChat documents it (feature `mock`).
//! - [`operation`] encodes and decodes messages without sending them.
//!
//! # Runtimes
//!
//! Everything asynchronous can be called from any tokio runtime, and from none. A runtime built with
//! `enable_all` is used for the call itself. Without one, or on one that lacks timers or I/O, the call runs
//! on the library's own thread, `wechat-cloudbase`, which starts when it is first needed. Connections to
//! Redis always live there, and so does what outlives a call, such as token fetches and late writes,
//! unless a builder was given another `runtime`.
//!
//! tokio reports only by a panic that a runtime lacks timers or I/O. The library catches it, and the call
//! works, but the panic hook sees it: on such a runtime a message like `A Tokio 1.x context was found, but
//! timers are disabled` is printed. Build the runtime with `enable_all` to avoid it.
//!
//! # Endpoints
//!
#![doc = include_str!(concat!(env!("OUT_DIR"), "/endpoints.md"))]
#![cfg_attr(
    not(all(feature = "callback", feature = "mock")),
    allow(rustdoc::broken_intra_doc_links)
)]

mod backoff;
mod calendar;
pub mod call;
#[cfg(feature = "callback")]
pub mod callback;
pub mod client;
pub mod database;
mod download;
mod endpoint;
mod envelope;
pub mod errcode;
pub mod error;
pub mod json;
pub mod mini_program;
#[cfg(feature = "mock")]
pub mod mock;
pub mod operation;
pub mod pages;
pub mod platform;
mod retry;
mod secret;
mod shared;
pub mod store;
mod task;
pub mod token;
mod transport;
mod upload;
pub mod wait;

// Last, so that the docs of the client begin with its constructors.
#[rustfmt::skip]
pub mod api;

pub use call::Call;
pub use client::{Client, ClientBuilder};
pub use download::Download;
pub use errcode::{Area, Class, Errcode};
pub use error::{ActionRequired, Error, Outcome};
pub use mini_program::MiniProgram;
pub use platform::Platform;
pub use secret::Secret;
pub use upload::Upload;

/// The examples of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// The examples of the README in Chinese.
#[cfg(doctest)]
#[doc = include_str!("../README.zh-CN.md")]
struct ReadmeInChinese;
