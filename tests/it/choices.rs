//! One-ofs and types that contain themselves, as endpoints of a golden spec send and receive them.

use wechat_cloudbase::json::{Value, Writer};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::operation::decode_response;
use wechat_cloudbase::token::Component;

use crate::golden::choices::contract::CONTRACTS;
use crate::golden::choices::send_message::{self, Answer, Content, Extra, Media, Note, Sure, Text};
use crate::golden::choices::types::{Action, Button, Rule};
use crate::golden::choices::{Calls, send_body, set_menu};

fn written(value: &impl wechat_cloudbase::json::Encode) -> Value {
    Writer::text_of(value).parse().unwrap()
}

fn sample(name: &str) -> (Value, &'static str) {
    let contract = CONTRACTS.iter().find(|contract| contract.endpoint.name == name).unwrap();
    (contract.sample_request.parse().unwrap(), contract.sample_response)
}

fn message() -> send_message::Request {
    send_message::Request::new("o1", Content::MiniProgram(Media::new("m1")))
        .with_extra(Extra::Count(3))
        .with_parts(vec![Content::Text(Text::new("hi"))])
}

fn menu() -> set_menu::Request {
    let buttons = vec![
        Button::new("A").with_action(Action::Url("https://a.b".into())),
        Button::new("B")
            .with_sub_button(vec![Button::new("C").with_action(Action::Key("c".into()))])
            .with_next(Button::new("D")),
    ];
    let rules = vec![Rule::Has("x".into()), Rule::Not(Box::new(Rule::Has("y".into())))];
    set_menu::Request::new(buttons, Rule::All(rules))
}

fn received(json: &str) -> send_message::Response {
    decode_response::<send_message::Request>(200, json.as_bytes()).unwrap()
}

#[test]
fn requests_are_what_their_samples_say() {
    let (expected, _) = sample("sendMessage");
    assert_eq!(written(&message()), expected);
    let read: send_message::Request = serde_json::from_value(expected).unwrap();
    assert_eq!(read, message());
    let (expected, _) = sample("setMenu");
    assert_eq!(written(&menu()), expected);
    assert_eq!(serde_json::from_value::<set_menu::Request>(expected).unwrap(), menu());
    let secret = Extra::Token(wechat_cloudbase::Secret::new("CANARY"));
    assert!(!format!("{:?}", message().with_extra(secret)).contains("CANARY"));
}

