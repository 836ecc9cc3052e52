//! Indicators, their types and groups, and the legends that colour them.

use serde_json::{Value, json};

use crate::metadata::references;
use crate::random::uid;

/// An indicator: code, name, type, numerator, denominator (of element codes in braces), and its legend set, if any.
type Indicator = (&'static str, &'static str, &'static str, &'static str, &'static str, Option<&'static str>);

const TYPES: [(&str, &str, u32); 3] =
    [("PERCENT", "Per cent", 100), ("THOUSAND", "Per thousand", 1_000), ("LAKH", "Per 100,000", 100_000)];

/// Groups with their indicators.
const GROUPS: [(&str, &str, &[Indicator]); 5] = [
    (
        "MALARIA",
        "Malaria indicators",
        &[
            (
                "MAL_POSITIVITY",
                "Malaria test positivity",
                "PERCENT",
                "{MAL_POSITIVE}",
                "{MAL_TESTED}",
                Some("BURDEN"),
            ),
            (
                "MAL_TREATMENT",
                "Malaria cases treated",
                "PERCENT",
                "{MAL_TREATED}",
                "{MAL_POSITIVE}",
                Some("COVERAGE"),
            ),
            ("MAL_INCIDENCE", "Malaria incidence", "THOUSAND", "{MAL_POSITIVE}", "{POP_ALL}", None),
        ],
    ),
    (
        "MATERNAL",
        "Maternal and newborn indicators",
        &[
            (
                "ANC_1_COVER",
                "Antenatal care coverage, first visit",
                "PERCENT",
                "{ANC_1}",
                "{POP_PREGNANT}",
                Some("COVERAGE"),
            ),
            (
                "ANC_4_RATE",
                "Fourth antenatal visits of first ones",
                "PERCENT",
                "{ANC_4}",
                "{ANC_1}",
                Some("COVERAGE"),
            ),
            (
                "ANC_IPT_RATE",
                "IPTp3 of first antenatal visits",
                "PERCENT",
                "{ANC_IPT3}",
                "{ANC_1}",
                Some("COVERAGE"),
            ),
            (
                "DEL_SKILL_RATE",
                "Skilled attendance at delivery",
                "PERCENT",
                "{DEL_SKILLED}",
                "{DEL_ALL}",
                Some("COVERAGE"),
            ),
            ("DEL_STILL_RATE", "Stillbirth rate", "THOUSAND", "{DEL_STILL}", "{DEL_ALL}", None),
            (
                "DEL_DEATH_RATIO",
                "Maternal mortality in facilities",
                "LAKH",
                "{DEL_DEATHS}",
                "{DEL_LIVE}",
                None,
            ),
            ("NEW_LOW_RATE", "Low birth weight rate", "PERCENT", "{NEW_LOW}", "{DEL_LIVE}", Some("BURDEN")),
            ("PNC_RATE", "Postnatal care rate", "PERCENT", "{PNC_2}", "{DEL_ALL}", Some("COVERAGE")),
        ],
    ),
    (
        "EPI",
        "Immunisation indicators",
        &[
            (
                "EPI_PENTA3_COVER",
                "Pentavalent 3 coverage",
                "PERCENT",
                "{EPI_PENTA3}",
                "{POP_UNDER1}",
                Some("COVERAGE"),
            ),
            (
                "EPI_MR1_COVER",
                "Measles and rubella 1 coverage",
                "PERCENT",
                "{EPI_MR1}",
                "{POP_UNDER1}",
                Some("COVERAGE"),
            ),
            (
                "EPI_DROPOUT",
                "Pentavalent dropout",
                "PERCENT",
                "{EPI_PENTA1} - {EPI_PENTA3}",
                "{EPI_PENTA1}",
                Some("BURDEN"),
            ),
        ],
    ),
    (
        "HIV_TB",
        "HIV and tuberculosis indicators",
        &[
            ("HIV_YIELD", "HIV positivity", "PERCENT", "{HIV_POSITIVE}", "{HIV_TESTED}", Some("BURDEN")),
            ("HIV_LINKED", "Linked to treatment", "PERCENT", "{HIV_NEW}", "{HIV_POSITIVE}", Some("COVERAGE")),
            (
                "HIV_VIRUS",
                "Viral suppression",
                "PERCENT",
                "{HIV_SUPPRESSED}",
                "{HIV_CURRENT}",
                Some("COVERAGE"),
            ),
            (
                "TB_YIELD",
                "TB confirmed of examined",
                "PERCENT",
                "{TB_CONFIRMED}",
                "{TB_EXAMINED}",
                Some("BURDEN"),
            ),
        ],
    ),
    (
        "CARE",
        "Care and nutrition indicators",
        &[
            ("NUT_RATE", "Underweight rate", "PERCENT", "{NUT_UNDER}", "{NUT_WEIGHED}", Some("BURDEN")),
            ("IPD_FATALITY", "Inpatient death rate", "PERCENT", "{IPD_DIED}", "{IPD_ADMITTED}", None),
            ("IPD_STAY", "Days of stay", "PERCENT", "{IPD_BED_DAYS}", "{IPD_ADMITTED} * 100", None),
        ],
    ),
];

