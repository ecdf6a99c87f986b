//! Several processes and one store, under paused time, with a store that fails as scripted.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

mod clocks;
mod closing;
mod durable;
mod limits;
mod world;

use super::*;
use crate::error::ActionRequired;
use crate::store::Store;
use crate::token::{Clock, UntypedNeed as Need};
use world::{Empty, Failing, Process, World, key, seconds};

fn token(text: &str) -> Secret {
    Secret::new(text)
}

/// What is fetched: the token's text, or the error's kind.
async fn fetch(process: &SharedFetch, need: Need) -> String {
    match process.fetch(need).await {
        Ok(fetched) => fetched.token.expose().to_owned(),
        Err(error) if error.is_store() => "store".to_owned(),
        Err(error) => {
            error.action_required().map_or(error.to_string(), |action| format!("{action:?}"))
        }
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_is_persisted_before_a_caller_gets_it() {
    let world = World::new().await;
    let a = world.process("a", 1);
    assert_eq!(fetch(&a, Need::Any).await, "T1");
    let log = world.log();
    assert_eq!(
        log,
        ["a load", "a prepare", "a lock", "a load", "a issue with R0", "a save", "a unlock"]
    );
    assert_eq!(world.record().await, "T1 R1");
}

#[tokio::test(start_paused = true)]
async fn what_others_fetched_is_adopted() {
    let world = World::new().await;
    world.write(Some("T0"), "R0").await;
    let a = world.process("a", 1);
    assert_eq!(fetch(&a, Need::Any).await, "T0");
    assert_eq!(fetch(&a, Need::Longer(token("older"))).await, "T0");
    assert_eq!(fetch(&a, Need::Other(token("older"))).await, "T0");
    assert_eq!(world.log(), ["a load", "a load", "a load"]);
    tokio::time::advance(seconds(7201)).await;
    assert_eq!(fetch(&a, Need::Any).await, "T1");
}

/// An issuer forces a new token in place of one that was rejected, which invalidates the old one for all that
/// have it. A token that is merely old must not be invalidated.
#[tokio::test(start_paused = true)]
async fn only_a_rejected_token_is_reported_to_the_issuer() {
    let told = "a told that T0 was rejected".to_owned();
    for (need, is_told) in
        [(Need::Any, false), (Need::Longer(token("T0")), false), (Need::Other(token("T0")), true)]
    {
        let world = World::new().await;
        assert_eq!(fetch(&world.process("a", 1), need.clone()).await, "T1");
        assert_eq!(world.log().contains(&told), is_told, "{need:?}");
    }
}

/// A caller that times out first can say why.
#[tokio::test(start_paused = true)]
async fn a_waiting_fetch_reports_what_blocks_it() {
    let world = World::new().await;
    let (a, b) = (world.process("a", 1), world.process("b", 5));
    let waiting = |process: &Arc<SharedFetch>| {
        let process = Arc::clone(process);
        tokio::spawn(async move { fetch(&process, Need::Any).await })
    };
    world.fails(Failing::Everything);
    let waiting_of_b = waiting(&b);
    tokio::time::sleep(seconds(1)).await;
    assert!(b.obstacle().unwrap().is_store());
    world.fails(Failing::Nothing);
    // It has the lock when it checks again.
    tokio::time::sleep(seconds(2)).await;
    let waiting_of_a = waiting(&a);
    tokio::time::sleep(seconds(1)).await;
    let obstacle = a.obstacle().unwrap();
    let cause = std::error::Error::source(&obstacle).unwrap();
    assert_eq!(cause.to_string(), "another process holds the lock");
    assert_eq!(waiting_of_b.await.unwrap(), "T1");
    assert_eq!(waiting_of_a.await.unwrap(), "T1");
    assert!(a.obstacle().is_none() && b.obstacle().is_none());
}

#[tokio::test(start_paused = true)]
async fn many_processes_and_one_refresh() {
    let world = World::new().await;
    let mut tasks = Vec::new();
    for _ in 0..50 {
        let process = world.process("p", 2);
        tasks.push(tokio::spawn(async move { fetch(&process, Need::Other(token("T0"))).await }));
    }
    for task in tasks {
        assert_eq!(task.await.unwrap(), "T1");
    }
    assert_eq!(world.issued(), 1);
}

#[tokio::test(start_paused = true)]
async fn callers_wait_for_the_store_and_nothing_is_issued_meanwhile() {
    for failing in [Failing::Everything, Failing::InTime] {
        let world = World::new().await;
        world.fails(failing);
        let a = world.process("a", 1);
        let waiting = tokio::spawn({
            let a = Arc::clone(&a);
            async move { fetch(&a, Need::Any).await }
        });
        tokio::time::sleep(seconds(20)).await;
        assert_eq!(world.issued(), 0);
        world.fails(Failing::Nothing);
        assert_eq!(waiting.await.unwrap(), "T1");
    }
}

#[tokio::test(start_paused = true)]
async fn they_do_not_wait_forever_nor_while_a_token_is_valid() {
    let world = World::new().await;
    world.fails(Failing::Everything);
    let a = world.process("a", 1);
    let start = Instant::now();
    assert_eq!(fetch(&a, Need::Longer(token("T0"))).await, "store");
    assert_eq!(start.elapsed(), Duration::ZERO);
    assert_eq!(fetch(&a, Need::Other(token("T0"))).await, "store");
    assert!((45..47).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
    assert_eq!(world.issued(), 0);
}

/// The store fails between WeChat's response and the write.
#[tokio::test(start_paused = true)]
async fn an_unsaved_token_is_served_and_written_later() {
    let world = World::new().await;
    world.fails(Failing::Saving);
    let a = world.process("a", 1);
    assert_eq!(fetch(&a, Need::Any).await, "T1");
    assert_eq!(world.record().await, "- R0");
    // It is the current one, for new callers too.
    assert_eq!(fetch(&a, Need::Any).await, "T1");
    // Nothing newer is issued: its refresh token could not be persisted.
    assert_eq!(fetch(&a, Need::Longer(token("T1"))).await, "store");
    tokio::time::sleep(seconds(600)).await;
    assert_eq!(world.issued(), 1);
    world.fails(Failing::Nothing);
    tokio::time::sleep(seconds(16)).await;
    assert_eq!(world.record().await, "T1 R1", "written without a call");
    world.log();
    assert_eq!(fetch(&a, Need::Other(token("T1"))).await, "T2");
    assert!(world.log().contains(&"a issue with R1".to_owned()));
}

/// And before another token is asked for with it.
#[tokio::test(start_paused = true)]
async fn a_refresh_token_is_written_before_it_is_used() {
    let world = World::new().await;
    world.fails(Failing::Saving);
    let a = world.process("a", 1);
    assert_eq!(fetch(&a, Need::Any).await, "T1");
    world.log();
    world.fails(Failing::Nothing);
    assert_eq!(fetch(&a, Need::Other(token("T1"))).await, "T2");
    let log = world.log();
    let place = |what: &str| log.iter().position(|entry| entry == what).unwrap();
    assert!(place("a save") < place("a issue with R1"), "{log:?}");
}

/// Others can't use an old refresh token for long, because the new one is written with its fence.
#[tokio::test(start_paused = true)]
async fn others_recover_when_the_new_refresh_token_is_written_late() {
    let world = World::new().await;
    world.fails(Failing::Saving);
    let (a, b) = (world.process("a", 1), world.process("b", 1));
    assert_eq!(fetch(&a, Need::Any).await, "T1");
    tokio::task::yield_now().await;
    world.fails(Failing::Nothing);
    // The old refresh token is refused, and by then the new one is there.
    assert_eq!(fetch(&b, Need::Any).await, "T1");
    assert!(world.log().contains(&"b issue with R0".to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_paused_holder_takes_what_another_wrote() {
    let world = World::new().await;
    // It does not see its response, which came first, before its lease has expired.
    let (paused, other) = (world.paused("paused", 40), world.process("other", 1));
    let slow = tokio::spawn(async move { fetch(&paused, Need::Any).await });
    tokio::time::sleep(seconds(31)).await;
    assert_eq!(fetch(&other, Need::Any).await, "T1");
    *world.refresh_token.lock().unwrap() = "R0".to_owned();
    assert_eq!(slow.await.unwrap(), "T1");
    assert_eq!(world.record().await, "T1 R1");
    assert_eq!(world.issued(), 2, "and its own is dropped");
}

#[tokio::test(start_paused = true)]
async fn a_dead_holder_delays_others_by_its_lease() {
    let world = World::new().await;
    let lock = world.memory.lock(&key(), "dead", LEASE).await.unwrap();
    assert!(matches!(lock, Lock::Taken(_)));
    let a = world.process("a", 1);
    let start = Instant::now();
    assert_eq!(fetch(&a, Need::Any).await, "T1");
    assert!((8..10).contains(&start.elapsed().as_secs()), "{:?}", start.elapsed());
}

/// A lease is short, and extended while WeChat is slow.
#[tokio::test(start_paused = true)]
async fn a_running_holder_keeps_its_lock() {
    let world = World::new().await;
    let (slow, other) = (world.process("slow", 30), world.process("other", 1));
    let waiting = tokio::spawn(async move { fetch(&slow, Need::Any).await });
    tokio::time::sleep(seconds(1)).await;
    assert_eq!(fetch(&other, Need::Any).await, "T1");
    assert_eq!(waiting.await.unwrap(), "T1");
    assert_eq!(world.issued(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_lock_that_is_never_released_is_an_error() {
    let world = World::new().await;
    let lock = world.memory.lock(&key(), "stuck", seconds(1_000)).await.unwrap();
    assert!(matches!(lock, Lock::Taken(_)));
    let a = world.process("a", 1);
    let error = a.fetch(Need::Any).await.unwrap_err();
    assert!(error.is_token_provider() && !error.is_store());
}

/// A caller that is cancelled, at any moment, loses nothing and blocks no other.
#[tokio::test(start_paused = true)]
async fn cancellation_at_any_moment() {
    for milliseconds in (0..1_200).step_by(100) {
        let world = World::new().await;
        let (a, b) = (world.process("a", 1), world.process("b", 1));
        let waiting = a.fetch(Need::Any);
        let _ = tokio::time::timeout(Duration::from_millis(milliseconds), waiting).await;
        let start = Instant::now();
        assert_eq!(fetch(&b, Need::Any).await, "T1");
        assert!(start.elapsed() < seconds(3), "{:?}", start.elapsed());
        assert_eq!(world.record().await, "T1 R1");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_releases_the_lock() {
    let world = World::new().await;
    *world.refresh_token.lock().unwrap() = "another".to_owned();
    let (a, b) = (world.process("a", 1), world.process("b", 1));
    assert_eq!(fetch(&a, Need::Any).await, "NotAuthorized");
    *world.refresh_token.lock().unwrap() = "R0".to_owned();
    let start = Instant::now();
    assert_eq!(fetch(&b, Need::Any).await, "T1");
    assert_eq!(start.elapsed(), seconds(1));
}

/// Its refresh token is used up, and it finds out before it fails.
#[tokio::test(start_paused = true)]
async fn a_paused_holder_whose_attempt_fails_takes_what_another_wrote() {
    let world = World::new().await;
    let (paused, other) = (world.paused("paused", 40), world.process("other", 1));
    let slow = tokio::spawn(async move { fetch(&paused, Need::Any).await });
    tokio::time::sleep(seconds(31)).await;
    assert_eq!(fetch(&other, Need::Any).await, "T1");
    assert_eq!(slow.await.unwrap(), "T1");
    assert_eq!(world.issued(), 1);
}

/// The account authorised the platform again while its old refresh token was being used.
#[tokio::test(start_paused = true)]
async fn a_failed_attempt_is_made_again_with_a_newer_refresh_token() {
    let world = World::new().await;
    let a = world.process("a", 2);
    let refreshing = tokio::spawn(async move { fetch(&a, Need::Any).await });
    tokio::time::sleep(seconds(1)).await;
    *world.refresh_token.lock().unwrap() = "R-new".to_owned();
    world.write(None, "R-new").await;
    assert_eq!(refreshing.await.unwrap(), "T1");
}

/// An authorisation that comes while a token is being issued takes precedence.
#[tokio::test(start_paused = true)]
async fn an_authorisation_wins_over_a_refresh() {
    let world = World::new().await;
    let a = world.process("a", 2);
    let refreshing = tokio::spawn(async move { fetch(&a, Need::Any).await });
    tokio::time::sleep(seconds(1)).await;
    world.write(Some("new"), "R-new").await;
    assert_eq!(refreshing.await.unwrap(), "new");
    assert_eq!(world.record().await, "new R-new");
}

#[tokio::test(start_paused = true)]
async fn without_a_refresh_token_the_account_has_not_authorised() {
    let world = World::new().await;
    let _ = world.memory.save(&key(), None, None).await.unwrap();
    let a = world.process("a", 1);
    assert_eq!(fetch(&a, Need::Any).await, "NotAuthorized");
    // Nor does the attempt leave anything behind.
    assert_eq!(world.log(), ["a load", "a prepare"]);
}

/// Empty tokens from WeChat count as absent: no valid one is overwritten, and no caller gets an empty one.
#[tokio::test(start_paused = true)]
async fn empty_tokens_count_as_absent() {
    let empty = "the token provider has no token";
    for (what, fetched, record) in [
        (Empty::Nothing, "T1", "T1 R1"),
        (Empty::RefreshToken, "T1", "T1 R0"),
        (Empty::Token, empty, "T0 R1"),
        (Empty::Both, empty, "T0 R0"),
    ] {
        let world = World::new().await;
        world.write(Some("T0"), "R0").await;
        let a = Process { empty: what, ..world.plain("a", 1) }.shared();
        let got = fetch(&a, Need::Other(token("T0"))).await;
        assert!(got.starts_with(fetched), "{what:?}: {got}");
        assert_eq!(world.record().await, record, "{what:?}");
    }
    let world = World::new().await;
    world.write(Some(""), "").await;
    assert_eq!(fetch(&world.process("a", 1), Need::Any).await, "NotAuthorized");
}

/// The clock of this machine is behind, and the record's times are another's.
#[tokio::test(start_paused = true)]
async fn no_token_lives_longer_than_when_it_was_issued() {
    let world = World::new().await;
    let a = world.process("a", 1);
    let issued = world.now() + seconds(36_000);
    let access_token = Some(access_record(Secret::new("T0"), issued, seconds(7200)));
    let record = TokenRecord { access_token, ..TokenRecord::default() };
    let found = UntypedFetched::expires_in(token("T0"), seconds(7200));
    assert_eq!(a.core.adopt(&record, &Need::Any), Some(found));
}

/// Waiting does not repair a damaged value, and nothing is issued or written over it.
#[tokio::test(start_paused = true)]
async fn a_damaged_value_is_an_error_at_once() {
    let world = World::new().await;
    let damaged = Secret::new("no record");
    let _ = world.memory.save(&key(), Some(&damaged), None).await.unwrap();
    let a = world.process("a", 1);
    let start = Instant::now();
    let error = a.fetch(Need::Any).await.unwrap_err();
    assert!(error.is_store() && start.elapsed().is_zero(), "{error} {:?}", start.elapsed());
    assert!(error.to_string().contains("can't be read"), "{error}");
    assert_eq!(world.issued(), 0);
    assert_eq!(world.memory.load(&key()).await.unwrap(), Some(damaged));
}

/// What can be issued without a record replaces one that can't be read.
#[tokio::test(start_paused = true)]
async fn a_damaged_value_is_replaced_by_what_can_be_issued_again() {
    for damaged in ["{", "no record", r#"{"version": 9}"#, r#"{"version": 1, "access_token": 1}"#] {
        let world = World::new().await;
        let value = Secret::new(damaged);
        let _ = world.memory.save(&key(), Some(&value), None).await.unwrap();
        let a = Process { needs_no_record: true, ..world.plain("a", 1) }.shared();
        assert_eq!(fetch(&a, Need::Any).await, "T1", "{damaged}");
        assert_eq!(world.record().await, "T1 R1", "{damaged}");
    }
}

/// A permanent failure of the store is reported at once.
#[tokio::test(start_paused = true)]
async fn a_permanent_failure_of_the_store_is_reported_at_once() {
    let world = World::new().await;
    world.fails(Failing::ForGood);
    let start = Instant::now();
    assert_eq!(fetch(&world.process("a", 1), Need::Any).await, "store");
    assert_eq!(start.elapsed(), Duration::ZERO);
}
