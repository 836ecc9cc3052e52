//! An export as CSV.

use super::super::Request;
use super::super::write::{Head, Value};
use super::{Writer, attribute_combo, option_combo};

/// The first line.
pub(super) const HEADINGS: &str = "dataelement,period,orgunit,categoryoptioncombo,attributeoptioncombo,value,storedby,\
                                   lastupdated,comment,followup,deleted\n";

/// The line of a value.
pub(super) fn value(writer: &mut Writer, request: &Request, head: &Head, value: &Value<'_>) {
    let combo = attribute_combo(request, value).filter(|_| head.attribute_options.is_none());
    let updated = writer.stamps.text(value.last_updated).to_owned();
    let cells = [
        Some(value.element),
        Some(value.period),
        Some(value.unit),
        option_combo(request, value),
        combo,
        value.value,
        value.stored_by,
        Some(updated.as_str()),
        value.comment,
        value.follow_up.map(|truth| if truth { "true" } else { "false" }),
    ];
    for cell in cells {
        writer.push(&quoted(cell.unwrap_or_default()));
        writer.push(",");
    }
    writer.push(if value.deleted { "true\n" } else { "false\n" });
}

/// A cell, in quotes where it would not be read back without.
fn quoted(text: &str) -> std::borrow::Cow<'_, str> {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\"")).into()
    } else {
        text.into()
    }
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn cells_that_hold_signs_of_the_format_are_quoted() {
        assert_eq!(quoted("plain text"), "plain text");
        assert_eq!(quoted("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
    }
}
