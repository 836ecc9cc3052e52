//! What data entry shows around a value.

use serde_json::{Value, json};

use super::{Server, block_on};

const CLERK: &str = "clerk:Clinic-2026";

async fn country(server: &Server) {
    let unit = |id: &str| json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
    let payload = json!({
        "organisationUnits": [unit("ClinicOne11"), unit("ClinicTwo22")],
        "dataElements": [{
            "id": "Attendance1", "name": "Attendance", "shortName": "Attendance", "valueType": "INTEGER",
            "domainType": "AGGREGATE", "aggregationType": "SUM",
        }],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly", "expiryDays": 10,
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" }, "dataSet": { "id": "MonthlySet1" } }],
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": "r-rw----" },
        }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk", "userRoles": [],
            "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

async fn type_in(server: &Server, period: &str, value: &str) {
    let sent = json!({ "dataSet": "MonthlySet1", "dataValues": [
        { "dataElement": "Attendance1", "period": period, "orgUnit": "ClinicOne11", "value": value },
    ]});
    server.json("POST", "/api/dataValueSets?force=true", Some(&sent)).await;
}

#[test]
fn a_value_has_its_changes_and_the_periods_before() {
    let server = Server::start("context");
    block_on(async {
        country(&server).await;
        for (period, value) in
            [("202401", "1"), ("202402", "2"), ("202503", "3"), ("202503", "4"), ("202504", "9")]
        {
            type_in(&server, period, value).await;
        }
        let path = "/api/dataEntry/dataValueContext?de=Attendance1&pe=202503&co=HllvX50cXC0&ou=";
        let (status, text) = server.call(Some(CLERK), "GET", &format!("{path}ClinicOne11"), None).await;
        assert_eq!(status, 200, "{text}");
        let context: Value = serde_json::from_str(&text).unwrap();
        // Thirteen periods end with this one: February of the year before is too old, the month after is none of them.
        assert_eq!(context["history"], json!([{ "period": "202503", "value": "4" }]));
        let audits = context["audits"].as_array().unwrap();
        let said: Vec<(&Value, &Value)> =
            audits.iter().map(|one| (&one["auditType"], &one["value"])).collect();
        assert_eq!(said, [(&json!("UPDATE"), &json!("4")), (&json!("CREATE"), &json!("3"))]);
        let (status, text) = server.call(Some(CLERK), "GET", &format!("{path}ClinicTwo22"), None).await;
        assert!(status == 409 && text.contains("E2012"), "{status} {text}");
    });
}

#[test]
fn a_form_is_locked_when_its_days_are_over() {
    let server = Server::start("locked");
    block_on(async {
        country(&server).await;
        let path = "/api/dataEntry/dataValues?ds=MonthlySet1&pe=202401&ou=ClinicOne11";
        let (_, text) = server.call(Some(CLERK), "GET", path, None).await;
        let form: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(form["lockStatus"], json!("LOCKED"), "{text}");
        // Whoever may enter data after that finds it open.
        assert_eq!(server.json("GET", path, None).await["lockStatus"], json!("OPEN"));
    });
}
