//! The first stage: a body in any of the formats, read as it arrives.

mod csv;
mod interval;
mod json;
pub(crate) mod xml;

use std::io::{Error, Read, Result as Got};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use afya_model::Refusal;

use super::batch::Batch;
use super::schemes::Schemes;

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// `application/json`
    Json,
    /// `application/csv`
    Csv,
    /// `application/xml` and `application/adx+xml`: the root says which it is.
    Xml,
}

impl Format {
    /// The name, as progress is told with it.
    pub fn name(self) -> &'static str {
        match self {
            Format::Json => "JSON",
            Format::Csv => "CSV",
            Format::Xml => "XML",
        }
    }

    /// The format of a media type.
    pub fn of(media_type: &str) -> Option<Format> {
        match media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "application/json" => Some(Format::Json),
            "application/csv" => Some(Format::Csv),
            "application/xml" | "application/adx+xml" => Some(Format::Xml),
            _ => None,
        }
    }
}

/// What stands between two values, and so a value itself, may have so many bytes.
const LONGEST: usize = 16 * 1024 * 1024;

/// Reads a whole body.
///
/// # Errors
/// 400 for a body that is not of its format, 413 for one that is too large, 507 where the server has no room for it.
pub fn read(
    body: impl Read,
    format: Format,
    schemes: Schemes,
    data_set: Option<&str>,
) -> Result<Batch, Refusal> {
    let mut batch = Batch { schemes, ..Batch::default() };
    let since = Arc::clone(&batch.kept.read);
    let body = Bounded { body, since: Arc::clone(&since) };
    let read = match format {
        Format::Json => json::read(body, &mut batch),
        Format::Csv => csv::read(body, &mut batch, data_set),
        Format::Xml => xml::read(body, &mut batch),
    };
    if since.load(Ordering::Relaxed) > LONGEST {
        return Err(Refusal::new(413, "A value has more than 16 MB, or what stands between two values does"));
    }
    match (batch.kept.trouble.take(), read) {
        (Some(refusal), _) | (None, Err(refusal)) => Err(refusal),
        (None, Ok(())) => Ok(batch),
    }
}

/// A body that ends where a value does not: formats keep what they read until it is a value.
struct Bounded<R> {
    body: R,
    since: Arc<AtomicUsize>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> Got<usize> {
        let count = self.body.read(into)?;
        let since = self.since.fetch_add(count, Ordering::Relaxed) + count;
        if since > LONGEST { Err(Error::other("a value is too long")) } else { Ok(count) }
    }
}
