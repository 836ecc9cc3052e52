//! Answers that leave packed: gzip, or a zip archive of one file. Both are packed chunk by chunk.

use std::io::Write;

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression as Level, Crc};

/// How an answer is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Compression {
    /// Not at all.
    None,
    /// `gzip`
    Gzip,
    /// `zip`
    Zip,
}

impl Compression {
    /// The compression of this word, in any case.
    pub(crate) fn parse(word: &str) -> Option<Compression> {
        match word.to_ascii_lowercase().as_str() {
            "none" => Some(Compression::None),
            "gzip" => Some(Compression::Gzip),
            "zip" => Some(Compression::Zip),
            _ => None,
        }
    }

    /// What is added to a file's name.
    pub(crate) fn extension(self) -> &'static str {
        match self {
            Compression::None => "",
            Compression::Gzip => ".gz",
            Compression::Zip => ".zip",
        }
    }
}

/// Packs one answer.
pub(crate) enum Packer {
    /// Lets everything through.
    None,
    /// Gzip.
    Gzip(GzEncoder<Vec<u8>>),
    /// A zip archive.
    Zip(Box<Zip>),
}

/// A zip archive that is being written; its sizes are told behind the file, so that it can be a stream.
pub(crate) struct Zip {
    name: String,
    encoder: DeflateEncoder<Vec<u8>>,
    crc: Crc,
    header: Vec<u8>,
    packed: u64,
}

impl Packer {
    /// A packer; `name` is that of the file in an archive.
    pub(crate) fn new(compression: Compression, name: &str) -> Packer {
        match compression {
            Compression::None => Packer::None,
            Compression::Gzip => Packer::Gzip(GzEncoder::new(Vec::new(), Level::default())),
            Compression::Zip => Packer::Zip(Box::new(Zip {
                name: name.to_owned(),
                encoder: DeflateEncoder::new(Vec::new(), Level::default()),
                crc: Crc::new(),
                header: local_header(name),
                packed: 0,
            })),
        }
    }

