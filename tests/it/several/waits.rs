//! Waits, under paused time.

use std::error::Error as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use expect_test::expect;
use serde_json::{Value, json};
use tokio::time::Instant;
use wechat_cloudbase::api::get_tcb_env_list::{self, EnvInfo};
use wechat_cloudbase::api::{
    get_cloud_function_list, get_database_migrate_status, get_wx_cloud_base_run_envs,
};
use wechat_cloudbase::token::{Authorizer, Component};
use wechat_cloudbase::wait::{Cause, Reached, State, WaitError};
use wechat_cloudbase::{ClientBuilder, Error};

use crate::harness::{Reply, Server};

use super::{Answer, WeChat, failed, ok};

const MINUTES: Duration = Duration::from_secs(60);

fn envs(rows: &[(&str, &str)]) -> Value {
    let rows: Vec<_> =
        rows.iter().map(|(env, status)| json!({ "env": env, "status": status })).collect();
    ok(json!({ "info_list": rows }))
}

type EnvReached = Reached<get_tcb_env_list::Response, EnvInfo>;

/// Waits for the environment `shop`.
async fn wait(wechat: &WeChat, time: Duration) -> Result<EnvReached, WaitError> {
    wait_with(wechat.builder(), time).await
}

async fn wait_with(
    builder: ClientBuilder<Component>,
    time: Duration,
) -> Result<EnvReached, WaitError> {
    let client = builder.build().unwrap();
    let call = client.get_tcb_env_list(get_tcb_env_list::Request::new());
    call.wait(get_tcb_env_list::normal("shop")).within(time).await
}

/// A list in which the environment is in one state after the other; it stays in the last.
fn states(states: &'static [&'static str]) -> WeChat {
    WeChat::json(move |n, _| {
        let state = states[n.min(states.len() - 1)];
        match state {
            "" => envs(&[("other", "NORMAL")]),
            state => envs(&[("other", "HALTED"), ("shop", state)]),
        }
    })
}

#[tokio::test(start_paused = true)]
async fn until_it_is_there_and_normal() {
    let wechat = states(&["", "UNAVAILABLE", "SOMETHING_NEW", "NORMAL"]);
    let reached = wait(&wechat, 10 * MINUTES).await.unwrap();
    assert_eq!(reached.item.env.as_str(), "shop");
    assert_eq!(reached.response.info_list.len(), 2);
    assert_eq!((reached.state, reached.polls), (State::Value("NORMAL".to_owned()), 4));
    assert_eq!(wechat.count(), 4);
    let at: Vec<_> = wechat.calls().iter().map(|call| call.at).collect();
    assert_eq!(at[0], Duration::ZERO);
    assert!(reached.elapsed >= at[3] && reached.elapsed < at[3] + Duration::from_millis(5));
}

#[tokio::test(start_paused = true)]
async fn the_deadline_to_the_millisecond() {
    for millis in [1, 2_999, 3_000, 10_000, 123_456] {
        let wechat = states(&["UNAVAILABLE"]);
        let started = Instant::now();
        let time = Duration::from_millis(millis);
        let error = wait(&wechat, time).await.unwrap_err();
        assert_eq!(error.cause(), Cause::Deadline);
        // The clock of timers ticks in milliseconds.
        let elapsed = started.elapsed();
        assert!(elapsed >= time && elapsed <= time + Duration::from_millis(1), "{elapsed:?}");
        assert!(wechat.calls().iter().all(|call| call.at < time));
    }
}

/// A response that does not come is cut off at the deadline, and so is a slow one.
#[tokio::test(start_paused = true)]
async fn a_poll_ends_at_the_deadline() {
    let late = envs(&[("shop", "NORMAL")]);
    let answers: [Box<dyn Fn() -> Answer + Send + Sync>; 2] = [
        Box::new(|| Answer::Hang),
        Box::new(move || Answer::Late(Duration::from_secs(20), late.clone())),
    ];
    for answer in answers {
        let wechat = WeChat::new(move |_, _| answer());
        let started = Instant::now();
        let error = wait(&wechat, Duration::from_secs(10)).await.unwrap_err();
        let elapsed = started.elapsed();
        assert!(error.is_deadline() && error.error().is_some(), "{error}");
        assert!((10_000..=10_001).contains(&elapsed.as_millis()), "{elapsed:?}");
        assert_eq!(*error.state(), State::Unseen);
    }
}

