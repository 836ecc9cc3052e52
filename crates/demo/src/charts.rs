//! Charts, tables, maps and the dashboards that hold them.

use serde_json::{Value, json};

use crate::indicators::{indicator, legend_set};
use crate::metadata::unit_group;
use crate::random::uid;

/// A chart or table: code, name, type, data, periods, units.
type Chart = (&'static str, &'static str, &'static str, &'static [&'static str], &'static str, &'static str);

/// The units of the one who looks, and below.
const MINE: &str = "USER_ORGUNIT";
const BELOW: &str = "USER_ORGUNIT_CHILDREN";

const CHARTS: [Chart; 12] = [
    (
        "MAL_CURVE",
        "Malaria: tested and confirmed, twelve months",
        "LINE",
        &["e MAL_TESTED", "e MAL_POSITIVE"],
        "LAST_12_MONTHS",
        MINE,
    ),
    (
        "MAL_UNITS",
        "Malaria confirmed by unit, twelve months",
        "STACKED_COLUMN",
        &["e MAL_POSITIVE"],
        "LAST_12_MONTHS",
        BELOW,
    ),
    (
        "MAL_POSITIVITY",
        "Malaria test positivity by unit",
        "BAR",
        &["i MAL_POSITIVITY"],
        "LAST_12_MONTHS",
        BELOW,
    ),
    (
        "MAL_TABLE",
        "Malaria report by unit",
        "PIVOT_TABLE",
        &["e MAL_TESTED", "e MAL_POSITIVE", "e MAL_TREATED", "i MAL_POSITIVITY"],
        "LAST_12_MONTHS",
        BELOW,
    ),
    (
        "ANC_CASCADE",
        "From first antenatal visit to postnatal care",
        "COLUMN",
        &["e ANC_1", "e ANC_4", "e DEL_ALL", "e PNC_2"],
        "LAST_12_MONTHS",
        MINE,
    ),
    (
        "ANC_RATES",
        "Antenatal and delivery rates",
        "LINE",
        &["i ANC_4_RATE", "i DEL_SKILL_RATE", "i PNC_RATE"],
        "LAST_12_MONTHS",
        MINE,
    ),
    (
        "EPI_DOSES",
        "Doses given",
        "COLUMN",
        &["e EPI_PENTA1", "e EPI_PENTA3", "e EPI_MR1", "e EPI_MR2"],
        "LAST_12_MONTHS",
        MINE,
    ),
    ("EPI_DROPOUT", "Pentavalent dropout by unit", "BAR", &["i EPI_DROPOUT"], "LAST_12_MONTHS", BELOW),
    (
        "HIV_RATES",
        "HIV: linked and suppressed",
        "LINE",
        &["i HIV_LINKED", "i HIV_VIRUS"],
        "LAST_12_MONTHS",
        MINE,
    ),
    (
        "IDSR_CURVE",
        "Suspected epidemics, week by week",
        "LINE",
        &["e IDSR_DIARRHOEA", "e IDSR_CHOLERA", "e IDSR_MEASLES"],
        "LAST_52_WEEKS",
        MINE,
    ),
    ("OPD_YEARS", "Outpatient visits, five years", "AREA", &["e OPD_NEW"], "LAST_5_YEARS", MINE),
    (
        "IPD_SUM",
        "Admissions, last twelve months",
        "SINGLE_VALUE",
        &["e IPD_ADMITTED"],
        "LAST_12_MONTHS",
        MINE,
    ),
];

/// Maps: code, name, data, legend set, level of units.
const MAPS: [(&str, &str, &str, &str, &str); 2] = [
    ("MAL_MAP", "Malaria test positivity by district", "i MAL_POSITIVITY", "BURDEN", "LEVEL-3"),
    ("ANC_MAP", "Fourth antenatal visits by district", "i ANC_4_RATE", "COVERAGE", "LEVEL-3"),
];

/// Dashboards: code, name, and their charts and maps.
const DASHBOARDS: [(&str, &str, &[&str]); 3] = [
    ("MALARIA", "Malaria", &["MAL_CURVE", "MAL_MAP", "MAL_UNITS", "MAL_POSITIVITY", "MAL_TABLE"]),
    ("MOTHERS", "Mothers and children", &["ANC_CASCADE", "ANC_RATES", "ANC_MAP", "EPI_DOSES", "EPI_DROPOUT"]),
    ("COUNTRY", "The country at a glance", &["IPD_SUM", "OPD_YEARS", "IDSR_CURVE", "HIV_RATES", "MAL_CURVE"]),
];

fn chart_uid(code: &str) -> String {
    uid(&format!("chart {code}"))
}

fn seen_by_all() -> Value {
    json!({ "public": "r-------" })
}

/// The identifier of `e CODE`, an element, or `i CODE`, an indicator.
fn data(word: &str) -> Value {
    let id = match word.split_once(' ') {
        Some(("i", code)) => indicator(code),
        Some((_, code)) => uid(&format!("element {code}")),
        None => word.to_owned(),
    };
    json!({ "id": id })
}

fn dimension(name: &str, items: Vec<Value>) -> Value {
    json!({ "dimension": name, "items": items })
}

fn word(word: &str) -> Value {
    json!({ "id": word })
}

pub(crate) fn visualizations() -> Vec<Value> {
    let charts = CHARTS.iter().map(|(code, name, kind, what, when, place)| {
        let dx = dimension("dx", what.iter().map(|word| data(word)).collect());
        let (pe, ou) = (dimension("pe", vec![word(when)]), dimension("ou", vec![word(place)]));
        let (columns, rows, filters) = match (*kind, *place) {
            ("SINGLE_VALUE", _) => (vec![dx], vec![], vec![pe, ou]),
            ("BAR", _) => (vec![dx], vec![ou], vec![pe]),
            ("STACKED_COLUMN", _) => (vec![ou], vec![pe], vec![dx]),
            ("PIVOT_TABLE", _) => (vec![dx], vec![ou, pe], vec![]),
            _ => (vec![dx], vec![pe], vec![ou]),
        };
        json!({
            "id": chart_uid(code), "code": code, "name": name, "type": kind, "columns": columns, "rows": rows,
            "filters": filters, "sharing": seen_by_all(),
        })
    });
    charts.collect()
}

pub(crate) fn maps() -> Vec<Value> {
    let maps = MAPS.iter().map(|(code, name, what, legends, level)| {
        let layer = json!({
            "id": uid(&format!("layer {code}")), "name": name, "layer": "thematic", "thematicMapType": "CHOROPLETH",
            "renderingStrategy": "SINGLE", "opacity": 0.9, "legendSet": { "id": legend_set(legends) },
            "columns": [dimension("dx", vec![data(what)])],
            "rows": [dimension("ou", vec![word(MINE), word(level)])],
            "filters": [dimension("pe", vec![word("LAST_12_MONTHS")])],
        });
        let hospitals = json!({
            "id": uid(&format!("hospitals {code}")), "name": "Hospitals", "layer": "facility", "opacity": 1.0,
            "columns": [], "filters": [],
            "rows": [dimension("ou", vec![word(MINE), json!({ "id": format!("OU_GROUP-{}", unit_group("KIND_HOSPITAL")) })])],
        });
        json!({
            "id": chart_uid(code), "code": code, "name": name, "basemap": "none", "longitude": 3.25, "latitude": -2.3,
            "zoom": 7, "mapViews": [layer, hospitals], "sharing": seen_by_all(),
        })
    });
    maps.collect()
}

pub(crate) fn dashboards() -> Vec<Value> {
    let dashboards = DASHBOARDS.iter().map(|(code, name, shown)| {
        let items = shown.iter().enumerate().map(|(at, shown)| {
            let is_map = MAPS.iter().any(|(code, ..)| code == shown);
            let (kind, key) = if is_map { ("MAP", "map") } else { ("VISUALIZATION", "visualization") };
            // Two beside each other, of 60 columns.
            json!({
                "id": uid(&format!("item {code} {shown}")), "type": kind, key: { "id": chart_uid(shown) },
                "x": at % 2 * 30, "y": at / 2 * 20, "width": 30, "height": 20,
            })
        });
        json!({
            "id": uid(&format!("dashboard {code}")), "code": code, "name": name,
            "dashboardItems": items.collect::<Vec<_>>(), "sharing": seen_by_all(),
        })
    });
    dashboards.collect()
}
