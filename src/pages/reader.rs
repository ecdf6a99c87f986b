//! Reads page after page, without the types of an endpoint.

use std::task::{Context, Poll};

use super::cursor::{Cursor, Stuck, Turn};
use crate::Error;
use crate::call::Arrived;
use crate::error::ErrorKind;
use crate::token::BoxFuture;

/// Reads the pages of one list.
pub(super) struct Reader {
    cursor: Cursor,
    state: State,
}

enum State {
    /// The next page has not been asked for.
    Ready,
    InFlight(BoxFuture<'static, Result<Arrived, Error>>),
    /// The page that was asked for last failed.
    Failed,
    /// Reading on would never end, which is said after the page that said so.
    Stuck(Stuck),
    End,
}

/// A page, and what to ask for next.
pub(super) struct Page {
    pub(super) arrived: Arrived,
    pub(super) turn: Turn,
}

impl Reader {
    pub(super) fn new(cursor: Cursor) -> Self {
        Self { cursor, state: State::Ready }
    }

    /// The next page. `ask` makes the call for it.
    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        ask: &mut dyn FnMut() -> BoxFuture<'static, Result<Arrived, Error>>,
    ) -> Poll<Option<Result<Page, Error>>> {
        loop {
            match &mut self.state {
                State::Ready => self.state = State::InFlight(ask()),
                State::InFlight(call) => {
                    let arrived = std::task::ready!(call.as_mut().poll(context));
                    return Poll::Ready(self.arrive(arrived));
                }
                State::Failed | State::End => return Poll::Ready(None),
                State::Stuck(stuck) => {
                    let error = self.cursor.error(stuck);
                    self.state = State::End;
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn arrive(&mut self, arrived: Result<Arrived, Error>) -> Option<Result<Page, Error>> {
        let arrived = match arrived {
            Ok(arrived) => arrived,
            Err(error) if self.cursor.is_end(&error) => {
                self.state = State::End;
                return None;
            }
            Err(error) => {
                self.state = State::Failed;
                return Some(Err(error));
            }
        };
        let turn = match self.cursor.turn(arrived.payload()) {
            Ok(turn) => turn,
            // Its own items are good.
            Err(stuck @ Stuck::NoMarker) => {
                self.state = State::Stuck(stuck);
                return Some(Ok(Page { arrived, turn: Turn::End }));
            }
            Err(stuck) => {
                self.state = State::End;
                return Some(Err(self.cursor.error(&stuck)));
            }
        };
        self.state = if turn == Turn::End { State::End } else { State::Ready };
        Some(Ok(Page { arrived, turn }))
    }

    /// The page arrived, and can't be decoded.
    pub(super) fn fail(&mut self) {
        self.state = State::Failed;
    }

    /// Asks for the page that failed again.
    pub(super) fn resume(&mut self) {
        if let State::Failed = self.state {
            self.state = State::Ready;
        }
    }
}

impl Cursor {
    /// Whether an error stands for the end of the list.
    pub(crate) fn is_end(&self, error: &Error) -> bool {
        match (self.paging().end_errcode, error.kind()) {
            (Some(end), ErrorKind::Errcode(refusal)) => refusal.errcode.code() == end,
            _ => false,
        }
    }

    pub(crate) fn error(&self, stuck: &Stuck) -> Error {
        let place = self.place();
        let problem = match stuck {
            Stuck::SamePage => {
                format!("{place} has the items of the page before, so the list would never end")
            }
            Stuck::SameMarker => {
                format!("{place} names a marker that was named before, so the list would never end")
            }
            Stuck::NoMarker => {
                format!("more items follow {place}, and the response does not say where")
            }
        };
        Error::new(ErrorKind::Stuck(problem))
    }
}
