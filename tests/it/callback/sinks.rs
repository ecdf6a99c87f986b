//! Composed sinks, and events that none of them handles.

use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use wechat_cloudbase::callback::{AnySink, Event, EventKind, Inbox, Sink, SinkError, Unhandled};

use super::inbox::Recorder;
use super::{event_xml, receiver, seal, ticket_xml};

/// Handles only tickets.
struct Tickets;

impl Sink for Tickets {
    async fn event(&self, event: Event) -> Result<(), SinkError> {
        match event.kind {
            EventKind::Ticket(_) => Ok(()),
            _ => event.unhandled(),
        }
    }
}

fn event(info_type: &str) -> Event {
    let now = SystemTime::now();
    let sealed = match info_type {
        "component_verify_ticket" => seal(&ticket_xml(now, "t"), now),
        info_type => {
            seal(&event_xml(now, info_type, "<AuthorizerAppid>wx1</AuthorizerAppid>"), now)
        }
    };
    super::open(&sealed, now).unwrap()
}

/// Whether a sink handles an event, ignores it, or fails.
async fn outcome(sink: &impl Sink, info_type: &str) -> &'static str {
    match sink.event(event(info_type)).await {
        Ok(()) => "taken",
        Err(error) if error.is::<Unhandled>() => "unhandled",
        Err(_) => "failed",
    }
}

#[tokio::test]
async fn two_sinks_see_each_event_one_after_the_other() {
    let (first, second) = (Recorder::new(), Recorder::new());
    let both = first.clone().and(second.clone());
    assert_eq!(outcome(&both, "unauthorized").await, "taken");
    assert_eq!((first.taken(), second.taken()), (second.taken(), first.taken()));
    assert_eq!(first.taken(), ["unauthorized wx1"]);
    // When the first fails, the second does not see it before it comes again.
    let (first, second) = (Recorder::failing(1), Recorder::new());
    let both = first.clone().and(second.clone());
    assert_eq!(outcome(&both, "unauthorized").await, "failed");
    assert!(second.taken().is_empty());
    assert_eq!(outcome(&both, "unauthorized").await, "taken");
    assert_eq!(second.taken().len(), 1);
    // When the second fails, both see it again.
    let (first, second) = (Recorder::new(), Recorder::failing(1));
    let both = first.clone().and(second.clone());
    assert_eq!(outcome(&both, "unauthorized").await, "failed");
    assert_eq!(outcome(&both, "unauthorized").await, "taken");
    assert_eq!((first.taken().len(), second.taken().len()), (2, 1));
}

#[tokio::test]
async fn an_event_that_no_sink_handles_is_unhandled() {
    assert_eq!(outcome(&Tickets, "component_verify_ticket").await, "taken");
    for info_type in ["unauthorized", "notify_third_fasteregister", "notify_new"] {
        assert_eq!(outcome(&Tickets, info_type).await, "unhandled");
        assert_eq!(outcome(&Tickets.and(Tickets), info_type).await, "unhandled");
        assert_eq!(outcome(&Tickets.and(Recorder::new()), info_type).await, "taken");
        assert_eq!(outcome(&Recorder::new().and(Tickets), info_type).await, "taken");
        assert_eq!(outcome(&Tickets.and(Recorder::failing(1)), info_type).await, "failed");
    }
    // It is acknowledged, because WeChat can't do better by delivering it again.
    let inbox = Inbox::new(receiver(), Tickets);
    let now = SystemTime::now();
    let sealed = seal(&event_xml(now, "notify_new", ""), now);
    assert_eq!(inbox.deliver(&sealed.query, sealed.body.as_bytes()).await.status, 200);
}

#[tokio::test]
async fn closures_shared_sinks_and_sinks_of_any_type_are_sinks() {
    let seen = Arc::<Mutex<Vec<String>>>::default();
    let noted = Arc::clone(&seen);
    let closure = move |event: Event| {
        noted.lock().unwrap().push(event.info_type().to_owned());
        async { Ok::<(), SinkError>(()) }
    };
    let shared = Arc::new(Tickets);
    let sinks = [AnySink::new(Arc::clone(&shared)), AnySink::new(closure)];
    let [tickets, closure] = sinks;
    let all = tickets.and(closure).and(shared);
    assert_eq!(outcome(&all, "component_verify_ticket").await, "taken");
    assert_eq!(outcome(&all, "notify_new").await, "taken");
    assert_eq!(*seen.lock().unwrap(), ["component_verify_ticket", "notify_new"]);
}
