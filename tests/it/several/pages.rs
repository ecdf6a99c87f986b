//! Lists in pages.

use std::future::poll_fn;
use std::pin::Pin;
use std::process::Command;
use std::time::Duration;

use futures_core::Stream;
use serde_json::{Value, json};
use wechat_cloudbase::api::{
    describe_sms_records, get_authorizer_list, get_cloud_base_statistics, get_cs_list,
    get_database_collection, get_tcb_file,
};
use wechat_cloudbase::json::Timestamp;
use wechat_cloudbase::token::{Authorizer, Component};
use wechat_cloudbase::{Error, Outcome};

use super::{Answer, WeChat, failed, ok};

/// The part of a list that a request asks for.
fn part(all: std::ops::Range<i64>, body: &Value, size: i64) -> Vec<i64> {
    let offset = body["offset"].as_i64().unwrap_or(0);
    let size = body["limit"].as_i64().unwrap_or(size);
    all.skip(offset as usize).take(size as usize).collect()
}

fn services(numbers: &[i64], total: i64) -> Value {
    let rows: Vec<_> = numbers.iter().map(|n| json!({ "server_name": n.to_string() })).collect();
    ok(json!({ "cslist": rows, "total": total }))
}

/// A list of services with pages of 20.
fn list_of(count: i64) -> WeChat {
    WeChat::json(move |_, body| services(&part(0..count, body, 20), count))
}

async fn names(wechat: &WeChat) -> Vec<String> {
    let request = get_cs_list::Request::new("shop");
    let mut items = wechat.client::<Component>().get_cs_list(request).items();
    let mut names = Vec::new();
    while let Some(item) = items.next().await {
        names.push(item.unwrap().server_name);
    }
    assert!(items.next().await.is_none());
    names
}

#[tokio::test(start_paused = true)]
async fn by_offset() {
    for (count, calls) in [(0, 1), (1, 1), (20, 1), (21, 2), (40, 2), (45, 3)] {
        let wechat = list_of(count);
        let expected: Vec<_> = (0..count).map(|n| n.to_string()).collect();
        assert_eq!(names(&wechat).await, expected);
        assert_eq!(wechat.count(), calls, "{count} items");
    }
    let wechat = list_of(45);
    names(&wechat).await;
    assert_eq!(wechat.asked("offset"), [Value::Null, 20.into(), 40.into()]);
    assert_eq!(wechat.asked("env"), ["shop", "shop", "shop"]);
}

#[tokio::test(start_paused = true)]
async fn from_where_the_request_begins() {
    let wechat = list_of(10);
    let request = get_cs_list::Request::new("shop").with_offset(4).with_limit(3);
    let mut pages = wechat.client::<Component>().get_cs_list(request).pages();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(page.unwrap().cslist.len());
    }
    assert_eq!((sizes, wechat.asked("offset")), (vec![3, 3], vec![4.into(), 7.into()]));
}

#[tokio::test(start_paused = true)]
async fn required_fields_say_which_page_it_is_too() {
    let wechat = WeChat::json(|_, body| {
        let rows = part(0..5, body, 2);
        let rows: Vec<_> =
            rows.iter().map(|n| json!({ "authorizer_appid": n.to_string() })).collect();
        json!({ "total_count": 5, "list": rows })
    });
    let request = get_authorizer_list::Request::new(get_authorizer_list::Required {
        component_appid: "wx1".into(),
        offset: 0,
        count: 2,
    });
    let mut items = wechat.client::<Component>().get_authorizer_list(request).items();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!((count, wechat.asked("offset")), (5, vec![0.into(), 2.into(), 4.into()]));
}

