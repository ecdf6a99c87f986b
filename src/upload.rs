//! What a request uploads.

mod data;
mod media;
mod reader;

pub(crate) use reader::{Opened, Reading, open};

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use tokio::io::AsyncRead;

use reader::Once;

/// What a request uploads: bytes, a file, or a stream of a known length.
///
/// ```
/// use wechat_cloudbase::Upload;
///
/// let photo = Upload::from_bytes(*b"\xff\xd8\xff\xe0").with_file_name("photo.jpg");
/// let video = Upload::from_file("video.mp4"); // opened for each attempt
/// let stream = Upload::from_reader(&b"hello"[..], 5); // can be sent once
/// # let _ = (photo, video, stream);
/// ```
///
/// A file and a stream are read in pieces while they are sent, however long they are. While they
/// make progress no timeout ends the call: see [`Call::timeout`](crate::Call::timeout).
///
/// As JSON it is its bytes in base64; with a file name or a content type, an object of `content`,
/// `file_name` and `content_type`. A file and a stream, which have not been read, are `null`.
#[derive(Clone)]
pub struct Upload {
    source: Source,
    file_name: Option<String>,
    content_type: Option<String>,
}

#[derive(Clone)]
enum Source {
    Bytes(Bytes),
    File(Arc<Path>),
    Stream(Arc<Once>),
}

impl Upload {
    /// Bytes in memory, which clones share.
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self::of(Source::Bytes(Bytes::from(bytes.into())))
    }

    /// A file, which is opened when the request is sent, and again when it is retried. Its name is sent
    /// along.
    pub fn from_file(path: impl Into<PathBuf>) -> Self {
        Self::of(Source::File(path.into().into()))
    }

    /// A stream of this many bytes. It is read once: when an attempt has begun to read it, the call is
    /// not retried, and neither a clone nor another call can send it.
    pub fn from_reader(reader: impl AsyncRead + Send + 'static, length: u64) -> Self {
        Self::of(Source::Stream(Arc::new(Once::new(Box::pin(reader), length))))
    }

    fn of(source: Source) -> Self {
        Self { source, file_name: None, content_type: None }
    }

    /// Sets the name that is sent; that of the file by default, or else `file`.
    #[must_use]
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Sets the content type that is sent; by default the one that the end of the file name stands
    /// for, or else `application/octet-stream`.
    #[must_use]
    pub fn with_content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = Some(content_type.into());
        self
    }

    /// The name that is sent.
    pub(crate) fn sent_name(&self) -> &str {
        let of_file = match &self.source {
            Source::File(path) => path.file_name().and_then(|name| name.to_str()),
            Source::Bytes(_) | Source::Stream(_) => None,
        };
        self.file_name.as_deref().or(of_file).unwrap_or("file")
    }

    /// The content type that is sent.
    pub(crate) fn sent_type(&self) -> &str {
        match self.content_type.as_deref() {
            Some(content_type) => content_type,
            None => media::content_type(self.sent_name()),
        }
    }

    /// The bytes, where they are in memory.
    pub(crate) fn in_memory(&self) -> Option<Bytes> {
        match &self.source {
            Source::Bytes(bytes) => Some(bytes.clone()),
            Source::File(_) | Source::Stream(_) => None,
        }
    }

    /// Whether it is a stream that an attempt has begun to read.
    pub(crate) fn is_spent(&self) -> bool {
        match &self.source {
            Source::Bytes(_) | Source::File(_) => false,
            Source::Stream(stream) => stream.is_begun(),
        }
    }
}

/// The same bytes, the same path, or the same stream, with the same name and type.
impl PartialEq for Upload {
    fn eq(&self, other: &Self) -> bool {
        let is_same = match (&self.source, &other.source) {
            (Source::Bytes(one), Source::Bytes(other)) => one == other,
            (Source::File(one), Source::File(other)) => one == other,
            (Source::Stream(one), Source::Stream(other)) => Arc::ptr_eq(one, other),
            _ => false,
        };
        is_same && self.file_name == other.file_name && self.content_type == other.content_type
    }
}

impl Eq for Upload {}

/// The content is not shown.
impl fmt::Debug for Upload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Upload");
        match &self.source {
            Source::Bytes(bytes) => fields.field("bytes", &bytes.len()),
            Source::File(path) => fields.field("file", path),
            Source::Stream(stream) => fields.field("stream", &stream.length()),
        };
        fields
            .field("file_name", &self.sent_name())
            .field("content_type", &self.sent_type())
            .finish()
    }
}
