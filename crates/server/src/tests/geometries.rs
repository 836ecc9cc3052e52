//! Geometries of org units from GeoJSON.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

fn payload() -> Value {
    let unit = |id: &str, code: &str| json!({ "id": id, "name": "Same", "shortName": id, "code": code, "openingDate": "2020-01-01" });
    let attribute = |id: &str, kind: &str, flag: &str| json!({ "id": id, "name": id, "shortName": id, "valueType": kind, flag: true });
    json!({
        "organisationUnits": [unit("UnitOfOne11", "ONE"), unit("UnitOfTwo22", "TWO")],
        "attributes": [
            attribute("AttrOfForm1", "GEOJSON", "organisationUnitAttribute"),
            attribute("AttrOfText1", "TEXT", "organisationUnitAttribute"),
            attribute("AttrOfElse1", "GEOJSON", "dataElementAttribute"),
        ],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
    })
}

fn point(name: &str, geometry: Value) -> Value {
    json!({ "type": "Feature", "id": name, "geometry": geometry })
}

/// The codes of the conflicts of an answer.
fn codes(answer: &Value) -> Vec<&str> {
    let conflicts = answer["response"]["conflicts"].as_array().into_iter().flatten();
    conflicts.filter_map(|conflict| conflict["errorCode"].as_str()).collect()
}

#[test]
fn geometries_come_and_go() {
    let server = Server::start("geometries");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&payload())).await;
        let all = "/api/organisationUnits/geometry?orgUnitProperty=code";
        let here = json!({ "type": "Point", "coordinates": [1.5, 2.5, 900] });
        let sent = json!({ "features": [point("ONE", here.clone()), point("TWO", here.clone())] });
        let tried = server.json("POST", &format!("{all}&dryRun=true"), Some(&sent)).await;
        assert_eq!(tried["response"]["importCount"]["imported"], 2, "{tried}");
        let path = "/api/organisationUnits/UnitOfOne11?fields=geometry,attributeValues[value]";
        let unit = server.json("GET", path, None).await;
        assert_eq!(unit.get("geometry"), None);
        server.json("POST", all, Some(&sent)).await;
        let changed = server.json("POST", all, Some(&point("ONE", here.clone()))).await;
        assert_eq!(changed["response"]["importCount"]["updated"], 1, "{changed}");
        server.json("POST", &format!("{all}&attributeId=AttrOfForm1"), Some(&sent)).await;
        let unit = server.json("GET", path, None).await;
        assert_eq!(unit["geometry"], json!({ "type": "Point", "coordinates": [1.5, 2.5] }));
        let value = unit["attributeValues"][0]["value"].as_str().unwrap_or_default();
        assert_eq!(serde_json::from_str::<Value>(value).unwrap(), unit["geometry"]);
        let one = "/api/organisationUnits/UnitOfOne11/geometry";
        server.json("DELETE", &format!("{one}?attributeId=AttrOfForm1"), None).await;
        server.json("DELETE", one, None).await;
        assert_eq!(server.json("GET", path, None).await, json!({ "attributeValues": [] }));
        let gone = server.json("DELETE", &format!("{all}&attributeId=AttrOfForm1"), None).await;
        assert_eq!(gone["response"]["importCount"]["deleted"], 1, "{gone}");
        let gone = server.json("DELETE", "/api/organisationUnits/geometry", None).await;
        assert_eq!(gone["response"]["importCount"]["deleted"], 2, "{gone}");
    });
}

#[test]
fn every_feature_that_is_left_out_says_why() {
    let server = Server::start("features");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&payload())).await;
        let here = json!({ "type": "Point", "coordinates": [1, 2] });
        let all = "/api/organisationUnits/geometry";
        for (path, feature, code) in [
            (all, json!({ "geometry": here }), "E7705"),
            (all, json!({ "id": "UnitOfOne11" }), "E7706"),
            (all, point("UnitOfOne11", json!("here")), "E7707"),
            (all, point("UnitOfOne11", json!({ "type": "Point", "coordinates": ["a", "b"] })), "E7707"),
            (all, point("NoUnitHere1", here.clone()), "E7708"),
            ("/api/organisationUnits/geometry?orgUnitProperty=name", point("Same", here.clone()), "E7711"),
            (all, point("UnitOfOne11", json!({ "type": "Point", "coordinates": [[]] })), "E7712"),
        ] {
            let answer = server.json("POST", path, Some(&json!({ "features": [feature] }))).await;
            assert_eq!(
                (codes(&answer), &answer["status"]),
                (vec![code], &json!("ERROR")),
                "{feature}: {answer}"
            );
        }
        let sent =
            json!({ "features": [point("NoUnitHere1", here.clone()), point("NoUnitHere2", here.clone())] });
        let answer = server.json("POST", all, Some(&sent)).await;
        assert_eq!(answer["response"]["conflicts"][0]["indexes"], json!([0, 1]), "{answer}");
        let (_, text) = server
            .call(Some("clerk:Clerk-1234"), "POST", all, Some(&point("UnitOfOne11", here.clone())))
            .await;
        assert!(text.contains("E7710"), "{text}");
    });
}

#[test]
fn an_import_that_makes_no_sense_is_refused() {
    let server = Server::start("senseless");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&payload())).await;
        let nothing = json!({ "features": [] });
        for (path, sent, code) in [
            ("/api/organisationUnits/geometry", json!({ "features": 1 }), "E7701"),
            ("/api/organisationUnits/geometry?attributeId=NoAttribut1", nothing.clone(), "E7702"),
            ("/api/organisationUnits/geometry?attributeId=AttrOfText1", nothing.clone(), "E7703"),
            ("/api/organisationUnits/geometry?attributeId=AttrOfElse1", nothing.clone(), "E7704"),
        ] {
            let answer = server.json("POST", path, Some(&sent)).await;
            assert_eq!(
                (codes(&answer), &answer["message"]),
                (vec![code], &json!("Import failed.")),
                "{answer}"
            );
        }
        for (path, expected) in [("orgUnitProperty=colour", 400), ("async=true", 501)] {
            let path = format!("/api/organisationUnits/geometry?{path}");
            let (status, text) = server.call(Some(ADMIN), "POST", &path, Some(&nothing)).await;
            assert_eq!(status, expected, "{text}");
        }
        let (status, _) =
            server.call(Some("clerk:Clerk-1234"), "DELETE", "/api/organisationUnits/geometry", None).await;
        assert_eq!(status, 403);
    });
}
