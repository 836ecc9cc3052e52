//! Bodies from those who mean harm, and from programs that mean well: each is refused with its status, or taken as it is meant.

use serde_json::{Value, json};

use super::{PATH, counts, send};
use crate::tests::data_value_import::country::country;
use crate::tests::packed::{archive, archive_of, gzip};
use crate::tests::{ADMIN, Server, block_on, message};

const JSON: &str = "application/json";
const XML: &str = "application/xml";
const CSV: &str = "application/csv";

fn utf_16(text: &str, mark: bool) -> Vec<u8> {
    let units = mark.then_some(0xfeff).into_iter().chain(text.encode_utf16());
    units.flat_map(u16::to_le_bytes).collect()
}

/// A body with one value of `ElementTxt1`.
fn one(text: &str) -> String {
    format!(
        "{{\"dataSet\":\"MonthlySet1\",\"dataValues\":[{{\"dataElement\":\"ElementTxt1\",\"period\":\"202501\",\
         \"orgUnit\":\"ClinicOne11\",\"value\":{text}}}]}}"
    )
}

/// What it is, its kind, the body and the status.
fn bodies() -> Vec<(&'static str, &'static str, Vec<u8>, u16)> {
    let deep = |open: &str, close: &str, times: usize| [open.repeat(times), close.repeat(times)].concat();
    let lol = (1..=9).fold(String::from("<!DOCTYPE d [<!ENTITY e0 'lol'>"), |all, n| {
        let last = format!("&e{};", n - 1);
        format!("{all}<!ENTITY e{n} '{}'>", last.repeat(10))
    });
    let cut = |packed: Vec<u8>, by: usize| packed[..packed.len() - by].to_vec();
    let plain = one("\"a\"").into_bytes();
    vec![
        ("an external entity", XML, b"<!DOCTYPE d SYSTEM 'http://localhost/x.dtd'><dataValueSet/>".to_vec(), 400),
        ("a billion laughs", XML, format!("{lol}]><dataValueSet dataSet='&e9;'/>").into(), 400),
        ("a parameter entity", XML, b"<!DOCTYPE d [<!ENTITY % p SYSTEM 'file:///etc/passwd'>%p;]><dataValueSet/>".to_vec(), 400),
        ("an entity in a text", XML, b"<adx><group orgUnit='x' period='2025-01-01/P1M'><dataValue><annotation>&x;</annotation></dataValue></group></adx>".to_vec(), 400),
        ("deep XML", XML, format!("<dataValueSet>{}", "<a>".repeat(100_000)).into(), 400),
        ("an attribute twice", XML, b"<dataValueSet dataSet='a' dataSet='b'/>".to_vec(), 400),
        ("XML in UTF-16 without a mark", XML, utf_16("<dataValueSet/>", false), 400),
        ("XML in Latin-1 that says UTF-8", XML, b"<?xml version='1.0' encoding='UTF-8'?><dataValueSet dataSet='\xe9'/>".to_vec(), 400),
        ("JSON in UTF-16", JSON, utf_16(&one("1"), true), 400),
        ("JSON in UTF-16 without a mark", JSON, utf_16(&one("1"), false), 400),
        ("JSON in Latin-1", JSON, [&b"{\"dataSet\":\"\xe9\"}"[..]].concat(), 400),
        ("CSV in UTF-16", CSV, utf_16("dataelement,value\na,1\n", true), 400),
        ("CSV in Latin-1", CSV, b"dataelement,value\n\xe9,1\n".to_vec(), 400),
        ("deep JSON", JSON, one(&deep("[", "]", 100_000)).into(), 400),
        ("deep JSON objects", JSON, one(&deep("{\"a\":", "}", 100_000)).into(), 400),
        ("a number that no computer has", JSON, one("1e400").into(), 400),
        ("half a surrogate", JSON, one("\"\\ud800\"").into(), 400),
        ("a value that is too long to be kept", JSON, one(&format!("\"{}\"", "x".repeat(17 << 20))).into(), 413),
        ("the same, packed", JSON, gzip(one(&format!("\"{}\"", "x".repeat(17 << 20))).as_bytes()), 413),
        ("XML of one long comment", XML, format!("<dataValueSet><!--{}--></dataValueSet>", "<".repeat(17 << 20)).into(), 413),
        ("CSV of one long field", CSV, format!("dataelement,value\na,\"{}\"\n", "\"\"\n".repeat(9 << 20)).into(), 413),
        ("gzip that is cut off", JSON, cut(gzip(&plain), 6), 400),
        ("zip that is cut off", JSON, cut(archive(&plain), 6), 415),
        ("gzip in gzip", JSON, gzip(&gzip(&plain)), 415),
        ("zip in zip", JSON, archive(&archive(&plain)), 415),
        ("zip in gzip", JSON, gzip(&archive(&plain)), 415),
        ("zip of many files", JSON, archive_of(&[("a.json", &plain), ("b.json", &plain)]), 415),
    ]
}

