//! Data values leave in four formats and by every scheme.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on};

const CLERK: &str = "clerk:Clinic-2026";
const EXPORT: &str = "/api/dataValueSets?dataSet=MonthlySet1&period=202503&orgUnit=ClinicOne11";

async fn country(server: &Server) {
    let unit = |id: &str| json!({ "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "openingDate": "2020-01-01" });
    let element = |id: &str, code: Option<&str>, value_type: &str| {
        json!({
            "id": id, "code": code, "name": id, "shortName": id, "valueType": value_type, "domainType": "AGGREGATE",
            "aggregationType": "SUM",
        })
    };
    let member = |id: &str| json!({ "dataElement": { "id": id }, "dataSet": { "id": "MonthlySet1" } });
    let payload = json!({
        "organisationUnits": [unit("ClinicOne11"), unit("ClinicTwo22")],
        "dataElements": [element("Attendance1", Some("ATT"), "INTEGER"), element("Remarks1111", None, "TEXT")],
        "dataSets": [{
            "id": "MonthlySet1", "code": "MONTHLY", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [member("Attendance1"), member("Remarks1111")],
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": "r-rw----" },
        }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk", "userRoles": [],
            "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let value = |element: &str, unit: &str, value: &str| json!({ "dataElement": element, "period": "202503", "orgUnit": unit, "value": value, "comment": "a, \"b\"" });
    let sent = json!({ "dataSet": "MonthlySet1", "dataValues": [
        value("Attendance1", "ClinicOne11", "7"), value("Remarks1111", "ClinicOne11", "rain < sun"),
        value("Attendance1", "ClinicTwo22", "8"),
    ]});
    server.json("POST", "/api/dataValueSets?force=true", Some(&sent)).await;
}

/// What the administrator is answered, as text.
async fn read(server: &Server, path: &str) -> String {
    let (status, text) = server.call(Some(ADMIN), "GET", path, None).await;
    assert_eq!(status, 200, "{path}: {text}");
    text
}

#[test]
fn values_leave_in_four_formats() {
    let server = Server::start("export_formats");
    block_on(async {
        country(&server).await;
        let all: Value = serde_json::from_str(&read(&server, EXPORT).await).unwrap();
        assert_eq!((&all["orgUnit"], &all["period"]), (&json!("ClinicOne11"), &json!("202503")));
        assert_eq!(all["dataValues"].as_array().unwrap().len(), 2);
        assert!(
            all["dataValues"][0].get("followup").is_none() && all["dataValues"][0].get("orgUnit").is_none()
        );
        let csv = read(&server, &format!("{EXPORT}&format=csv")).await;
        assert!(csv.contains("Attendance1,202503,ClinicOne11,HllvX50cXC0,HllvX50cXC0,7,admin,"), "{csv}");
        assert!(csv.contains(",\"a, \"\"b\"\"\",,false\n"), "{csv}");
        let xml = read(&server, &EXPORT.replace("Sets?", "Sets.xml?")).await;
        assert!(xml.contains(
            "dataSet=\"MonthlySet1\" period=\"2025-03-01/P1M\" orgUnit=\"ClinicOne11\"><dataValue "
        ));
        assert!(xml.contains("value=\"rain &lt; sun\"") && xml.ends_with("/></dataValueSet>"), "{xml}");
        let adx = format!(
            "{}&orgUnit=ClinicTwo22&dataElementIdScheme=UID",
            EXPORT.replace("Sets?", "Sets.adx+xml?")
        );
        let adx = read(&server, &adx).await;
        let group = "<group dataSet=\"MONTHLY\" period=\"2025-03-01/P1M\" orgUnit=\"CLINICTWO22\" default=\"default\">\
                     <dataValue dataElement=\"Attendance1\" default=\"default\" value=\"8\"/></group>";
        assert!(adx.contains(group), "{adx}");
        assert!(adx.contains("value=\"0\"><annotation>rain &lt; sun</annotation></dataValue>"), "{adx}");
        let none = read(
            &server,
            "/api/dataValueSets.adx+xml?dataElement=Attendance1&period=202503&orgUnit=ClinicOne11",
        );
        assert_eq!(none.await, "<adx xmlns=\"urn:ihe:qrph:adx:2015\"/>");
    });
}

#[test]
fn a_packed_answer_has_a_name_and_unpacks() {
    let server = Server::start("export_packed");
    block_on(async {
        country(&server).await;
        let path = format!("{EXPORT}&format=csv&compression=gzip&attachment=march");
        let request = Request::builder().uri(path).header(AUTHORIZATION, basic(ADMIN)).body(Body::empty());
        let answer = server.send(request.unwrap()).await;
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=\"march.csv.gz\"");
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&bytes[..]), &mut text).unwrap();
        assert_eq!(text.lines().count(), 3, "{text}");
    });
}

#[test]
fn what_has_no_name_is_named_and_what_is_no_scheme_refused() {
    let server = Server::start("export_names");
    block_on(async {
        country(&server).await;
        let coded = read(
            &server,
            &format!("{EXPORT}&dataElement=ATT&inputUseCodeFallback=true&dataSetIdScheme=CODE"),
        )
        .await;
        assert!(
            coded.contains("\"dataSet\":\"MONTHLY\"") && coded.contains("\"dataSetIdScheme\":\"CODE\""),
            "{coded}"
        );
        let unit = "/api/dataValueSets?dataElement=ATT&period=202503&orgUnit=CLINICONE11&inputIdScheme=CODE&orgUnitIdScheme=NAME";
        assert!(read(&server, unit).await.contains("\"orgUnit\":\"ClinicOne11\""));
        let wrong = [
            ("dataElementIdScheme=CODE", 409, "E8201"),
            ("dataElementIdScheme=ATTRIBUTE:Attendance1", 409, "Export as ATTR not possible"),
            ("orgUnitIdScheme=FOO", 400, "Invalid ID scheme: FOO"),
            ("inputIdScheme=FOO", 400, "inputIdScheme"),
            ("compression=rar", 400, "compression"),
            ("attributeOptions=foo", 400, "UID must be"),
            ("orgUnit=foo", 400, "UID must be"),
            ("period=foo", 400, "between 4 and 11"),
        ];
        for (word, status, reason) in wrong {
            let (got, text) = server.call(Some(ADMIN), "GET", &format!("{EXPORT}&{word}"), None).await;
            assert!(got == status && text.contains(reason), "{word}: {got} {text}");
        }
        let other = EXPORT.replace("ClinicOne11", "ClinicTwo22");
        let (status, text) = server.call(Some(CLERK), "GET", &other, None).await;
        assert!(status == 409 && text.contains("E2012"), "{text}");
        assert_eq!(server.call(Some(CLERK), "GET", EXPORT, None).await.0, 200);
    });
}
