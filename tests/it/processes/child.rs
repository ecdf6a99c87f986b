//! One of the processes: this test binary again, with one test of it that does the work.

use std::env;
use std::io::{BufRead, Write};
use std::process::Stdio;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines};
use tokio::process::{ChildStdin, ChildStdout, Command};
use wechat_cloudbase::{Platform, Secret};

use super::place;
use super::{AUTHORIZER, CALLS, COMPONENT, SECRET};
use crate::harness;

const STORE: &str = "TEST_PROCESSES_STORE";
const WECHAT: &str = "TEST_PROCESSES_WECHAT";
/// Marks lines that are not of the test harness.
const MARK: &str = "CHILD: ";

pub(super) fn platform(store: &str, wechat: &str) -> Platform {
    let wechat = wechat.to_owned();
    // A thousand connections at once are as many as the mock, and a process on most machines, may
    // have; finished ones must not stay open, and calls wait for their turn.
    let http = || reqwest::Client::builder().pool_max_idle_per_host(8);
    Platform::builder(COMPONENT, Secret::new(SECRET))
        .store(place::open(store))
        .client(move |client| client.base_urls([wechat]).http_builder(http).max_in_flight(50))
        .build()
        .unwrap()
}

/// A process that makes its calls on demand. It exits with the test.
pub(super) struct Child {
    process: tokio::process::Child,
    input: ChildStdin,
    output: Lines<BufReader<ChildStdout>>,
}

impl Child {
    pub(super) fn start(store: &str, wechat: &str) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "processes::child::work", "--nocapture", "--test-threads", "1"])
            .env(STORE, store)
            .env(WECHAT, wechat)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let input = process.stdin.take().unwrap();
        let output = BufReader::new(process.stdout.take().unwrap()).lines();
        Self { process, input, output }
    }

    pub(super) async fn go(&mut self) {
        self.input.write_all(b"go\n").await.unwrap();
    }

    pub(super) async fn answer(&mut self) -> String {
        loop {
            let line = self.output.next_line().await.unwrap().expect("the process has ended");
            if let Some((_, answer)) = line.split_once(MARK) {
                return answer.to_owned();
            }
        }
    }

    /// Like a loss of power.
    pub(super) fn kill(&mut self) {
        self.process.start_kill().unwrap();
    }

    #[cfg(unix)]
    pub(super) fn signal(&self, name: &str) {
        let id = self.process.id().unwrap().to_string();
        let kill = std::process::Command::new("kill").args(["-s", name, &id]).status();
        assert!(kill.unwrap().success());
    }
}

/// What the processes do. Without the environment that they are started in, nothing.
#[test]
fn work() {
    let (Ok(store), Ok(wechat)) = (env::var(STORE), env::var(WECHAT)) else { return };
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(2).enable_all().build().unwrap();
    let platform = runtime.block_on(async { platform(&store, &wechat) });
    for line in std::io::stdin().lock().lines() {
        assert_eq!(line.unwrap(), "go");
        let failed = runtime.block_on(calls(&platform));
        let first = failed.first().map(|error| format!(", first: {error}")).unwrap_or_default();
        let answer = format!("{MARK}{CALLS} calls, {} failed{first}\n", failed.len());
        std::io::stdout().write_all(answer.as_bytes()).unwrap();
        std::io::stdout().flush().unwrap();
    }
}

/// All calls at once; returns the failures.
async fn calls(platform: &Platform) -> Vec<String> {
    let tasks: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = platform.authorizer(AUTHORIZER);
            tokio::spawn(async move { client.create_env(harness::create_env()).send().await })
        })
        .collect();
    let mut failed = Vec::new();
    for task in tasks {
        if let Err(error) = task.await.unwrap() {
            failed.push(format!("{error:?}").replace('\n', " "));
        }
    }
    failed
}
