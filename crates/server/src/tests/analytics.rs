//! Analytics as they are asked: what bounds a caller, by what things are named, and what cannot be asked.

use afya_tests::cluster::run;
use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

const CLERK: &str = "clerk:Clerk-1234";

/// A district with two clinics. Attendance is told apart by age, spending by partner, of whom the clerk may see one.
async fn country(server: &Server) {
    let unit = |id: &str, code: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "code": code, "name": format!("Name of {id}"), "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let element = |id: &str, code: &str, combo: &str| json!({ "id": id, "code": code, "name": id, "shortName": id, "valueType": "NUMBER", "domainType": "AGGREGATE", "aggregationType": "SUM", "categoryCombo": { "id": combo } });
    let option = |id: &str, code: &str, public: &str| json!({ "id": id, "code": code, "name": id, "shortName": id, "sharing": { "public": public } });
    let category = |id: &str, code: &str, kind: &str, options: [&str; 2]| json!({ "id": id, "code": code, "name": id, "shortName": id, "dataDimension": true, "dataDimensionType": kind, "categoryOptions": options.map(|option| json!({ "id": option })) });
    let combo = |id: &str, kind: &str, skip: bool, category: &str| json!({ "id": id, "name": id, "dataDimensionType": kind, "skipTotal": skip, "categories": [{ "id": category }] });
    let member = |id: &str, code: &str, combo: &str, option: &str| json!({ "id": id, "code": code, "name": id, "categoryCombo": { "id": combo }, "categoryOptions": [{ "id": option }] });
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let payload = json!({
        "organisationUnits": [
            unit("CountryOne1", "KL", None), unit("NorthernOn1", "N", Some("CountryOne1")),
            unit("ClinicNort1", "N1", Some("NorthernOn1")), unit("ClinicNort2", "N2", Some("NorthernOn1")),
        ],
        "categoryOptions": [
            option("UnderFive11", "UNDER", "rwrw----"), option("OverFive111", "OVER", "r-------"),
            option("PartnerOne1", "P1", "rwrw----"), option("PartnerTwo2", "P2", "--------"),
        ],
        "categories": [
            category("AgesOfAll11", "AGES", "DISAGGREGATION", ["UnderFive11", "OverFive111"]),
            category("PartnersOf1", "PARTNERS", "ATTRIBUTE", ["PartnerOne1", "PartnerTwo2"]),
        ],
        "categoryCombos": [
            combo("ComboOfAge1", "DISAGGREGATION", true, "AgesOfAll11"),
            combo("ComboOfPar1", "ATTRIBUTE", false, "PartnersOf1"),
        ],
        "categoryOptionCombos": [
            member("UnderCombo1", "COC_UNDER", "ComboOfAge1", "UnderFive11"), member("OverCombo11", "COC_OVER", "ComboOfAge1", "OverFive111"),
            member("FirstCombo1", "AOC_1", "ComboOfPar1", "PartnerOne1"), member("SecondComb1", "AOC_2", "ComboOfPar1", "PartnerTwo2"),
        ],
        "dataElements": [
            element("AttendanceA", "ATTEND", "ComboOfAge1"), element("Spending111", "SPENDING", "bjDvmb4bfuf"),
            element("Population1", "PEOPLE", "bjDvmb4bfuf"),
        ],
        "dataSets": [
            { "id": "PartnerSet1", "code": "SET", "name": "Partners", "shortName": "Partners", "periodType": "Monthly", "categoryCombo": { "id": "ComboOfPar1" },
              "dataSetElements": [{ "dataElement": { "id": "Spending111" } }], "organisationUnits": [{ "id": "ClinicNort1" }], "sharing": { "public": "rwrw----" } },
            { "id": "AgesSetOf11", "name": "Ages", "shortName": "Ages", "periodType": "Monthly",
              "dataSetElements": [{ "dataElement": { "id": "AttendanceA" } }, { "dataElement": { "id": "Population1" } }],
              "organisationUnits": [{ "id": "ClinicNort1" }], "sharing": { "public": "rwrw----" } },
        ],
        "indicatorTypes": [{ "id": "TypeOfOne11", "name": "One", "factor": 1 }],
        "indicators": [{ "id": "IndicatorO1", "code": "SHARE", "name": "Share", "shortName": "Share", "indicatorType": { "id": "TypeOfOne11" },
            "numerator": "#{Spending111}", "denominator": "1" }],
        "userRoles": [{ "id": "RoleOfClerk", "name": "Clerk", "authorities": ["M_dhis-web-reports"] }],
        "users": [{ "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfClerk" }], "organisationUnits": [{ "id": "NorthernOn1" }],
            "dataViewOrganisationUnits": [{ "id": "NorthernOn1" }], "catDimensionConstraints": [{ "id": "PartnersOf1" }] }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
    let value = |element: &str, period: &str, combo: &str, attribute: &str, value: &str| json!({ "dataElement": element, "orgUnit": "ClinicNort1", "period": period, "categoryOptionCombo": combo, "attributeOptionCombo": attribute, "value": value });
    let usual = "HllvX50cXC0";
    let of_partners = json!({ "dataSet": "PartnerSet1", "dataValues": [
        value("Spending111", "202401", usual, "FirstCombo1", "1"), value("Spending111", "202401", usual, "SecondComb1", "10"),
        value("Spending111", "202402", usual, "FirstCombo1", "1000"),
    ]});
    let of_ages = json!({ "dataSet": "AgesSetOf11", "dataValues": [
        value("AttendanceA", "202401", "UnderCombo1", usual, "5"), value("AttendanceA", "202401", "OverCombo11", usual, "7"),
        value("Population1", "202401", usual, usual, "300"),
    ]});
    for values in [of_partners, of_ages] {
        server.json("POST", "/api/dataValueSets", Some(&values)).await;
    }
}

fn started(name: &str) -> Server {
    let server = Server::start(name);
    block_on(country(&server));
    server
}

async fn ask(server: &Server, who: &str, query: &str) -> (u16, Value) {
    let (status, text) = server.call(Some(who), "GET", &format!("/api/analytics?{query}"), None).await;
    (status, serde_json::from_str(&text).unwrap_or_else(|_| panic!("{query}: {text}")))
}

/// The figures of an answer, which are its last column.
async fn figures(server: &Server, who: &str, query: &str) -> Vec<String> {
    let (status, grid) = ask(server, who, query).await;
    assert_eq!(status, 200, "{query}: {grid}");
    let rows = grid["rows"].as_array().unwrap().iter();
    rows.map(|row| row.as_array().unwrap().last().unwrap().as_str().unwrap().to_owned()).collect()
}

async fn code(server: &Server, who: &str, query: &str) -> String {
    let (status, told) = ask(server, who, query).await;
    assert_eq!(status, 409, "{query}: {told}");
    told["errorCode"].as_str().unwrap_or_default().to_owned()
}

#[test]
fn what_bounds_a_caller_is_not_lifted_by_naming_what_there_is_not() {
    let server = started("analytics_bound");
    block_on(async {
        let base = "dimension=dx:Spending111&dimension=pe:2024&filter=ou:NorthernOn1";
        assert_eq!(figures(&server, ADMIN, base).await, ["1011"]);
        for more in [
            "",
            "&filter=PartnersOf1",
            "&filter=PartnersOf1:xxxxxxxxxxx",
            "&filter=PartnersOf1:PartnerTwo2",
            "&filter=PartnersOf1:PartnerOne1;PartnerTwo2",
            "&filter=PartnersOf1:ALL_ITEMS",
            "&dimension=PartnersOf1:ALL_ITEMS",
            "&dimension=PartnersOf1:xxxxxxxxxxx",
        ] {
            assert_eq!(figures(&server, CLERK, &format!("{base}{more}")).await, ["1001"], "{more}");
        }
        let (_, grid) = ask(&server, ADMIN, &format!("{base}&dimension=PartnersOf1:ALL_ITEMS")).await;
        assert_eq!(grid["metaData"]["dimensions"]["PartnersOf1"], json!(["PartnerOne1", "PartnerTwo2"]));
        let hidden = "update categoryoption set sharing = jsonb_set(sharing, '{public}', '\"--------\"') where uid = 'PartnerOne1'";
        run(&server.database, hidden).await;
        assert_eq!(code(&server, CLERK, base).await, "E7123");
    });
}

#[test]
fn data_that_is_not_shared_is_no_filter_either() {
    let server = started("analytics_shared");
    block_on(async {
        for kind in ["dimension", "filter"] {
            let query = format!(
                "dimension=dx:AttendanceA&{kind}=AgesOfAll11:OverFive111&dimension=pe:2024&filter=ou:NorthernOn1"
            );
            assert_eq!(code(&server, CLERK, &query).await, "E7121", "{kind}");
            assert_eq!(figures(&server, ADMIN, &query).await, ["7"]);
        }
    });
}

#[test]
fn where_units_lie_is_told_from_the_callers_own_down_and_of_units_with_rows() {
    let server = started("analytics_places");
    block_on(async {
        let query = "dimension=dx:Spending111&dimension=pe:2024&dimension=ou:ClinicNort1;ClinicNort2&hierarchyMeta=true&showHierarchy=true";
        let (_, grid) = ask(&server, CLERK, query).await;
        assert_eq!(grid["metaData"]["ouHierarchy"], json!({ "ClinicNort1": "NorthernOn1" }));
        let names = json!({ "ClinicNort1": "/Name of NorthernOn1/Name of ClinicNort1" });
        assert_eq!(grid["metaData"]["ouNameHierarchy"], names);
        let (_, grid) = ask(&server, ADMIN, &query.replace("2024", "2023")).await;
        assert_eq!(grid["metaData"]["ouHierarchy"]["ClinicNort2"], "CountryOne1/NorthernOn1");
        // No level has a name here.
        let query = "dimension=dx:Population1&filter=pe:2024&dimension=ou:LEVEL-3";
        assert_eq!(figures(&server, ADMIN, query).await, ["300"]);
    });
}

#[test]
fn everything_is_named_by_the_scheme_of_the_request() {
    let server = started("analytics_schemes");
    block_on(async {
        let by_code = async |query: &str| {
            figures(&server, ADMIN, &format!("{query}&dimension=pe:2024&inputIdScheme=CODE")).await
        };
        assert_eq!(by_code("dimension=dx:ATTEND&filter=AGES:UNDER&dimension=ou:KL").await, ["5"]);
        assert_eq!(by_code("dimension=dx:ATTEND&dimension=AGES:OVER&filter=ou:KL").await, ["7"]);
        assert_eq!(
            by_code("dimension=dx:ATTEND&dimension=co:COC_OVER&filter=AGES&filter=ou:KL").await,
            ["7"]
        );
        assert_eq!(by_code("dimension=dx:ATTEND.COC_UNDER&filter=ou:KL").await, ["5"]);
        assert_eq!(by_code("dimension=dx:SPENDING.*.AOC_2;SHARE&filter=ou:KL").await, ["1011.0", "10"]);
        let rate = "dimension=dx:SET.REPORTING_RATE&filter=ou:KL&dimension=pe:2024&inputIdScheme=CODE";
        let (_, grid) = ask(&server, ADMIN, rate).await;
        assert_eq!(grid["metaData"]["dimensions"]["dx"], json!(["PartnerSet1.REPORTING_RATE"]));
        let by_name =
            "dimension=dx:Population1&dimension=pe:2024&filter=ou:Name of CountryOne1&inputIdScheme=NAME";
        assert_eq!(figures(&server, ADMIN, &by_name.replace(' ', "%20")).await, ["300"]);
        let table = "dimension=dx:Population1&dimension=pe:2024&filter=ou:CountryOne1&tableLayout=true&columns=pe&rows=dx&outputIdScheme=NAME";
        let (_, grid) = ask(&server, ADMIN, table).await;
        assert!(grid["rows"].to_string().contains("300"), "{grid}");
    });
}

#[test]
fn filters_of_a_dimension_that_is_given_twice_come_together() {
    let server = started("analytics_twice");
    block_on(async {
        let query = "dimension=dx:AttendanceA&filter=AgesOfAll11:UnderFive11&filter=AgesOfAll11:OverFive111&filter=pe:2024&filter=ou:CountryOne1";
        assert_eq!(figures(&server, ADMIN, query).await, ["12"]);
        let query = "dimension=dx:Spending111&filter=pe:202401&filter=pe:202402&filter=ou:CountryOne1";
        assert_eq!(figures(&server, ADMIN, query).await, ["1011"]);
    });
}

#[test]
fn what_does_not_go_together_is_refused_by_code() {
    let server = started("analytics_refused");
    block_on(async {
        for (query, expected) in [
            ("filter=dx:Population1&filter=ou:CountryOne1", "E7101"),
            ("dimension=ou:CountryOne1", "E7102"),
            ("filter=dx:IndicatorO1;Population1&dimension=ou:CountryOne1", "E7108"),
            ("filter=dx:PartnerSet1.REPORTING_RATE;Population1&dimension=ou:CountryOne1", "E7109"),
            ("dimension=dx:PartnerSet1.REPORTING_RATE&filter=ao:FirstCombo1&filter=ou:CountryOne1", "E7112"),
            ("dimension=dx:IndicatorO1&dimension=co&filter=ou:CountryOne1", "E7113"),
            ("dimension=dx:AttendanceA.UnderCombo1&dimension=co&filter=ou:CountryOne1", "E7113"),
            ("dimension=dx:Population1;IndicatorO1&dimension=co&filter=ou:CountryOne1", "E7114"),
            ("dimension=dx:AttendanceA&filter=ou:CountryOne1", "E7134"),
        ] {
            assert_eq!(code(&server, ADMIN, &format!("{query}&filter=pe:2024")).await, expected, "{query}");
        }
        let nothing = "dimension=ou:CountryOne1&filter=pe:2024&skipData=true";
        assert_eq!(ask(&server, ADMIN, nothing).await.0, 200);
    });
}
