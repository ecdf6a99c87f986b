//! Endpoints at hosts of their own.

use std::sync::{Arc, Mutex};

use wechat_cloudbase::client::middleware::{Middleware, Next, Request, Response};
use wechat_cloudbase::token::{AccessToken, App, BoxFuture};
use wechat_cloudbase::{Client, Error, Secret};

use crate::golden::bodies::{drop_item, list_fans, replace_item};
use crate::harness::{Reply, Server, refusing_url};

const OK: &str = r#"{"errcode": 0, "errmsg": "ok"}"#;
const FIRST: &str = "https://shop.weixin.qq.com";
const SECOND: &str = "https://shop2.weixin.qq.com";

fn replace() -> replace_item::Request {
    replace_item::Request::new(replace_item::Required {
        shop_id: "s1".into(),
        item: 7,
        shop_key: Secret::new("k-1"),
        name: "Tea".into(),
    })
}

/// Responds in WeChat's place, and remembers where the request would have gone.
#[derive(Clone, Default)]
struct Double(Arc<Mutex<Vec<String>>>);

impl Middleware for Double {
    fn send<'a>(&'a self, request: Request, _: Next<'a>) -> BoxFuture<'a, Result<Response, Error>> {
        Box::pin(async move {
            let mut seen = self.0.lock().unwrap();
            seen.push(request.host().to_owned());
            // The first host can't be reached.
            if seen.len() == 1 { Err(Error::connect("down")) } else { Ok(Response::new(200, OK)) }
        })
    }
}

#[tokio::test]
async fn each_has_its_own_list_and_its_own_memory() {
    let seen = Double::default();
    let builder = Client::builder(AccessToken::<App>::new("TOKEN"));
    let client = builder.middleware(seen.clone()).build().unwrap();
    client.call(replace()).send().await.unwrap();
    client.call(replace()).send().await.unwrap();
    let drop = drop_item::Request::new(Secret::new("s1"), 7);
    client.call(drop).send().await.unwrap();
    let seen = seen.0.lock().unwrap().clone();
    let own = ["shop.weixin.qq.com", "shop2.weixin.qq.com", "shop2.weixin.qq.com"];
    assert_eq!(seen, [&own[..], &["api.weixin.qq.com"]].concat());
}

/// A client for a test never calls WeChat.
#[tokio::test]
async fn base_urls_of_the_caller_are_for_all_endpoints() {
    let server = Server::start([Reply::json(OK)]).await;
    server.client::<App>().call(replace()).send().await.unwrap();
    assert!(server.requests()[0].line().starts_with("PUT /desk/shops/s1/items/7"));
    // Nor when it can't be reached.
    let builder = Client::builder(AccessToken::<App>::new("TOKEN"));
    let client = builder.base_urls([refusing_url().await]).attempts(2).build().unwrap();
    let error = client.call(replace()).send().await.unwrap_err().to_string();
    assert!(error.contains("127.0.0.1") && !error.contains("weixin.qq.com"), "{error}");
}

#[tokio::test]
async fn a_host_can_be_named_by_the_caller() {
    let general = Server::start([Reply::json("[]")]).await;
    let own = Server::start([Reply::json(OK), Reply::json(OK)]).await;
    let client = general.builder::<App>().base_urls_for(SECOND, [&own.url]).build().unwrap();
    client.call(replace()).send().await.unwrap();
    client.call(list_fans::Request::new()).send().await.unwrap();
    assert_eq!((general.request_count(), own.request_count()), (1, 1));
    let dead = refusing_url().await;
    let client = general.builder::<App>().base_urls_for(FIRST, [&dead]);
    let client = client.base_urls_for(SECOND, [&own.url]).build().unwrap();
    client.call(replace()).send().await.unwrap();
    assert_eq!((general.request_count(), own.request_count()), (1, 2));
}

#[test]
fn a_named_host_is_checked() {
    let builder = Client::builder(AccessToken::<App>::new("TOKEN"));
    let error = builder.base_urls_for(FIRST, ["http://10.0.0.1"]).build().unwrap_err();
    assert!(error.is_config(), "{error}");
}
