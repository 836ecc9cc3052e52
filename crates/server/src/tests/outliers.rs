//! Figures far from what their unit usually reports, and questions about them that cannot be asked.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on, message};

const PATH: &str = "/api/analytics/outlierDetection";

/// Two clinics that report one element: one far off in June, the other always the same.
async fn country(server: &Server) {
    let unit = |id: &str, parent: Option<&str>| {
        let parent = parent.map(|parent| json!({ "id": parent }));
        json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01", "parent": parent })
    };
    let payload = json!({
        "organisationUnits": [unit("CountryOne1", None), unit("ClinicOne11", Some("CountryOne1")), unit("ClinicTwo22", Some("CountryOne1"))],
        "dataElements": [{
            "id": "Attendance1", "code": "OPD", "name": "Attendance", "shortName": "Attendance", "valueType": "NUMBER",
            "domainType": "AGGREGATE", "aggregationType": "SUM",
        }],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" } }],
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": "rwrw----" },
        }],
        "users": [{
            "username": "clerk", "password": "Clinic-2026", "firstName": "A", "surname": "Clerk", "userRoles": [],
            "organisationUnits": [{ "id": "ClinicTwo22" }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
    let value = |unit: &str, month: u32, value: u32| json!({ "dataElement": "Attendance1", "orgUnit": unit, "period": format!("2024{month:02}"), "value": value.to_string() });
    let mut values: Vec<Value> = (1..=12).map(|month| value("ClinicTwo22", month, 10)).collect();
    values.extend(
        (1..=12).map(|month| value("ClinicOne11", month, if month == 6 { 500 } else { 20 + month % 2 })),
    );
    server.json("POST", "/api/dataValueSets", Some(&json!({ "dataValues": values }))).await;
}

fn rows(grid: &Value) -> Vec<Vec<&str>> {
    grid["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().iter().filter_map(Value::as_str).collect())
        .collect()
}

#[test]
fn what_lies_far_from_the_mean_or_the_median_is_found_with_its_names() {
    let server = Server::start("outliers");
    block_on(async {
        country(&server).await;
        let asked = format!("{PATH}?ds=MonthlySet1&pe=2024&headers=ouname,pe,value,mean,zscore");
        let found = server.json("GET", &asked, None).await;
        assert_eq!(rows(&found), [["ClinicOne11", "202406", "500.0", "60.5", "3.32"]]);
        assert_eq!(found["metaData"]["count"], json!(1));
        let asked = format!(
            "{PATH}?dx=Attendance1&startDate=2024-01-01&endDate=2024-12-31&algorithm=MODIFIED_Z_SCORE&headers=dx,pename,median,ounamehierarchy"
        );
        let found = server.json("GET", &asked, None).await;
        assert_eq!(rows(&found), [["Attendance1", "June 2024", "21.0", "CountryOne1 / ClinicOne11"]]);
        // A value that was taken away counts for nothing.
        let gone = json!({ "dataValues": [{ "dataElement": "Attendance1", "orgUnit": "ClinicOne11", "period": "202406" }] });
        server.json("POST", "/api/dataValueSets?importStrategy=DELETE", Some(&gone)).await;
        let found = server.json("GET", &format!("{PATH}?dx=Attendance1&pe=2024"), None).await;
        assert!(rows(&found).is_empty(), "{found}");
    });
}

#[test]
fn how_outliers_are_found_is_told_to_who_may_tune_the_server() {
    let server = Server::start("outliers_explained");
    block_on(async {
        country(&server).await;
        let told = server.json("GET", &format!("{PATH}/explain?dx=Attendance1&pe=2024"), None).await;
        let metrics = &told["performanceMetrics"];
        assert_eq!((&told["rows"], told["headerWidth"].as_i64()), (&json!([]), Some(0)));
        assert_eq!(metrics["totalTimeInMillis"], metrics["executionPlans"][0]["timeInMillis"], "{told}");
        assert!(metrics["executionPlans"][0]["plan"].is_object(), "{told}");
        let refused = |who: &'static str, asked: &str| {
            let path = format!("{PATH}/explain?{asked}");
            let server = &server;
            async move { server.call(Some(who), "GET", &path, None).await }
        };
        let (status, text) = refused(ADMIN, "pe=2024").await;
        assert!(status == 409 && text.contains("E2200"), "{status} {text}");
        let (status, text) = refused("clerk:Clinic-2026", "dx=Attendance1&pe=2024").await;
        assert!(status == 403 && text.contains("F_PERFORM_ANALYTICS_EXPLAIN"), "{status} {text}");
    });
}

#[test]
fn each_question_that_cannot_be_asked_is_refused_with_its_code() {
    let server = Server::start("outliers_refused");
    block_on(async {
        country(&server).await;
        let both = "startDate=2024-01-01&endDate=2024-02-01";
        for (asked, code) in [
            ("pe=2024".to_owned(), "E2200"),
            ("dx=NoElement11&pe=2024".to_owned(), "E2200"),
            ("dx=Attendance1".to_owned(), "E2201"),
            ("dx=Attendance1&startDate=2024-02-01&endDate=2024-01-01".to_owned(), "E2202"),
            ("dx=Attendance1&pe=2024&threshold=0".to_owned(), "E2204"),
            ("dx=Attendance1&pe=2024&threshold=NaN".to_owned(), "E2204"),
            ("dx=Attendance1&pe=2024&maxResults=0".to_owned(), "E2205"),
            ("dx=Attendance1&pe=2024&maxResults=100001".to_owned(), "E2206"),
            ("dx=Attendance1&pe=2024&dataStartDate=2024-01-01".to_owned(), "E2209"),
            ("dx=Attendance1&pe=2024&dataEndDate=2024-01-01".to_owned(), "E2210"),
            ("dx=Attendance1&pe=2024&algorithm=MIN_MAX".to_owned(), "E2211"),
            (format!("dx=Attendance1&pe=2024&{both}"), "E2212"),
            ("dx=Attendance1&pe=2024&orderBy=median".to_owned(), "E2213"),
            ("dx=Attendance1&pe=2024&algorithm=MODIFIED_Z_SCORE&orderBy=mean".to_owned(), "E2213"),
            ("dx=Attendance1&pe=2024&orderBy=colour".to_owned(), "E7181"),
            ("dx=Attendance1&pe=2024&headers=colour".to_owned(), "E7230"),
            ("dx=Attendance1&pe=2024;2025".to_owned(), "E7611"),
            ("dx=Attendance1&pe=2024&ou=NoSuchUnit1".to_owned(), "E7617"),
        ] {
            let (status, text) = server.call(Some(ADMIN), "GET", &format!("{PATH}?{asked}"), None).await;
            let told: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((status, told["errorCode"].as_str()), (409, Some(code)), "{asked}: {text}");
        }
        for asked in ["algorithm=FOO", "sortOrder=UP", "threshold=much", "startDate=soon"] {
            let (status, text) = server
                .call(Some(ADMIN), "GET", &format!("{PATH}?dx=Attendance1&pe=2024&{asked}"), None)
                .await;
            assert_eq!(status, 400, "{asked}: {text}");
        }
        let (status, text) = server
            .call(Some("clerk:Clinic-2026"), "GET", &format!("{PATH}?dx=Attendance1&pe=2024"), None)
            .await;
        assert_eq!(status, 403, "{text}");
        assert_eq!(
            message(&text).as_deref(),
            Some("Access is denied, requires one Authority from [F_RUN_VALIDATION]")
        );
    });
}

const VALUES: &str = "/api/outlierDetection";

#[test]
fn values_are_outliers_by_the_mean_the_median_and_the_limits_of_their_clinic() {
    let server = Server::start("outlying_values");
    block_on(async {
        country(&server).await;
        let asked = format!("{VALUES}?ds=MonthlySet1&ou=CountryOne1&startDate=2024-01-01&endDate=2024-12-31");
        let found = server.json("GET", &asked, None).await;
        let said = json!({ "algorithm": "Z_SCORE", "threshold": 3.0, "orderBy": "MEAN_ABS_DEV", "maxResults": 500, "count": 1 });
        assert_eq!(found["metadata"], said);
        let value = &found["outlierValues"][0];
        let told = ["de", "deName", "pe", "ou", "value", "mean", "absDev", "followup", "median"]
            .map(|key| value[key].clone());
        let expected =
            json!(["Attendance1", "Attendance", "202406", "ClinicOne11", 500.0, 60.5, 439.5, false, null]);
        assert_eq!(json!(told), expected);
        // Held against other months, June is not one of those that make the middle.
        let against = format!("{asked}&dataStartDate=2024-07-01&algorithm=MOD_Z_SCORE&orderBy=Z_SCORE");
        let found = server.json("GET", &against, None).await;
        assert_eq!(found["metadata"]["dataStartDate"], json!("2024-07-01T00:00:00.000"));
        assert_eq!(
            (&found["metadata"]["count"], &found["outlierValues"][0]["median"]),
            (&json!(1), &json!(20.5))
        );
        let limits =
            json!({ "dataElement": "Attendance1", "orgUnit": "ClinicTwo22", "minValue": 0, "maxValue": 7 });
        let combo =
            server.json("GET", "/api/categoryOptionCombos?filter=name:eq:default&fields=id", None).await;
        let combo = combo["categoryOptionCombos"][0]["id"].clone();
        let mut limits = limits;
        limits["optionCombo"] = combo;
        server.json("POST", "/api/dataEntry/minMaxValues", Some(&limits)).await;
        let found = server.json("GET", &format!("{asked}&algorithm=MIN_MAX&maxResults=2"), None).await;
        assert_eq!(found["metadata"]["count"], json!(2), "{found}");
        let told =
            ["value", "absDev", "lowerBound", "upperBound"].map(|key| found["outlierValues"][0][key].clone());
        assert_eq!(json!(told), json!([10.0, 3.0, 0.0, 7.0]));
        let wrong = "update datavalue set value = 'many' where value = '500'";
        server.database.connect().await.unwrap().batch(wrong).await.unwrap();
        let found = server.json("GET", &format!("{asked}&algorithm=INVALID_NUMERIC"), None).await;
        let value = &found["outlierValues"][0];
        assert_eq!((&value["rawValue"], value.get("value")), (&json!("many"), None), "{found}");
        let (status, text) = server.call(Some(ADMIN), "GET", &asked.replace("?", ".csv?"), None).await;
        assert!(status == 200 && text.starts_with("de,deName,pe,"), "{status} {text}");
    });
}

#[test]
fn each_question_for_outlying_values_that_cannot_be_asked_is_refused_with_its_code() {
    let server = Server::start("outlying_values_refused");
    block_on(async {
        country(&server).await;
        let dates = "startDate=2024-01-01&endDate=2024-12-31";
        let whole = format!("dx=Attendance1&ou=CountryOne1&{dates}");
        for (asked, code) in [
            (format!("ou=CountryOne1&{dates}"), "E2200"),
            ("dx=Attendance1&ou=CountryOne1&startDate=2024-01-01".to_owned(), "E2201"),
            ("dx=Attendance1&ou=CountryOne1&startDate=2024-02-01&endDate=2024-01-01".to_owned(), "E2202"),
            (format!("dx=Attendance1&ou=NoSuchUnit1&{dates}"), "E2203"),
            (format!("{whole}&threshold=0"), "E2204"),
            (format!("{whole}&maxResults=0"), "E2205"),
            (format!("{whole}&maxResults=1000001"), "E2206"),
            (format!("{whole}&dataStartDate=2024-02-01&dataEndDate=2024-01-01"), "E2207"),
        ] {
            let (status, text) = server.call(Some(ADMIN), "GET", &format!("{VALUES}?{asked}"), None).await;
            let told: Value = serde_json::from_str(&text).unwrap();
            assert_eq!((status, told["errorCode"].as_str()), (409, Some(code)), "{asked}: {text}");
        }
        for asked in ["algorithm=FOO", "orderBy=MEDIAN", "threshold=much", "dataEndDate=soon"] {
            let (status, text) =
                server.call(Some(ADMIN), "GET", &format!("{VALUES}?{whole}&{asked}"), None).await;
            assert_eq!(status, 400, "{asked}: {text}");
        }
        let (status, text) = server.call(Some(ADMIN), "GET", &format!("{VALUES}.xml?{whole}"), None).await;
        assert_eq!(status, 406, "{text}");
        let clerk = Some("clerk:Clinic-2026");
        assert_eq!(server.call(clerk, "GET", &format!("{VALUES}?{whole}"), None).await.0, 403);
    });
}
