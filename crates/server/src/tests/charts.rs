//! Saved charts and maps as clients open them, and lists whose rows are made of data elements.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

fn element(id: &str) -> Value {
    json!({
        "id": id, "name": format!("Name of {id}"), "shortName": id, "valueType": "NUMBER", "domainType": "AGGREGATE",
        "aggregationType": "SUM",
    })
}

fn country() -> Value {
    json!({
        "organisationUnits": [
            { "id": "CountryOne1", "name": "Country", "shortName": "Country", "openingDate": "2020-01-01" },
            { "id": "ProvinceTw2", "name": "Province", "shortName": "Province", "openingDate": "2020-01-01",
              "parent": { "id": "CountryOne1" } },
        ],
        "dataElements": [element("ElementOne1"), element("ElementTwo2")],
        "dataElementGroups": [{
            "id": "GroupOfOne1", "name": "One", "shortName": "One", "dataElements": [{ "id": "ElementTwo2" }],
        }],
    })
}

fn chart() -> Value {
    json!({
        "id": "ChartOfAll1", "name": "Chart", "type": "COLUMN",
        "columns": [{ "dimension": "dx", "items": [{ "id": "ElementTwo2" }, { "id": "ElementOne1" }] }],
        "rows": [{ "dimension": "pe", "items": [{ "id": "202501" }, { "id": "LAST_12_MONTHS" }] }],
        "filters": [{ "dimension": "ou", "items": [{ "id": "ProvinceTw2" }, { "id": "USER_ORGUNIT" }, { "id": "LEVEL-2" }] }],
    })
}

#[test]
fn a_chart_says_its_dimensions_as_asked() {
    let server = Server::start("charts");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&country())).await;
        server.json("POST", "/api/visualizations", Some(&chart())).await;
        let fields = "columns[dimension,items[dimensionItem~rename(id),name,dimensionItemType]],rows[dimension,items[id]],filters,parentGraphMap";
        let found =
            server.json("GET", &format!("/api/visualizations/ChartOfAll1?fields={fields}"), None).await;
        let item = |id: &str| json!({ "id": id, "name": format!("Name of {id}"), "dimensionItemType": "DATA_ELEMENT" });
        assert_eq!(
            found,
            json!({
                "columns": [{ "dimension": "dx", "items": [item("ElementTwo2"), item("ElementOne1")] }],
                "rows": [{ "dimension": "pe", "items": [{ "id": "202501" }, { "id": "LAST_12_MONTHS" }] }],
                "filters": [{ "id": "ou" }],
                "parentGraphMap": { "ProvinceTw2": "CountryOne1" },
            })
        );
        let units = "/api/visualizations?fields=filters[items[id]]&filter=id:eq:ChartOfAll1";
        let listed = server.json("GET", units, None).await;
        let words: Vec<&str> = listed["visualizations"][0]["filters"][0]["items"]
            .as_array()
            .map(|items| items.iter().filter_map(|item| item["id"].as_str()).collect())
            .unwrap_or_default();
        assert_eq!(words, ["ProvinceTw2", "USER_ORGUNIT", "LEVEL-2"]);
    });
}

#[test]
fn operands_are_made_of_elements_and_their_combos() {
    let server = Server::start("operands");
    block_on(async {
        server.json("POST", "/api/metadata", Some(&country())).await;
        let all = server.json("GET", "/api/dataElementOperands?fields=id,name&pageSize=1", None).await;
        assert_eq!(all["pager"]["total"], 2, "{all}");
        assert_eq!(
            all["dataElementOperands"][0],
            json!({ "id": "ElementOne1", "name": "Name of ElementOne1" })
        );
        let filter = "filter=dataElement.dataElementGroups.id:eq:GroupOfOne1";
        let group = server.json("GET", &format!("/api/dataElementOperands?fields=id&{filter}"), None).await;
        assert_eq!(group["dataElementOperands"], json!([{ "id": "ElementTwo2" }]));
        let kept = server.json("GET", "/api/dataElementOperands?persisted=true", None).await;
        assert_eq!(kept["dataElementOperands"], json!([]));
        let (status, body) = server.call(Some(ADMIN), "GET", "/api/programDataElements", None).await;
        assert_eq!(status, 400, "{body}");
        let none = server.json("GET", "/api/programDataElements?program=NoProgram11", None).await;
        assert_eq!(none["programDataElements"], json!([]));
    });
}
