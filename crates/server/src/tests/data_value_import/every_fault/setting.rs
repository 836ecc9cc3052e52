//! The set whose elements have every kind of fault, at as many units as a file needs.

use serde_json::{Value, json};

use super::rows::{ELEMENTS, SET};
use crate::tests::Server;
use crate::tests::data_value_import::country::country;

/// Makes the set and so many units; gives the units.
pub(super) async fn set_up(server: &Server, count: usize) -> Vec<String> {
    country(server).await;
    let ids: Vec<String> = (0..count).map(|number| format!("FaultU{number:05}")).collect();
    let unit = |id: &String| json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": { "id": "CountryOne1" } });
    let element = |id: &str, value_type: &str| {
        let options = |of: &str| (id == of).then(|| json!({ "id": "AnswersSet1" }));
        json!({
            "id": id, "name": id, "shortName": id, "valueType": value_type, "domainType": "AGGREGATE", "aggregationType": "NONE",
            "categoryCombo": { "id": "bjDvmb4bfuf" }, "optionSet": options("FaultyOpti1"), "commentOptionSet": options("FaultyComm1"),
        })
    };
    let members: Vec<Value> = ELEMENTS
        .iter()
        .map(|element| json!({ "dataElement": { "id": element.id }, "dataSet": { "id": SET } }))
        .collect();
    let set = json!({
        "id": SET, "name": SET, "shortName": SET, "periodType": "Monthly", "dataSetElements": members, "openFuturePeriods": 12,
        "categoryCombo": { "id": "bjDvmb4bfuf" }, "organisationUnits": ids.iter().map(|id| json!({ "id": id })).collect::<Vec<_>>(),
        "sharing": { "public": "rwrw----" },
    });
    let payload = json!({
        "organisationUnits": ids.iter().map(unit).collect::<Vec<_>>(),
        "dataElements": ELEMENTS.iter().map(|one| element(one.id, one.value_type)).collect::<Vec<_>>(),
        "dataSets": [set],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    ids
}
