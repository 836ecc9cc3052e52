//! What is too much for memory, laid aside: a list that is written once and read as often as needed. A little stays in memory;
//! more goes to a temporary file without a name, which the operating system takes away even when the server is killed.

use std::fmt;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use afya_model::Refusal;
use serde::Serialize;
use serde::de::DeserializeOwned;
use tempfile::SpooledTempFile;

/// So many bytes stay in memory.
const IN_MEMORY: usize = 2 * 1024 * 1024;
/// So many bytes are written, or read, at once.
const AT_ONCE: usize = 32 * 1024;
/// A list may have so many bytes.
const MOST: u64 = 4 * 1024 * 1024 * 1024;

/// A list of things of one kind.
pub(super) struct Spool<T> {
    file: SpooledTempFile,
    /// What is not written yet.
    pending: Vec<u8>,
    written: u64,
    kind: PhantomData<fn(T) -> T>,
}

/// A part of a list, by where its bytes are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) from: u64,
    pub(super) to: u64,
}

impl<T> Default for Spool<T> {
    fn default() -> Spool<T> {
        let file = SpooledTempFile::new(IN_MEMORY);
        Spool { file, pending: Vec::new(), written: 0, kind: PhantomData }
    }
}

impl<T> fmt::Debug for Spool<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Spool").field("bytes", &self.end()).finish()
    }
}

impl<T> Spool<T> {
    /// Where the next item will be.
    pub(super) fn end(&self) -> u64 {
        self.written + self.pending.len() as u64
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.written))?;
        self.file.write_all(&self.pending)?;
        self.written += self.pending.len() as u64;
        self.pending.clear();
        Ok(())
    }
}

impl<T: Serialize + DeserializeOwned> Spool<T> {
    /// Adds an item.
    pub(super) fn push(&mut self, item: &T) -> io::Result<()> {
        let start = self.pending.len();
        self.pending.extend_from_slice(&[0; 4]);
        self.pending =
            postcard::to_extend(item, std::mem::take(&mut self.pending)).map_err(io::Error::other)?;
        let length = u32::try_from(self.pending.len() - start - 4).map_err(io::Error::other)?;
        self.pending[start..start + 4].copy_from_slice(&length.to_le_bytes());
        if self.end() > MOST {
            return Err(ErrorKind::FileTooLarge.into());
        }
        if self.pending.len() >= AT_ONCE { self.flush() } else { Ok(()) }
    }

    /// Reads a part, item by item.
    pub(super) fn read(&mut self, span: Span) -> io::Result<Reading<'_, T>> {
        self.flush()?;
        Ok(Reading { spool: self, place: Place::new(span) })
    }

    /// All of it.
    pub(super) fn all(&self) -> Span {
        Span { from: 0, to: self.end() }
    }
}

/// Reads a part of a list.
pub(super) struct Reading<'s, T> {
    spool: &'s mut Spool<T>,
    place: Place,
}

impl<T: Serialize + DeserializeOwned> Reading<'_, T> {
    /// The next item.
    pub(super) fn next(&mut self) -> io::Result<Option<T>> {
        self.place.next(self.spool)
    }
}

/// How far a part of a list was read: several may be read at once.
pub(super) struct Place {
    rest: Span,
    buffer: Vec<u8>,
    used: usize,
}

impl Place {
    /// The start of a part.
    pub(super) fn new(span: Span) -> Place {
        Place { rest: span, buffer: Vec::new(), used: 0 }
    }

    /// The next item; everything that was added must have been written by [`Spool::read`] or [`Place::start`].
    pub(super) fn next<T: DeserializeOwned>(&mut self, spool: &mut Spool<T>) -> io::Result<Option<T>> {
        if self.used == self.buffer.len() && self.rest.from == self.rest.to {
            return Ok(None);
        }
        self.fill(4, spool)?;
        let mut length = [0; 4];
        length.copy_from_slice(&self.buffer[self.used..self.used + 4]);
        let length = u32::from_le_bytes(length) as usize;
        self.fill(4 + length, spool)?;
        let item = &self.buffer[self.used + 4..self.used + 4 + length];
        let item = postcard::from_bytes(item).map_err(io::Error::other)?;
        self.used += 4 + length;
        Ok(Some(item))
    }

    /// Reads on until so many bytes are there.
    fn fill<T>(&mut self, count: usize, spool: &mut Spool<T>) -> io::Result<()> {
        let there = self.buffer.len() - self.used;
        if there >= count {
            return Ok(());
        }
        self.buffer.drain(..self.used);
        self.used = 0;
        let rest = usize::try_from(self.rest.to - self.rest.from).map_err(io::Error::other)?;
        let more = AT_ONCE.max(count - there).min(rest);
        if there + more < count {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        self.buffer.resize(there + more, 0);
        spool.file.seek(SeekFrom::Start(self.rest.from))?;
        spool.file.read_exact(&mut self.buffer[there..])?;
        self.rest.from += more as u64;
        Ok(())
    }
}

/// What is said when something could not be laid aside, or read again.
pub(super) fn refusal(error: &io::Error) -> Refusal {
    match error.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Refusal::new(
            507,
            "The server has no room left for temporary files. Make room on its disk and send the same again.",
        ),
        ErrorKind::FileTooLarge => {
            Refusal::new(413, "The request's body has too many values for one import. Send them in parts")
        }
        _ => Refusal::new(500, format!("The server's temporary files cannot be used: {error}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_aside_is_read_again() {
        let mut spool = Spool::default();
        let item = |number: u32| (number, format!("{number}").repeat(number as usize % 50));
        let mut spans = Vec::new();
        // More than memory keeps, and one item that is longer than what is read at once.
        for part in 0..3 {
            let from = spool.end();
            (part * 30_000..(part + 1) * 30_000).for_each(|number| spool.push(&item(number)).unwrap());
            spans.push(Span { from, to: spool.end() });
        }
        let from = spool.end();
        let long = (0, "x".repeat(3 * AT_ONCE));
        spool.push(&long).unwrap();
        spans.push(Span { from, to: spool.end() });
        for (part, span) in spans[..3].iter().enumerate().rev() {
            let mut reading = spool.read(*span).unwrap();
            for number in part * 30_000..(part + 1) * 30_000 {
                assert_eq!(reading.next().unwrap(), Some(item(u32::try_from(number).unwrap())));
            }
            assert_eq!(reading.next().unwrap(), None);
        }
        assert_eq!(spool.read(spans[3]).unwrap().next().unwrap(), Some(long));
        assert!(spool.file.is_rolled());
    }
}
