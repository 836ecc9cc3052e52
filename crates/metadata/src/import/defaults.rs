//! What a property holds when nothing was sent for it: DHIS2's classes start with these values.

use afya_schema::{Property, PropertyType, Type};
use serde_json::{Value, json};

use super::preheat::Filled;
use super::rows::{Row, is_text};

/// Truth values that may be unknown; all others are false when nothing is sent.
const UNKNOWN: [(&str, &str); 10] = [
    ("dashboardItem", "messages"),
    ("dataSetNotificationTemplate", "notifyParentOrganisationUnitOnly"),
    ("dataSetNotificationTemplate", "notifyUsersInHierarchyOnly"),
    ("mapView", "followUp"),
    ("mapView", "hidden"),
    ("mapView", "labels"),
    ("programNotificationTemplate", "notifyParentOrganisationUnitOnly"),
    ("programNotificationTemplate", "notifyUsersInHierarchyOnly"),
    ("validationNotificationTemplate", "notifyParentOrganisationUnitOnly"),
    ("program", "captureCoordinates"),
];

/// Words and numbers that stand where nothing was sent.
const FIRST_VALUES: [(&str, &str, &str); 50] = [
    ("jobConfiguration", "jobStatus", r#""SCHEDULED""#),
    ("jobConfiguration", "lastExecutedStatus", r#""NOT_STARTED""#),
    ("*", "dataDimensionType", r#""DISAGGREGATION""#),
    ("*", "dataDimension", "true"),
    ("expression", "missingValueStrategy", r#""SKIP_IF_ALL_VALUES_MISSING""#),
    ("expressionDimensionItem", "missingValueStrategy", r#""NEVER_SKIP""#),
    ("visualization", "digitGroupSeparator", r#""SPACE""#),
    ("visualization", "displayDensity", r#""NORMAL""#),
    ("visualization", "fontSize", r#""NORMAL""#),
    ("visualization", "hideEmptyRowItems", r#""NONE""#),
    ("visualization", "regressionType", r#""NONE""#),
    ("visualization", "sortOrder", "0"),
    ("visualization", "topLimit", "0"),
    ("eventVisualization", "digitGroupSeparator", r#""SPACE""#),
    ("eventVisualization", "hideEmptyRowItems", r#""NONE""#),
    ("eventVisualization", "regressionType", r#""NONE""#),
    ("eventVisualization", "sortOrder", "0"),
    ("eventVisualization", "topLimit", "0"),
    ("mapView", "eventPointRadius", "0"),
    ("dataSet", "openPeriodsAfterCoEndDate", "0"),
    ("dataSetNotificationTemplate", "relativeScheduledDays", "0"),
    ("dataSetNotificationTemplate", "sendStrategy", r#""SINGLE_NOTIFICATION""#),
    ("programRuleAction", "evaluationEnvironments", r#"["ANDROID", "WEB"]"#),
    ("trackedEntityAttribute", "pattern", r#""""#),
    ("smsCommand", "completenessMethod", r#""AT_LEAST_ONE_DATAVALUE""#),
    (
        "smsCommand",
        "moreThanOneOrgUnitMessage",
        r#""Found more than one org unit for this number. Please specify one organisation unit""#,
    ),
    (
        "smsCommand",
        "noUserMessage",
        r#""No user associated with this phone number. Please contact your supervisor.""#,
    ),
    ("smsCommand", "receivedMessage", r#""Command has been processed successfully""#),
    ("optionSet", "version", "0"),
    ("dataSet", "version", "0"),
    ("dataSet", "expiryDays", "0"),
    ("dataSet", "openFuturePeriods", "0"),
    ("dataSet", "timelyDays", "0"),
    ("indicatorType", "factor", "0"),
    ("programStage", "minDaysFromStart", "0"),
    ("section", "sortOrder", "0"),
    ("trackedEntityAttribute", "minCharactersToSearch", "0"),
    ("program", "version", "0"),
    ("program", "accessLevel", r#""OPEN""#),
    ("program", "completeEventsExpiryDays", "0"),
    ("program", "displayIncidentDate", "true"),
    ("program", "expiryDays", "0"),
    ("program", "maxTeiCountToReturn", "0"),
    ("program", "minAttributesRequiredToSearch", "1"),
    ("program", "openDaysAfterCoEndDate", "0"),
    ("programStage", "validationStrategy", r#""ON_COMPLETE""#),
    ("trackedEntityType", "maxTeiCountToReturn", "0"),
    ("trackedEntityType", "minAttributesRequiredToSearch", "1"),
    ("programRuleAction", "evaluationTime", r#""ALWAYS""#),
    ("mapView", "renderingStrategy", r#""SINGLE""#),
];

/// The value of a plain column; nothing for columns that the server fills.
pub(crate) fn plain(of: &Type, property: &Property, sent: &Value) -> Option<Value> {
    if matches!(
        (of.name, property.key),
        ("organisationUnit", "path" | "level") | ("user", "password" | "name")
    ) {
        return None;
    }
    let text = sent.as_str();
    Some(match property.kind {
        _ if sent.is_null() => missing(of, property),
        PropertyType::Boolean => truth(sent),
        PropertyType::Complex => json!(sent.to_string()),
        PropertyType::Number | PropertyType::Integer if text == Some("") => Value::Null,
        PropertyType::Constant | PropertyType::Date if text == Some("") => missing(of, property),
        PropertyType::Date if sent.is_i64() => date(sent.as_i64().unwrap_or_default()),
        _ if is_text(property) && text.is_none() => json!(sent.to_string()),
        _ => sent.clone(),
    })
}

fn truth(sent: &Value) -> Value {
    match sent {
        Value::String(text) => json!(text == "true"),
        Value::Number(number) => json!(number.as_f64() != Some(0.0)),
        other => other.clone(),
    }
}

/// Milliseconds since 1970 as a date with a time.
fn date(milliseconds: i64) -> Value {
    jiff::Timestamp::from_millisecond(milliseconds).map_or(Value::Null, |at| json!(at.to_string()))
}

/// The value that a property starts with, as JSON.
pub(crate) fn first_value(of: &Type, property: &Property) -> Option<Value> {
    let first =
        FIRST_VALUES.iter().find(|(name, key, _)| (*name == "*" || *name == of.name) && *key == property.key);
    first.and_then(|(_, _, value)| serde_json::from_str(value).ok())
}

fn missing(of: &Type, property: &Property) -> Value {
    if let Some(value) = first_value(of, property) {
        return value;
    }
    let unknown = UNKNOWN.contains(&(of.name, property.key));
    if property.kind == PropertyType::Boolean && !unknown { json!(false) } else { Value::Null }
}

/// Puts the empty value of its type into each column that must hold something and has nothing, or leaves it to the
/// database where that has a default.
pub(crate) fn fill(filled: Option<&Vec<Filled>>, exists: bool, row: &mut Row) {
    for Filled { column, kind, started } in filled.into_iter().flatten() {
        let unwritten = exists && !row.contains_key(column);
        if unwritten || row.get(column).is_some_and(|value| !value.is_null()) {
            continue;
        }
        if *started {
            row.shift_remove(column);
            continue;
        }
        let empty = match kind.as_str() {
            _ if column.ends_with("id") => continue,
            "boolean" => json!(false),
            "integer" | "bigint" | "smallint" | "double precision" | "real" | "numeric" => json!(0),
            "jsonb" | "json" => json!({}),
            _ => continue,
        };
        row.insert(column.clone(), empty);
    }
}
