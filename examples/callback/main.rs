//! A platform's URLs for authorisation events and for messages of accounts, on loopback, with
//! a client that posts to them as WeChat does: `cargo run --example callback`.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

mod wechat;

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{
    self, Event, EventKind, Handled, Inbox, Message, MessageInbox, MessageKind, Receiver, Reply,
    Sink, SinkError,
};

/// The platform as registered on the open platform; made up here.
pub(crate) const APPID: &str = "wx0123456789abcdef";
const TOKEN: &str = "verification-token";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Receiver::new(APPID, Secret::new(TOKEN), Secret::new(KEY))?;
    let inbox = Arc::new(Inbox::new(receiver.clone(), Printer));
    let messages = Arc::new(MessageInbox::new(receiver.clone(), answer));
    let app = Router::new()
        .nest("/wechat/events", callback::router(Arc::clone(&inbox)))
        .nest("/wechat/{appid}/callback", callback::message_router(Arc::clone(&messages)))
        .route("/health", get(health).with_state(Arc::clone(&inbox)));

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    // A real program waits for a signal instead.
    let (stop, stopped) = oneshot::channel::<()>();
    let server = axum::serve(listener, app).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let serving = tokio::spawn(server.into_future());
    wechat::post_events(&receiver, &url).await?;
    wechat::post_message(&receiver, &url).await?;

    // At shutdown: first the inboxes accept nothing new, and their sinks finish
    // with what they have; then the server stops, and last what the sinks use is closed.
    let bound = Duration::from_secs(10);
    let (events, messages) = tokio::join!(inbox.drain(bound), messages.drain(bound));
    println!("left: {} events, {} messages", events.remaining.len(), messages.remaining.len());
    let _ = stop.send(());
    serving.await??;
    Ok(())
}

/// Replies to texts. A platform that is not released yet puts `platform.release_check()` before it.
async fn answer(message: Message) -> Result<Handled, SinkError> {
    let MessageKind::Text { content } = &message.kind else { return Ok(Handled::Pass) };
    let appid = message.appid.as_deref().unwrap_or("nobody");
    println!("a user of {appid} has written {} letters", content.chars().count());
    Ok(Handled::Reply(Reply::text("we are on it")))
}

/// Prints what arrives. A real sink persists the ticket, exchanges the codes for tokens and persists them.
struct Printer;

impl Sink for Printer {
    async fn event(&self, event: Event) -> Result<(), SinkError> {
        match &event.kind {
            EventKind::Ticket(_) => {
                println!("a ticket, {} seconds old", event.created.elapsed()?.as_secs());
            }
            EventKind::Authorized(account) => {
                println!("{} has authorised the platform", account.authorizer_appid);
            }
            EventKind::Updated(account) => {
                println!("{} has changed its authorisation", account.authorizer_appid);
            }
            EventKind::Unauthorized { authorizer_appid } => {
                println!("{authorizer_appid} has revoked its authorisation");
            }
            _ => println!("{} has come", event.info_type()),
        }
        Ok(())
    }
}

/// For monitoring: tickets come every ten minutes, and are valid for 12 hours.
async fn health(State(inbox): State<Arc<Inbox<Printer>>>) -> String {
    match inbox.latest_ticket().and_then(|created| created.elapsed().ok()) {
        Some(age) => format!("the latest ticket is {} minutes old", age.as_secs() / 60),
        None => "no ticket yet".to_owned(),
    }
}
