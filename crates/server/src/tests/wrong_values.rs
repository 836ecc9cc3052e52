//! Charts, maps and dashboards with values that their properties cannot hold: each is refused, and nothing of it is kept.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

/// A chart with one property more.
fn chart(key: &str, value: Value) -> Value {
    let mut chart = json!({ "id": "ChartOfOne1", "name": "Chart", "type": "COLUMN" });
    chart[key] = value;
    chart
}

/// A map whose only layer has one property more.
fn map(key: &str, value: Value) -> Value {
    let mut layer = json!({ "id": "LayerOfOne1", "layer": "thematic1" });
    layer[key] = value;
    json!({ "id": "MapOfOne111", "name": "Map", "mapViews": [layer] })
}

/// A dashboard whose only item has one property more.
fn dashboard(key: &str, value: Value) -> Value {
    let mut item = json!({ "id": "ItemOfOne11", "type": "TEXT", "text": "Read me" });
    item[key] = value;
    json!({ "id": "BoardOfOne1", "name": "Board", "dashboardItems": [item] })
}

#[test]
fn words_and_shapes_that_no_property_takes_are_refused() {
    let server = Server::start("wrong_values");
    block_on(async {
        let words = [
            "type",
            "aggregationType",
            "regressionType",
            "displayDensity",
            "fontSize",
            "hideEmptyRowItems",
            "userOrgUnitType",
        ];
        let charts = words.map(|key| chart(key, json!("NOTHING"))).into_iter().chain([
            chart("digitGroupSeparator", json!(7)),
            chart("numberType", json!(true)),
            chart("outlierAnalysis", json!({ "outlierMethod": "GUESS" })),
            chart("outlierAnalysis", json!([1])),
            chart("legend", json!({ "style": "FRAME" })),
            chart("axes", json!([{ "type": "UP" }])),
            chart("axes", json!({})),
            chart("series", json!([3])),
            chart("sorting", json!([{ "dimension": "dx", "direction": "SIDEWAYS" }])),
            chart("fontStyle", json!({ "legend": { "font": "SCRIPT" } })),
            chart("icons", json!([{ "type": "TREE" }])),
            chart("columns", json!(["dx"])),
            chart("columns", json!([{ "dimension": "dx", "items": [1] }])),
            chart("rows", json!([null])),
            chart("organisationUnits", json!([5])),
        ]);
        let words = [
            "thematicMapType",
            "renderingStrategy",
            "eventStatus",
            "organisationUnitSelectionMode",
            "aggregationType",
        ];
        let maps = words.map(|key| map(key, json!("NOTHING"))).into_iter().chain([
            map("columns", json!([true])),
            json!({ "id": "MapOfOne111", "name": "Map", "mapViews": [1] }),
            json!({ "id": "MapOfOne111", "name": "Map", "mapViews": "all" }),
            json!({ "id": "MapOfOne111", "name": "Map", "basemaps": [{ "opacity": "half" }] }),
        ]);
        let boards = [
            dashboard("shape", json!("ROUND")),
            dashboard("users", json!([1])),
            json!({ "id": "BoardOfOne1", "name": "Board", "dashboardItems": [null] }),
            json!({ "id": "BoardOfOne1", "name": "Board", "itemConfig": { "insertPosition": "MIDDLE" } }),
            json!({ "id": "BoardOfOne1", "name": "Board", "layout": { "columns": [{ "span": "wide" }] } }),
            json!({ "id": "BoardOfOne1", "name": "Board", "embedded": { "provider": "PAPER" } }),
        ];
        let layers = ["mapService", "imageFormat", "mapLayerPosition"]
            .map(|key| json!({ "id": "ExternalOn1", "name": "Layer", key: "NOTHING" }));
        let all = charts
            .map(|body| ("visualizations", body))
            .chain(maps.map(|body| ("maps", body)))
            .chain(boards.map(|body| ("dashboards", body)))
            .chain(layers.map(|body| ("externalMapLayers", body)));
        for (plural, body) in all {
            let path = format!("/api/{plural}");
            let (status, text) = server.call(Some(ADMIN), "POST", &path, Some(&body)).await;
            assert!(
                status == 409 && text.contains("Cannot deserialize value of type"),
                "{body}: {status} {text}"
            );
            let (status, text) = server
                .call(Some(ADMIN), "POST", "/api/metadata", Some(&json!({ plural: [body.clone()] })))
                .await;
            assert_eq!(status, 409, "{body}: {text}");
            let uid = body["id"].as_str().unwrap();
            assert_eq!(
                server.call(Some(ADMIN), "GET", &format!("{path}/{uid}"), None).await.0,
                404,
                "{body}"
            );
        }
    });
}

#[test]
fn bodies_that_are_no_objects_are_refused() {
    let server = Server::start("wrong_bodies");
    block_on(async {
        for (method, path) in [
            ("POST", "/api/visualizations"),
            ("POST", "/api/maps"),
            ("POST", "/api/dashboards"),
            ("POST", "/api/externalMapLayers"),
            ("POST", "/api/organisationUnitProfile"),
            ("POST", "/api/apiTokens"),
            ("POST", "/api/systemSettings"),
        ] {
            for body in [json!([1]), json!(1), json!(null), json!("word"), json!(true)] {
                let (status, text) = server.call(Some(ADMIN), method, path, Some(&body)).await;
                assert!((400..500).contains(&status), "{method} {path} {body}: {status} {text}");
            }
        }
    });
}
