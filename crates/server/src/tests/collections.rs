//! Items put into and taken out of collections.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

fn ids(answer: &Value, key: &str) -> Vec<String> {
    let items = answer[key].as_array().cloned().unwrap_or_default();
    items.iter().map(|item| item["id"].as_str().unwrap_or_default().to_owned()).collect()
}

fn element(id: &str) -> Value {
    json!({
        "id": id, "name": id, "shortName": id, "valueType": "NUMBER", "domainType": "AGGREGATE",
        "aggregationType": "SUM",
    })
}

#[test]
fn items_of_a_set_come_and_go() {
    let server = Server::start("sets");
    block_on(async {
        let payload = json!({
            "dataElements": [element("ElementOne1"), element("ElementTwo2"), element("ElementThr3")],
            "dataElementGroups": [{
                "id": "GroupOfAll1", "name": "All", "shortName": "All", "dataElements": [{ "id": "ElementOne1" }],
            }],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        let group = "/api/dataElementGroups/GroupOfAll1";
        let change = json!({
            "additions": [{ "id": "ElementTwo2" }, { "id": "ElementTwo2" }, { "id": "ElementThr3" }],
            "deletions": [{ "id": "ElementOne1" }, { "id": "NoElement11" }],
        });
        let done = server.json("POST", &format!("{group}/dataElements"), Some(&change)).await;
        let stats = &done["response"]["stats"];
        assert_eq!((&stats["updated"], &stats["deleted"]), (&json!(2), &json!(1)), "{done}");
        server.json("DELETE", &format!("{group}/dataElements/ElementTwo2"), None).await;
        let left = server.json("GET", &format!("{group}?fields=dataElements"), None).await;
        assert_eq!(ids(&left, "dataElements"), ["ElementThr3"]);
        let (status, _) =
            server.call(Some(ADMIN), "POST", &format!("{group}/colours/ElementTwo2"), None).await;
        assert_eq!(status, 404);
    });
}

#[test]
fn a_list_has_no_gap_when_its_items_come_and_go() {
    let server = Server::start("lists");
    block_on(async {
        let option = |id: &str, set: &str, place: u8| json!({ "id": id, "name": id, "code": id, "sortOrder": place, "optionSet": { "id": set } });
        let set = |id: &str, options: &[&str]| {
            let options: Vec<Value> = options.iter().map(|id| json!({ "id": id })).collect();
            json!({ "id": id, "name": id, "valueType": "TEXT", "options": options })
        };
        let payload = json!({
            "options": [
                option("OptionOne11", "SetOfOptio1", 1), option("OptionTwo22", "SetOfOptio1", 2),
                option("OptionThre3", "SetOfOptio1", 3), option("OptionFour4", "SetOfOptio2", 1),
            ],
            "optionSets": [
                set("SetOfOptio1", &["OptionOne11", "OptionTwo22", "OptionThre3"]),
                set("SetOfOptio2", &["OptionFour4"]),
            ],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        server.json("POST", "/api/optionSets/SetOfOptio2/options/OptionOne11", None).await;
        let places = "select string_agg(o.uid || ' ' || o.sort_order, ', ' order by s.uid, o.sort_order)
            from optionvalue o join optionset s using (optionsetid) group by s.uid order by s.uid";
        let found = afya_tests::cluster::texts(&server.database, places).await;
        assert_eq!(found, ["OptionTwo22 0, OptionThre3 1", "OptionFour4 0, OptionOne11 1"]);
    });
}

#[test]
fn children_are_not_moved_through_their_parent() {
    let server = Server::start("children");
    block_on(async {
        let unit = |id: &str| json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
        let payload = json!({ "organisationUnits": [unit("CountryOne1"), unit("CountryTwo2")] });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        let path = "/api/organisationUnits/CountryOne1/children/CountryTwo2";
        let (status, text) = server.call(Some(ADMIN), "POST", path, None).await;
        assert_eq!(status, 409, "{text}");
        assert!(text.contains("send the items"), "{text}");
    });
}

#[test]
fn parts_are_taken_out_one_by_one_and_come_only_with_their_object() {
    let server = Server::start("parts");
    block_on(async {
        let text = |id: &str| json!({ "id": id, "type": "TEXT", "text": id });
        let layer = |id: &str| {
            json!({
                "id": id, "layer": "thematic1",
                "columns": [{ "dimension": "dx", "items": [{ "id": "ElementOne1" }] }],
            })
        };
        let legend = |id: &str, from: u8| json!({ "id": id, "name": id, "startValue": from, "endValue": from + 1, "color": "#FFFFFF" });
        let payload = json!({
            "dataElements": [element("ElementOne1")],
            "dashboards": [
                { "id": "BoardOfOne1", "name": "One", "dashboardItems": [text("ItemOfOne11"), text("ItemOfTwo22"), text("ItemOfThre3")] },
                { "id": "BoardOfTwo2", "name": "Two", "dashboardItems": [text("ItemOfFour4")] },
            ],
            "maps": [{ "id": "MapOfOne111", "name": "Map", "mapViews": [layer("LayerOfOne1"), layer("LayerOfTwo2")] }],
            "legendSets": [{ "id": "LegendSetO1", "name": "Set", "legends": [legend("LegendOfOn1", 0), legend("LegendOfTw2", 1)] }],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        let board = "/api/dashboards/BoardOfOne1";
        let done = server.json("DELETE", &format!("{board}/dashboardItems/ItemOfOne11"), None).await;
        assert_eq!(done["response"]["stats"]["deleted"], json!(1), "{done}");
        let left = server.json("GET", &format!("{board}?fields=dashboardItems[id]"), None).await;
        assert_eq!(ids(&left, "dashboardItems"), ["ItemOfTwo22", "ItemOfThre3"]);
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/dashboardItems/ItemOfOne11", None).await.0, 404);
        let places = "select string_agg(i.uid || ' ' || d.sort_order, ', ' order by d.sort_order) from dashboard_items d
            join dashboarditem i using (dashboarditemid) join dashboard b using (dashboardid) where b.uid = 'BoardOfOne1'";
        assert_eq!(
            afya_tests::cluster::texts(&server.database, places).await,
            ["ItemOfTwo22 0, ItemOfThre3 1"]
        );
        let path = format!("{board}/dashboardItems/ItemOfFour4");
        let (status, text) = server.call(Some(ADMIN), "POST", &path, None).await;
        assert!(status == 409 && text.contains("part of another object"), "{status} {text}");
        let one = json!({ "identifiableObjects": [{ "id": "ItemOfThre3" }] });
        server.json("PUT", &format!("{board}/dashboardItems"), Some(&one)).await;
        let left = server.json("GET", &format!("{board}?fields=dashboardItems[id]"), None).await;
        assert_eq!(ids(&left, "dashboardItems"), ["ItemOfThre3"]);
        server.json("DELETE", "/api/maps/MapOfOne111/mapViews/LayerOfOne1", None).await;
        let left = server.json("GET", "/api/maps/MapOfOne111?fields=mapViews[id]", None).await;
        assert_eq!(ids(&left, "mapViews"), ["LayerOfTwo2"]);
        server.json("DELETE", "/api/legendSets/LegendSetO1/legends/LegendOfTw2", None).await;
        let left = server.json("GET", "/api/legendSets/LegendSetO1?fields=legends[id]", None).await;
        assert_eq!(ids(&left, "legends"), ["LegendOfOn1"]);
        let (status, _) = server
            .call(Some(ADMIN), "POST", "/api/externalMapLayers/NoLayer1111/items/ItemOfThre3", None)
            .await;
        assert_eq!(status, 404);
    });
}
