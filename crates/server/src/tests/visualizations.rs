//! Saved charts and tables: their figures in every format, what their axes say, and writes that have rules of their own.

use afya_files::pictures;
use afya_store::Database;
use afya_tests::cluster::TestCluster;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, message, text};

const CLERK: &str = "clerk:Clerk-1234";

async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent.map(|id| json!({ "id": id })) });
    let element = json!({
        "id": "Attendance1", "name": "Attendance of all", "shortName": "Attendance, all", "code": "ATT", "valueType": "INTEGER",
        "domainType": "AGGREGATE", "aggregationType": "SUM",
    });
    let payload = json!({
        "organisationUnits": [unit("CountryOne1", None), unit("ProvinceTw2", Some("CountryOne1"))],
        "dataElements": [element],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" }, "dataSet": { "id": "MonthlySet1" } }],
            "organisationUnits": [{ "id": "ProvinceTw2" }],
        }],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
        "visualizations": [table(), chart()],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let value = |period: &str, value: &str| json!({ "dataElement": "Attendance1", "period": period, "orgUnit": "ProvinceTw2", "value": value });
    let sent =
        json!({ "dataSet": "MonthlySet1", "dataValues": [value("202501", "7"), value("202502", "5")] });
    server.json("POST", "/api/dataValueSets?force=true", Some(&sent)).await;
}

fn table() -> Value {
    json!({
        "id": "TableOfAll1", "name": "Table", "type": "PIVOT_TABLE", "reportingParams": { "parentOrganisationUnit": true, "organisationUnit": true },
        "columns": [{ "dimension": "pe", "items": [{ "id": "LAST_3_MONTHS" }] }],
        "rows": [{ "dimension": "dx", "items": [{ "id": "Attendance1" }] }, { "dimension": "ou", "items": [{ "id": "ProvinceTw2" }] }],
        "hideEmptyColumns": true,
    })
}

fn chart() -> Value {
    json!({
        "id": "ChartOfAll1", "name": "Chart", "type": "COLUMN", "sharing": { "public": "rw------" },
        "columns": [{ "dimension": "dx", "items": [{ "id": "Attendance1" }] }],
        "rows": [{ "dimension": "pe", "items": [{ "id": "202501" }, { "id": "202502" }] }],
        "filters": [{ "dimension": "ou", "items": [{ "id": "CountryOne1" }] }],
        "axes": [
            { "index": 0, "type": "RANGE", "title": { "text": "Visits" }, "minValue": 0, "steps": 5, "decimals": 1,
              "baseLine": { "value": 3, "title": { "text": "Base" } }, "targetLine": { "value": 9 } },
            { "index": 0, "type": "DOMAIN", "title": { "text": "Month" } },
        ],
    })
}

const DATA: &str = "/api/visualizations/TableOfAll1/data";

#[test]
fn a_table_has_its_figures_as_of_a_day_and_for_a_unit() {
    let server = Server::start("saved_tables");
    block_on(async {
        country(&server).await;
        let (status, lines) =
            server.call(Some(ADMIN), "GET", &format!("{DATA}.csv?date=2025-04-15"), None).await;
        let expected = "dataid,dataname,datacode,datadescription,organisationunitid,organisationunitname,organisationunitcode,\
            organisationunitdescription,reporting_month_name,param_organisationunit_name,organisation_unit_is_parent,\
            January 2025,February 2025\n\
            Attendance1,\"Attendance, all\",ATT,,ProvinceTw2,ProvinceTw2,,,,CountryOne1,No,7,5\n\
            Attendance1,\"Attendance, all\",ATT,,CountryOne1,CountryOne1,,,,CountryOne1,Yes,7,5\n";
        assert_eq!((status, lines.as_str()), (200, expected));
        let one = server.json("GET", &format!("{DATA}?date=2025-02-01&ou=ProvinceTw2"), None).await;
        assert_eq!((&one["title"], &one["height"]), (&json!("Table"), &json!(1)), "{one}");
        assert_eq!(one["rows"][0].as_array().unwrap().last(), Some(&json!("7")));
        let (_, page) = server.call(Some(ADMIN), "GET", &format!("{DATA}.html?date=2025-04-15"), None).await;
        assert!(page.contains("<h3>Table</h3>") && page.contains("<td>7</td>"), "{page}");
        let request = Request::builder().uri(format!("{DATA}.xls")).header(AUTHORIZATION, basic(ADMIN));
        let answer = server.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers().get(CONTENT_TYPE).unwrap(), "application/vnd.ms-excel");
        let named = "attachment; filename=\"Table.xls\"; filename*=UTF-8''Table.xls";
        assert_eq!(answer.headers().get(CONTENT_DISPOSITION).unwrap(), named);
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        assert_eq!(&bytes[..4], [0xd0, 0xcf, 0x11, 0xe0]);
        let request = Request::builder().uri("/api/visualizations/ChartOfAll1/data?width=300&height=200");
        let answer =
            server.send(request.header(AUTHORIZATION, basic(ADMIN)).body(Body::empty()).unwrap()).await;
        assert_eq!(answer.headers().get(CONTENT_TYPE).unwrap(), "image/png");
        let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (300, 200));
        for (path, expected) in [
            ("/api/visualizations/ChartOfAll1/data.png?width=5000", 400),
            ("/api/visualizations/ChartOfAll1/data.png?height=high", 400),
            ("/api/visualizations/NoChartHer1/data.csv", 404),
            ("/api/visualizations/TableOfAll1/data?date=never", 400),
        ] {
            assert_eq!(server.call(Some(ADMIN), "GET", path, None).await.0, expected, "{path}");
        }
    });
}

