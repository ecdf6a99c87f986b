//! A store that fails as scripted, and a WeChat that issues tokens.

use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, Ordering};

use tokio::runtime::Handle;

use super::*;
use crate::store::{MemoryStore, Saved};
use crate::task::Background;

/// The world that all processes share.
#[derive(Clone)]
pub(super) struct World {
    pub(super) memory: MemoryStore,
    /// What was done, in order.
    log: Arc<Mutex<Vec<String>>>,
    failing: Arc<Mutex<Failing>>,
    issued: Arc<AtomicU32>,
    /// The refresh token that WeChat accepts.
    pub(super) refresh_token: Arc<Mutex<String>>,
    start: (SystemTime, Instant),
}

/// What fails at the store.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Failing {
    #[default]
    Nothing,
    Everything,
    Saving,
    /// It takes two seconds to write.
    SavingSlowly,
    /// It responds too late.
    InTime,
    /// It fails permanently.
    ForGood,
}

/// One process.
#[derive(Clone)]
pub(super) struct Process {
    pub(super) name: &'static str,
    pub(super) world: World,
    /// How long its calls of WeChat take.
    pub(super) issuing: Duration,
    /// Whether it extends its leases; a paused one does not.
    pub(super) extends: bool,
    /// Whether it issues without the record.
    pub(super) needs_no_record: bool,
    pub(super) empty: Empty,
    pub(super) clock: Arc<dyn Clock>,
}

/// What WeChat leaves empty when it issues a token.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) enum Empty {
    #[default]
    Nothing,
    Token,
    RefreshToken,
    Both,
}

const KEY: (&str, &str) = ("wx1", "wx2");

pub(super) fn key() -> Key {
    Key::authorizer(KEY.0, KEY.1)
}

pub(super) fn seconds(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

impl World {
    /// With the refresh token `R0`, in the store and at WeChat.
    pub(super) async fn new() -> Self {
        let world = Self {
            memory: MemoryStore::new(),
            log: Arc::default(),
            failing: Arc::default(),
            issued: Arc::default(),
            refresh_token: Arc::new(Mutex::new("R0".to_owned())),
            start: (SystemTime::UNIX_EPOCH + seconds(1_800_000_000), Instant::now()),
        };
        world.write(None, "R0").await;
        world
    }

    pub(super) async fn write(&self, token: Option<&str>, refresh_token: &str) {
        let now = self.now();
        let access = |token: &str| access_record(Secret::new(token), now, seconds(7200));
        let record = TokenRecord {
            access_token: token.map(access),
            refresh_token: Some(Secret::new(refresh_token)),
            authorized: None,
            code: None,
        };
        let saved = self.memory.save(&key(), Some(&record.encode()), None).await;
        assert_eq!(saved.unwrap(), Saved::Stored);
    }

    pub(super) async fn record(&self) -> String {
        let value = self.memory.load(&key()).await.unwrap();
        let record = TokenRecord::decode(&value.unwrap()).unwrap();
        let text = |secret: Option<&Secret>| secret.map_or("-", Secret::expose).to_owned();
        let access = record.access_token.map(|access| access.token);
        format!("{} {}", text(access.as_ref()), text(record.refresh_token.as_ref()))
    }

    pub(super) fn process(&self, name: &'static str, issuing: u64) -> Arc<SharedFetch> {
        self.plain(name, issuing).shared()
    }

    /// A process that is paused while WeChat is asked.
    pub(super) fn paused(&self, name: &'static str, issuing: u64) -> Arc<SharedFetch> {
        Process { extends: false, ..self.plain(name, issuing) }.shared()
    }

    pub(super) fn plain(&self, name: &'static str, issuing: u64) -> Process {
        Process {
            name,
            world: self.clone(),
            issuing: seconds(issuing),
            extends: true,
            needs_no_record: false,
            empty: Empty::Nothing,
            clock: Arc::new(self.clone()),
        }
    }

    /// That of a process which issues nothing.
    pub(super) fn store(&self) -> Arc<DurableStore> {
        Arc::clone(&self.context().store)
    }

    /// That of a process which issues nothing.
    pub(super) fn context(&self) -> Arc<Context> {
        self.plain("v", 0).context(Limits::default())
    }

    pub(super) fn fails(&self, failing: Failing) {
        *self.failing.lock().unwrap() = failing;
    }

    pub(super) fn issued(&self) -> u32 {
        self.issued.load(Ordering::Relaxed)
    }

    pub(super) fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }
}

impl Clock for World {
    fn now(&self) -> SystemTime {
        self.start.0 + self.start.1.elapsed()
    }
}

