//! Figures that are not approved, where they are hidden from who may not see them.

use afya_model::Clock;
use afya_tests::cluster::TestCluster;
use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};
use crate::app::App;
use crate::{configuration, serve};

const COUNTRY: &str = "CountryOne1";
const NORTH: &str = "NorthernOn1";
const SOUTH: &str = "SouthernOn1";
const CLERK: &str = "district:District-2025";

fn unit(id: &str, parent: Option<&str>) -> Value {
    let mut unit = json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
    if let Some(parent) = parent {
        unit["parent"] = json!({ "id": parent });
    }
    unit
}

/// Two districts with a figure each; the country and the districts approve, and the north has been approved by its district.
async fn country(server: &Server) {
    let element = |id: &str| json!({ "id": id, "name": id, "shortName": id, "valueType": "NUMBER", "domainType": "AGGREGATE", "aggregationType": "SUM" });
    let set = |id: &str, element: &str| {
        json!({ "id": id, "name": id, "shortName": id, "periodType": "Monthly", "dataSetElements": [{ "dataElement": { "id": element } }],
            "organisationUnits": [{ "id": NORTH }, { "id": SOUTH }], "sharing": { "public": "rwrw----" } })
    };
    let payload = json!({
        "organisationUnits": [unit(COUNTRY, None), unit(NORTH, Some(COUNTRY)), unit(SOUTH, Some(COUNTRY))],
        "dataElements": [element("Attendance1"), element("FreeFigure1")],
        "dataSets": [set("ApprovedSet", "Attendance1"), set("FreeSet0001", "FreeFigure1")],
        "visualizations": [{
            "id": "TableOfAll1", "name": "Table", "type": "PIVOT_TABLE", "sharing": { "public": "r-------" },
            "columns": [{ "dimension": "dx", "items": [{ "id": "Attendance1" }] }],
            "rows": [{ "dimension": "ou", "items": [{ "id": NORTH }, { "id": SOUTH }] }],
            "filters": [{ "dimension": "pe", "items": [{ "id": "202401" }] }],
        }],
        "userRoles": [{ "id": "RoleOfClerk", "name": "Clerk", "authorities": ["M_dhis-web-reports"] }],
        "users": [{ "id": "UserOfClerk", "username": "district", "password": "District-2025", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfClerk" }], "organisationUnits": [{ "id": COUNTRY }],
            "dataViewOrganisationUnits": [{ "id": COUNTRY }] }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/{COUNTRY}", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
    let value = |element: &str, unit: &str, value: &str| json!({ "dataElement": element, "orgUnit": unit, "period": "202401", "value": value });
    for (element, figures) in [("Attendance1", ["5", "7"]), ("FreeFigure1", ["1", "2"])] {
        let values = [value(element, NORTH, figures[0]), value(element, SOUTH, figures[1])];
        server.json("POST", "/api/dataValueSets", Some(&json!({ "dataValues": values }))).await;
    }
    let approved = "insert into dataapprovallevel (dataapprovallevelid, uid, created, lastupdated, name, level, orgunitlevel) values \
         (71, 'LevelOfAll1', now(), now(), 'Country', 1, 1), (72, 'LevelOfDis1', now(), now(), 'District', 2, 2), \
         (73, 'LevelOfFac1', now(), now(), 'Facility', 3, 3); \
         insert into dataapprovalworkflow (workflowid, uid, created, lastupdated, name, periodtypeid, categorycomboid) \
         select 81, 'WorkflowOne', now(), now(), 'Monthly', t.periodtypeid, c.categorycomboid from periodtype t, categorycombo c \
         where t.name = 'Monthly' and c.name = 'default'; \
         insert into dataapprovalworkflowlevels (workflowid, dataapprovallevelid) values (81, 71), (81, 72), (81, 73); \
         update dataset set workflowid = 81 where uid = 'ApprovedSet'; \
         insert into dataapproval (dataapprovalid, dataapprovallevelid, workflowid, periodid, organisationunitid, \
         attributeoptioncomboid, accepted, created, creator) select 91, 72, 81, v.periodid, v.sourceid, v.attributeoptioncomboid, \
         false, now(), (select min(userinfoid) from userinfo) from datavalue v join organisationunit o \
         on o.organisationunitid = v.sourceid join dataelement e using (dataelementid) where o.uid = 'NorthernOn1' and e.uid = 'Attendance1'";
    server.database.connect().await.unwrap().batch(approved).await.unwrap();
}

/// The figures of an element in the districts, in their order.
async fn figures(server: &Server, who: &str, element: &str, more: &str) -> Vec<String> {
    let path = format!(
        "/api/analytics?dimension=dx:{element}&dimension=ou:{NORTH};{SOUTH}&filter=pe:202401&skipMeta=true{more}"
    );
    let (status, text) = server.call(Some(who), "GET", &path, None).await;
    assert_eq!(status, 200, "{text}");
    let grid: Value = serde_json::from_str(&text).unwrap();
    let rows = grid["rows"].as_array().unwrap();
    let mut figures: Vec<String> = rows.iter().map(|row| row[2].as_str().unwrap().to_owned()).collect();
    figures.sort();
    figures
}

async fn count_approval_from(server: &Server, years: i32) {
    let path = format!("/api/systemSettings/keyIgnoreAnalyticsApprovalYearThreshold?value={years}");
    server.json("POST", &path, None).await;
}

#[test]
fn figures_that_are_not_approved_are_seen_only_by_who_may() {
    let server = Server::start("approvals_hidden");
    block_on(async {
        country(&server).await;
        assert_eq!(figures(&server, CLERK, "Attendance1", "").await, ["5", "7"]);
        count_approval_from(&server, 0).await;
        // At the country what the districts have approved is seen.
        assert_eq!(figures(&server, CLERK, "Attendance1", "").await, ["5"]);
        assert_eq!(figures(&server, CLERK, "FreeFigure1", "").await, ["1", "2"]);
        assert_eq!(figures(&server, ADMIN, "Attendance1", "").await, ["5", "7"]);
        // A level that is asked for binds everybody.
        assert_eq!(figures(&server, ADMIN, "Attendance1", "&approvalLevel=LevelOfDis1").await, ["5"]);
        assert!(figures(&server, ADMIN, "Attendance1", "&approvalLevel=LevelOfAll1").await.is_empty());
        // Years that lie too far back are seen as they are.
        count_approval_from(&server, 1).await;
        assert_eq!(figures(&server, CLERK, "Attendance1", "").await, ["5", "7"]);
        // Single figures are hidden as sums are.
        count_approval_from(&server, 0).await;
        let path = format!(
            "/api/analytics/rawData?dimension=dx:Attendance1&dimension=ou:{NORTH};{SOUTH}&dimension=pe:202401&skipMeta=true"
        );
        let (_, text) = server.call(Some(CLERK), "GET", &path, None).await;
        assert!(text.contains("\"5.0\"") && !text.contains("\"7.0\""), "{text}");
    });
}

/// A server of the year 2026.
fn of_2026(name: &str) -> Server {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    let clock = Clock::Stopped("2026-07-01T00:00:00Z".parse().unwrap());
    let app = App { clock, ..serve::app(database.clone(), &configuration::defaults()) };
    Server::of(cluster, database, &app)
}

#[test]
fn years_before_the_threshold_are_seen_whatever_day_is_asked_for() {
    let server = of_2026("approvals_years");
    block_on(async {
        country(&server).await;
        for (years, expected) in [(2, &["5", "7"][..]), (3, &["5"])] {
            count_approval_from(&server, years).await;
            assert_eq!(figures(&server, CLERK, "Attendance1", "").await, expected, "{years}");
            let ahead = "&relativePeriodDate=2100-01-01";
            assert_eq!(figures(&server, CLERK, "Attendance1", ahead).await, expected, "{years}");
            for date in ["", "?date=2100-01-01", "?date=2024-02-01"] {
                let path = format!("/api/visualizations/TableOfAll1/data{date}");
                let (status, text) = server.call(Some(CLERK), "GET", &path, None).await;
                assert_eq!(status, 200, "{text}");
                let table: Value = serde_json::from_str(&text).unwrap();
                let rows = table["rows"].as_array().unwrap();
                let seen: Vec<&str> = rows
                    .iter()
                    .filter_map(|row| row.as_array()?.last()?.as_str())
                    .filter(|figure| !figure.is_empty())
                    .collect();
                assert_eq!(seen, expected, "{years} {date}: {text}");
            }
        }
    });
}

#[test]
fn a_level_that_is_not_there_matters_only_where_figures_are_hidden() {
    let server = Server::start("approvals_level");
    block_on(async {
        country(&server).await;
        assert_eq!(figures(&server, ADMIN, "Attendance1", "&approvalLevel=NoLevel1111").await, ["5", "7"]);
        count_approval_from(&server, 0).await;
        let path = format!(
            "/api/analytics?dimension=dx:Attendance1&filter=ou:{COUNTRY}&filter=pe:202401&approvalLevel=NoLevel1111"
        );
        let (status, text) = server.call(Some(CLERK), "GET", &path, None).await;
        assert!(status == 409 && text.contains("E7122"), "{status} {text}");
    });
}
