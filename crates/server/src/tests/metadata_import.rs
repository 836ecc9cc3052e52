//! Objects of many types at once, as packages bring them.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

/// Sends a payload; gives the status and the answer.
async fn import(server: &Server, payload: &Value) -> (u16, Value) {
    let (status, text) = server.call(Some(ADMIN), "POST", "/api/metadata", Some(payload)).await;
    (status, serde_json::from_str(&text).unwrap_or_default())
}

/// The codes of all problems in a report.
fn codes(answer: &Value) -> Vec<&str> {
    let types = answer["response"]["typeReports"].as_array().into_iter().flatten();
    let objects = types.flat_map(|of| of["objectReports"].as_array().into_iter().flatten());
    let problems = objects.flat_map(|object| object["errorReports"].as_array().into_iter().flatten());
    problems.filter_map(|problem| problem["errorCode"].as_str()).collect()
}

#[test]
fn default_objects_of_a_payload_are_those_of_the_server() {
    let server = Server::start("defaults");
    block_on(async {
        let combos = server.json("GET", "/api/categoryCombos?fields=id,lastUpdated", None).await;
        let combo = combos["categoryCombos"][0].clone();
        let id = combo["id"].as_str().unwrap().to_owned();
        let payload = json!({
            "categoryCombos": [{ "id": id, "name": "default", "dataDimensionType": "ATTRIBUTE" }],
            "dataElements": [{
                "id": "ElementOne1", "name": "One", "shortName": "One", "valueType": "NUMBER",
                "domainType": "AGGREGATE", "aggregationType": "SUM", "categoryCombo": { "id": id },
            }],
        });
        let (status, answer) = import(&server, &payload).await;
        assert_eq!((status, &answer["response"]["stats"]["total"]), (200, &json!(1)), "{answer}");
        let gone = server.json("DELETE", &format!("/api/categoryCombos/{id}"), None).await;
        assert_eq!(gone.get("response"), None, "{gone}");
        let left = server.json("GET", &format!("/api/categoryCombos/{id}?fields=id,lastUpdated"), None).await;
        assert_eq!(left, combo);
    });
}

#[test]
fn a_map_with_a_period_that_there_is_not_yet_is_saved_with_it() {
    let server = Server::start("periods");
    block_on(async {
        let layer = |id: &str, periods: Value| {
            json!({
                "id": id, "layer": "thematic", "renderingStrategy": "SINGLE", "columnDimensions": ["dx"],
                "filterDimensions": ["pe"], "periods": periods, "rawPeriods": ["LAST_YEAR", "2019", "TODAY"],
            })
        };
        let layers = [layer("LayerOfMap1", json!([{ "id": "202101" }])), layer("LayerOfMap2", json!([]))];
        let payload = json!({ "maps": [{ "id": "MapOfOnePe1", "name": "One", "mapViews": layers }] });
        let (status, answer) = import(&server, &payload).await;
        assert_eq!(status, 200, "{answer}");
        let path = "/api/maps/MapOfOnePe1?fields=mapViews[periods[id],rawPeriods]";
        let map = server.json("GET", path, None).await;
        let expected = json!([
            { "periods": [{ "id": "202101" }], "rawPeriods": ["202101", "TODAY", "LAST_YEAR"] },
            { "periods": [], "rawPeriods": ["TODAY", "LAST_YEAR"] },
        ]);
        assert_eq!(map["mapViews"], expected);
    });
}

#[test]
fn nothing_is_shared_with_somebody_who_does_not_exist() {
    let server = Server::start("sharers");
    block_on(async {
        let constant = |sharing: Value| {
            json!({ "constants": [{
                "id": "ConstantOn1", "name": "One", "shortName": "One", "value": 1, "sharing": sharing,
                "userAccesses": [{ "id": "NobodyHere1", "access": "rw------" }],
            }] })
        };
        let group = json!({ "userGroups": { "NoGroupHer1": { "id": "NoGroupHer1", "access": "r-------" } } });
        let (status, answer) = import(&server, &constant(group)).await;
        assert_eq!((status, codes(&answer)), (409, vec!["E5002", "E5002"]), "{answer}");
        let problems = &answer["response"]["typeReports"][0]["objectReports"][0]["errorReports"];
        assert_eq!(
            [&problems[0]["args"], &problems[1]["args"]],
            [
                &json!(["[NoGroupHer1] (UserGroup)", "One [ConstantOn1] (Constant)", "userGroupAccesses"]),
                &json!(["[NobodyHere1] (User)", "One [ConstantOn1] (Constant)", "userAccesses"]),
            ]
        );
    });
}
