//! Questions to `/api/analytics` that cannot be asked, each with its code; results of validation rules as figures.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

const CLERK: &str = "clerk:Clinic-2026";

/// A clinic that reports one element, two indicators that name each other, and one that looks a month back.
async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let indicator = |id: &str, numerator: &str| {
        json!({
            "id": id, "name": id, "shortName": id, "numerator": numerator, "denominator": "1", "numeratorDescription": id,
            "denominatorDescription": id, "indicatorType": { "id": "TypeNumber1" },
        })
    };
    let side = |text: &str| json!({ "expression": text, "description": text, "missingValueStrategy": "SKIP_IF_ALL_VALUES_MISSING" });
    let rule = |id: &str, public: &str| {
        json!({
            "id": id, "code": format!("CODE_{id}"), "name": format!("Name of {id}"), "shortName": id, "periodType": "Monthly",
            "operator": "equal_to", "importance": "HIGH", "leftSide": side("#{Attendance1}"), "rightSide": side("1"),
            "sharing": { "public": public },
        })
    };
    let payload = json!({
        "organisationUnits": [unit("CountryOne1", None), unit("ClinicOne11", Some("CountryOne1")), unit("ClinicTwo22", Some("CountryOne1"))],
        "dataElements": [{
            "id": "Attendance1", "name": "Attendance", "shortName": "Attendance", "valueType": "NUMBER", "domainType": "AGGREGATE",
            "aggregationType": "SUM",
        }],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" } }], "organisationUnits": [{ "id": "ClinicOne11" }],
        }],
        "indicatorTypes": [{ "id": "TypeNumber1", "name": "Number", "factor": 1, "number": true }],
        "indicators": [
            indicator("CircleOne11", "N{CircleTwo22}"), indicator("CircleTwo22", "N{CircleOne11}"),
            indicator("MonthBack11", "#{Attendance1}.periodOffset(-1)"),
            indicator("InsideBack1", "subExpression(#{Attendance1}.periodOffset(-1))"),
            indicator("ByNothing11", "subExpression(1 / (#{Attendance1} - #{Attendance1}))"),
        ],
        "validationRules": [rule("RuleOpen111", "r-------"), rule("RuleSecret1", "--------")],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
    let value = |unit: &str, month: u32| json!({ "dataElement": "Attendance1", "orgUnit": unit, "period": format!("2024{month:02}"), "value": "5" });
    let values: Vec<Value> = (1..=3).map(|month| value("ClinicOne11", month)).collect();
    server.json("POST", "/api/dataValueSets?force=true", Some(&json!({ "dataValues": values }))).await;
}

