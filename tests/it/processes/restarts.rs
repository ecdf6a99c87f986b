//! Processes that make calls through a platform while WeChat rotates the refresh tokens, and that exit at
//! any moment: closed, or killed. One that closes loses nothing; one that is killed loses at most the
//! refresh token in flight, which [`Platform::recovery`](wechat_cloudbase::Platform::recovery)
//! reads again.
//!
//! `KILLS=500 cargo test restarts` makes 500 of each for each store.

use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::time::{Duration, Instant};

use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::store::{Key, Store};
use wechat_cloudbase::token::Kind as Token;
use wechat_cloudbase::{Errcode, Platform};

use super::child::platform;
use super::kills::{kills, moment};
use super::place::{self, Kind, Place};
use super::{COMPONENT, IntoSecret, SECRET};
use crate::harness;

const STORE: &str = "TEST_RESTARTS_STORE";
const WECHAT: &str = "TEST_RESTARTS_WECHAT";
const MARK: &str = "RESTARTS: ";
const ACCOUNTS: usize = 4;
/// Without the variable, there are this many rounds.
const FEW: u32 = 5;
/// Another process may hold the lock for a lease, and a restarted store is waited for.
const LONGEST: Duration = Duration::from_secs(30);

fn appid(number: usize) -> String {
    format!("wx5fe6bb43205e9e0{number}")
}

