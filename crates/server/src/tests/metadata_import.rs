//! Objects of many types at once, as packages bring them.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};

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

/// Sends lines of CSV; gives the status and the answer.
async fn lines(server: &Server, class: &str, lines: &str) -> (u16, Value) {
    let path = format!("/api/metadata?firstRowIsHeader=false&classKey={class}");
    let request = Request::builder().method("POST").uri(path).header(AUTHORIZATION, basic(ADMIN));
    let request = request.header(CONTENT_TYPE, "application/csv").body(Body::from(lines.to_owned()));
    let (status, text) = text(server.send(request.unwrap()).await).await;
    (status, serde_json::from_str(&text).unwrap_or_default())
}

#[test]
fn lines_of_csv_make_objects_and_put_them_into_groups() {
    let server = Server::start("csv");
    block_on(async {
        let done = [
            ("DATA_ELEMENT", "One,ElementOne1,E1\nTwo,ElementTwo2,E2,,,,,TEXT,NONE", 2),
            ("DATA_ELEMENT_GROUP", "Both,GroupOfTwo1,G1,Both", 1),
            ("DATA_ELEMENT_GROUP_MEMBERSHIP", "GroupOfTwo1,ElementOne1\nNoGroupHer1,ElementOne1", 1),
            ("DATA_ELEMENT_GROUP_MEMBERSHIP", "GroupOfTwo1,ElementTwo2", 1),
            ("OPTION_SET", "Set,SetOfOptio1,S,One,OptionOne11,1\nSet,SetOfOptio1,S,Two,OptionTwo22,2", 3),
            (
                "OPTION_GROUP",
                "Ones,OptionGrou1,,Ones,SetOfOptio1,,1\nOnes,OptionGrou1,,Ones,SetOfOptio1,OptionNone1",
                1,
            ),
            ("OPTION_GROUP_SET", "Groups,GroupSetOf1,,true,All,,S\nNo,NoGroupSet1,,,,NoSetHere11", 1),
            ("OPTION_GROUP_SET_MEMBERSHIP", "GroupSetOf1,OptionGrou1", 1),
        ];
        for (class, sent, total) in done {
            let (status, answer) = lines(&server, class, sent).await;
            assert_eq!(
                (status, &answer["response"]["stats"]["total"]),
                (200, &json!(total)),
                "{class}: {answer}"
            );
        }
        let group = server
            .json("GET", "/api/dataElementGroups/GroupOfTwo1?fields=code,dataElements~size", None)
            .await;
        assert_eq!(group, json!({ "code": "G1", "dataElements": 2 }));
        let path =
            "/api/optionGroupSets/GroupSetOf1?fields=dataDimension,optionSet,optionGroups[options[code]]";
        let set = server.json("GET", path, None).await;
        let expected = json!({
            "dataDimension": true, "optionSet": { "id": "SetOfOptio1" },
            "optionGroups": [{ "options": [{ "code": "1" }] }],
        });
        assert_eq!(set, expected);
    });
}

#[test]
fn lines_that_cannot_be_read_are_refused() {
    let server = Server::start("wrong_csv");
    block_on(async {
        let (status, answer) = lines(&server, "FOO", "One").await;
        assert_eq!((status, &answer["message"]), (409, &json!("Cannot find Csv import class:  FOO")));
        let (status, answer) = lines(&server, "DATA_ELEMENT", "One,,,,,,,COLOUR").await;
        assert_eq!(status, 409, "{answer}");
        let (status, answer) = lines(&server, "ORGANISATION_UNIT", "One,UnitOfOne11,,,,,,,,POINT,here").await;
        assert_eq!(status, 409, "{answer}");
        let (status, answer) = lines(&server, "INDICATOR", "One,IndicatorO1").await;
        assert_eq!((status, codes(&answer).first()), (409, Some(&"E4000")), "{answer}");
    });
}
