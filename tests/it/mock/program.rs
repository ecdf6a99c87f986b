//! The mock as a program, scripted from outside.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use expect_test::{Expect, expect};

use super::{json, show};

/// The running program; it exits with the test.
struct Program {
    child: Child,
    base_url: String,
    introduction: String,
}

impl Program {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_wechat-cloudbase-mock"))
            .args(["--port", "0"])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut introduction = String::new();
        for line in BufReader::new(child.stdout.take().unwrap()).lines() {
            introduction += &format!("{}\n", line.unwrap());
            if introduction.contains("Ctrl-C") {
                break;
            }
        }
        let line = introduction.lines().nth(1).unwrap_or_default();
        Self { child, base_url: line.trim().to_owned(), introduction: introduction.clone() }
    }

    async fn post(&self, path: &str, body: &str) -> String {
        let client = reqwest::Client::builder().no_proxy().build().unwrap();
        let request = client.post(format!("{}{path}", self.base_url));
        show(request.body(body.to_owned()).send().await).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The shell command that it prints works.
#[tokio::test]
async fn introduces_itself() {
    let program = Program::start();
    let text = &program.introduction;
    let line = text.lines().find(|line| line.contains("curl")).unwrap();
    let words: Vec<_> = line.split('\'').collect();
    let target = words[1].strip_prefix(&program.base_url).unwrap();
    let answer = program.post(target, words[3]).await;
    assert!(answer.contains("\"errcode\":0"), "{answer}");
    for endpoint in wechat_cloudbase::api::ENDPOINTS {
        assert!(text.contains(endpoint.name) && text.contains(endpoint.path), "{text}");
    }
    assert!(text.contains("mock-authorizer-expired"), "{text}");
}

#[tokio::test]
async fn is_scripted_over_http() {
    let program = Program::start();
    let call = "/tcb/modifyenv?access_token=mine";
    let body = r#"{"env": "a"}"#;
    let mut shown = Vec::new();
    for (path, body) in [
        ("/__mock/tokens", r#"{"token": "mine", "kind": "authorizer"}"#),
        ("/__mock/script", r#"{"endpoint": "changeTcbEnv", "errcode": -1, "errmsg": "m"}"#),
        (call, body),
        ("/__mock/script", r#"{"endpoint": "changeTcbEnv", "html": "<p>", "status": 502}"#),
        (call, body),
        (call, body),
        ("/__mock/tokens", r#"{"token": "mine", "kind": "authorizer", "expired": true}"#),
        (call, body),
    ] {
        shown.push(program.post(path, body).await);
    }
    let calls = reqwest::Client::builder().no_proxy().build().unwrap();
    let calls = json(calls.get(format!("{}/__mock/calls", program.base_url)).send().await).await;
    assert_eq!(calls.as_array().unwrap().len(), 4);
    shown.push(calls[3].to_string());
    shown.push(program.post("/__mock/reset", "").await);
    expect![[r#"
        200 application/json {"ok":true}
        200 application/json {"endpoint":"changeTcbEnv","ok":true}
        200 application/json {"errcode":-1,"errmsg":"m"}
        200 application/json {"endpoint":"changeTcbEnv","ok":true}
        502 text/html <p>
        200 application/json {"errcode":0,"errmsg":"ok"}
        200 application/json {"ok":true}
        200 application/json {"errcode":42001,"errmsg":"access_token expired: this authorizer_access_token is out of date rid: #"}
        {"body":{"env":"a"},"endpoint":"changeTcbEnv","headers":{"accept":"*/*","content-length":"12"},"method":"POST","path":"/tcb/modifyenv","query":{},"refused":42001,"token":{"kind":"authorizer","state":"expired"}}
        200 application/json {"ok":true}"#]].assert_eq(&shown.join("\n"));
}

/// Invalid commands, and its errors.
#[tokio::test]
async fn refuses_invalid_commands() {
    let program = Program::start();
    let mut shown = Vec::new();
    for (order, body) in [
        ("script", "nonsense"),
        ("script", "{}"),
        ("script", r#"{"endpoint": "changeTcbEnf"}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "errcod": 1}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "errcode": "1"}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "errcode": 1, "html": ""}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "fault": "bang"}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "status": 42}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "errmsg": "m"}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "times": 0}"#),
        ("script", r#"{"endpoint": "changeTcbEnv", "times": 1, "always": true}"#),
        ("tokens", r#"{"token": "a", "kind": "god"}"#),
    ] {
        let answer = program.post(&format!("/__mock/{order}"), body).await;
        shown.push(answer);
    }
    let help = program.post("/__mock/", "").await;
    assert!(help.starts_with("404 text/plain POST /__mock/script"), "{help}");
    let expected: Expect = expect![[r#"
        400 text/plain the body should be a JSON object: expected ident at line 1 column 2
        400 text/plain `endpoint` is missing
        400 text/plain the mock has no endpoint `changeTcbEnf`; did you mean `changeTcbEnv`?
        400 text/plain there is no key `errcod`; did you mean `errcode`?
        400 text/plain `errcode` has a value of the wrong type
        400 text/plain choose one of errcode, html
        400 text/plain `fault` should be cut_connection, cut_body or endless
        400 text/plain `status` should be from 200 to 599
        400 text/plain `errmsg` goes with `errcode`
        400 text/plain `times` should be 1 or more
        400 text/plain choose one of times, always
        400 text/plain `kind` should be component, authorizer or app"#]];
    expected.assert_eq(&shown.join("\n"));
}

#[test]
fn says_when_the_port_is_taken() {
    let program = Program::start();
    let port = program.base_url.rsplit(':').next().unwrap();
    let second = Command::new(env!("CARGO_BIN_EXE_wechat-cloudbase-mock"))
        .args(["--port", port])
        .output()
        .unwrap();
    assert!(!second.status.success());
    let text = String::from_utf8(second.stderr).unwrap();
    assert!(text.starts_with("error: the mock can't listen on 127.0.0.1:"), "{text}");
}