#[test]
fn bodies_of_those_who_mean_harm_are_refused() {
    let server = Server::start("value_import_hostile");
    block_on(async {
        country(&server).await;
        for (what, kind, body, expected) in bodies() {
            let (status, answer) = send(&server, ADMIN, PATH, kind, body).await;
            let sentence = message(&answer.to_string()).unwrap_or_default();
            assert_eq!(status, expected, "{what}: {sentence}");
            assert!(
                !sentence.is_empty() && sentence.len() < 1_000 && !sentence.contains("root:"),
                "{what}: {sentence}"
            );
        }
        let count =
            afya_tests::cluster::texts(&server.database, "select count(*)::text from datavalue").await;
        assert_eq!(count, ["0"]);
    });
}

#[test]
fn bodies_of_those_who_mean_well_are_taken() {
    let server = Server::start("value_import_meant_well");
    block_on(async {
        country(&server).await;
        let plain = one("\"a\"").into_bytes();
        let csv = b"dataelement,period,orgunit,value\nElementTxt1,202501,ClinicOne11,a\n";
        let xml = "<dataValueSet dataSet='MonthlySet1'><dataValue dataElement='ElementTxt1' period='202501' orgUnit='ClinicOne11' value='a'/></dataValueSet>";
        let marked = |body: &[u8]| [b"\xef\xbb\xbf", body].concat();
        let path_trick = archive_of(&[("../../../etc/cron.d/x", &plain)]);
        let cases: Vec<(&str, &str, Vec<u8>)> = vec![
            ("JSON with a mark", JSON, marked(&plain)),
            ("CSV with a mark", CSV, marked(csv)),
            ("XML with a mark", XML, marked(xml.as_bytes())),
            ("gzip with a mark inside", JSON, gzip(&marked(&plain))),
            ("zip whose file has the name of another", JSON, path_trick),
            // The last one counts.
            ("a field twice", JSON, one("\"b\",\"value\":\"a\"").into()),
            (
                "fields that nobody knows",
                JSON,
                one(&format!("\"a\",\"more\":{}", "[".repeat(100_000) + &"]".repeat(100_000))).into(),
            ),
        ];
        for (what, kind, body) in cases {
            let path = format!("{PATH}?dataSet=MonthlySet1");
            let (status, answer) = send(&server, ADMIN, &path, kind, body).await;
            assert_eq!((status, &counts(&answer)["updated"]), (200, &json!(1)), "{what}: {answer}");
            let stored = afya_tests::cluster::texts(&server.database, "select value from datavalue").await;
            assert_eq!(stored, ["a"], "{what}");
        }
        let (status, answer) =
            send(&server, ADMIN, PATH, JSON, one("12345678901234567890.5").into_bytes()).await;
        assert_eq!((status, &counts(&answer)["updated"]), (200, &json!(1)), "{answer}");
    });
}

#[test]
fn metadata_comes_packed_by_the_same_rule() {
    let server = Server::start("metadata_import_packed");
    block_on(async {
        let unit = |id: &str| {
            let unit = json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
            json!({ "organisationUnits": [unit] }).to_string().into_bytes()
        };
        for body in [unit("UnitPlain11"), gzip(&unit("UnitGzip111")), archive(&unit("UnitZip1111"))] {
            let (status, answer) = send(&server, ADMIN, "/api/metadata", JSON, body).await;
            assert_eq!((status, &answer["response"]["stats"]["created"]), (200, &json!(1)), "{answer}");
        }
        let whole = unit("UnitWrong11");
        let twice: Value = send(&server, ADMIN, "/api/metadata", JSON, gzip(&gzip(&whole))).await.1;
        assert_eq!(twice["httpStatusCode"], 415);
        let cut = gzip(&whole)[..20].to_vec();
        assert_eq!(send(&server, ADMIN, "/api/metadata", JSON, cut).await.0, 400);
        let several = archive_of(&[("a.json", &whole), ("b.json", &whole)]);
        assert_eq!(send(&server, ADMIN, "/api/metadata", JSON, several).await.0, 415);
    });
}