/// The count is inside an object.
#[tokio::test(start_paused = true)]
async fn a_count_inside() {
    let wechat = WeChat::json(|_, body| {
        let rows = part(0..12, body, 10);
        let rows: Vec<_> = rows.iter().map(|n| json!({ "name": n.to_string() })).collect();
        ok(json!({ "collections": rows, "pager": { "Offset": 0, "Limit": 10, "Total": 12 } }))
    });
    let request = get_database_collection::Request::new("shop");
    let mut pages = wechat.client::<Authorizer>().get_database_collection(request).pages();
    assert_eq!(pages.next().await.unwrap().unwrap().collections.len(), 10);
    assert_eq!(pages.next().await.unwrap().unwrap().collections.len(), 2);
    assert!(pages.next().await.is_none());
}

/// Inside wrappers, in both directions.
#[tokio::test(start_paused = true)]
async fn by_number() {
    let wechat = WeChat::json(|_, body| {
        let number = body["PostData"]["PageNumber"].as_i64().unwrap_or(1);
        let rows: Vec<_> = (0..5).skip(2 * (number as usize - 1)).take(2).collect();
        let rows: Vec<_> = rows.iter().map(|n| json!({ "Mobile": n.to_string() })).collect();
        ok(json!({ "Response": { "SmsRecords": rows, "TotalCount": 5, "RequestId": "r" } }))
    });
    let required = describe_sms_records::Request::new(describe_sms_records::Required {
        env_id: "shop".into(),
        start_date: "2026-01-01".into(),
        end_date: "2026-01-02".into(),
    });
    let client = wechat.client::<Authorizer>();
    let mut items = client.describe_sms_records(required.clone()).items();
    let mut numbers = Vec::new();
    while let Some(item) = items.next().await {
        numbers.push(item.unwrap().mobile);
    }
    assert_eq!(numbers, ["0", "1", "2", "3", "4"]);
    assert_eq!(wechat.count(), 3);
    let mut items = client.describe_sms_records(required.with_page_number(2)).items();
    assert_eq!(items.next().await.unwrap().unwrap().mobile, "2");
}

fn files(keys: &[&str], more: bool) -> Value {
    let rows: Vec<_> = keys.iter().map(|key| json!({ "key": key })).collect();
    ok(json!({ "contents": rows, "is_truncated": more }))
}

#[tokio::test(start_paused = true)]
async fn by_marker() {
    let wechat = WeChat::json(|_, body| match body["marker"].as_str() {
        None => files(&["a", "b"], true),
        Some("b") => files(&["c"], true),
        Some("c") => files(&["d"], false),
        other => panic!("{other:?}"),
    });
    let request = get_tcb_file::Request::new("shop");
    let mut items = wechat.client::<Component>().get_tcb_file(request).items();
    let mut keys = Vec::new();
    while let Some(item) = items.next().await {
        keys.push(item.unwrap().key);
    }
    assert_eq!(keys, ["a", "b", "c", "d"]);
}