impl Process {
    pub(super) fn shared(self) -> Arc<SharedFetch> {
        Arc::new(SharedFetch::new(self.context(Limits::default()), key(), self))
    }

    pub(super) fn context(&self, limits: Limits) -> Arc<Context> {
        let background = Background::on(Handle::current());
        Context::new(Arc::new(self.clone()), Arc::clone(&self.clock), limits, background)
    }

    fn note(&self, what: &str) {
        self.world.log.lock().unwrap().push(format!("{} {what}", self.name));
    }

    async fn reach(&self, what: &str) -> Result<(), Error> {
        let failing = *self.world.failing.lock().unwrap();
        match failing {
            Failing::Everything => Err(Error::store("it is down")),
            Failing::Saving if what == "save" => Err(Error::store("it can't write")),
            Failing::SavingSlowly if what == "save" => {
                tokio::time::sleep(seconds(2)).await;
                Ok(())
            }
            Failing::InTime => std::future::pending().await,
            Failing::ForGood => Err(Error::store_permanent("wrong password")),
            _ => {
                self.note(what);
                Ok(())
            }
        }
    }
}

impl Store for Process {
    fn load<'a>(&'a self, key: &'a Key) -> BoxFuture<'a, Result<Option<Secret>, Error>> {
        Box::pin(async {
            self.reach("load").await?;
            self.world.memory.load(key).await
        })
    }

    fn save<'a>(
        &'a self,
        key: &'a Key,
        value: Option<&'a Secret>,
        fence: Option<Fence>,
    ) -> BoxFuture<'a, Result<Saved, Error>> {
        Box::pin(async move {
            self.reach("save").await?;
            self.world.memory.save(key, value, fence).await
        })
    }

    fn lock<'a>(
        &'a self,
        key: &'a Key,
        owner: &'a str,
        lease: Duration,
    ) -> BoxFuture<'a, Result<Lock, Error>> {
        Box::pin(async move {
            self.reach("lock").await?;
            self.world.memory.lock(key, owner, lease).await
        })
    }

    fn extend<'a>(
        &'a self,
        key: &'a Key,
        fence: Fence,
        lease: Duration,
    ) -> BoxFuture<'a, Result<bool, Error>> {
        Box::pin(async move {
            if !self.extends {
                return Err(Error::store("the process is paused"));
            }
            self.reach("extend").await?;
            self.world.memory.extend(key, fence, lease).await
        })
    }

    fn unlock<'a>(&'a self, key: &'a Key, fence: Fence) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            self.reach("unlock").await?;
            self.world.memory.unlock(key, fence).await
        })
    }
}

/// WeChat issues `T1` and `R1` for `R0`, and so on; each refresh token works once.
impl Issuer for Process {
    fn check(&self, record: &TokenRecord) -> Result<(), Error> {
        match record.refresh_token {
            None if !self.needs_no_record => Err(ActionRequired::NotAuthorized.into()),
            _ => Ok(()),
        }
    }

    fn needs_no_record(&self) -> bool {
        self.needs_no_record
    }

    fn prepare(&self) -> BoxFuture<'_, Result<(), Error>> {
        self.note("prepare");
        Box::pin(async { Ok(()) })
    }

    fn issue(
        &self,
        record: TokenRecord,
        rejected: Option<Secret>,
    ) -> BoxFuture<'_, Result<IssuedToken, Error>> {
        Box::pin(async move {
            let none = self.needs_no_record.then(|| Secret::new("R0"));
            let sent = record.refresh_token.or(none).ok_or(ActionRequired::NotAuthorized)?;
            self.note(&format!("issue with {}", sent.expose()));
            if let Some(rejected) = rejected {
                self.note(&format!("told that {} was rejected", rejected.expose()));
            }
            tokio::time::sleep(self.issuing).await;
            let mut good = self.world.refresh_token.lock().unwrap();
            if *good != sent.expose() {
                return Err(ActionRequired::NotAuthorized.into());
            }
            let number = self.world.issued.fetch_add(1, Ordering::Relaxed) + 1;
            *good = format!("R{number}");
            let (token, refresh_token) = (format!("T{number}"), good.clone());
            let (token, refresh_token) = match self.empty {
                Empty::Nothing => (token, refresh_token),
                Empty::Token => (String::new(), refresh_token),
                Empty::RefreshToken => (token, String::new()),
                Empty::Both => (String::new(), String::new()),
            };
            Ok(IssuedToken {
                token: Secret::new(token),
                life: seconds(7200),
                refresh_token: Some(Secret::new(refresh_token)),
            })
        })
    }
}
