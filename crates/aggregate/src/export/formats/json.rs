//! An export as JSON.

use serde::Serialize;

use super::super::Request;
use super::super::write::{Head, Value};
use super::{Writer, attribute_combo, excludes_head_attribute, option_combo, schemes};

/// The head, up to the list of values.
pub(super) fn open(writer: &mut Writer, request: &Request, head: &Head) {
    writer.push("{");
    let texts = [("dataSet", &head.set), ("period", &head.period), ("orgUnit", &head.unit)];
    for (key, value) in texts {
        text(writer, key, value.as_deref());
    }
    if !excludes_head_attribute(request, head) {
        text(writer, "attributeOptionCombo", head.attribute_combo.as_deref());
        if let Some(options) = &head.attribute_options {
            let options = options.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            pairs(writer, "attributeOptionCombo", options);
        }
    }
    for (key, scheme) in schemes(request) {
        text(writer, key, Some(&scheme));
    }
    writer.push("\"dataValues\":[");
}

/// A value of the list.
pub(super) fn value(writer: &mut Writer, request: &Request, head: &Head, value: &Value<'_>) {
    writer.push(if writer.begun { ",{" } else { "{" });
    text(writer, "dataElement", Some(value.element));
    text(writer, "period", Some(value.period).filter(|_| head.period.is_none()));
    text(writer, "orgUnit", Some(value.unit).filter(|_| head.unit.is_none()));
    text(writer, "categoryOptionCombo", option_combo(request, value));
    if let Some(options) = &value.options {
        pairs(writer, "categoryOptionCombo", options.iter().copied());
    }
    let combo = attribute_combo(request, value).filter(|_| !head.has_attribute());
    text(writer, "attributeOptionCombo", combo);
    text(writer, "value", value.value);
    text(writer, "storedBy", value.stored_by);
    stamp(writer, "created", value.created);
    stamp(writer, "lastUpdated", value.last_updated);
    text(writer, "comment", value.comment);
    if let Some(follow_up) = value.follow_up {
        writer.push(if follow_up { "\"followup\":true," } else { "\"followup\":false," });
    }
    if value.deleted {
        writer.push("\"deleted\":true,");
    }
    writer.written.pop();
    writer.push("}");
}

/// A property with a comma behind it.
fn text(writer: &mut Writer, key: &str, value: Option<&str>) {
    let Some(value) = value else { return };
    writer.push("\"");
    writer.push(key);
    writer.push("\":");
    json(writer, value);
    writer.push(",");
}

fn stamp(writer: &mut Writer, key: &str, moment: std::time::SystemTime) {
    writer.push("\"");
    writer.push(key);
    writer.push("\":\"");
    writer.written.extend_from_slice(writer.stamps.text(moment).as_bytes());
    writer.push("\",");
}

fn pairs<'a>(writer: &mut Writer, key: &str, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    let object: serde_json::Map<String, serde_json::Value> =
        pairs.map(|(key, value)| (key.to_owned(), value.into())).collect();
    writer.push("\"");
    writer.push(key);
    writer.push("\":");
    json(writer, &object);
    writer.push(",");
}

fn json(writer: &mut Writer, value: &(impl Serialize + ?Sized)) {
    // Texts and objects of texts can always be written to memory.
    let _ = serde_json::to_writer(&mut writer.written, value);
}
