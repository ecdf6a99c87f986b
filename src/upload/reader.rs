//! Uploads as the body of a request: read in pieces, while they are sent.

use std::collections::VecDeque;
use std::fs::File;
use std::io::{self, Read};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::io::{AsyncRead, ReadBuf};
use tokio::task::{JoinHandle, spawn_blocking};

use super::{Source, Upload};
use crate::Error;
use crate::transport::Progress;

/// How much of a file or a stream is in memory at a time.
const CHUNK: usize = 64 * 1024;

type Reader = Pin<Box<dyn AsyncRead + Send>>;

/// A stream that can be read once.
pub(crate) struct Once {
    reader: Mutex<Option<Reader>>,
    length: u64,
    begun: AtomicBool,
}

impl Once {
    pub(super) fn new(reader: Reader, length: u64) -> Self {
        Self { reader: Mutex::new(Some(reader)), length, begun: AtomicBool::new(false) }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    pub(super) fn is_begun(&self) -> bool {
        self.begun.load(Relaxed)
    }

    fn take(&self) -> Option<Reader> {
        self.begun.store(true, Relaxed);
        self.reader.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// An upload that is ready to be read: a file is open.
pub(crate) enum Opened {
    Bytes(Bytes),
    File { file: Arc<File>, length: u64 },
    Stream(Arc<Once>),
}

/// Opens an upload. Files are opened apart from the runtime, which that would block.
///
/// # Errors
///
/// When a file can't be opened, and when a stream was read before. Nothing is sent then.
pub(crate) async fn open(upload: &Upload) -> Result<Opened, Error> {
    match &upload.source {
        Source::Bytes(bytes) => Ok(Opened::Bytes(bytes.clone())),
        Source::Stream(stream) if stream.is_begun() => {
            Err(Error::config("the stream to upload was read before, and can't be read again"))
        }
        Source::Stream(stream) => Ok(Opened::Stream(Arc::clone(stream))),
        Source::File(path) => {
            let shown = path.display().to_string();
            let path = Arc::clone(path);
            let opened = spawn_blocking(move || {
                let file = File::open(path)?;
                let length = file.metadata()?.len();
                Ok::<_, io::Error>(Opened::File { file: Arc::new(file), length })
            });
            let opened = opened.await.unwrap_or_else(|lost| Err(io::Error::other(lost)));
            opened.map_err(|error| {
                Error::config(format!("the file to upload, {shown}, can't be opened: {error}"))
            })
        }
    }
}

impl Opened {
    fn length(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { length, .. } => *length,
            Self::Stream(stream) => stream.length,
        }
    }
}

/// The body of a request, piece by piece.
pub(crate) struct Reading {
    pieces: VecDeque<Opened>,
    /// What is being read of the first piece.
    current: Mutex<Current>,
    /// How many bytes of the first piece are left.
    left: u64,
    /// How many bytes of the body are left.
    total: u64,
    progress: Arc<Progress>,
}

enum Current {
    Nothing,
    Stream(Reader),
    File(JoinHandle<io::Result<Vec<u8>>>),
}

impl Reading {
    pub(crate) fn new(pieces: Vec<Opened>, progress: Arc<Progress>) -> Self {
        let total = pieces.iter().map(Opened::length).sum();
        let left = pieces.first().map_or(0, Opened::length);
        let (pieces, current) = (pieces.into(), Mutex::new(Current::Nothing));
        Self { pieces, current, left, total, progress }
    }

    fn next_piece(&mut self) {
        self.pieces.pop_front();
        self.left = self.pieces.front().map_or(0, Opened::length);
        *self.current.get_mut().unwrap_or_else(PoisonError::into_inner) = Current::Nothing;
    }

    /// The next bytes of the first piece; `None` after the last one.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            let Some(piece) = self.pieces.front() else {
                return Poll::Ready(None);
            };
            if self.left == 0 {
                self.next_piece();
                continue;
            }
            let most = self.left.min(CHUNK as u64) as usize;
            let current = self.current.get_mut().unwrap_or_else(PoisonError::into_inner);
            let chunk = match piece {
                Opened::Bytes(bytes) => Ok(bytes.clone()),
                Opened::File { file, .. } => ready!(poll_file(file, most, current, context)),
                Opened::Stream(stream) => ready!(poll_stream(stream, most, current, context)),
            };
            let chunk = match chunk {
                Ok(chunk) if chunk.is_empty() => Err(ended_early(self.left)),
                chunk => chunk,
            };
            if let Ok(chunk) = &chunk {
                self.left = self.left.saturating_sub(chunk.len() as u64);
                self.total = self.total.saturating_sub(chunk.len() as u64);
            }
            self.progress.made();
            return Poll::Ready(Some(chunk));
        }
    }
}

fn ended_early(left: u64) -> io::Error {
    let problem = format!("what is uploaded ended {left} bytes before its length");
    io::Error::new(io::ErrorKind::UnexpectedEof, problem)
}

/// Reads a file apart from the runtime.
fn poll_file(
    file: &Arc<File>,
    most: usize,
    current: &mut Current,
    context: &mut Context<'_>,
) -> Poll<io::Result<Bytes>> {
    loop {
        match current {
            Current::File(job) => {
                let read = ready!(Pin::new(job).poll(context));
                *current = Current::Nothing;
                let read = read.unwrap_or_else(|lost| Err(io::Error::other(lost)));
                return Poll::Ready(read.map(Bytes::from));
            }
            Current::Nothing | Current::Stream(_) => {
                let file = Arc::clone(file);
                *current = Current::File(spawn_blocking(move || {
                    let mut chunk = vec![0; most];
                    let mut file: &File = &file;
                    let read = loop {
                        match file.read(&mut chunk) {
                            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                            read => break read?,
                        }
                    };
                    chunk.truncate(read);
                    Ok(chunk)
                }));
            }
        }
    }
}

fn poll_stream(
    stream: &Once,
    most: usize,
    current: &mut Current,
    context: &mut Context<'_>,
) -> Poll<io::Result<Bytes>> {
    loop {
        match current {
            Current::Stream(reader) => {
                let mut chunk = vec![0; most];
                let mut buffer = ReadBuf::new(&mut chunk);
                ready!(reader.as_mut().poll_read(context, &mut buffer))?;
                let read = buffer.filled().len();
                chunk.truncate(read);
                return Poll::Ready(Ok(chunk.into()));
            }
            Current::Nothing | Current::File(_) => match stream.take() {
                Some(reader) => *current = Current::Stream(reader),
                None => {
                    let problem = "the stream to upload is being read by another call";
                    return Poll::Ready(Err(io::Error::other(problem)));
                }
            },
        }
    }
}

impl Body for Reading {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.poll_chunk(context).map(|chunk| chunk.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.total == 0
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.total)
    }
}
