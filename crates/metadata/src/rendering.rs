//! How values of a data element or attribute may be shown in a form.

use serde_json::{Value, json};

/// Who shows values: data elements of a program stage, attributes of a program.
const CLASSES: [&str; 2] =
    ["org.hisp.dhis.program.ProgramStageDataElement", "org.hisp.dhis.program.ProgramTrackedEntityAttribute"];

/// Value types with the forms that each may take; the empty list stands for everything with an option set.
const FORMS: [(&[&str], &[&str]); 5] = [
    (
        &["TRUE_ONLY", "BOOLEAN"],
        &[
            "DEFAULT",
            "VERTICAL_RADIOBUTTONS",
            "HORIZONTAL_RADIOBUTTONS",
            "VERTICAL_CHECKBOXES",
            "HORIZONTAL_CHECKBOXES",
            "TOGGLE",
        ],
    ),
    (
        &[],
        &[
            "DEFAULT",
            "DROPDOWN",
            "VERTICAL_RADIOBUTTONS",
            "HORIZONTAL_RADIOBUTTONS",
            "VERTICAL_CHECKBOXES",
            "HORIZONTAL_CHECKBOXES",
            "SHARED_HEADER_RADIOBUTTONS",
            "ICONS_AS_BUTTONS",
            "SPINNER",
            "ICON",
        ],
    ),
    (
        &[
            "INTEGER",
            "INTEGER_POSITIVE",
            "INTEGER_NEGATIVE",
            "INTEGER_ZERO_OR_POSITIVE",
            "NUMBER",
            "UNIT_INTERVAL",
            "PERCENTAGE",
        ],
        &["DEFAULT", "SPINNER", "VALUE", "SLIDER", "LINEAR_SCALE"],
    ),
    (&["TEXT"], &["DEFAULT", "VALUE", "AUTOCOMPLETE", "QR_CODE", "BAR_CODE", "GS1_DATAMATRIX"]),
    (&["IMAGE"], &["DEFAULT", "CANVAS"]),
];

/// Every combination, as `/api/staticConfiguration/renderingOptions` lists it.
pub fn options() -> Vec<Value> {
    let mut options = Vec::new();
    for (value_types, forms) in FORMS {
        for class in CLASSES {
            if value_types.is_empty() {
                options.push(json!({"clazz": class, "hasOptionSet": true, "renderingTypes": forms}));
            }
            for value_type in value_types {
                options.push(json!({
                    "clazz": class, "valueType": value_type, "hasOptionSet": false, "renderingTypes": forms,
                }));
            }
        }
    }
    options
}
