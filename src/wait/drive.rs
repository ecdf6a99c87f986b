//! The loop of a wait: poll, judge, sleep. Compiled once.

use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::error::{Ended, WaitError};
use super::look::{Target, Verdict};
use super::poller::Poller;
use super::schedule;
use super::{Poll, Progress, State};
use crate::Error;
use crate::call::Arrived;
use crate::endpoint::Endpoint;
use crate::pages::{Cursor, Turn};
use crate::retry::Failure;

/// A wait.
pub(super) struct Job {
    pub(super) endpoint: &'static Endpoint,
    pub(super) target: Target,
    pub(super) poller: Box<dyn Poller>,
    pub(super) progress: Option<Progress>,
    pub(super) started: Instant,
    pub(super) deadline: Instant,
}

/// The end of a wait that came to what it waited for.
pub(super) struct End {
    pub(super) arrived: Arrived,
    pub(super) state: State,
    pub(super) ended: Ended,
}

/// What a poll has found.
struct Look {
    arrived: Arrived,
    state: State,
    verdict: Verdict,
    reason: Option<String>,
}

pub(super) async fn drive(mut job: Job) -> Result<End, WaitError> {
    let mut ended = Ended::new(job.endpoint, &job.target, job.started);
    loop {
        if Instant::now() >= job.deadline {
            return Err(ended.at_deadline(job.started));
        }
        ended.polls = ended.polls.saturating_add(1);
        let look = job.look().await;
        ended.elapsed = job.started.elapsed();
        let mut named = None;
        match look {
            Ok(look) => {
                ended.saw(&look.state);
                job.tell(&ended);
                match look.verdict {
                    Verdict::Success => {
                        let Look { arrived, state, .. } = look;
                        return Ok(End { arrived, state, ended });
                    }
                    Verdict::Failure => return Err(ended.failed(look.reason)),
                    Verdict::Wait => {}
                }
            }
            Err(error) if Instant::now() >= job.deadline => {
                ended.missed(error);
                job.tell(&ended);
                return Err(ended.at_deadline(job.started));
            }
            Err(error) if is_passing(&error) => {
                named = error.retry_after();
                ended.missed(error);
                job.tell(&ended);
            }
            Err(error) => return Err(ended.refused(error)),
        }
        sleep_until(job.next(ended.polls, named)).await;
    }
}

/// Whether another poll may succeed: WeChat is busy, out of reach, or limits the rate of calls.
fn is_passing(error: &Error) -> bool {
    matches!(Failure::of(error), Failure::NotSent | Failure::RateLimited | Failure::Unknown)
}

impl Job {
    /// One poll: a call, or as many as it takes to find the item in the pages of its list.
    async fn look(&mut self) -> Result<Look, Error> {
        let mut cursor = self.poller.begin();
        let mut before = None;
        loop {
            let left = self.deadline.saturating_duration_since(Instant::now());
            let arrived = match (self.poller.ask(left).await, &cursor, before) {
                (Ok(arrived), _, _) => arrived,
                // Past the end, so it is on no page.
                (Err(error), Some(cursor), Some(last)) if cursor.is_end(&error) => {
                    return Ok(self.judge(last));
                }
                (Err(error), _, _) => return Err(error),
            };
            match self.next_page(&arrived, &mut cursor)? {
                Some(turn) => self.poller.turn(turn),
                None => return Ok(self.judge(arrived)),
            }
            before = Some(arrived);
        }
    }

    /// The page on which the item may be; `None` when it is on this one, or on none.
    fn next_page(
        &self,
        arrived: &Arrived,
        cursor: &mut Option<Cursor>,
    ) -> Result<Option<Turn>, Error> {
        let Some(cursor) = cursor else {
            return Ok(None);
        };
        if self.target.find(arrived.payload()).is_some() {
            return Ok(None);
        }
        match cursor.turn(arrived.payload()) {
            Ok(Turn::End) => Ok(None),
            Ok(turn) => Ok(Some(turn)),
            Err(stuck) => Err(cursor.error(&stuck).at_endpoint(self.endpoint)),
        }
    }

    fn judge(&self, arrived: Arrived) -> Look {
        let found = self.target.find(arrived.payload());
        let (state, verdict) = (self.target.state(found), self.target.verdict(found));
        let reason = self.target.reason(found);
        Look { arrived, state, verdict, reason }
    }

    fn tell(&mut self, ended: &Ended) {
        if let Some(see) = &mut self.progress {
            see(&Poll {
                state: &ended.state,
                error: ended.error.as_ref(),
                polls: ended.polls,
                elapsed: ended.elapsed,
            });
        }
    }

    /// When the next poll begins; the deadline when there is none.
    fn next(&self, polls: u32, named: Option<Duration>) -> Instant {
        let now = Instant::now();
        let rule = self.target.rule;
        let left = self.deadline.saturating_duration_since(now);
        let delays = (rule.shortest, rule.longest);
        let delay = schedule::next(delays, polls, fastrand::f64(), named, left);
        now + delay.unwrap_or(left)
    }
}
