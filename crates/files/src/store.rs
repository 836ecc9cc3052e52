//! Where files lie. A folder of the server today; another kind of place is one more case of this enum.

use std::ops::Range;
use std::path::Path;

use afya_model::{ErrorCode, Random, Refusal, Uid};
use afya_store::Fault;
use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::BoxStream;
use jiff::Timestamp;

use crate::folder::{Arrived, Arriving, Folder};

/// The bytes of a file, piece by piece.
pub type Content = BoxStream<'static, std::io::Result<Bytes>>;

/// Where files lie.
#[derive(Clone, Debug)]
pub enum FileStore {
    /// A folder of the server.
    Folder(Folder),
    /// Nowhere, and why.
    Nowhere(&'static str),
}

impl FileStore {
    /// Files in this folder.
    pub fn folder(root: &Path) -> FileStore {
        FileStore::Folder(Folder::new(root))
    }

    fn place(&self) -> Result<&Folder, Fault> {
        match self {
            FileStore::Folder(folder) => Ok(folder),
            FileStore::Nowhere(why) => Err(Refusal::new(501, *why).into()),
        }
    }

    /// Opens a file that is to arrive.
    ///
    /// # Errors
    /// 501 without a place for files; 500 E6102 or 507 when it cannot be written to.
    pub async fn arrive(&self, random: &Random) -> Result<Arriving, Fault> {
        let name: String = (0..3).map(|_| Uid::generate(random).to_string()).collect();
        self.place()?.arrive(&name).await.map_err(unwritten)
    }

    /// Gives an arrived file its place.
    ///
    /// # Errors
    /// As of `arrive`.
    pub async fn keep(&self, arrived: Arrived, key: &str) -> Result<(), Fault> {
        self.place()?.keep(arrived, key).await.map_err(unwritten)
    }

    /// The size of the file of a key; nothing when there is none.
    ///
    /// # Errors
    /// 501 without a place for files; 500 when it cannot be read.
    pub async fn size(&self, key: &str) -> Result<Option<u64>, Fault> {
        self.place()?.size(key).await.map_err(unread)
    }

    /// The bytes of a file from one place up to another; nothing when there is no file.
    ///
    /// # Errors
    /// As of `size`.
    pub async fn open(&self, key: &str, range: Range<u64>) -> Result<Option<Content>, Fault> {
        let found = self.place()?.open(key, range).await.map_err(unread)?;
        Ok(found.map(boxed))
    }

    /// Takes a file away, if it is there.
    ///
    /// # Errors
    /// 501 without a place for files; 500 when it cannot be written to.
    pub async fn remove(&self, key: &str) -> Result<(), Fault> {
        self.place()?.remove(key).await.map_err(unwritten)
    }

    /// Takes away what arrived half before this moment.
    ///
    /// # Errors
    /// As of `remove`.
    pub async fn sweep(&self, before: Timestamp) -> Result<u64, Fault> {
        self.place()?.sweep(before).await.map_err(unwritten)
    }
}

fn boxed(stream: impl Stream<Item = std::io::Result<Bytes>> + Send + 'static) -> Content {
    Box::pin(stream)
}

/// What is said when a file cannot be written.
pub fn unwritten(error: std::io::Error) -> Fault {
    tracing::error!(%error, "a file could not be written");
    if matches!(error.kind(), std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded) {
        let sentence = "There is no room left for files. Make room on the disk and send the file again.";
        return Refusal::new(507, sentence).into();
    }
    Refusal::of(500, ErrorCode::E6102, &[]).into()
}

fn unread(error: std::io::Error) -> Fault {
    tracing::error!(%error, "a file could not be read");
    Refusal::new(500, "Failed fetching the file from storage").into()
}