#[test]
fn a_chart_and_a_table_are_pictures_and_pages() {
    let server = Server::start("saved_pages");
    block_on(async {
        country(&server).await;
        for (object, form, media_type, first) in [
            ("ChartOfAll1", "svg", "image/svg+xml", "<svg "),
            ("ChartOfAll1", "pdf", "application/pdf", "%PDF-"),
            ("TableOfAll1", "pdf", "application/pdf", "%PDF-"),
            // A table is no picture: it is told, as for PNG.
            ("TableOfAll1", "svg", "application/json", "{"),
        ] {
            let path = format!("/api/visualizations/{object}/data.{form}?date=2025-04-15");
            let request = Request::builder().uri(&path).header(AUTHORIZATION, basic(ADMIN));
            let answer = server.send(request.body(Body::empty()).unwrap()).await;
            let found = answer.headers()[CONTENT_TYPE].to_str().unwrap().to_owned();
            assert!(answer.status().is_success() && found.starts_with(media_type), "{path}: {found}");
            if form == "pdf" {
                let name = answer.headers()[CONTENT_DISPOSITION].to_str().unwrap();
                assert!(name.starts_with("inline; filename=\""), "{name}");
            }
            let bytes = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            assert!(bytes.starts_with(first.as_bytes()), "{path}");
        }
        let (status, page) =
            server.call(Some(ADMIN), "GET", "/api/visualizations/ChartOfAll1/data.svg", None).await;
        assert!(status == 200 && page.contains(">Attendance, all</text>"), "{page}");
        assert!(page.contains("January 2025"), "{page}");
        server.json("POST", "/api/userSettings/keyUiLocale?value=fr", None).await;
        let (_, page) =
            server.call(Some(ADMIN), "GET", "/api/visualizations/ChartOfAll1/data.svg", None).await;
        assert!(page.contains("janvier 2025"), "{page}");
        let (status, _) =
            server.call(Some(ADMIN), "GET", "/api/visualizations/ChartOfAll1/data.svg?width=0", None).await;
        assert_eq!(status, 400);
    });
}

#[test]
fn figures_of_a_table_are_for_who_may_read_it_and_its_data() {
    let server = Server::start("saved_readers");
    block_on(async {
        country(&server).await;
        let path = format!("{DATA}?date=2025-04-15");
        let share = |kind: &str, id: &str, access: &str| {
            let body = json!({ "object": { "publicAccess": access, "externalAccess": false } });
            (format!("/api/sharing?type={kind}&id={id}"), body)
        };
        for (kind, id, access, expected, word) in [
            ("visualization", "TableOfAll1", "--------", 404, "does not exist"),
            ("visualization", "TableOfAll1", "r-------", 200, "\"7\""),
            ("dataElement", "Attendance1", "--------", 409, "E7124"),
            ("dataElement", "Attendance1", "r-------", 200, "\"7\""),
        ] {
            let (sharing, body) = share(kind, id, access);
            server.json("POST", &sharing, Some(&body)).await;
            let (status, text) = server.call(Some(CLERK), "GET", &path, None).await;
            assert!(status == expected && text.contains(word), "{kind} {access}: {status} {text}");
        }
        let bound = "insert into userdatavieworgunits (userinfoid, organisationunitid) select u.userinfoid, o.organisationunitid \
                     from userinfo u, organisationunit o where u.username = 'clerk' and o.uid = 'ProvinceTw2'";
        server.database.connect().await.unwrap().batch(bound).await.unwrap();
        let (status, text) = server.call(Some(CLERK), "GET", &path, None).await;
        assert!(status == 409 && text.contains("E7120"), "{status} {text}");
        let (status, text) = server.call(Some(CLERK), "GET", &format!("{path}&ou=ProvinceTw2"), None).await;
        assert!(status == 200 && text.contains("\"7\""), "{status} {text}");
    });
}

