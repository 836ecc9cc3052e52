//! Bodies packed as clients pack them.

use std::io::Write;

use flate2::write::{DeflateEncoder, GzEncoder};
use flate2::{Compression, Crc};

/// Bytes as gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of one file, packed by this method, with its checksum before or after its content.
pub(crate) fn archive(content: &[u8], method: u16, after: bool) -> Vec<u8> {
    let mut crc = Crc::new();
    crc.update(content);
    let packed = if method == 8 {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(content).unwrap();
        encoder.finish().unwrap()
    } else {
        content.to_vec()
    };
    let sum = if after { 0 } else { crc.sum() };
    let size = if after { 0 } else { u32::try_from(packed.len()).unwrap() };
    let mut bytes = b"PK\x03\x04".to_vec();
    for word in [20, if after { 8 } else { 0 }, method, 0, 0_u16] {
        bytes.extend(word.to_le_bytes());
    }
    for long in [sum, size, u32::try_from(content.len()).unwrap()] {
        bytes.extend(long.to_le_bytes());
    }
    bytes.extend(b"\x05\x00\x00\x00a.csv");
    bytes.extend(packed);
    if after {
        bytes.extend(b"PK\x07\x08");
        bytes.extend(crc.sum().to_le_bytes());
    }
    bytes
}
