//! What WeChat pushes: to a platform its ticket, every ten minutes, and what accounts do with their
//! authorisation; and the messages of users to those accounts (feature `callback`).
//!
//! A platform sets two URLs for them: one for authorisation events, and one for messages and
//! events of accounts. WeChat posts to both alike, encrypted with the platform's message key and signed
//! with its verification token. Three layers handle them, each usable without the next:
//!
//! - [`Receiver::open`] and [`Receiver::open_message`] are pure functions: query, body and time in,
//!   [`Event`] or [`Message`] out; [`Receiver::seal_reply`] makes the response.
//! - [`Inbox`] hands each event to a [`Sink`] once, and says what to respond. A
//!   [`Platform`](crate::Platform) is a sink: it stores the ticket and manages the tokens.
//!   [`MessageInbox`] hands each message to a [`Handler`] once, and says what to reply;
//!   [`Platform::release_check`](crate::Platform::release_check) is one.
//! - `router` and `message_router` are the inboxes as routers for axum (feature `axum`).
//!
//! Before a process exits, drain the inboxes, then close the platform; `cargo run --example callback` shows
//! all of it.
//!
//! ```
//! use std::time::SystemTime;
//! use wechat_cloudbase::Secret;
//! use wechat_cloudbase::callback::{EventKind, Query, Receiver};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let token = Secret::new("the token that the platform has set");
//! let key = Secret::new("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG");
//! let receiver = Receiver::new("wx0123456789abcdef", token, key)?;
//!
//! # let now = SystemTime::now();
//! # let created = now.duration_since(SystemTime::UNIX_EPOCH)?.as_secs();
//! # let xml = format!("<xml><AppId>wx0123456789abcdef</AppId><CreateTime>{created}</CreateTime>\
//! # <InfoType>component_verify_ticket</InfoType>\
//! # <ComponentVerifyTicket>ticket@@@abc</ComponentVerifyTicket></xml>");
//! # let sealed = receiver.seal(&xml, now, "1234567", [7; 16])?;
//! # let (query, body) = (sealed.query, sealed.body);
//! // From the HTTP request: what is after `?`, and the body.
//! let event = receiver.open(&Query::parse(&query)?, body.as_bytes(), SystemTime::now())?;
//! if let EventKind::Ticket(ticket) = event.kind {
//!     println!("a ticket of {} letters", ticket.expose().len());
//! }
//! # Ok(())
//! # }
//! ```
//!
//! # What is checked
//!
//! In this order, so that a sender who does not know the token gets no further than the signature:
//! lengths; the outer XML or JSON, where XML is read without entities, document types or instructions;
//! the signature, in constant time; the time of sending, within [`SENT_WINDOW`] of now; the platform
//! that the outer text names; decryption, where wrong padding, a wrong length and a wrong appid are one
//! error after the same work; the inner text, its appid, and its time of creation, within
//! [`CREATED_WINDOW`] of the time of sending.
//!
//! The time of creation is checked because the signature does not delimit timestamp and nonce:
//! with the two swapped it is still valid, so a nonce that looks like a time would let a
//! message be replayed at that time. Both times are WeChat's.
//!
//! The time of sending is compared with this machine's clock. A clock that is wrong by more than the
//! window makes a receiver refuse everything, with an error that says by how much. An inbox that has
//! accepted a message since then knows WeChat's time, and goes on when the machine's clock is set.
//!
//! # Duplicate deliveries
//!
//! WeChat delivers a message again when it gets no response within five seconds, up to three times.
//! Such a message is not an error and must be answered with success: [`Event::id`] and [`Message::id`] are
//! the same for it, and an inbox recognises it, by its content rather than by its nonce and
//! signature, so a copy that was encrypted again is recognised too.
//!
//! # Messages in a queue
//!
//! An [`Event`] and a [`Message`] implement `Deserialize`, and [`WithSecrets`](crate::json::WithSecrets)
//! serializes them: tickets, codes and what users write are in them. So one program may take them, and
//! another act, in any language: each is a flat object whose `type` is WeChat's name for it.

mod crypt;
mod data;
mod deliveries;
mod envelope;
mod error;
mod event;
mod fields;
mod freshness;
mod handler;
mod inbox;
mod json;
mod message;
mod message_inbox;
mod other;
mod query;
mod receiver;
mod reply;
#[cfg(feature = "axum")]
mod router;
mod signature;
mod sink;
mod xml;

pub use deliveries::{Drained, InFlight};
pub use envelope::Format;
pub use error::CallbackError;
pub use event::{AuthorizationEvent, Event, EventId, EventKind};
pub use handler::{Handled, Handler, Or};
pub use inbox::{EventResponse, Inbox, RESPONSE_DEADLINE};
pub use message::{AccountEvent, Message, MessageKind};
pub use message_inbox::{MessageInbox, MessageResponse};
pub use other::{OtherEvent, Registration, RegistrationKind};
pub use query::Query;
pub use receiver::{BODY_LIMIT, CREATED_WINDOW, Receiver, SENT_WINDOW, Sealed};
pub use reply::Reply;
#[cfg(feature = "axum")]
pub use router::{message_router, router};
pub use sink::{AnySink, Both, Sink, SinkError, Unhandled};

/// The name of the crate, for filters, whatever the module.
const TARGET: &str = "wechat_cloudbase";
