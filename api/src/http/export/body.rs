//! The body of an export: pieces as they are written, then trailers.

use std::{
    io,
    pin::Pin,
    task::{Context, Poll},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue},
};
use hyper::body::{Body, Frame};
use tokio::sync::mpsc;

use crate::export::Written;

/// Trailer: number of rows, without headings.
pub(super) const ROWS: &str = "anchorhub-rows";

/// Trailer: SHA-256 of all bytes, before any compression on the way.
pub(super) const SHA256: &str = "anchorhub-sha256";

/// A piece of an export.
pub(super) enum Piece {
    /// Bytes.
    Bytes(Bytes),
    /// The end: everything was written.
    End(Written),
}

/// An export as it is sent.
pub(super) struct Outgoing {
    pieces: mpsc::Receiver<Piece>,
    ended: bool,
}

impl Outgoing {
    pub(super) fn new(pieces: mpsc::Receiver<Piece>) -> Self {
        Self { pieces, ended: false }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        self.pieces.poll_recv(context).map(|piece| match piece {
            Some(Piece::Bytes(bytes)) => Some(Ok(Frame::data(bytes))),
            Some(Piece::End(written)) => {
                self.ended = true;
                Some(Ok(Frame::trailers(trailers(&written))))
            }
            // Breaks the connection off: what was sent is not the whole.
            None => {
                self.ended = true;
                Some(Err(io::Error::other("the export broke off")))
            }
        })
    }

    fn is_end_stream(&self) -> bool {
        self.ended
    }
}

fn trailers(written: &Written) -> HeaderMap {
    let mut trailers = HeaderMap::new();
    trailers.insert(ROWS, written.rows.into());
    if let Ok(sha256) = HeaderValue::from_str(&written.sha256) {
        trailers.insert(SHA256, sha256);
    }
    trailers
}
