//! Each event reaches its sink once, whatever the deliveries do.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use tokio::runtime::{Builder, Handle};
use tokio::sync::Semaphore;
use wechat_cloudbase::callback::{
    Event, EventKind, Inbox, RESPONSE_DEADLINE, Sealed, Sink, SinkError,
};

use super::{event_xml, receiver, ticket_xml};

/// Records its events, and behaves as the test says.
#[derive(Clone)]
pub(crate) struct Recorder {
    taken: Arc<Mutex<Vec<String>>>,
    failures: Arc<AtomicUsize>,
    panics: Arc<AtomicUsize>,
    /// How many may finish.
    gate: Arc<Semaphore>,
}

impl Recorder {
    pub(crate) fn new() -> Self {
        Self {
            taken: Arc::default(),
            failures: Arc::default(),
            panics: Arc::default(),
            gate: Arc::new(Semaphore::new(Semaphore::MAX_PERMITS)),
        }
    }

    pub(crate) fn failing(failures: usize) -> Self {
        let recorder = Self::new();
        recorder.failures.store(failures, Ordering::SeqCst);
        recorder
    }

    fn panicking(panics: usize) -> Self {
        let recorder = Self::new();
        recorder.panics.store(panics, Ordering::SeqCst);
        recorder
    }

    fn closed() -> Self {
        Self { gate: Arc::new(Semaphore::new(0)), ..Self::new() }
    }

    pub(crate) fn taken(&self) -> Vec<String> {
        self.taken.lock().unwrap().clone()
    }

    async fn take(&self, what: String) -> Result<(), SinkError> {
        self.gate.acquire().await?.forget();
        let one_less = |count: usize| count.checked_sub(1);
        let counts_down = |counter: &AtomicUsize| {
            counter.fetch_update(Ordering::SeqCst, Ordering::SeqCst, one_less).is_ok()
        };
        assert!(!counts_down(&self.panics), "the sink panics");
        if counts_down(&self.failures) {
            return Err("the sink fails".into());
        }
        self.taken.lock().unwrap().push(what);
        Ok(())
    }
}

impl Sink for Recorder {
    async fn event(&self, event: Event) -> Result<(), SinkError> {
        let name = event.info_type();
        let what = match &event.kind {
            EventKind::Ticket(ticket) => format!("ticket {}", ticket.expose()),
            EventKind::Authorized(account) => {
                format!("{name} {} {}", account.authorizer_appid, account.code.expose())
            }
            EventKind::Updated(account) => {
                format!("updated {} {}", account.authorizer_appid, account.code.expose())
            }
            EventKind::Unauthorized { authorizer_appid } => format!("{name} {authorizer_appid}"),
            _ => name.to_owned(),
        };
        self.take(what).await
    }
}

fn sealed(xml: &str) -> Sealed {
    receiver().seal(xml, SystemTime::now(), "1", [1; 16]).unwrap()
}

fn a_ticket(ticket: &str) -> Sealed {
    sealed(&ticket_xml(SystemTime::now(), ticket))
}

async fn deliver(inbox: &Inbox<Recorder>, sealed: &Sealed) -> (u16, &'static str) {
    let answer = inbox.deliver(&sealed.query, sealed.body.as_bytes()).await;
    (answer.status, answer.body)
}

const SUCCESS: (u16, &str) = (200, "success");
const FAILED: (u16, &str) = (500, "failed");
const LATE: (u16, &str) = (503, "not yet");

#[tokio::test]
async fn each_event_reaches_its_method() {
    let sink = Recorder::new();
    let inbox = Inbox::new(receiver(), sink.clone());
    let now = SystemTime::now();
    let account = "<AuthorizerAppid>wx1</AuthorizerAppid>";
    let code = format!("{account}<AuthorizationCode>c</AuthorizationCode>");
    for (info_type, fields) in [
        ("authorized", code.as_str()),
        ("updateauthorized", &code),
        ("unauthorized", account),
        ("notify_third_fasteregister", ""),
    ] {
        assert_eq!(deliver(&inbox, &sealed(&event_xml(now, info_type, fields))).await, SUCCESS);
    }
    assert_eq!(inbox.latest_ticket(), None);
    assert_eq!(deliver(&inbox, &a_ticket("t")).await, SUCCESS);
    assert!(inbox.latest_ticket().unwrap() <= SystemTime::now());
    let expected = [
        "authorized wx1 c",
        "updated wx1 c",
        "unauthorized wx1",
        "notify_third_fasteregister",
        "ticket t",
    ];
    assert_eq!(sink.taken(), expected);
}

