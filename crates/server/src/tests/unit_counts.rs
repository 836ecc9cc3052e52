//! Org units counted by their groups: what is counted and shown, for whom, and what is refused.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on, message};

const PATH: &str = "/api/orgUnitAnalytics";
const CLERK: &str = "clerk:Clerk-1234";

/// Two districts: the north has a clinic and a hospital, the south a clinic and one of which nothing is said.
async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "name": format!("Name of {id}"), "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let group = |id: &str, units: &[&str]| {
        let units: Vec<Value> = units.iter().map(|unit| json!({ "id": unit })).collect();
        json!({ "id": id, "name": id, "shortName": format!("{id} short"), "organisationUnits": units })
    };
    let set = |id: &str, groups: &[&str], public: &str| {
        let groups: Vec<Value> = groups.iter().map(|group| json!({ "id": group })).collect();
        json!({ "id": id, "name": id, "shortName": id, "organisationUnitGroups": groups, "sharing": { "public": public } })
    };
    let payload = json!({
        "organisationUnits": [
            unit("CountryOne1", None), unit("NorthernOn1", Some("CountryOne1")), unit("SouthernOn1", Some("CountryOne1")),
            unit("ClinicNort1", Some("NorthernOn1")), unit("HospitalNo1", Some("NorthernOn1")),
            unit("ClinicSout1", Some("SouthernOn1")), unit("UnknownSou1", Some("SouthernOn1")),
        ],
        "organisationUnitGroups": [
            group("ClinicGroup", &["ClinicNort1", "ClinicSout1"]), group("HospitGroup", &["HospitalNo1"]),
            group("OwnerOfAll1", &["ClinicNort1"]),
        ],
        "organisationUnitGroupSets": [
            set("SetOfKinds1", &["ClinicGroup", "HospitGroup"], "r-------"), set("SetOfOwner1", &["OwnerOfAll1"], "--------"),
            { "id": "SetNoData11", "name": "No data", "shortName": "No data", "dataDimension": false },
        ],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

#[test]
fn units_are_counted_by_their_groups_and_those_without_too() {
    let server = Server::start("unit_counts");
    block_on(async {
        country(&server).await;
        let asked = format!("{PATH}?ou=NorthernOn1;SouthernOn1&ougs=SetOfKinds1");
        let listed = server.json("GET", &asked, None).await;
        let named: Vec<&Value> =
            listed["headers"].as_array().unwrap().iter().map(|one| &one["name"]).collect();
        assert_eq!(named, ["orgunit", "SetOfKinds1", "count"]);
        let mut rows: Vec<Vec<&str>> = Vec::new();
        for row in listed["rows"].as_array().unwrap() {
            let mut row: Vec<&str> = row.as_array().unwrap().iter().filter_map(Value::as_str).collect();
            // The unit and the group come in the order of a map of Java's.
            row[..2].sort_unstable();
            rows.push(row);
        }
        rows.sort_unstable();
        let expected = [
            ["ClinicGroup", "NorthernOn1", "1"],
            ["ClinicGroup", "SouthernOn1", "1"],
            ["HospitGroup", "NorthernOn1", "1"],
            ["NorthernOn1", "null", "1"],
            ["SouthernOn1", "null", "2"],
        ];
        assert_eq!(rows, expected);
        let (status, table) = server
            .call(
                Some(ADMIN),
                "GET",
                &asked.replace('?', ".csv?").replace("ougs", "columns=SetOfKinds1&ougs"),
                None,
            )
            .await;
        let lines =
            "ou,ClinicGroup short,HospitGroup short\nName of NorthernOn1,1,1\nName of SouthernOn1,1,\n";
        assert_eq!((status, table.trim_start_matches(',')), (200, lines.trim_start_matches("ou,")));
    });
}

#[test]
fn what_cannot_be_counted_is_refused() {
    let server = Server::start("unit_counts_refused");
    block_on(async {
        country(&server).await;
        let table = "?ou=CountryOne1&ougs=SetOfKinds1&columns=SetOfKinds1";
        server.json("GET", &format!("{PATH}{table}"), None).await;
        server.json("POST", "/api/systemSettings/keyAnalyticsMaxLimit?value=1", None).await;
        for (who, asked, status, code) in [
            (ADMIN, table, 409, "E7128"),
            (ADMIN, "?ou=NoUnit11111&ougs=SetOfKinds1", 409, "E7300"),
            (ADMIN, "?ou=CountryOne1&ougs=NoSet111111", 409, "E7301"),
            (ADMIN, "?ou=CountryOne1&ougs=SetOfKinds1;SetNoData11", 409, "specified: `[SetNoData11]`"),
            // A set that is not shared is as if it were not there.
            (CLERK, "?ou=CountryOne1&ougs=SetOfOwner1", 409, "E7301"),
            (CLERK, "?ou=CountryOne1&ougs=SetOfKinds1", 200, ""),
        ] {
            let (given, text) = server.call(Some(who), "GET", &format!("{PATH}{asked}"), None).await;
            assert_eq!(given, status, "{asked}: {text}");
            assert!(text.contains(code), "{asked}: {text}");
        }
        for (asked, name) in [("?ougs=SetOfKinds1", "ou"), ("?ou=CountryOne1", "ougs")] {
            let (status, text) = server.call(Some(ADMIN), "GET", &format!("{PATH}{asked}"), None).await;
            let sentence = format!(
                "Required request parameter '{name}' for method parameter type String is not present"
            );
            assert_eq!((status, message(&text)), (400, Some(sentence)));
        }
    });
}
