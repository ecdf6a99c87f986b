//! Responses that are read piece by piece.

use std::time::Duration;

use wechat_cloudbase::token::App;
use wechat_cloudbase::{Client, Outcome};

use crate::golden::bodies::{draw_code, get_media};
use crate::harness::{Reply, Server, describe};

fn head(length: usize) -> String {
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n"
    )
}

fn image(length: usize, body: &[u8]) -> Reply {
    Reply::raw([head(length).as_bytes(), body].concat())
}

fn draw() -> draw_code::Request {
    draw_code::Request::new("a=1")
}

#[tokio::test]
async fn all_bytes_come_however_many() {
    let body: Vec<u8> = (0..300_000_u32).map(|index| (index % 251) as u8 | 0x80).collect();
    let server = Server::start([image(body.len(), &body)]).await;
    // The limit is about bodies in memory.
    let client: Client<App> = server.builder().body_limit(10).build().unwrap();
    let mut content = client.call(draw()).stream().await.unwrap();
    assert_eq!(content.length, Some(300_000));
    assert_eq!(content.content_type.as_deref(), Some("image/png"));
    let mut read = Vec::new();
    while let Some(chunk) = content.next_chunk().await.unwrap() {
        assert!(!chunk.is_empty());
        read.extend_from_slice(&chunk);
    }
    assert!(read == body);
    assert!(content.next_chunk().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn failures_are_reported_before_anything_is_handed_out() {
    let server = Server::start([
        Reply::errcode(-1),
        Reply::http(200, "text/html", "<html>Bad Gateway</html>"),
        image(3, b"\x89PN"),
    ])
    .await;
    let client: Client<App> = server.client();
    let mut content = client.call(draw()).stream().await.unwrap();
    assert_eq!(&content.next_chunk().await.unwrap().unwrap()[..], b"\x89PN");
    assert_eq!(server.request_count(), 3);
    let server = Server::start([Reply::http(
        200,
        "image/png",
        r#"{"errcode": 61004, "errmsg": "not now"}"#,
    )])
    .await;
    let error = server.client::<App>().call(draw()).stream().await.unwrap_err();
    assert_eq!(error.errcode().map(wechat_cloudbase::Errcode::code), Some(61004));
}

#[tokio::test]
async fn a_cut_says_how_far_it_came() {
    let server = Server::start([image(1000, b"\x89PNG567890")]).await;
    let mut content = server.client::<App>().call(draw()).stream().await.unwrap();
    assert_eq!(content.next_chunk().await.unwrap().map(|chunk| chunk.len()), Some(10));
    let error = content.next_chunk().await.unwrap_err();
    assert!(error.is_interrupted() && !error.is_timeout(), "{error}");
    let text = describe(&error);
    assert!(text.contains("broke off after 10 of 1000 bytes"), "{text}");
    assert_eq!(error.outcome(), Outcome::Unknown);
    let again = content.next_chunk().await.unwrap_err();
    assert_eq!(again.to_string(), error.to_string());
}

#[tokio::test(start_paused = true)]
async fn it_ends_when_nothing_comes() {
    let server = Server::start([image(1000, b"\x89PNG567890").then_hang()]).await;
    let client: Client<App> = server.builder().timeout(Duration::from_secs(7)).build().unwrap();
    let mut content = client.call(draw()).stream().await.unwrap();
    content.next_chunk().await.unwrap();
    let error = content.next_chunk().await.unwrap_err();
    assert!(error.is_timeout() && !error.is_interrupted(), "{error}");
    let text = error.to_string();
    assert!(text.contains("within 7.0s, after 10 of 1000 bytes"), "{text}");
}

/// A future that is dropped loses nothing.
#[tokio::test]
async fn a_dropped_read_is_made_again() {
    let server = Server::start([image(1000, b"\x89PNG567890").then_hang()]).await;
    let mut content = server.client::<App>().call(draw()).stream().await.unwrap();
    assert_eq!(content.next_chunk().await.unwrap().map(|chunk| chunk.len()), Some(10));
    let waiting = tokio::time::timeout(Duration::from_millis(20), content.next_chunk()).await;
    assert!(waiting.is_err());
    assert!(format!("{content:?}").contains("got: 10"), "{content:?}");
}

#[tokio::test]
async fn fields_in_place_of_content_are_not_an_empty_file() {
    let server = Server::start([Reply::json(r#"{"video_url": "https://v"}"#)]).await;
    let call = server.client::<App>().call(get_media::Request::new("m1"));
    let mut media = call.stream().await.unwrap();
    let error = media.next_chunk().await.unwrap_err();
    assert!(error.to_string().contains("`ContentStream::response`"), "{error}");
    assert_eq!(media.response.unwrap().video_url.as_deref(), Some("https://v"));
}

/// It is in flight until it ends.
#[tokio::test(start_paused = true)]
async fn a_stream_holds_its_place() {
    let server = Server::start([image(1000, b"\x89PNG").then_hang(), image(1, b"\x89")]).await;
    let client: Client<App> = server.builder().max_in_flight(1).build().unwrap();
    let first = client.call(draw()).stream().await.unwrap();
    let error = client.call(draw()).send().await.unwrap_err();
    assert!(error.to_string().contains("the limit of 1 exchanges"), "{error}");
    drop(first);
    client.call(draw()).send().await.unwrap();
}

/// Where the caller has no runtime, the library's own thread reads.
#[test]
fn a_stream_is_read_without_a_runtime() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(Server::start([image(4, b"\x89PNG")]));
    let client: Client<App> = server.client();
    let read = async {
        let mut content = client.call(draw()).stream().await.unwrap();
        let chunk = content.next_chunk().await.unwrap().unwrap();
        (chunk.len(), content.next_chunk().await.unwrap().is_none())
    };
    let mut read = std::pin::pin!(read);
    let (sender, receiver) = std::sync::mpsc::channel::<()>();
    struct Wake(std::sync::Mutex<std::sync::mpsc::Sender<()>>);
    impl std::task::Wake for Wake {
        fn wake(self: std::sync::Arc<Self>) {
            let _ = self.0.lock().unwrap().send(());
        }
    }
    let waker = std::sync::Arc::new(Wake(std::sync::Mutex::new(sender))).into();
    let mut context = std::task::Context::from_waker(&waker);
    loop {
        match read.as_mut().poll(&mut context) {
            std::task::Poll::Ready(read) => break assert_eq!(read, (4, true)),
            std::task::Poll::Pending => receiver.recv().unwrap(),
        }
    }
}
