//! The cache of a token, under paused time: every race, to the second.

mod breaker;
mod in_flight;
mod refresh;
mod rejected;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::runtime::Handle;
use tokio::time::{Instant, sleep};
use wechat_cloudbase::api::get_component_access_token;
use wechat_cloudbase::operation::decode_response;
use wechat_cloudbase::token::{
    AccessToken, BoxFuture, Cached, Clock, Component, Fetch, Fetched, Need, TokenProvider,
};
use wechat_cloudbase::{ActionRequired, Error};

/// What a fetch does.
#[derive(Clone, Copy)]
enum Plan {
    /// Returns a new token that lives for this many seconds.
    Token(u64),
    /// Returns the token that is to be replaced.
    Same(u64),
    Fail,
    /// Fails because WeChat refuses.
    Refuse,
    Panic,
    Hang,
}

use Plan::{Fail, Hang, Panic, Refuse, Same, Token};

/// Fetches `T1`, `T2` and so on, each in two seconds, unless a plan says otherwise.
#[derive(Clone, Default)]
struct Source(Arc<Mutex<Inside>>);

#[derive(Default)]
struct Inside {
    /// What to do, and how long it takes.
    plans: VecDeque<(Plan, Duration)>,
    needs: Vec<String>,
    issued: u32,
}

const TAKES: Duration = Duration::from_secs(2);
const LIFE: u64 = 7200;

impl Source {
    fn with(plans: impl IntoIterator<Item = Plan>) -> Self {
        let source = Self::default();
        source.0.lock().unwrap().plans.extend(plans.into_iter().map(|plan| (plan, TAKES)));
        source
    }

    /// What was asked for, in order: `any`, `longer than T1`, `other than T1`.
    fn needs(&self) -> Vec<String> {
        self.0.lock().unwrap().needs.clone()
    }

    fn count(&self) -> usize {
        self.needs().len()
    }

    fn next(&self) -> (Plan, Duration) {
        self.0.lock().unwrap().plans.pop_front().unwrap_or((Token(LIFE), TAKES))
    }

    fn issue(&self) -> AccessToken<Component> {
        let mut inside = self.0.lock().unwrap();
        inside.issued += 1;
        token(inside.issued)
    }
}

impl Fetch<Component> for Source {
    fn fetch(&self, need: Need<Component>) -> BoxFuture<'_, Result<Fetched<Component>, Error>> {
        let old = need.instead_of().map(|token| token.secret().expose().to_owned());
        self.0.lock().unwrap().needs.push(match (&need, &old) {
            (Need::Longer(_), Some(old)) => format!("longer than {old}"),
            (Need::Other(_), Some(old)) => format!("other than {old}"),
            _ => "any".to_owned(),
        });
        Box::pin(async move {
            let (plan, takes) = self.next();
            sleep(takes).await;
            let lasting = |token, life| Fetched::expires_in(token, Duration::from_secs(life));
            match plan {
                Token(life) => Ok(lasting(self.issue(), life)),
                Same(life) => Ok(lasting(need.instead_of().unwrap().clone(), life)),
                Fail => Err(ActionRequired::TicketMissing.into()),
                Refuse => Err(refusal()),
                Panic => panic!("as planned"),
                Hang => std::future::pending().await,
            }
        })
    }
}

/// WeChat's error for a wrong secret.
fn refusal() -> Error {
    let answer = br#"{"errcode": 40125, "errmsg": "invalid appsecret"}"#;
    decode_response::<get_component_access_token::Request>(200, answer).unwrap_err()
}

/// Follows Tokio's clock, with whatever a test adds.
#[derive(Clone)]
struct TestClock {
    start: (SystemTime, Instant),
    /// In seconds.
    jump: Arc<Mutex<i64>>,
}

impl TestClock {
    fn new() -> Self {
        let noon = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        Self { start: (noon, Instant::now()), jump: Arc::default() }
    }

    fn jump(&self, seconds: i64) {
        *self.jump.lock().unwrap() += seconds;
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        let (noon, start) = self.start;
        let jump = *self.jump.lock().unwrap();
        let jumped = Duration::from_secs(jump.unsigned_abs());
        let now = noon + start.elapsed();
        if jump < 0 { now - jumped } else { now + jumped }
    }
}

fn cached(source: &Source) -> Cached<Component> {
    cached_by(source, &TestClock::new())
}

/// Fetches on the test's runtime, whose time is paused.
fn cached_by(source: &Source, clock: &TestClock) -> Cached<Component> {
    Cached::builder(source.clone()).clock(clock.clone()).runtime(Handle::current()).build()
}

fn token(number: u32) -> AccessToken<Component> {
    AccessToken::new(format!("T{number}"))
}

fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

/// What a caller gets: the token's text, or the error's.
async fn ask(cached: &Cached<Component>) -> String {
    show(cached.token().await.map(Some))
}

/// What a caller gets whose token was rejected.
async fn replace(cached: &Cached<Component>, number: u32) -> String {
    show(cached.replace(&token(number)).await)
}

fn show(result: Result<Option<AccessToken<Component>>, Error>) -> String {
    match result {
        Ok(Some(token)) => token.secret().expose().to_owned(),
        Ok(None) => "no other".to_owned(),
        Err(error) => match error.action_required() {
            Some(ActionRequired::TokensRejected { retry_after }) => {
                format!("rejected, {} s", retry_after.as_secs())
            }
            Some(action) => format!("{action:?}"),
            None => error.to_string(),
        },
    }
}
