//! The first file of a zip archive, read without its directory, which stands at the end.

use std::io::{BufRead, Error, ErrorKind, Read, Result};

use afya_model::Refusal;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;

const HEADER: [u8; 4] = *b"PK\x03\x04";
const DESCRIPTOR: [u8; 4] = *b"PK\x07\x08";

const ENCRYPTED: u16 = 1;
/// Sizes and checksum follow the content.
const DESCRIBED_AFTER: u16 = 8;

/// The content of the first file.
///
/// # Errors
/// 415 for an archive that holds no file, or one that is encrypted or packed in another way than deflate.
pub(super) fn first_file<R: BufRead>(mut archive: R) -> std::result::Result<File<R>, Refusal> {
    loop {
        let header = Header::read(&mut archive)
            .map_err(|_| Refusal::new(415, "The zip archive holds no file that can be read. Pack it anew"))?;
        if header.is_folder {
            continue;
        }
        let content = match (header.flags & ENCRYPTED, header.method, header.flags & DESCRIBED_AFTER) {
            (0, 8, _) => Content::Packed(DeflateDecoder::new(archive)),
            (0, 0, 0) => Content::Plain(archive.take(u64::from(header.packed_size))),
            _ => {
                let sentence =
                    "The file in the zip archive is encrypted or packed in an unusual way. Pack it anew";
                return Err(Refusal::new(415, sentence));
            }
        };
        let expected = (header.flags & DESCRIBED_AFTER == 0).then_some(header.checksum);
        return Ok(File { content: Some(content), seen: Crc::new(), expected });
    }
}

struct Header {
    flags: u16,
    method: u16,
    checksum: u32,
    packed_size: u32,
    is_folder: bool,
}

impl Header {
    fn read(archive: &mut impl Read) -> Result<Header> {
        let mut bytes = [0; 30];
        archive.read_exact(&mut bytes)?;
        if !bytes.starts_with(&HEADER) {
            return Err(ErrorKind::InvalidData.into());
        }
        let short = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
        let long = |at: usize| u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let mut name = vec![0; usize::from(short(26))];
        archive.read_exact(&mut name)?;
        let mut extra = vec![0; usize::from(short(28))];
        archive.read_exact(&mut extra)?;
        Ok(Header {
            flags: short(6),
            method: short(8),
            checksum: long(14),
            packed_size: long(18),
            is_folder: name.ends_with(b"/") && long(18) == 0,
        })
    }
}

enum Content<R> {
    Packed(DeflateDecoder<R>),
    Plain(std::io::Take<R>),
}

/// A file of an archive; what it holds is held against its checksum at the end.
pub(super) struct File<R> {
    content: Option<Content<R>>,
    seen: Crc,
    expected: Option<u32>,
}

impl<R: BufRead> Read for File<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let count = match &mut self.content {
            Some(Content::Packed(packed)) => packed.read(into)?,
            Some(Content::Plain(plain)) => plain.read(into)?,
            None => return Ok(0),
        };
        self.seen.update(&into[..count]);
        if count == 0 && !into.is_empty() {
            self.finish()?;
        }
        Ok(count)
    }
}

impl<R: BufRead> File<R> {
    fn finish(&mut self) -> Result<()> {
        let expected = match (self.content.take(), self.expected) {
            (_, Some(expected)) => Some(expected),
            (Some(Content::Packed(packed)), None) => described(packed.into_inner()).ok(),
            _ => None,
        };
        if expected == Some(self.seen.sum()) {
            return Ok(());
        }
        Err(Error::new(ErrorKind::InvalidData, "the zip archive is damaged or cut off; send it again"))
    }
}

/// The checksum that follows a content.
fn described(mut archive: impl Read) -> Result<u32> {
    let mut word = [0; 4];
    archive.read_exact(&mut word)?;
    if word == DESCRIPTOR {
        archive.read_exact(&mut word)?;
    }
    Ok(u32::from_le_bytes(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests::packed::archive;

    fn read(archive: &[u8]) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        let mut file = first_file(archive).map_err(|refusal| Error::other(format!("{refusal:?}")))?;
        file.read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn the_first_file_is_read() {
        for (method, after) in [(8, false), (8, true), (0, false)] {
            assert_eq!(read(&archive(b"a,b\n1,2\n", method, after)).unwrap(), b"a,b\n1,2\n");
        }
    }

    #[test]
    fn what_is_damaged_cut_off_or_unusual_is_refused() {
        let whole = archive(&vec![b'x'; 50_000], 8, false);
        assert!(read(&whole[..whole.len() - 10]).is_err());
        let mut damaged = archive(b"content", 0, false);
        *damaged.last_mut().unwrap() = b'?';
        assert!(read(&damaged).is_err());
        assert!(read(&archive(b"content", 99, false)).is_err());
        assert!(read(&archive(b"content", 0, true)).is_err());
        assert!(read(b"PK\x03\x04nothing").is_err());
    }
}
