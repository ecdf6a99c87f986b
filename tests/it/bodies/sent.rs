//! Requests that are not JSON: forms, files, bytes.

use std::io::Write;

use serde_json::json;
use tokio::io::AsyncRead;
use wechat_cloudbase::operation::{Operation, request_parts};
use wechat_cloudbase::token::App;
use wechat_cloudbase::{Client, Outcome, Upload};

use super::mock;
use crate::golden::bodies::{put_file, submit_form, upload_media};
use crate::harness::{Reply, Server};

const STORED: &str = r#"{"errcode": 0, "errmsg": "ok", "media_id": "m1"}"#;

fn image(file: Upload) -> upload_media::Request {
    upload_media::Request::new(upload_media::Type::Image, file)
}

/// Content type and body, without sending them.
fn encoded<O: Operation>(request: &O) -> (String, String) {
    let parts = request_parts(request, "https://api.weixin.qq.com", None).unwrap();
    (parts.content_type.unwrap(), String::from_utf8(parts.body.unwrap()).unwrap())
}

#[test]
fn a_form_is_encoded_in_the_order_of_its_lines() {
    let required = submit_form::Required { form: "f".into(), title: "a&b=c 云".into() };
    let request = submit_form::Request::new(required).with_count(2).with_data(json!([1]));
    let (content_type, body) = encoded(&request);
    assert_eq!(content_type, "application/x-www-form-urlencoded");
    assert_eq!(body, "title=a%26b%3Dc+%E4%BA%91&kind=plain&count=2&data=%5B1%5D");
}

#[test]
fn a_form_in_parts_has_its_files_with_name_and_type() {
    let thumb = Upload::from_bytes(*b"t").with_content_type("image/x-tiny");
    let request = image(Upload::from_bytes(*b"abc").with_file_name("a.jpg"));
    let (content_type, body) = encoded(&request.with_thumb(thumb).with_description(json!({})));
    let boundary = content_type.strip_prefix("multipart/form-data; boundary=").unwrap();
    let expect = "--B\r\nContent-Disposition: form-data; name=\"description\"\r\n\r\n{}\r\n\
         --B\r\nContent-Disposition: form-data; name=\"media\"; filename=\"a.jpg\"\r\n\
         Content-Type: image/jpeg\r\n\r\nabc\r\n\
         --B\r\nContent-Disposition: form-data; name=\"thumb\"; filename=\"file\"\r\n\
         Content-Type: image/x-tiny\r\n\r\nt\r\n--B--\r\n";
    assert_eq!(body.replace(boundary, "B"), expect);
}

#[test]
fn bytes_are_the_body() {
    let request = put_file::Request::new("a.txt", Upload::from_bytes(*b"hello"));
    assert_eq!(encoded(&request), ("application/octet-stream".to_owned(), "hello".to_owned()));
}

#[test]
fn what_is_read_while_it_is_sent_has_no_parts() {
    let request = image(Upload::from_file("/nowhere"));
    let error = request_parts(&request, "https://api.weixin.qq.com", None).err().unwrap();
    assert!(error.to_string().contains("`Upload::from_bytes`"), "{error}");
}

/// Every source sends the same.
#[tokio::test]
async fn bytes_files_and_streams_are_sent_alike() {
    let mut file = std::env::temp_dir();
    file.push(format!("wechat-cloudbase-upload-{}.jpg", std::process::id()));
    std::fs::File::create(&file).unwrap().write_all(b"abc").unwrap();
    let mock = mock().await;
    let client = mock.client::<App>().unwrap();
    let reader: &[u8] = b"abcdef";
    for upload in [
        Upload::from_bytes(*b"abc").with_file_name("a.jpg"),
        Upload::from_file(&file).with_file_name("a.jpg"),
        Upload::from_reader(reader, 3).with_file_name("a.jpg"),
    ] {
        client.call(image(upload)).send().await.unwrap();
    }
    std::fs::remove_file(&file).unwrap();
    let calls = mock.calls();
    let media = json!({ "content": "YWJj", "file_name": "a.jpg", "content_type": "image/jpeg" });
    for call in &calls {
        assert_eq!(call.body.as_ref().unwrap()["media"], media);
        assert_eq!(call.headers["content-length"], calls[0].headers["content-length"]);
        assert!(!call.headers.contains_key("transfer-encoding"));
    }
    assert_eq!(calls.len(), 3);
}

async fn attempts(upload: Upload) -> (usize, wechat_cloudbase::Error) {
    let server = Server::start(vec![Reply::errcode(-1); 9]).await;
    let error = server.client::<App>().call(image(upload)).send().await.unwrap_err();
    (server.request_count(), error)
}

