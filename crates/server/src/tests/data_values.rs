//! Single values, their bounds, and exceptions from locks.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

const CLERK: &str = "clerk:Clinic-2026";
const CELL: &str = "de=Attendance1&pe=202503&ou=ClinicOne11";

async fn country(server: &Server) {
    let unit = |id: &str| json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
    let payload = json!({
        "organisationUnits": [unit("ClinicOne11"), unit("ClinicTwo22")],
        "dataElements": [{
            "id": "Attendance1", "name": "Attendance", "shortName": "Attendance", "valueType": "INTEGER_ZERO_OR_POSITIVE",
            "domainType": "AGGREGATE", "aggregationType": "SUM",
        }],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly", "expiryDays": 10,
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" }, "dataSet": { "id": "MonthlySet1" } }],
            "organisationUnits": [{ "id": "ClinicOne11" }], "sharing": { "public": "r-rw----" },
        }],
        "userRoles": [{ "id": "DataEntry11", "name": "Data entry", "authorities": ["F_DATAVALUE_ADD"] }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk",
            "userRoles": [{ "id": "DataEntry11" }], "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

async fn refused(
    server: &Server,
    who: &str,
    method: &str,
    path: &str,
    body: Option<&Value>,
    wanted: (u16, &str),
) {
    let (status, text) = server.call(Some(who), method, path, body).await;
    assert!(status == wanted.0 && text.contains(wanted.1), "{method} {path}: {status} {text}");
}

#[test]
fn a_value_is_entered_changed_marked_and_deleted() {
    let server = Server::start("single_values");
    block_on(async {
        country(&server).await;
        let path = format!("/api/dataValues?{CELL}");
        server.json("POST", &format!("{path}&value=7&comment=seen"), None).await;
        assert_eq!(server.json("GET", &path, None).await, json!(["7"]));
        // What is not said stays.
        server.json("POST", &format!("{path}&value=8"), None).await;
        let mark = json!({ "dataElement": "Attendance1", "period": "202503", "orgUnit": "ClinicOne11", "followup": true });
        server.json("PUT", "/api/dataValues/followup", Some(&mark)).await;
        let all = server
            .json("GET", "/api/dataValueSets?dataSet=MonthlySet1&period=202503&orgUnit=ClinicOne11", None)
            .await;
        let value = &all["dataValues"][0];
        assert_eq!(
            (&value["value"], &value["comment"], &value["followup"]),
            (&json!("8"), &json!("seen"), &json!(true))
        );
        let body =
            json!({ "dataElement": "Attendance1", "period": "202503", "orgUnit": "ClinicOne11", "value": 9 });
        server.json("POST", "/api/dataValues", Some(&body)).await;
        assert_eq!(server.json("GET", &path, None).await, json!(["9"]));
        server.json("POST", &format!("{path}&value="), None).await;
        refused(&server, ADMIN, "GET", &path, None, (404, "E1005")).await;
    });
}

#[test]
fn what_is_wrong_with_a_value_is_said() {
    let server = Server::start("wrong_values");
    block_on(async {
        country(&server).await;
        let post = |query: &str| format!("/api/dataValues?{query}");
        let wrong = [
            (CELL.to_owned() + "&value=x", 409, "Failed to upsert data value: Value #0"),
            (CELL.to_owned(), 409, "E1004"),
            (CELL.replace("Attendance1", "foo") + "&value=1", 400, "E8104"),
            (CELL.replace("202503", "2025") + "&value=1", 409, "E8021"),
            (CELL.replace("ClinicOne11", "ClinicTwo22") + "&value=1", 409, "E8022"),
            (CELL.to_owned() + "&value=1&co=foo", 400, "E8109"),
            (CELL.to_owned() + "&value=1&cc=NoSuchCombo", 400, "E8126"),
            (CELL.to_owned() + "&value=1&cc=bjDvmb4bfuf&cp=NoOption111", 400, "E8127"),
            (CELL.to_owned() + "&value=1&followUp=maybe", 400, "followUp"),
            ("de=Attendance1&value=1".to_owned(), 400, "'pe'"),
        ];
        for (query, status, reason) in &wrong {
            refused(&server, ADMIN, "POST", &post(query), None, (*status, reason)).await;
        }
        refused(&server, CLERK, "POST", &post(&format!("{CELL}&value=1")), None, (409, "E8030")).await;
        refused(&server, ADMIN, "DELETE", "/api/dataValues?de=Attendance1&pe=202503", None, (400, "E8105"))
            .await;
        let mark = json!({ "dataElement": "Attendance1", "period": "202503", "orgUnit": "ClinicOne11" });
        refused(&server, ADMIN, "PUT", "/api/dataValues/followup", Some(&mark), (409, "E2033")).await;
        let mark = json!({ "values": [{ "dataElement": "Attendance1", "period": "202503", "orgUnit": "ClinicOne11", "followup": true }] });
        refused(&server, ADMIN, "PUT", "/api/dataValues/followups", Some(&mark), (409, "E2032")).await;
        refused(
            &server,
            CLERK,
            "GET",
            &post("de=Attendance1&pe=202503&ou=ClinicTwo22"),
            None,
            (409, "E2012"),
        )
        .await;
    });
}

#[test]
fn an_exception_opens_a_form_that_is_locked() {
    let server = Server::start("exceptions");
    block_on(async {
        country(&server).await;
        let path = "/api/lockExceptions?ds=MonthlySet1&pe=202503&ou=";
        let value = format!("/api/dataValues?{CELL}&value=3");
        refused(&server, CLERK, "POST", &value, None, (409, "E8030")).await;
        refused(&server, CLERK, "POST", &format!("{path}ClinicOne11"), None, (403, "permissions")).await;
        refused(&server, ADMIN, "POST", &format!("{path}ClinicTwo22"), None, (409, "is linked to")).await;
        refused(&server, ADMIN, "POST", &format!("{path}NoSuchUnit1"), None, (409, "NoSuchUnit1")).await;
        refused(&server, ADMIN, "POST", &path.replace("202503", "foo"), None, (400, "Period")).await;
        for _ in 0..2 {
            server.json("POST", &format!("{path}[ClinicOne11,ClinicTwo22]"), None).await;
        }
        let list = "/api/lockExceptions?fields=name,period,dataSet[id]&filter=period:in:[202503]";
        let all = server.json("GET", list, None).await;
        assert_eq!(all["pager"]["total"], json!(1));
        let one = &all["lockExceptions"][0];
        assert_eq!(one["name"], json!("Monthly (ClinicOne11, 202503)"));
        assert_eq!(one["dataSet"], json!({ "id": "MonthlySet1" }));
        assert_eq!(one["period"]["startDate"], json!("2025-03-01T00:00:00.000"));
        assert_eq!(server.call(Some(CLERK), "POST", &value, None).await.0, 201);
        let combinations = server.json("GET", "/api/lockExceptions/combinations", None).await;
        assert_eq!(combinations["lockExceptions"][0]["name"], json!("Monthly (202503)"));
        refused(&server, ADMIN, "GET", "/api/lockExceptions?key=1", None, (404, "key: 1")).await;
        // A unit that there is not removes nothing.
        server.json("DELETE", &format!("{path}NoSuchUnit1"), None).await;
        assert_eq!(server.json("GET", list, None).await["pager"]["total"], json!(1));
        server.json("DELETE", path, None).await;
        assert_eq!(server.json("GET", list, None).await["pager"]["total"], json!(0));
    });
}

#[test]
fn bounds_come_by_hand_by_csv_and_from_the_data() {
    let server = Server::start("bounds");
    block_on(async {
        country(&server).await;
        let cell = json!({ "dataElement": "Attendance1", "orgUnit": "ClinicOne11", "optionCombo": "HllvX50cXC0", "minValue": 1, "maxValue": 5 });
        server.json("POST", "/api/dataEntry/minMaxValues", Some(&cell)).await;
        let changed = |key: &str, value: Value| {
            let mut cell = cell.clone();
            cell[key] = value;
            cell
        };
        let path = "/api/dataEntry/minMaxValues";
        refused(&server, ADMIN, "POST", path, Some(&changed("maxValue", json!(1))), (400, "E2044")).await;
        refused(&server, ADMIN, "POST", path, Some(&changed("minValue", Value::Null)), (400, "E2042")).await;
        refused(&server, ADMIN, "POST", path, Some(&changed("orgUnit", Value::Null)), (400, "E1102")).await;
        refused(
            &server,
            ADMIN,
            "POST",
            path,
            Some(&changed("orgUnit", json!("NoSuchUnit1"))),
            (400, "E2047"),
        )
        .await;
        refused(&server, CLERK, "POST", path, Some(&cell), (403, "F_MINMAX")).await;
        let list = "/api/minMaxDataElements?fields=min,max,generated&filter=source.id:eq:ClinicOne11";
        let bounds = server.json("GET", list, None).await;
        assert_eq!(bounds["minMaxDataElements"], json!([{ "min": 1, "max": 5, "generated": false }]));
        for (period, value) in [("202501", "10"), ("202502", "20"), ("202503", "30")] {
            let path = format!("/api/dataValues?{}&value={value}", CELL.replace("202503", period));
            server.json("POST", &path, None).await;
        }
        let asked = json!({ "dataSets": ["MonthlySet1"], "organisationUnit": "ClinicOne11" });
        server.json("POST", "/api/minMaxValues", Some(&asked)).await;
        // 20 is the average, 8.16 the deviation: two of them either side.
        let bounds = server.json("GET", list, None).await;
        assert_eq!(bounds["minMaxDataElements"], json!([{ "min": 4, "max": 36, "generated": true }]));
        let nowhere = json!({ "dataSets": ["NoSuchSet11"], "organisationUnit": "ClinicOne11" });
        refused(&server, ADMIN, "POST", "/api/minMaxValues", Some(&nowhere), (409, "NoSuchSet11")).await;
        server.json("DELETE", "/api/minMaxValues/ClinicOne11?ds=MonthlySet1", None).await;
        refused(&server, ADMIN, "DELETE", path, Some(&cell), (404, "E2047")).await;
    });
}

#[test]
fn a_cell_of_a_confidential_set_is_refused_as_its_export_is() {
    let server = Server::start("confidential");
    block_on(async {
        country(&server).await;
        let path = format!("/api/dataValues?{CELL}");
        server.json("POST", &format!("{path}&value=7"), None).await;
        assert_eq!(server.call(Some(CLERK), "GET", &path, None).await.0, 200);
        let hidden = json!({ "object": { "publicAccess": "r-------", "externalAccess": false, "user": {}, "userGroupAccesses": [], "userAccesses": [] } });
        server.json("PUT", "/api/sharing?type=dataSet&id=MonthlySet1", Some(&hidden)).await;
        refused(&server, CLERK, "GET", &path, None, (403, "E1006")).await;
        assert_eq!(server.json("GET", &path, None).await, json!(["7"]));
    });
}
