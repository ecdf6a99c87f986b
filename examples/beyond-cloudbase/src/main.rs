//! Sends subscribe messages to a mock server in this process: no account needed.

use std::error::Error;

use subscribe_message::api::{CONTRACTS, Calls, errcode, send_message};
use subscribe_message::data;
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::token::Authorizer;
use wechat_cloudbase::{Client, Outcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let mock = Mock::empty().contracts(CONTRACTS).start().await?;
    let client = mock.client::<Authorizer>()?;

    send(&client, "oABC-1a2b3c").await;

    mock.on("sendMessage")?
        .once(Reply::errcode(errcode::NOT_SUBSCRIBED))
        .once(Reply::errcode(errcode::SYSTEM_BUSY));
    send(&client, "oABC-4d5e6f").await;
    send(&client, "oABC-7a8b9c").await;

    // For WeChat itself: Client::new(AccessToken::<Authorizer>::new("..."))
    let made_up = mock.client_with::<Authorizer>(mock.expired_token())?;
    send(&made_up, "oABC-1a2b3c").await;

    println!("{} calls, and none was retried: a message would arrive twice", mock.calls().len());
    Ok(())
}

async fn send(client: &Client<Authorizer>, openid: &str) {
    let data = data([("thing1", "Tea"), ("time2", "2026-11-21 12:00")]);
    let request = send_message::Request::new(openid, "tpl-order-ready", data)
        .with_page("index?order=7")
        .with_lang(send_message::Lang::EnUs);
    match client.send_message(request).send().await {
        Ok(sent) => println!("{openid}: sent as message {}", sent.msgid.unwrap_or_default()),
        Err(error) if error.errcode() == Some(errcode::NOT_SUBSCRIBED) => {
            println!("{openid}: ask the user first: {error}");
        }
        Err(error) if error.is_token_rejected() => println!("{openid}: fetch a new token: {error}"),
        Err(error) if error.outcome() == Outcome::Unknown => {
            println!("{openid}: perhaps sent: {error}");
        }
        Err(error) => println!("{openid}: not sent: {error}"),
    }
}