#[tokio::test(start_paused = true)]
async fn no_time_no_poll() {
    let wechat = states(&["NORMAL"]);
    let error = wait(&wechat, Duration::ZERO).await.unwrap_err();
    assert!(error.is_deadline() && error.polls() == 0 && wechat.count() == 0);
    assert!(wait(&wechat, Duration::MAX).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn errors_say_what_was_seen_and_how_to_go_on() {
    let wechat = states(&["UNAVAILABLE", "SOMETHING_NEW"]);
    let error = wait(&wechat, Duration::from_secs(5)).await.unwrap_err();
    expect![[r#"getTcbEnvList: waited until the environment can be used (env = shop), and the time has expired after 2 polls in 5.0s; the last state is `SOMETHING_NEW`. Wait again, for longer: what was started goes on by itself."#]]
        .assert_eq(&error.to_string());
    assert!(error.source().is_none());

    let wechat = states(&["", "HALTED"]);
    let error = wait(&wechat, Duration::from_secs(60)).await.unwrap_err();
    assert_eq!((error.cause(), error.polls()), (Cause::Failure, 2));
    let text = error.to_string();
    assert!(text.starts_with("getTcbEnvList: waited until the environment can be used (env = shop), which will not be: the last state is `HALTED`, after 2 polls in "), "{text}");
    assert!(
        text.ends_with("Waiting longer does not help: find out why before starting again."),
        "{text}"
    );

    let wechat = WeChat::json(|n, _| if n == 0 { envs(&[]) } else { failed(48001) });
    let error = wait(&wechat, Duration::from_secs(60)).await.unwrap_err();
    assert_eq!((error.cause(), error.state(), error.polls()), (Cause::Refused, &State::Absent, 2));
    assert_eq!(error.error().unwrap().errcode().unwrap().code(), 48001);
    let source = error.source().unwrap().downcast_ref::<Error>().unwrap();
    assert_eq!(source.endpoint().unwrap().name, "getTcbEnvList");
    let json = serde_json::to_value(&error).unwrap();
    assert_eq!(
        (&json["cause"], &json["wait"], &json["state"]),
        (&json!("refused"), &json!("normal"), &Value::Null)
    );
    assert_eq!(json["error"]["code"], 48001);
}

/// A job says why it failed.
#[tokio::test(start_paused = true)]
async fn a_failure_has_its_reason() {
    let wechat = WeChat::json(|n, _| {
        let status = if n < 2 { "waiting" } else { "fail" };
        ok(json!({ "status": status, "error_msg": "no such\ncollection" }))
    });
    let client = wechat.client::<Authorizer>();
    let request = get_database_migrate_status::Request::new("shop", 5);
    let call = client.get_database_migrate_status(request);
    let error = call.wait(get_database_migrate_status::done()).within(MINUTES).await.unwrap_err();
    assert_eq!(error.reason(), Some("no such\ncollection"));
    assert_eq!(*error.state(), State::Value("fail".to_owned()));
    let text = error.to_string();
    assert!(text.contains("waited until the job is done, which will not be: the last state is `fail`, because of: no such collection, after 3 polls"), "{text}");
    assert_eq!(wechat.asked("job_id"), [5, 5, 5]);
}

/// What passes is polled through: busy, no response, a broken connection, no connection, a foreign status.
#[tokio::test(start_paused = true)]
async fn a_wait_survives_what_passes() {
    let wechat = WeChat::new(|n, _| match n {
        0 => Answer::Json(failed(-1)),
        1 | 2 => Answer::Fail(Error::interrupted("cut")),
        3 | 4 => Answer::Fail(Error::connect("no route")),
        5 => Answer::Json(failed(45011)),
        _ => Answer::Json(envs(&[("shop", "NORMAL")])),
    });
    let seen = Arc::<Mutex<Vec<_>>>::default();
    let log = Arc::clone(&seen);
    let client = wechat.client::<Component>();
    let call = client.get_tcb_env_list(get_tcb_env_list::Request::new());
    let reached = call
        .wait(get_tcb_env_list::normal("shop"))
        .progress(move |poll| {
            let kind = poll.error.map_or("none".into(), Error::error_type);
            log.lock().unwrap().push((poll.polls, kind.into_owned(), poll.state.to_string()));
        })
        .within(10 * MINUTES)
        .await
        .unwrap();
    // Both hosts are tried within a poll, because nothing was sent.
    assert_eq!((reached.polls, wechat.count()), (6, 7));
    let expected = [
        (1, "-1", "not seen yet"),
        (2, "interrupted", "not seen yet"),
        (3, "interrupted", "not seen yet"),
        (4, "connect", "not seen yet"),
        (5, "45011", "not seen yet"),
        (6, "none", "NORMAL"),
    ];
    let expected = expected.map(|(polls, kind, state)| (polls, kind.to_owned(), state.to_owned()));
    assert_eq!(*seen.lock().unwrap(), expected);
}

/// A response that does not come is the end of a poll, and not of the wait.
#[tokio::test(start_paused = true)]
async fn a_timeout_is_polled_through() {
    let server =
        Server::start([Reply::hang(), Reply::json(&envs(&[("shop", "NORMAL")]).to_string())]).await;
    let reached = wait_with(server.builder(), 10 * MINUTES).await.unwrap();
    assert_eq!((reached.polls, server.request_count()), (2, 2));
    assert!(reached.elapsed >= Duration::from_secs(33), "{:?}", reached.elapsed);
}

/// Retries of the wait do not multiply with those of the client.
#[tokio::test(start_paused = true)]
async fn a_poll_is_one_attempt() {
    let wechat = WeChat::json(|_, _| failed(-1));
    let error = wait(&wechat, 2 * MINUTES).await.unwrap_err();
    assert!(error.is_deadline() && error.error().unwrap().is_busy());
    assert_eq!(error.polls() as usize, wechat.count());
    assert!(error.to_string().contains("Wait again once calls succeed"), "{error}");
}

/// A quota of a minute is waited out, and one of a day is an error at once.
#[tokio::test(start_paused = true)]
async fn quotas() {
    let wechat = WeChat::json(|n, _| match n {
        0 => failed(45011),
        _ => envs(&[("shop", "NORMAL")]),
    });
    let reached = wait(&wechat, 10 * MINUTES).await.unwrap();
    assert_eq!(reached.polls, 2);
    assert!(reached.elapsed <= Duration::from_secs(60 + 3 + 1), "{:?}", reached.elapsed);
    let wechat = WeChat::json(|_, _| failed(45009));
    let error = wait(&wechat, 10 * MINUTES).await.unwrap_err();
    assert_eq!((error.cause(), error.polls()), (Cause::Refused, 1));
    assert!(error.elapsed() < Duration::from_secs(1));
}

/// No wait polls more often than its shortest delay, or begins a poll after its deadline, and the delays have
/// jitter.
#[tokio::test(start_paused = true)]
async fn delays_keep_their_bounds() {
    let mut second = std::collections::BTreeSet::new();
    for round in 0..200_u64 {
        let wechat = WeChat::new(move |n, _| match (round + n as u64) % 7 {
            0 => Answer::Json(failed(-1)),
            1 => Answer::Late(Duration::from_secs(2), envs(&[])),
            2 => Answer::Fail(Error::interrupted("cut")),
            _ => Answer::Json(envs(&[("shop", "UNAVAILABLE")])),
        });
        let time = Duration::from_millis(1_000 + 1_237 * round);
        let error = wait(&wechat, time).await.unwrap_err();
        assert!(error.is_deadline());
        let at: Vec<_> = wechat.calls().iter().map(|call| call.at).collect();
        assert!(at.iter().all(|at| *at < time), "{at:?}");
        for pair in at.windows(2) {
            let delay = pair[1] - pair[0];
            assert!(delay >= Duration::from_secs(3), "{at:?}");
            assert!(delay <= Duration::from_millis(30_000 + 2_000 + 5), "{at:?}");
        }
        second.extend(at.get(1).map(|at| at.as_millis() / 100));
    }
    assert!(second.len() > 15, "all begin together: {second:?}");
}

#[tokio::test(start_paused = true)]
async fn dropping_it_ends_it() {
    let wechat = states(&["UNAVAILABLE"]);
    let waited = tokio::time::timeout(Duration::from_secs(30), wait(&wechat, 10 * MINUTES)).await;
    assert!(waited.is_err());
    let count = wechat.count();
    tokio::time::sleep(10 * MINUTES).await;
    assert_eq!(wechat.count(), count);
}

/// A rejected token is replaced within a poll; here there is no other.
#[tokio::test(start_paused = true)]
async fn without_another_token_a_rejected_one_is_an_error() {
    let wechat = WeChat::json(|_, _| failed(40001));
    let error = wait(&wechat, 10 * MINUTES).await.unwrap_err();
    assert_eq!(error.cause(), Cause::Refused);
    assert!(error.error().unwrap().is_token_rejected());
}

/// The item may be on any page of the list.
#[tokio::test(start_paused = true)]
async fn a_poll_reads_the_pages_of_its_list() {
    let wechat = WeChat::json(|n, body| {
        let offset = body["offset"].as_u64().unwrap_or(0);
        let rows: Vec<_> = (offset..45)
            .take(20)
            .map(|i| {
                let state = if n < 5 { "Updating" } else { "Active" };
                json!({ "name": format!("f{i}"), "status": state })
            })
            .collect();
        ok(json!({ "functions": rows, "total_count": 45 }))
    });
    let client = wechat.client::<Component>();
    let call = client.get_cloud_function_list(get_cloud_function_list::Request::new("shop"));
    let reached = call.wait(get_cloud_function_list::active("f30")).within(MINUTES).await.unwrap();
    assert_eq!((reached.item.name.as_str(), reached.polls), ("f30", 3));
    let asked = wechat.asked("offset");
    let expected: Vec<Value> = [Value::Null, 20.into()].into_iter().cycle().take(6).collect();
    assert_eq!(asked, expected);

    let call = client.get_cloud_function_list(get_cloud_function_list::Request::new("shop"));
    let error =
        call.wait(get_cloud_function_list::active("none")).within(MINUTES).await.unwrap_err();
    assert_eq!(*error.state(), State::Absent);
}

/// Items inside of items are looked at together.
#[tokio::test(start_paused = true)]
async fn items_inside_items() {
    let wechat = WeChat::json(|n, _| {
        let status = if n == 0 { "INITIALIZING" } else { "RUNNING" };
        let of = |id: &str, status: &str| json!({ "databases": [{ "instance_id": id, "status": status }] });
        ok(json!({ "env_list": [of("a", "UNUSABLE"), of("b", status)] }))
    });
    let client = wechat.client::<Component>();
    let call = client.get_wx_cloud_base_run_envs(get_wx_cloud_base_run_envs::Request::new());
    let wait = get_wx_cloud_base_run_envs::database_running("b");
    let reached = call.wait(wait).within(MINUTES).await.unwrap();
    assert_eq!((reached.item.instance_id.as_str(), reached.polls), ("b", 2));
}

/// The whole future can be moved to another thread, and shows none of the caller's data.
#[tokio::test(start_paused = true)]
async fn it_can_be_spawned() {
    let wechat = states(&["UNAVAILABLE", "NORMAL"]);
    let client = wechat.client::<Component>();
    let call = client.get_tcb_env_list(get_tcb_env_list::Request::new());
    let waiting = call.wait(get_tcb_env_list::normal("shop"));
    assert!(format!("{waiting:?}").contains("normal"));
    let reached = tokio::spawn(waiting.within(MINUTES)).await.unwrap().unwrap();
    assert_eq!(reached.polls, 2);
}
