//! Classes that are kept as JSON inside of charts, tables, maps and dashboards: which keys they have, and what each may hold.

use afya_model::Refusal;
use serde_json::Value;

/// What a key holds.
#[derive(Clone, Copy)]
enum Holds {
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// One of these words, of an enumeration of Java's.
    Word(&'static str, &'static [&'static str]),
    /// An object of a class.
    Object(&'static str),
    /// A list of objects of a class.
    List(&'static str),
}

use Holds::{Boolean, Integer, List, Number, Object, Word};

const FONT_STYLE: Holds = Object("org.hisp.dhis.visualization.FontStyle");
const STYLED: Holds = Object("org.hisp.dhis.visualization.StyledObject");
const LINE: Holds = Object("org.hisp.dhis.visualization.Line");
const PARENT: Holds = Word("org.hisp.dhis.eventvisualization.Attribute", &["COLUMN", "ROW", "FILTER"]);

/// The classes by name, each with its keys. Texts are left out: everything plain can be one.
const CLASSES: &[(&str, &[(&str, Holds)])] = &[
    (
        "org.hisp.dhis.visualization.OutlierAnalysis",
        &[
            ("enabled", Boolean),
            ("maxResults", Integer),
            ("thresholdFactor", Number),
            ("extremeLines", Object("org.hisp.dhis.visualization.OutlierLine")),
            (
                "outlierMethod",
                Word(
                    "org.hisp.dhis.visualization.OutlierMethod",
                    &["IQR", "STANDARD_Z_SCORE", "MODIFIED_Z_SCORE"],
                ),
            ),
            (
                "normalizationMethod",
                Word("org.hisp.dhis.visualization.NormalizedOutlierMethod", &["Y_RESIDUALS_LINEAR"]),
            ),
        ],
    ),
    ("org.hisp.dhis.visualization.OutlierLine", &[("enabled", Boolean), ("value", Number)]),
    (
        "org.hisp.dhis.visualization.AxisV2",
        &[
            ("index", Integer),
            ("type", Word("org.hisp.dhis.visualization.AxisType", &["DOMAIN", "RANGE"])),
            ("label", STYLED),
            ("title", STYLED),
            ("decimals", Integer),
            ("maxValue", Number),
            ("minValue", Number),
            ("steps", Integer),
            ("baseLine", LINE),
            ("targetLine", LINE),
        ],
    ),
    ("org.hisp.dhis.visualization.Line", &[("value", Number), ("title", STYLED)]),
    (
        "org.hisp.dhis.visualization.StyledObject",
        &[
            ("textMode", Word("org.hisp.dhis.visualization.TextMode", &["AUTO", "CUSTOM"])),
            ("fontStyle", FONT_STYLE),
        ],
    ),
    (
        "org.hisp.dhis.visualization.FontStyle",
        &[
            ("font", Word("org.hisp.dhis.visualization.Font", &["ARIAL", "SANS_SERIF", "VERDANA", "ROBOTO"])),
            ("fontSize", Integer),
            ("bold", Boolean),
            ("italic", Boolean),
            ("underline", Boolean),
            ("textAlign", Word("org.hisp.dhis.visualization.TextAlign", &["LEFT", "CENTER", "RIGHT"])),
        ],
    ),
    (
        "org.hisp.dhis.visualization.VisualizationFontStyle",
        &[
            ("visualizationTitle", FONT_STYLE),
            ("visualizationSubtitle", FONT_STYLE),
            ("horizontalAxisTitle", FONT_STYLE),
            ("verticalAxisTitle", FONT_STYLE),
            ("targetLineLabel", FONT_STYLE),
            ("baseLineLabel", FONT_STYLE),
            ("seriesAxisLabel", FONT_STYLE),
            ("categoryAxisLabel", FONT_STYLE),
            ("legend", FONT_STYLE),
        ],
    ),
    ("org.hisp.dhis.visualization.SeriesKey", &[("hidden", Boolean), ("label", STYLED)]),
    (
        "org.hisp.dhis.visualization.Series",
        &[("axis", Integer), ("type", Word("org.hisp.dhis.visualization.VisualizationType", SERIES))],
    ),
    (
        "org.hisp.dhis.visualization.LegendDefinitions",
        &[
            ("showKey", Boolean),
            ("style", Word("org.hisp.dhis.legend.LegendDisplayStyle", &["FILL", "TEXT"])),
            ("strategy", Word("org.hisp.dhis.legend.LegendDisplayStrategy", &["FIXED", "BY_DATA_ITEM"])),
        ],
    ),
    (
        "org.hisp.dhis.visualization.ReportingParams",
        &[
            ("reportingPeriod", Boolean),
            ("organisationUnit", Boolean),
            ("parentOrganisationUnit", Boolean),
            ("grandParentOrganisationUnit", Boolean),
        ],
    ),
    (
        "org.hisp.dhis.analytics.Sorting",
        &[("direction", Word("org.hisp.dhis.analytics.SortOrder", &["ASC", "DESC"]))],
    ),
    (
        "org.hisp.dhis.icon.Icon",
        &[("type", Word("org.hisp.dhis.visualization.Icon$IconType", &["DATA_ITEM"]))],
    ),
    ("org.hisp.dhis.eventvisualization.EventRepetition", &[("parent", PARENT)]),
    ("org.hisp.dhis.eventvisualization.SimpleDimension", &[("parent", PARENT)]),
    ("org.hisp.dhis.mapping.Basemap", &[("opacity", Number), ("hidden", Boolean)]),
    (
        "org.hisp.dhis.dashboard.design.ItemConfig",
        &[
            ("insertHeight", Integer),
            ("insertPosition", Word("org.hisp.dhis.dashboard.design.Position", &["START", "END"])),
        ],
    ),
    (
        "org.hisp.dhis.dashboard.design.Layout",
        &[
            ("spacing", Object("org.hisp.dhis.dashboard.design.Spacing")),
            ("columns", List("org.hisp.dhis.dashboard.design.Column")),
        ],
    ),
    ("org.hisp.dhis.dashboard.design.Spacing", &[("column", Integer), ("row", Integer)]),
    ("org.hisp.dhis.dashboard.design.Column", &[("index", Integer), ("span", Integer)]),
    (
        "org.hisp.dhis.dashboard.embedded.EmbeddedDashboard",
        &[
            ("provider", Word("org.hisp.dhis.dashboard.embedded.EmbeddedProvider", &["SUPERSET"])),
            ("options", Object("org.hisp.dhis.dashboard.embedded.EmbeddedOptions")),
            ("security", Object("org.hisp.dhis.dashboard.embedded.EmbeddedSecurity")),
        ],
    ),
    (
        "org.hisp.dhis.dashboard.embedded.EmbeddedOptions",
        &[
            ("hideTab", Boolean),
            ("hideChartControls", Boolean),
            ("filters", Object("org.hisp.dhis.dashboard.embedded.FilterOptions")),
        ],
    ),
    ("org.hisp.dhis.dashboard.embedded.FilterOptions", &[("visible", Boolean), ("expanded", Boolean)]),
    ("org.hisp.dhis.dashboard.embedded.EmbeddedSecurity", &[("restrictOrgUnitHierarchy", Boolean)]),
];

/// What a series may be drawn as.
const SERIES: &[&str] = &[
    "STACKED_AREA",
    "RADAR",
    "OUTLIER_TABLE",
    "BUBBLE",
    "YEAR_OVER_YEAR_LINE",
    "STACKED_COLUMN",
    "YEAR_OVER_YEAR_COLUMN",
    "PIVOT_TABLE",
    "BAR",
    "LINE",
    "COLUMN",
    "GAUGE",
    "SINGLE_VALUE",
    "STACKED_BAR",
    "PIE",
    "AREA",
    "SCATTER",
];

/// Refuses what a class that is kept as JSON cannot hold; classes that are not known here hold anything.
///
/// # Errors
/// 409 with the value and what may stand in its place, as DHIS2 says where it reads a body.
pub(super) fn check(class: &str, value: &Value) -> Result<(), Refusal> {
    let Some((class, keys)) = CLASSES.iter().find(|(known, _)| *known == class) else { return Ok(()) };
    let object = match value {
        Value::Null => return Ok(()),
        Value::Object(object) => object,
        other => return Err(refused(class, other, "give an object")),
    };
    for (key, holds) in *keys {
        if let Some(value) = object.get(*key).filter(|value| !value.is_null()) {
            check_key(key, *holds, value)?;
        }
    }
    Ok(())
}

fn check_key(key: &str, holds: Holds, value: &Value) -> Result<(), Refusal> {
    let text = value.as_str();
    let is_number = || value.is_number() || text.is_some_and(|text| text.parse::<f64>().is_ok());
    let (class, fits) = match holds {
        Object(class) => return check(class, value),
        List(class) => match value {
            Value::Array(items) => return items.iter().try_for_each(|item| check(class, item)),
            _ => ("java.util.ArrayList", false),
        },
        Word(class, words) => {
            if text.is_some_and(|word| words.contains(&word)) {
                return Ok(());
            }
            let sentence = format!("not one of the values accepted for Enum class: [{}]", words.join(", "));
            return Err(refused(class, value, &sentence));
        }
        Integer => ("java.lang.Integer", is_number()),
        Number => ("java.lang.Double", is_number()),
        Boolean => ("boolean", value.is_boolean() || matches!(text, Some("true" | "false"))),
    };
    if fits {
        Ok(())
    } else {
        Err(refused(class, value, &format!("the property `{key}` takes no such value")))
    }
}

/// The sentence of a value that a class cannot be read from.
pub(super) fn refused(class: &str, value: &Value, why: &str) -> Refusal {
    let what = match value {
        Value::String(text) => format!("String \"{text}\""),
        Value::Object(_) => "Object value (token `JsonToken.START_OBJECT`)".into(),
        Value::Array(_) => "Array value (token `JsonToken.START_ARRAY`)".into(),
        other => format!("`{other}`"),
    };
    Refusal::conflict(format!("Cannot deserialize value of type `{class}` from {what}: {why}"))
}

#[cfg(test)]
mod tests {
    use afya_schema::registry;
    use serde_json::json;

    use super::*;

    fn said(class: &str, value: &Value) -> String {
        check(&format!("org.hisp.dhis.{class}"), value).unwrap_err().message.unwrap_or_default()
    }

    #[test]
    fn what_a_class_cannot_hold_is_refused_however_deep_it_lies() {
        let outliers = json!({ "enabled": true, "outlierMethod": "GUESS" });
        assert!(
            said("visualization.OutlierAnalysis", &outliers).contains("from String \"GUESS\": not one of")
        );
        let axis = json!({ "index": 0, "title": { "fontStyle": { "textAlign": "ABOVE" } } });
        assert!(said("visualization.AxisV2", &axis).contains("`org.hisp.dhis.visualization.TextAlign`"));
        assert!(said("visualization.Line", &json!([1])).contains("Array value"));
        assert!(said("dashboard.design.Layout", &json!({ "columns": 3 })).contains("ArrayList` from `3`"));
        assert!(
            said("dashboard.design.Layout", &json!({ "columns": [{ "span": "wide" }] })).contains("`span`")
        );
        assert!(said("mapping.Basemap", &json!({ "hidden": "perhaps" })).contains("boolean"));
        for fits in [json!(null), json!({ "opacity": "0.5", "hidden": false, "id": 7, "more": [] })] {
            assert!(check("org.hisp.dhis.mapping.Basemap", &fits).is_ok());
        }
        assert!(check("org.hisp.dhis.NoSuchClass", &json!(1)).is_ok());
    }

    #[test]
    fn the_words_are_those_of_the_registry() {
        for (class, keys) in CLASSES {
            let Some(of) = registry().by_class(class).filter(|of| !of.identifiable) else { continue };
            for (key, holds) in *keys {
                let known = of.property(key).map(|property| property.constants);
                if let (Word(_, words), Some(known)) = (holds, known.filter(|known| !known.is_empty())) {
                    assert!(
                        known.len() == words.len() && known.iter().all(|word| words.contains(word)),
                        "{class} {key}"
                    );
                }
            }
        }
        let charts = registry().by_name("visualization").and_then(|of| of.property("type")).unwrap();
        assert!(
            charts.constants.len() == SERIES.len()
                && charts.constants.iter().all(|word| SERIES.contains(word))
        );
    }
}
