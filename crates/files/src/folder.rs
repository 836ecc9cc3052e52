//! Files in a folder of the server, laid out as DHIS2 lays them out. A file arrives beside the others and takes its place when
//! it is whole and on the disk, so that no name ever leads to half a file.

use std::io::{ErrorKind, SeekFrom};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::Stream;
use futures_util::stream::try_unfold;
use jiff::Timestamp;
use md5::{Digest, Md5};
use tokio::fs::{self, File, OpenOptions};
use tokio::io::{AsyncReadExt, AsyncSeekExt, AsyncWriteExt};

/// Where files lie while they arrive. DHIS2 has no domain of this name.
const ARRIVING: &str = ".arriving";

/// Files are read in pieces of so many bytes.
const PIECE: usize = 64 * 1024;

/// A folder of files.
#[derive(Clone, Debug)]
pub struct Folder {
    root: Arc<Path>,
}

impl Folder {
    /// The files below this folder, which need not be there yet.
    pub fn new(root: &Path) -> Folder {
        Folder { root: Arc::from(root) }
    }

    /// Where the file of a key lies; nothing for a key that would lead out of the folder.
    fn place(&self, key: &str) -> Option<PathBuf> {
        let inside = !key.is_empty()
            && !key.contains('\0')
            && Path::new(key).components().all(|part| matches!(part, Component::Normal(_)));
        inside.then(|| self.root.join(key))
    }

    /// Opens a file that is to arrive; `name` is one that no other arriving file has.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub async fn arrive(&self, name: &str) -> std::io::Result<Arriving> {
        let folder = self.root.join(ARRIVING);
        fs::create_dir_all(&folder).await?;
        let path = folder.join(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path).await?;
        Ok(Arriving {
            file,
            arrived: Arrived { path, bytes: 0, md5: String::new(), kept: false },
            digest: Md5::new(),
        })
    }

    /// Gives an arrived file its place.
    ///
    /// # Errors
    /// When the key leads out of the folder, or the folder cannot be written to.
    pub async fn keep(&self, mut arrived: Arrived, key: &str) -> std::io::Result<()> {
        let wrong = || std::io::Error::new(ErrorKind::InvalidInput, format!("`{key}` is no key of a file"));
        let place = self.place(key).ok_or_else(wrong)?;
        let folder = place.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder).await?;
        fs::rename(&arrived.path, &place).await?;
        arrived.kept = true;
        // The name is on the disk only when its folder is.
        File::open(folder).await?.sync_all().await
    }

    /// The size of the file of a key; nothing when there is none.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn size(&self, key: &str) -> std::io::Result<Option<u64>> {
        let Some(place) = self.place(key) else { return Ok(None) };
        match fs::metadata(place).await {
            Ok(found) => Ok(found.is_file().then_some(found.len())),
            Err(error) if is_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The bytes of a file from one place up to another; nothing when there is no file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub async fn open(
        &self,
        key: &str,
        range: Range<u64>,
    ) -> std::io::Result<Option<impl Stream<Item = std::io::Result<Bytes>> + Send + use<>>> {
        let Some(place) = self.place(key) else { return Ok(None) };
        let mut file = match File::open(place).await {
            Err(error) if is_missing(&error) => return Ok(None),
            opened => opened?,
        };
        file.seek(SeekFrom::Start(range.start)).await?;
        let rest = range.end.saturating_sub(range.start);
        Ok(Some(try_unfold((file, rest), async |(mut file, rest)| {
            if rest == 0 {
                return Ok(None);
            }
            let mut piece = vec![0; PIECE.min(usize::try_from(rest).unwrap_or(PIECE))];
            let read = file.read(&mut piece).await?;
            if read == 0 {
                // The answer promised more: it must break off rather than look whole.
                return Err(ErrorKind::UnexpectedEof.into());
            }
            piece.truncate(read);
            let rest = rest - u64::try_from(read).unwrap_or(rest);
            Ok(Some((Bytes::from(piece), (file, rest))))
        })))
    }

    /// Takes a file away, if it is there.
    ///
    /// # Errors
    /// When the folder cannot be written to.
    pub async fn remove(&self, key: &str) -> std::io::Result<()> {
        let Some(place) = self.place(key) else { return Ok(()) };
        match fs::remove_file(place).await {
            Err(error) if !is_missing(&error) => Err(error),
            _ => Ok(()),
        }
    }

    /// Takes away what servers that were killed left half arrived: everything that nobody wrote to since then.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn sweep(&self, before: Timestamp) -> std::io::Result<u64> {
        let mut entries = match fs::read_dir(self.root.join(ARRIVING)).await {
            Err(error) if is_missing(&error) => return Ok(0),
            entries => entries?,
        };
        let mut swept = 0;
        while let Some(entry) = entries.next_entry().await? {
            let written = entry.metadata().await?.modified()?;
            if Timestamp::try_from(written).is_ok_and(|at| at < before) {
                fs::remove_file(entry.path()).await?;
                swept += 1;
            }
        }
        Ok(swept)
    }
}

fn is_missing(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// A file that is being written.
pub struct Arriving {
    file: File,
    arrived: Arrived,
    digest: Md5,
}

/// A file that is whole and on the disk, and has no place yet; it goes when it is dropped.
#[derive(Debug)]
pub struct Arrived {
    path: PathBuf,
    /// Its size.
    pub bytes: u64,
    /// The MD5 of its content, in hexadecimal digits.
    pub md5: String,
    kept: bool,
}

impl Arriving {
    /// Adds bytes.
    ///
    /// # Errors
    /// When they cannot be written.
    pub async fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        self.digest.update(bytes);
        self.arrived.bytes += u64::try_from(bytes.len()).unwrap_or_default();
        self.file.write_all(bytes).await
    }

    /// How many bytes arrived.
    pub fn bytes(&self) -> u64 {
        self.arrived.bytes
    }

    /// Brings everything to the disk.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub async fn finish(mut self) -> std::io::Result<Arrived> {
        self.file.flush().await?;
        self.file.sync_all().await?;
        self.arrived.md5 = self.digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(self.arrived)
    }
}

impl Arrived {
    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Arrived {
    fn drop(&mut self) {
        if !self.kept
            && let Err(error) = std::fs::remove_file(&self.path)
        {
            tracing::warn!(%error, path = %self.path.display(), "a file that is not wanted could not be removed");
        }
    }
}
