//! Processes that rotate refresh tokens and are killed at any moment: every acknowledged token is there,
//! nothing older comes back, and the next one waits no longer than a lease.
//!
//! `KILLS=500 cargo test --release kills` makes 500 of them for each store.

use std::collections::BTreeMap;
use std::env;
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use wechat_cloudbase::Secret;
use wechat_cloudbase::store::{Key, Lock, Saved, Store};

use super::place::{self, AnyStore, Kind, Place};

const STORE: &str = "TEST_KILLS_STORE";
const MARK: &str = "ROTATED: ";
const KEYS: usize = 4;
const LEASE: Duration = Duration::from_secs(2);
/// Without the variable, this many processes are killed.
const FEW: u32 = 20;

fn key(number: usize) -> Key {
    Key::authorizer("wx0123456789abcdef", &format!("wx{number}"))
}

/// The refresh token with a number, in a record as long as a real one.
fn value(number: u64) -> Secret {
    let padding = "x".repeat(600);
    Secret::new(format!(r#"{{"version":1,"refresh_token":"{number}","access_token":"{padding}"}}"#))
}

fn number(value: &Secret) -> u64 {
    let (_, rest) = value.expose().split_once(r#""refresh_token":""#).expect("a record");
    let (number, rest) = rest.split_once('"').expect("a number");
    assert!(rest.ends_with("x\"}"), "a cut record");
    number.parse().unwrap()
}

async fn current(store: &AnyStore, key: &Key) -> Result<u64, wechat_cloudbase::Error> {
    Ok(store.load(key).await?.as_ref().map_or(0, number))
}

/// Rotates the tokens of all keys as fast as it can, and says what was acknowledged.
#[test]
fn rotate() {
    let Ok(name) = env::var(STORE) else { return };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let store = place::open(&name);
    runtime.block_on(async {
        let rotations = (0..KEYS).map(|number| rotate_key(&store, number));
        let [a, b, c, d] = rotations.collect::<Vec<_>>().try_into().ok().expect("as many as keys");
        tokio::join!(a, b, c, d)
    });
}

async fn rotate_key(store: &AnyStore, place: usize) {
    let key = key(place);
    loop {
        // A store may be down for a moment.
        if rotate_once(store, &key, place).await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn rotate_once(
    store: &AnyStore,
    key: &Key,
    place: usize,
) -> Result<(), wechat_cloudbase::Error> {
    let fence = match store.lock(key, "one that is killed", LEASE).await? {
        Lock::Taken(fence) => fence,
        Lock::Held { remaining, .. } => {
            tokio::time::sleep(remaining.min(Duration::from_millis(20))).await;
            return Ok(());
        }
    };
    let next = current(store, key).await? + 1;
    if store.extend(key, fence, LEASE).await? {
        let saved = store.save(key, Some(&value(next)), Some(fence)).await?;
        if saved == Saved::Stored {
            let line = format!("{MARK}{place} {next}\n");
            std::io::stdout().write_all(line.as_bytes()).unwrap();
        }
    }
    store.unlock(key, fence).await
}

/// A process that rotates, and what it has said.
struct Rotating {
    process: Child,
    output: BufReader<ChildStdout>,
}

impl Rotating {
    fn start(name: &str) -> Self {
        let mut process = Command::new(env::current_exe().unwrap())
            .args(["--exact", "processes::kills::rotate", "--nocapture", "--test-threads", "1"])
            .env(STORE, name)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let output = BufReader::new(process.stdout.take().unwrap());
        Self { process, output }
    }

    /// Waits until something was acknowledged.
    fn first(&mut self, acknowledged: &mut BTreeMap<usize, u64>) {
        let mut line = String::new();
        while !line.contains(MARK) {
            line.clear();
            assert!(self.output.read_line(&mut line).unwrap() > 0, "the process has ended");
        }
        note(&line, acknowledged);
    }

    /// Kills it, and reads its remaining output.
    fn kill(mut self, acknowledged: &mut BTreeMap<usize, u64>) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
        let mut said = Vec::new();
        std::io::Read::read_to_end(&mut self.output, &mut said).unwrap();
        for line in String::from_utf8(said).unwrap().lines() {
            note(line, acknowledged);
        }
    }
}

/// A truncated line acknowledges nothing.
fn note(line: &str, acknowledged: &mut BTreeMap<usize, u64>) {
    let Some((_, said)) = line.split_once(MARK) else { return };
    let Some((place, number)) = said.trim_end().split_once(' ') else { return };
    let (Ok(place), Ok(number)) = (place.parse(), number.parse::<u64>()) else { return };
    let highest = acknowledged.entry(place).or_default();
    *highest = number.max(*highest);
}

/// As many as the variable says, or else a few.
pub(super) fn kills(few: u32) -> u32 {
    env::var("KILLS").ok().map_or(few, |count| count.parse().expect("KILLS is a number"))
}

async fn killed_again_and_again(kind: Kind) {
    let Some(mut place) = Place::new("processes killed while they rotate", kind) else { return };
    let name = place.name();
    let mut acknowledged = BTreeMap::new();
    let mut longest = Duration::ZERO;
    // One goes on while the other one is killed, so that each kill is in the middle of something.
    let mut other = Rotating::start(&name);
    other.first(&mut acknowledged);
    for round in 0..kills(FEW) {
        let mut next = Rotating::start(&name);
        next.first(&mut acknowledged);
        std::thread::sleep(Duration::from_micros(moment(round) % 20_000));
        other.kill(&mut acknowledged);
        other = next;
        if round % 10 == 9 {
            place.kill();
            place.restart();
        }
        if round % 5 == 4 {
            // Both, so that no process writes while we check.
            other.kill(&mut acknowledged);
            longest = longest.max(check(&name, &acknowledged).await);
            other = Rotating::start(&name);
            other.first(&mut acknowledged);
        }
    }
    other.kill(&mut acknowledged);
    longest = longest.max(check(&name, &acknowledged).await);
    let (rotated, kills) = (acknowledged.values().sum::<u64>(), kills(FEW));
    let said = format!(
        "{kind:?}: {kills} kills, {rotated} rotations, none lost; the longest wait for a lock {longest:?}\n"
    );
    std::io::stderr().write_all(said.as_bytes()).unwrap();
}

/// Moments that differ from round to round, and not from run to run.
pub(super) fn moment(round: u32) -> u64 {
    u64::from(round).wrapping_mul(6_364_136_223_846_793_005).rotate_left(23)
}

/// Nothing that was acknowledged is gone, and nothing is damaged. Gives how long the slowest lock took.
async fn check(name: &str, acknowledged: &BTreeMap<usize, u64>) -> Duration {
    let store = place::open(name);
    let start = Instant::now();
    for (place, highest) in acknowledged {
        let key = key(*place);
        let found = settled(&store, &key).await;
        assert!(found >= *highest, "{key}: {found} is there, and {highest} was acknowledged");
        loop {
            match store.lock(&key, "who looks", LEASE).await.unwrap() {
                Lock::Taken(fence) => break store.unlock(&key, fence).await.unwrap(),
                Lock::Held { remaining, .. } => {
                    assert!(remaining <= LEASE);
                    tokio::time::sleep(remaining.min(Duration::from_millis(20))).await;
                }
            }
        }
    }
    let waited = start.elapsed();
    assert!(waited < LEASE + Duration::from_secs(10), "{waited:?}");
    waited
}

/// The current number. A server that was restarted may be reading its disk still.
async fn settled(store: &AnyStore, key: &Key) -> u64 {
    let start = Instant::now();
    loop {
        match current(store, key).await {
            Ok(number) => return number,
            Err(error) => assert!(start.elapsed() < Duration::from_secs(30), "{error:?}"),
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn in_sqlite() {
    killed_again_and_again(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn in_redis() {
    killed_again_and_again(Kind::Redis).await;
}
