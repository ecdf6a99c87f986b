//! Several processes that share a store, in a real Redis or in a database: they ask WeChat for one
//! token, whichever of them is killed or paused, and while Redis is down.

mod child;
mod gate;
mod kills;
mod place;
mod restarts;

use std::time::Duration;

use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::store::{Key, Store};
use wechat_cloudbase::token::Kind;

use child::{Child, platform};
use gate::Gate;
use place::{Kind as In, Place};

const COMPONENT: &str = "wx0123456789abcdef";
const SECRET: &str = "platform-secret";
const AUTHORIZER: &str = "wx5fe6bb43205e9e07";
const PROCESSES: usize = 8;
/// Of each process, all at once: 1,000 in all.
const CALLS: usize = 125;

/// A store, a WeChat, and a platform in it with a ticket and an account.
struct World {
    place: Place,
    mock: Mock,
}

impl World {
    /// Without a redis-server, says that the test is left out.
    async fn start(test: &str, kind: In) -> Option<Self> {
        let place = Place::new(test, kind)?;
        let mock = Mock::start().await.unwrap();
        mock.accounts()
            .platform(COMPONENT, SECRET)
            .ticket("ticket")
            .authorizer(AUTHORIZER, "first");
        let platform = platform(&place.name(), &mock.base_url());
        let now = std::time::SystemTime::now();
        assert!(platform.store_ticket("ticket".into_secret(), now).await.unwrap());
        platform.adopt(AUTHORIZER, "first".into_secret()).await.unwrap();
        Some(Self { place, mock })
    }

    fn child(&self) -> Child {
        Child::start(&self.place.name(), &self.mock.base_url())
    }

    fn children(&self) -> Vec<Child> {
        (0..PROCESSES).map(|_| self.child()).collect()
    }

    /// How many tokens of the account were issued.
    fn issued(&self) -> u64 {
        self.mock.accounts().issued(Kind::Authorizer)
    }

    /// The stored refresh token must be the one that works.
    async fn check_refresh_token(&self) {
        let store = place::open(&self.place.name());
        let kept = store.load(&Key::authorizer(COMPONENT, AUTHORIZER)).await.unwrap().unwrap();
        let works = self.mock.accounts().refresh_token(AUTHORIZER).unwrap();
        assert!(kept.expose().contains(&format!("\"{works}\"")), "another refresh token is stored");
    }
}

trait IntoSecret {
    fn into_secret(self) -> wechat_cloudbase::Secret;
}

impl IntoSecret for &str {
    fn into_secret(self) -> wechat_cloudbase::Secret {
        wechat_cloudbase::Secret::new(self)
    }
}

/// All of them make their calls, and none fails.
async fn all_call(children: &mut [Child]) {
    for child in children.iter_mut() {
        child.go().await;
    }
    for child in children.iter_mut() {
        assert_eq!(child.answer().await, format!("{CALLS} calls, 0 failed"));
    }
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn a_thousand_calls_of_eight_processes_fetch_one_token() {
    a_thousand_calls(In::Redis).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn a_thousand_calls_of_eight_processes_fetch_one_token_in_sqlite() {
    a_thousand_calls(In::Sqlite).await;
}

async fn a_thousand_calls(kind: In) {
    let Some(world) = World::start("eight processes and one token", kind).await else { return };
    world.mock.accounts().rotate_refresh_tokens(true).expire_older_tokens(true);
    let mut children = world.children();
    all_call(&mut children).await;
    assert_eq!((world.issued(), world.mock.accounts().issued(Kind::Component)), (1, 1));
    // Expired early, which each process learns by a rejection.
    world.mock.accounts().expire(Kind::Authorizer);
    all_call(&mut children).await;
    assert_eq!(world.issued(), 2);
    world.check_refresh_token().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn redis_is_killed_and_comes_back_in_the_middle() {
    let Some(mut world) = World::start("Redis killed under eight processes", In::Redis).await
    else {
        return;
    };
    world.mock.accounts().rotate_refresh_tokens(true).expire_older_tokens(true);
    let mut children = world.children();
    all_call(&mut children).await;
    world.place.kill();
    // What they hold is enough.
    all_call(&mut children).await;
    assert_eq!(world.issued(), 1);
    // A new token: it can't be persisted yet, so they wait for the store.
    world.mock.accounts().expire(Kind::Authorizer);
    for child in &mut children {
        child.go().await;
    }
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(world.issued(), 1);
    world.place.restart();
    for child in &mut children {
        assert_eq!(child.answer().await, format!("{CALLS} calls, 0 failed"));
    }
    assert_eq!(world.issued(), 2);
    world.check_refresh_token().await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn a_process_is_killed_while_it_holds_the_lock() {
    killed_with_the_lock(In::Redis).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn a_process_is_killed_while_it_holds_the_lock_in_sqlite() {
    killed_with_the_lock(In::Sqlite).await;
}

async fn killed_with_the_lock(kind: In) {
    let Some(world) = World::start("a holder of the lock killed", kind).await else { return };
    let gate = Gate::before(&world.mock.base_url()).await;
    let mut holder = Child::start(&world.place.name(), &gate.url);
    holder.go().await;
    gate.reached().await;
    holder.kill();
    let mut children = world.children();
    all_call(&mut children).await;
    // The killed holder's, and its successor's.
    assert_eq!(world.issued(), 2);
    world.check_refresh_token().await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn a_process_is_paused_while_it_holds_the_lock() {
    paused_with_the_lock(In::Redis).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
#[ignore = "slow"]
async fn a_process_is_paused_while_it_holds_the_lock_in_sqlite() {
    paused_with_the_lock(In::Sqlite).await;
}

#[cfg(unix)]
async fn paused_with_the_lock(kind: In) {
    let Some(world) = World::start("a holder of the lock paused", kind).await else { return };
    world.mock.accounts().expire_older_tokens(true);
    let gate = Gate::before(&world.mock.base_url()).await;
    let mut holder = Child::start(&world.place.name(), &gate.url);
    holder.go().await;
    gate.reached().await;
    holder.signal("STOP");
    let mut children = world.children();
    all_call(&mut children).await;
    assert_eq!(world.issued(), 2);
    // It wakes up with an invalid token, and finds the valid one.
    gate.open();
    holder.signal("CONT");
    assert_eq!(holder.answer().await, format!("{CALLS} calls, 0 failed"));
    all_call(&mut children).await;
    assert_eq!(world.issued(), 2);
    world.check_refresh_token().await;
}
