//! Messages made by `vectors.py`, which shares no code with the crate.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use expect_test::expect_file;
use serde_json::{Value, json};
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{
    AccountEvent, AuthorizationEvent, CallbackError, Event, EventKind, Message, MessageKind, Query,
    Receiver, Reply,
};

use super::{at, make};

fn vectors() -> Value {
    serde_json::from_str(include_str!("vectors.json")).unwrap()
}

fn text<'a>(case: &'a Value, name: &str) -> &'a str {
    case[name].as_str().unwrap_or_else(|| panic!("no {name} in {case}"))
}

fn receiver(vectors: &Value, case: &Value) -> Receiver {
    make(text(vectors, "component_appid"), text(case, "token"), text(case, "key")).unwrap()
}

#[test]
fn good_messages_are_opened() {
    let vectors = vectors();
    let now = at(vectors["now"].as_u64().unwrap());
    for case in vectors["good"].as_array().unwrap() {
        let query = Query::parse(text(case, "query")).unwrap();
        let event = receiver(&vectors, case).open(&query, text(case, "body").as_bytes(), now);
        let event = event.unwrap_or_else(|error| panic!("{}: {error}", case["name"]));
        assert_eq!(value_of(&event), case["event"], "{}", case["name"]);
        assert_eq!(event.component_appid, vectors["component_appid"]);
    }
}

/// The encryption is deterministic except for the random bytes: what is byte-identical to another
/// implementation's output is what that one opens.
#[test]
fn sealed_messages_are_byte_identical() {
    let vectors = vectors();
    for case in vectors["good"].as_array().unwrap() {
        let sent = at(case["timestamp"].as_u64().unwrap());
        let random = bytes(text(case, "random")).try_into().unwrap();
        let receiver = receiver(&vectors, case);
        let sealed = receiver.seal(text(case, "xml"), sent, text(case, "nonce"), random).unwrap();
        assert_eq!(sealed.query, text(case, "query"), "{}", case["name"]);
        assert_eq!(sealed.body, text(case, "body"), "{}", case["name"]);
    }
}

