//! Where the processes have their store.

use std::time::Duration;

use wechat_cloudbase::store::{Fence, Key, Lock, RedisStore, Saved, SqliteStore, Store};
use wechat_cloudbase::token::BoxFuture;
use wechat_cloudbase::{Error, Secret};

use crate::store::folder::Folder;
use crate::store::redis_server::RedisServer;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Redis,
    Sqlite,
}

pub(super) enum Place {
    Redis(RedisServer),
    Sqlite(Folder),
}

impl Place {
    /// Without a redis-server, says that the test is left out.
    pub(super) fn new(test: &str, kind: Kind) -> Option<Self> {
        match kind {
            Kind::Redis => RedisServer::start(test).map(Self::Redis),
            Kind::Sqlite => Some(Self::Sqlite(Folder::new(&test.replace(' ', "-")))),
        }
    }

    /// What another process opens it by.
    pub(super) fn name(&self) -> String {
        match self {
            Self::Redis(server) => server.url(),
            Self::Sqlite(folder) => folder.database().to_str().unwrap().to_owned(),
        }
    }

    /// As a server that crashes; a file has none.
    pub(super) fn kill(&mut self) {
        if let Self::Redis(server) = self {
            server.kill();
        }
    }

    pub(super) fn restart(&mut self) {
        if let Self::Redis(server) = self {
            server.restart();
        }
    }
}

pub(super) fn open(name: &str) -> AnyStore {
    match name.starts_with("redis://") {
        true => AnyStore(Box::new(RedisStore::new(name).unwrap())),
        false => AnyStore(Box::new(SqliteStore::open(name).unwrap())),
    }
}

/// One type for both.
pub(super) struct AnyStore(Box<dyn Store>);

impl Store for AnyStore {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        self.0.load(key)
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        self.0.save(key, value, fence)
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        self.0.lock(key, owner, lease)
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        self.0.extend(key, fence, lease)
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        self.0.unlock(key, fence)
    }

    fn set_aside<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<(), Error>> {
        self.0.set_aside(key)
    }
}
