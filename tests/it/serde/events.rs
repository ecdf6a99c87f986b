//! What WeChat pushes, as data in a queue: any event and any message survives, whatever it says, and so
//! do those that a later release knows and this one does not.

use std::fmt::Debug;
use std::time::{SystemTime, UNIX_EPOCH};

use proptest::prelude::*;
use serde_core::de::DeserializeOwned;
use serde_json::{Value, from_value, json, to_value};
use wechat_cloudbase::callback::{
    AccountEvent, AuthorizationEvent, Event, EventId, EventKind, Message, MessageKind, OtherEvent,
    Query, Registration, Reply,
};
use wechat_cloudbase::json::{Encode, WithSecrets};

use super::refused;
use super::status::is;
use crate::callback::{event_xml, open, receiver, seal};

const ACCOUNT: &str = "gh_3c884a361561";
const NAMES: &[&str] = &[
    "component_verify_ticket",
    "authorized",
    "updateauthorized",
    "unauthorized",
    "notify_third_fasteregister",
    "notify_third_fastregisterbetaapp",
    "notify_third_fastverifybetaapp",
    "notify_apply_icpfiling_result",
];
const EVENT_FIELDS: &[&str] = &[
    "ComponentVerifyTicket",
    "AuthorizerAppid",
    "AuthorizationCode",
    "AuthorizationCodeExpiredTime",
    "PreAuthCode",
    "appid",
    "status",
    "auth_code",
    "msg",
];
const MESSAGES: &[&str] = &[
    "text",
    "image",
    "voice",
    "video",
    "shortvideo",
    "location",
    "link",
    "miniprogrampage",
    "event",
    "sticker",
];
const ACCOUNT_EVENTS: &[&str] = &[
    "subscribe",
    "unsubscribe",
    "SCAN",
    "LOCATION",
    "CLICK",
    "VIEW",
    "user_enter_tempsession",
    "weapp_audit_success",
    "weapp_audit_fail",
    "weapp_audit_delay",
    "wxa_nickname_audit",
    "user_info_modified",
];
const MESSAGE_FIELDS: &[&str] = &[
    "MsgId",
    "Content",
    "PicUrl",
    "MediaId",
    "Format",
    "Recognition",
    "ThumbMediaId",
    "Location_X",
    "Location_Y",
    "Scale",
    "Label",
    "Title",
    "Description",
    "Url",
    "AppId",
    "PagePath",
    "ThumbUrl",
    "EventKey",
    "Ticket",
    "Latitude",
    "Longitude",
    "Precision",
    "SessionFrom",
    "SuccTime",
    "Reason",
    "FailTime",
    "ScreenShot",
    "DelayTime",
    "ret",
    "nickname",
    "reason",
];

#[track_caller]
fn survives<T: Encode + DeserializeOwned + PartialEq + Debug>(value: &T) {
    let text = serde_json::to_string(&WithSecrets(value)).unwrap();
    assert_eq!(&serde_json::from_str::<T>(&text).unwrap(), value, "{text}");
    let bytes = rmp_serde::to_vec(&WithSecrets(value)).unwrap();
    assert_eq!(&rmp_serde::from_slice::<T>(&bytes).unwrap(), value, "{text}");
    // A duplicate name would be read as either of the two, depending on the reader.
    let names: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(names.to_string().len(), text.len(), "{text}");
}

fn element(name: &str, text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!("<{name}>{text}</{name}>")
}

/// Each of the fields, or most of them, with a text that is a number now and then.
fn fields(names: &'static [&'static str]) -> impl Strategy<Value = Vec<(&'static str, String)>> {
    let text = prop_oneof![3 => "\\PC{1,8}", 1 => "[0-9]{1,10}"];
    let texts = prop::collection::vec(prop::option::weighted(0.8, text), names.len());
    texts.prop_map(|texts| {
        let named = names.iter().zip(texts);
        named.filter_map(|(name, text)| Some((*name, text?))).collect()
    })
}

fn elements(fields: &[(&str, String)]) -> String {
    fields.iter().map(|(name, text)| element(name, text)).collect()
}

fn event(info_type: &str, fields: &str) -> Option<Event> {
    let now = SystemTime::now();
    open(&seal(&event_xml(now, info_type, fields), now), now).ok()
}

