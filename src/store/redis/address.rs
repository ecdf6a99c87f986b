//! Where the server is: one URL, a cluster, or what a sentinel knows.

use std::sync::Arc;
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::cluster::ClusterClient;
use redis::sentinel::{SentinelClient, SentinelClientBuilder, SentinelServerType};
use redis::{
    AsyncConnectionConfig, Client, ConnectionInfo, IntoConnectionInfo, RedisError, RedisResult,
};
use tokio::sync::Mutex;

use super::connection::Connection;
use crate::Error;

/// The timeout for connecting and for one response. Callers go on with the tokens that they
/// hold when the store does not respond, so it is better to fail early.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
const RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);

/// How often the client of a cluster retries by itself, for instance at the node that has a key now.
const CLUSTER_RETRIES: u32 = 3;

const SENTINEL_PORT: u16 = 26379;

/// What connections are made with.
#[derive(Clone)]
pub(super) enum Target {
    One(Client),
    Cluster(Box<ClusterClient>),
    Sentinel(Arc<Mutex<SentinelClient>>),
}

impl Target {
    /// # Errors
    ///
    /// When the address is not one. The error does not show it, because it may have a password.
    pub(super) fn parse(address: &str) -> Result<Self, Error> {
        let invalid = |problem: &str| {
            Error::store_permanent(format!("the address of Redis is invalid: {problem}"))
        };
        let (scheme, rest) = address.split_once("://").ok_or_else(|| {
            invalid("expected `redis://host`, `redis+cluster://host,host` or `redis+sentinel://host,host/master`")
        })?;
        let refused = |error: RedisError| invalid(&error.to_string());
        let (base, kind) = scheme.split_once(['+', '-']).unwrap_or((scheme, ""));
        match kind {
            "cluster" => cluster(base, rest).map_err(refused),
            "sentinel" | "sentinels" => match Sentinels::parse(base, rest) {
                Some(sentinels) => sentinels.target().map_err(refused),
                None => Err(invalid(
                    "expected the name of the master, as in `redis+sentinel://host,host/master/0`",
                )),
            },
            _ => Client::open(address).map(Self::One).map_err(refused),
        }
    }

    pub(super) async fn connect(&self) -> RedisResult<Connection> {
        match self {
            Self::One(client) => connect(client).await,
            Self::Cluster(client) => client.get_async_connection().await.map(Connection::Cluster),
            Self::Sentinel(sentinel) => {
                let client = sentinel.lock().await.async_get_client().await?;
                connect(&client).await
            }
        }
    }

    pub(super) fn is_cluster(&self) -> bool {
        matches!(self, Self::Cluster(_))
    }
}

async fn connect(client: &Client) -> RedisResult<Connection> {
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        .set_response_timeout(Some(RESPONSE_TIMEOUT));
    let connection: MultiplexedConnection =
        client.get_multiplexed_async_connection_with_config(&config).await?;
    Ok(Connection::One(connection))
}

fn cluster(scheme: &str, rest: &str) -> RedisResult<Target> {
    let (authority, _) = split_path(rest);
    let (user, hosts) = split_user(authority);
    let nodes: RedisResult<Vec<ConnectionInfo>> = hosts
        .split(',')
        .map(|host| format!("{scheme}://{user}{host}/").into_connection_info())
        .collect();
    let client = ClusterClient::builder(nodes?)
        .connection_timeout(CONNECT_TIMEOUT)
        .response_timeout(RESPONSE_TIMEOUT)
        .retries(CLUSTER_RETRIES)
        .build()?;
    Ok(Target::Cluster(Box::new(client)))
}

/// An address such as `redis+sentinel://:password@host,host:26380/master/0?sentinel_password=other`.
/// The name of the master may also be behind a `#`.
struct Sentinels<'a> {
    scheme: &'a str,
    /// Of the data's server, with `@` at its end.
    user: &'a str,
    hosts: &'a str,
    master: &'a str,
    database: &'a str,
    query: &'a str,
}

impl<'a> Sentinels<'a> {
    fn parse(scheme: &'a str, rest: &'a str) -> Option<Self> {
        let (authority, path) = split_path(rest);
        let (user, hosts) = split_user(authority);
        let (path, fragment) = path.split_once('#').unwrap_or((path, ""));
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let (first, second) = path.split_once('/').unwrap_or((path, ""));
        let (master, database) =
            if fragment.is_empty() { (first, second) } else { (fragment, first) };
        let sentinels = Self { scheme, user, hosts, master, database, query };
        (!master.is_empty() && !hosts.is_empty()).then_some(sentinels)
    }

