//! A body that is read while it arrives, on a thread that may wait for it.

use std::io::{Error, ErrorKind, Read, Result};

use axum::body::Body;
use bytes::{Buf, Bytes};
use futures_util::StreamExt;
use tokio::sync::mpsc;

/// A body that is read as it arrives may have this many bytes, unpacked: room for ten million values in any format.
pub(crate) const ARRIVING_LIMIT: usize = 2 * 1024 * 1024 * 1024;

/// Chunks that wait for their reader, at most.
const WAITING: usize = 8;

/// The body as something to read from, on a thread that may wait.
pub(crate) fn arriving(body: Body) -> impl Read + Send + use<> {
    let (sender, receiver) = mpsc::channel(WAITING);
    tokio::spawn(async move {
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk.map_err(|_| "the body did not arrive whole; send it again");
            if sender.send(chunk).await.is_err() {
                return;
            }
        }
    });
    Arriving { receiver, chunk: Bytes::new() }
}

struct Arriving {
    receiver: mpsc::Receiver<std::result::Result<Bytes, &'static str>>,
    chunk: Bytes,
}

impl Read for Arriving {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        while self.chunk.is_empty() {
            match self.receiver.blocking_recv() {
                Some(Ok(chunk)) => self.chunk = chunk,
                Some(Err(reason)) => return Err(Error::new(ErrorKind::ConnectionAborted, reason)),
                None => return Ok(0),
            }
        }
        let count = self.chunk.len().min(into.len());
        self.chunk.split_to(count).copy_to_slice(&mut into[..count]);
        Ok(count)
    }
}