/// Calls for all accounts until it is asked to close, or is killed.
#[test]
fn serve() {
    let (Ok(store), Ok(wechat)) = (env::var(STORE), env::var(WECHAT)) else { return };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
    let say = |text: &str| {
        // In one write, so that no line is truncated by the exit of the process.
        std::io::stdout().write_all(format!("{MARK}{text}\n").as_bytes()).unwrap();
    };
    let platform = runtime.block_on(async { platform(&store, &wechat) });
    for number in 0..ACCOUNTS {
        let client = platform.authorizer(&appid(number));
        runtime.spawn(async move {
            loop {
                match client.create_env(harness::create_env()).send().await {
                    Ok(_) => say("called"),
                    Err(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                }
            }
        });
    }
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    let closed = runtime.block_on(platform.close(Duration::from_secs(20)));
    say(&format!("closed: {closed}"));
}

/// A process that serves.
struct Serving {
    process: Child,
    input: ChildStdin,
    output: BufReader<ChildStdout>,
}

impl Serving {
    fn start(store: &str, wechat: &str) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "processes::restarts::serve", "--nocapture", "--test-threads", "1"])
            .envs([(STORE, store), (WECHAT, wechat)])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        Self { process, input, output }
    }

    fn wait_for(&mut self, wanted: &str) -> String {
        let mut line = String::new();
        while !line.contains(MARK) || !line.contains(wanted) {
            line.clear();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the process has ended");
        }
        line
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn close(mut self) {
        self.input.write_all(b"close\n").unwrap();
        let said = self.wait_for("closed: ");
        let complete = "0 tokens not written, 0 being fetched, 0 jobs in flight";
        assert!(said.contains(complete), "{said}");
        self.process.wait().unwrap();
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    Closed,
    Killed,
}

/// A store, a WeChat that rotates, and how often the stored token was invalid after a kill.
struct World {
    place: Place,
    mock: Arc<Mock>,
    lost: u64,
}

impl World {
    async fn start(test: &str, kind: Kind) -> Option<Self> {
        let place = Place::new(test, kind)?;
        let mock = Arc::new(Mock::start().await.unwrap());
        let accounts = mock.accounts().platform(COMPONENT, SECRET).ticket("ticket");
        accounts.rotate_refresh_tokens(true).expire_older_tokens(true);
        let world = Self { place, mock, lost: 0 };
        let platform = world.platform();
        let now = std::time::SystemTime::now();
        assert!(platform.store_ticket("ticket".into_secret(), now).await.unwrap());
        for number in 0..ACCOUNTS {
            world.mock.accounts().authorizer(&appid(number), "first");
            platform.adopt(&appid(number), "first".into_secret()).await.unwrap();
        }
        Some(world)
    }

    fn platform(&self) -> Platform {
        platform(&self.place.name(), &self.mock.base_url())
    }

    fn serving(&self) -> Serving {
        let mut serving = Serving::start(&self.place.name(), &self.mock.base_url());
        serving.wait_for("called");
        serving
    }

    /// Each account can be called for, by a process that comes after; one whose refresh token was
    /// killed on its way after a recovery.
    async fn check(&mut self, end: End) {
        let store = place::open(&self.place.name());
        for number in 0..ACCOUNTS {
            let works = self.mock.accounts().refresh_token(&appid(number)).unwrap();
            let key = Key::authorizer(COMPONENT, &appid(number));
            let start = Instant::now();
            let kept = loop {
                match store.load(&key).await {
                    Ok(kept) => break kept.expect("a record"),
                    Err(error) => assert!(start.elapsed() < LONGEST, "{error:?}"),
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            };
            let is_current = kept.expose().contains(&format!("\"{works}\""));
            match end {
                End::Closed => assert!(is_current, "lost though it was closed"),
                End::Killed => self.lost += u64::from(!is_current),
            }
        }
        let platform = self.platform();
        for number in 0..ACCOUNTS {
            let start = Instant::now();
            let client = platform.authorizer(&appid(number));
            while let Err(error) = client.create_env(harness::create_env()).send().await {
                assert!(start.elapsed() < LONGEST, "{error:?}");
                if error.errcode() == Some(Errcode::RefreshTokenInvalid) {
                    // What the docs name: its successor was on the way when the process was killed.
                    assert!(end == End::Killed, "{error:?}");
                    platform.recovery().replacing().run().await.unwrap();
                }
            }
        }
        assert!(platform.close(Duration::from_secs(20)).await.is_complete());
    }
}

async fn again_and_again(kind: Kind, end: End) {
    let test = format!("processes {end:?} under a platform").to_lowercase();
    let Some(mut world) = World::start(&test, kind).await else { return };
    // Tokens expire after a few uses, so that some process always fetches one, however
    // slow the machine is.
    let ended = Arc::new(AtomicBool::new(false));
    let expiring = std::thread::spawn({
        let (mock, ended) = (Arc::clone(&world.mock), Arc::clone(&ended));
        move || {
            let mut seen = 0;
            while !ended.load(Relaxed) {
                std::thread::sleep(Duration::from_millis(1));
                let calls = mock.count("createEnv").unwrap();
                if calls > seen + 3 * ACCOUNTS as u64 {
                    mock.accounts().expire(Token::Authorizer);
                    seen = calls;
                }
            }
        }
    });
    let rounds = kills(FEW);
    for round in 0..rounds {
        let serving = world.serving();
        std::thread::sleep(Duration::from_micros(moment(round) % 40_000));
        match end {
            End::Closed => serving.close(),
            End::Killed => serving.kill(),
        }
        if round % 10 == 9 {
            world.place.kill();
            world.place.restart();
        }
        world.check(end).await;
    }
    ended.store(true, Relaxed);
    expiring.join().unwrap();
    let (issued, lost) = (world.mock.accounts().issued(Token::Authorizer), world.lost);
    let said = format!(
        "{kind:?}, {end:?} {rounds} times: {issued} refresh tokens, {lost} on their way when killed\n"
    );
    std::io::stderr().write_all(said.as_bytes()).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn closed_in_sqlite() {
    again_and_again(Kind::Sqlite, End::Closed).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn closed_in_redis() {
    again_and_again(Kind::Redis, End::Closed).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn killed_in_sqlite() {
    again_and_again(Kind::Sqlite, End::Killed).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn killed_in_redis() {
    again_and_again(Kind::Redis, End::Killed).await;
}