/// A marker that comes again, and a page that names no next one.
#[tokio::test(start_paused = true)]
async fn a_list_that_would_never_end() {
    async fn read(answer: fn(usize) -> Value) -> (Vec<String>, Error) {
        let wechat = WeChat::json(move |n, _| answer(n));
        let request = get_tcb_file::Request::new("shop");
        let mut items = wechat.client::<Component>().get_tcb_file(request).items();
        let mut keys = Vec::new();
        loop {
            match items.next().await.unwrap() {
                Ok(item) => keys.push(item.key),
                Err(error) => {
                    assert!(items.next().await.is_none());
                    items.resume();
                    assert!(items.next().await.is_none());
                    assert!(error.is_stuck() && error.outcome() == Outcome::Done, "{error:?}");
                    return (keys, error);
                }
            }
        }
    }
    let (keys, error) = read(|_| files(&["a", "b"], true)).await;
    assert_eq!(keys, ["a", "b"]);
    assert_eq!(
        error.to_string(),
        "getTcbFile: page 2 has the items of the page before, so the list would never end. The items up to there are good. Read the rest another way, such as with larger pages, and report it to WeChat."
    );
    // Another page each time, and the same marker at its end.
    let (keys, error) = read(|n| files(&[&n.to_string(), "z"], true)).await;
    assert_eq!(keys, ["0", "z"]);
    assert!(error.to_string().contains("page 2 names a marker that was named before"), "{error}");
    // The items of a page that names no next one are good.
    let (keys, error) =
        read(|_| ok(json!({ "contents": [{ "key": "" }], "is_truncated": true }))).await;
    assert_eq!(keys, [""]);
    let expected = "more items follow the first page, and the response does not say where";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_offset_that_is_ignored() {
    let wechat = WeChat::json(|_, _| services(&[1, 2], 4));
    let request = get_cs_list::Request::new("shop");
    let mut pages = wechat.client::<Component>().get_cs_list(request).pages();
    assert!(pages.next().await.unwrap().is_ok());
    let error = pages.next().await.unwrap().unwrap_err().to_string();
    assert!(
        error.starts_with("getCSList: the page at offset 2 has the items of the page before"),
        "{error}"
    );
    assert!(pages.next().await.is_none());
    assert_eq!(wechat.count(), 2);
}

/// While it is read, the list shrinks and grows.
#[tokio::test(start_paused = true)]
async fn a_count_that_changes() {
    let shrinks = WeChat::json(|n, body| {
        let count = 45 - 15 * n as i64;
        services(&part(0..count, body, 20), count)
    });
    assert_eq!(names(&shrinks).await.len(), 30);
    assert_eq!(shrinks.count(), 2);
    let empties = WeChat::json(|n, body| {
        let count = if n == 0 { 45 } else { 0 };
        services(&part(0..count, body, 20), count)
    });
    assert_eq!(names(&empties).await.len(), 20);
    let grows = WeChat::json(|n, body| {
        let count = 25 + 20 * n as i64;
        services(&part(0..count.min(61), body, 20), count.min(61))
    });
    assert_eq!(names(&grows).await.len(), 61);
}

/// Nothing there is an errcode: at once, or after the last page.
#[tokio::test(start_paused = true)]
async fn an_errcode_that_is_the_end() {
    use get_cloud_base_statistics::{Action, Request};
    for (pages, expected) in [(0_usize, 0), (2, 4)] {
        let wechat = WeChat::json(move |n, _| match n < pages {
            true => ok(json!({
                "data_column": [],
                "data_value": [{ "data_value": [n.to_string()] }, { "data_value": ["x"] }],
                "total_num": 100
            })),
            false => failed(10011),
        });
        let request = Request::new(get_cloud_base_statistics::Required {
            action: Action::from("smsMarketingOverviewData"),
            begin_date: Timestamp::from_seconds(1),
            end_date: Timestamp::from_seconds(2),
        });
        let mut items = wechat.client::<Authorizer>().get_cloud_base_statistics(request).items();
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            count += 1;
        }
        assert_eq!((count, wechat.count()), (expected, pages + 1));
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_on_items() {
    for (limit, calls) in [(0, 0), (1, 1), (20, 1), (21, 2), (1000, 3)] {
        let wechat = list_of(45);
        let request = get_cs_list::Request::new("shop");
        let mut items = wechat.client::<Component>().get_cs_list(request).items().limit(limit);
        let mut count = 0;
        while let Some(item) = items.next().await {
            item.unwrap();
            count += 1;
        }
        assert_eq!((count, wechat.count()), (limit.min(45), calls));
    }
}

/// An error ends it, so that nobody who skips errors loops forever; it can go on.
#[tokio::test(start_paused = true)]
async fn after_an_error_it_can_go_on() {
    let wechat = WeChat::json(|n, body| match n {
        1 => failed(61007),
        _ => services(&part(0..45, body, 20), 45),
    });
    let request = get_cs_list::Request::new("shop");
    let mut items = wechat.client::<Component>().get_cs_list(request).items();
    for _ in 0..20 {
        items.next().await.unwrap().unwrap();
    }
    assert_eq!(items.next().await.unwrap().unwrap_err().errcode().unwrap().code(), 61007);
    assert!(items.next().await.is_none());
    items.resume();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(
        (count, wechat.asked("offset")[1..].to_vec()),
        (25, vec![20.into(), 20.into(), 40.into()])
    );
}

/// Each page has the client's retries.
#[tokio::test(start_paused = true)]
async fn a_busy_page_is_retried() {
    let wechat = WeChat::json(|n, body| match n {
        1 => failed(-1),
        _ => services(&part(0..25, body, 20), 25),
    });
    assert_eq!(names(&wechat).await.len(), 25);
    assert_eq!(wechat.count(), 3);
}

/// A dropped `next` leaves its call in flight; the next one goes on with it.
#[tokio::test(start_paused = true)]
async fn dropping_next_loses_nothing() {
    let wechat = WeChat::new(|_, body| {
        Answer::Late(Duration::from_secs(5), services(&part(0..45, body, 20), 45))
    });
    let request = get_cs_list::Request::new("shop");
    let mut items = wechat.client::<Component>().get_cs_list(request).items();
    let (mut count, mut dropped) = (0, 0);
    loop {
        match tokio::time::timeout(Duration::from_secs(2), items.next()).await {
            Err(_) => dropped += 1,
            Ok(Some(item)) => {
                assert_eq!(item.unwrap().server_name, count.to_string());
                count += 1;
            }
            Ok(None) => break,
        }
    }
    assert_eq!((count, dropped, wechat.count()), (45, 6, 3));
}

#[tokio::test(start_paused = true)]
async fn they_are_streams() {
    async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
        poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
    }
    let wechat = list_of(21);
    let request = get_cs_list::Request::new("shop");
    let client = wechat.client::<Component>();
    let mut pages = client.get_cs_list(request.clone()).pages();
    assert_eq!(next(&mut pages).await.unwrap().unwrap().cslist.len(), 20);
    assert_eq!(next(&mut pages).await.unwrap().unwrap().cslist.len(), 1);
    assert!(next(&mut pages).await.is_none());
    let mut items = client.get_cs_list(request).items();
    let mut count = 0;
    while let Some(item) = next(&mut items).await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 21);
    let shown = format!("{pages:?} {items:?}");
    assert!(!shown.contains("shop") && shown.contains("getCSList"), "{shown}");
}

