//! Bodies packed as clients pack them.

use std::io::{Cursor, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Bytes as gzip.
pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// A zip archive of one file.
pub(crate) fn archive(content: &[u8]) -> Vec<u8> {
    archive_of(&[("values.csv", content)])
}

/// A zip archive of these files and folders.
pub(crate) fn archive_of(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

/// The same by a program that does not know its end when it begins, such as `zip -` or Java: sizes stand behind the content.
pub(crate) fn streamed_archive(content: &[u8]) -> Vec<u8> {
    let mut archive = ZipWriter::new_stream(Vec::new());
    archive.start_file("values.csv", SimpleFileOptions::default()).unwrap();
    archive.write_all(content).unwrap();
    archive.finish().unwrap().into_inner()
}
