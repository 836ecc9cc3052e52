//! The report of an import as XML, in DHIS2's order of elements, for clients that accept nothing else.

use std::fmt::Write;

use axum::response::Response;
use serde_json::Value;

/// The options of an import, in their order.
const OPTIONS: [&str; 32] = [
    "atomic",
    "dryRun",
    "preheatCache",
    "async",
    "importStrategy",
    "mergeMode",
    "reportMode",
    "skipExistingCheck",
    "sharing",
    "skipNotifications",
    "skipAudit",
    "datasetAllowsPeriods",
    "strictPeriods",
    "strictDataElements",
    "strictCategoryOptionCombos",
    "strictAttributeOptionCombos",
    "strictOrganisationUnits",
    "strictDataSetApproval",
    "strictDataSetLocking",
    "strictDataSetInputPeriods",
    "requireCategoryOptionCombo",
    "requireAttributeOptionCombo",
    "skipPatternValidation",
    "ignoreEmptyCollection",
    "force",
    "firstRowIsHeader",
    "filename",
    "notificationLevel",
    "skipLastUpdated",
    "mergeDataValues",
    "skipCache",
    "dataSet",
];

/// Whether a client takes XML and no JSON.
pub(crate) fn is_wanted(accept: &str) -> bool {
    accept.contains("xml") && !accept.contains("json") && !accept.contains('*')
}

/// A web message with the report of an import.
pub(crate) fn report(message: &Value) -> Response {
    let response = &message["response"];
    let mut out = String::from("<webMessage xmlns=\"http://dhis2.org/schema/dxf/2.0\"");
    for name in ["httpStatus", "httpStatusCode", "status"] {
        attribute(&mut out, name, &message[name]);
    }
    out.push('>');
    element(&mut out, "message", &message["message"]);
    out.push_str("<response>");
    element(&mut out, "status", &response["status"]);
    options(&mut out, &response["importOptions"]);
    element(&mut out, "description", &response["description"]);
    out.push_str("<importCount");
    for name in ["imported", "updated", "ignored", "deleted"] {
        attribute(&mut out, name, &response["importCount"][name]);
    }
    out.push_str("/>");
    list(&mut out, "rejectedIndexes", &response["rejectedIndexes"], |out, index| {
        element(out, "rejectedIndexes", index);
    });
    element(&mut out, "dataSetComplete", &response["dataSetComplete"]);
    out.push_str("<responseType xmlns=\"\">ImportSummary</responseType>");
    list(&mut out, "conflicts", &response["conflicts"], conflict);
    out.push_str("</response></webMessage>");
    let status = message["httpStatusCode"].as_u64().and_then(|status| u16::try_from(status).ok());
    super::typed(status.unwrap_or(500), "application/xml", out)
}

/// Objects as elements of one name with an attribute for each property, in a root of its own.
pub(crate) fn attributes_of(root: &str, name: &str, objects: &[Value]) -> Response {
    let mut out =
        format!("<?xml version='1.0' encoding='UTF-8'?><{root} xmlns=\"http://dhis2.org/schema/dxf/2.0\"");
    out.push_str(if objects.is_empty() { "/>" } else { ">" });
    for object in objects {
        let _ = write!(out, "<{name}");
        for (key, value) in object.as_object().into_iter().flatten() {
            attribute(&mut out, key, value);
        }
        out.push_str("/>");
    }
    if !objects.is_empty() {
        let _ = write!(out, "</{root}>");
    }
    super::typed(200, "application/xml;charset=UTF-8", out)
}

fn options(out: &mut String, options: &Value) {
    out.push_str("<importOptions>");
    match options["idSchemes"].as_object().filter(|schemes| !schemes.is_empty()) {
        None => out.push_str("<idSchemes/>"),
        Some(schemes) => {
            out.push_str("<idSchemes>");
            for (name, scheme) in schemes {
                let _ = write!(out, "<{name} xmlns=\"\">");
                element(out, "type", &scheme["type"]);
                element(out, "attribute", &scheme["attribute"]);
                let _ = write!(out, "</{name}>");
            }
            out.push_str("</idSchemes>");
        }
    }
    for name in OPTIONS {
        // As in DHIS2 this one stands in no namespace.
        match name {
            "atomic" => {
                let _ = write!(out, "<atomic xmlns=\"\">{}</atomic>", text(&options[name]));
            }
            _ => element(out, name, &options[name]),
        }
    }
    out.push_str("</importOptions>");
}

fn conflict(out: &mut String, conflict: &Value) {
    out.push_str("<conflict");
    for name in ["object", "value", "errorCode"] {
        attribute(out, name, &conflict[name]);
    }
    out.push('>');
    for index in conflict["indexes"].as_array().into_iter().flatten() {
        let _ = write!(out, "<indexes xmlns=\"\" indexes=\"{}\"/>", text(index));
    }
    out.push_str("<objects xmlns=\"\">");
    element(out, "args", &conflict["objects"]["args"]);
    out.push_str("</objects></conflict>");
}

fn list(out: &mut String, name: &str, items: &Value, write_one: fn(&mut String, &Value)) {
    match items.as_array().filter(|items| !items.is_empty()) {
        None => {
            let _ = write!(out, "<{name}/>");
        }
        Some(items) => {
            let _ = write!(out, "<{name}>");
            items.iter().for_each(|item| write_one(out, item));
            let _ = write!(out, "</{name}>");
        }
    }
}

/// An element; nothing for what is not there.
fn element(out: &mut String, name: &str, value: &Value) {
    if !value.is_null() {
        let _ = write!(out, "<{name}>{}</{name}>", text(value));
    }
}

fn attribute(out: &mut String, name: &str, value: &Value) {
    if !value.is_null() {
        let _ = write!(out, " {name}=\"{}\"", text(value).replace('"', "&quot;"));
    }
}

fn text(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn xml_is_for_those_who_take_nothing_else() {
        assert!(is_wanted("application/xml") && is_wanted("text/xml"));
        for accept in [
            "*/*",
            "application/json",
            "application/json, application/xml",
            "text/html, application/xml, */*",
        ] {
            assert!(!is_wanted(accept), "{accept}");
        }
    }
}
