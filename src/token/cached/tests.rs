//! A model of every sequence of events: all short ones, and long ones at random.
#![allow(clippy::panic, clippy::indexing_slicing)]

use std::time::{Duration, SystemTime};

use super::decision::StartFetch;
use super::*;
use crate::ActionRequired;
use crate::token::UntypedNeed;

/// What may happen next.
#[derive(Clone, Copy, Debug)]
enum Event {
    Ask,
    /// A caller comes with the newest token, or with the one before.
    RejectNewest,
    RejectOlder,
    AcceptNewest,
    AcceptOlder,
    Land,
    /// With the token that was to be replaced, if there was one.
    LandSame,
    LandFailure,
    Seconds(u64),
    Put,
    Clear,
    Hurry,
}

use Event::*;

const EVENTS: [Event; 15] = [
    Ask,
    RejectNewest,
    RejectOlder,
    AcceptNewest,
    AcceptOlder,
    Land,
    LandSame,
    LandFailure,
    Seconds(1),
    Seconds(31),
    Seconds(601),
    Seconds(7200),
    Put,
    Clear,
    Hurry,
];

/// The state, and what an observer of inputs and outputs knows.
#[derive(Clone)]
struct World {
    state: State,
    now: Now,
    in_flight: Option<(u64, UntypedNeed)>,
    /// The result of the fetch will be dropped.
    superseded: bool,
    /// The tokens that came in, oldest first, and whether callers said that they were rejected.
    tokens: Vec<(Secret, bool)>,
    /// No token is served and no fetch starts before, unless a token is accepted.
    refused_until: Option<Instant>,
    /// No fetch before.
    paused_until: Option<Instant>,
    /// When fetches in place of rejected tokens that were alive began.
    forced: Vec<Instant>,
}

impl World {
    fn new() -> Self {
        let now = Now { wall: SystemTime::UNIX_EPOCH, steady: Instant::now() };
        Self {
            state: State::new(),
            now,
            in_flight: None,
            superseded: false,
            tokens: Vec::new(),
            refused_until: None,
            paused_until: None,
            forced: Vec::new(),
        }
    }

    fn token(&self, back: usize) -> Option<Secret> {
        let index = self.tokens.len().checked_sub(back + 1)?;
        self.tokens.get(index).map(|(token, _)| token.clone())
    }

    fn come(&mut self) -> UntypedFetched {
        let token = Secret::new(format!("T{}", self.tokens.len()));
        self.tokens.push((token.clone(), false));
        UntypedFetched::expires_in(token, Duration::from_secs(7200))
    }

    fn happen(&mut self, event: Event) {
        match event {
            Ask => {
                let decision = self.state.ask(self.now);
                self.check(decision, None);
            }
            RejectNewest | RejectOlder => {
                let back = usize::from(matches!(event, RejectOlder));
                let Some(token) = self.token(back) else { return };
                let decision = self.state.reject(&token, self.now);
                let index = self.tokens.len() - back - 1;
                self.tokens[index].1 = true;
                self.check(decision, Some(&token));
            }
            AcceptNewest | AcceptOlder => {
                let back = usize::from(matches!(event, AcceptOlder));
                let Some(token) = self.token(back) else { return };
                self.state.accept(&token);
                let index = self.tokens.len() - back - 1;
                self.tokens[index].1 = false;
                if back == 0 {
                    self.refused_until = None;
                }
            }
            Land | LandSame | LandFailure => self.land(event),
            Seconds(seconds) => {
                let time = Duration::from_secs(seconds);
                self.now = Now { wall: self.now.wall + time, steady: self.now.steady + time };
            }
            Put => {
                let fetched = self.come();
                self.state.put(fetched, self.now);
                self.forget();
            }
            Clear => {
                self.state.clear();
                self.forget();
            }
            Hurry => {
                self.state.skip_backoff();
                self.paused_until = None;
            }
        }
    }

    fn forget(&mut self) {
        (self.refused_until, self.paused_until) = (None, None);
        self.superseded = self.in_flight.is_some();
    }