#[tokio::test]
async fn a_duplicate_event_is_acknowledged_and_not_handled_again() {
    let sink = Recorder::new();
    let inbox = Inbox::new(receiver(), sink.clone());
    let xml = ticket_xml(SystemTime::now(), "t");
    let copy = receiver().seal(&xml, SystemTime::now(), "2", [2; 16]).unwrap();
    for message in [&sealed(&xml), &sealed(&xml), &copy] {
        assert_eq!(deliver(&inbox, message).await, SUCCESS);
    }
    assert_eq!(sink.taken(), ["ticket t"]);
}

#[tokio::test]
async fn a_failed_event_is_handled_when_it_comes_again() {
    for sink in [Recorder::failing(2), Recorder::panicking(2)] {
        let inbox = Inbox::new(receiver(), sink.clone());
        let message = a_ticket("t");
        for expected in [FAILED, FAILED, SUCCESS, SUCCESS] {
            assert_eq!(deliver(&inbox, &message).await, expected);
        }
        assert_eq!(sink.taken(), ["ticket t"]);
    }
}

/// Of the same second, or late: the sink decides whether it still holds.
#[tokio::test]
async fn no_event_is_dropped_because_of_another_ones_time() {
    let sink = Recorder::new();
    let inbox = Inbox::new(receiver(), sink.clone());
    let now = SystemTime::now();
    let event = |info_type: &str, age| {
        let fields = "<AuthorizerAppid>wx1</AuthorizerAppid>\
                      <AuthorizationCode>c</AuthorizationCode>";
        sealed(&event_xml(now - Duration::from_secs(age), info_type, fields))
    };
    for (info_type, age) in [("authorized", 10), ("unauthorized", 10), ("unauthorized", 20)] {
        assert_eq!(deliver(&inbox, &event(info_type, age)).await, SUCCESS);
    }
    assert_eq!(sink.taken(), ["authorized wx1 c", "unauthorized wx1", "unauthorized wx1"]);
}

/// Under a paused clock, the sink must run on the test's runtime.
fn here(sink: &Recorder) -> Inbox<Recorder> {
    Inbox::new(receiver(), sink.clone()).runtime(Handle::current())
}

#[tokio::test(start_paused = true)]
async fn a_slow_event_is_waited_for_and_goes_on() {
    let sink = Recorder::closed();
    let inbox = here(&sink);
    let message = a_ticket("t");
    let started = tokio::time::Instant::now();
    assert_eq!(deliver(&inbox, &message).await, LATE);
    assert!(started.elapsed() < RESPONSE_DEADLINE + Duration::from_millis(10));
    // The second delivery waits with the first, which then finishes.
    let (answer, ()) = tokio::join!(deliver(&inbox, &message), async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sink.gate.add_permits(5);
    });
    assert_eq!(answer, SUCCESS);
    assert_eq!(sink.taken(), ["ticket t"]);
}

/// A server drops the work for a closed connection.
#[tokio::test]
async fn an_event_goes_on_when_wechat_hangs_up() {
    let sink = Recorder::closed();
    let inbox = Inbox::new(receiver(), sink.clone());
    let message = a_ticket("t");
    let hung_up = tokio::time::timeout(Duration::from_millis(10), deliver(&inbox, &message)).await;
    assert!(hung_up.is_err());
    sink.gate.add_permits(5);
    assert_eq!(deliver(&inbox, &message).await, SUCCESS);
    assert_eq!(sink.taken(), ["ticket t"]);
}

#[tokio::test(start_paused = true)]
async fn the_number_of_events_in_progress_is_limited() {
    let sink = Recorder::closed();
    let inbox = Arc::new(here(&sink));
    let messages: Vec<_> = (0..1025).map(|number| a_ticket(&format!("{number}"))).collect();
    let deliveries = messages.into_iter().map(|message| {
        let inbox = Arc::clone(&inbox);
        tokio::spawn(async move { deliver(&inbox, &message).await })
    });
    let deliveries: Vec<_> = deliveries.collect();
    tokio::time::sleep(RESPONSE_DEADLINE / 2).await;
    sink.gate.add_permits(5000);
    let mut answers = Vec::new();
    for delivery in deliveries {
        answers.push(delivery.await.unwrap());
    }
    assert_eq!(answers.iter().filter(|answer| **answer == SUCCESS).count(), 1024);
    assert_eq!(answers.iter().filter(|answer| **answer == LATE).count(), 1);
    // When they are done there is room again: the oldest are forgotten.
    assert_eq!(deliver(&inbox, &a_ticket("another")).await, SUCCESS);
    assert_eq!(sink.taken().len(), 1025);
}

