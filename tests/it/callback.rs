//! Events that WeChat pushes: messages of an independent implementation, invalid ones, and how an
//! inbox and a router handle them.

mod clocks;
mod corruption;
mod inbox;
mod messages;
mod router;
mod sinks;
mod vectors;

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use expect_test::expect;
use proptest::prelude::*;
use wechat_cloudbase::callback::{
    BODY_LIMIT, CallbackError, Event, EventKind, Query, Receiver, Sealed,
};
use wechat_cloudbase::{Error, Secret};

pub(crate) use inbox::Recorder;

const APPID: &str = "wx0123456789abcdef";
const TOKEN: &str = "verification-token";
const KEY: &str = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG";
const RANDOM: [u8; 16] = *b"sixteen letters!";

pub(crate) fn receiver() -> Receiver {
    make(APPID, TOKEN, KEY).unwrap()
}

fn make(appid: &str, token: &str, key: &str) -> Result<Receiver, Error> {
    Receiver::new(appid, Secret::new(token), Secret::new(key))
}

fn at(seconds: u64) -> SystemTime {
    UNIX_EPOCH + Duration::from_secs(seconds)
}

pub(crate) fn event_xml(created: SystemTime, info_type: &str, fields: &str) -> String {
    let created = created.duration_since(UNIX_EPOCH).unwrap().as_secs();
    format!(
        "<xml><AppId>{APPID}</AppId><CreateTime>{created}</CreateTime>\
         <InfoType>{info_type}</InfoType>{fields}</xml>"
    )
}

fn ticket_xml(created: SystemTime, ticket: &str) -> String {
    let field = format!("<ComponentVerifyTicket>{ticket}</ComponentVerifyTicket>");
    event_xml(created, "component_verify_ticket", &field)
}

pub(crate) fn seal(xml: &str, sent: SystemTime) -> Sealed {
    receiver().seal(xml, sent, "348913405", RANDOM).unwrap()
}

pub(crate) fn open(sealed: &Sealed, now: SystemTime) -> Result<Event, CallbackError> {
    receiver().open(&Query::parse(&sealed.query)?, sealed.body.as_bytes(), now)
}

