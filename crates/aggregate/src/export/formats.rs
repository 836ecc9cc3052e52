//! The four formats of an export.

mod csv;
mod json;
mod xml;

use std::io::Write;
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::Offset;

use super::Request;
use super::write::{Head, Value};

/// In what an export is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// JSON.
    Json,
    /// CSV.
    Csv,
    /// DHIS2's own XML (dxf2).
    Xml,
    /// ADX, which has groups of values of one data set, period, unit and attribute option combo.
    Adx,
}

/// What is being written.
pub(super) struct Writer {
    format: Format,
    pub(super) written: Vec<u8>,
    /// Whether a value, or in ADX a group, was written.
    begun: bool,
    /// The group of ADX that values are being written to: period, unit and attribute option combo.
    group: Option<[String; 3]>,
    stamps: Stamps,
}

impl Writer {
    pub(super) fn new(format: Format) -> Writer {
        let mut writer =
            Writer { format, written: Vec::new(), begun: false, group: None, stamps: Stamps::default() };
        match format {
            Format::Csv => writer.push(csv::HEADINGS),
            Format::Adx => writer.push(xml::ADX),
            Format::Json | Format::Xml => {}
        }
        writer
    }

    /// What has been written so far; the rest starts anew.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.written)
    }

    fn push(&mut self, text: &str) {
        self.written.extend_from_slice(text.as_bytes());
    }

    /// Begins a part.
    pub(super) fn open(&mut self, request: &Request, head: &Head) {
        match self.format {
            Format::Json => json::open(self, request, head),
            Format::Xml => xml::open(self, request, head),
            Format::Adx => xml::close_group(self),
            Format::Csv => {}
        }
    }

    /// Writes a value.
    pub(super) fn value(&mut self, request: &Request, head: &Head, value: &Value<'_>) {
        match self.format {
            Format::Json => json::value(self, request, head, value),
            Format::Csv => csv::value(self, request, head, value),
            Format::Xml => xml::value(self, request, head, value),
            Format::Adx => xml::grouped(self, request, head, value),
        }
        self.begun = true;
    }

    /// Ends the answer.
    pub(super) fn close(&mut self) {
        match self.format {
            Format::Json => self.push("]}"),
            Format::Xml => self.push(if self.begun { "</dataValueSet>" } else { "/>" }),
            Format::Adx => {
                xml::close_group(self);
                self.push(if self.begun { "</adx>" } else { "/>" });
            }
            Format::Csv => {}
        }
    }
}

/// The category option combo that a value names; none where it is left out.
fn option_combo<'a>(request: &Request, value: &Value<'a>) -> Option<&'a str> {
    let excluded = request.exclude_default_option_combo && value.has_default_option_combo;
    (!request.unfold && !excluded).then_some(value.option_combo)
}

/// The attribute option combo that a value names; none where it is left out.
fn attribute_combo<'a>(request: &Request, value: &Value<'a>) -> Option<&'a str> {
    let excluded = request.exclude_default_attribute_combo && value.has_default_attribute_combo;
    (!excluded).then_some(value.attribute_combo)
}

/// Whether the head does not say its attribute option combo.
fn excludes_head_attribute(request: &Request, head: &Head) -> bool {
    request.exclude_default_attribute_combo && head.has_default_attribute
}

/// The schemes that the head says: those that are not the usual one.
fn schemes(request: &Request) -> Vec<(&'static str, String)> {
    let outputs = &request.outputs;
    let all = [
        ("dataSetIdScheme", &outputs.set),
        ("dataElementIdScheme", &outputs.element),
        ("orgUnitIdScheme", &outputs.unit),
        ("categoryOptionComboIdScheme", &outputs.option_combo),
        ("attributeOptionComboIdScheme", &outputs.attribute_combo),
        ("categoryIdScheme", &outputs.category),
        ("categoryOptionIdScheme", &outputs.category_option),
    ];
    let usual = afya_model::Scheme::Uid;
    all.into_iter()
        .filter(|(_, scheme)| **scheme != usual)
        .map(|(key, scheme)| (key, scheme.to_string()))
        .collect()
}

/// Moments as text. Values that were saved together have the same one, so the last one is kept.
#[derive(Default)]
struct Stamps(Option<(SystemTime, String)>);

impl Stamps {
    fn text(&mut self, moment: SystemTime) -> &str {
        if self.0.as_ref().is_none_or(|(last, _)| *last != moment) {
            self.0 = Some((moment, stamp(moment)));
        }
        self.0.as_ref().map_or("", |(_, text)| text)
    }
}

/// A moment as `2026-01-31T12:00:00.000+0000`.
fn stamp(moment: SystemTime) -> String {
    let moment = Offset::UTC.to_datetime(Timestamp::try_from(moment).unwrap_or_default());
    let mut text = Vec::with_capacity(28);
    let (date, time) = (moment.date(), moment.time());
    // Writing to memory cannot fail.
    let _ = write!(text, "{date}T{:02}:{:02}:{:02}", time.hour(), time.minute(), time.second());
    let _ = write!(text, ".{:03}+0000", time.millisecond());
    String::from_utf8(text).unwrap_or_default()
}
