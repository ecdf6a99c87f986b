//! Responses that are bytes, and what may come in their place.

use wechat_cloudbase::operation::decode_response;
use wechat_cloudbase::token::App;
use wechat_cloudbase::{Client, Outcome};

use crate::golden::bodies::{draw_code, get_media};
use crate::harness::{Reply, Server, describe};

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\xff";

/// What a caller sees of a body without a content type.
fn seen(body: &[u8]) -> String {
    match decode_response::<get_media::Request>(200, body) {
        Ok(response) => match (response.content, response.video_url) {
            (Some(content), None) => format!("{} bytes", content.bytes.len()),
            (None, Some(url)) => url,
            other => format!("{other:?}"),
        },
        Err(error) => match error.errcode() {
            Some(code) => format!("{} {:?}", code.code(), error.outcome()),
            None => format!("{:?}: {error}", error.outcome()),
        },
    }
}

#[test]
fn the_shape_decides_without_a_content_type() {
    for (body, expect) in [
        (PNG, "10 bytes"),
        (b"plain text", "10 bytes"),
        (b"{\\rtf1 text}", "12 bytes"),
        (b"{\"a\": 1}", "8 bytes"),
        (b"[{\"errcode\": 1}]", "16 bytes"),
        (b"{\"errcode\": 40014, \"errmsg\": \"x\"}", "40014 Rejected"),
        (b"\xef\xbb\xbf {\"errcode\": -1, \"errmsg\": \"x\"}", "-1 Unknown"),
        (b"{\"errcode\": \"40014\", \"errmsg\": \"a\x01b\"}", "40014 Rejected"),
        (b"{\"video_url\": \"https://v\"}", "https://v"),
        (b"{\"errcode\": 0, \"errmsg\": \"ok\", \"video_url\": \"https://v\"}", "https://v"),
    ] {
        assert_eq!(seen(body), expect, "{}", String::from_utf8_lossy(body));
    }
    for (body, problem) in [
        (&b""[..], "is empty"),
        (b"<html><body>Bad Gateway</body></html>", "is an HTML page"),
        (b" <!DOCTYPE html><p>", "is an HTML page"),
        (b"{\"errcode\": 0, \"errmsg\": \"ok\"}", "has neither the bytes nor a documented field"),
        (b"{\"errCode\": -501000, \"errMsg\": \"x\"}", "-501000"),
        (b"{\"errcode\": true}", "has an errcode that is not a number"),
    ] {
        let seen = seen(body);
        assert!(seen.starts_with("Unknown: ") && seen.contains(problem), "{seen}");
    }
    let error = decode_response::<draw_code::Request>(502, PNG).unwrap_err();
    assert_eq!(error.http_status(), Some(502));
}

async fn received(content_type: &str, body: &[u8]) -> String {
    let server = Server::start(vec![Reply::http(200, content_type, body); 4]).await;
    let client: Client<App> = server.client();
    let drawn = client.call(draw_code::Request::new("a=1")).send().await;
    let text = match drawn {
        Ok(drawn) => format!("{:?}", drawn.content),
        Err(error) => describe(&error).lines().next().unwrap_or_default().to_owned(),
    };
    format!("{} requests: {text}", server.request_count())
}

#[tokio::test(start_paused = true)]
async fn content_types_may_lie() {
    let download = |kind: &str| {
        format!(
            "1 requests: Download {{ bytes: [10 bytes], content_type: Some({kind:?}), file_name: None }}"
        )
    };
    assert_eq!(received("image/png", PNG).await, download("image/png"));
    assert_eq!(received("text/plain", PNG).await, download("text/plain"));
    let refusal = br#"{"errcode": 40014, "errmsg": "x"}"#;
    for kind in ["image/png", "text/plain", "application/json", "application/octet-stream"] {
        let seen = received(kind, refusal).await;
        assert!(seen.starts_with("1 requests: drawCode: 40014 InvalidAccessToken"), "{seen}");
    }
    // A binary success is never retried as a broken response; a broken one is.
    let seen = received("application/json", br#"{"errcode": 400"#).await;
    assert!(seen.starts_with("4 requests: drawCode: the response (HTTP 200) ends in"), "{seen}");
    let seen = received("text/html", b"<p>Bad Gateway</p>").await;
    assert!(seen.starts_with("4 requests: ") && seen.contains("is an HTML page"), "{seen}");
}

#[tokio::test]
async fn a_name_comes_along_and_the_limit_names_the_stream() {
    let head = "HTTP/1.1 200 OK\r\ncontent-type: image/jpeg\r\ncontent-length: 3\r\n\
         content-disposition: attachment; filename=\"a.jpg\"\r\nconnection: close\r\n\r\nabc";
    let server = Server::start([Reply::raw(head), Reply::http(200, "image/png", PNG)]).await;
    let client: Client<App> = server.builder().body_limit(8).build().unwrap();
    let media = client.call(get_media::Request::new("m1")).send().await.unwrap();
    let content = media.content.unwrap();
    assert_eq!((content.bytes, content.file_name.as_deref()), (b"abc".to_vec(), Some("a.jpg")));
    let error = client.call(get_media::Request::new("m1")).send().await.unwrap_err();
    assert!(error.to_string().contains("`Call::stream`"), "{error}");
    assert_eq!(error.outcome(), Outcome::Unknown);
}

#[tokio::test]
async fn a_raw_call_gives_bytes_in_base64() {
    let server = Server::start([Reply::http(200, "image/png", b"abc")]).await;
    let fields = serde_json::json!({ "scene": "a=1" });
    let drawn = server.client::<App>().raw(&draw_code::ENDPOINT, fields).send().await.unwrap();
    let expect = serde_json::json!({ "content": "YWJj", "content_type": "image/png" });
    assert_eq!(drawn, expect);
}

#[test]
fn a_response_survives_serde() {
    let content = decode_response::<draw_code::Request>(200, PNG).unwrap();
    let text = serde_json::to_string(&content).unwrap();
    assert_eq!(serde_json::from_str::<draw_code::Response>(&text).unwrap(), content);
}
