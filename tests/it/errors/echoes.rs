//! Secrets that WeChat's message echoes are hidden; its own words are shown.

use wechat_cloudbase::api::get_component_access_token as fetch;
use wechat_cloudbase::token::Component;
use wechat_cloudbase::{Error, Secret};

use crate::harness::{Reply, Server};
use crate::secrets::prints_of;

/// The error of a call with these secrets that is refused with this message.
async fn refused(secret: &str, ticket: &str, errcode: i64, errmsg: &str) -> Error {
    let body = serde_json::json!({ "errcode": errcode, "errmsg": errmsg }).to_string();
    let server = Server::start([Reply::json(&body)]).await;
    let request = fetch::Request::new(fetch::Required {
        component_appid: "wx1".into(),
        component_appsecret: Secret::new(secret),
        component_verify_ticket: Secret::new(ticket),
    });
    server.client::<Component>().call(request).send().await.unwrap_err()
}

#[tokio::test]
async fn short_secrets_do_not_cut_words() {
    for (errcode, errmsg) in [
        (45009, "reach max api daily quota limit"),
        (61006, "component ticket is invalid"),
        (40125, "invalid appsecret"),
    ] {
        let error = refused("secret", "t", errcode, errmsg).await;
        assert_eq!(error.errmsg(), Some(errmsg));
        let error = refused("t", "ticket", errcode, errmsg).await;
        assert_eq!(error.errmsg(), Some(errmsg));
    }
    let error = refused("secret", "t", 61006, "invalid ticket t").await;
    assert_eq!(error.errmsg(), Some("invalid ticket [secret]"));
    let error = refused("s3", "ticket", 40125, "bad secret 's3'").await;
    assert_eq!(error.errmsg(), Some("bad secret '[secret]'"));
}

/// In message, rid and hint, in every form.
#[tokio::test]
async fn echoes_are_hidden_in_every_form() {
    let ticket = "ticket@@@/+CANARY=7f";
    for echo in [
        "ticket@@@/+CANARY=7f",
        "ticket%40%40%40%2F%2BCANARY%3D7f",
        "ticket%2540%2540%2540%252f%252bCANARY%253d7f",
        "dGlja2V0QEBALytDQU5BUlk9N2Y=",
        "7469636b65744040402f2b43414e4152593d3766",
        "7469636B65744040402F2B43414E4152593D3766",
        "ticket@@@\\/+CANARY=7f",
    ] {
        let errmsg = format!("invalid ticket {echo} hint: [{echo}]");
        let error = refused("platform-secret", ticket, 61006, &errmsg).await;
        let text = prints_of(error.clone());
        for part in ["CANARY", "QU5BUlk", "43414e", "43414E"] {
            assert!(!text.contains(part), "{part} of {echo} in {text}");
        }
        assert!(error.errmsg().unwrap().starts_with("invalid ticket [secret]"), "{error}");
    }
}
