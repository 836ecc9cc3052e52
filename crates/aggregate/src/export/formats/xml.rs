//! An export as XML: DHIS2's own (dxf2), and ADX.

use std::borrow::Cow;

use afya_model::period::Period;
use afya_model::value_type::is_numeric;

use super::super::Request;
use super::super::write::{Head, Value};
use super::{Writer, attribute_combo, excludes_head_attribute, option_combo, schemes};

/// How ADX begins.
pub(super) const ADX: &str = "<adx xmlns=\"urn:ihe:qrph:adx:2015\"";

/// The root of dxf2, which stays open for its first value.
pub(super) fn open(writer: &mut Writer, request: &Request, head: &Head) {
    writer.push(
        "<?xml version='1.0' encoding='UTF-8'?><dataValueSet xmlns=\"http://dhis2.org/schema/dxf/2.0\"",
    );
    attribute(writer, "dataSet", head.set.as_deref());
    attribute(writer, "period", head.period.as_deref().map(interval).as_deref());
    attribute(writer, "orgUnit", head.unit.as_deref());
    if !excludes_head_attribute(request, head) {
        attribute(writer, "attributeOptionCombo", head.attribute_combo.as_deref());
        for (category, option) in head.attribute_options.iter().flatten() {
            attribute(writer, category, Some(option));
        }
    }
    for (key, scheme) in schemes(request) {
        attribute(writer, key, Some(&scheme));
    }
}

/// A value of dxf2.
pub(super) fn value(writer: &mut Writer, request: &Request, head: &Head, value: &Value<'_>) {
    writer.push(if writer.begun { "<dataValue" } else { "><dataValue" });
    attribute(writer, "dataElement", Some(value.element));
    attribute(writer, "period", Some(value.period).filter(|_| head.period.is_none()));
    attribute(writer, "orgUnit", Some(value.unit).filter(|_| head.unit.is_none()));
    attribute(writer, "categoryOptionCombo", option_combo(request, value));
    let combo = attribute_combo(request, value).filter(|_| !head.has_attribute());
    attribute(writer, "attributeOptionCombo", combo);
    attribute(writer, "value", value.value);
    attribute(writer, "storedBy", value.stored_by);
    let created = writer.stamps.text(value.created).to_owned();
    attribute(writer, "created", Some(&created));
    let updated = writer.stamps.text(value.last_updated).to_owned();
    attribute(writer, "lastUpdated", Some(&updated));
    attribute(writer, "comment", value.comment);
    attribute(writer, "followUp", value.follow_up.filter(|truth| *truth).map(|_| "true"));
    attribute(writer, "deleted", value.deleted.then_some("true"));
    writer.push("/>");
}

/// A value of ADX, in a group of its own unless it belongs to that of the value before.
pub(super) fn grouped(writer: &mut Writer, request: &Request, head: &Head, value: &Value<'_>) {
    let group = [value.period, value.unit, value.attribute_combo];
    if writer.group.as_ref().is_none_or(|open| *open != group) {
        close_group(writer);
        open_group(writer, request, head, value);
        writer.group = Some(group.map(str::to_owned));
    }
    writer.push("<dataValue");
    attribute(writer, "dataElement", Some(value.element));
    attribute(writer, "categoryOptionCombo", option_combo(request, value));
    for (category, option) in value.options.iter().flatten() {
        attribute(writer, category, Some(option));
    }
    if is_numeric(value.value_type) {
        attribute(writer, "value", value.value);
        writer.push("/>");
    } else {
        writer.push(" value=\"0\"><annotation>");
        writer.push(&escaped(value.value.unwrap_or_default()));
        writer.push("</annotation></dataValue>");
    }
}

fn open_group(writer: &mut Writer, request: &Request, head: &Head, value: &Value<'_>) {
    writer.push(if writer.begun { "<group" } else { "><group" });
    attribute(writer, "dataSet", head.set.as_deref());
    attribute(writer, "period", Some(&interval(value.period)));
    attribute(writer, "orgUnit", Some(value.unit));
    match &value.attribute_options {
        Some(options) if request.unfold => {
            let excluded = request.exclude_default_attribute_combo && value.has_default_attribute_combo;
            for (category, option) in options.iter().filter(|_| !excluded) {
                attribute(writer, category, Some(option));
            }
        }
        _ => attribute(writer, "attributeOptionCombo", attribute_combo(request, value)),
    }
    writer.push(">");
}

/// Ends the group that is open, if one is.
pub(super) fn close_group(writer: &mut Writer) {
    if writer.group.take().is_some() {
        writer.push("</group>");
    }
}

/// A period as its first day and its length, such as `2025-01-01/P1M`.
fn interval(id: &str) -> String {
    match Period::parse(id) {
        Ok(period) => format!("{}/{}", period.start, period.kind.iso_duration()),
        Err(_) => id.to_owned(),
    }
}

fn attribute(writer: &mut Writer, name: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    writer.push(" ");
    writer.push(name);
    writer.push("=\"");
    writer.push(&escaped(value));
    writer.push("\"");
}

/// Text as XML holds it. Signs that XML cannot hold at all become spaces.
fn escaped(text: &str) -> Cow<'_, str> {
    let plain = |sign: char| sign >= ' ' && !matches!(sign, '&' | '<' | '>' | '"' | '\u{fffe}' | '\u{ffff}');
    if text.chars().all(plain) {
        return text.into();
    }
    let mut escaped = String::with_capacity(text.len() + 16);
    for sign in text.chars() {
        match sign {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#x9;"),
            '\n' => escaped.push_str("&#xa;"),
            '\r' => escaped.push_str("&#xd;"),
            sign if plain(sign) => escaped.push(sign),
            _ => escaped.push(' '),
        }
    }
    escaped.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_and_periods_are_intervals() {
        assert_eq!(escaped("plain"), "plain");
        assert_eq!(escaped("a<b & \"c\"\n\u{1}"), "a&lt;b &amp; &quot;c&quot;&#xa; ");
        assert_eq!(
            (interval("202506").as_str(), interval("2025S1").as_str()),
            ("2025-06-01/P1M", "2025-01-01/P6M")
        );
    }
}