const MARK: &str = "WECHAT_CLOUDBASE_LONG_LIST_TEST";

/// In a process of its own, whose memory no other test takes.
#[test]
fn a_long_list_in_constant_memory() {
    let program = std::env::current_exe().unwrap();
    let arguments = ["--exact", "several::pages::a_long_list", "--nocapture"];
    let output = Command::new(program).args(arguments).env(MARK, "1").output().unwrap();
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.contains("1 passed"), "{text}");
}

/// A hundred thousand items, one page in memory: items are counted as they come and go.
#[tokio::test(start_paused = true)]
async fn a_long_list() {
    if std::env::var_os(MARK).is_none() {
        return;
    }
    const COUNT: i64 = 100_000;
    // A kilobyte each, so that all of them together are a hundred megabytes.
    let wechat = WeChat::json(|_, body| {
        let name = |n: &i64| json!({ "server_name": format!("{n:01000}") });
        let rows: Vec<_> = part(0..COUNT, body, 500).iter().map(name).collect();
        ok(json!({ "cslist": rows, "total": COUNT }))
    });
    let request = get_cs_list::Request::new("shop").with_limit(500);
    let mut items = wechat.client::<Component>().get_cs_list(request).items();
    let mut count = 0;
    let mut after_first = None;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
        if count % 500 == 0 {
            wechat.calls.lock().unwrap().clear();
            let memory = resident();
            let first = *after_first.get_or_insert(memory);
            assert!(
                memory < first + (32 << 20),
                "{memory} bytes after {count} items, {first} after the first"
            );
        }
    }
    assert_eq!(count, COUNT);
}

/// The memory of this process, in bytes; 0 where it is not known.
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kib = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<usize>().ok());
    kib.unwrap_or(0) * 1024
}
