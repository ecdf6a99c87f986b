//! Several servers of Redis: a failover behind one address, a cluster, and sentinels.

use std::sync::Arc;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::{Duration, Instant};

use tokio::net::{TcpListener, TcpStream};
use wechat_cloudbase::store::{Key, RedisStore, Saved, Store};

use super::redis_server::RedisServer;
use super::sqlite::why;
use super::{conforms, key, looks_for_many, save, secret, value};

/// An address that leads to one server or another, and leaves connections open, like a load
/// balancer.
async fn address(port: u16) -> (String, Arc<AtomicU16>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("redis://{}", listener.local_addr().unwrap());
    let target = Arc::new(AtomicU16::new(port));
    let shared = Arc::clone(&target);
    tokio::spawn(async move {
        while let Ok((mut from, _)) = listener.accept().await {
            let port = shared.load(Ordering::Relaxed);
            tokio::spawn(async move {
                if let Ok(mut to) = TcpStream::connect(("127.0.0.1", port)).await {
                    let _ = tokio::io::copy_bidirectional(&mut from, &mut to).await;
                }
            });
        }
    });
    (url, target)
}

/// Two servers, of which the second replicates the first.
fn pair(test: &str) -> Option<(RedisServer, RedisServer)> {
    let first = RedisServer::start(test)?;
    let second = RedisServer::start(test)?;
    second.tell(&format!("REPLICAOF 127.0.0.1 {}", first.port));
    second.wait_for("INFO replication", "master_link_status:up");
    Some((first, second))
}

/// The old primary becomes a replica while connections to it stay open: the next write goes to the
/// new one, without an error.
#[tokio::test]
#[ignore = "slow"]
async fn a_failover_behind_one_address() {
    let Some((first, second)) = pair("a failover behind one address") else { return };
    let (url, target) = address(first.port).await;
    let store = RedisStore::new(url).unwrap();
    assert_eq!(save(&store, "before", None).await, Saved::Stored);
    second.wait_for(&format!("HGET wechat:{{{}}} value", key().as_str()), "before");
    second.tell("REPLICAOF NO ONE");
    first.tell(&format!("REPLICAOF 127.0.0.1 {}", second.port));
    target.store(second.port, Ordering::Relaxed);
    assert_eq!(save(&store, "after", None).await, Saved::Stored);
    assert_eq!(value(&store).await.as_deref(), Some("after"));
    second.wait_for(&format!("HGET wechat:{{{}}} value", key().as_str()), "after");
}

