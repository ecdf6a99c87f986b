//! The store in Redis, with a real server.

use std::error::Error as _;
use std::time::{Duration, Instant};

use wechat_cloudbase::store::{Lock, RedisStore, Saved, Store};

use super::redis_server::RedisServer;
use super::sqlite::why;
use super::{LEASE, conforms, key, save, taken, value};

fn store(server: &RedisServer) -> RedisStore {
    RedisStore::new(server.url()).unwrap()
}

#[tokio::test]
async fn conforming() {
    let Some(server) = RedisServer::start("stores in Redis conform") else { return };
    conforms(&store(&server), &store(&server)).await;
}

#[tokio::test]
async fn a_lease_expires() {
    let Some(server) = RedisServer::start("leases in Redis end") else { return };
    let store = store(&server);
    let first = taken(&store, "one", Duration::from_millis(20)).await;
    let second = loop {
        match store.lock(&key(), "two", LEASE).await.unwrap() {
            Lock::Taken(fence) => break fence,
            Lock::Held { remaining, .. } => tokio::time::sleep(remaining).await,
        }
    };
    assert!(second > first);
}

#[tokio::test]
async fn prefixes_keep_platforms_of_several_owners_apart() {
    let Some(server) = RedisServer::start("prefixes in Redis") else { return };
    assert_eq!(save(&store(&server), "one", None).await, Saved::Stored);
    assert_eq!(value(&store(&server).prefix("other:")).await, None);
}

/// A server that is down is an error soon, and one that is back is used again, with its data.
#[tokio::test]
async fn a_server_that_is_killed_and_comes_back() {
    let Some(mut server) = RedisServer::start("Redis killed and restarted") else { return };
    let store = store(&server);
    assert_eq!(save(&store, "before", None).await, Saved::Stored);
    let before = taken(&store, "one", LEASE).await;
    server.kill();
    let start = Instant::now();
    let error = store.load(&key()).await.unwrap_err();
    assert!(error.is_store());
    assert!(start.elapsed() < Duration::from_secs(10), "{:?}", start.elapsed());
    assert!(store.save(&key(), None, None).await.is_err());
    server.restart();
    let value = loop {
        match store.load(&key()).await {
            Ok(value) => break value,
            Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    assert_eq!(value.unwrap().expose(), "before");
    assert_eq!(save(&store, "after", Some(before)).await, Saved::Stored);
}

/// A server that lost everything continues from the fences that it is given.
#[tokio::test]
async fn a_server_that_lost_its_data() {
    let Some(server) = RedisServer::start("Redis emptied") else { return };
    let store = store(&server);
    for _ in 0..5 {
        assert_eq!(save(&store, "before", None).await, Saved::Stored);
    }
    let fence = taken(&store, "one", LEASE).await;
    let client = redis::Client::open(server.url()).unwrap();
    let mut connection = client.get_multiplexed_async_connection().await.unwrap();
    let _: () = redis::cmd("FLUSHALL").query_async(&mut connection).await.unwrap();
    assert_eq!(save(&store, "kept", Some(fence)).await, Saved::Stored);
    assert!(taken(&store, "two", LEASE).await > fence);
}

/// An evicting policy is reported by a check, and by a line in the log when the store is used.
#[tokio::test]
async fn a_server_that_evicts() {
    let Some(server) = RedisServer::start("Redis that evicts") else { return };
    store(&server).check().await.unwrap();
    server.tell("CONFIG SET maxmemory-policy volatile-lru");
    store(&server).check().await.unwrap();
    server.tell("CONFIG SET maxmemory-policy allkeys-lru");
    let said = why(&store(&server).check().await.unwrap_err());
    assert!(said.contains("allkeys-lru") && said.contains("noeviction"), "{said}");
}

/// A permanent failure is reported at once, with what to do.
#[tokio::test]
async fn permanent_failures_are_reported_at_once() {
    let Some(server) = RedisServer::start("permanent errors of Redis") else { return };
    let store = store(&server);
    server.tell("SET wechat:{wx0123456789abcdef/authorizer/wx5fe6bb43205e9e07} text");
    let said = why(&store.load(&key()).await.unwrap_err());
    assert!(
        said.contains("another program uses this key") && said.contains("waiting does not help"),
        "{said}"
    );
    let said = why(&store.save(&key(), None, None).await.unwrap_err());
    assert!(said.contains("another program uses this key"), "{said}");
    server.tell("FLUSHALL\r\nCONFIG SET maxmemory-policy noeviction\r\nCONFIG SET maxmemory 1");
    let value = wechat_cloudbase::Secret::new("value");
    let said = why(&store.save(&key(), Some(&value), None).await.unwrap_err());
    assert!(said.contains("memory is full"), "{said}");
    server.tell("CONFIG SET maxmemory 0\r\nCONFIG SET requirepass CANARY");
    for url in [server.url(), server.url().replace("//", "//:wrong@")] {
        let said = why(&RedisStore::new(url).unwrap().load(&key()).await.unwrap_err());
        assert!(said.contains("password") && said.contains("waiting does not help"), "{said}");
    }
}

/// The connection belongs to no caller's runtime: one that is not driven blocks no other.
#[test]
fn any_runtime() {
    let Some(server) = RedisServer::start("Redis from several runtimes") else { return };
    let store = store(&server);
    let runtime = || tokio::runtime::Builder::new_current_thread().build().unwrap();
    let idle = runtime();
    let other = store.clone();
    idle.spawn(async move { save(&other, "of the idle one", None).await });
    idle.block_on(tokio::task::yield_now());
    assert_eq!(runtime().block_on(save(&store, "value", None)), Saved::Stored);
    assert_eq!(runtime().block_on(value(&store)).as_deref(), Some("value"));
}

/// Neither a password nor a value is in what is printed.
#[tokio::test]
async fn nothing_secret_in_errors() {
    let Some(server) = RedisServer::start("errors of Redis are clean") else { return };
    let url = server.url().replace("//", "//:CANARY@");
    let store = RedisStore::new(url).unwrap();
    let value = wechat_cloudbase::Secret::new("CANARY");
    let error = store.save(&key(), Some(&value), None).await.unwrap_err();
    let said = format!("{store:?} {error} {error:?} {}", error.source().unwrap());
    assert!(!said.contains("CANARY"), "{said}");
    let wrong = RedisStore::new("redis://:CANARY@").unwrap_err();
    let said = format!("{wrong} {wrong:?} {}", wrong.source().unwrap());
    assert!(!said.contains("CANARY"), "{said}");
}