/// The identifier of an indicator.
pub(crate) fn indicator(code: &str) -> String {
    uid(&format!("indicator {code}"))
}

/// The identifier of a legend set.
pub(crate) fn legend_set(code: &str) -> String {
    uid(&format!("legend set {code}"))
}

pub(crate) fn types() -> Vec<Value> {
    let types = TYPES.iter().map(|(code, name, factor)| {
        json!({ "id": uid(&format!("indicator type {code}")), "name": name, "factor": factor, "number": false })
    });
    types.collect()
}

/// An expression with the identifiers of its elements in place of their codes.
fn expression(text: &str) -> String {
    let mut out = String::new();
    for (at, part) in text.split(['{', '}']).enumerate() {
        match at % 2 {
            0 => out.push_str(part),
            _ => out.push_str(&format!("#{{{}}}", uid(&format!("element {part}")))),
        }
    }
    out
}

pub(crate) fn indicators() -> Vec<Value> {
    let all = GROUPS.iter().flat_map(|(_, _, indicators)| indicators.iter());
    all.map(|(code, name, of, numerator, denominator, legends)| {
        json!({
            "id": indicator(code), "code": code, "name": name, "shortName": name,
            "indicatorType": { "id": uid(&format!("indicator type {of}")) },
            "numerator": expression(numerator), "numeratorDescription": "What was done or found",
            "denominator": expression(denominator), "denominatorDescription": "For how many it could have been",
            "annualized": denominator.starts_with("{POP"),
            "legendSets": references(legends.iter().map(|code| legend_set(code))),
        })
    })
    .collect()
}

pub(crate) fn groups() -> Vec<Value> {
    let groups = GROUPS.iter().map(|(code, name, indicators)| {
        json!({
            "id": uid(&format!("indicator group {code}")), "code": code, "name": name, "shortName": name,
            "indicators": references(indicators.iter().map(|(code, ..)| indicator(code))),
        })
    });
    groups.collect()
}

/// Legends: from, to, name and colour. The colours keep apart for those who see few.
type Legend = (u32, u32, &'static str, &'static str);
const LEGEND_SETS: [(&str, &str, &[Legend]); 2] = [
    (
        "COVERAGE",
        "Coverage",
        &[
            (0, 50, "Very low", "#b2182b"),
            (50, 70, "Low", "#ef8a62"),
            (70, 80, "Fair", "#fddbc7"),
            (80, 90, "Good", "#92c5de"),
            (90, 1_000, "Very good", "#2166ac"),
        ],
    ),
    (
        "BURDEN",
        "Burden",
        &[
            (0, 5, "Very low", "#f7f7f7"),
            (5, 10, "Low", "#fddbc7"),
            (10, 20, "Middling", "#f4a582"),
            (20, 40, "High", "#d6604d"),
            (40, 1_000, "Very high", "#b2182b"),
        ],
    ),
];

pub(crate) fn legend_sets() -> Vec<Value> {
    let sets = LEGEND_SETS.iter().map(|(code, name, legends)| {
        let legends: Vec<Value> = legends
            .iter()
            .map(|(from, to, legend, color)| {
                json!({
                    "id": uid(&format!("legend {code} {from}")), "name": legend, "startValue": from, "endValue": to,
                    "color": color,
                })
            })
            .collect();
        json!({ "id": legend_set(code), "code": code, "name": name, "legends": legends })
    });
    sets.collect()
}
