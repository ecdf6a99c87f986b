//! No public function panics, whatever runtime it is called from: none, one without drivers, one that
//! was shut down, or a proper one.

use std::collections::BTreeSet;
use std::future::Future;
use std::path::Path;
use std::pin::pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::time::{Duration, SystemTime};

use tokio::runtime::{Builder, Runtime};
use wechat_cloudbase::api::{create_env, get_cs_list, get_tcb_env_list};
use wechat_cloudbase::mock::Mock;
use wechat_cloudbase::store::{
    Encrypted, Fence, Key, MemoryStore, RedisStore, SqliteStore, Store, import_folder,
};
use wechat_cloudbase::token::{AccessToken, Cached, Component, TokenProvider};
use wechat_cloudbase::{Client, MiniProgram, Platform, Secret};

use crate::harness;

const PLATFORM: &str = "wx0123456789abcdef";
const ACCOUNT: &str = "wx5fe6bb43205e9e07";

/// What drives a future.
type Drive = fn(&mut dyn Drivable);

/// One future after another, without its type.
trait Drivable {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()>;
}

struct Job<F>(std::pin::Pin<Box<F>>);

impl<F: Future<Output = ()>> Drivable for Job<F> {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        self.0.as_mut().poll(context)
    }
}

struct Unpark(std::thread::Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// An executor that is not tokio's.
fn plain(job: &mut dyn Drivable) {
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    while job.poll(&mut context).is_pending() {
        std::thread::park();
    }
}

fn on(runtime: &Runtime, job: &mut dyn Drivable) {
    runtime.block_on(std::future::poll_fn(|context| job.poll(context)));
}

fn without_drivers(job: &mut dyn Drivable) {
    on(&Builder::new_current_thread().build().unwrap(), job);
}

fn without_io(job: &mut dyn Drivable) {
    on(&Builder::new_current_thread().enable_time().build().unwrap(), job);
}

fn current_thread(job: &mut dyn Drivable) {
    on(&Builder::new_current_thread().enable_all().build().unwrap(), job);
}

fn multi_thread(job: &mut dyn Drivable) {
    on(&Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap(), job);
}

fn local_set(job: &mut dyn Drivable) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let local = tokio::task::LocalSet::new();
    local.block_on(&runtime, std::future::poll_fn(|context| job.poll(context)));
}

/// Where everything must work.
const WORKS: [(&str, Drive); 6] = [
    ("without a runtime", plain),
    ("without drivers", without_drivers),
    ("without I/O", without_io),
    ("current thread", current_thread),
    ("multi thread", multi_thread),
    ("local set", local_set),
];

/// Starts on a runtime and goes on after it was shut down: nothing needs to work there.
fn shut_down(job: &mut dyn Drivable) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let handle = runtime.handle().clone();
    let done = runtime.block_on(std::future::poll_fn(|context| Poll::Ready(job.poll(context))));
    drop(runtime);
    let _inside = handle.enter();
    if done.is_pending() {
        plain(job);
    }
}

