//! An endpoint of another crate behaves like those of the library.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::error::Error;

use beyond_cloudbase::api::{CONTRACTS, Calls, errcode, send_message};
use beyond_cloudbase::data;
use wechat_cloudbase::call::RetryPolicy;
use wechat_cloudbase::json::{Value, Writer};
use wechat_cloudbase::mock::contract::Contract;
use wechat_cloudbase::mock::{Mock, Reply};
use wechat_cloudbase::operation::{Operation, decode_response};
use wechat_cloudbase::token::{AccessToken, App, Authorizer, BoxFuture, TokenProvider};
use wechat_cloudbase::{Client, Errcode, Outcome};

type Result = std::result::Result<(), Box<dyn Error>>;

async fn mock() -> Mock {
    Mock::empty().contracts(CONTRACTS).start().await.expect("a mock")
}

fn request() -> send_message::Request {
    let data = data([("thing1", "Tea"), ("time2", "2026-11-21 12:00")]);
    send_message::Request::new("oABC-1a2b3c", "tpl-order-ready", data)
}

/// The sample of the spec, as the compiler has left it in the mock's tables.
fn contract() -> &'static Contract {
    CONTRACTS.iter().find(|contract| contract.endpoint.name == "sendMessage").expect("a contract")
}

#[test]
fn the_sample_is_what_the_types_say() -> Result {
    let request = request()
        .with_page("index?order=7")
        .with_miniprogram_state(send_message::MiniprogramState::Formal)
        .with_lang(send_message::Lang::ZhCn);
    let sample: Value = contract().sample_request.parse()?;
    assert_eq!(Writer::text_of(&request).parse::<Value>()?, sample);
    let sample = contract().sample_response.as_bytes();
    let response = decode_response::<send_message::Request>(200, sample)?;
    assert_eq!(response.msgid.and_then(|id| id.as_i64()), Some(3_248_000_000_000_000_007));
    Ok(())
}

#[tokio::test]
async fn both_kinds_of_token_are_taken() -> Result {
    let mock = mock().await;
    mock.client::<Authorizer>()?.send_message(request()).send().await?;
    mock.client::<App>()?.send_message(request()).send().await?;
    assert_eq!(mock.count("sendMessage")?, 2);
    Ok(())
}

#[tokio::test]
async fn a_call_that_breaks_the_contract_is_refused() -> Result {
    let mock = mock().await;
    let request = request().with_lang("fr_FR".into());
    let error = mock.client::<App>()?.send_message(request).send().await.unwrap_err();
    assert!(error.errmsg().is_some_and(|errmsg| errmsg.contains("`lang`")), "{error}");
    assert_eq!(error.endpoint().map(|endpoint| endpoint.id), Some("send_message"));
    Ok(())
}

#[tokio::test]
async fn every_documented_errcode_arrives() -> Result {
    let mock = mock().await;
    let client = mock.client::<App>()?;
    for &errcode in send_message::Request::ENDPOINT.errcodes {
        mock.on("sendMessage")?.once(Reply::errcode(errcode));
        let call = client.send_message(request()).retry(RetryPolicy::Never);
        let error = call.send().await.unwrap_err();
        assert_eq!(error.errcode(), Some(errcode));
        let known = send_message::ENDPOINT.record(errcode).expect("a record");
        assert_eq!((error.errmsg(), error.remedy()), (Some(known.message), Some(known.remedy)));
        assert!(error.to_string().starts_with("sendMessage: "), "{error}");
        assert!(error.rid().is_some(), "{error}");
    }
    Ok(())
}

/// This crate's errcodes.toml decides what the error says and what the client does.
#[tokio::test]
async fn a_code_of_this_crate_speaks_for_itself() -> Result {
    let mock = mock().await;
    let client = mock.client::<App>()?;
    let refused = async |errcode: Errcode| {
        mock.on("sendMessage")?.once(Reply::errcode(errcode));
        Ok::<_, Box<dyn Error>>(client.send_message(request()).send().await.unwrap_err())
    };
    let error = refused(errcode::NOT_SUBSCRIBED).await?;
    let line = error.to_string();
    let start = "sendMessage: 43101 NotSubscribed: user refuse to accept the msg. Ask the user";
    assert!(line.starts_with(start), "{line}");
    assert!(error.remedy().is_some_and(|remedy| remedy.contains("requestSubscribeMessage")));
    assert_eq!(error.outcome(), Outcome::Rejected);
    assert!(refused(errcode::SENDING_BANNED).await?.is_permission());
    assert!(refused(errcode::SENDING_CONCURRENTLY).await?.is_busy());
    Ok(())
}

/// No user gets a message twice because WeChat was slow to confirm the first one.
#[tokio::test]
async fn a_busy_response_leads_to_no_second_message() -> Result {
    let mock = mock().await;
    mock.on("sendMessage")?.once(Reply::errcode(-1));
    let error = mock.client::<App>()?.send_message(request()).send().await.unwrap_err();
    assert!(error.is_busy());
    assert_eq!(error.outcome(), Outcome::Unknown);
    assert_eq!(mock.count("sendMessage")?, 1);
    Ok(())
}

/// An expired token, and a valid one for `replace`.
struct Renewed {
    old: AccessToken<App>,
    new: AccessToken<App>,
}

type Token = std::result::Result<AccessToken<App>, wechat_cloudbase::Error>;
type Replaced = std::result::Result<Option<AccessToken<App>>, wechat_cloudbase::Error>;

impl TokenProvider<App> for Renewed {
    fn token(&self) -> BoxFuture<'_, Token> {
        Box::pin(async { Ok(self.old.clone()) })
    }

    fn replace<'a>(&'a self, _: &'a AccessToken<App>) -> BoxFuture<'a, Replaced> {
        Box::pin(async { Ok(Some(self.new.clone())) })
    }
}

#[tokio::test]
async fn a_rejected_token_is_replaced_once() -> Result {
    let mock = mock().await;
    let tokens = Renewed { old: mock.expired_token(), new: mock.access_token() };
    let client = Client::builder(tokens).base_urls([mock.base_url()]).build()?;
    client.send_message(request()).send().await?;
    let refused: Vec<_> = mock.calls().iter().map(|call| call.refused).collect();
    assert_eq!(refused, [Some(Errcode::InvalidCredential), None]);
    Ok(())
}

#[tokio::test]
async fn tokens_are_never_printed() -> Result {
    const TOKEN: &str = "CANARY-TOKEN";
    let mock = mock().await;
    let token = AccessToken::<App>::new(TOKEN);
    let call = mock.client_with(token)?.send_message(request());
    let prepared = format!("{call:?}");
    let error = call.send().await.unwrap_err();
    for text in [prepared, format!("{error} {error:?}"), format!("{:?}", mock.calls())] {
        assert!(!text.contains(TOKEN), "{text}");
    }
    Ok(())
}
