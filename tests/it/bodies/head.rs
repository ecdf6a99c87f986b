//! Fields in the path and as headers, and the methods beside GET and POST.

use serde_json::json;
use wechat_cloudbase::operation::request_parts;
use wechat_cloudbase::token::App;
use wechat_cloudbase::{Client, Outcome, Secret};

use crate::golden::bodies::{drop_item, replace_item};
use crate::harness::{Reply, Server};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok"}"#;

fn replace(shop: &str) -> replace_item::Request {
    replace_item::Request::new(replace_item::Required {
        shop_id: shop.into(),
        item: 7,
        shop_key: Secret::new("k-1"),
        name: "Tea".into(),
    })
}

#[test]
fn a_value_stays_one_segment_of_the_path() {
    for (shop, path) in [
        ("s1", "/desk/shops/s1/items/7"),
        ("a/b 云", "/desk/shops/a%2Fb%20%E4%BA%91/items/7"),
        ("../..", "/desk/shops/..%2F../items/7"),
        ("%2e%2e", "/desk/shops/%252e%252e/items/7"),
        ("a?b#c", "/desk/shops/a%3Fb%23c/items/7"),
        ("...", "/desk/shops/.../items/7"),
    ] {
        let parts = request_parts(&replace(shop), "https://shop.weixin.qq.com", None).unwrap();
        let url = parts.url.expose().to_owned();
        assert_eq!(url.strip_prefix("https://shop.weixin.qq.com"), Some(path), "{shop}");
        assert_eq!(parts.method.as_str(), "PUT");
        assert_eq!(parts.body.as_deref(), Some(&br#"{"name":"Tea"}"#[..]));
        assert_eq!(parts.headers["shop-key"], "k-1");
        assert!(parts.headers["shop-key"].is_sensitive());
    }
}

#[tokio::test]
async fn what_has_no_place_is_refused_before_anything_is_sent() {
    let server = Server::start([Reply::json(OK)]).await;
    let client: Client<App> = server.client();
    let mut problems = Vec::new();
    for shop in ["", ".", ".."] {
        problems.push(client.call(replace(shop)).send().await.unwrap_err());
    }
    for id in ["a\nb", "云", "a\0"] {
        let request = replace("s1").with_x_request_id(id);
        problems.push(client.call(request).send().await.unwrap_err());
    }
    let fields = json!({ "item": 7, "Shop-Key": "k-1", "name": "Tea" });
    problems.push(client.raw(&replace_item::ENDPOINT, fields).send().await.unwrap_err());
    let fields = json!({ "shop_id": "..", "item": 7, "Shop-Key": "k-1" });
    problems.push(client.raw(&replace_item::ENDPOINT, fields).send().await.unwrap_err());
    for error in &problems {
        assert_eq!((error.is_config(), error.outcome()), (true, Outcome::NotSent), "{error}");
        assert!(error.to_string().starts_with("replaceItem: the field `"), "{error}");
    }
    assert_eq!(server.request_count(), 0);
}

#[tokio::test]
async fn fields_travel_where_they_belong() {
    let server = Server::start([Reply::json(OK), Reply::json(OK), Reply::json(OK)]).await;
    let client: Client<App> = server.builder().header("x-request-id", "client").build().unwrap();
    client.call(replace("s1").with_x_request_id("r-1")).send().await.unwrap();
    let fields = json!({
        "shop_id": "s1", "item": 7, "X-Request-Id": "r-1", "Shop-Key": "k-1", "name": "Tea"
    });
    client.raw(&replace_item::ENDPOINT, fields).send().await.unwrap();
    client.call(drop_item::Request::new(Secret::new("s1"), 7)).send().await.unwrap();
    let requests = server.requests();
    for request in &requests[..2] {
        assert_eq!(request.line(), "PUT /desk/shops/s1/items/7?access_token=TOKEN");
        assert_eq!(request.body, r#"{"name":"Tea"}"#);
        // A field of the request replaces a header of the client.
        assert!(request.head.contains("x-request-id: r-1"), "{}", request.head);
        assert!(request.head.contains("shop-key: k-1"), "{}", request.head);
    }
    assert_eq!(requests[2].line(), "DELETE /desk/shops/s1/items/7?access_token=TOKEN");
    assert_eq!(requests[2].body, "");
}

#[tokio::test]
async fn a_secret_of_the_path_is_not_shown() {
    let refusal = r#"{"errcode": 1, "errmsg": "no shop s3cret-shop or s3cret%2Dshop here"}"#;
    let server = Server::start([Reply::json(refusal)]).await;
    let request = drop_item::Request::new(Secret::new("s3cret-shop"), 7);
    let error = server.client::<App>().call(request).send().await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
}

/// A template never stands for the names of the compiler and of the client at once.
#[test]
fn a_header_that_the_client_sets_is_not_a_field() {
    let names = [
        "accept-encoding",
        "connection",
        "content-length",
        "content-type",
        "expect",
        "host",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
        "x-request-id",
        "authorization",
        "accept",
        "user-agent",
        "cookie",
        "traceparent",
    ];
    for name in names {
        let token = wechat_cloudbase::token::AccessToken::<App>::new("TOKEN");
        let builder = Client::builder(token).base_urls(["http://127.0.0.1:1"]);
        let is_refused = builder.header(name, "x").build().is_err();
        assert_eq!(
            is_refused,
            wechat_cloudbase_codegen::naming::is_reserved_header(name),
            "{name}"
        );
    }
}