fn message(fields: &str) -> Message {
    let now = SystemTime::now();
    let created = now.duration_since(UNIX_EPOCH).unwrap().as_secs();
    let xml = format!(
        "<xml><ToUserName>{ACCOUNT}</ToUserName><FromUserName>oABC</FromUserName>\
         <CreateTime>{created}</CreateTime>{fields}</xml>"
    );
    let sealed = receiver().seal_message(ACCOUNT, &xml, now, "1", *b"sixteen letters!").unwrap();
    let query = Query::parse(&sealed.query).unwrap();
    receiver().open_message(&query, sealed.body.as_bytes(), now).unwrap()
}

proptest! {
    #[test]
    fn any_event_survives(name in prop::sample::select(NAMES), fields in fields(EVENT_FIELDS)) {
        // Without a ticket or a code it is none of those.
        if let Some(event) = event(name, &elements(&fields)) {
            prop_assert_eq!(event.info_type(), name);
            survives(&event);
            survives(&event.kind);
        }
    }

    #[test]
    fn any_message_survives(
        msg_type in prop::sample::select(MESSAGES),
        event in prop::sample::select(ACCOUNT_EVENTS),
        fields in fields(MESSAGE_FIELDS),
        appid in prop::option::of("[a-z0-9]{0,8}"),
        in_json in any::<bool>(),
    ) {
        let names = element("MsgType", msg_type) + &element("Event", event);
        let mut message = message(&(names + &elements(&fields)));
        message.appid = appid;
        survives(&message);
        let mut json = to_value(WithSecrets(&message)).unwrap();
        prop_assert_eq!(&json["type"], msg_type);
        let told = json.get("event").and_then(Value::as_str);
        prop_assert_eq!(told, (msg_type == "event").then_some(event));
        if in_json {
            json["format"] = json!("json");
            json["is_encrypted"] = json!(false);
            survives(&from_value::<Message>(json).unwrap());
        }
    }
}

fn event_json(kind: Value) -> Value {
    let mut json = json!({
        "id": "2fd4e1c67a2d28fced849ee1bb76e7391b93eb12",
        "created": 1_700_000_000,
        "component_appid": "wx0123456789abcdef",
    });
    json.as_object_mut().unwrap().extend(kind.as_object().unwrap().clone());
    json
}

/// That an event is this JSON.
#[track_caller]
fn reads(kind: Value) -> EventKind {
    let json = event_json(kind);
    let event: Event = from_value(json.clone()).unwrap();
    assert_eq!(to_value(WithSecrets(&event)).unwrap(), json);
    survives(&event);
    event.kind
}

#[test]
fn events_are_flat() {
    let ticket = reads(json!({"type": "component_verify_ticket", "ticket": "ticket@@@1"}));
    assert!(matches!(ticket, EventKind::Ticket(ticket) if ticket.expose() == "ticket@@@1"));
    let authorization = json!({
        "type": "updateauthorized", "authorizer_appid": "wx1", "code": "code@@@1",
        "code_expires": 1_700_003_600, "pre_auth_code": "pre@@@1",
    });
    assert!(matches!(reads(authorization), EventKind::Updated(_)));
    let authorization = json!({"type": "authorized", "authorizer_appid": "wx1", "code": "code"});
    let EventKind::Authorized(authorization) = reads(authorization) else { panic!() };
    survives::<AuthorizationEvent>(&authorization);
    let unauthorized = json!({"type": "unauthorized", "authorizer_appid": "wx1"});
    assert!(matches!(reads(unauthorized), EventKind::Unauthorized { .. }));
    let registered = json!({
        "type": "notify_third_fasteregister", "registration": "regular", "appid": "wx2",
        "status": 0, "message": "OK", "code": "code@@@2",
        "fields": [["appid", "wx2"], ["status", "0"], ["auth_code", "code@@@2"], ["msg", "OK"]],
    });
    let EventKind::Registered(registration) = reads(registered) else { panic!() };
    survives::<Registration>(&registration);
    survives::<OtherEvent>(&registration.event);
    is(
        &from_value::<EventId>(json!("2fd4e1c67a2d28fced849ee1bb76e7391b93eb12")).unwrap(),
        json!("2fd4e1c67a2d28fced849ee1bb76e7391b93eb12"),
    );
}

