//! A gigabyte goes both ways in little memory.

use std::process::Command;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use wechat_cloudbase::token::{AccessToken, App};
use wechat_cloudbase::{Client, Upload};

use crate::golden::bodies::{draw_code, put_file};

const LENGTH: u64 = 1 << 30;
const MARK: &str = "WECHAT_CLOUDBASE_MEMORY_TEST";

/// In a process of its own, whose peak no other test raises.
#[test]
#[ignore = "slow"]
fn a_gigabyte_takes_less_than_32_mib_more() {
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", "bodies::memory::both_ways", "--ignored", "--nocapture"];
    let output = Command::new(program).args(arguments).env(MARK, "1").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
}

#[tokio::test]
#[ignore = "slow"]
async fn both_ways() {
    if std::env::var_os(MARK).is_none() || peak().is_none() {
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream));
        }
    });
    let client = Client::builder(AccessToken::<App>::new("TOKEN")).base_urls([&url]).build();
    let client = client.unwrap();
    // The first call of each kind needs what all calls need.
    for length in [1000, LENGTH] {
        let before = peak().unwrap();
        let upload = Upload::from_reader(tokio::io::repeat(b'x').take(length), length);
        client.call(put_file::Request::new("a", upload)).send().await.unwrap();
        let uploaded = peak().unwrap() - before;
        let before = peak().unwrap();
        let scene = format!("{length}");
        let mut content = client.call(draw_code::Request::new(scene)).stream().await.unwrap();
        let mut got = 0;
        while let Some(chunk) = content.next_chunk().await.unwrap() {
            got += chunk.len() as u64;
        }
        assert_eq!(got, length);
        let downloaded = peak().unwrap() - before;
        assert!(uploaded < 32 * 1024, "{length} bytes took {uploaded} KiB to upload");
        assert!(downloaded < 32 * 1024, "{length} bytes took {downloaded} KiB to download");
    }
}

/// The peak of this process's memory, in KiB.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

/// Discards what is uploaded, or sends as many bytes as are asked for.
async fn serve(mut stream: TcpStream) {
    let (mut head, mut buffer) = (Vec::new(), vec![0; 64 * 1024]);
    let end = loop {
        let read = stream.read(&mut buffer).await.unwrap();
        head.extend_from_slice(&buffer[..read]);
        if let Some(end) = head.windows(4).position(|window| window == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&head[..end]).to_ascii_lowercase();
    let length = text.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
    let mut left = length.parse::<u64>().unwrap() - (head.len() - end) as u64;
    let mut body = head[end..].to_vec();
    while left > 0 {
        let read = stream.read(&mut buffer).await.unwrap();
        left -= read as u64;
        if body.len() < 1000 {
            body.extend_from_slice(&buffer[..read.min(1000)]);
        }
    }
    if text.starts_with("put") {
        let answer = r#"{"errcode": 0, "errmsg": "ok"}"#;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            answer.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(answer.as_bytes()).await.unwrap();
        return;
    }
    let body = String::from_utf8_lossy(&body).into_owned();
    let digits: String = body.chars().filter(char::is_ascii_digit).collect();
    let mut left = digits.parse::<u64>().unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: image/png\r\ncontent-length: {left}\r\nconnection: close\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let chunk = vec![0x89; 64 * 1024];
    while left > 0 {
        let most = left.min(chunk.len() as u64) as usize;
        stream.write_all(&chunk[..most]).await.unwrap();
        left -= most as u64;
    }
}