#[test]
fn the_tag_tells_which_alternative_there_is() {
    let response = received(sample("sendMessage").1);
    assert_eq!(response.kind, Answer::Rows(vec![1, 2]));
    assert_eq!(response.note, Some(Note::Good("yes".into())));
    assert_eq!(response.sure, Sure::Percent(99.5));
    // Without it, the field that is there does.
    let untold = received(r#"{"errcode": 0, "words": "w", "certain": true}"#);
    assert_eq!((untold.kind, untold.note), (Answer::Words("w".into()), None));
    assert_eq!(untold.sure, Sure::Certain(true));
}

/// What no page documents survives a round trip.
#[test]
fn an_unknown_alternative_survives() {
    let json = r#"{"errcode": 0, "answer": "song", "song": {"bars": 12}, "certain": true}"#;
    let Answer::Other(other) = &received(json).kind else {
        panic!("{:?}", received(json));
    };
    assert_eq!(other.tag(), Some("song"));
    assert_eq!(other.value(), Some(&serde_json::json!({"bars": 12})));
    let again = written(&received(json));
    let expected = serde_json::json!({"answer": "song", "song": {"bars": 12}, "certain": true});
    assert_eq!(again, expected);
    let nothing = received(r#"{"errcode": 0, "certain": false}"#);
    assert!(matches!(&nothing.kind, Answer::Other(other) if other.tag().is_none()));
    assert_eq!(written(&nothing), serde_json::json!({"certain": false}));
}

#[test]
fn an_essential_one_of_must_be_there() {
    let json = br#"{"errcode": 0, "answer": "words", "words": "w"}"#;
    let error = decode_response::<send_message::Request>(200, json).unwrap_err();
    assert!(error.to_string().contains("`percent or certain` is absent"), "{error}");
}

/// A caller means what it says.
#[test]
fn what_is_sent_has_exactly_one() {
    for (json, said) in [
        (r#"{"touser": "o"}"#, "`text or image or mini` is absent"),
        (
            r#"{"touser": "o", "msgtype": "song", "mini": {"media_id": "m"}}"#,
            "`msgtype` should be the name of an alternative",
        ),
        (
            r#"{"touser": "o", "text": {"content": "c"}, "image": {"media_id": "m"}}"#,
            "`image` should be the only one of its kind",
        ),
    ] {
        let error = serde_json::from_str::<send_message::Request>(json).unwrap_err().to_string();
        assert!(error.contains(said), "{error}");
    }
}

/// Types that contain themselves, directly and through others.
#[test]
fn a_tree_is_read_as_deep_as_it_is() {
    let (_, json) = sample("setMenu");
    let response = decode_response::<set_menu::Request>(200, json.as_bytes()).unwrap();
    let next = response.button["a"].next.as_ref().unwrap();
    assert_eq!(next.name, "B");
    let tree = response.tree.unwrap();
    assert_eq!(tree.left.unwrap().tree.name, "u");
    assert!(tree.right.is_none());
    // As deep as JSON may be, and no deeper.
    let deep = |levels: usize| {
        let open = r#"{"name": "n", "next": "#.repeat(levels);
        format!(r#"{{"errcode": 0, "button": {{"a": {open}null{}}}}}"#, "}".repeat(levels))
    };
    let read = |json: String| decode_response::<set_menu::Request>(200, json.as_bytes());
    assert!(read(deep(100)).is_ok());
    assert!(read(deep(10_000)).is_err());
}

#[tokio::test]
async fn the_mock_takes_exactly_one() {
    let mock = Mock::empty().contracts(CONTRACTS).start().await.unwrap();
    let client = mock.client::<Component>().unwrap();
    client.send_message(message()).send().await.unwrap();
    client.set_menu(menu()).send().await.unwrap();
    client.send_body(send_body::Request::new(Action::Key("k".into()))).send().await.unwrap();
    let last = mock.calls().last().unwrap().body.clone();
    assert_eq!(last, Some(serde_json::json!({"type": "click", "key": "k"})));
    for (fields, said) in [
        (r#"{"touser": "o"}"#, "one of `text`, `image`, `mini` is missing"),
        (
            r#"{"touser": "o", "msgtype": "text", "text": {"content": "c"}, "image": {"media_id": "m"}}"#,
            "only one of `text`, `image`",
        ),
        (
            r#"{"touser": "o", "msgtype": "image", "text": {"content": "c"}}"#,
            "`msgtype` should be \"text\"",
        ),
        (r#"{"touser": "o", "text": {"content": "c"}}"#, "`msgtype` is missing"),
        (r#"{"touser": "o", "msgtype": "text", "text": {}}"#, "`text.content` is missing"),
        (
            r#"{"touser": "o", "msgtype": "text", "text": {"content": "c"}, "count": "x"}"#,
            "`count`",
        ),
        (
            r#"{"touser": "o", "msgtype": "text", "text": {"content": "c"}, "parts": [{}]}"#,
            "one of `parts[0].text`",
        ),
    ] {
        let fields: Value = fields.parse().unwrap();
        let error = client.raw(&send_message::ENDPOINT, fields).send().await.unwrap_err();
        assert!(error.errmsg().is_some_and(|errmsg| errmsg.contains(said)), "{said}: {error}");
    }
    let long = Button::new("A").with_action(Action::Url("https://too.long/for/this".into()));
    let deep = Button::new("B").with_sub_button(vec![Button::new("C").with_next(long)]);
    let request = set_menu::Request::new(vec![deep], Rule::Has("x".into()));
    let error = client.set_menu(request).send().await.unwrap_err();
    let said = "`button[0].sub_button[0].next.url` should be at most 20 characters";
    assert!(error.errmsg().is_some_and(|errmsg| errmsg.contains(said)), "{error}");
}
