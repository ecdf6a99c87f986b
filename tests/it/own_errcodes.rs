//! An endpoint of another crate, whose spec defines its codes: the client and the mock use
//! that, and this crate's spec for every other code.

use expect_test::expect;
use wechat_cloudbase::api::change_tcb_env;
use wechat_cloudbase::call::RetryPolicy;
use wechat_cloudbase::errcode::{Class, Record};
use wechat_cloudbase::json::{Encode, Writer};
use wechat_cloudbase::mock::contract::Contract;
use wechat_cloudbase::mock::{self, Mock};
use wechat_cloudbase::operation::{Accepts, Endpoint, Method, Operation, decode_response};
use wechat_cloudbase::token::{AccessToken, BoxFuture, Component, Kind, TokenProvider};
use wechat_cloudbase::{Client, Errcode, Error};

use crate::golden::plain;
use crate::harness::{Reply, Request, Server, describe};

/// As the compiler writes it.
const ASLEEP: Errcode = Errcode::from_code(77001);

const RECORDS: &[Record] = &[
    Record::new(-1, "Overworked", Class::Quota).remedy("Come back tomorrow."),
    Record::new(77001, "Asleep", Class::Busy).message("zzz").remedy("Call louder."),
    Record::new(77002, "Stale", Class::Token).remedy("Get a new one."),
    Record::new(77003, "Rude", Class::Argument).meaning("No greeting.").remedy("Say hello."),
];

static GREET: Endpoint = Endpoint::new("greet", "greet", Method::Post, "/x/greet")
    .tokens(&[Kind::Component])
    .idempotent(true)
    .errcodes(&[ASLEEP])
    .records(RECORDS);

static CONTRACTS: &[Contract] = &[Contract {
    endpoint: &GREET,
    response_wrapper: None,
    request: &[],
    response: &[],
    sample_request: "{}",
    sample_response: r#"{"errcode": 0, "errmsg": "ok"}"#,
    sample_content: None,
}];

#[derive(Clone)]
struct Greet;

impl Encode for Greet {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.end_object();
    }
}

impl Operation for Greet {
    type Response = change_tcb_env::Response;
    const ENDPOINT: &'static Endpoint = &GREET;
}

impl Accepts<Component> for Greet {}

fn refused(code: i64) -> Error {
    let answer = format!(r#"{{"errcode": {code}, "errmsg": ""}}"#);
    decode_response::<Greet>(200, answer).unwrap_err()
}

#[test]
fn an_error_says_what_the_endpoints_spec_says() {
    expect![[r#"
        greet: 77001 Asleep: zzz. Call louder.
        outcome Unknown, status 200, errcode 77001, errmsg "", body of 32"#]]
    .assert_eq(&describe(&refused(77001)));
    expect![[r#"
        greet: 77003 Rude, and no message. Say hello.
        outcome Rejected, status 200, errcode 77003, errmsg "", body of 32"#]]
    .assert_eq(&describe(&refused(77003)));
    assert_eq!(refused(77001).errcode(), Some(ASLEEP));
    assert!(refused(77001).is_busy());
    assert!(refused(77002).is_token_rejected());
    assert_eq!(refused(77003).remedy(), Some("Say hello."));
    assert_eq!(refused(77003).record().map(|record| record.meaning), Some("No greeting."));
}

/// The docs of the endpoint come from its own spec, and so does what happens.
#[test]
fn it_takes_precedence_over_this_crates() {
    let error = refused(-1);
    assert_eq!(error.errcode(), Some(Errcode::SystemBusy));
    assert!(error.is_quota() && !error.is_busy());
    assert_eq!(error.to_string(), "greet: -1 Overworked, and no message. Come back tomorrow.");
}

#[test]
fn other_codes_are_this_crates_or_unknown() {
    let error = refused(40014);
    assert!(error.is_token_rejected());
    assert_eq!(error.record(), Errcode::InvalidAccessToken.record());
    let error = refused(77999);
    assert_eq!((error.record(), error.remedy()), (None, None));
    assert_eq!(error.to_string(), "greet: 77999 Other, and no message");
}

#[test]
fn this_crates_endpoints_know_nothing_of_it() {
    let answer = r#"{"errcode": 77001, "errmsg": ""}"#;
    let error = decode_response::<change_tcb_env::Request>(200, answer).unwrap_err();
    assert_eq!(error.to_string(), "changeTcbEnv: 77001 Other, and no message");
    assert!(!error.is_busy());
}

/// The compiler's output is found, and works in a pattern.
#[test]
fn constants_match() {
    assert_eq!(plain::add_note::ENDPOINT.records, plain::errcode::RECORDS);
    let errcode = Errcode::from_code(40014);
    assert!(matches!(errcode, plain::errcode::INVALID_ACCESS_TOKEN));
    assert!(!matches!(errcode, plain::errcode::SYSTEM_BUSY));
}

#[tokio::test(start_paused = true)]
async fn busy_is_retried() {
    let ok = Reply::json(r#"{"errcode": 0}"#);
    let server = Server::start([Reply::errcode(77001), ok]).await;
    server.client::<Component>().call(Greet).send().await.unwrap();
    assert_eq!(server.request_count(), 2);
}

#[tokio::test]
async fn what_is_not_busy_for_the_endpoint_is_not() {
    let server = Server::start([Reply::errcode(-1)]).await;
    server.client::<Component>().call(Greet).send().await.unwrap_err();
    assert_eq!(server.request_count(), 1);
}

struct Two;

impl TokenProvider<Component> for Two {
    fn token(&self) -> BoxFuture<'_, Result<AccessToken<Component>, Error>> {
        Box::pin(async { Ok(AccessToken::new("FIRST")) })
    }

    fn replace<'a>(
        &'a self,
        _: &'a AccessToken<Component>,
    ) -> BoxFuture<'a, Result<Option<AccessToken<Component>>, Error>> {
        Box::pin(async { Ok(Some(AccessToken::new("SECOND"))) })
    }
}

#[tokio::test]
async fn a_rejected_token_is_replaced() {
    let ok = Reply::json(r#"{"errcode": 0}"#);
    let server = Server::start([Reply::errcode(77002), ok]).await;
    let client = Client::builder(Two).base_urls([&server.url]).build().unwrap();
    client.call(Greet).send().await.unwrap();
    let requests = server.requests();
    let lines: Vec<_> = requests.iter().map(Request::line).collect();
    let with = |token: &str| format!("POST /x/greet?access_token={token}");
    assert_eq!(lines, [with("FIRST"), with("SECOND")]);
}

/// A scripted code comes with the message that the endpoint's spec gives it.
#[tokio::test]
async fn the_mock_speaks_as_the_spec_does() {
    let mock = Mock::empty().contracts(CONTRACTS).start().await.unwrap();
    mock.on("greet").unwrap().once(mock::Reply::errcode(ASLEEP));
    let call = mock.client().unwrap().call(Greet).retry(RetryPolicy::Never);
    let error = call.send().await.unwrap_err();
    assert_eq!((error.errcode(), error.errmsg()), (Some(ASLEEP), Some("zzz")));
}
