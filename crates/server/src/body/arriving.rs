//! A body that is read while it arrives, unpacked on the way: gzip, or the first file of a zip archive. What unpacks to more
//! than its limit, or is packed twice, is refused.

mod zip;

use std::io::{BufRead, BufReader, Error, ErrorKind, Read, Result};
use std::sync::{Arc, Mutex, PoisonError};

use afya_model::Refusal;
use axum::body::Body;
use bytes::{Buf, Bytes};
use futures_util::StreamExt;
use tokio::sync::mpsc;

use super::{GZIP, ZIP, too_large};

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

/// Why a body could not be read to its end, kept until its reader has given up.
#[derive(Clone, Default)]
pub(crate) struct Trouble(Arc<Mutex<Option<Refusal>>>);

impl Trouble {
    /// The trouble that there was, else what the reader says.
    pub(crate) fn or(&self, read: Refusal) -> Refusal {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take().unwrap_or(read)
    }

    fn raise(&self, refusal: Refusal) -> Error {
        let error = Error::other(refusal.message.clone().unwrap_or_default());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(refusal);
        error
    }
}

/// A body unpacked, of at most `limit` bytes.
pub(crate) fn unpacked<'r>(body: impl Read + 'r, limit: usize, trouble: &Trouble) -> Result<impl Read + 'r> {
    let mut packed = BufReader::new(body);
    let magic = packed.fill_buf()?;
    let (is_gzip, is_zip) = (magic.starts_with(&GZIP), magic.starts_with(&ZIP));
    let plain: Box<dyn Read + 'r> = match (is_gzip, is_zip) {
        (true, _) => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
        (_, true) => Box::new(zip::first_file(packed).map_err(|refusal| trouble.raise(refusal))?),
        _ => Box::new(packed),
    };
    let mut plain = BufReader::new(plain);
    let start = plain.fill_buf()?;
    if (is_gzip || is_zip) && (start.starts_with(&GZIP) || start.starts_with(&ZIP)) {
        let sentence = "The body is packed twice. Send the content plain, or packed once as gzip or zip";
        return Err(trouble.raise(Refusal::new(415, sentence)));
    }
    Ok(Limited { plain, left: limit, limit, trouble: trouble.clone() })
}

struct Limited<R> {
    plain: R,
    left: usize,
    limit: usize,
    trouble: Trouble,
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = self.plain.read(into)?;
        match self.left.checked_sub(count) {
            Some(left) => self.left = left,
            None => return Err(self.trouble.raise(too_large(self.limit))),
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::packed::gzip;

    fn read(body: &[u8], limit: usize) -> std::result::Result<Vec<u8>, Refusal> {
        let (trouble, mut out) = (Trouble::default(), Vec::new());
        let read = unpacked(body, limit, &trouble).and_then(|mut plain| plain.read_to_end(&mut out));
        read.map(|_| out).map_err(|error| trouble.or(Refusal::bad_request(error.to_string())))
    }

    #[test]
    fn a_body_is_plain_or_packed_once() {
        assert_eq!(read(b"plain", 100).unwrap(), b"plain");
        assert_eq!(read(&gzip(b"packed"), 100).unwrap(), b"packed");
        assert_eq!(read(b"", 100).unwrap(), b"");
        assert_eq!(read(&gzip(&gzip(b"twice")), 100).unwrap_err().http_status, 415);
    }

    #[test]
    fn what_unpacks_to_too_much_is_refused() {
        let bomb = gzip(&vec![b' '; 4 * 1024 * 1024]);
        assert_eq!(read(&bomb, 1024 * 1024).unwrap_err().http_status, 413);
    }

    #[test]
    fn what_is_cut_off_is_refused() {
        let whole = gzip(&vec![7; 100_000]);
        assert_eq!(read(&whole[..whole.len() - 5], 1024 * 1024).unwrap_err().http_status, 400);
    }
}
