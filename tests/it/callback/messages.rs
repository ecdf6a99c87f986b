//! Messages to accounts: each reaches its handler once, and its reply; and WeChat's check before a release.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::net::TcpListener;
use tokio::runtime::Handle;
use tokio::sync::Semaphore;
use wechat_cloudbase::callback::{
    self, CallbackError, Handled, Handler, Message, MessageInbox, MessageKind, Query, Reply,
    Sealed, SinkError,
};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::{Platform, Secret};

use super::{APPID, RANDOM, TOKEN, at, receiver};

const ACCOUNT: &str = "gh_3c884a361561";
const OPENID: &str = "oABC-1a2b3c";

fn xml(created: SystemTime, fields: &str) -> String {
    let created = created.duration_since(UNIX_EPOCH).unwrap().as_secs();
    format!(
        "<xml><ToUserName>{ACCOUNT}</ToUserName><FromUserName>{OPENID}</FromUserName>\
         <CreateTime>{created}</CreateTime>{fields}</xml>"
    )
}

fn text_fields(content: &str, id: u64) -> String {
    format!("<MsgType>text</MsgType><Content>{content}</Content><MsgId>{id}</MsgId>")
}

fn sealed(fields: &str) -> Sealed {
    let now = SystemTime::now();
    receiver().seal_message(ACCOUNT, &xml(now, fields), now, "1", RANDOM).unwrap()
}

fn a_text(content: &str, id: u64) -> Sealed {
    sealed(&text_fields(content, id))
}

/// Echoes users, and counts.
#[derive(Clone)]
struct Echo {
    seen: Arc<Mutex<Vec<Message>>>,
    failures: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
}

impl Echo {
    fn new() -> Self {
        let gate = Arc::new(Semaphore::new(Semaphore::MAX_PERMITS));
        Self { seen: Arc::default(), failures: Arc::default(), gate }
    }

    fn closed() -> Self {
        Self { gate: Arc::new(Semaphore::new(0)), ..Self::new() }
    }

    fn seen(&self) -> usize {
        self.seen.lock().unwrap().len()
    }
}

impl Handler for Echo {
    async fn message(&self, message: Message) -> Result<Handled, SinkError> {
        self.gate.acquire().await?.forget();
        self.seen.lock().unwrap().push(message.clone());
        let one_less = |count: usize| count.checked_sub(1);
        if self.failures.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok() {
            return Err("the handler fails".into());
        }
        Ok(match message.kind {
            MessageKind::Text { content } => Handled::Reply(Reply::Text(content)),
            _ => Handled::Pass,
        })
    }
}

/// Status and reply, as WeChat reads it.
async fn deliver<H: Handler>(inbox: &MessageInbox<H>, sealed: &Sealed) -> (u16, String) {
    let answer = inbox.deliver(&sealed.query, Some("wx1"), sealed.body.as_bytes()).await;
    let body = match answer.status {
        200 => receiver().open_reply(answer.body.as_bytes()).unwrap(),
        _ => answer.body,
    };
    (answer.status, body)
}

/// The text that a reply sends.
fn content(reply: &str) -> &str {
    let content = reply.split("<Content><![CDATA[").nth(1).unwrap_or_else(|| panic!("{reply}"));
    content.split("]]></Content>").next().unwrap()
}

#[tokio::test]
async fn a_duplicate_message_gets_the_same_reply() {
    let echo = Echo::new();
    let inbox = MessageInbox::new(receiver(), echo.clone());
    let again = {
        let now = SystemTime::now();
        receiver()
            .seal_message(ACCOUNT, &xml(now, &text_fields("hi", 7)), now, "2", [3; 16])
            .unwrap()
    };
    for message in [&a_text("hi", 7), &a_text("hi", 7), &again] {
        let (status, reply) = deliver(&inbox, message).await;
        assert_eq!((status, content(&reply)), (200, "hi"));
        assert!(reply.contains(&format!("<ToUserName><![CDATA[{OPENID}]]></ToUserName>")));
        assert!(reply.contains(&format!("<FromUserName><![CDATA[{ACCOUNT}]]></FromUserName>")));
    }
    assert_eq!(echo.seen(), 1);
    assert_eq!(echo.seen.lock().unwrap()[0].appid.as_deref(), Some("wx1"));
    deliver(&inbox, &a_text("hi", 8)).await;
    assert_eq!(echo.seen(), 2);
}