    /// The packed bytes that are ready after this chunk; often none yet.
    pub(crate) fn pack(&mut self, chunk: Vec<u8>) -> std::io::Result<Vec<u8>> {
        match self {
            Packer::None => Ok(chunk),
            Packer::Gzip(encoder) => {
                encoder.write_all(&chunk)?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Packer::Zip(zip) => {
                zip.crc.update(&chunk);
                zip.encoder.write_all(&chunk)?;
                Ok(zip.ready())
            }
        }
    }

    /// The last bytes.
    pub(crate) fn finish(&mut self) -> std::io::Result<Vec<u8>> {
        match self {
            Packer::None => Ok(Vec::new()),
            Packer::Gzip(encoder) => {
                encoder.try_finish()?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Packer::Zip(zip) => zip.finish(),
        }
    }
}

const VERSION: u16 = 45;
/// Sizes stand behind the file, and its name is UTF-8.
const FLAGS: u16 = 0x0808;
const DEFLATED: u16 = 8;
/// 1980-01-01, the first day of an archive.
const DATE: u16 = 0x21;
const UNKNOWN: u32 = u32::MAX;

/// The header before the file: with the extension for large files, so that the sizes behind it have eight bytes.
fn local_header(name: &str) -> Vec<u8> {
    let mut bytes = 0x0403_4b50u32.to_le_bytes().to_vec();
    for word in [VERSION, FLAGS, DEFLATED, 0, DATE] {
        bytes.extend(word.to_le_bytes());
    }
    for word in [0, UNKNOWN, UNKNOWN] {
        bytes.extend(u32::to_le_bytes(word));
    }
    for word in [length(name.len()), 20] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend(name.as_bytes());
    large(&mut bytes, &[0, 0]);
    bytes
}

/// The extension for large files, with these numbers.
fn large(bytes: &mut Vec<u8>, numbers: &[u64]) {
    bytes.extend(1u16.to_le_bytes());
    bytes.extend(length(numbers.len() * 8).to_le_bytes());
    numbers.iter().for_each(|number| bytes.extend(number.to_le_bytes()));
}

fn length(count: usize) -> u16 {
    u16::try_from(count).unwrap_or(u16::MAX)
}

impl Zip {
    fn ready(&mut self) -> Vec<u8> {
        let packed = std::mem::take(self.encoder.get_mut());
        self.packed += packed.len() as u64;
        let mut bytes = std::mem::take(&mut self.header);
        bytes.extend(packed);
        bytes
    }

    fn finish(&mut self) -> std::io::Result<Vec<u8>> {
        self.encoder.try_finish()?;
        let mut bytes = self.ready();
        let (packed, plain) = (self.packed, self.encoder.total_in());
        bytes.extend(0x0807_4b50u32.to_le_bytes());
        bytes.extend(self.crc.sum().to_le_bytes());
        bytes.extend(packed.to_le_bytes());
        bytes.extend(plain.to_le_bytes());
        // The local header has 30 bytes, the name, and 20 bytes of extension; the descriptor above has 24.
        let directory_at = 30 + self.name.len() as u64 + 20 + packed + 24;
        let directory = self.directory(packed, plain);
        bytes.extend(&directory);
        bytes.extend(ending(directory_at, directory.len() as u64));
        Ok(bytes)
    }

    /// The directory of the archive, with its one file.
    fn directory(&self, packed: u64, plain: u64) -> Vec<u8> {
        let mut bytes = 0x0201_4b50u32.to_le_bytes().to_vec();
        for word in [VERSION, VERSION, FLAGS, DEFLATED, 0, DATE] {
            bytes.extend(word.to_le_bytes());
        }
        for word in [self.crc.sum(), UNKNOWN, UNKNOWN] {
            bytes.extend(word.to_le_bytes());
        }
        for word in [length(self.name.len()), 20, 0, 0, 0] {
            bytes.extend(word.to_le_bytes());
        }
        for word in [0u32, 0] {
            bytes.extend(word.to_le_bytes());
        }
        bytes.extend(self.name.as_bytes());
        large(&mut bytes, &[plain, packed]);
        bytes
    }
}

/// The end of the archive: where its directory is, in the form for large archives and in the old one.
fn ending(directory_at: u64, size: u64) -> Vec<u8> {
    let mut bytes = 0x0606_4b50u32.to_le_bytes().to_vec();
    bytes.extend(44u64.to_le_bytes());
    bytes.extend([VERSION.to_le_bytes(), VERSION.to_le_bytes()].concat());
    bytes.extend([0u32.to_le_bytes(), 0u32.to_le_bytes()].concat());
    for number in [1, 1, size, directory_at] {
        bytes.extend(u64::to_le_bytes(number));
    }
    bytes.extend(0x0706_4b50u32.to_le_bytes());
    bytes.extend(0u32.to_le_bytes());
    bytes.extend((directory_at + size).to_le_bytes());
    bytes.extend(1u32.to_le_bytes());
    bytes.extend(0x0605_4b50u32.to_le_bytes());
    for word in [0u16, 0, 1, 1] {
        bytes.extend(word.to_le_bytes());
    }
    bytes.extend([UNKNOWN.to_le_bytes(), UNKNOWN.to_le_bytes()].concat());
    bytes.extend(0u16.to_le_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn packed(compression: Compression, chunks: &[&[u8]]) -> Vec<u8> {
        let mut packer = Packer::new(compression, "values.json");
        let mut bytes = Vec::new();
        for chunk in chunks {
            bytes.extend(packer.pack(chunk.to_vec()).unwrap());
        }
        bytes.extend(packer.finish().unwrap());
        bytes
    }

    #[test]
    fn gzip_unpacks_to_what_was_packed() {
        let bytes = packed(Compression::Gzip, &[b"{\"a\":", b"1}"]);
        let mut text = String::new();
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_string(&mut text).unwrap();
        assert_eq!(text, "{\"a\":1}");
    }

    #[test]
    fn an_archive_has_its_file_and_says_where_its_directory_is() {
        let bytes = packed(Compression::Zip, &[b"{\"a\":", b"1}"]);
        assert!(bytes.starts_with(b"PK\x03\x04") && bytes[30..].starts_with(b"values.json"));
        let mut text = String::new();
        flate2::read::DeflateDecoder::new(&bytes[30 + 11 + 20..]).read_to_string(&mut text).unwrap();
        assert_eq!(text, "{\"a\":1}");
        let ends_at = bytes.len() - 22 - 20 - 56;
        let at = u64::from_le_bytes(bytes[ends_at + 48..ends_at + 56].try_into().unwrap());
        assert!(bytes[usize::try_from(at).unwrap()..].starts_with(b"PK\x01\x02"));
    }
}
