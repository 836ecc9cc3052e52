//! Option combos, of which little can be written one by one, and versions of data sets.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};

async fn patch(server: &Server, path: &str, operations: &Value) -> (u16, String) {
    let request = Request::builder().method("PATCH").uri(path).header(AUTHORIZATION, basic(ADMIN));
    let request = request.header(CONTENT_TYPE, "application/json-patch+json");
    text(server.send(request.body(Body::from(operations.to_string())).unwrap()).await).await
}

#[test]
fn only_some_properties_of_an_option_combo_are_written() {
    let server = Server::start("option_combos");
    block_on(async {
        let payload = json!({
            "categoryOptions": [{ "id": "OptionOfOn1", "name": "One", "shortName": "One" }],
            "categories": [{
                "id": "CategoryOn1", "name": "One", "shortName": "One", "dataDimensionType": "DISAGGREGATION",
                "categoryOptions": [{ "id": "OptionOfOn1" }],
            }],
            "categoryCombos": [{
                "id": "ComboOfOne1", "name": "One", "dataDimensionType": "DISAGGREGATION",
                "categories": [{ "id": "CategoryOn1" }],
            }],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        let combos =
            server.json("GET", "/api/categoryCombos/ComboOfOne1?fields=categoryOptionCombos", None).await;
        let uid = combos["categoryOptionCombos"][0]["id"].as_str().unwrap().to_owned();
        let path = format!("/api/categoryOptionCombos/{uid}");
        let sent = json!({ "name": "Other", "code": "ONE", "ignoreApproval": true, "categoryOptions": [] });
        let done = server.json("PUT", &path, Some(&sent)).await;
        assert_eq!(done.get("response"), None, "{done}");
        let read = format!("{path}?fields=name,code,ignoreApproval,categoryOptions");
        let combo = server.json("GET", &read, None).await;
        let expected = json!({
            "name": "One", "code": "ONE", "ignoreApproval": true, "categoryOptions": [{ "id": "OptionOfOn1" }],
        });
        assert_eq!(combo, expected);
        let replace = |path: &str, value: Value| json!([{ "op": "replace", "path": path, "value": value }]);
        let (status, text) = patch(&server, &path, &replace("/code", json!("TWO"))).await;
        assert_eq!(status, 200, "{text}");
        let (status, text) = patch(&server, &path, &replace("/name", json!("Other"))).await;
        assert_eq!(status, 409);
        assert!(text.contains("E1134"), "{text}");
        let (status, _) = patch(&server, "/api/categoryOptionCombos/NoComboHer1", &json!([])).await;
        assert_eq!(status, 404);
        assert_eq!(server.json("GET", &read, None).await["code"], "TWO");
    });
}

#[test]
fn versions_of_data_sets_are_counted() {
    let server = Server::start("versions");
    block_on(async {
        let set = json!({ "id": "DataSetOne1", "name": "One", "shortName": "One", "periodType": "Monthly" });
        server.json("POST", "/api/dataSets", Some(&set)).await;
        let path = "/api/dataSets/DataSetOne1/version";
        let before = server.json("GET", path, None).await;
        let (status, _) = server.call(Some(ADMIN), "POST", path, None).await;
        assert_eq!(status, 204);
        let after = server.json("GET", path, None).await;
        assert_eq!(after["version"].as_i64(), before["version"].as_i64().map(|version| version + 1));
        let (status, text) =
            server.call(Some(ADMIN), "POST", "/api/dataSets/NoDataSetH1/version", None).await;
        assert_eq!(status, 409);
        assert!(text.contains("Data set does not exist: NoDataSetH1"), "{text}");
    });
}
