//! Patches of what is kept in another form than it is written in.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};

#[test]
fn a_patch_of_what_an_event_visualization_is_laid_out_by_is_not_lost_without_a_word() {
    let server = Server::start("patches_of_events");
    block_on(async {
        let list = json!({ "id": "EventsOfPa1", "name": "Events", "type": "LINE_LIST" });
        server.json("POST", "/api/eventVisualizations", Some(&list)).await;
        for path in ["columns", "rows", "filters", "legend"] {
            let patch = json!([{ "op": "add", "path": format!("/{path}"), "value": [] }]);
            let request = Request::builder().method("PATCH").uri("/api/eventVisualizations/EventsOfPa1");
            let request = request
                .header(AUTHORIZATION, basic(ADMIN))
                .header(CONTENT_TYPE, "application/json-patch+json");
            let (status, body) =
                text(server.send(request.body(Body::from(patch.to_string())).unwrap()).await).await;
            assert_eq!(status, 501, "{body}");
            assert!(body.contains(&format!("`{path}` cannot be patched")), "{body}");
        }
    });
}

#[test]
fn a_patch_reaches_into_what_a_chart_or_map_is_laid_out_by() {
    let server = Server::start("patches");
    block_on(async {
        let patched = async |path: &str, patch: Value| {
            let request = Request::builder().method("PATCH").uri(path).header(AUTHORIZATION, basic(ADMIN));
            let request = request.header(CONTENT_TYPE, "application/json-patch+json");
            let sent = request.body(Body::from(patch.to_string())).unwrap();
            let (status, body) = text(server.send(sent).await).await;
            assert_eq!(status, 200, "{body}");
        };
        let items = |of: &Value| -> Vec<String> {
            let list = of["items"].as_array().unwrap().iter();
            list.map(|item| item["id"].as_str().unwrap().to_owned()).collect()
        };
        let chart = json!({
            "id": "ChartOfPat1", "name": "Chart", "type": "COLUMN", "legend": { "strategy": "FIXED", "style": "FILL", "showKey": true },
            "columns": [{ "dimension": "pe", "items": [{ "id": "202401" }, { "id": "LAST_12_MONTHS" }] }],
            "filters": [{ "dimension": "ou", "items": [{ "id": "USER_ORGUNIT" }] }],
        });
        server.json("POST", "/api/visualizations", Some(&chart)).await;
        let path = "/api/visualizations/ChartOfPat1";
        let changes = json!([
            { "op": "remove", "path": "/columns/0/items/0" },
            { "op": "add", "path": "/columns/0/items/-", "value": { "id": "202402" } },
            { "op": "replace", "path": "/legend/style", "value": "TEXT" },
            { "op": "add", "path": "/rows", "value": [{ "dimension": "ou", "items": [{ "id": "LEVEL-2" }] }] },
            { "op": "remove", "path": "/filters/0" },
        ]);
        patched(path, changes).await;
        let fields = "?fields=name,legend,columns[items[id]],rows[items[id]],filters[items[id]]";
        let found = server.json("GET", &format!("{path}{fields}"), None).await;
        assert_eq!(items(&found["columns"][0]), ["LAST_12_MONTHS", "202402"]);
        assert_eq!((items(&found["rows"][0]), &found["filters"]), (vec!["LEVEL-2".to_owned()], &json!([])));
        assert_eq!(found["legend"], json!({ "strategy": "FIXED", "style": "TEXT", "showKey": true }));
        patched(path, json!([{ "op": "replace", "path": "/name", "value": "Renamed" }])).await;
        let found = server.json("GET", &format!("{path}{fields}"), None).await;
        assert_eq!((&found["name"], items(&found["columns"][0]).len()), (&json!("Renamed"), 2));

        let map = json!({ "id": "MapOfPatch1", "name": "Map", "mapViews": [{
            "name": "Layer", "layer": "thematic", "opacity": 0.8, "classes": 5,
            "rows": [{ "dimension": "ou", "items": [{ "id": "LEVEL-2" }] }],
            "filters": [{ "dimension": "pe", "items": [{ "id": "202401" }] }],
        }] });
        server.json("POST", "/api/maps", Some(&map)).await;
        let path = "/api/maps/MapOfPatch1";
        patched(path, json!([{ "op": "replace", "path": "/mapViews/0/opacity", "value": 0.5 }])).await;
        let fields = "?fields=mapViews[name,opacity,classes,rows[items[id]],filters[items[id]]]";
        let found = server.json("GET", &format!("{path}{fields}"), None).await;
        let layer = &found["mapViews"][0];
        assert_eq!(
            (&layer["opacity"], &layer["classes"], &layer["name"]),
            (&json!(0.5), &json!(5), &json!("Layer"))
        );
        assert_eq!(
            (items(&layer["rows"][0]), items(&layer["filters"][0])),
            (vec!["LEVEL-2".to_owned()], vec!["202401".to_owned()])
        );
        patched(path, json!([{ "op": "remove", "path": "/mapViews/0" }])).await;
        let found = server.json("GET", &format!("{path}{fields}"), None).await;
        assert_eq!(found["mapViews"], json!([]));
    });
}