#[test]
fn what_waits_to_be_drawn_keeps_no_connection() {
    let cluster = TestCluster::shared();
    cluster.migrated("saved_turns");
    let only = Database::new(&cluster.running().settings("saved_turns", 1)).unwrap();
    let server = Server::on(cluster, only);
    block_on(async {
        country(&server).await;
        let (finish, finished) = std::sync::mpsc::channel::<()>();
        let before = pictures::in_turn(move || finished.recv());
        let files = async {
            let pictures = server.call(Some(ADMIN), "GET", "/api/visualizations/ChartOfAll1/data.png", None);
            let sheets = server.call(Some(ADMIN), "GET", "/api/visualizations/TableOfAll1/data.xls", None);
            let (picture, sheet) = tokio::join!(pictures, sheets);
            [picture.0, sheet.0]
        };
        let others = async {
            // Long enough for both files to be asked for: all share one connection, each in its turn.
            for _ in 0..40 {
                server.json("GET", "/api/me?fields=id", None).await;
            }
            finish.send(()).unwrap();
        };
        let (_, drawn, ()) = tokio::join!(before, files, others);
        assert_eq!(drawn, [200, 200]);
    });
}

#[test]
fn a_chart_has_headers_only_and_says_what_its_axes_say() {
    let server = Server::start("saved_charts");
    block_on(async {
        country(&server).await;
        let (_, lines) =
            server.call(Some(ADMIN), "GET", "/api/visualizations/ChartOfAll1/data.csv", None).await;
        assert_eq!(
            lines,
            "periodid,periodname,periodcode,perioddescription,reporting_month_name,param_organisationunit_name,\
             organisation_unit_is_parent\n"
        );
        let fields = "rangeAxisLabel,displayDomainAxisLabel,rangeAxisMinValue,rangeAxisMaxValue,rangeAxisSteps,rangeAxisDecimals,\
            baseLineLabel,baseLineValue,targetLineValue,legend[strategy]";
        let path = format!("/api/visualizations/ChartOfAll1?fields={fields}");
        let found = server.json("GET", &path, None).await;
        let expected = json!({
            "rangeAxisLabel": "Visits", "displayDomainAxisLabel": "Month", "rangeAxisMinValue": 0, "rangeAxisSteps": 5,
            "rangeAxisDecimals": 1, "baseLineLabel": "Base", "baseLineValue": 3,
        });
        assert_eq!(found, expected);
        let words = [json!({ "property": "rangeAxisLabel", "locale": "fr", "value": "Visites" })];
        server
            .json(
                "PUT",
                "/api/visualizations/ChartOfAll1/translations",
                Some(&json!({ "translations": words })),
            )
            .await;
        let path = "/api/visualizations/ChartOfAll1?fields=displayRangeAxisLabel,rangeAxisLabel&translate=true&locale=fr";
        let found = server.json("GET", path, None).await;
        assert_eq!(found, json!({ "displayRangeAxisLabel": "Visites", "rangeAxisLabel": "Visits" }));
    });
}

#[test]
fn calculations_are_written_and_bad_ones_named() {
    let server = Server::start("calculations");
    block_on(async {
        country(&server).await;
        let item = |expression: &str| json!({ "id": "Calculated1", "name": "Twice", "shortName": "Twice", "expression": expression });
        for wrong in ["#{Attendance1} +", "#{NoElement11} * 2"] {
            let (status, body) =
                server.call(Some(ADMIN), "POST", "/api/expressionDimensionItems", Some(&item(wrong))).await;
            assert!(status == 409 && body.contains("E7137"), "{status} {body}");
        }
        server.json("POST", "/api/expressionDimensionItems", Some(&item("#{Attendance1} * 2"))).await;
        let one = "/api/expressionDimensionItems/Calculated1";
        let found = server
            .json("GET", &format!("{one}?fields=expression,missingValueStrategy,slidingWindow"), None)
            .await;
        assert_eq!(
            found,
            json!({ "expression": "#{Attendance1} * 2", "missingValueStrategy": "NEVER_SKIP", "slidingWindow": false })
        );
        server.json("PUT", one, Some(&item("#{Attendance1} * 3"))).await;
        assert_eq!(
            server.json("GET", &format!("{one}?fields=expression"), None).await["expression"],
            "#{Attendance1} * 3"
        );
        server.json("DELETE", one, None).await;
        assert_eq!(server.call(Some(ADMIN), "GET", one, None).await.0, 404);
    });
}

