//! The body of a response, which may be whole, cut short, or without end.

use std::pin::Pin;
use std::task::{Context, Poll};
use std::{error, fmt};

use hyper::body::{Body, Bytes, Frame, SizeHint};

/// The body of a response.
pub(super) enum ResponseBody {
    /// Complete.
    Whole(Bytes),
    /// Shorter than its content length; then the connection closes.
    Cut { part: Bytes, promised: u64, flushed: bool },
    /// A beginning, followed by filler without end.
    Endless { start: Bytes },
}

/// The filler of an endless body.
const FILLER: Bytes = Bytes::from_static(&[b'x'; 16 << 10]);

impl ResponseBody {
    /// A body of which only the first half is sent.
    pub(super) fn cut(whole: &Bytes) -> Self {
        Self::Cut {
            part: whole.slice(..whole.len() / 2),
            promised: whole.len() as u64,
            flushed: false,
        }
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = Cut;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Cut>>> {
        match &mut *self {
            Self::Whole(bytes) => Poll::Ready(take(bytes).map(Ok)),
            Self::Endless { start } => {
                let next = take(start).unwrap_or_else(|| Frame::data(FILLER));
                Poll::Ready(Some(Ok(next)))
            }
            Self::Cut { part, flushed, .. } => {
                if let Some(frame) = take(part) {
                    return Poll::Ready(Some(Ok(frame)));
                }
                if *flushed {
                    return Poll::Ready(Some(Err(Cut)));
                }
                // While this body has nothing, hyper sends what it has; a cut now would drop that.
                *flushed = true;
                context.waker().wake_by_ref();
                Poll::Pending
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        matches!(self, Self::Whole(bytes) if bytes.is_empty())
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Self::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Self::Cut { promised, .. } => SizeHint::with_exact(*promised),
            Self::Endless { .. } => SizeHint::default(),
        }
    }
}

fn take(bytes: &mut Bytes) -> Option<Frame<Bytes>> {
    let bytes = std::mem::take(bytes);
    (!bytes.is_empty()).then(|| Frame::data(bytes))
}

/// The connection is to be closed here and now; hyper does so on any error.
#[derive(Debug)]
pub(super) struct Cut;

impl fmt::Display for Cut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the connection is cut as scripted")
    }
}

impl error::Error for Cut {}
