//! Messages made by `vectors.py`, which shares no code with the crate.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::process::{Command, Stdio};

use expect_test::expect_file;
use serde_json::{Value, json};
use wechat_cloudbase::Secret;
use wechat_cloudbase::callback::{Authorization, CallbackError, Event, EventKind, Query, Receiver};

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

/// The encryption has no choice but for the random bytes: what is the same to the byte as another
/// implementation's is what that one opens.
#[test]
fn what_is_sealed_is_the_same_to_the_byte() {
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
    // Nothing tells what was wrong inside the encryption.
    assert_eq!(undecryptable.len(), 1, "{undecryptable:?}");
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
        EventKind::Other(other) => {
            let fields = other.fields.iter().map(|(name, value)| json!([name, value.expose()]));
            let fields: Vec<_> = fields.collect();
            json!({"kind": "other", "info_type": other.info_type, "fields": fields})
        }
        kind => panic!("{kind:?}"),
    }
}

fn value_of_authorization(kind: &str, authorization: &Authorization) -> Value {
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