#[test]
fn an_event_visualization_keeps_its_words() {
    let server = Server::start("event_words");
    block_on(async {
        country(&server).await;
        let list = json!({
            "id": "ListOfAll11", "name": "List", "type": "LINE_LIST", "outputType": "EVENT", "legacy": true,
            "columns": [
                { "dimension": "ou", "items": [{ "id": "ProvinceTw2" }] },
                { "dimension": "eventDate", "items": [{ "id": "2025" }] },
            ],
            "filters": [{ "dimension": "eventStatus", "items": [{ "id": "ACTIVE" }] }],
        });
        server.json("POST", "/api/eventVisualizations", Some(&list)).await;
        let fields = "columns[dimension,items[id]],simpleDimensions,columnDimensions,legacy";
        let found =
            server.json("GET", &format!("/api/eventVisualizations/ListOfAll11?fields={fields}"), None).await;
        assert_eq!(found["columns"], list["columns"]);
        assert_eq!(
            (&found["columnDimensions"], &found["legacy"]),
            (&json!(["ou", "eventDate"]), &json!(false))
        );
        let words: Vec<(&Value, &Value)> = found["simpleDimensions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["dimension"], &one["parent"]))
            .collect();
        let word = |text: &str| json!(text);
        assert_eq!(
            words,
            [
                (&word("ou"), &word("COLUMN")),
                (&word("eventDate"), &word("COLUMN")),
                (&word("eventStatus"), &word("FILTER"))
            ]
        );
    });
}

#[test]
fn writes_have_rules_of_their_own() {
    let server = Server::start("chart_rules");
    block_on(async {
        country(&server).await;
        // Sharing lets the clerk write, and yet nothing public may be deleted without the right to make it.
        let (status, body) =
            server.call(Some(CLERK), "DELETE", "/api/visualizations/ChartOfAll1", None).await;
        assert!(
            status == 409 && body.contains("E3008") && body.contains("UserDetailsImpl@"),
            "{status} {body}"
        );
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/visualizations/ChartOfAll1", None).await.0, 200);

        let map = json!({ "id": "MapNumber01", "name": "Map", "mapViews": [] });
        server.json("POST", "/api/maps", Some(&map)).await;
        let renamed = json!({ "name": "Another map" });
        let (status, body) = server.call(Some(ADMIN), "PUT", "/api/maps/MapNumber01", Some(&renamed)).await;
        assert!(status == 200 && !body.contains("response"), "{status} {body}");
        assert_eq!(
            server.json("GET", "/api/maps/MapNumber01?fields=name", None).await["name"],
            "Another map"
        );

        let board = json!({ "id": "BoardOfAll1", "name": "Board", "dashboardItems": [{ "visualization": { "id": "NoChartHer1" } }] });
        let (status, body) = server.call(Some(ADMIN), "POST", "/api/dashboards", Some(&board)).await;
        let report: Value = serde_json::from_str(&body).unwrap();
        let problem = &report["response"]["errorReports"][0];
        assert_eq!((status, &problem["mainKlass"]), (409, &json!("org.hisp.dhis.dashboard.DashboardItem")));
        let board = json!({ "id": "BoardOfAll1", "name": "Board", "dashboardItems": [{ "visualization": { "id": "ChartOfAll1" } }] });
        server.json("POST", "/api/dashboards", Some(&board)).await;
        let request = Request::builder().method("PATCH").uri("/api/dashboards/BoardOfAll1");
        let request =
            request.header(AUTHORIZATION, basic(ADMIN)).header(CONTENT_TYPE, "application/json-patch+json");
        let patch = json!([{ "op": "add", "path": "/name", "value": "Other" }]).to_string();
        let (status, body) = text(server.send(request.body(Body::from(patch)).unwrap()).await).await;
        assert!(
            status == 400 && message(&body).is_some_and(|words| words.starts_with("Invalid definition")),
            "{body}"
        );
        let found = server
            .json("GET", "/api/dashboards/BoardOfAll1?fields=name,dashboardItems[visualization[id]]", None)
            .await;
        assert_eq!(found["name"], "Board");
        assert_eq!(found["dashboardItems"][0]["visualization"]["id"], "ChartOfAll1");
    });
}