    fn land(&mut self, event: Event) {
        let Some((id, need)) = self.in_flight.take() else { return };
        let same = need.instead_of().cloned().filter(|_| matches!(event, LandSame));
        let result = match (event, same) {
            (LandFailure, _) => Err(Error::token("as planned")),
            (_, Some(token)) => Ok(UntypedFetched::expires_in(token, Duration::from_secs(7200))),
            _ => Ok(self.come()),
        };
        let failed = result.is_err();
        let told = self.state.finish(id, result, self.now);
        let superseded = std::mem::take(&mut self.superseded);
        if failed && told.is_err() && !superseded {
            self.paused_until = Some(self.now.steady + Duration::from_millis(500));
        }
    }

    fn check(&mut self, decision: Decision, rejected: Option<&Secret>) {
        let is_refused = self.refused_until.is_some_and(|until| self.now.steady < until);
        if let Some(StartFetch { id, need }) = decision.start {
            assert!(self.in_flight.is_none(), "two fetches at once");
            assert!(!is_refused, "a fetch while the breaker is open");
            let is_paused = self.paused_until.is_some_and(|until| self.now.steady < until);
            assert!(!is_paused, "a fetch during backoff");
            self.check_limit(&need, rejected);
            self.in_flight = Some((id, need));
        }
        match decision.step {
            Step::Serve(token) => self.check_served(&token, is_refused, rejected),
            Step::Wait { .. } => assert!(self.in_flight.is_some(), "a wait for nothing"),
            Step::Fail(error) => {
                if let Some(ActionRequired::TokensRejected { retry_after }) =
                    error.action_required()
                {
                    let until = self.now.steady + retry_after;
                    if rejected.is_some() && self.refused_until.is_none_or(|old| old < until) {
                        self.refused_until = Some(until);
                    }
                }
            }
        }
    }

    /// Callers get the newest token, and never a rejected one that has a successor.
    fn check_served(&self, token: &Secret, is_refused: bool, rejected: Option<&Secret>) {
        assert!(!is_refused, "a token while the breaker is open");
        let newest = self.tokens.last().map(|(token, _)| token);
        let known = self.tokens.iter().any(|(known, _)| known == token);
        assert!(known, "a token out of nowhere");
        if rejected.is_some_and(|rejected| rejected != token) {
            let was_rejected = self.tokens.iter().any(|(t, rejected)| t == token && *rejected);
            assert!(!was_rejected, "a rejected token for a rejected one");
        }
        // One that came while it was superseded is never served.
        assert!(newest == Some(token) || self.tokens.len() > 1, "not the newest");
    }

    fn check_limit(&mut self, need: &UntypedNeed, rejected: Option<&Secret>) {
        if rejected.is_some() && matches!(need, UntypedNeed::Other(_)) {
            self.forced.push(self.now.steady);
        }
        let recent = self.forced.iter().filter(|at| {
            self.now.steady.saturating_duration_since(**at) < Duration::from_secs(600)
        });
        // Those after the end, or a clear, cost nothing, and short runs can't have many.
        assert!(recent.count() <= 12, "too many forced fetches");
    }
}

#[test]
fn every_short_sequence_of_events() {
    const LONGEST: u32 = 5;
    // Breadth first, so that the shortest way to a broken rule is found.
    let mut worlds = vec![(World::new(), Vec::new())];
    for _ in 0..LONGEST {
        let mut next = Vec::with_capacity(worlds.len() * EVENTS.len());
        for (world, history) in &worlds {
            for event in EVENTS {
                let mut history: Vec<Event> = history.clone();
                history.push(event);
                next.push((after(world, event, &history), history));
            }
        }
        worlds = next;
    }
    assert_eq!(worlds.len(), EVENTS.len().pow(LONGEST));
}

#[test]
fn long_random_sequences_of_events() {
    for seed in 0..2_000 {
        let mut chance = fastrand::Rng::with_seed(seed);
        let mut world = World::new();
        let mut history = Vec::new();
        for _ in 0..200 {
            let event = EVENTS[chance.usize(..EVENTS.len())];
            history.push(event);
            world = after(&world, event, &history);
        }
    }
}

fn after(world: &World, event: Event, history: &[Event]) -> World {
    let mut world = world.clone();
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| world.happen(event)));
    assert!(result.is_ok(), "after {history:?}");
    world
}
