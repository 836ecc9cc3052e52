//! Forms of data sets: drawn, filled in, and made by hand.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};

const CLERK: &str = "clerk:Clinic-2026";

async fn country(server: &Server) {
    let unit = |id: &str| json!({ "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "openingDate": "2020-01-01" });
    let element = |id: &str, form_name: Option<&str>| {
        json!({
            "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "formName": form_name, "valueType": "INTEGER",
            "domainType": "AGGREGATE", "aggregationType": "SUM",
        })
    };
    let member = |id: &str| json!({ "dataElement": { "id": id }, "dataSet": { "id": "MonthlySet1" } });
    let payload = json!({
        "organisationUnits": [unit("ClinicOne11"), unit("ClinicTwo22")],
        "dataElements": [element("Attendance1", Some("Visits")), element("Admissions1", None)],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Month", "periodType": "Monthly", "expiryDays": 10,
            "dataSetElements": [member("Attendance1"), member("Admissions1")],
            "organisationUnits": [{ "id": "ClinicOne11" }], "sharing": { "public": "r-rw----" },
        }],
        "validationRules": [{
            "id": "RuleOne1111", "name": "Visits", "shortName": "Visits", "periodType": "Monthly", "operator": "greater_than",
            "importance": "LOW", "leftSide": { "expression": "#{Attendance1}", "description": "a" },
            "rightSide": { "expression": "1", "description": "b" },
        }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk", "userRoles": [],
            "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    for (set, value) in [("Attendance1", "7"), ("Admissions1", "2")] {
        let path = format!("/api/dataValues?de={set}&pe=202503&ou=ClinicOne11&value={value}");
        server.json("POST", &path, None).await;
    }
}

async fn status(server: &Server, who: &str, method: &str, path: &str) -> u16 {
    server.call(Some(who), method, path, None).await.0
}

#[test]
fn a_form_shows_its_cells_with_their_values() {
    let server = Server::start("forms");
    block_on(async {
        country(&server).await;
        let path = "/api/dataSets/MonthlySet1/form?pe=202503&metaData=true&ou=";
        let form = server.json("GET", &format!("{path}ClinicOne11"), None).await;
        assert_eq!((&form["subtitle"], &form["options"]["expiryDays"]), (&json!("Month"), &json!(10.0)));
        let group = &form["groups"][0];
        assert_eq!(group["dataElementCount"], json!(2));
        assert_eq!(group["metaData"]["dataElements"].as_array().map(Vec::len), Some(2));
        let mut cells: Vec<(&str, &str)> = group["fields"]
            .as_array()
            .unwrap()
            .iter()
            .map(|field| (field["label"].as_str().unwrap(), field["value"].as_str().unwrap()))
            .collect();
        cells.sort_unstable();
        assert_eq!(cells, [("Admissions1", "2"), ("Visits", "7")]);
        assert_eq!(status(&server, ADMIN, "GET", &format!("{path}NoSuchUnit1")).await, 404);
        assert_eq!(status(&server, CLERK, "GET", &format!("{path}ClinicTwo22")).await, 409);
        let nowhere = path.replace("MonthlySet1", "NoSuchSet11") + "ClinicOne11";
        assert_eq!(status(&server, ADMIN, "GET", &nowhere).await, 404);
        let wrong = path.replace("202503", "foo") + "ClinicOne11";
        assert_eq!(status(&server, ADMIN, "GET", &wrong).await, 400);
        let xml = "/api/dataSets/MonthlySet1/form.xml?ou=ClinicOne11";
        assert_eq!(status(&server, ADMIN, "GET", xml).await, 501);
        let template = "/api/dataSets/MonthlySet1/dataValueSet?period=202504&dataElementIdScheme=code&orgUnit=CLINICONE11";
        let template = server.json("GET", template, None).await;
        let values = template["dataValues"].as_array().unwrap();
        assert_eq!(values.len(), 2);
        assert!(values.iter().any(|value| value["dataElement"] == json!("ATTENDANCE1")));
        assert!(
            values
                .iter()
                .all(|value| value["orgUnit"] == json!("ClinicOne11") && value["value"] == json!(""))
        );
    });
}

#[test]
fn a_form_made_by_hand_is_saved_and_drawn() {
    let server = Server::start("custom_forms");
    block_on(async {
        country(&server).await;
        let drawn = "/api/dataEntry/customForms/MonthlySet1";
        let (status, body) = server.call(Some(ADMIN), "GET", drawn, None).await;
        assert!(status == 409 && body.contains("E1114"), "{body}");
        let (status, body) =
            server.call(Some(ADMIN), "GET", "/api/dataEntry/customForms/NoSuchSet11", None).await;
        assert!(status == 409 && body.contains("E1113"), "{body}");
        let path = "/api/dataSets/MonthlySet1/form";
        assert_eq!(
            server.call(Some(ADMIN), "POST", path, Some(&json!({ "style": "COMFORTABLE" }))).await.0,
            400
        );
        let html = "<p><input id=\"Attendance1-HllvX50cXC0-val\"/></p>";
        let request = |who: &str, html: Vec<u8>| {
            Request::builder()
                .method("PUT")
                .uri("/api/dataSets/MonthlySet1/customDataEntryForm")
                .header(AUTHORIZATION, basic(who))
                .header(CONTENT_TYPE, "text/html")
                .body(Body::from(html))
                .unwrap()
        };
        assert_eq!(text(server.send(request(CLERK, html.into())).await).await.0, 403);
        assert_eq!(text(server.send(request(ADMIN, vec![0xff])).await).await.0, 400);
        let version = server.json("GET", "/api/dataSets/MonthlySet1/version", None).await;
        assert_eq!(text(server.send(request(ADMIN, html.into())).await).await.0, 204);
        let form = server.json("GET", drawn, None).await;
        assert!(form["form"].as_str().unwrap().contains("class=\"entryfield\" tabindex=\"1\"/>"), "{form}");
        assert_eq!((&form["displayDensity"], &form["dataSetId"]), (&json!("NORMAL"), &json!("MonthlySet1")));
        let html = html.replace("/>", " value=\"[ Visits ]\"/>");
        let changed = json!({ "htmlCode": html, "style": "COMPACT" });
        assert_eq!(server.call(Some(ADMIN), "POST", path, Some(&changed)).await.0, 204);
        let form = server.json("GET", drawn, None).await;
        assert!(
            form["form"].as_str().unwrap().contains("value=\"\"")
                && form["displayDensity"] == json!("COMPACT"),
            "{form}"
        );
        server.json("POST", "/api/dataSets/MonthlySet1/version", None).await;
        let raised = server.json("GET", "/api/dataSets/MonthlySet1/version", None).await;
        assert_eq!(raised["version"].as_i64(), version["version"].as_i64().map(|number| number + 3));
        let missing = "/api/dataSets/NoSuchSet11/version";
        assert_eq!(server.call(Some(ADMIN), "GET", missing, None).await.0, 409);
    });
}

#[test]
fn data_entry_learns_what_belongs_to_its_sets() {
    let server = Server::start("entry_metadata");
    block_on(async {
        country(&server).await;
        let (_, body) = server.call(Some(CLERK), "GET", "/api/dataEntry/metadata", None).await;
        let all: Value = serde_json::from_str(&body).unwrap();
        // The clerk's own unit only.
        assert_eq!(all["dataSets"][0]["organisationUnits"], json!(["ClinicOne11"]));
        assert_eq!(all["categoryCombos"][0]["categoryOptionCombos"].as_array().map(Vec::len), Some(1));
        let of = |set: &str| format!("/api/validationRules?fields=id&paging=false&dataSet={set}");
        let rules = server.json("GET", &of("MonthlySet1"), None).await;
        assert_eq!(rules["validationRules"], json!([{ "id": "RuleOne1111" }]));
        assert_eq!(server.json("GET", &of("NoSuchSet11"), None).await["validationRules"], json!([]));
        let combos = server.json("GET", "/api/dataSets/MonthlySet1/categoryCombos?fields=id", None).await;
        assert_eq!(combos["categoryCombos"], json!([{ "id": "bjDvmb4bfuf" }]));
    });
}
