//! The calls of a poll, without the types of their endpoint.

use std::time::Duration;

use crate::call::Arrived;
use crate::operation::Operation;
use crate::pages::{self, Cursor, Paged, Turn};
use crate::token::BoxFuture;
use crate::{Call, Error};

/// Makes the calls of polls.
pub(super) trait Poller: Send {
    /// Begins a poll; how to go on where its list comes in pages.
    fn begin(&mut self) -> Option<Cursor>;

    /// Asks for another page from now on.
    fn turn(&mut self, turn: Turn);

    /// Makes the call, within this time.
    fn ask(&mut self, left: Duration) -> BoxFuture<'static, Result<Arrived, Error>>;
}

/// How to read the pages of `O`.
pub(super) struct Pager<O> {
    clone: fn(&O) -> O,
    number: fn(&O) -> Option<i64>,
    turn: fn(&mut O, Turn),
}

impl<O: Paged> Pager<O> {
    pub(super) fn new() -> Self {
        Self { clone: O::clone, number: O::number, turn: pages::turn }
    }
}

/// A call that is made again and again.
pub(super) struct Asked<O> {
    call: Call<O>,
    /// The deadline of one call.
    deadline: Duration,
    /// With the request for the first page.
    pager: Option<(Pager<O>, O)>,
}

impl<O: Operation> Asked<O> {
    pub(super) fn new(mut call: Call<O>, pager: Option<Pager<O>>) -> Self {
        let options = call.options_mut();
        options.backs_off = false;
        let deadline = options.deadline;
        let pager = pager.map(|pager| {
            let first = (pager.clone)(call.request());
            (pager, first)
        });
        Self { call, deadline, pager }
    }
}

impl<O: Operation> Poller for Asked<O> {
    fn begin(&mut self) -> Option<Cursor> {
        let (pager, first) = self.pager.as_ref()?;
        let paging = O::ENDPOINT.paging?;
        *self.call.request_mut() = (pager.clone)(first);
        Some(Cursor::new(paging, (pager.number)(first)))
    }

    fn turn(&mut self, turn: Turn) {
        if let Some((pager, _)) = &self.pager {
            (pager.turn)(self.call.request_mut(), turn);
        }
    }

    fn ask(&mut self, left: Duration) -> BoxFuture<'static, Result<Arrived, Error>> {
        self.call.options_mut().deadline = self.deadline.min(left);
        self.call.exchange()
    }
}