/// Users' text is passed on as it is, white space included; that around it in XML is not theirs.
#[tokio::test]
async fn a_text_keeps_the_white_space_at_its_ends() {
    let inbox = MessageInbox::new(receiver(), Echo::new());
    let texts = [
        ("<![CDATA[ hi\n]]>", " hi\n"),
        ("\n  <![CDATA[\thi]]><![CDATA[ ]]>\n", "\thi "),
        (" \nhi\n ", "hi"),
        (" &#32;hi&#10; ", " hi\n"),
        ("<![CDATA[  ]]>", "  "),
        (" a <![CDATA[ b ]]> c ", "a  b  c"),
    ];
    for (id, (written, meant)) in (1..).zip(texts) {
        let fields = text_fields(written, id).replace("text<", "\n<![CDATA[ text ]]>\n<");
        let (status, reply) = deliver(&inbox, &sealed(&fields)).await;
        assert_eq!((status, content(&reply)), (200, meant), "{written:?}");
    }
}

/// Events have no id: equal content means the same event, and others of that second differ.
#[tokio::test]
async fn events_are_identified_by_their_content() {
    let echo = Echo::new();
    let inbox = MessageInbox::new(receiver(), echo.clone());
    let event = |event: &str| sealed(&format!("<MsgType>event</MsgType><Event>{event}</Event>"));
    let (one, other) = (event("subscribe"), event("SCAN"));
    for message in [&one, &one, &other, &other] {
        assert_eq!(deliver(&inbox, message).await, (200, "success".to_owned()));
    }
    assert_eq!(echo.seen(), 2);
}

#[tokio::test]
async fn a_failed_message_is_handled_when_it_comes_again() {
    let echo = Echo::new();
    echo.failures.store(1, Ordering::SeqCst);
    let inbox = MessageInbox::new(receiver(), echo.clone());
    let message = a_text("hi", 7);
    assert_eq!(deliver(&inbox, &message).await, (500, "failed".to_owned()));
    assert_eq!(content(&deliver(&inbox, &message).await.1), "hi");
}

