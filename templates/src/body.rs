//! Bodies that need not fit into memory.

use std::collections::VecDeque;
use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::sync::Mutex;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Frame, SizeHint};

/// What a request sends: bytes, a stream of them, or a reader.
///
/// Any of `Bytes`, `Vec<u8>`, `String`, `&'static str` and `&'static [u8]` becomes one with `into`. It can be sent once, so
/// it cannot be cloned. It is an [`http_body::Body`], which any HTTP library of Rust takes. `Debug` shows its length only.
#[derive(Default)]
pub struct Body {
    segments: VecDeque<Segment>,
}

enum Segment {
    Bytes(Bytes),
    Stream {
        // A lock makes it `Sync`, which HTTP libraries ask for. It is never locked.
        source: Mutex<Source>,
        promised: Option<u64>,
        read: u64,
        /// The last of what was promised, until it is known that no more comes: nobody asks for more than was promised.
        held: Bytes,
    },
}

type Source = Pin<Box<dyn Stream<Item = Result<Bytes, Cause>> + Send>>;
type Cause = Box<dyn StdError + Send + Sync>;

impl Body {
    /// Sends what a stream gives, as it comes. An error of the stream ends the call.
    pub fn stream<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<Bytes, E>> + Send + 'static,
        E: Into<Cause>,
    {
        Self::of(Segment::Stream {
            source: Mutex::new(Box::pin(Causes(Box::pin(stream)))),
            promised: None,
            read: 0,
            held: Bytes::new(),
        })
    }

    /// Sends what a reader gives, up to its end, such as a `std::fs::File`. It is read in pieces of 64 KiB, on a thread of the
    /// runtime where waiting does no harm, so that this works inside a tokio runtime only. An error of the reader ends the call.
    #[cfg(feature = "client")]
    pub fn reader(reader: impl std::io::Read + Send + 'static) -> Self {
        Self::stream(reading::Pieces::new(reader))
    }

    /// Promises how many bytes will come, so that the request can say so before (`Content-Length`). Without it, a stream goes
    /// out in chunks, which some servers refuse. A stream that keeps another length ends the call with an error.
    ///
    /// A promise of 0 is taken at its word, and nothing is read. The length of bytes is known: for them this has no effect.
    #[must_use]
    pub fn length(mut self, bytes: u64) -> Self {
        if let [Segment::Stream { promised, .. }] = self.segments.make_contiguous() {
            *promised = Some(bytes);
        }
        self
    }

    /// How many bytes are still to be sent, where that is known.
    pub fn len(&self) -> Option<u64> {
        let mut lengths = self.segments.iter().map(Segment::len);
        lengths.try_fold(0_u64, |sum, length| sum.checked_add(length?))
    }

    /// Whether it is known that there is nothing to send.
    pub fn is_empty(&self) -> bool {
        self.len() == Some(0)
    }

    /// The bytes of a body that is no stream, in one piece.
    pub fn as_bytes(&self) -> Option<&[u8]> {
        let mut segments = self.segments.iter();
        match (segments.next(), segments.next()) {
            (None, _) => Some(&[]),
            (Some(Segment::Bytes(bytes)), None) => Some(bytes),
            _ => None,
        }
    }

    /// Puts another body behind this one.
    pub(crate) fn append(&mut self, mut other: Self) {
        self.segments.append(&mut other.segments);
    }

    fn of(segment: Segment) -> Self {
        Self {
            segments: VecDeque::from([segment]),
        }
    }
}

impl Segment {
    fn len(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Stream {
                promised,
                read,
                held,
                ..
            } => {
                let held = u64::try_from(held.len()).ok()?;
                promised.map(|all| all.saturating_sub(*read).saturating_add(held))
            }
        }
    }

    /// The next piece; none at the end.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let (source, promised, read, held) = match self {
            Self::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Self::Bytes(bytes) => return Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Self::Stream {
                source,
                promised,
                read,
                held,
            } => (source, *promised, read, held),
        };
        let source = source
            .get_mut()
            .unwrap_or_else(|broken| broken.into_inner());
        loop {
            let piece = match ready!(source.as_mut().poll_next(context)) {
                Some(Ok(piece)) => piece,
                Some(Err(cause)) => return Poll::Ready(Some(Err(BodyError::Source(cause)))),
                None if promised.is_some_and(|promised| *read < promised) => {
                    return Poll::Ready(Some(Err(BodyError::TooShort)));
                }
                None => break,
            };
            *read = read.saturating_add(u64::try_from(piece.len()).unwrap_or(u64::MAX));
            match promised {
                Some(promised) if *read > promised => {
                    return Poll::Ready(Some(Err(BodyError::TooLong)));
                }
                Some(promised) if *read == promised && !piece.is_empty() => *held = piece,
                _ if piece.is_empty() => {}
                _ => return Poll::Ready(Some(Ok(piece))),
            }
        }
        *self = Self::Bytes(std::mem::take(held));
        self.poll(context)
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        while let Some(segment) = self.segments.front_mut() {
            match ready!(segment.poll(context)) {
                Some(Ok(piece)) => return Poll::Ready(Some(Ok(Frame::data(piece)))),
                Some(Err(error)) => {
                    self.segments.clear();
                    return Poll::Ready(Some(Err(error)));
                }
                None => drop(self.segments.pop_front()),
            }
        }
        Poll::Ready(None)
    }

    fn is_end_stream(&self) -> bool {
        self.segments.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        self.len()
            .map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Body")
            .field("length", &self.len())
            .finish_non_exhaustive()
    }
}