async fn code(server: &Server, asked: &str) -> String {
    let (status, text) = server.call(Some(ADMIN), "GET", &format!("/api/analytics?{asked}"), None).await;
    let told: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(status, 409, "{asked}: {text}");
    told["errorCode"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn each_question_that_cannot_be_asked_is_refused_with_its_code() {
    let server = Server::start("analytics_codes");
    block_on(async {
        country(&server).await;
        let dates = "startDate=2024-01-01&endDate=2024-02-01";
        let backwards = "startDate=2024-02-01&endDate=2024-01-01";
        let (element, unit) = ("dimension=dx:Attendance1", "dimension=ou:CountryOne1");
        let period = "dimension=pe:2024";
        for (asked, refused) in [
            (format!("{element}&{period}&{unit}&{dates}"), "E7105"),
            (format!("{element}&{unit}&{backwards}"), "E7106"),
            (format!("dimension=dx:MonthlySet1.REPORTING_RATE&{unit}&{dates}"), "E7107"),
            (
                format!("{period}&{unit}&filter=dx:MonthlySet1.REPORTING_RATE;MonthlySet1.ACTUAL_REPORTS"),
                "E7109",
            ),
            (format!("{element}&{period}&{unit}&filter=co"), "E7110"),
            (format!("dimension=dx:MonthlySet1.REPORTING_RATE&{period}&{unit}&dimension=ao"), "E7112"),
            (format!("dimension=dx:CircleOne11&{period}&{unit}"), "E7116"),
            (format!("{element}&{period}&{unit}&dimension=NoSuchDim11"), "E7125"),
            (format!("{element}&{period}&{unit}&columns=ao&rows=ou"), "E7126"),
            (format!("{element}&{period}&{unit}&columns=ou&rows=ao"), "E7127"),
            (format!("{element}&{period}&dimension=ou:NoSuchUnit1"), "E7143"),
            (format!("dimension=dx:MonthBack11&{unit}&filter=pe:2024"), "E7152"),
            (format!("dimension=dx:InsideBack1&{unit}&filter=pe:2024"), "E7152"),
            (format!("dimension=dx:InsideBack1&{unit}&{dates}"), "E7150"),
            (format!("dimension=dx:ByNothing11&{unit}&{period}"), "E7132"),
        ] {
            assert_eq!(code(&server, &asked).await, refused, "{asked}");
        }
        let table = format!("{element}&dimension=pe:202401;202402&{unit}&columns=pe&rows=ou");
        let laid_out = server.json("GET", &format!("/api/analytics?{table}"), None).await;
        assert_eq!(laid_out["rows"].as_array().map(Vec::len), Some(1), "{laid_out}");
        server.json("POST", "/api/systemSettings/keyAnalyticsDownloadCombinationLimit?value=1", None).await;
        assert_eq!(code(&server, &table).await, "E7151");
    });
}

/// What is answered for two units, its rows in the order of the alphabet.
async fn found(server: &Server, asked: &str) -> Value {
    let path = format!("/api/analytics?{asked}&dimension=ou:CountryOne1;ClinicTwo22");
    let mut found = server.json("GET", &path, None).await;
    found["rows"].as_array_mut().unwrap().sort_by_key(Value::to_string);
    found
}

#[test]
fn results_of_validation_rules_are_counted_beside_other_data() {
    let server = Server::start("analytics_results");
    block_on(async {
        country(&server).await;
        let results = "insert into validationresult (validationresultid, created, validationruleid, periodid, organisationunitid, \
             attributeoptioncomboid) select nextval('hibernate_sequence'), now(), r.validationruleid, p.periodid, \
             o.organisationunitid, c.categoryoptioncomboid from validationrule r, period p, organisationunit o, \
             categoryoptioncombo c where c.name = 'default' and p.startdate < '2024-03-01' \
             and (o.uid = 'ClinicOne11' or o.uid = 'ClinicTwo22' and extract(month from p.startdate) = 1)";
        server.database.connect().await.unwrap().batch(results).await.unwrap();
        let told = found(
            &server,
            "dimension=dx:Attendance1;RuleOpen111&filter=pe:2024Q1&includeMetadataDetails=true",
        )
        .await;
        assert_eq!(
            told["rows"],
            json!([
                ["Attendance1", "CountryOne1", "15"],
                ["RuleOpen111", "ClinicTwo22", "1"],
                ["RuleOpen111", "CountryOne1", "3"],
            ]),
            "{told}"
        );
        let item = &told["metaData"]["items"]["RuleOpen111"];
        assert_eq!(
            (&item["name"], &item["dimensionItemType"]),
            (&json!("Name of RuleOpen111"), &json!("VALIDATION_RULE"))
        );
        let told = found(&server, "dimension=dx:RuleOpen111&dimension=pe:202402&outputIdScheme=CODE").await;
        assert_eq!(told["rows"], json!([["CODE_RuleOpen111", "202402", "CountryOne1", "1"]]), "{told}");
        let told =
            found(&server, "filter=dx:RuleOpen111;RuleSecret1&filter=pe:2024Q1&measureCriteria=GT:2").await;
        assert_eq!(told["rows"], json!([["CountryOne1", "6"]]), "{told}");
        let asked = "/api/analytics/explain?dimension=dx:RuleOpen111&filter=pe:2024Q1&filter=ou:CountryOne1";
        let told = server.json("GET", asked, None).await;
        assert_eq!(told["performanceMetrics"]["executionPlans"].as_array().map(Vec::len), Some(1), "{told}");
        // A rule that is not shared is not there.
        let asked = "/api/analytics?dimension=dx:RuleSecret1&filter=pe:2024Q1&filter=ou:CountryOne1";
        let (status, text) = server.call(Some(CLERK), "GET", asked, None).await;
        assert!(status == 409 && text.contains("E7124"), "{status} {text}");
    });
}
