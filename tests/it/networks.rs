//! Certificates, proxies and plain http: what is between this machine and WeChat, and how errors name it.

mod tls;

use std::process::Command;

use wechat_cloudbase::api::create_env;
use wechat_cloudbase::token::{AccessToken, Authorizer};
use wechat_cloudbase::{Client, ClientBuilder, Error, Outcome};

use crate::harness::{Reply, Server, describe, refusing_url};
use tls::{Certificate, serve};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok", "envid": "shop-1"}"#;

fn builder(url: &str) -> ClientBuilder<Authorizer> {
    Client::builder(AccessToken::new("TOKEN")).base_urls([url]).attempts(1)
}

async fn call(client: &Client<Authorizer>) -> Result<create_env::Response, Error> {
    client.create_env(create_env::Request::new("shop")).send().await
}

/// Asserts that the error's line contains this, and no secret.
#[track_caller]
fn assert_says(error: &Error, expect: &str) {
    let line = error.to_string();
    assert!(line.contains(expect), "{line}");
    assert!(!line.contains("SECRET") && !line.contains("TOKEN"), "{line}");
    assert_eq!((line.lines().count(), error.outcome()), (1, Outcome::NotSent), "{line}");
}

#[tokio::test]
async fn certificates_say_what_is_wrong_with_them() {
    let check = async |certificate: Certificate, is_known: bool, expect: &str| {
        let url = serve(&certificate).await;
        let root = reqwest::Certificate::from_der(&certificate.der).unwrap();
        let recipe =
            move || reqwest::Client::builder().tls_certs_only(is_known.then(|| root.clone()));
        let result = call(&builder(&url).http_builder(recipe).build().unwrap()).await;
        match result {
            Ok(created) => assert_eq!(created.envid.as_str(), expect),
            Err(error) => assert_says(&error, expect),
        }
    };
    check(Certificate::new("localhost"), true, "shop-1").await;
    check(Certificate::new("localhost"), false, "comes from an unknown issuer").await;
    check(Certificate::new("other.example"), true, "is for another name").await;
    check(Certificate::of_year("localhost", 2001), true, "has expired").await;
    check(Certificate::of_year("localhost", 2101), true, "is not valid yet").await;
}

#[tokio::test]
async fn a_name_without_an_address_is_reported() {
    let recipe = || reqwest::Client::builder().no_proxy().tls_certs_only([]);
    let client = builder("https://wechat.invalid").http_builder(recipe).build().unwrap();
    assert_says(&call(&client).await.unwrap_err(), "its name can't be resolved");
}

/// A client that reaches hosts through a proxy.
fn through(proxy: &str, url: &str) -> Client<Authorizer> {
    let proxy = proxy.to_owned();
    let recipe = move || {
        let proxy = reqwest::Proxy::all(&proxy).unwrap();
        reqwest::Client::builder().proxy(proxy).tls_certs_only([])
    };
    builder(url).allow_plain_http(["wechat.invalid"]).http_builder(recipe).build().unwrap()
}

#[tokio::test]
async fn a_proxy_is_distinguished_from_wechat() {
    let refused = |status: u16| Reply::http(status, "text/html", "<html>");
    let server = Server::start([refused(407), refused(403), Reply::cut(), refused(407)]).await;
    let proxied = through(&server.url, "https://wechat.invalid");
    assert_says(&call(&proxied).await.unwrap_err(), "the proxy wants a user name and a password");
    assert_says(&call(&proxied).await.unwrap_err(), "the proxy made no connection");
    assert_says(&call(&proxied).await.unwrap_err(), "the proxy made no connection");
    let unreachable = refusing_url().await.replace("http://", "http://user:SECRET@");
    let proxied = through(&unreachable, "https://wechat.invalid");
    assert_says(&call(&proxied).await.unwrap_err(), "the proxy can't be reached");

    // In plain text, the proxy's response looks like WeChat's.
    let proxied = through(&server.url, "http://wechat.invalid");
    let error = call(&proxied).await.unwrap_err();
    assert!(error.to_string().contains("a proxy wants a user name"), "{}", describe(&error));
}

