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
fn a_layer_that_comes_alone_and_in_its_map_is_written_once() {
    let server = Server::start("layers");
    block_on(async {
        let layer = json!({ "id": "LayerOfMap1", "layer": "thematic", "renderingStrategy": "SINGLE", "columnDimensions": ["dx"] });
        let payload = json!({ "maps": [{ "id": "MapOfOnePe1", "name": "One", "mapViews": [layer] }], "mapViews": [layer] });
        for _ in 0..2 {
            let (status, answer) = import(&server, &payload).await;
            assert_eq!((status, &answer["response"]["stats"]["total"]), (200, &json!(2)), "{answer}");
        }
        let map =
            server.json("GET", "/api/maps/MapOfOnePe1?fields=mapViews[id,columnDimensions]", None).await;
        assert_eq!(map["mapViews"], json!([{ "id": "LayerOfMap1", "columnDimensions": ["dx"] }]));
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

/// The problems of an object written by itself: its status and the codes.
async fn write(server: &Server, path: &str, object: &Value) -> (u16, Vec<String>) {
    let (status, text) = server.call(Some(ADMIN), "POST", path, Some(object)).await;
    let answer: Value = serde_json::from_str(&text).unwrap_or_default();
    let problems = answer["response"]["errorReports"].as_array().into_iter().flatten();
    let mut codes: Vec<String> =
        problems.filter_map(|problem| problem["errorCode"].as_str().map(str::to_owned)).collect();
    codes.extend(answer["errorCode"].as_str().map(str::to_owned));
    (status, codes)
}

#[test]
fn rules_of_the_tracker_model_are_kept() {
    let server = Server::start("tracker_rules");
    block_on(async {
        let program = json!({
            "id": "ProgramOne1", "name": "One", "shortName": "One", "programType": "WITHOUT_REGISTRATION",
        });
        server.json("POST", "/api/programs", Some(&program)).await;
        let attribute = |more: Value| {
            let mut object =
                json!({ "name": "One", "shortName": "One", "valueType": "TEXT", "aggregationType": "NONE" });
            object.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
            object
        };
        for (more, codes) in [
            (json!({ "generated": true, "pattern": "RANDOM(###" }), vec!["E4019"]),
            (json!({ "generated": true, "pattern": "\"A\"" }), vec!["E4021"]),
            (
                json!({ "generated": true, "pattern": "RANDOM(X)", "valueType": "NUMBER" }),
                vec!["E4010", "E4022"],
            ),
            (json!({ "fieldMask": "\\" }), vec!["E4019"]),
            (json!({ "blockedSearchOperators": ["EQ"] }), vec!["E4088"]),
            (json!({ "preferredSearchOperator": "ILIKE" }), vec!["E4081"]),
            (json!({ "preferredSearchOperator": "SW", "blockedSearchOperators": ["SW"] }), vec!["E4082"]),
        ] {
            let written = write(&server, "/api/trackedEntityAttributes", &attribute(more.clone())).await;
            assert_eq!(written, (409, codes.into_iter().map(str::to_owned).collect()), "{more}");
        }
        let named = json!({ "generated": true, "pattern": "\"KC\"+SEQUENTIAL(##)", "id": "AttrOfOneA1" });
        server.json("POST", "/api/trackedEntityAttributes", Some(&attribute(named))).await;
        let kept = "select textpattern->'segments'->1->>'parameter' from trackedentityattribute";
        assert_eq!(afya_tests::cluster::texts(&server.database, kept).await, ["##"]);
        let variable = |name: &str, source: &str| {
            json!({
                "name": name, "program": { "id": "ProgramOne1" }, "programRuleVariableSourceType": source,
                "valueType": "NUMBER", "trackedEntityAttribute": { "id": "AttrOfOneA1" },
            })
        };
        server.json("POST", "/api/programRuleVariables", Some(&variable("a", "TEI_ATTRIBUTE"))).await;
        server.json("POST", "/api/programRuleVariables", Some(&variable("b", "CALCULATED_VALUE"))).await;
        let kept = "select concat_ws(' ', name, valuetype, trackedentityattributeid is null) from programrulevariable order by name";
        assert_eq!(afya_tests::cluster::texts(&server.database, kept).await, ["a TEXT f", "b NUMBER t"]);
        for (name, source, code) in [
            ("a", "TEI_ATTRIBUTE", "E4051"),
            ("a or b", "TEI_ATTRIBUTE", "E4052"),
            ("c", "DATAELEMENT_CURRENT_EVENT", "E4059"),
        ] {
            let written = write(&server, "/api/programRuleVariables", &variable(name, source)).await;
            assert_eq!(written, (409, vec![code.to_owned()]), "{name} {source}");
        }
        let rule = json!({ "name": "Rule", "program": { "id": "ProgramOne1" }, "condition": "true" });
        server.json("POST", "/api/programRules", Some(&rule)).await;
        let again = write(&server, "/api/programRules", &rule).await;
        assert_eq!(again, (409, vec!["E4057".to_owned()]));
    });
}

#[test]
fn options_and_documents_have_rules() {
    let server = Server::start("option_rules");
    block_on(async {
        let set = |id: &str, kind: &str| json!({ "id": id, "name": id, "valueType": kind });
        let option = |id: &str, code: &str, set: &str| json!({ "id": id, "name": id, "code": code, "optionSet": { "id": set } });
        let payload = json!({
            "optionSets": [set("SetOfNumbe1", "NUMBER"), set("SetOfMany11", "MULTI_TEXT")],
            "options": [option("OptionOne11", "1", "SetOfNumbe1")],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        let element = |kind: &str, set: Value| {
            json!({
                "name": "One", "shortName": "One", "valueType": kind, "domainType": "AGGREGATE",
                "aggregationType": "NONE", "optionSet": set,
            })
        };
        let more = json!({ "id": "SetOfMany22", "name": "Many", "valueType": "MULTI_TEXT", "options": [{ "id": "NoOptionHe1" }] });
        let document = |external: bool, url: &str| json!({ "name": "One", "external": external, "url": url });
        for (path, object, code) in [
            ("/api/dataElements", element("TEXT", json!({ "id": "SetOfNumbe1" })), "E1115"),
            ("/api/dataElements", element("MULTI_TEXT", Value::Null), "E1116"),
            ("/api/optionSets", more, "E1113"),
            ("/api/options", option("OptionTwo22", "a,b", "SetOfMany11"), "E1118"),
            ("/api/options", option("OptionTwo22", "1", "SetOfNumbe1"), "E4028"),
            ("/api/documents", document(true, "ftp://example.org"), "E4004"),
            ("/api/documents", document(false, "NoFileHere1"), "E4015"),
        ] {
            assert_eq!(write(&server, path, &object).await, (409, vec![code.to_owned()]), "{path}");
        }
        let missing = json!({ "name": "One", "external": true });
        let written = write(&server, "/api/documents", &missing).await;
        assert_eq!(written, (409, vec!["E4000".to_owned(), "E4000".to_owned()]));
    });
}

#[test]
fn what_was_deleted_is_kept_by_class_and_identifier() {
    let server = Server::start("deleted");
    block_on(async {
        let constants = json!({ "constants": [
            { "id": "ConstantOne", "name": "One", "shortName": "One", "code": "ONE", "value": 1 },
            { "id": "ConstantTwo", "name": "Two", "shortName": "Two", "value": 2 },
        ] });
        server.json("POST", "/api/metadata", Some(&constants)).await;
        server.json("DELETE", "/api/constants/ConstantOne", None).await;
        let two = json!({ "constants": [{ "id": "ConstantTwo" }] });
        server.json("POST", "/api/metadata?importStrategy=DELETE&importMode=VALIDATE", Some(&two)).await;
        let list =
            async |query: &str| server.json("GET", &format!("/api/deletedObjects?{query}"), None).await;
        let found = list("klass=Constant").await;
        assert_eq!(found["pager"], json!({ "page": 1, "pageCount": 1, "total": 1, "pageSize": 50 }));
        let one = &found["deletedObjects"][0];
        assert_eq!(
            (&one["uid"], &one["code"], &one["deletedBy"]),
            (&json!("ConstantOne"), &json!("ONE"), &json!("admin"))
        );
        assert!(one["deletedAt"].as_str().unwrap().starts_with("20"), "{one}");
        server.json("POST", "/api/metadata?importStrategy=DELETE", Some(&two)).await;
        let both = list("klass=Constant&fields=uid&paging=false").await;
        assert_eq!(both, json!({ "deletedObjects": [{ "uid": "ConstantOne" }, { "uid": "ConstantTwo" }] }));
        for (query, expected) in [
            ("uid=ConstantTwo", 1),
            ("code=ONE&uid=ConstantTwo", 2),
            ("klass=Dashboard", 0),
            ("klass=Dashboard&code=ONE", 0),
            ("deletedAt=2020-01-01", 2),
            ("deletedAt=2999-01-01T00:00:00", 0),
        ] {
            assert_eq!(list(query).await["pager"]["total"], expected, "{query}");
        }
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/deletedObjects?deletedAt=soon", None).await.0, 400);
        // What is made and deleted once more is kept once.
        server.json("POST", "/api/metadata", Some(&constants)).await;
        server.json("DELETE", "/api/constants/ConstantTwo", None).await;
        assert_eq!(list("klass=Constant").await["pager"]["total"], 2);
    });
}
