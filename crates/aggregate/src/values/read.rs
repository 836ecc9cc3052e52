//! The first stage: a body in any of the formats, read as it arrives.

mod csv;
mod interval;
mod json;
pub(crate) mod xml;

use std::io::Read;

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

/// Reads a whole body.
///
/// # Errors
/// 400 for a body that is not of its format, 413 for one that is too large.
pub fn read(
    body: impl Read,
    format: Format,
    schemes: Schemes,
    data_set: Option<&str>,
) -> Result<Batch, Refusal> {
    let mut batch = Batch { schemes, ..Batch::default() };
    match format {
        Format::Json => json::read(body, &mut batch)?,
        Format::Csv => csv::read(body, &mut batch, data_set)?,
        Format::Xml => xml::read(body, &mut batch)?,
    }
    Ok(batch)
}