#[test]
fn bad_messages_are_refused() {
    let vectors = vectors();
    let now = at(vectors["now"].as_u64().unwrap());
    let receiver = receiver(&vectors, &vectors);
    let mut said = String::new();
    let mut wrong = Vec::new();
    let mut remedies = BTreeSet::new();
    let mut undecryptable = BTreeSet::new();
    for case in vectors["bad"].as_array().unwrap() {
        let (name, query) = (text(case, "name"), Query::parse(text(case, "query")));
        let body = bytes(text(case, "body_hex"));
        let opened = query.and_then(|query| receiver.open(&query, &body, now));
        let Err(error) = opened else {
            wrong.push(format!("{name}: taken"));
            continue;
        };
        if kind_of(&error) != case["error"] {
            wrong.push(format!("{name}: {error}"));
        }
        let problem = error.to_string().replace(&format!(". {}", error.remedy()), "");
        said += &format!("{name}: {} {problem}\n", error.status());
        remedies.insert(error.remedy());
        if error.is_undecryptable() {
            undecryptable.insert(format!("{error:?} {error}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let remedies: Vec<_> = remedies.into_iter().collect();
    expect_file!["errors.txt"].assert_eq(&format!("{said}\n{}\n", remedies.join("\n")));
    // Nothing reveals what was wrong inside the encryption.
    assert_eq!(undecryptable.len(), 1, "{undecryptable:?}");
}

#[test]
fn messages_of_accounts_are_opened_and_sealed() {
    let vectors = vectors();
    let now = at(vectors["now"].as_u64().unwrap());
    let receiver = receiver(&vectors, &vectors);
    for case in vectors["messages"].as_array().unwrap() {
        let query = Query::parse(text(case, "query")).unwrap();
        let message = receiver.open_message(&query, text(case, "body").as_bytes(), now);
        let message = message.unwrap_or_else(|error| panic!("{}: {error}", case["name"]));
        assert_eq!(words_of(&message), text(case, "kind"), "{}", case["name"]);
        assert_eq!(
            (message.to.as_str(), message.from.as_str()),
            ("gh_0123456789ab", "oABC-1a2b3c")
        );
        assert_eq!(message.created, now);
        let random = bytes(text(case, "random")).try_into().unwrap();
        let sealed =
            receiver.seal_message(&message.to, text(case, "text"), now, "348913405", random);
        let sealed = sealed.unwrap();
        assert_eq!(sealed.query, text(case, "query"), "{}", case["name"]);
        assert_eq!(sealed.body, text(case, "body"), "{}", case["name"]);
    }
}

#[test]
fn replies_are_byte_identical_and_are_opened() {
    let vectors = vectors();
    let now = at(vectors["now"].as_u64().unwrap());
    let receiver = receiver(&vectors, &vectors);
    for case in vectors["replies"].as_array().unwrap() {
        let (name, is_json) = (text(case, "name"), case["json"] == true);
        let message = message_like(&vectors, &receiver, is_json);
        let random = bytes(text(case, "random")).try_into().unwrap();
        let sealed = receiver.seal_reply(&message, &reply_of(name), now, "348913405", random);
        assert_eq!(sealed.unwrap(), text(case, "body"), "{name}");
        let opened = receiver.open_reply(text(case, "body").as_bytes()).unwrap();
        assert_eq!(opened, text(case, "text"), "{name}");
    }
}

/// A message of the format that is asked for.
fn message_like(vectors: &Value, receiver: &Receiver, is_json: bool) -> Message {
    let name = if is_json { "text in JSON" } else { "text" };
    let cases = vectors["messages"].as_array().unwrap();
    let case = cases.iter().find(|case| case["name"] == name).unwrap();
    let query = Query::parse(text(case, "query")).unwrap();
    let now = at(vectors["now"].as_u64().unwrap());
    receiver.open_message(&query, text(case, "body").as_bytes(), now).unwrap()
}

fn reply_of(name: &str) -> Reply {
    match name.split_once(' ').unwrap_or((name, "")) {
        ("text", text) => Reply::text(text),
        ("image", id) => Reply::Image { media_id: id.to_owned() },
        ("service", "a@b") => Reply::CustomerService { account: Some("a@b".to_owned()) },
        ("service", _) => Reply::CustomerService { account: None },
        other => panic!("{other:?}"),
    }
}

/// The other way round: an independent implementation opens what the crate seals.
#[test]
#[ignore = "needs python3 with the package `cryptography`; .ci/run runs it where they are"]
fn python_opens_what_is_sealed() {
    let vectors = vectors();
    let (mut lines, mut expected) = (String::new(), String::new());
    for (number, case) in vectors["good"].as_array().unwrap().iter().enumerate() {
        let xml = format!("{number} {}", text(case, "xml"));
        let random = std::array::from_fn(|place| (number + place) as u8);
        let sealed = receiver(&vectors, case).seal(&xml, at(1_900_000_000), "nonce", random);
        let sealed = sealed.unwrap();
        let message = json!({
            "query": sealed.query, "body": sealed.body, "appid": vectors["component_appid"],
            "token": case["token"], "key": case["key"],
        });
        lines += &format!("{message}\n");
        expected += &format!("{}\n", Value::from(xml));
    }
    for case in vectors["replies"].as_array().unwrap() {
        let receiver = receiver(&vectors, &vectors);
        let message = message_like(&vectors, &receiver, case["json"] == true);
        let reply = reply_of(text(case, "name"));
        let now = at(1_900_000_000);
        let body = receiver.seal_reply(&message, &reply, now, "nonce", [9; 16]).unwrap();
        let reply = json!({
            "query": null, "body": body, "appid": vectors["component_appid"],
            "token": vectors["token"], "key": vectors["key"],
        });
        lines += &format!("{reply}\n");
        let opened = receiver.open_reply(body.as_bytes()).unwrap();
        expected += &format!("{}\n", Value::from(opened));
    }
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/callback/vectors.py");
    let python = std::env::var_os("PYTHON").unwrap_or_else(|| "python3".into());
    let mut command = Command::new(python);
    let command = command.args([script, "--open"]).env("PYTHONUTF8", "1");
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = process.stdin.take().unwrap();
    std::thread::spawn(move || input.write_all(lines.as_bytes()).unwrap());
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    let opened = String::from_utf8(output.stdout).unwrap();
    let parsed = |text: &str| -> Vec<Value> {
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    };
    assert_eq!(parsed(&opened), parsed(&expected));
}

fn bytes(hex: &str) -> Vec<u8> {
    let pairs = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    pairs.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
}

/// The one predicate that holds.
fn kind_of(error: &CallbackError) -> &'static str {
    let kinds = [
        (error.is_signature(), "signature"),
        (error.is_too_old(), "too_old"),
        (error.is_too_new(), "too_new"),
        (error.is_other_platform(), "other_platform"),
        (error.is_undecryptable(), "undecryptable"),
        (error.is_too_large(), "too_large"),
        (error.is_unreadable(), "unreadable"),
    ];
    let mut kinds = kinds.into_iter().filter_map(|(holds, kind)| holds.then_some(kind));
    let kind = kinds.next().unwrap_or("none");
    assert_eq!(kinds.next(), None);
    kind
}

fn value_of(event: &Event) -> Value {
    match &event.kind {
        EventKind::Ticket(ticket) => json!({"kind": "ticket", "ticket": ticket.expose()}),
        EventKind::Authorized(authorization) => value_of_authorization("authorized", authorization),
        EventKind::Updated(authorization) => value_of_authorization("updated", authorization),
        EventKind::Unauthorized { authorizer_appid } => {
            json!({"kind": "unauthorized", "authorizer_appid": authorizer_appid})
        }
        EventKind::Registered(registration) => json!({
            "kind": "registered", "which": format!("{:?}", registration.kind),
            "appid": registration.appid, "status": registration.status,
            "code": registration.code.as_ref().map(Secret::expose),
        }),
        EventKind::Other(other) => {
            let fields = other.fields.iter().map(|(name, value)| json!([name, value.expose()]));
            let fields: Vec<_> = fields.collect();
            json!({"kind": "other", "info_type": other.info_type, "fields": fields})
        }
        kind => panic!("{kind:?}"),
    }
}

fn value_of_authorization(kind: &str, authorization: &AuthorizationEvent) -> Value {
    let expires = authorization.code_expires;
    let expires = expires.map(|time| time.duration_since(at(0)).unwrap().as_secs());
    json!({
        "kind": kind,
        "authorizer_appid": authorization.authorizer_appid,
        "code": authorization.code.expose(),
        "code_expires": expires,
        "pre_auth_code": authorization.pre_auth_code.as_ref().map(Secret::expose),
    })
}

fn words_of(message: &Message) -> String {
    let words = |name: &str, parts: &[&str]| {
        parts.iter().fold(name.to_owned(), |words, part| format!("{words} {part}"))
    };
    match &message.kind {
        MessageKind::Text { content } => words("Text", &[content]),
        MessageKind::Image { url, media_id } => words("Image", &[url, media_id]),
        MessageKind::Voice { media_id, format, recognition } => {
            words("Voice", &[media_id, format, recognition])
        }
        MessageKind::Video { media_id, thumb_media_id, is_short } => {
            words("Video", &[media_id, thumb_media_id, &is_short.to_string()])
        }
        MessageKind::Location { latitude, longitude, scale, label } => {
            words("Location", &[latitude, longitude, scale, label])
        }
        MessageKind::Link { title, description, url } => words("Link", &[title, description, url]),
        MessageKind::MiniProgramPage { title, appid, page, thumb_url, thumb_media_id } => {
            words("MiniProgramPage", &[title, appid, page, thumb_url, thumb_media_id])
        }
        MessageKind::Event(event) => format!("Event {}", words_of_event(event, message)),
        MessageKind::Other { msg_type } => words("Other", &[msg_type]),
        kind => panic!("{kind:?}"),
    }
}

fn words_of_event(event: &AccountEvent, message: &Message) -> String {
    let ago = |time: &Option<std::time::SystemTime>| {
        format!("-{}", message.created.duration_since(time.unwrap()).unwrap().as_secs())
    };
    match event {
        AccountEvent::Subscribe { key, ticket } => format!("Subscribe {key} {ticket}"),
        AccountEvent::Unsubscribe => "Unsubscribe".to_owned(),
        AccountEvent::Scan { key, ticket } => format!("Scan {key} {ticket}"),
        AccountEvent::Location { latitude, longitude, precision } => {
            format!("Location {latitude} {longitude} {precision}")
        }
        AccountEvent::Click { key } => format!("Click {key}"),
        AccountEvent::View { url } => format!("View {url}"),
        AccountEvent::EnterSession { session_from } => format!("EnterSession {session_from}"),
        AccountEvent::AuditPassed { at } => format!("AuditPassed {}", ago(at)),
        AccountEvent::AuditFailed { reason, at, screenshots } => {
            format!("AuditFailed {reason} {} {screenshots}", ago(at))
        }
        AccountEvent::AuditDelayed { reason, at } => format!("AuditDelayed {reason} {}", ago(at)),
        AccountEvent::NameAudited { passed, name, reason } => {
            format!("NameAudited {passed} {name} {reason}")
        }
        AccountEvent::Other { event } => format!("Other {event}"),
        event => panic!("{event:?}"),
    }
}
