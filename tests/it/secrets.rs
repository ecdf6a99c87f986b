//! Tokens and secrets are never printed: canaries go through everything that prints.

use std::error::Error as _;
use std::fmt::{self, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, SystemTime};

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use wechat_cloudbase::callback::{self, CallbackError, Inbox, Receiver};
use wechat_cloudbase::json::{Encode, Writer};
use wechat_cloudbase::operation::{Accepts, Endpoint, Method, Operation, Query};
use wechat_cloudbase::token::{AccessToken, Component, Kind};
use wechat_cloudbase::{Client, Error, Secret, api::change_tcb_env};

use crate::callback::Recorder as Sink;
use crate::harness::{Reply, Server, refusing_url};

const TOKEN: &str = "CANARY-TOKEN-8f1d";
const SECRET: &str = "CANARY-SECRET-52c0";
/// A message key is of another form than other secrets.
const KEY: &str = "CANARYxKEYx77b2xxxxxxxxxxxxxxxxxxxxxxxxxxxx";

#[track_caller]
fn assert_clean(text: &str) {
    for canary in [TOKEN, SECRET, KEY, "access_token=", "%22CANARY"] {
        assert!(!text.contains(canary), "{canary} in:\n{text}");
    }
}

/// An endpoint that takes a secret, in the query string and in the body.
#[derive(Clone, Debug)]
struct Unlock {
    secret: Secret,
}

static UNLOCK: Endpoint =
    Endpoint::new("unlock", "unlock", Method::Post, "/x/unlock").tokens(&[Kind::Component]);

impl Encode for Unlock {
    fn encode(&self, json: &mut Writer) {
        json.begin_object();
        json.field("secret", &self.secret);
        json.end_object();
    }
}

impl Operation for Unlock {
    type Response = change_tcb_env::Response;
    const ENDPOINT: &'static Endpoint = &UNLOCK;

    fn query(&self, query: &mut Query) {
        query.add("key", &self.secret);
    }
}

impl Accepts<Component> for Unlock {}

fn unlock() -> Unlock {
    Unlock { secret: Secret::new(SECRET) }
}

/// Everything that logs say at level trace, of this crate and of all below it.
pub(crate) struct Logs(Mutex<String>);

static LOGS: Logs = Logs(Mutex::new(String::new()));

impl Logs {
    pub(crate) fn collect() {
        static STARTED: OnceLock<()> = OnceLock::new();
        STARTED.get_or_init(|| {
            log::set_logger(&LOGS).unwrap();
            log::set_max_level(log::LevelFilter::Trace);
            tracing::subscriber::set_global_default(Subscriber).unwrap();
        });
    }

    pub(crate) fn text() -> String {
        LOGS.0.lock().unwrap().clone()
    }

    fn add(&self, line: &str) {
        *self.0.lock().unwrap() += &format!("{line}\n");
    }
}

impl log::Log for Logs {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.add(&format!("log {} {}", record.target(), record.args()));
    }

    fn flush(&self) {}
}

struct Subscriber;

struct Line(String);

impl Visit for Line {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl tracing::Subscriber for Subscriber {
    fn enabled(&self, _: &tracing::Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut line = Line(format!("span {}", span.metadata().target()));
        span.record(&mut line);
        LOGS.add(&line.0);
        Id::from_u64(1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        let mut line = Line("span".to_owned());
        values.record(&mut line);
        LOGS.add(&line.0);
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &tracing::Event<'_>) {
        let mut line = Line(format!("event {}", event.metadata().target()));
        event.record(&mut line);
        LOGS.add(&line.0);
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

/// Everything that an error prints: itself, its sources, and the panic of an `unwrap`.
pub(crate) fn prints_of(error: Error) -> String {
    let mut text = format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n");
    let mut source = error.source();
    while let Some(error) = source {
        text += &format!("{error}\n{error:#}\n{error:?}\n{error:#?}\n");
        source = error.source();
    }
    let failed: Result<(), Error> = Err(error);
    let panic = catch_unwind(AssertUnwindSafe(|| unwrap(failed))).unwrap_err();
    text += panic.downcast_ref::<String>().unwrap();
    text
}

fn unwrap(result: Result<(), Error>) {
    result.unwrap();
}

async fn fail(client: &Client<Component>) -> String {
    let call = client.call(unlock()).timeout(Duration::from_millis(300));
    prints_of(call.send().await.unwrap_err())
}

fn client_of(url: &str) -> Client<Component> {
    let builder = Client::builder(AccessToken::new(TOKEN)).base_urls([url]);
    builder.attempts(2).build().unwrap()
}

/// A base URL whose server responds to a TLS greeting with something else.
async fn no_tls_url() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let _ = stream.write_all(b"220 no TLS here\r\n").await;
        }
    });
    url
}

