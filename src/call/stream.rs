//! A response of bytes, read piece by piece.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::header::HeaderMap;
use tokio::sync::Mutex;

use super::Call;
use crate::client::run::run;
use crate::download::Download;
use crate::envelope::{Content, Streamed};
use crate::error::{Error, ErrorKind};
use crate::operation::{Downloads, Endpoint, Message};
use crate::task;
use crate::transport::{Failure, Rest};

impl<O: Downloads> Call<O> {
    /// Sends the call and waits for the beginning of the response, with retries if needed. The rest is read
    /// piece by piece, however long it is. Errors are reported here: nothing of a failure is handed out as
    /// content.
    ///
    /// ```no_run
    /// # use wechat_cloudbase::{Call, Error, operation::Downloads};
    /// # async fn example<O: Downloads>(call: Call<O>) -> Result<(), Error> {
    /// let mut content = call.stream().await?;
    /// while let Some(bytes) = content.next_chunk().await? {
    ///     println!("{} bytes", bytes.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`send`](Self::send).
    pub async fn stream(mut self) -> Result<ContentStream<O::Response>, Error> {
        self.options.is_stream = true;
        let idle = self.options.timeout;
        let message = Message::new(&self.request)?;
        let (success, span) = run(self.context, message, self.headers, self.options).await?;
        let streamed = success.streamed().map_err(|error| error.at_endpoint(O::ENDPOINT));
        let streamed = streamed.inspect_err(|error| span.fail(error))?;
        Ok(ContentStream::new(O::ENDPOINT, streamed, idle))
    }
}

/// A response of bytes, read piece by piece: [`Call::stream`].
///
/// It counts as a request in flight until it ends or is dropped. Each piece may take as long as
/// the call's [timeout](Call::timeout); neither that nor the deadline is about the whole.
#[must_use = "the content is read by `next_chunk`"]
pub struct ContentStream<R> {
    /// The content type as the response has it, such as `image/jpeg`.
    pub content_type: Option<String>,
    /// The name of the file, where the response has one.
    pub file_name: Option<String>,
    /// The number of bytes, where the response announces it.
    pub length: Option<u64>,
    /// What WeChat responded with in place of content, for endpoints that may; then there are no bytes.
    pub response: Option<R>,
    endpoint: &'static Endpoint,
    idle: Duration,
    got: u64,
    /// Why no more comes.
    broken: Option<Error>,
    /// Shared with a read that may be running elsewhere.
    state: Arc<Mutex<State>>,
}

struct State {
    /// What was read and not handed out.
    ready: Option<Bytes>,
    /// `None` at the end.
    rest: Option<Rest>,
}

impl<R> ContentStream<R> {
    fn new(endpoint: &'static Endpoint, streamed: Streamed<R>, idle: Duration) -> Self {
        let (headers, bytes, rest, response) = match streamed {
            Streamed::Content(content) => {
                let Content { headers, bytes, rest } = *content;
                (headers, bytes, rest, None)
            }
            Streamed::Response(response) => (HeaderMap::new(), Vec::new(), None, Some(response)),
        };
        let length = match &rest {
            Some(rest) => rest.announced,
            None => Some(bytes.len() as u64),
        };
        let Download { content_type, file_name, bytes, .. } = Download::new(bytes, &headers);
        let ready = Some(Bytes::from(bytes)).filter(|bytes| !bytes.is_empty());
        let state = Arc::new(Mutex::new(State { ready, rest }));
        Self {
            content_type,
            file_name,
            length,
            response,
            endpoint,
            idle,
            got: 0,
            broken: None,
            state,
        }
    }

    /// The next bytes, never none of them; `None` at the end.
    ///
    /// A future that is dropped loses nothing.
    ///
    /// # Errors
    ///
    /// When the connection broke or no more bytes came in time: the error says how many came. When the
    /// [`response`](Self::response) has no content.
    pub async fn next_chunk(&mut self) -> Result<Option<Bytes>, Error> {
        if let Some(error) = &self.broken {
            return Err(error.clone());
        }
        if self.response.is_some() {
            let problem =
                "WeChat responded with fields in place of content: see `ContentStream::response`";
            return Err(Error::config(problem).at_endpoint(self.endpoint));
        }
        let (state, idle) = (Arc::clone(&self.state), self.idle);
        let read =
            task::anywhere(Box::pin(async move { read(&mut *state.lock().await, idle).await }));
        let failure = match read.await {
            Ok(Ok(())) => None,
            Ok(Err(failure)) => Some(failure),
            Err(lost) => return Err(Error::lost(lost, true).at_endpoint(self.endpoint)),
        };
        if let Some(failure) = failure {
            let error = self.cut(failure);
            self.broken = Some(error.clone());
            return Err(error);
        }
        let chunk = self.state.lock().await.ready.take();
        match &chunk {
            Some(chunk) => self.got += chunk.len() as u64,
            // A connection that just ends may be all that shows a cut.
            None if self.length.is_some_and(|length| length > self.got) => {
                return Err(self.error(ErrorKind::Cut {
                    got: self.got,
                    of: self.length,
                    idle: None,
                }));
            }
            None => {}
        }
        Ok(chunk)
    }

    fn cut(&self, failure: Failure) -> Error {
        let idle = matches!(failure, Failure::Timeout).then_some(self.idle);
        let error = self.error(ErrorKind::Cut { got: self.got, of: self.length, idle });
        match failure {
            Failure::Interrupted(source) => error.with_source(Box::new(source)),
            _ => error,
        }
    }

    fn error(&self, kind: ErrorKind) -> Error {
        Error::new(kind).at_endpoint(self.endpoint)
    }
}

/// Reads the next bytes, unless there are some.
async fn read(state: &mut State, idle: Duration) -> Result<(), Failure> {
    while state.ready.is_none() {
        let Some(rest) = &mut state.rest else {
            return Ok(());
        };
        match rest.next(idle).await {
            Ok(Some(chunk)) => state.ready = Some(chunk).filter(|chunk| !chunk.is_empty()),
            Ok(None) => state.rest = None,
            Err(failure) => {
                state.rest = None;
                return Err(failure);
            }
        }
    }
    Ok(())
}

/// The content is not shown.
impl<R> fmt::Debug for ContentStream<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ContentStream")
            .field("endpoint", &self.endpoint.name)
            .field("content_type", &self.content_type)
            .field("file_name", &self.file_name)
            .field("length", &self.length)
            .field("got", &self.got)
            .finish_non_exhaustive()
    }
}
