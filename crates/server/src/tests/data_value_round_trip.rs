//! What leaves in each format and comes into an empty country is the same there: from seeds, with every kind of value, texts
//! that formats must escape, comments, marks and deleted values.

use afya_model::Random;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::AUTHORIZATION;
use serde_json::{Value, json};

use super::data_value_import::country::country;
use super::data_value_import::{counts, send};
use super::{ADMIN, Server, basic, block_on};
use afya_tests::cluster::texts;

/// Not among them is `null`, which CSV takes for nothing.
const TEXTS: [&str; 11] = [
    "plain",
    "a, \"b\"; 'c'",
    "<b>&amp;</b> & < >",
    "two\nlines",
    "a\ttab",
    "ünï – ✓ 😀",
    "0",
    "=1+1",
    "back\\slash",
    "x",
    "true",
];

/// A set, with the attribute option combo of its values and its elements with their option combos.
type Set = (&'static str, &'static str, &'static [(&'static str, &'static str)]);

const SETS: [Set; 2] = [
    (
        "MonthlySet1",
        "HllvX50cXC0",
        &[("ElementNum1", "HllvX50cXC0"), ("ElementTxt1", "HllvX50cXC0"), ("ElementOpt1", "HllvX50cXC0")],
    ),
    ("PartnerSet1", "AidOneCombo", &[("ElementSex1", "SexMaleComb"), ("ElementSex1", "SexFemaleCo")]),
];

/// Everything that a value is, but who stored it and when.
const STORED: &str = "select json_build_array(e.uid, p.iso, o.uid, c.uid, a.uid, nullif(v.value, ''), nullif(v.comment, ''), coalesce(v.followup, false), v.deleted)::text \
    from datavalue v join dataelement e using (dataelementid) join period p using (periodid) \
    join organisationunit o on o.organisationunitid = v.sourceid join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
    join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid order by 1";

/// Values of a set from a seed: some in each month and at each unit.
fn values(random: &Random, (set, attribute, cells): Set, plain: bool) -> Value {
    let mut values = Vec::new();
    for month in 1..=12 {
        for unit in ["ClinicOne11", "ClinicTwo22"] {
            for (element, combo) in cells.iter().filter(|_| random.below(3) > 0) {
                let text = match *element {
                    "ElementTxt1" => TEXTS[random.below(TEXTS.len())].to_owned(),
                    "ElementOpt1" => "YES".to_owned(),
                    _ => random.below(1000).to_string(),
                };
                let mut value = json!({
                    "dataElement": element, "period": format!("2025{month:02}"), "orgUnit": unit, "categoryOptionCombo": combo,
                    "attributeOptionCombo": attribute, "value": text,
                });
                if !plain {
                    value["followUp"] = json!(random.below(4) == 0);
                    if random.below(3) == 0 {
                        value["comment"] = json!(TEXTS[random.below(TEXTS.len())]);
                    }
                }
                values.push(value);
            }
        }
    }
    json!({ "dataSet": set, "dataValues": values })
}

async fn export(server: &Server, path: &str) -> Vec<u8> {
    let request =
        Request::builder().uri(path).header(AUTHORIZATION, basic(ADMIN)).body(Body::empty()).unwrap();
    let answer = server.send(request).await;
    assert_eq!(answer.status(), 200, "{path}");
    to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec()
}

/// A country with values, and some that are deleted.
fn filled(name: &str, seed: u64, plain: bool) -> Server {
    let server = Server::start(name);
    block_on(fill(&server, seed, plain));
    server
}

async fn fill(server: &Server, seed: u64, plain: bool) {
    country(server).await;
    let random = Random::seeded(seed);
    for set in SETS {
        let group = values(&random, set, plain);
        server.json("POST", "/api/dataValueSets", Some(&group)).await;
        let all = group["dataValues"].as_array().unwrap();
        let some: Vec<&Value> = all.iter().filter(|_| !plain && random.below(8) == 0).collect();
        let path = "/api/dataValueSets?importStrategy=DELETE";
        server.json("POST", path, Some(&json!({ "dataSet": set.0, "dataValues": some }))).await;
    }
}

/// Takes all sets from one country into an empty one; the values there.
fn taken_over(from: &Server, name: &str, kind: (&str, &str), query: &str) -> Vec<String> {
    let empty = Server::start(name);
    block_on(take_over(from, &empty, kind, query))
}

async fn take_over(
    from: &Server,
    empty: &Server,
    (ending, media_type): (&str, &str),
    query: &str,
) -> Vec<String> {
    country(empty).await;
    for (set, _, _) in SETS {
        let schemes = query.split('&').filter(|part| part.contains("dScheme=")).collect::<Vec<_>>().join("&");
        let (set, unit) = match query.contains("idScheme=CODE") {
            true => (set.to_uppercase(), "COUNTRYONE1"),
            false => (set.to_owned(), "CountryOne1"),
        };
        let inputs = if query.contains("idScheme=CODE") { "inputIdScheme=CODE&" } else { "" };
        let export_path = format!(
            "/api/dataValueSets{ending}?{inputs}dataSet={set}&startDate=2025-01-01&endDate=2025-12-31&orgUnit={unit}&children=true\
             &includeDeleted=true&{query}"
        );
        let body = export(from, &export_path).await;
        let path = format!("/api/dataValueSets?dataSet={set}&{schemes}");
        let shown = String::from_utf8_lossy(&body[..body.len().min(2_000)]).into_owned();
        let (status, answer) = send(empty, ADMIN, &path, media_type, body).await;
        assert_eq!((status, &counts(&answer)["ignored"]), (200, &json!(0)), "{path}: {answer}\n{shown}");
    }
    texts(&empty.database, STORED).await
}

#[test]
fn values_that_leave_and_come_back_are_the_same() {
    let kinds = [(".json", "application/json"), (".csv", "application/csv"), (".xml", "application/xml")];
    for seed in 1..=2 {
        let from = filled(&format!("round_{seed}"), seed, false);
        let stored = block_on(texts(&from.database, STORED));
        assert!(stored.len() > 50 && stored.iter().any(|value| value.ends_with("true]")), "{stored:?}");
        for kind in kinds {
            let name = format!("round_{seed}_{}", &kind.0[1..]);
            assert_eq!(taken_over(&from, &name, kind, ""), stored, "{}", kind.0);
        }
    }
}

#[test]
fn values_are_the_same_by_code_in_adx_and_packed() {
    // ADX has places for neither comments nor marks nor deleted values.
    let from = filled("round_code", 3, true);
    let stored = block_on(texts(&from.database, STORED));
    assert!(stored.len() > 50);
    for (number, (ending, media_type, query)) in [
        (".json", "application/json", "idScheme=CODE&compression=gzip"),
        (".csv", "application/csv", "idScheme=CODE&compression=zip"),
        (".xml", "application/xml", "idScheme=CODE&compression=zip"),
        (".adx+xml", "application/adx+xml", "idScheme=CODE"),
        (".adx+xml", "application/adx+xml", "idScheme=CODE&compression=gzip"),
    ]
    .into_iter()
    .enumerate()
    {
        let name = format!("round_code_{number}");
        assert_eq!(taken_over(&from, &name, (ending, media_type), query), stored, "{ending}?{query}");
    }
}