    fn parameter(&self, name: &str) -> Option<&'a str> {
        let mut pairs = self.query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    fn target(&self) -> RedisResult<Target> {
        let Self { scheme, user, hosts, master, database, .. } = self;
        // Its host is not used: the sentinels name it.
        let data = format!("{scheme}://{user}localhost/{database}").into_connection_info()?;
        let name = self.parameter("sentinel_username").unwrap_or_default();
        let sentinel_user = match self.parameter("sentinel_password") {
            Some(password) => format!("{name}:{password}@"),
            None => String::new(),
        };
        let sentinels: RedisResult<Vec<ConnectionInfo>> = hosts
            .split(',')
            .map(|host| {
                let host = with_port(host);
                format!("{scheme}://{sentinel_user}{host}/").into_connection_info()
            })
            .collect();
        let sentinels = sentinels?;
        let addresses = sentinels.iter().map(|sentinel| sentinel.addr().clone());
        let mut builder =
            SentinelClientBuilder::new(addresses, master, SentinelServerType::Master)?;
        if matches!(data.addr(), redis::ConnectionAddr::TcpTls { .. }) {
            builder = builder.set_client_to_redis_tls_mode(redis::TlsMode::Secure);
        }
        builder = builder.set_client_to_redis_db(data.redis_settings().db());
        if let Some(name) = data.redis_settings().username() {
            builder = builder.set_client_to_redis_username(name);
        }
        if let Some(password) = data.redis_settings().password() {
            builder = builder.set_client_to_redis_password(password);
        }
        let settings = sentinels.first().map(ConnectionInfo::redis_settings);
        if let Some(name) = settings.and_then(|settings| settings.username()) {
            builder = builder.set_client_to_sentinel_username(name);
        }
        if let Some(password) = settings.and_then(|settings| settings.password()) {
            builder = builder.set_client_to_sentinel_password(password);
        }
        Ok(Target::Sentinel(Arc::new(Mutex::new(builder.build()?))))
    }
}

/// The parts before and after the first slash, `?` or `#`.
fn split_path(rest: &str) -> (&str, &str) {
    match rest.find(['/', '?', '#']) {
        Some(at) => {
            let (authority, path) = rest.split_at(at);
            (authority, path.strip_prefix('/').unwrap_or(path))
        }
        None => (rest, ""),
    }
}

/// Name and password with the `@` behind them, and the hosts.
fn split_user(authority: &str) -> (&str, &str) {
    match authority.rfind('@') {
        Some(at) => authority.split_at(at + 1),
        None => ("", authority),
    }
}

/// A host with a port, which for an address such as `[::1]` comes after the bracket.
fn with_port(host: &str) -> String {
    let behind = host.rsplit(']').next().unwrap_or(host);
    if behind.contains(':') { host.to_owned() } else { format!("{host}:{SENTINEL_PORT}") }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::error::Error as _;

    use super::*;

    #[test]
    fn addresses() {
        let kind = |address: &str| match Target::parse(address) {
            Ok(Target::One(_)) => "one".to_owned(),
            Ok(Target::Cluster(_)) => "cluster".to_owned(),
            Ok(Target::Sentinel(_)) => "sentinel".to_owned(),
            Err(error) => error.source().unwrap().to_string(),
        };
        for (address, expected) in [
            ("redis://:secret@127.0.0.1:6379/0", "one"),
            ("valkey://127.0.0.1", "one"),
            ("redis+cluster://127.0.0.1:1,127.0.0.1:2", "cluster"),
            ("redis-cluster://user:secret@127.0.0.1:1,[::1]:2/", "cluster"),
            ("redis+sentinel://127.0.0.1,127.0.0.1:2/main/3?sentinel_password=s%20", "sentinel"),
            ("redis-sentinel://:p@[::1],127.0.0.1:2/0#main", "sentinel"),
        ] {
            assert_eq!(kind(address), expected, "{address}");
        }
        for wrong in [
            "127.0.0.1",
            "redis+sentinel://:CANARY@127.0.0.1/",
            "redis://:CANARY@",
            "http://:CANARY@a/",
        ] {
            let said = kind(wrong);
            assert!(said.starts_with("the address of Redis is invalid: "), "{said}");
            assert!(!said.contains("CANARY"), "{said}");
        }
    }

    #[test]
    fn sentinels() {
        let parsed = Sentinels::parse("redis", ":p@a,b:1/main/2?sentinel_password=q").unwrap();
        assert_eq!((parsed.user, parsed.hosts), (":p@", "a,b:1"));
        assert_eq!((parsed.master, parsed.database), ("main", "2"));
        assert_eq!(parsed.parameter("sentinel_password"), Some("q"));
        let parsed = Sentinels::parse("redis", "a/2#main").unwrap();
        assert_eq!((parsed.master, parsed.database), ("main", "2"));
        assert_eq!(with_port("[::1]"), "[::1]:26379");
        assert_eq!(with_port("[::1]:7"), "[::1]:7");
    }
}