#[test]
fn invalid_settings_of_a_receiver_are_refused() {
    let errors = [
        make("", TOKEN, KEY),
        make(APPID, "", KEY),
        make(APPID, TOKEN, ""),
        make(APPID, TOKEN, &KEY[1..]),
        make(APPID, TOKEN, &format!("{KEY}=")),
        make(APPID, TOKEN, &KEY.replace('G', "-")),
        make(APPID, TOKEN, &KEY.replace("EFG", "密")),
    ];
    let lines: Vec<_> = errors.into_iter().map(|error| error.unwrap_err().to_string()).collect();
    expect![[r#"
        the appid of the platform is empty
        the verification token is empty, so that anybody could sign messages
        the EncodingAESKey is not 43 letters and digits; copy it from the platform's page on the open platform
        the EncodingAESKey is not 43 letters and digits; copy it from the platform's page on the open platform
        the EncodingAESKey is not 43 letters and digits; copy it from the platform's page on the open platform
        the EncodingAESKey is not 43 letters and digits; copy it from the platform's page on the open platform
        the EncodingAESKey is not 43 letters and digits; copy it from the platform's page on the open platform"#]].assert_eq(&lines.join("\n"));
}

#[test]
fn query_strings_have_each_parameter_once() {
    let signature = "0123456789abcdef0123456789abcdef01234567";
    let good = format!("timestamp=1800000000&nonce=1&msg_signature={signature}");
    assert!(Query::parse(&good).is_ok());
    assert!(Query::parse(&format!("signature=x&openid=&{good}&encrypt_type=aes")).is_ok());
    let queries = [
        String::new(),
        "&=&%%&timestamp".to_owned(),
        good.replace("1800000000", "+1800000000"),
        good.replace("1800000000", "01800000000"),
        good.replace("1800000000", "18000000000"),
        good.replace("1800000000", "-1"),
        good.replace("1800000000", ""),
        good.replace("nonce=1", "nonce="),
        good.replace("nonce=1", "nonce=%C3%A9"),
        good.replace("nonce=1", "nonce=a+b"),
        good.replace("nonce=1", &format!("nonce={}", "1".repeat(65))),
        good.replace("nonce=1", "Nonce=1"),
        good.replace("msg_signature", "signature"),
        good.replace("=01", "=1"),
        format!("{good}&nonce=1"),
        format!("{good}&more={}", "x".repeat(2048)),
    ];
    let lines: Vec<_> =
        queries.iter().map(|query| Query::parse(query).unwrap_err().to_string()).collect();
    let expected = expect![[r#"
        `timestamp` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `timestamp` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `timestamp` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `timestamp` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `timestamp` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `timestamp` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `msg_signature` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `msg_signature` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        `nonce` is missing from the query string, duplicated or malformed. Find out who else posts to this URL, and whether a proxy changes URLs or bodies.
        the query string is longer than 2048 bytes. Find out who else posts to this URL."#]];
    expected.assert_eq(&lines.join("\n"));
}

#[test]
fn too_large_a_message_is_refused_unread() {
    let now = at(1_800_000_000);
    let sealed = seal(&ticket_xml(now, "t"), now);
    let padded = |length: usize| {
        let body = format!("{}{}", sealed.body, " ".repeat(length - sealed.body.len()));
        receiver().open(&Query::parse(&sealed.query).unwrap(), body.as_bytes(), now)
    };
    assert!(padded(BODY_LIMIT).is_ok());
    assert!(padded(BODY_LIMIT + 1).unwrap_err().is_too_large());
    let error = receiver().seal(&"x".repeat(BODY_LIMIT), now, "1", RANDOM).unwrap_err();
    assert!(error.is_too_large());
    assert_eq!(error.status(), 413);
}

#[test]
fn messages_with_the_same_content_have_the_same_id() {
    let now = at(1_800_000_000);
    let id = |xml: &str, nonce: &str, random| {
        let sealed = receiver().seal(xml, now, nonce, random).unwrap();
        open(&sealed, now).unwrap().id
    };
    let xml = ticket_xml(now, "t");
    let first = id(&xml, "1", RANDOM);
    assert_eq!(id(&xml, "2", [0; 16]), first);
    assert_ne!(id(&ticket_xml(now, "u"), "1", RANDOM), first);
}

#[test]
fn a_former_key_and_token_are_accepted_while_they_are_configured() {
    let now = at(1_800_000_000);
    let former_key = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
    let former = make(APPID, "former token", former_key).unwrap();
    let sealed = former.seal(&ticket_xml(now, "t"), now, "1", RANDOM).unwrap();
    let query = Query::parse(&sealed.query).unwrap();
    let open = |receiver: Receiver| receiver.open(&query, sealed.body.as_bytes(), now);
    assert!(open(receiver()).unwrap_err().is_signature());
    let with_token = receiver().also_token(Secret::new("former token")).unwrap();
    assert!(open(with_token.clone()).unwrap_err().is_undecryptable());
    assert!(open(with_token.also_key(Secret::new(former_key)).unwrap()).is_ok());
}

proptest! {
    #[test]
    fn any_request_gets_a_response(query in ".{0,200}", body in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(query) = Query::parse(&query) {
            prop_assert!(receiver().open(&query, &body, at(1_800_000_000)).is_err());
        }
    }

    /// Correctly signed messages with any content.
    #[test]
    fn any_sealed_message_gets_a_response(xml in "(<xml>|</xml>|<AppId>|</AppId>|&[a-z#0-9]{0,4};|<!\\[CDATA\\[|\\]\\]>|<[!?]|.){0,40}") {
        let now = at(1_800_000_000);
        prop_assert!(open(&seal(&xml, now), now).is_err());
    }

    #[test]
    fn a_sealed_message_is_opened(
        ticket in "[!-~&&[^<&\\]]]{1,300}",
        nonce in "[!-~]{1,64}",
        random: [u8; 16],
        now in 1_000_000_000u64..4_000_000_000,
    ) {
        let now = at(now);
        let xml = ticket_xml(now, &format!("<![CDATA[{ticket}]]>"));
        let sealed = receiver().seal(&xml, now, &nonce, random).unwrap();
        let event = open(&sealed, now).unwrap();
        prop_assert_eq!(event.kind, EventKind::Ticket(Secret::new(ticket)));
        prop_assert_eq!(event.created, now);
        prop_assert_eq!(event.component_appid, APPID);
    }
}