#[tokio::test]
async fn plain_http_goes_only_where_it_is_allowed() {
    let refused = builder("http://gateway.internal").build().unwrap_err();
    assert!(refused.to_string().contains("`ClientBuilder::allow_plain_http`"), "{refused}");
    let server = Server::start([Reply::json(OK)]).await;
    // The proxy plays the gateway, whose name has no address here.
    let proxied = through(&server.url, "http://wechat.invalid");
    call(&proxied).await.unwrap();
    let line = server.requests()[0].line().to_owned();
    assert_eq!(line, "POST http://wechat.invalid/tcb/createenvandresource?access_token=TOKEN");
    let invalid = builder("http://x").allow_plain_http(["http://x"]).build().unwrap_err();
    assert!(invalid.to_string().starts_with("a host of `allow_plain_http`"), "{invalid}");
}

#[cfg(not(feature = "socks"))]
#[tokio::test]
async fn a_socks_proxy_needs_its_feature() {
    let proxied = through("socks5://user:SECRET@127.0.0.1:1", "https://wechat.invalid");
    let error = call(&proxied).await.unwrap_err();
    assert_says(&error, "the proxy speaks SOCKS, and this program does not");
    assert!(error.to_string().contains("feature `socks`"), "{error}");
}

/// With it, the proxy gets a greeting of version 5, and no HTTP.
#[cfg(feature = "socks")]
#[tokio::test]
async fn a_socks_proxy_is_used() {
    use tokio::io::AsyncReadExt;

    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let proxy = format!("socks5h://{}", listener.local_addr().unwrap());
    let greeting = tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        stream.read_u8().await.unwrap()
    });
    let error = call(&through(&proxy, "https://wechat.invalid")).await.unwrap_err();
    assert_says(&error, "the proxy made no connection");
    assert_eq!(greeting.await.unwrap(), 5);
}

/// Set in the child process of a test below; elsewhere these tests do nothing.
const CHILD: &str = "TEST_NETWORKS_CHILD";

fn is_child() -> bool {
    std::env::var_os(CHILD).is_some()
}

/// Runs a test of this binary, one of those below, in a process with other variables.
#[track_caller]
fn in_process(test: &str, variables: &[(&str, &str)]) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let command = command.args(["--exact", test]).env(CHILD, test).envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
}

#[test]
fn a_machine_without_certificates() {
    let variables = [("SSL_CERT_FILE", "/nowhere/ca.pem"), ("SSL_CERT_DIR", "/nowhere/certs")];
    in_process("networks::child_without_certificates", &variables);
}

#[tokio::test]
async fn child_without_certificates() {
    if !is_child() {
        return;
    }
    let server = Server::start([Reply::json(OK)]).await;
    call(&builder(&server.url).build().unwrap()).await.unwrap();
    let gateway = builder("http://gateway.internal").allow_plain_http(["gateway.internal"]);
    gateway.build().unwrap();
    let error = Client::new(AccessToken::<Authorizer>::new("TOKEN")).unwrap_err();
    for expect in [
        "no root certificates were found",
        "SSL_CERT_FILE is /nowhere/ca.pem, which does not exist",
        "SSL_CERT_DIR is /nowhere/certs, which does not exist",
    ] {
        assert_says(&error, expect);
    }
}

#[tokio::test]
async fn proxies_of_the_environment() {
    let dead = refusing_url().await.replace("http://", "http://user:SECRET@");
    let variables =
        [("HTTPS_PROXY", &*dead), ("HTTP_PROXY", &*dead), ("NO_PROXY", "direct.invalid")];
    in_process("networks::child_with_proxies", &variables);
    #[cfg(not(feature = "socks"))]
    in_process("networks::child_with_socks", &[("ALL_PROXY", "socks5://user:SECRET@127.0.0.1:1")]);
}

fn without_roots(url: &str) -> Client<Authorizer> {
    builder(url).http_builder(|| reqwest::Client::builder().tls_certs_only([])).build().unwrap()
}

#[tokio::test]
async fn child_with_proxies() {
    if !is_child() {
        return;
    }
    let error = call(&without_roots("https://wechat.invalid")).await.unwrap_err();
    assert_says(&error, "the proxy in HTTPS_PROXY can't be reached");
    let error = call(&without_roots("https://direct.invalid")).await.unwrap_err();
    assert_says(&error, "its name can't be resolved");
    let server = Server::start([Reply::json(OK)]).await;
    call(&builder(&server.url).build().unwrap()).await.unwrap();
}

#[cfg(not(feature = "socks"))]
#[tokio::test]
async fn child_with_socks() {
    if !is_child() {
        return;
    }
    let error = call(&without_roots("https://wechat.invalid")).await.unwrap_err();
    assert_says(&error, "the proxy in ALL_PROXY speaks SOCKS, and this program does not");
}
