//! A small country: two clinics, a plain set and one whose values have attributes and a disaggregation.

use serde_json::{Value, json};

use crate::tests::Server;

/// Somebody who enters values at one clinic.
pub(in crate::tests) const CLERK: &str = "clerk:Clinic-2026";

fn units() -> Value {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    json!([
        unit("CountryOne1", None),
        unit("ClinicOne11", Some("CountryOne1")),
        unit("ClinicTwo22", Some("CountryOne1"))
    ])
}

fn element(id: &str, value_type: &str, more: &Value) -> Value {
    let mut element = json!({
        "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "valueType": value_type, "domainType": "AGGREGATE",
        "aggregationType": "SUM", "categoryCombo": { "id": "bjDvmb4bfuf" },
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        element[key] = value.clone();
    }
    element
}

fn set(id: &str, elements: &[&str], combo: &str, public: &str) -> Value {
    let elements: Vec<Value> = elements
        .iter()
        .map(|element| json!({ "dataElement": { "id": element }, "dataSet": { "id": id } }))
        .collect();
    json!({
        "id": id, "code": id.to_uppercase(), "name": id, "shortName": id, "periodType": "Monthly", "dataSetElements": elements,
        "categoryCombo": { "id": combo }, "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }],
        "sharing": { "public": public }, "expiryDays": 0, "openFuturePeriods": 12,
    })
}

fn named(id: &str, more: &Value) -> Value {
    let mut object = json!({ "id": id, "code": id.to_uppercase(), "name": id, "shortName": id });
    for (key, value) in more.as_object().into_iter().flatten() {
        object[key] = value.clone();
    }
    object
}

/// Imports the country.
pub(in crate::tests) async fn country(server: &Server) {
    let combo = |id: &str, combo: &str, option: &str| {
        named(id, &json!({ "categoryCombo": { "id": combo }, "categoryOptions": [{ "id": option }] }))
    };
    let payload = json!({
        "organisationUnits": units(),
        "optionSets": [named("AnswersSet1", &json!({ "valueType": "TEXT", "options": [{ "id": "AnswerYes11" }] }))],
        "options": [{ "id": "AnswerYes11", "code": "YES", "name": "Yes", "optionSet": { "id": "AnswersSet1" } }],
        "categoryOptions": [named("OptionMale1", &json!({})), named("OptionFemal", &json!({})), named("OptionAid11", &json!({}))],
        "categories": [
            named("CategorySex", &json!({ "dataDimensionType": "DISAGGREGATION", "categoryOptions": [{ "id": "OptionMale1" }, { "id": "OptionFemal" }] })),
            named("CategoryAid", &json!({ "dataDimensionType": "ATTRIBUTE", "categoryOptions": [{ "id": "OptionAid11" }] })),
        ],
        "categoryCombos": [
            named("ComboBySex1", &json!({ "dataDimensionType": "DISAGGREGATION", "categories": [{ "id": "CategorySex" }] })),
            named("ComboByAid1", &json!({ "dataDimensionType": "ATTRIBUTE", "categories": [{ "id": "CategoryAid" }] })),
        ],
        "categoryOptionCombos": [
            combo("SexMaleComb", "ComboBySex1", "OptionMale1"), combo("SexFemaleCo", "ComboBySex1", "OptionFemal"),
            combo("AidOneCombo", "ComboByAid1", "OptionAid11"),
        ],
        "dataElements": [
            element("ElementNum1", "INTEGER", &json!({})), element("ElementTxt1", "TEXT", &json!({})),
            element("ElementOpt1", "TEXT", &json!({ "optionSet": { "id": "AnswersSet1" } })),
            element("ElementSex1", "NUMBER", &json!({ "categoryCombo": { "id": "ComboBySex1" } })),
            element("ElementTwo2", "NUMBER", &json!({})), element("ElementNone", "NUMBER", &json!({})),
        ],
        "dataSets": [
            set("MonthlySet1", &["ElementNum1", "ElementTxt1", "ElementOpt1", "ElementTwo2"], "bjDvmb4bfuf", "r-rw----"),
            set("PartnerSet1", &["ElementSex1", "ElementTwo2"], "ComboByAid1", "r-------"),
        ],
        "userRoles": [{ "id": "RoleClerk11", "name": "Clerk", "authorities": ["F_DATAVALUE_ADD"] }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk", "userRoles": [{ "id": "RoleClerk11" }],
            "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}