#[tokio::test]
async fn a_stream_is_sent_once_and_the_error_says_so() {
    let (count, error) = attempts(Upload::from_reader(&b"abc"[..], 3)).await;
    assert_eq!((count, error.is_busy(), error.outcome()), (1, true, Outcome::Unknown));
    assert!(error.to_string().contains("the stream that it uploads was begun"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn bytes_are_sent_again() {
    let (count, error) = attempts(Upload::from_bytes(*b"abc")).await;
    assert_eq!(count, 4);
    assert!(!error.to_string().contains("stream"), "{error}");
}

#[tokio::test]
async fn a_stream_that_was_not_begun_goes_to_the_next_host() {
    let server = Server::start([Reply::json(STORED)]).await;
    let dead = crate::harness::refusing_url().await;
    let client = server.builder::<App>().base_urls([dead.as_str(), &server.url]).build().unwrap();
    let upload = Upload::from_reader(&b"abc"[..], 3);
    client.call(image(upload.clone())).send().await.unwrap();
    // A clone is the same stream, which is spent.
    let error = client.call(image(upload)).send().await.unwrap_err();
    assert_eq!((error.is_config(), error.outcome()), (true, Outcome::NotSent), "{error}");
}

#[tokio::test]
async fn what_can_not_be_read_is_an_error() {
    let server = Server::start([Reply::json(STORED)]).await;
    let client: Client<App> = server.client();
    let error = client.call(image(Upload::from_file("/nowhere/a.jpg"))).send().await.unwrap_err();
    assert_eq!((error.is_config(), error.outcome()), (true, Outcome::NotSent), "{error}");
    assert!(error.to_string().contains("/nowhere/a.jpg"), "{error}");
    let short = Upload::from_reader(&b"abc"[..], 5);
    let error = client.call(image(short)).send().await.unwrap_err();
    assert_eq!(error.outcome(), Outcome::Unknown, "{error}");
    let error =
        client.call(image(Upload::from_bytes(*b"a").with_content_type("a\nb"))).send().await;
    // A line break in a content type would be a header of its own.
    assert!(error.is_err() || server.request_count() < 3);
}

/// A file is slow, and yet no timeout ends the call while it makes progress.
#[tokio::test(start_paused = true)]
async fn an_upload_that_makes_progress_does_not_time_out() {
    struct Slow(u64, std::pin::Pin<Box<tokio::time::Sleep>>);
    impl AsyncRead for Slow {
        fn poll_read(
            mut self: std::pin::Pin<&mut Self>,
            context: &mut std::task::Context<'_>,
            buffer: &mut tokio::io::ReadBuf<'_>,
        ) -> std::task::Poll<std::io::Result<()>> {
            std::task::ready!(self.1.as_mut().poll(context));
            let next = tokio::time::Instant::now() + std::time::Duration::from_secs(self.0);
            self.1.as_mut().reset(next);
            buffer.put_slice(b"x");
            std::task::Poll::Ready(Ok(()))
        }
    }
    let slow = |seconds| {
        let first = tokio::time::sleep(std::time::Duration::from_secs(seconds));
        Upload::from_reader(Slow(seconds, Box::pin(first)), 20)
    };
    let server = Server::start([Reply::json(STORED), Reply::json(STORED)]).await;
    let client: Client<App> = server.client();
    let start = tokio::time::Instant::now();
    client.call(image(slow(20))).send().await.unwrap();
    assert!(start.elapsed().as_secs() >= 400);
    let error = client.call(image(slow(40))).send().await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
}

#[tokio::test]
async fn a_raw_call_sends_forms_and_bytes() {
    let mock = mock().await;
    let client = mock.client::<App>().unwrap();
    let call = |endpoint, fields| client.raw(endpoint, fields).send();
    let media = json!({ "content": "YWJj", "file_name": "a.jpg" });
    call(&upload_media::ENDPOINT, json!({ "type": "image", "media": media })).await.unwrap();
    let sent = mock.calls().pop().unwrap();
    assert_eq!(sent.body.unwrap()["media"]["content_type"], "image/jpeg");
    for (endpoint, fields, problem) in [
        (&upload_media::ENDPOINT, json!({ "media": "not base64!" }), "must be text in base64"),
        (&upload_media::ENDPOINT, json!({ "media": 7 }), "must be text in base64"),
        (&submit_form::ENDPOINT, json!({ "title": ["a"] }), "a form has single values"),
        (&put_file::ENDPOINT, json!({ "name": "a" }), "there are no bytes to send"),
    ] {
        let error = call(endpoint, fields).await.unwrap_err();
        assert_eq!((error.is_config(), error.outcome()), (true, Outcome::NotSent), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
    }
}

#[test]
fn an_upload_is_data_without_its_content_in_debug() {
    let photo = Upload::from_bytes(*b"s3cret");
    assert_eq!(serde_json::to_value(&photo).unwrap(), "czNjcmV0");
    let named = photo.clone().with_file_name("a.jpg");
    let text = serde_json::to_string(&named).unwrap();
    assert_eq!(serde_json::from_str::<Upload>(&text).unwrap(), named);
    assert_ne!(named, photo);
    assert!(serde_json::from_str::<Upload>("\"not base64!\"").is_err());
    assert!(serde_json::from_str::<Upload>("7").is_err());
    let shown = format!("{:?}", upload_media::Request::new(upload_media::Type::Image, named));
    assert!(shown.contains("a.jpg") && !shown.contains("s3cret"), "{shown}");
    assert!(serde_json::to_value(Upload::from_file("/etc/hosts")).unwrap().is_null());
}