/// Users would see an error otherwise.
#[tokio::test(start_paused = true)]
async fn a_slow_handler_is_acknowledged_without_a_reply() {
    let echo = Echo::closed();
    let inbox = MessageInbox::new(receiver(), echo.clone()).runtime(Handle::current());
    let inbox = Arc::new(inbox);
    let message = a_text("hi", 7);
    assert_eq!(deliver(&inbox, &message).await, (200, "success".to_owned()));
    let drained = inbox.drain(Duration::from_secs(1)).await;
    assert_eq!(drained.remaining[0].name, "text");
    assert_eq!(drained.remaining[0].account.as_deref(), Some("wx1"));
    assert_eq!(deliver(&inbox, &a_text("hi", 8)).await, (503, "not yet".to_owned()));
    echo.gate.add_permits(1);
    assert!(inbox.drain(Duration::from_secs(1)).await.remaining.is_empty());
    assert_eq!(echo.seen(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_drain_waits_for_work_after_the_response() {
    let ended = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&ended);
    let inbox = MessageInbox::new(receiver(), move |_: Message| {
        let counted = Arc::clone(&counted);
        async move {
            let later = Handled::later(async move {
                tokio::time::sleep(Duration::from_secs(60)).await;
                counted.fetch_add(1, Ordering::SeqCst);
                Ok(())
            });
            Ok::<_, SinkError>(later)
        }
    })
    .runtime(Handle::current());
    let message = a_text("hi", 7);
    for _ in 0..2 {
        assert_eq!(deliver(&inbox, &message).await, (200, "success".to_owned()));
    }
    assert_eq!(inbox.drain(Duration::from_secs(1)).await.remaining.len(), 1);
    assert!(inbox.drain(Duration::MAX).await.remaining.is_empty());
    assert_eq!(ended.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_message_in_json_gets_a_reply_in_json() {
    let inbox = MessageInbox::new(receiver(), |_: Message| async {
        Ok::<_, SinkError>(Handled::Reply(Reply::CustomerService { account: None }))
    });
    let now = SystemTime::now();
    let created = now.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let message = serde_json::json!({
        "ToUserName": ACCOUNT, "FromUserName": OPENID, "CreateTime": created, "MsgType": "text",
        "Content": "hi", "MsgId": 22_876_340_532_172_986_u64,
    });
    let sealed = receiver().seal_message(ACCOUNT, &message.to_string(), now, "1", RANDOM).unwrap();
    let answer = inbox.deliver(&sealed.query, None, sealed.body.as_bytes()).await;
    assert!(answer.content_type.starts_with("application/json"));
    let reply = receiver().open_reply(answer.body.as_bytes()).unwrap();
    let reply: serde_json::Value = serde_json::from_str(&reply).unwrap();
    assert_eq!(reply["MsgType"], "transfer_customer_service");
    assert_eq!(reply["ToUserName"], OPENID);
}

/// The signature of a URL, which does not cover the body.
fn plain_signature(timestamp: u64, nonce: &str) -> String {
    use sha1::{Digest, Sha1};
    let mut parts = [TOKEN.to_owned(), timestamp.to_string(), nonce.to_owned()];
    parts.sort_unstable();
    let digest = Sha1::digest(parts.concat().as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_plain_message_is_refused_unless_it_is_allowed() {
    let now = SystemTime::now();
    let timestamp = now.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let signature = plain_signature(timestamp, "1");
    let query = format!("signature={signature}&timestamp={timestamp}&nonce=1&openid={OPENID}");
    let body = xml(now, &text_fields("hi", 7));
    let strict = MessageInbox::new(receiver(), Echo::new());
    let answer = strict.deliver(&query, None, body.as_bytes()).await;
    assert_eq!(answer.status, 400);
    // Nor with the signature of another message.
    let other = a_text("hi", 7);
    assert_eq!(strict.deliver(&other.query, None, body.as_bytes()).await.status, 400);

    let inbox = MessageInbox::new(receiver().also_plain(), Echo::new());
    let answer = inbox.deliver(&query, None, body.as_bytes()).await;
    assert_eq!((answer.status, content(&answer.body)), (200, "hi"));
    assert_eq!(inbox.deliver(&other.query, None, body.as_bytes()).await.status, 403);
    let forged = query.replace("nonce=1", "nonce=2");
    assert_eq!(inbox.deliver(&forged, None, body.as_bytes()).await.status, 403);
    assert_eq!(content(&deliver(&inbox, &a_text("ho", 8)).await.1), "ho");
}

#[test]
fn the_verification_of_a_url_gets_its_echo() {
    let query = |signature: &str| {
        format!("signature={signature}&timestamp=1800000000&nonce=1&echostr=5927782489442352469")
    };
    let right = plain_signature(1_800_000_000, "1");
    assert_eq!(receiver().verify(&query(&right)).unwrap(), "5927782489442352469");
    assert!(receiver().verify(&query(&right.replace(['0', '1'], "2"))).unwrap_err().is_signature());
    let odd = query(&right).replace("5927782489442352469", "%3Cscript%3E%20");
    for query in [odd, query(&right).replace("&echostr=", "&echo="), query("1"), String::new()] {
        assert!(receiver().verify(&query).unwrap_err().is_unreadable(), "{query}");
    }
}

/// The signed part can't be changed; a change elsewhere is refused or changes nothing.
#[test]
#[ignore = "slow"]
fn each_byte_of_a_message_and_of_a_reply_counts() {
    let now = at(1_800_000_000);
    let text = xml(now, &text_fields("hi", 7));
    let sealed = receiver().seal_message(ACCOUNT, &text, now, "348913405", RANDOM).unwrap();
    let query = Query::parse(&sealed.query).unwrap();
    let open = |body: &[u8]| receiver().open_message(&query, body, now);
    let message = open(sealed.body.as_bytes()).unwrap();
    let reply = receiver().seal_reply(&message, &Reply::text("hi"), now, "1", RANDOM).unwrap();
    let said = receiver().open_reply(reply.as_bytes()).unwrap();
    for (_, body) in super::corruption::corruptions(&sealed.body) {
        if let Ok(opened) = open(&body) {
            assert_eq!(opened, message, "{}", String::from_utf8_lossy(&body));
        }
    }
    for (_, body) in super::corruption::corruptions(&reply) {
        if let Ok(opened) = receiver().open_reply(&body) {
            assert_eq!(opened, said, "{}", String::from_utf8_lossy(&body));
        }
    }
    for length in 0..sealed.body.len() {
        assert!(open(&sealed.body.as_bytes()[..length]).is_err());
    }
}

#[test]
fn an_event_and_a_message_at_the_wrong_url_say_so() {
    let now = SystemTime::now();
    let message = a_text("hi", 7);
    let query = Query::parse(&message.query).unwrap();
    let error = receiver().open(&query, message.body.as_bytes(), now).unwrap_err();
    assert!(error.to_string().contains("messages of accounts have a URL"), "{error}");
    let event = super::seal(&super::ticket_xml(now, "t"), now);
    let query = Query::parse(&event.query).unwrap();
    let opened: Result<Message, CallbackError> =
        receiver().open_message(&query, event.body.as_bytes(), now);
    let error = opened.unwrap_err();
    assert!(error.to_string().contains("events have a URL"), "{error}");
}

/// A platform's server, and the URL of its messages.
async fn serve(handler: impl Handler) -> String {
    let inbox = Arc::new(MessageInbox::new(receiver(), handler));
    let messages = callback::message_router(inbox);
    let app = axum::Router::new().nest("/wechat/{appid}/callback", messages);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await });
    format!("http://{address}/wechat/wx570bc396a51b8ff8/callback")
}

async fn post(url: &str, sealed: &Sealed) -> String {
    let request = reqwest::Client::new().post(format!("{url}?{}", sealed.query));
    let answer = request.body(sealed.body.clone()).send().await.unwrap();
    assert_eq!(answer.status().as_u16(), 200);
    receiver().open_reply(&answer.bytes().await.unwrap()).unwrap()
}

#[tokio::test]
async fn the_router_reads_the_appid_of_the_path_and_answers_the_verification() {
    let echo = Echo::new();
    let url = serve(echo.clone()).await;
    assert_eq!(content(&post(&url, &a_text("hi", 7)).await), "hi");
    let appid = echo.seen.lock().unwrap()[0].appid.clone();
    assert_eq!(appid.as_deref(), Some("wx570bc396a51b8ff8"));
    let signature = plain_signature(1_800_000_000, "1");
    let query = format!("signature={signature}&timestamp=1800000000&nonce=1&echostr=5927");
    let answer = reqwest::get(format!("{url}?{query}")).await.unwrap();
    assert_eq!((answer.status().as_u16(), answer.text().await.unwrap()), (200, "5927".to_owned()));
    let answer = reqwest::get(format!("{url}?{query}0")).await.unwrap();
    assert_eq!(answer.text().await.unwrap(), "59270");
    let answer = reqwest::get(format!("{url}?{}", query.replace("nonce=1", "nonce=2"))).await;
    assert_eq!(answer.unwrap().status().as_u16(), 403);
}

/// WeChat's side of the check, as it posts to the platform and waits for the call.
#[tokio::test]
async fn a_platform_passes_the_release_check() {
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(APPID, "secret").ticket("ticket");
    mock.accounts().code("queryauthcode@@@1", "wx570bc396a51b8ff8");
    let base_url = mock.base_url();
    let platform = Platform::builder(APPID, Secret::new("secret"))
        .client(|client| client.base_urls([base_url]))
        .build()
        .unwrap();
    platform.store_ticket(Secret::new("ticket"), SystemTime::now()).await.unwrap();
    let echo = Echo::new();
    let url = serve(platform.release_check().or(echo.clone())).await;

    let reply = post(&url, &a_text("TESTCOMPONENT_MSG_TYPE_TEXT", 1)).await;
    assert_eq!(content(&reply), "TESTCOMPONENT_MSG_TYPE_TEXT_callback");
    let event = sealed("<MsgType>event</MsgType><Event>LOCATION</Event>");
    assert_eq!(content(&post(&url, &event).await), "LOCATIONfrom_callback");
    let reply = post(&url, &a_text("QUERY_AUTH_CODE:queryauthcode@@@1", 2)).await;
    assert_eq!(reply, "success");
    while mock.count("sendCustomMessage").unwrap() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let sent = mock.calls().pop().unwrap();
    let expected = serde_json::json!({
        "touser": OPENID, "msgtype": "text", "text": { "content": "queryauthcode@@@1_from_api" },
    });
    assert_eq!(sent.body, Some(expected));
    assert_eq!(echo.seen(), 0);
    // Other messages go on to the next handler.
    assert_eq!(content(&post(&url, &a_text("hi", 3)).await), "hi");
}

/// Any user can write such a text, and must not exhaust the platform's quota.
#[tokio::test]
async fn strangers_cannot_have_many_codes_exchanged() {
    let mock = Mock::start().await.unwrap();
    mock.accounts().platform(APPID, "secret").ticket("ticket");
    let base_url = mock.base_url();
    let platform = Platform::builder(APPID, Secret::new("secret"))
        .client(|client| client.base_urls([base_url]))
        .build()
        .unwrap();
    platform.store_ticket(Secret::new("ticket"), SystemTime::now()).await.unwrap();
    let inbox = MessageInbox::new(receiver(), platform.release_check());
    for number in 0..30 {
        let now = SystemTime::now();
        let text = xml(now, &text_fields(&format!("QUERY_AUTH_CODE:{number}"), number));
        let text = text.replace(ACCOUNT, "gh_stranger");
        let sealed = receiver().seal_message("gh_stranger", &text, now, "1", RANDOM).unwrap();
        assert_eq!(deliver(&inbox, &sealed).await, (200, "success".to_owned()));
    }
    assert!(inbox.drain(Duration::from_secs(30)).await.remaining.is_empty());
    assert_eq!(mock.count("getAuthorizerRefreshToken").unwrap(), 10);
}
