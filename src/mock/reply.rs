//! Scripted responses.

use std::sync::Arc;
use std::time::Duration;

use hyper::body::Bytes;
use serde_json::Value;

use crate::Errcode;

/// A scripted response of an endpoint, in place of its sample. Made by one of the constructors and changed
/// by the other methods.
///
/// ```
/// use std::time::Duration;
/// use wechat_cloudbase::mock::Reply;
///
/// let busy = Reply::errcode(-1).after(Duration::from_millis(50));
/// let gateway = Reply::html(502, "<html>Bad Gateway</html>");
/// # let _ = (busy, gateway);
/// ```
#[derive(Clone, Debug)]
pub struct Reply {
    pub(super) content: Content,
    pub(super) status: u16,
    pub(super) content_type: Option<String>,
    pub(super) retry_after: Option<Duration>,
    pub(super) delay: Duration,
}

#[derive(Clone, Debug)]
pub(super) enum Content {
    Sample,
    /// The pages of a list.
    List(Arc<[Value]>),
    /// Fields of the response, without its wrapper.
    Fields(Value),
    CutSample,
    Errcode {
        errcode: Errcode,
        message: Option<String>,
        as_string: bool,
    },
    Json(Value),
    Html(Bytes),
    Raw(Bytes),
    Bytes(Bytes),
    Endless,
    NoResponse,
}

impl Reply {
    /// The default response of the endpoint: its sample, with values of the request.
    pub fn sample() -> Self {
        Self::of(Content::Sample)
    }

    /// A failure with this code, the vendor's short message for it and a rid.
    pub fn errcode(errcode: impl Into<Errcode>) -> Self {
        Self::of(Content::Errcode { errcode: errcode.into(), message: None, as_string: false })
    }

    /// This JSON, as it is.
    pub fn json(value: Value) -> Self {
        Self::of(Content::Json(value))
    }

    /// A page such as a gateway sends, with this HTTP status.
    pub fn html(status: u16, page: impl Into<String>) -> Self {
        Self::of(Content::Html(page.into().into())).status(status)
    }

    /// These bytes, as JSON by name only.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self::of(Content::Raw(bytes.into().into()))
    }

    /// These bytes as the content of a response that is bytes; [`content_type`](Self::content_type) says of
    /// which type.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::of(Content::Bytes(bytes.into().into()))
    }

    /// No response at all: the connection closes once the request is read.
    pub fn cut_connection() -> Self {
        Self::of(Content::NoResponse)
    }

    /// The sample, of which only the first half is sent.
    pub fn cut_body() -> Self {
        Self::of(Content::CutSample)
    }

    /// JSON that begins well and never ends.
    pub fn endless() -> Self {
        Self::of(Content::Endless)
    }

    /// Sends this `errmsg`, exactly, in place of the vendor's with a rid. Only for
    /// [`errcode`](Self::errcode).
    #[must_use]
    pub fn message(mut self, text: impl Into<String>) -> Self {
        if let Content::Errcode { message, .. } = &mut self.content {
            *message = Some(text.into());
        }
        self
    }

    /// Sends the code as a string: `"40014"`. Only for [`errcode`](Self::errcode).
    #[must_use]
    pub fn as_string(mut self) -> Self {
        if let Content::Errcode { as_string, .. } = &mut self.content {
            *as_string = true;
        }
        self
    }

    /// Sends this HTTP status, from 200 to 599, in place of 200. A number outside of that range
    /// becomes 500.
    #[must_use]
    pub fn status(mut self, status: u16) -> Self {
        self.status = if (200..600).contains(&status) { status } else { 500 };
        self
    }

    /// Sends this content type, such as `text/plain`.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// Sends the header `Retry-After`, in whole seconds: with status 429, a server that is called too
    /// often.
    #[must_use]
    pub fn retry_after(mut self, time: Duration) -> Self {
        self.retry_after = Some(time);
        self
    }

    /// Waits before answering.
    #[must_use]
    pub fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(super) fn list(rows: Vec<Value>) -> Self {
        Self::of(Content::List(rows.into()))
    }

    pub(super) fn fields(fields: Value) -> Self {
        Self::of(Content::Fields(fields))
    }

    fn of(content: Content) -> Self {
        Self { content, status: 200, content_type: None, retry_after: None, delay: Duration::ZERO }
    }
}