#[test]
fn messages_are_flat() {
    let voice = message(
        "<MsgType>voice</MsgType><MediaId>m1</MediaId><Format>amr</Format><MsgId>7</MsgId>",
    );
    let json = to_value(WithSecrets(&voice)).unwrap();
    let MessageKind::Voice { media_id, .. } = &voice.kind else { panic!() };
    assert_eq!(json["media_id"], **media_id);
    assert_eq!((&json["type"], &json["to"]), (&json!("voice"), &json!(ACCOUNT)));
    assert_eq!((&json["voice_format"], &json["format"]), (&json!("amr"), &json!("xml")));
    assert_eq!(json["fields"][3], json!(["MsgType", "voice"]));
    let scan = message("<MsgType>event</MsgType><Event>SCAN</Event><EventKey>7</EventKey>");
    let json = to_value(WithSecrets(&scan)).unwrap();
    assert_eq!((&json["event"], &json["key"]), (&json!("SCAN"), &json!("7")));
    assert!(matches!(scan.kind, MessageKind::Event(AccountEvent::Scan { .. })));
}

#[test]
fn a_later_releases_events_survive() {
    let later = json!({
        "type": "notify_of_something_new", "something": {"of": "it"}, "appid": "wx2",
        "fields": [["appid", "wx2"], ["thing/secret", "canary"], ["thing/secret", "again"]],
    });
    let event: Event = from_value(event_json(later)).unwrap();
    let EventKind::Other(other) = &event.kind else { panic!() };
    assert_eq!(other.field("thing/secret"), Some("canary"));
    assert!(!format!("{event:?}").contains("canary"));
    survives(&event);

    // And an event of an earlier release, which did not know registrations, is one now.
    let earlier = json!({"type": "notify_third_fasteregister", "fields": [["appid", "wx2"]]});
    let event: Event = from_value(event_json(earlier)).unwrap();
    let EventKind::Registered(registration) = event.kind else { panic!() };
    assert_eq!(registration.appid.as_deref(), Some("wx2"));
}

#[test]
fn an_invalid_event_is_refused_and_not_shown() {
    let event = |kind| refused_event(event_json(kind));
    assert_eq!(event(json!({})), "field `type` is absent or empty");
    let ticket = json!({"type": "component_verify_ticket"});
    assert_eq!(event(ticket), "field `ticket` is absent or empty");
    let other = json!({"type": "notify_of_something_new", "canary": "canary"});
    assert_eq!(event(other), "field `fields` is absent or empty");
    let odd = json!({"type": "other", "fields": [["appid", "wx2"], ["canary"]]});
    assert_eq!(event(odd), "field `fields[1]` should be a list of a name and a text and is a list");
    let id = json!({"type": "unauthorized", "authorizer_appid": "wx1", "id": "canary"});
    assert_eq!(event(id), "field `id` should be 40 hexadecimal digits and is a string");

    refused::<Registration>(
        json!({"type": "authorized", "fields": []}),
        "the value should be an event of a registration and is an object",
    );
    refused::<Message>(
        json!({"type": "text", "content": "canary", "fields": []}),
        "the value should be a message with the field `MsgType` and is an object",
    );
}

fn refused_event(json: Value) -> String {
    from_value::<Event>(json).unwrap_err().to_string()
}

#[test]
fn replies_are_data() {
    is(&Reply::Nothing, json!({"type": "nothing"}));
    is(&Reply::text("hi"), json!({"type": "text", "content": "hi"}));
    is(&Reply::text(""), json!({"type": "text", "content": ""}));
    let image: Reply = from_value(json!({"type": "image", "media_id": "m1"})).unwrap();
    is(&image, json!({"type": "image", "media_id": "m1"}));
    for account in [None, Some("kf1@shop".to_owned())] {
        let mut json = json!({"type": "customer_service"});
        if let Some(account) = &account {
            json["account"] = json!(account);
        }
        is(&from_value::<Reply>(json.clone()).unwrap(), json);
    }
    refused::<Reply>(
        json!({"type": "voice"}),
        "the value should be a reply of a known type and is an object",
    );
}
