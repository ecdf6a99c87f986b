//! A subscriber of `tracing` that records everything, for the thread that it is set on.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard};

use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};
use tracing_core::span::Current;

/// Fields by name; strings without quotes.
pub(crate) type Fields = BTreeMap<String, String>;

#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub(crate) parent: Option<u64>,
    pub(crate) follows: Vec<u64>,
    pub(crate) fields: Fields,
    pub(crate) is_closed: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) span: Option<u64>,
    pub(crate) fields: Fields,
}

#[derive(Default)]
struct State {
    /// The span of id `n` is at `n - 1`.
    spans: Vec<Span>,
    counts: Vec<usize>,
    metadata: Vec<&'static Metadata<'static>>,
    events: Vec<Told>,
    entered: Vec<u64>,
}

#[derive(Clone, Default)]
pub(crate) struct Recorder(Arc<Mutex<State>>);

impl Recorder {
    /// Records what happens on this thread until the guard is dropped.
    pub(crate) fn start() -> (Self, tracing::subscriber::DefaultGuard) {
        let recorder = Self::default();
        let guard = tracing::subscriber::set_default(recorder.clone());
        // A span that another test begins for the first time just now, without a subscriber, would
        // be taken for one that nobody wants.
        std::thread::sleep(std::time::Duration::from_millis(5));
        tracing::callsite::rebuild_interest_cache();
        (recorder, guard)
    }

    pub(crate) fn spans(&self) -> Vec<Span> {
        self.state().spans.clone()
    }

    /// The only span with this value of a field.
    #[track_caller]
    pub(crate) fn span(&self, field: &str, value: &str) -> (u64, Span) {
        let spans = self.spans();
        let mut found = spans
            .into_iter()
            .enumerate()
            .filter(|(_, span)| span.fields.get(field).is_some_and(|found| found == value));
        let (index, span) = found.next().unwrap_or_else(|| panic!("no span of {field} {value}"));
        assert!(found.next().is_none(), "two spans of {field} {value}");
        (index as u64 + 1, span)
    }

    pub(crate) fn events(&self) -> Vec<Told> {
        self.state().events.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }
}

struct Visitor<'a>(&'a mut Fields);

impl Visit for Visitor<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        self.0.insert(field.name().to_owned(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.to_owned());
    }
}

impl Subscriber for Recorder {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "wechat_cloudbase" || metadata.target().starts_with("it::")
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut state = self.state();
        let mut fields = Fields::new();
        attributes.record(&mut Visitor(&mut fields));
        let current = || state.entered.last().copied();
        let parent = match attributes.parent() {
            Some(id) => Some(id.into_u64()),
            None if attributes.is_contextual() => current(),
            None => None,
        };
        state.metadata.push(attributes.metadata());
        state.spans.push(Span { parent, follows: Vec::new(), fields, is_closed: false });
        state.counts.push(1);
        Id::from_u64(state.spans.len() as u64)
    }

    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut state = self.state();
        values.record(&mut Visitor(&mut state.spans[span.into_u64() as usize - 1].fields));
    }

    fn record_follows_from(&self, span: &Id, follows: &Id) {
        self.state().spans[span.into_u64() as usize - 1].follows.push(follows.into_u64());
    }

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::new();
        event.record(&mut Visitor(&mut fields));
        let mut state = self.state();
        let span = state.entered.last().copied();
        state.events.push(Told { span, fields });
    }

    fn enter(&self, span: &Id) {
        self.state().entered.push(span.into_u64());
    }

    fn exit(&self, span: &Id) {
        let mut state = self.state();
        let place = state.entered.iter().rposition(|entered| *entered == span.into_u64());
        state.entered.remove(place.unwrap());
    }

    fn clone_span(&self, span: &Id) -> Id {
        self.state().counts[span.into_u64() as usize - 1] += 1;
        span.clone()
    }

    fn try_close(&self, span: Id) -> bool {
        let mut state = self.state();
        let place = span.into_u64() as usize - 1;
        state.counts[place] -= 1;
        let is_closed = state.counts[place] == 0;
        state.spans[place].is_closed |= is_closed;
        is_closed
    }

    fn current_span(&self) -> Current {
        let state = self.state();
        let current = state.entered.last();
        current.map_or_else(Current::none, |&id| {
            Current::new(Id::from_u64(id), state.metadata[id as usize - 1])
        })
    }
}