/// A URL that permanently leads to a replica is reported, after the time that a failover may take.
#[tokio::test]
#[ignore = "slow"]
async fn the_address_of_a_replica() {
    let Some((_first, second)) = pair("the address of a replica") else { return };
    let store = RedisStore::new(second.url()).unwrap();
    let start = Instant::now();
    let said = loop {
        let said = why(&store.save(&key(), Some(&secret("value")), None).await.unwrap_err());
        if said.contains("the server at this address is a replica") {
            break said;
        }
        assert!(start.elapsed() < Duration::from_secs(30), "{said}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    };
    assert!(said.contains("waiting does not help"), "{said}");
    let said = why(&store.check().await.unwrap_err());
    assert!(said.contains("is a replica"), "{said}");
}

/// Three servers that share the slots.
fn cluster(test: &str) -> Option<[RedisServer; 3]> {
    let start = || RedisServer::start_with(test, &["--cluster-enabled", "yes"]);
    let nodes = [start()?, start()?, start()?];
    for (node, slots) in nodes.iter().zip(["0 5460", "5461 10922", "10923 16383"]) {
        let said = node.tell(&format!("CLUSTER ADDSLOTSRANGE {slots}"));
        assert!(said.starts_with("+OK"), "{said}");
    }
    for (number, node) in nodes.iter().enumerate() {
        node.tell(&format!("CLUSTER SET-CONFIG-EPOCH {}", number + 1));
        nodes[0].tell(&format!("CLUSTER MEET 127.0.0.1 {}", node.port));
    }
    for node in &nodes {
        node.wait_for("CLUSTER INFO", "cluster_state:ok");
        node.wait_for("CLUSTER INFO", "cluster_known_nodes:3");
    }
    Some(nodes)
}

#[tokio::test]
#[ignore = "slow"]
async fn in_a_cluster() {
    let Some(nodes) = cluster("a cluster of Redis") else { return };
    let url = format!("redis+cluster://127.0.0.1:{},127.0.0.1:{}", nodes[0].port, nodes[1].port);
    let store = RedisStore::new(&url).unwrap();
    conforms(&store, &RedisStore::new(&url).unwrap()).await;
    store.check().await.unwrap();
    // Keys of all nodes.
    for number in 0..100 {
        let key = Key::authorizer("wx0123456789abcdef", &format!("wx{number}"));
        let value = secret(&format!("value {number}"));
        assert_eq!(store.save(&key, Some(&value), None).await.unwrap(), Saved::Stored);
        assert_eq!(store.load(&key).await.unwrap(), Some(value));
    }
    let used = nodes.iter().filter(|node| !node.tell("DBSIZE").starts_with(":0"));
    assert_eq!(used.count(), 3);
    // The URL of one of its servers is reported at once.
    let one = RedisStore::new(nodes[0].url()).unwrap();
    let mut told = 0;
    for number in 0..10 {
        let key = Key::app(&format!("wx{number}"));
        if let Err(error) = one.save(&key, Some(&secret("value")), None).await {
            assert!(why(&error).contains("redis+cluster://"), "{}", why(&error));
            told += 1;
        }
    }
    assert!(told > 0);
}

#[tokio::test]
#[ignore = "slow"]
async fn missing_keys_leave_nothing_behind() {
    let Some(server) = RedisServer::start("unknown accounts in Redis") else { return };
    looks_for_many(&RedisStore::new(server.url()).unwrap()).await;
    assert!(server.tell("DBSIZE").starts_with(":0"), "{}", server.tell("DBSIZE"));
}

/// The primary is killed, and a sentinel promotes the replica. Both require passwords.
#[tokio::test]
#[ignore = "slow"]
async fn with_a_sentinel() {
    const TEST: &str = "a sentinel of Redis";
    let options = ["--requirepass", "CANARY", "--masterauth", "CANARY"];
    let Some(mut first) = RedisServer::start_with(TEST, &options) else { return };
    let replica = first.port.to_string();
    let of_first = [&options[..], &["--replicaof", "127.0.0.1", &replica]].concat();
    let Some(second) = RedisServer::start_with(TEST, &of_first) else { return };
    let with_password = |command: &str| format!("AUTH CANARY\r\n{command}");
    second.wait_for(&with_password("INFO replication"), "master_link_status:up");
    let Some(sentinel) = RedisServer::sentinel(TEST, first.port, "CANARY") else { return };
    let in_sentinel = |command: &str| format!("AUTH CANARY-sentinel\r\n{command}");
    sentinel.wait_for(&in_sentinel("SENTINEL REPLICAS main"), &second.port.to_string());

    let port = sentinel.port;
    let url = format!(
        "redis+sentinel://:CANARY@127.0.0.1:1,127.0.0.1:{port}/main/0?sentinel_password=CANARY-sentinel"
    );
    let store = RedisStore::new(&url).unwrap();
    conforms(&store, &RedisStore::new(&url).unwrap()).await;
    assert_eq!(save(&store, "before", None).await, Saved::Stored);
    second.wait_for(&with_password(&format!("HGET wechat:{{{}}} value", key().as_str())), "before");
    first.kill();
    let start = Instant::now();
    loop {
        match store.save(&key(), Some(&secret("after")), None).await {
            Ok(saved) => break assert_eq!(saved, Saved::Stored),
            Err(error) => assert!(!why(&error).contains("CANARY"), "{}", why(&error)),
        }
        assert!(start.elapsed() < Duration::from_secs(60));
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    second.wait_for(&with_password(&format!("HGET wechat:{{{}}} value", key().as_str())), "after");
}
