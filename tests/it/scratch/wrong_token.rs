//! A call with the wrong kind of token does not compile, and rustc says in one sentence which
//! token the endpoint takes.

use serde_json::Value;

use super::Scratch;

/// Each does the one thing that must not compile.
const CASES: &[(&str, &str)] = &[
    (
        "component_for_authorizer",
        "let _ = client::<Component>().create_env(create_env::Request::new(EnvAlias::new(\"shop\")));",
    ),
    (
        "authorizer_for_component",
        "let _ = client::<Authorizer>().create_tcb_env(create_tcb_env::Request::new(EnvAlias::new(\"shop\"), create_tcb_env::EnvType::Run));",
    ),
    (
        "app_for_either",
        "let _ = client::<App>().change_tcb_env(change_tcb_env::Request::new(EnvId::new(\"shop-1\")));",
    ),
    (
        "generic_call",
        "let _ = client::<Component>().call(create_env::Request::new(EnvAlias::new(\"shop\")));",
    ),
    (
        "token_for_client",
        "let _: Client<Component> = Client::new(AccessToken::<Authorizer>::new(\"T\")).unwrap();",
    ),
];

const PRELUDE: &str = "#![allow(unused_imports, missing_docs, dead_code)]
use wechat_cloudbase::Client;
use wechat_cloudbase::api::{change_tcb_env, create_env, create_tcb_env, types::{EnvAlias, EnvId}};
use wechat_cloudbase::token::{AccessToken, App, Authorizer, Component, TokenKind};
fn client<K: TokenKind>() -> Client<K> {
    Client::new(AccessToken::<K>::new(\"T\")).unwrap()
}
";

#[test]
#[ignore = "slow"]
fn says_which_token_it_takes() {
    let scratch = Scratch::new("wrong-token", 3);
    for (name, code) in CASES {
        scratch.write(
            &format!("examples/{name}.rs"),
            &format!("{PRELUDE}fn main() {{\n    {code}\n}}\n"),
        );
    }
    let right = "let _ = client::<Component>().change_tcb_env(change_tcb_env::Request::new(EnvId::new(\"shop-1\")));";
    scratch.write("examples/right.rs", &format!("{PRELUDE}fn main() {{\n    {right}\n}}\n"));
    let output =
        scratch.cargo(&["build", "--examples", "--keep-going", "--message-format", "json"]);
    let lines = String::from_utf8_lossy(&output.stdout);
    let messages: Vec<Value> =
        lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
    let mut found = Vec::new();
    for (name, _) in CASES {
        let errors =
            messages.iter().filter(|message| message["target"]["name"] == *name).filter_map(error);
        found.push(format!("{name}\n{}", errors.collect::<String>()));
    }
    expect_test::expect_file!["wrong_token.txt"].assert_eq(&found.join("\n"));
    let built = |message: &&Value| {
        message["reason"] == "compiler-artifact" && message["target"]["name"] == "right"
    };
    assert!(messages.iter().any(|message| built(&message)), "the right kind compiles: {lines}");
}

/// The sentence, the label at the call, and the note: what the spec decides, without the parts
/// that change from one rustc to the next.
fn error(message: &Value) -> Option<String> {
    let message = message
        .get("message")
        .filter(|message| message["level"] == "error" && !message["code"].is_null())?;
    let mut text = format!("error: {}\n", message["message"].as_str()?);
    for span in message["spans"].as_array()?.iter().filter(|span| span["is_primary"] == true) {
        text += &format!("  here: {}\n", span["label"].as_str().unwrap_or_default());
    }
    for child in message["children"].as_array()? {
        let note = child["message"].as_str().filter(|note| note.starts_with("make the call"));
        text.extend(note.map(|note| format!("  note: {note}\n")));
    }
    Some(text)
}