macro_rules! from_bytes {
    ($($bytes:ty),*) => {$(
        impl From<$bytes> for Body {
            fn from(bytes: $bytes) -> Self {
                Self::of(Segment::Bytes(bytes.into()))
            }
        }
    )*};
}

from_bytes!(Bytes, Vec<u8>, String, &'static str, &'static [u8]);

/// Why a body cannot be sent to its end.
#[derive(Debug)]
#[non_exhaustive]
pub enum BodyError {
    /// The stream or the reader failed.
    Source(Cause),
    /// More comes than [`Body::length`] promised.
    TooLong,
    /// Less came than [`Body::length`] promised.
    TooShort,
}

impl fmt::Display for BodyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Source(cause) => write!(f, "cannot be read to its end: {cause}"),
            Self::TooLong => f.write_str("is longer than was promised"),
            Self::TooShort => f.write_str("is shorter than was promised"),
        }
    }
}

impl StdError for BodyError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Source(cause) => Some(cause.as_ref()),
            Self::TooLong | Self::TooShort => None,
        }
    }
}

/// A body whose media type the caller names, because the description leaves it open, such as `image/*`.
#[derive(Debug)]
pub struct Media {
    media_type: String,
    body: Body,
}

impl Media {
    /// A body of a media type, such as `image/webp`. Whether the type can be sent is told by the call that sends it.
    pub fn new(media_type: impl Into<String>, body: impl Into<Body>) -> Self {
        Self {
            media_type: media_type.into(),
            body: body.into(),
        }
    }

    /// The media type, and the body.
    pub fn into_parts(self) -> (String, Body) {
        (self.media_type, self.body)
    }
}

/// A stream whose errors are boxed.
struct Causes<S>(Pin<Box<S>>);

impl<S, E> Stream for Causes<S>
where
    S: Stream<Item = Result<Bytes, E>>,
    E: Into<Cause>,
{
    type Item = Result<Bytes, Cause>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let next = ready!(self.0.as_mut().poll_next(context));
        Poll::Ready(next.map(|item| item.map_err(Into::into)))
    }
}

#[cfg(feature = "client")]
mod reading {
    use std::io::{self, Read};
    use std::pin::Pin;
    use std::task::{Context, Poll};

    use bytes::Bytes;
    use futures_core::Stream;
    use tokio::runtime::Handle;
    use tokio::task::{JoinHandle, spawn_blocking};

    /// The most that is read at once.
    const PIECE: u64 = 64 * 1024;

    /// The pieces of a reader.
    pub(super) struct Pieces<R> {
        state: State<R>,
    }

    enum State<R> {
        Idle(R),
        Reading(JoinHandle<(R, io::Result<Vec<u8>>)>),
        Done,
    }

    impl<R> Pieces<R> {
        pub(super) fn new(reader: R) -> Self {
            Self {
                state: State::Idle(reader),
            }
        }
    }

    // Nothing in it is pinned: the reader is moved from thread to thread.
    impl<R> Unpin for Pieces<R> {}

    impl<R: Read + Send + 'static> Stream for Pieces<R> {
        type Item = io::Result<Bytes>;

        fn poll_next(
            mut self: Pin<&mut Self>,
            context: &mut Context<'_>,
        ) -> Poll<Option<io::Result<Bytes>>> {
            let mut reading = match std::mem::replace(&mut self.state, State::Done) {
                State::Idle(_) if Handle::try_current().is_err() => {
                    let error = "a reader can be sent inside a tokio runtime only";
                    return Poll::Ready(Some(Err(io::Error::other(error))));
                }
                State::Idle(reader) => spawn_blocking(|| read(reader)),
                State::Reading(reading) => reading,
                State::Done => return Poll::Ready(None),
            };
            let Poll::Ready(done) = Pin::new(&mut reading).poll(context) else {
                self.state = State::Reading(reading);
                return Poll::Pending;
            };
            match done {
                Ok((_, Ok(piece))) if piece.is_empty() => Poll::Ready(None),
                Ok((reader, Ok(piece))) => {
                    self.state = State::Idle(reader);
                    Poll::Ready(Some(Ok(piece.into())))
                }
                Ok((_, Err(error))) => Poll::Ready(Some(Err(error))),
                Err(error) => Poll::Ready(Some(Err(io::Error::other(match error.is_panic() {
                    true => "the reader panicked",
                    false => "the runtime ended",
                })))),
            }
        }
    }

    fn read<R: Read>(mut reader: R) -> (R, io::Result<Vec<u8>>) {
        let mut piece = Vec::new();
        // Stops at the end of the reader or of the piece, and goes on where a signal interrupts it.
        let read = reader.by_ref().take(PIECE).read_to_end(&mut piece);
        (reader, read.map(|_| piece))
    }
}
