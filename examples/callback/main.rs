//! A platform's address for authorisation events, on loopback, with somebody who posts to it as WeChat
//! does: `cargo run --example callback`.

#![allow(clippy::print_stdout, reason = "an example shows what it does")]

mod wechat;

use std::error::Error;
use std::sync::Arc;
use std::time::SystemTime;

use axum::Router;
use axum::extract::State;
use axum::routing::get;
use tokio::net::TcpListener;
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{self, Authorization, Inbox, Receiver, Sink, SinkError};

/// The platform as it stands on the open platform; made up here.
pub(crate) const APPID: &str = "wx0123456789abcdef";
const TOKEN: &str = "verification-token";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let receiver = Receiver::new(APPID, Secret::new(TOKEN), Secret::new(KEY))?;
    let inbox = Arc::new(Inbox::new(receiver.clone(), Printer));
    let app = Router::new()
        .nest("/wechat/events", callback::router(Arc::clone(&inbox)))
        .route("/health", get(health).with_state(inbox));

    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let url = format!("http://{}", listener.local_addr()?);
    tokio::spawn(async move { axum::serve(listener, app).await });
    wechat::post_events(&receiver, &url).await
}

/// Prints what arrives. A real sink keeps the ticket, exchanges the codes for tokens and keeps them.
struct Printer;

impl Sink for Printer {
    async fn ticket(&self, _ticket: Secret, created: SystemTime) -> Result<(), SinkError> {
        println!("a ticket, {} seconds old", created.elapsed()?.as_secs());
        Ok(())
    }

    async fn authorized(&self, account: Authorization, _: SystemTime) -> Result<(), SinkError> {
        println!("{} has authorised the platform", account.authorizer_appid);
        Ok(())
    }

    async fn updated(&self, account: Authorization, _: SystemTime) -> Result<(), SinkError> {
        println!("{} has changed its authorisation", account.authorizer_appid);
        Ok(())
    }

    async fn unauthorized(&self, authorizer_appid: String, _: SystemTime) -> Result<(), SinkError> {
        println!("{authorizer_appid} has revoked its authorisation");
        Ok(())
    }
}

/// For a monitor: tickets come every ten minutes, and are good for 12 hours.
async fn health(State(inbox): State<Arc<Inbox<Printer>>>) -> String {
    match inbox.latest_ticket().and_then(|created| created.elapsed().ok()) {
        Some(age) => format!("the latest ticket is {} minutes old", age.as_secs() / 60),
        None => "no ticket yet".to_owned(),
    }
}
