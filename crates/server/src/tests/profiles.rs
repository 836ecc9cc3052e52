//! Profiles of organisation units.

use serde_json::json;

use super::{ADMIN, Server, block_on};

#[test]
fn a_profile_shows_what_it_is_set_to_show() {
    let server = Server::start("profiles");
    block_on(async {
        let payload = json!({
            "attributes": [{ "id": "AttributeO1", "name": "Number", "valueType": "TEXT", "organisationUnitAttribute": true }],
            "organisationUnits": [{
                "id": "CountryOne1", "name": "Country", "shortName": "Country", "openingDate": "2020-01-01",
                "attributeValues": [{ "attribute": { "id": "AttributeO1" }, "value": "KL-7" }],
            }],
            "organisationUnitGroups": [{
                "id": "GroupOfOne1", "name": "Public", "shortName": "Public", "organisationUnits": [{ "id": "CountryOne1" }],
            }],
            "organisationUnitGroupSets": [{
                "id": "GroupSetOn1", "name": "Owner", "shortName": "Owner", "organisationUnitGroups": [{ "id": "GroupOfOne1" }],
            }],
            "dataElements": [
                { "id": "ElementOne1", "name": "Cases", "shortName": "Cases", "valueType": "NUMBER", "domainType": "AGGREGATE",
                  "aggregationType": "SUM" },
                { "id": "ElementDay1", "name": "Day", "shortName": "Day", "valueType": "DATE", "domainType": "AGGREGATE",
                  "aggregationType": "NONE" },
            ],
            "dataSets": [{
                "id": "SetOfOneDay", "name": "Set", "shortName": "Set", "periodType": "Monthly",
                "dataSetElements": [{ "dataElement": { "id": "ElementOne1" } }],
                "organisationUnits": [{ "id": "CountryOne1" }],
            }],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        let me = server.json("GET", "/api/me?fields=id", None).await;
        let units = json!({ "additions": [{ "id": "CountryOne1" }] });
        server
            .json(
                "POST",
                &format!("/api/users/{}/organisationUnits", me["id"].as_str().unwrap()),
                Some(&units),
            )
            .await;
        let value = json!({ "dataSet": "SetOfOneDay", "dataValues": [
            { "dataElement": "ElementOne1", "period": "202501", "orgUnit": "CountryOne1", "value": "12.5" },
        ]});
        server.json("POST", "/api/dataValueSets", Some(&value)).await;

        let base = "/api/organisationUnitProfile";
        let wrong = json!({ "attributes": ["NoAttribut1"], "dataItems": ["ElementDay1"] });
        let (status, text) = server.call(Some(ADMIN), "POST", base, Some(&wrong)).await;
        assert!(status == 400 && text.contains("E4014") && text.contains("E7115"), "{status} {text}");
        assert_eq!(server.json("GET", base, None).await["attributes"], json!([]));

        let set = json!({ "attributes": ["AttributeO1"], "groupSets": ["GroupSetOn1"], "dataItems": ["ElementOne1"] });
        for _ in 0..2 {
            assert_eq!(server.call(Some(ADMIN), "POST", base, Some(&set)).await, (200, String::new()));
        }
        assert_eq!(server.json("GET", base, None).await, set);
        let found = server.json("GET", &format!("{base}/CountryOne1/data?period=2025"), None).await;
        assert_eq!(found["attributes"], json!([{ "id": "AttributeO1", "label": "Number", "value": "KL-7" }]));
        assert_eq!(found["groupSets"], json!([{ "id": "GroupSetOn1", "label": "Owner", "value": "Public" }]));
        assert_eq!(found["dataItems"], json!([{ "id": "ElementOne1", "label": "Cases", "value": 12.5 }]));
    });
}
