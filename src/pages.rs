//! Lists that come in pages: page by page, or item by item.
//!
//! [`Call::pages`] and [`Call::items`] are there for the endpoints whose spec says how their list is
//! paged. Each page is a call of its own, with its own deadline and retries, made when it is needed.
//!
//! ```
//! use wechat_cloudbase::api::get_cs_list;
//! # use wechat_cloudbase::{mock::Mock, token::Component};
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let mock = Mock::start().await?;
//! # let client = mock.client::<Component>()?;
//! let request = get_cs_list::Request::new("shop-1a2b3c");
//! let mut services = client.get_cs_list(request).items().limit(500);
//! while let Some(service) = services.next().await {
//!     println!("{}", service?.server_name);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! Both are [`Stream`]s too. They are cancel-safe: when the future of `next` is
//! dropped, the call for the page stays in flight, and the next `next` goes on with it. After an error they
//! end; `resume` asks for the page that failed once more.

mod cursor;
mod items;
mod reader;

pub(crate) use cursor::{Cursor, Turn};
pub use items::Items;

use std::fmt;
use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;

use crate::operation::Operation;
use crate::{Call, Error};
use reader::Reader;

/// An operation whose list comes in pages.
///
/// The compiler writes one implementation per endpoint with `[pages]`; they are not written by hand.
pub trait Paged: Operation + Clone {
    /// An item of the list.
    type Item: Send + 'static;

    /// The list of a response.
    fn items(response: Self::Response) -> Vec<Self::Item>;

    /// The offset or the number of the page that it asks for.
    fn number(&self) -> Option<i64> {
        None
    }

    /// Asks for the page at an offset, or of a number.
    fn set_number(&mut self, number: i64) {
        let _ = number;
    }

    /// Asks for the page at a marker.
    fn set_marker(&mut self, marker: String) {
        let _ = marker;
    }
}

/// A list in a response, which is optional where its object is sent as well.
#[doc(hidden)]
pub fn list<T>(list: impl Into<Option<Vec<T>>>) -> Vec<T> {
    list.into().unwrap_or_default()
}

/// Makes a request ask for another page.
pub(crate) fn turn<O: Paged>(request: &mut O, turn: Turn) {
    match turn {
        Turn::End => {}
        Turn::Number(number) => request.set_number(number),
        Turn::Marker(marker) => request.set_marker(marker),
    }
}

impl<O: Paged> Call<O> {
    /// The list page by page, from the page that the request asks for.
    pub fn pages(self) -> Pages<O> {
        // An endpoint that is paged says how.
        let cursor = O::ENDPOINT.paging.map(|paging| Cursor::new(paging, self.request().number()));
        Pages { call: self, reader: cursor.map(Reader::new) }
    }

    /// The list item by item, from the page that the request asks for. One page is in memory at a time.
    pub fn items(self) -> Items<O> {
        Items::new(self.pages())
    }
}

/// A list page by page: the [module](self) has an example.
#[must_use = "pages are asked for when they are needed: call `next`"]
pub struct Pages<O: Paged> {
    call: Call<O>,
    reader: Option<Reader>,
}

impl<O: Paged> Pages<O> {
    /// The next page; `None` after the last one, and after an error. Cancel-safe.
    ///
    /// # Errors
    ///
    /// Those of [`Call::send`]; and [`Error::is_stuck`] when the list would never end, because a page
    /// is the same as the one before, or names a marker again.
    pub async fn next(&mut self) -> Option<Result<O::Response, Error>> {
        poll_fn(|context| self.poll(context)).await
    }

    /// After an error, asks for the page that failed again. Pages that were read stay read. It does nothing when
    /// the list would never end.
    pub fn resume(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.resume();
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<O::Response, Error>>> {
        let Self { call, reader: Some(reader) } = self else {
            return Poll::Ready(None);
        };
        let page = match ready!(reader.poll(context, &mut || call.exchange())) {
            None => return Poll::Ready(None),
            Some(Err(error)) => return Poll::Ready(Some(Err(error.at_endpoint(O::ENDPOINT)))),
            Some(Ok(page)) => page,
        };
        let decoded = page.arrived.decode();
        match &decoded {
            Ok(_) => turn(call.request_mut(), page.turn),
            Err(_) => reader.fail(),
        }
        Poll::Ready(Some(decoded))
    }
}

impl<O: Paged> Stream for Pages<O> {
    type Item = Result<O::Response, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.poll(context)
    }
}

/// Nothing in it is pinned.
impl<O: Paged> Unpin for Pages<O> {}

/// The request is not shown: it is the caller's private data.
impl<O: Paged> fmt::Debug for Pages<O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("call", &self.call).finish_non_exhaustive()
    }
}