#[tokio::test]
async fn a_refusal_has_the_status_of_its_error() {
    let sink = Recorder::new();
    let inbox = Inbox::new(receiver(), sink.clone());
    let message = a_ticket("t");
    let other = a_ticket("u");
    let mixed = inbox.deliver(&message.query, other.body.as_bytes()).await;
    assert_eq!((mixed.status, mixed.body), (403, "refused"));
    assert_eq!(inbox.deliver("", other.body.as_bytes()).await.status, 400);
    assert_eq!(inbox.deliver(&message.query, &[b' '; 70_000]).await.status, 413);
    assert!(sink.taken().is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_draining_inbox_accepts_nothing_new_and_waits_for_the_rest() {
    let sink = Recorder::closed();
    let inbox = Arc::new(here(&sink));
    let message = a_ticket("t");
    assert_eq!(deliver(&inbox, &message).await, LATE);
    // The time runs out before the sink is done.
    let started = tokio::time::Instant::now();
    let drained = inbox.drain(Duration::from_secs(3)).await;
    assert_eq!(started.elapsed(), Duration::from_secs(3));
    let names: Vec<_> = drained.remaining.iter().map(|one| one.name.as_str()).collect();
    assert_eq!(names, ["component_verify_ticket"]);
    assert_eq!(deliver(&inbox, &a_ticket("u")).await, LATE);
    // It finishes while it is waited for; a further delivery of it gets the same result.
    let open = async {
        tokio::time::sleep(Duration::from_secs(1)).await;
        sink.gate.add_permits(5);
    };
    let (drained, answer, ()) =
        tokio::join!(inbox.drain(Duration::MAX), deliver(&inbox, &message), open);
    assert!(drained.remaining.is_empty());
    assert_eq!(answer, SUCCESS);
    assert_eq!(sink.taken(), ["ticket t"]);
    assert!(inbox.drain(Duration::ZERO).await.remaining.is_empty());
}

#[tokio::test]
async fn a_sink_that_panics_does_not_block_draining() {
    let sink = Recorder::panicking(1);
    let inbox = Inbox::new(receiver(), sink.clone());
    assert_eq!(deliver(&inbox, &a_ticket("t")).await, FAILED);
    assert!(inbox.drain(Duration::MAX).await.remaining.is_empty());
}

/// A delivery starts on a runtime, which then is not driven any more, or is shut down.
#[test]
fn an_event_does_not_need_the_runtime_that_received_it() {
    let runtime = || Builder::new_current_thread().enable_all().build().unwrap();
    for ends in [false, true] {
        let sink = Recorder::closed();
        let inbox = Arc::new(Inbox::new(receiver(), sink.clone()));
        let message = a_ticket("t");
        let receiving = runtime();
        let begun = receiving.block_on(async {
            tokio::time::timeout(Duration::from_millis(20), deliver(&inbox, &message)).await
        });
        assert!(begun.is_err());
        let delivering = (Arc::clone(&inbox), a_ticket("u"));
        drop(receiving.spawn(async move { deliver(&delivering.0, &delivering.1).await }));
        receiving.block_on(tokio::task::yield_now());
        let receiving = if ends { None } else { Some(receiving) };
        // The sink goes on, and draining the inbox from another runtime sees it finish.
        let drained = runtime().block_on(inbox.drain(Duration::from_millis(20)));
        assert_eq!(drained.remaining.len(), 2);
        sink.gate.add_permits(5);
        let drained = runtime().block_on(inbox.drain(Duration::from_secs(60)));
        assert!(drained.remaining.is_empty());
        assert_eq!(sink.taken(), ["ticket t", "ticket u"]);
        assert_eq!(runtime().block_on(deliver(&inbox, &message)), SUCCESS);
        drop(receiving);
    }
}

/// Neither a runtime nor timers.
#[test]
fn an_inbox_can_be_used_without_a_runtime() {
    let sink = Recorder::new();
    let inbox = Inbox::new(receiver(), sink.clone());
    let message = a_ticket("t");
    let bare = Builder::new_current_thread().build().unwrap();
    assert_eq!(bare.block_on(deliver(&inbox, &message)), SUCCESS);
    assert!(bare.block_on(inbox.drain(Duration::MAX)).remaining.is_empty());
    assert_eq!(sink.taken(), ["ticket t"]);
}