#[tokio::test]
async fn clients_calls_and_requests_print_no_secret() {
    let builder = Client::builder(AccessToken::<Component>::new(TOKEN));
    let mut text = format!("{builder:?} {builder:#?}");
    let client = builder.build().unwrap();
    let call = client.call(unlock());
    text += &format!("{client:?} {client:#?} {call:?} {call:#?}");
    let token = AccessToken::<Component>::new(TOKEN);
    text += &format!("{token:?} {token:#?} {:?} {:#?}", token.secret(), unlock());
    assert_clean(&text);
    expect_test::expect![[r#"
        Client { token: Component, hosts: [https://api.weixin.qq.com/, https://api2.weixin.qq.com/], options: Options { timeout: 30s, deadline: 90s, attempts: 4, retry: IfIdempotent }, .. }
        Call { endpoint: "unlock", options: Options { timeout: 30s, deadline: 90s, attempts: 4, retry: IfIdempotent }, .. }
        component_access_token([secret])
        Unlock { secret: [secret] }"#]].assert_eq(&format!("{client:?}\n{call:?}\n{token:?}\n{:?}", unlock()));
}

#[tokio::test]
async fn errors_and_logs_print_no_secret() {
    Logs::collect();
    let echo = format!("invalid access_token {TOKEN}, hint: [{TOKEN}] rid: {TOKEN}");
    let echo = format!(r#"{{"errcode": 40014, "errmsg": "{echo}"}}"#);
    let page = format!("<html>/x/unlock?access_token={TOKEN}&key={SECRET}</html>");
    let redirect = format!(
        "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/?access_token={TOKEN}\r\n\
         content-length: 0\r\nconnection: close\r\n\r\n"
    );
    let replies = [
        Reply::hang(),
        Reply::cut(),
        Reply::raw("HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{}"),
        Reply::raw(format!("{TOKEN} is not HTTP\r\n\r\n")),
        Reply::json(&echo),
        Reply::errcode(-1),
        Reply::http(502, "text/html", &page),
        Reply::http(200, "text/html", &page),
        Reply::json(&format!(r#"{{"errcode": "{TOKEN}"}}"#)),
        Reply::raw(redirect.clone()),
    ];
    for reply in replies {
        let server = Server::start([reply]).await;
        assert_clean(&fail(&client_of(&server.url)).await);
    }
    let server = Server::start([Reply::json(r#"{"errcode": 0}"#)]).await;
    client_of(&server.url).call(unlock()).send().await.unwrap();

    assert_clean(&fail(&client_of(&refusing_url().await)).await);
    assert_clean(&fail(&client_of(&no_tls_url().await)).await);

    // The caller's own HTTP client, which follows the redirect and fails there.
    let server = Server::start([Reply::raw(redirect)]).await;
    let builder = Client::builder(AccessToken::<Component>::new(TOKEN));
    let client = builder.base_urls([&server.url]).http(reqwest::Client::new()).build().unwrap();
    assert_clean(&fail(&client).await);

    let logs = Logs::text();
    for expected in ["event wechat_cloudbase", "log reqwest::connect"] {
        assert!(logs.contains(expected), "no `{expected}` in:\n{logs}");
    }
    assert_clean(&logs);
}

/// A provider that fetches tokens over HTTP fails with an error that has an address.
#[tokio::test]
async fn urls_are_removed_from_a_providers_errors() {
    let url = format!("{}/?access_token={TOKEN}", refusing_url().await);
    let error = reqwest::Client::new().get(url).send().await.unwrap_err();
    assert!(format!("{error:?}").contains(TOKEN));
    assert_clean(&prints_of(Error::token(error)));
}

#[test]
fn a_base_url_with_a_password_is_not_printed() {
    let builder = Client::builder(AccessToken::<Component>::new(TOKEN));
    let url = format!("https://user:{SECRET}@api.weixin.qq.com");
    assert_clean(&prints_of(builder.base_urls([url]).build().unwrap_err()));
}

/// A platform whose token and message key are canaries.
fn receiver() -> Receiver {
    Receiver::new("wx1", Secret::new(TOKEN), Secret::new(KEY)).unwrap()
}

/// Events whose secrets are canaries: taken, not taken by the sink, and refused.
#[tokio::test]
async fn callbacks_print_no_secret() {
    Logs::collect();
    let now = SystemTime::now();
    let created = now.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
    let kinds = ["component_verify_ticket", "authorized", "updateauthorized", "another"];
    let fields = ["ComponentVerifyTicket", "AuthorizationCode", "PreAuthCode", "auth_code"];
    let fields = fields.map(|name| format!("<{name}>{SECRET}</{name}>")).concat();
    let inbox = Inbox::new(receiver(), Sink::failing(2));
    let mut text = format!("{inbox:?} {inbox:#?} {:?}", receiver());
    for kind in kinds {
        for more in ["", "<AuthorizationCode/>", "<ComponentVerifyTicket/>", "<x>", "<CreateTime/>"]
        {
            let xml = format!(
                "<xml><AppId>wx1</AppId><CreateTime>{created}</CreateTime><InfoType>{kind}</InfoType>\
                 <AuthorizerAppid>wx2</AuthorizerAppid>{fields}{more}</xml>"
            );
            let sealed = receiver().seal(&xml, now, "1", [1; 16]).unwrap();
            let query = callback::Query::parse(&sealed.query).unwrap();
            let opened = receiver().open(&query, sealed.body.as_bytes(), now);
            text += &format!("{sealed:?} {query:?} {opened:?} {opened:#?}");
            text += &opened.map_or_else(prints_of_callback, |event| format!("{event:?}"));
            inbox.deliver(&sealed.query, sealed.body.as_bytes()).await;
            let other = sealed.query.replace("nonce=1", "nonce=2");
            inbox.deliver(&other, sealed.body.as_bytes()).await;
        }
    }
    for (appid, token, key) in [("", TOKEN, KEY), ("wx1", TOKEN, &KEY[1..]), ("wx1", "", KEY)] {
        let receiver = Receiver::new(appid, Secret::new(token), Secret::new(key));
        text += &prints_of(receiver.unwrap_err());
    }
    assert!(text.contains("Authorized(AuthorizationEvent {"), "{text}");
    assert_clean(&text);
    let logs = Logs::text();
    for expected in ["callback refused", "event not handled", "the signature is wrong"] {
        assert!(logs.contains(expected), "no `{expected}` in:\n{logs}");
    }
    assert_clean(&logs);
}

fn prints_of_callback(error: CallbackError) -> String {
    assert!(error.source().is_none());
    format!("{error} {error:#} {error:?} {error:#?} {}", error.remedy())
}
