//! What is refused: each mistake by its code, and bodies that nobody should send.

use serde_json::{Value, json};

use super::{PATH, codes, import, monthly, send, stored, value};
use crate::tests::data_value_import::country::country;
use crate::tests::{ADMIN, Server, block_on, message};

fn with(key: &str, to: Value) -> Value {
    let mut group = monthly(&[value("ElementNum1", "1")]);
    group[key] = to;
    group
}

fn one(value: Value) -> Value {
    with("dataValues", json!([value]))
}

#[test]
fn each_mistake_has_its_code() {
    let server = Server::start("value_import_mistakes");
    block_on(async {
        country(&server).await;
        let long = "x".repeat(5001);
        let cases = [
            (with("dataSet", json!("wrong")), "E8004"),
            (with("completeDate", json!("tomorrow")), "E8008"),
            (json!({ "dataSet": "MonthlySet1", "completeDate": "2025-01-01", "dataValues": [] }), "E8009"),
            (with("period", Value::Null), "E8100"),
            (with("period", json!("202513")), "E8100"),
            (one(json!({ "value": "1" })), "E8102"),
            (one(value("wrong", "1")), "E8104"),
            (with("orgUnit", Value::Null), "E8105"),
            (with("orgUnit", json!("wrong")), "E8106"),
            (
                one(json!({ "dataElement": "ElementNum1", "categoryOptionCombo": "wrong", "value": "1" })),
                "E8109",
            ),
            (with("attributeOptionCombo", json!("wrong")), "E8111"),
            (
                json!({ "dataValues": [{ "dataElement": "ElementTwo2", "period": "202501", "orgUnit": "ClinicOne11", "value": "1" }] }),
                "E8002",
            ),
            (
                json!({ "dataValues": [{ "dataElement": "ElementNone", "period": "202501", "orgUnit": "ClinicOne11", "value": "1" }] }),
                "E8003",
            ),
            (with("dataSet", json!("NoSuchSet11")), "E8020"),
            (one(value("ElementSex1", "1")), "E8020"),
            (with("period", json!("2025Q1")), "E8021"),
            (with("orgUnit", json!("CountryOne1")), "E8022"),
            (with("attributeOptionCombo", json!("AidOneCombo")), "E8023"),
            (
                one(
                    json!({ "dataElement": "ElementNum1", "categoryOptionCombo": "SexMaleComb", "value": "1" }),
                ),
                "E8024",
            ),
            (with("period", json!("201912")), "E8031"),
            (with("dataValues", json!([value("ElementNum1", "1"), value("ElementNum1", "2")])), "E8128"),
            (one(value("ElementNum1", "")), "E8120"),
            (one(value("ElementNum1", "1.5")), "E8122"),
            (one(value("ElementOpt1", "NO")), "E8123"),
            (one(json!({ "dataElement": "ElementNum1", "value": "1", "comment": long })), "E8125"),
        ];
        for (body, code) in cases {
            let (status, answer) = import(&server, "", &body).await;
            assert_eq!((status, codes(&answer)), (409, vec![code.to_owned()]), "{body}");
        }
        // The default combo said once by name and once by silence is one cell.
        let twice = json!([value("ElementNum1", "1"), { "dataElement": "ElementNum1", "categoryOptionCombo": "HllvX50cXC0", "value": "2" }]);
        assert_eq!(codes(&import(&server, "", &with("dataValues", twice)).await.1), ["E8128"]);
        assert!(stored(&server, "MonthlySet1").await.is_empty());
    });
}

#[test]
fn bodies_that_nobody_should_send_are_refused() {
    let server = Server::start("value_import_bodies");
    block_on(async {
        country(&server).await;
        let entity = "<!DOCTYPE d [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><dataValueSet dataSet='&e;'/>";
        let lol = "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><dataValueSet dataSet='&b;'/>";
        let utf16: Vec<u8> = "<dataValueSet/>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let xml = "application/xml";
        let cases: Vec<(&str, &str, Vec<u8>, u16)> = vec![
            ("an external entity", xml, entity.into(), 400),
            ("entities of entities", xml, lol.into(), 400),
            ("an unknown entity", xml, b"<dataValueSet dataSet='&e;'/>".to_vec(), 400),
            ("UTF-16", xml, [b"\xff\xfe".to_vec(), utf16].concat(), 400),
            (
                "another encoding",
                xml,
                b"<?xml version='1.0' encoding='ISO-8859-1'?><dataValueSet/>".to_vec(),
                400,
            ),
            ("no UTF-8", xml, b"<dataValueSet dataSet='\xff'/>".to_vec(), 400),
            ("cut off", xml, b"<dataValueSet><dataValue dataElement='x'/>".to_vec(), 400),
            ("nothing", xml, Vec::new(), 400),
            ("another root", xml, b"<values/>".to_vec(), 400),
            (
                "another root in ADX",
                "application/adx+xml",
                b"<adx><group period='2025-01'/></adx>".to_vec(),
                400,
            ),
            ("no JSON", "application/json", b"x".to_vec(), 400),
            ("a list", "application/json", b"[1]".to_vec(), 400),
            ("cut off JSON", "application/json", b"{\"dataValues\":[{".to_vec(), 400),
            ("JSON that is no UTF-8", "application/json", b"{\"dataSet\":\"\xff\"}".to_vec(), 400),
            ("two JSON bodies", "application/json", b"{}{}".to_vec(), 400),
            ("an object for a text", "application/json", b"{\"dataValues\":[{\"value\":{}}]}".to_vec(), 400),
            ("CSV without a header", "application/csv", Vec::new(), 400),
            ("CSV that is no UTF-8", "application/csv", b"period,value\n2025\xff,1\n".to_vec(), 400),
            ("gzip that is none", "application/json", b"\x1f\x8b\x08nothing".to_vec(), 400),
            ("zip that is none", "application/json", b"PK\x03\x04nothing".to_vec(), 415),
            ("a text", "text/plain", b"x".to_vec(), 415),
            ("a PDF form", "application/pdf", b"%PDF".to_vec(), 501),
        ];
        for (what, kind, body, expected) in cases {
            let (status, answer) = send(&server, ADMIN, PATH, kind, body).await;
            assert_eq!(status, expected, "{what}: {answer}");
            assert!(message(&answer.to_string()).is_some_and(|message| !message.is_empty()), "{what}");
        }
        let headless = format!("{PATH}?firstRowIsHeader=false");
        assert_eq!(send(&server, ADMIN, &headless, "application/csv", "1,2").await.0, 400);
    });
}

#[test]
fn a_full_disk_is_said_and_nothing_is_half_saved() {
    let server = Server::start("value_import_full");
    block_on(async {
        country(&server).await;
        server.leave_no_room().await;
        let group = monthly(&[value("ElementNum1", "1"), value("ElementTwo2", "2")]);
        let (status, answer) = import(&server, "", &group).await;
        assert_eq!(status, 507, "{answer}");
        assert!(stored(&server, "MonthlySet1").await.is_empty());
        server.make_room().await;
        assert_eq!(import(&server, "", &group).await.0, 200);
    });
}
