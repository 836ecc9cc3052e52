//! Answers that leave packed: as files, gzip or a zip archive of one file; or any text on its way to a client that
//! unpacks it by itself. All are packed chunk by chunk.

use std::io::{Result, Write};
use std::sync::{Arc, Mutex, PoisonError};

use axum::http::header::{ACCEPT_RANGES, CONTENT_TYPE};
use axum::http::{Extensions, HeaderMap, StatusCode, Version};
use flate2::Compression as Level;
use flate2::write::GzEncoder;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{And, Predicate, SizeAbove};
use zip::ZipWriter;
use zip::write::{SimpleFileOptions, StreamWriter};

/// Smaller answers are sent as they are: packing them saves no packet.
const WORTH_PACKING: u64 = 1024;

/// Packs text for clients that say `Accept-Encoding: gzip`, at the level that costs least: a line of 50 kB/s is slower
/// than any of them, and a server has many clients.
pub(crate) fn on_the_way() -> CompressionLayer<And<SizeAbove, OfText>> {
    let worth = SizeAbove::new(WORTH_PACKING).and(is_text as OfText);
    CompressionLayer::new().quality(CompressionLevel::Fastest).compress_when(worth)
}

/// Whether an answer with these headers is text.
type OfText = fn(StatusCode, Version, &HeaderMap, &Extensions) -> bool;

/// Whether this is text that is not packed already and is not followed event by event. A file of which parts can be asked
/// for stays as it is: parts of packed and unpacked bytes do not fit together.
fn is_text(_: StatusCode, _: Version, headers: &HeaderMap, _: &Extensions) -> bool {
    if headers.contains_key(ACCEPT_RANGES) {
        return false;
    }
    let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let text = [
        "application/json",
        "application/xml",
        "application/adx+xml",
        "application/csv",
        "application/openapi+json",
    ];
    match media_type.strip_prefix("text/") {
        Some(kind) => kind != "event-stream",
        None => text.contains(&media_type) || media_type.ends_with("+geojson"),
    }
}

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
    /// A zip archive; nothing after its end.
    Zip(Option<Box<Zip>>),
}

/// A zip archive of one file that is being written; its sizes are told behind the file, so that it can be a stream.
pub(crate) struct Zip {
    writer: ZipWriter<StreamWriter<Packed>>,
    packed: Packed,
}

/// Packed bytes that wait to be sent: the archive keeps hold of where it writes to.
#[derive(Clone, Default)]
pub(crate) struct Packed(Arc<Mutex<Vec<u8>>>);

impl Packed {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Write for Packed {
    fn write(&mut self, bytes: &[u8]) -> Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> Result<()> {
        Ok(())
    }
}

impl Zip {
    fn new(name: &str) -> Result<Zip> {
        let packed = Packed::default();
        let mut writer = ZipWriter::new_stream(packed.clone());
        // What is streamed may be larger than four gigabytes.
        writer.start_file(name, SimpleFileOptions::default().large_file(true))?;
        Ok(Zip { writer, packed })
    }
}

impl Packer {
    /// A packer; `name` is that of the file in an archive.
    pub(crate) fn new(compression: Compression, name: &str) -> Result<Packer> {
        Ok(match compression {
            Compression::None => Packer::None,
            Compression::Gzip => Packer::Gzip(GzEncoder::new(Vec::new(), Level::default())),
            Compression::Zip => Packer::Zip(Some(Box::new(Zip::new(name)?))),
        })
    }

    /// The packed bytes that are ready after this chunk; often none yet.
    pub(crate) fn pack(&mut self, chunk: Vec<u8>) -> Result<Vec<u8>> {
        match self {
            Packer::None => Ok(chunk),
            Packer::Gzip(encoder) => {
                encoder.write_all(&chunk)?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Packer::Zip(None) => Ok(Vec::new()),
            Packer::Zip(Some(zip)) => {
                zip.writer.write_all(&chunk)?;
                Ok(zip.packed.take())
            }
        }
    }

    /// The last bytes.
    pub(crate) fn finish(&mut self) -> Result<Vec<u8>> {
        match self {
            Packer::None => Ok(Vec::new()),
            Packer::Gzip(encoder) => {
                encoder.try_finish()?;
                Ok(std::mem::take(encoder.get_mut()))
            }
            Packer::Zip(zip) => {
                let Some(zip) = zip.take() else { return Ok(Vec::new()) };
                drop(zip.writer.finish()?);
                Ok(zip.packed.take())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::*;

    fn packed(compression: Compression, chunks: &[&[u8]]) -> Vec<u8> {
        let mut packer = Packer::new(compression, "values.json").unwrap();
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
    fn an_archive_is_packed_piece_by_piece_and_has_its_file() {
        let bytes = packed(Compression::Zip, &[b"{\"a\":", b"1}"]);
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let (mut file, mut text) = (archive.by_name("values.json").unwrap(), String::new());
        file.read_to_string(&mut text).unwrap();
        assert_eq!(text, "{\"a\":1}");
        let mut packer = Packer::new(Compression::Zip, "values.json").unwrap();
        let noise: Vec<u8> =
            (0..200_000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        assert!(packer.pack(noise).unwrap().len() > 500_000, "nothing is ready before the end");
    }
}
