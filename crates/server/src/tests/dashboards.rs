//! Dashboards beyond their metadata: what can be put on one, shapes, sharing that goes on, and what people look at.

use futures_util::future::join;
use serde_json::{Value, json};

use super::{ADMIN, Server, block_on, message};

const CLERK: &str = "clerk:Clerk-1234";

async fn country(server: &Server) {
    let hidden = json!({ "public": "--------" });
    let element = json!({
        "id": "ElementOne1", "name": "Cases", "shortName": "Cases", "valueType": "NUMBER", "domainType": "AGGREGATE",
        "aggregationType": "SUM", "sharing": hidden,
    });
    let chart = json!({
        "id": "ChartOfAll1", "name": "Malaria cases", "type": "COLUMN", "sharing": hidden,
        "columns": [{ "dimension": "dx", "items": [{ "id": "ElementOne1" }] }],
    });
    let open = json!({ "id": "OpenChart11", "name": "Open malaria", "type": "PIVOT_TABLE", "sharing": { "public": "r-------" } });
    let payload = json!({
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "userGroups": [{ "id": "GroupOfOne1", "name": "Clerks", "users": [{ "id": "ClerkUser11" }] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "Ann", "surname": "Malaria",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
        "dataElements": [element],
        "visualizations": [chart, open],
        "maps": [{ "id": "MapNumber01", "name": "Map of MALARIA", "sharing": hidden }],
        "dashboards": [{
            "id": "BoardOfAll1", "name": "Board",
            "sharing": { "public": "--------", "userGroups": { "GroupOfOne1": { "id": "GroupOfOne1", "access": "rw------" } } },
            "dashboardItems": [
                { "id": "ItemNumber1", "visualization": { "id": "ChartOfAll1" } },
                { "id": "ItemNumber2", "map": { "id": "MapNumber01" } },
                { "id": "ItemNumber3", "visualization": { "id": "OpenChart11" } },
            ],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

#[test]
fn a_search_finds_what_may_be_put_on_a_dashboard() {
    let server = Server::start("board_search");
    block_on(async {
        country(&server).await;
        let found = server.json("GET", "/api/dashboards/search?q=malaria", None).await;
        let counts = ["searchCount", "visualizationCount", "mapCount", "userCount", "appCount"]
            .map(|key| found[key].clone());
        assert_eq!(counts, [4, 2, 1, 1, 0], "{found}");
        assert_eq!(found["visualizations"][0]["type"], "COLUMN");
        assert_eq!(found["maps"][0]["name"], "Map of MALARIA");
        let both = server.json("GET", "/api/dashboards/q/open%20malaria", None).await;
        assert_eq!(
            (&both["searchCount"], &both["visualizations"][0]["id"]),
            (&json!(1), &json!("OpenChart11"))
        );
        let few = "/api/dashboards/q?count=0&max=VISUALIZATION&maxCount=1";
        let few = server.json("GET", few, None).await;
        assert_eq!(
            (&few["searchCount"], &few["visualizationCount"], &few["users"]),
            (&json!(1), &json!(1), &json!([]))
        );
        let (_, body) = server.call(Some(CLERK), "GET", "/api/dashboards/search?q=malaria", None).await;
        let found: Value = serde_json::from_str(&body).unwrap();
        assert_eq!((&found["visualizationCount"], &found["mapCount"]), (&json!(1), &json!(0)), "{found}");
        for wrong in ["/api/dashboards/search", "/api/dashboards/q?max=WHAT", "/api/dashboards/q?count=some"]
        {
            assert_eq!(server.call(Some(ADMIN), "GET", wrong, None).await.0, 400, "{wrong}");
        }
    });
}

#[test]
fn sharing_goes_on_to_what_a_dashboard_shows() {
    let server = Server::start("board_sharing");
    block_on(async {
        country(&server).await;
        let path = "/api/dashboards/cascadeSharing/BoardOfAll1";
        let dry = server.json("POST", &format!("{path}?dryRun=true"), None).await;
        let expected = json!({
            "errorReports": [], "countUpdatedDashboardItems": 2,
            "updateObjects": {
                "dataElements": [{ "id": "ElementOne1", "name": "Cases" }],
                "maps": [{ "id": "MapNumber01", "name": "Map of MALARIA" }],
                "visualizations": [{ "id": "ChartOfAll1", "name": "Malaria cases" }],
            },
        });
        assert_eq!(dry, expected);
        let chart = "/api/visualizations/ChartOfAll1";
        assert_eq!(server.call(Some(CLERK), "GET", chart, None).await.0, 404);
        let (_, refused) = server.call(Some(CLERK), "POST", &format!("{path}?atomic=true"), None).await;
        let refused: Value = serde_json::from_str(&refused).unwrap();
        assert_eq!(refused["updateObjects"], json!({}));
        let codes: Vec<&Value> =
            refused["errorReports"].as_array().unwrap().iter().map(|one| &one["errorCode"]).collect();
        assert!(codes.contains(&&json!("E3001")) && codes.contains(&&json!("E5001")), "{refused}");
        assert_eq!(server.json("POST", path, None).await, expected);
        for shown in [chart, "/api/maps/MapNumber01", "/api/dataElements/ElementOne1"] {
            assert_eq!(server.call(Some(CLERK), "GET", shown, None).await.0, 200, "{shown}");
        }
        let groups = server.json("GET", &format!("{chart}?fields=sharing[userGroups]"), None).await;
        assert_eq!(groups["sharing"]["userGroups"]["GroupOfOne1"]["access"], "r-------");
        assert_eq!(server.json("POST", path, None).await["countUpdatedDashboardItems"], 0);
        let (status, body) =
            server.call(Some(ADMIN), "POST", "/api/dashboards/cascadeSharing/NoBoardAll1", None).await;
        assert_eq!(
            (status, message(&body).as_deref()),
            (404, Some("Dashboard not found for uid: NoBoardAll1"))
        );
    });
}

#[test]
fn what_is_shared_meanwhile_stays_shared() {
    let server = Server::start("board_sharing_at_once");
    block_on(async {
        country(&server).await;
        let mut other = server.database.connect().await.unwrap();
        let shared = r#"begin; update visualization set sharing = jsonb_set(sharing, '{users}',
            '{"ClerkUser11": {"id": "ClerkUser11", "access": "rw------"}}') where uid = 'ChartOfAll1'"#;
        other.batch(shared).await.unwrap();
        let path = "/api/dashboards/cascadeSharing/BoardOfAll1";
        let meanwhile = async {
            server.until_somebody_waits().await;
            other.batch("commit").await.unwrap();
        };
        let (done, ()) = join(server.call(Some(ADMIN), "POST", path, None), meanwhile).await;
        assert_eq!(done.0, 200, "{}", done.1);
        let chart = server
            .json("GET", "/api/visualizations/ChartOfAll1?fields=sharing[users,userGroups]", None)
            .await;
        assert_eq!(chart["sharing"]["users"]["ClerkUser11"]["access"], "rw------");
        assert_eq!(chart["sharing"]["userGroups"]["GroupOfOne1"]["access"], "r-------");
    });
}

#[test]
fn an_item_gets_another_shape() {
    let server = Server::start("board_shapes");
    block_on(async {
        country(&server).await;
        for (who, path, expected) in [
            (ADMIN, "/api/dashboardItems/ItemNumber1/shape/ROUND", 400),
            (ADMIN, "/api/dashboardItems/NoItemAtAl1/shape/NORMAL", 404),
            (CLERK, "/api/dashboardItems/ItemNumber1/shape/FULL_WIDTH", 204),
        ] {
            assert_eq!(server.call(Some(who), "PUT", path, None).await.0, expected, "{path}");
        }
        let found = server.json("GET", "/api/dashboardItems/ItemNumber1?fields=shape", None).await;
        assert_eq!(found["shape"], "FULL_WIDTH");
        let sharing = json!({ "object": { "publicAccess": "r-------", "userGroupAccesses": [] } });
        server.json("PUT", "/api/sharing?type=dashboard&id=BoardOfAll1", Some(&sharing)).await;
        let path = "/api/dashboardItems/ItemNumber1/shape/NORMAL";
        assert_eq!(server.call(Some(CLERK), "PUT", path, None).await.0, 403);
    });
}

#[test]
fn an_item_is_translated_and_taken_off_its_dashboard_by_who_may_change_that() {
    let server = Server::start("board_items");
    block_on(async {
        country(&server).await;
        let item = "/api/dashboardItems/ItemNumber1";
        let named =
            |value: &str| json!({ "translations": [{ "property": "TEXT", "locale": "fr", "value": value }] });
        let path = format!("{item}/translations");
        assert_eq!(server.call(Some(ADMIN), "PUT", &path, Some(&named("Lisez"))).await.0, 204);
        assert_eq!(server.call(Some(ADMIN), "PUT", &path, Some(&named(""))).await.0, 409);
        let found = server.json("GET", &format!("{item}?fields=translations"), None).await;
        assert_eq!(found["translations"][0]["value"], "Lisez");
        for (method, path) in [("POST", "favorite"), ("DELETE", "subscriber")] {
            let (status, text) = server.call(Some(ADMIN), method, &format!("{item}/{path}"), None).await;
            assert!(status == 409 && text.contains("E1004"), "{path}: {status} {text}");
        }
        let sharing = json!({ "object": { "publicAccess": "r-------", "userGroupAccesses": [] } });
        server.json("PUT", "/api/sharing?type=dashboard&id=BoardOfAll1", Some(&sharing)).await;
        assert_eq!(server.call(Some(CLERK), "PUT", &path, Some(&named("Non"))).await.0, 403);
        assert_eq!(server.call(Some(CLERK), "DELETE", item, None).await.0, 403);
        assert_eq!(server.call(Some(ADMIN), "DELETE", "/api/dashboardItems/NoItemAtAl1", None).await.0, 404);
        server.json("DELETE", item, None).await;
        assert_eq!(server.call(Some(ADMIN), "GET", item, None).await.0, 404);
        let left = server.json("GET", "/api/dashboards/BoardOfAll1?fields=dashboardItems[id]", None).await;
        assert!(!left.to_string().contains("ItemNumber1"), "{left}");
    });
}

#[test]
fn views_are_noted_counted_and_kept() {
    let server = Server::start("views");
    block_on(async {
        country(&server).await;
        let note = |kind: &str, uid: &str| format!("/api/dataStatistics?eventType={kind}&favorite={uid}");
        for (who, kind, uid) in [
            (ADMIN, "VISUALIZATION_VIEW", "ChartOfAll1"),
            (CLERK, "VISUALIZATION_VIEW", "OpenChart11"),
            (ADMIN, "VISUALIZATION_VIEW", "OpenChart11"),
            (ADMIN, "EVENT_REPORT_VIEW", "NoReport111"),
            (ADMIN, "PASSIVE_DASHBOARD_VIEW", "BoardOfAll1"),
        ] {
            assert_eq!(server.call(Some(who), "POST", &note(kind, uid), None).await.0, 201);
        }
        let top = "/api/dataStatistics/favorites?eventType=VISUALIZATION_VIEW";
        let found = server.json("GET", top, None).await;
        let seen: Vec<(&Value, &Value, &Value)> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["position"], &one["id"], &one["views"]))
            .collect();
        let (one, two) = (json!(1), json!(2));
        assert_eq!(seen, [(&one, &json!("OpenChart11"), &two), (&two, &json!("ChartOfAll1"), &one)]);
        let least = server.json("GET", &format!("{top}&sortOrder=ASC&pageSize=1&username=admin"), None).await;
        assert_eq!((least.as_array().unwrap().len(), &least[0]["views"]), (1, &one));
        let views = server.json("GET", "/api/dataStatistics/favorites/BoardOfAll1", None).await;
        assert_eq!(views, json!({ "views": 0 }));
        let setting = "/api/systemSettings/keyCountPassiveDashboardViewsInUsageAnalytics?value=true";
        server.json("POST", setting, None).await;
        let views = server.json("GET", "/api/dataStatistics/favorites/BoardOfAll1", None).await;
        assert_eq!(views, json!({ "views": 1 }));

        assert_eq!(server.call(Some(ADMIN), "POST", "/api/dataStatistics/snapshot", None).await.0, 201);
        let reports = "/api/dataStatistics?startDate=2020-01-01&endDate=2100-01-01&interval=YEAR";
        let found = server.json("GET", reports, None).await;
        let keys = [
            "visualizationViews",
            "totalViews",
            "eventVisualizationViews",
            "activeUsers",
            "averageViews",
            "savedMaps",
        ];
        assert_eq!(
            keys.map(|key| found[0][key].as_f64()),
            [3.0, 6.0, 1.0, 2.0, 3.0, 1.0].map(Some),
            "{found}"
        );
        assert!(found[0]["month"].is_null() && found[0]["year"].is_number());
        let by_day = "/api/dataStatistics?startDate=2020-01-01&endDate=2100-01-01&fields=day,users";
        let by_day = server.json("GET", by_day, None).await;
        assert_eq!(by_day[0].as_object().unwrap().len(), 2, "{by_day}");
    });
}

#[test]
fn statistics_are_refused_without_what_they_need() {
    let server = Server::start("no_views");
    block_on(async {
        country(&server).await;
        let top = "/api/dataStatistics/favorites";
        for (who, method, path, expected) in [
            (ADMIN, "POST", "/api/dataStatistics", 400),
            (ADMIN, "POST", "/api/dataStatistics?eventType=WHAT", 400),
            (ADMIN, "GET", top, 400),
            (ADMIN, "GET", &format!("{top}?eventType=TOTAL_VIEW"), 409),
            (ADMIN, "GET", &format!("{top}?eventType=MAP_VIEW&pageSize=some"), 400),
            (ADMIN, "GET", &format!("{top}?eventType=MAP_VIEW&sortOrder=UP"), 400),
            (ADMIN, "GET", "/api/dataStatistics", 400),
            (ADMIN, "GET", "/api/dataStatistics?startDate=never", 400),
            (ADMIN, "GET", "/api/dataStatistics?startDate=2025-01-01&interval=HOUR", 400),
            (ADMIN, "GET", "/api/dataStatistics?startDate=2025-01-01&endDate=2024-01-01", 409),
            (CLERK, "POST", "/api/dataStatistics/snapshot", 403),
        ] {
            assert_eq!(server.call(Some(who), method, path, None).await.0, expected, "{method} {path}");
        }
    });
}
