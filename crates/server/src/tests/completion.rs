//! Data sets are said to be complete, and not to be any more.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};
use crate::jobs;

const CLERK: &str = "clerk:Clinic-2026";
const LIST: &str = "/api/completeDataSetRegistrations?dataSet=MonthlySet1&startDate=2025-01-01&endDate=2025-12-31&orgUnit=CountryOne1&children=true";

async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let payload = json!({
        "organisationUnits": [
            unit("CountryOne1", None), unit("ClinicOne11", Some("CountryOne1")), unit("ClinicTwo22", Some("CountryOne1")),
        ],
        "dataSets": [{
            "id": "MonthlySet1", "code": "MONTHLY", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": "r-rw----" },
        }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk", "userRoles": [],
            "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

/// Unit and period of what is complete.
async fn complete(server: &Server) -> Vec<String> {
    let all = server.json("GET", LIST, None).await;
    let all = all["completeDataSetRegistrations"].as_array().cloned().unwrap_or_default();
    let text = |one: &Value, key: &str| one[key].as_str().unwrap_or_default().to_owned();
    all.iter()
        .filter(|one| one["completed"] == json!(true))
        .map(|one| format!("{} {}", text(one, "organisationUnit"), text(one, "period")))
        .collect()
}

#[test]
fn wrong_completions_are_named_and_the_others_saved() {
    let server = Server::start("completions");
    block_on(async {
        country(&server).await;
        let sent = json!({ "completeDataSetRegistrations": [
            { "dataSet": "MonthlySet1", "period": "202501", "organisationUnit": "ClinicOne11", "date": "2025-02-03" },
            { "dataSet": "NoSuchSet11", "period": "202501", "organisationUnit": "ClinicOne11" },
            { "dataSet": "MonthlySet1", "period": "someday", "organisationUnit": "ClinicOne11" },
            { "dataSet": "MonthlySet1", "period": "202502", "organisationUnit": "ClinicTwo22", "date": "soon" },
            { "dataSet": "MonthlySet1", "period": "202503", "organisationUnit": "ClinicTwo22" },
        ]});
        let path = "/api/completeDataSetRegistrations";
        let tried = server.json("POST", &format!("{path}?dryRun=true"), Some(&sent)).await;
        assert_eq!(tried["response"]["importCount"]["imported"], json!(2));
        assert!(complete(&server).await.is_empty());
        let done = server.json("POST", path, Some(&sent)).await;
        let about: Vec<&str> = done["response"]["conflicts"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|conflict| conflict["object"].as_str())
            .collect();
        assert_eq!(about, ["NoSuchSet11", "someday", "soon"]);
        assert_eq!(complete(&server).await, ["ClinicOne11 202501", "ClinicTwo22 202503"]);
        let by_code = json!({ "completeDataSetRegistrations": [
            { "dataSet": "MONTHLY", "period": "202501", "organisationUnit": "CLINICONE11" },
        ]});
        let gone =
            server.json("POST", &format!("{path}?importStrategy=DELETE&idScheme=CODE"), Some(&by_code)).await;
        assert_eq!(gone["response"]["importCount"]["deleted"], json!(1));
        assert_eq!(complete(&server).await, ["ClinicTwo22 202503"]);
        // As a job: the options are those of the request.
        let again = by_code["completeDataSetRegistrations"][0].clone();
        let again = json!({ "completeDataSetRegistrations": [again, { "dataSet": "NOSUCH", "period": "202501", "organisationUnit": "CLINICONE11" }] });
        let queued = server.json("POST", &format!("{path}?async=true&idScheme=CODE"), Some(&again)).await;
        let tasks = queued["response"]["relativeNotifierEndpoint"].as_str().unwrap().to_owned();
        assert_eq!(complete(&server).await, ["ClinicTwo22 202503"]);
        assert!(jobs::run_next(&server.other()).await.unwrap());
        assert_eq!(complete(&server).await, ["ClinicOne11 202501", "ClinicTwo22 202503"]);
        let summary = server.json("GET", &tasks.replace("/tasks/", "/taskSummaries/"), None).await;
        assert_eq!(
            summary["importCount"],
            json!({ "imported": 1, "updated": 0, "ignored": 1, "deleted": 0 })
        );
        assert_eq!(summary["importOptions"]["idSchemes"], json!({ "idScheme": { "type": "CODE" } }));
        let said = server.json("GET", &tasks, None).await;
        assert_eq!(said[0]["message"], "Import complete, 1 created, 0 updated, 0 deleted, 1 ignored");
    });
}

#[test]
fn nobody_completes_what_lies_outside_their_units() {
    let server = Server::start("outside");
    block_on(async {
        country(&server).await;
        let mark = |unit: &str, completed: bool| json!({ "dataSet": "MonthlySet1", "period": "202504", "orgUnit": unit, "completed": completed });
        let path = "/api/dataEntry/dataSetCompletion";
        assert_eq!(server.call(Some(CLERK), "POST", path, Some(&mark("ClinicOne11", true))).await.0, 200);
        let (status, text) = server.call(Some(CLERK), "POST", path, Some(&mark("ClinicTwo22", true))).await;
        assert!(status == 409 && text.contains("E2020"), "{status} {text}");
        let sent = json!({ "completeDataSetRegistrations": [
            { "dataSet": "MonthlySet1", "period": "202501", "organisationUnit": "ClinicTwo22" },
        ]});
        let (status, text) =
            server.call(Some(CLERK), "POST", "/api/completeDataSetRegistrations", Some(&sent)).await;
        assert!(status == 409 && text.contains("not in hierarchy of user: clerk"), "{status} {text}");
        let undo = "/api/completeDataSetRegistrations?ds=MonthlySet1&pe=202504&ou=";
        assert_eq!(server.call(Some(CLERK), "DELETE", &format!("{undo}ClinicTwo22"), None).await.0, 403);
        assert_eq!(complete(&server).await, ["ClinicOne11 202504"]);
        assert_eq!(server.call(Some(CLERK), "POST", path, Some(&mark("ClinicOne11", false))).await.0, 200);
        assert!(complete(&server).await.is_empty());
        assert_eq!(server.call(Some(CLERK), "DELETE", &format!("{undo}ClinicOne11"), None).await.0, 204);
    });
}

#[test]
fn completions_come_and_go_as_xml() {
    let server = Server::start("xml_completions");
    block_on(async {
        country(&server).await;
        let send = async |body: &'static str| {
            let request = Request::builder()
                .method("POST")
                .uri("/api/completeDataSetRegistrations")
                .header(AUTHORIZATION, basic(ADMIN))
                .header(CONTENT_TYPE, "application/xml")
                .header(ACCEPT, "application/xml")
                .body(Body::from(body));
            text(server.send(request.unwrap()).await).await
        };
        let (status, report) = send(
            "<completeDataSetRegistrations xmlns=\"http://dhis2.org/schema/dxf/2.0\"><completeDataSetRegistration dataSet=\"MonthlySet1\" \
             period=\"202501\" organisationUnit=\"ClinicOne11\" date=\"2025-02-03\" storedBy=\"A &amp; B\"/></completeDataSetRegistrations>",
        )
        .await;
        assert!(status == 200 && report.contains("<importCount imported=\"1\""), "{status} {report}");
        let shown = server
            .call(Some(ADMIN), "GET", &LIST.replace("Registrations?", "Registrations.xml?"), None)
            .await
            .1;
        let one = "organisationUnit=\"ClinicOne11\" attributeOptionCombo=\"HllvX50cXC0\" date=\"2025-02-03\" storedBy=\"A &amp; B\"/>";
        assert!(shown.contains(one), "{shown}");
        for wrong in ["<foo/>", "<!DOCTYPE x [<!ENTITY a \"b\">]><completeDataSetRegistrations/>", "no XML"] {
            let (status, text) = send(wrong).await;
            assert!(status == 400 && text.contains("E8007"), "{wrong}: {status} {text}");
        }
    });
}
