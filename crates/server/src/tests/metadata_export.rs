//! Exports: whole types, and one object with everything that it needs.

use std::io::Read;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on};

const CLERK: &str = "clerk:Clerk-1234";

/// An option set whose options are in a data element of a group, and a clerk without authorities.
fn payload() -> Value {
    json!({
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
        "options": [{ "id": "OptionOne11", "name": "One", "code": "1", "optionSet": { "id": "SetOfOptio1" } }],
        "optionSets": [
            { "id": "SetOfOptio1", "name": "Set", "valueType": "TEXT", "options": [{ "id": "OptionOne11" }] },
        ],
        "dataElements": [{
            "id": "ElementOne1", "name": "One", "shortName": "One", "valueType": "TEXT", "domainType": "AGGREGATE",
            "aggregationType": "NONE", "optionSet": { "id": "SetOfOptio1" },
            "sharing": { "public": "--------" },
        }],
        "dataElementGroups": [{
            "id": "GroupOfAll1", "name": "All", "shortName": "All", "dataElements": [{ "id": "ElementOne1" }],
        }],
    })
}

fn keys(answer: &Value) -> Vec<&str> {
    answer.as_object().into_iter().flat_map(|object| object.keys().map(String::as_str)).collect()
}

#[test]
fn types_are_exported_as_they_are_imported() {
    let server = Server::start("export");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&payload())).await;
        let path = "/api/metadata?options=true&dataElements:fields=id&dataElements:filter=name:eq:One&skipSharing=true";
        let all = server.json("GET", path, None).await;
        assert_eq!(keys(&all), ["system", "options", "dataElements"]);
        assert_eq!(all["options"][0]["optionSet"], json!({ "id": "SetOfOptio1" }));
        assert_eq!(all["dataElements"], json!([{ "id": "ElementOne1" }]));
        let whole = server.json("GET", "/api/metadata", None).await;
        let again = server.json("POST", "/api/metadata?importMode=VALIDATE", Some(&whole)).await;
        assert_eq!(again["response"]["status"], "OK", "{again}");
        let (status, _) = server.call(Some(ADMIN), "GET", "/api/metadata?options:filter=name", None).await;
        assert_eq!(status, 400);
        let (status, _) = server.call(Some(ADMIN), "GET", "/api/metadata.xml?options=true", None).await;
        assert_eq!(status, 501);
    });
}

#[test]
fn an_object_is_exported_with_what_it_needs() {
    let server = Server::start("dependencies");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&payload())).await;
        let group =
            server.json("GET", "/api/dataElementGroups/GroupOfAll1/metadata?download=true", None).await;
        let expected = [
            "system",
            "optionSets",
            "options",
            "categoryOptions",
            "categories",
            "categoryCombos",
            "categoryOptionCombos",
            "dataElements",
            "dataElementGroups",
        ];
        let mut found = keys(&group);
        found.sort_by_key(|key| expected.iter().position(|expected| expected == key));
        assert_eq!(found, expected);
        let (status, text) =
            server.call(Some(ADMIN), "GET", "/api/dataElementGroups/NoGroupHer1/metadata", None).await;
        assert_eq!(status, 404);
        assert!(text.contains("DataElementGroup not found for uid: NoGroupHer1"), "{text}");
    });
}

#[test]
fn an_export_may_be_packed() {
    let server = Server::start("packed");
    block_on(async {
        let request = Request::builder()
            .uri("/api/metadata.json.gz?categories=true")
            .header(AUTHORIZATION, basic(ADMIN));
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=metadata.json.gz");
        let packed = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let mut text = String::new();
        flate2::read::GzDecoder::new(&packed[..]).read_to_string(&mut text).unwrap();
        assert!(text.contains("\"categories\":[{"), "{text}");
        let request = Request::builder()
            .uri("/api/metadata.json.zip?categories=true")
            .header(AUTHORIZATION, basic(ADMIN));
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=metadata.json.zip");
        let packed = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert!(packed.starts_with(b"PK"));
    });
}

#[test]
fn only_who_may_exports_everything() {
    let server = Server::start("exporters");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&payload())).await;
        for (path, sentence) in [
            ("/api/metadata", "Unfiltered access to metadata export requires"),
            ("/api/dataElementGroups/GroupOfAll1/metadata", "Unfiltered access to metadata export requires"),
            ("/api/metadata?users=true", "Exporting user metadata requires the 'F_USER_VIEW' authority."),
        ] {
            let (status, text) = server.call(Some(CLERK), "GET", path, None).await;
            assert_eq!(status, 409, "{path}: {text}");
            assert!(text.contains(sentence), "{path}: {text}");
        }
        let path = "/api/metadata?dataElements=true&optionSets:fields=id";
        let (status, text) = server.call(Some(CLERK), "GET", path, None).await;
        assert_eq!(status, 200, "{text}");
        assert!(text.contains("SetOfOptio1") && !text.contains("ElementOne1"), "{text}");
    });
}
