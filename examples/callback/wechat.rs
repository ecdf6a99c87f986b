//! What WeChat does: encrypts and signs events, and posts them.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use wechat_cloudbase::callback::Receiver;

use super::APPID;

/// Posts one event of each kind, the first of them twice, and one with a wrong signature.
pub(crate) async fn post_events(receiver: &Receiver, url: &str) -> Result<(), Box<dyn Error>> {
    let ticket = "<ComponentVerifyTicket>ticket@@@made-up</ComponentVerifyTicket>";
    let account = "<AuthorizerAppid>wx1111111111111111</AuthorizerAppid>";
    let code = "<AuthorizationCode>queryauthcode@@@made-up</AuthorizationCode>";
    let events = [
        ("component_verify_ticket", ticket.to_owned()),
        ("component_verify_ticket", ticket.to_owned()),
        ("authorized", format!("{account}{code}")),
        ("updateauthorized", format!("{account}{code}")),
        ("unauthorized", account.to_owned()),
        ("notify_apply_icpfiling_result", String::new()),
    ];
    let http = reqwest::Client::new();
    let created = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    for (number, (kind, fields)) in (0..).zip(events) {
        let xml = format!(
            "<xml><AppId>{APPID}</AppId><CreateTime>{created}</CreateTime>\
             <InfoType>{kind}</InfoType>{fields}</xml>"
        );
        let sealed = receiver.seal(&xml, SystemTime::now(), "1234567", [number; 16])?;
        let address = format!("{url}/wechat/events?{}", sealed.query);
        let answer = http.post(&address).body(sealed.body.clone()).send().await?;
        println!("  {kind}: {} {}", answer.status(), answer.text().await?);
        if number == 4 {
            let forged = address.replace("nonce=1234567", "nonce=7654321");
            let answer = http.post(&forged).body(sealed.body).send().await?;
            println!("  forged: {} {}", answer.status(), answer.text().await?);
        }
    }
    println!("  health: {}", http.get(format!("{url}/health")).send().await?.text().await?);
    Ok(())
}

/// Posts a text that a user has written to an account, and prints the reply.
pub(crate) async fn post_message(receiver: &Receiver, url: &str) -> Result<(), Box<dyn Error>> {
    let created = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let xml = format!(
        "<xml><ToUserName>gh_0123456789ab</ToUserName><FromUserName>oABC-1a2b3c</FromUserName>\
         <CreateTime>{created}</CreateTime><MsgType>text</MsgType><Content>hello</Content>\
         <MsgId>1</MsgId></xml>"
    );
    let sealed =
        receiver.seal_message("gh_0123456789ab", &xml, SystemTime::now(), "1234567", [9; 16])?;
    let address = format!("{url}/wechat/wx1111111111111111/callback?{}", sealed.query);
    let answer = reqwest::Client::new().post(address).body(sealed.body).send().await?;
    println!("  reply: {}", receiver.open_reply(&answer.bytes().await?)?);
    Ok(())
}
