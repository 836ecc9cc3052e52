//! An answer that is written before it is sent: a little stays in memory, more goes to a temporary file without a name.

use std::io::{Error, ErrorKind, Read, Result, Seek, Write};

use afya_model::Refusal;
use axum::body::Body;
use futures_util::stream;
use tempfile::{SpooledData, SpooledTempFile};
use tokio::io::AsyncReadExt;

/// So many bytes stay in memory.
const IN_MEMORY: usize = 1024 * 1024;
/// So many bytes are sent at once.
const PIECE: usize = 64 * 1024;

/// What is written.
pub(super) struct LaidAside(SpooledTempFile);

impl Default for LaidAside {
    fn default() -> LaidAside {
        LaidAside(SpooledTempFile::new(IN_MEMORY))
    }
}

impl Write for LaidAside {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> Result<()> {
        self.0.flush()
    }
}

impl LaidAside {
    /// All of it as a text.
    pub(super) fn text(&mut self) -> Result<String> {
        self.0.rewind()?;
        let mut text = String::new();
        self.0.read_to_string(&mut text)?;
        Ok(text)
    }

    /// All of it as a body.
    pub(super) fn into_body(mut self) -> Result<Body> {
        self.0.rewind()?;
        let file = match self.0.into_inner() {
            SpooledData::InMemory(bytes) => return Ok(Body::from(bytes.into_inner())),
            SpooledData::OnDisk(file) => tokio::fs::File::from_std(file),
        };
        Ok(Body::from_stream(stream::unfold(file, async |mut file| {
            let mut piece = Vec::with_capacity(PIECE);
            match (&mut file).take(PIECE as u64).read_to_end(&mut piece).await {
                Ok(0) => None,
                Ok(_) => Some((Ok(piece), file)),
                Err(error) => Some((Err(error), file)),
            }
        })))
    }
}

/// What is said when an answer could not be laid aside.
pub(super) fn refusal(error: &Error) -> Refusal {
    let sentence = "The server has no room left for temporary files, so the report of the import is lost. What was right is saved";
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Refusal::new(507, sentence),
        _ => Refusal::new(500, format!("The report of the import cannot be read: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use afya_tests::cluster::block_on;
    use axum::body::to_bytes;

    use super::*;

    #[test]
    fn what_is_laid_aside_is_sent_whole() {
        for size in [0, 10, IN_MEMORY + 3 * PIECE + 5] {
            let mut aside = LaidAside::default();
            let bytes: Vec<u8> = (0..size).map(|place| b'a' + (place % 23) as u8).collect();
            aside.write_all(&bytes).unwrap();
            assert_eq!(aside.text().unwrap().into_bytes(), bytes);
            let sent = block_on(async { to_bytes(aside.into_body().unwrap(), usize::MAX).await.unwrap() });
            assert!(sent == bytes, "{size}");
        }
    }
}