fn server() -> Runtime {
    Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// A mock with a platform and an account, on a runtime of its own.
async fn mock() -> Mock {
    let contracts = crate::golden::bodies::contract::CONTRACTS;
    let mock = Mock::builder().contracts(contracts).start().await.unwrap();
    mock.accounts().platform(PLATFORM, "secret").ticket("ticket@@@1");
    mock.accounts().authorizer(ACCOUNT, "refresh-0").code("code@@@1", "wx-new");
    mock.accounts().app(ACCOUNT, "app-secret");
    mock
}

fn platform(mock: &Mock) -> Platform {
    let base_url = mock.base_url();
    let builder = Platform::builder(PLATFORM, Secret::new("secret"));
    builder.client(|client| client.base_urls([base_url])).build().unwrap()
}

fn program(mock: &Mock) -> MiniProgram {
    let base_url = mock.base_url();
    let builder = MiniProgram::builder(ACCOUNT, Secret::new("app-secret"));
    builder.client(|client| client.base_urls([base_url])).build().unwrap()
}

/// The arguments of each public async function; `works` is whether it must succeed.
macro_rules! functions {
    ($(($names:expr, $works:ident, $mock:ident) => $body:block)*) => {
        /// The functions that this test calls, as `file::name`.
        const CALLED: &[&[&str]] = &[$(&$names),*];

        fn call_all(place: &str, drive: Drive, works: bool, mock: &Mock) {
            $({
                let $mock = mock;
                let $works = works;
                eprintln!("{place}: {:?}", $names);
                drive(&mut Job(Box::pin(async { $body })));
            })*
        }
    };
}

#[track_caller]
fn check<T, E: std::fmt::Debug>(works: bool, result: Result<T, E>) {
    if let Err(error) = result {
        assert!(!works, "{error:?}");
    }
}

functions! {
    (["platform::store_ticket", "platform::ticket_health", "platform/authorization::adopt",
      "platform::component_token", "platform::authorizer_token", "call::send", "call/raw::send"], works, mock) => {
        let platform = platform(mock);
        let ticket = Secret::new("ticket@@@1");
        check(works, platform.store_ticket(ticket, SystemTime::now()).await);
        check(works, platform.ticket_health().await);
        check(works, platform.adopt(ACCOUNT, Secret::new("refresh-0")).await);
        check(works, platform.component_token().await);
        check(works, platform.authorizer_token(ACCOUNT).await);
        let client = platform.authorizer(ACCOUNT);
        check(works, client.create_env(harness::create_env()).send().await);
        let fields = serde_json::json!({ "alias": "shop" });
        check(works, client.raw(&create_env::ENDPOINT, fields).send().await);
    }
    (["pages::next", "pages/items::next", "wait::within"], works, mock) => {
        let client = mock.client::<Component>().unwrap();
        let request = get_cs_list::Request::new("shop");
        check(works, client.get_cs_list(request.clone()).pages().next().await.unwrap());
        check(works, client.get_cs_list(request).items().next().await.unwrap());
        let call = client.get_tcb_env_list(get_tcb_env_list::Request::new());
        let wait = get_tcb_env_list::normal("test2-4a89da");
        check(works, call.wait(wait).within(Duration::from_secs(5)).await);
    }
    (["client::token"], works, mock) => {
        check(works, mock.client::<Component>().unwrap().token().await);
    }
    (["platform/recovery::run", "platform/status::status", "platform/status::component_status",
      "platform/authorization::forget", "platform/closing::close"], works, mock) => {
        let platform = platform(mock);
        let ticket = Secret::new("ticket@@@1");
        check(works, platform.store_ticket(ticket, SystemTime::now()).await);
        check(works, platform.recovery().run().await);
        let status = platform.status(ACCOUNT).await;
        assert!(status.refresh_token || !works);
        drop(platform.component_status().await);
        check(works, platform.forget(ACCOUNT).await);
        let closed = platform.close(Duration::from_secs(5)).await;
        assert!(closed.is_complete() || !works, "{closed}");
    }
    (["platform/authorization::exchange"], _works, mock) => {
        // A code works once, so only the first place succeeds.
        drop(platform(mock).exchange(Secret::new("code@@@1")).await);
    }
    (["mini_program::token", "mini_program::status", "mini_program::close"], works, mock) => {
        let program = program(mock);
        check(works, program.token().await);
        drop(program.status().await);
        let closed = program.close(Duration::from_secs(5)).await;
        assert!(closed.is_complete() || !works, "{closed}");
    }
    (["call/stream::stream", "call/stream::next_chunk"], works, mock) => {
        let client = mock.client::<wechat_cloudbase::token::App>().unwrap();
        let request = crate::golden::bodies::draw_code::Request::new("a=1");
        match client.call(request).stream().await {
            Ok(mut content) => check(works, content.next_chunk().await),
            Err(error) => assert!(!works, "{error:?}"),
        }
    }
    (["mock::start"], works, _mock) => {
        check(works, Mock::start().await);
    }
    (["store/sqlite::close", "store/import::import_folder", "store/redis::check"], works, _mock) => {
        let name = format!("wechat-cloudbase-anywhere-{}-{works}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        let store = SqliteStore::open(folder.join("tokens.db")).unwrap();
        check(works, import_folder(&folder, &store).await);
        store.close().await;
        let _ = std::fs::remove_dir_all(&folder);
        // Nothing listens there.
        let redis = RedisStore::new("redis://127.0.0.1:1/0").unwrap();
        assert!(redis.check().await.unwrap_err().is_store() || !works);
    }
}

/// Documented to be called within the tokio runtime of their server.
const WITHIN_A_RUNTIME: &[&str] = &[
    "callback/inbox::deliver",
    "callback/inbox::drain",
    "callback/message_inbox::deliver",
    "callback/message_inbox::drain",
];

#[test]
fn each_function_works_wherever_it_is_called() {
    let server = server();
    let mock = server.block_on(mock());
    for (place, drive) in WORKS {
        call_all(place, drive, true, &mock);
    }
    call_all("shut down", shut_down, false, &mock);
}

/// A future that was started and is dropped, there or elsewhere.
#[test]
fn futures_and_values_are_dropped_anywhere() {
    let server = server();
    let mock = server.block_on(mock());
    let platform = platform(&mock);
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let call = platform.authorizer(ACCOUNT).create_env(harness::create_env()).send();
    let mut call = Box::pin(call);
    runtime.block_on(std::future::poll_fn(|context| {
        let _ = call.as_mut().poll(context);
        Poll::Ready(())
    }));
    drop(runtime);
    drop(call);
    let closing = platform.close(Duration::from_secs(5));
    let mut closing = Box::pin(closing);
    let _ = closing.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    drop(closing);
    drop(platform);
    drop(mock);
}

/// Constructors, and the stores and providers behind the traits.
#[test]
fn constructors_and_stores_work_without_a_runtime() {
    Client::new(AccessToken::<Component>::new("T")).unwrap();
    Client::builder(AccessToken::<Component>::new("T")).build().unwrap();
    Platform::builder(PLATFORM, Secret::new("s")).build().unwrap();
    MiniProgram::builder(ACCOUNT, Secret::new("s")).build().unwrap();
    let memory = MemoryStore::new();
    let encrypted = Encrypted::new(memory.clone(), &[1; 32]);
    let key = Key::app("wx1");
    for store in [Box::new(memory) as Box<dyn Store>, Box::new(encrypted)] {
        plain(&mut Job(Box::pin(async {
            let value = Secret::new("value");
            let _ = store.save(&key, Some(&value), None).await.unwrap();
            assert_eq!(store.load(&key).await.unwrap(), Some(value));
            let second = Duration::from_secs(1);
            store.lock(&key, "a", second).await.unwrap();
            store.extend(&key, Fence(1), second).await.unwrap();
            store.unlock(&key, Fence(1)).await.unwrap();
        })));
    }
    let token = AccessToken::<Component>::new("T");
    let cached = Cached::new(harness::Fixed);
    plain(&mut Job(Box::pin(async {
        let first = cached.token().await.unwrap();
        cached.replace(&first).await.unwrap();
        cached.put(wechat_cloudbase::token::Fetched::expires_in(token, Duration::from_secs(60)));
        cached.token().await.unwrap();
    })));
    assert!(pin!(async {}).poll(&mut Context::from_waker(Waker::noop())).is_ready());
}

/// A new public async function must be added here.
#[test]
fn every_public_async_function_is_called() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = BTreeSet::new();
    let mut open = vec![source.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let module = path.strip_prefix(&source).unwrap().with_extension("");
            for line in text.lines() {
                let Some(rest) = line.trim_start().strip_prefix("pub async fn ") else { continue };
                let name: String =
                    rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                found.insert(format!("{}::{name}", module.display()));
            }
        }
    }
    let called =
        CALLED.iter().copied().flatten().chain(WITHIN_A_RUNTIME).copied().map(str::to_owned);
    let called: BTreeSet<_> = called.collect();
    let missing: Vec<_> = found.difference(&called).collect();
    let gone: Vec<_> = called.difference(&found).collect();
    assert!(missing.is_empty(), "call these in tests/it/anywhere.rs: {missing:?}");
    assert!(gone.is_empty(), "there are no such functions: {gone:?}");
}
