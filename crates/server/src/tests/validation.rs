//! Validation rules: what breaks them in a form and in an area, what they looked at, and results that are kept.

use serde_json::{Value, json};

use super::{ADMIN, Server, block_on};

const CLERK: &str = "clerk:Clinic-2026";
const RUNNER: &str = "runner:Clinic-2026";
const FORM: &str = "/api/validation/dataSet/MonthlySet1?pe=202503&ou=ClinicOne11";
const AREA: &str = "/api/dataAnalysis/validationRules";

fn rule(id: &str, left: &str, operator: &str, right: &str, more: &Value) -> Value {
    let side = |text: &str| json!({ "expression": text, "description": text, "missingValueStrategy": "SKIP_IF_ALL_VALUES_MISSING" });
    let mut rule = json!({
        "id": id, "name": id, "shortName": id, "periodType": "Monthly", "operator": operator, "importance": "HIGH",
        "leftSide": side(left), "rightSide": side(right),
    });
    for (key, value) in more.as_object().into_iter().flatten() {
        rule[key] = value.clone();
    }
    rule
}

fn strategy(side: &str, text: &str, strategy: &str) -> Value {
    json!({ side: { "expression": text, "description": text, "missingValueStrategy": strategy } })
}

async fn country(server: &Server, rules: &[Value]) {
    let unit = |id: &str, parent: Option<&str>| {
        let mut unit = json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
        if let Some(parent) = parent {
            unit["parent"] = json!({ "id": parent });
        }
        unit
    };
    let element = |id: &str| {
        json!({
            "id": id, "name": id, "shortName": id, "valueType": "INTEGER", "domainType": "AGGREGATE", "aggregationType": "SUM",
        })
    };
    let set = |id: &str, elements: &[&str], sharing: &str| {
        let of: Vec<Value> = elements
            .iter()
            .map(|one| json!({ "dataElement": { "id": one }, "dataSet": { "id": id } }))
            .collect();
        json!({
            "id": id, "name": id, "shortName": id, "periodType": "Monthly", "dataSetElements": of,
            "organisationUnits": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }], "sharing": { "public": sharing },
            "noValueRequiresComment": id == "MonthlySet1",
        })
    };
    let user = |name: &str, role: &str| {
        json!({
            "username": name, "password": "Clinic-2026", "firstName": name, "surname": "Clerk",
            "userRoles": [{ "id": role }], "organisationUnits": [{ "id": "ClinicOne11" }],
        })
    };
    let role = |id: &str, authority: &str| json!({ "id": id, "name": id, "authorities": [authority] });
    let payload = json!({
        "organisationUnits": [unit("CountryOne1", None), unit("ClinicOne11", Some("CountryOne1")), unit("ClinicTwo22", Some("CountryOne1"))],
        "organisationUnitGroups": [{ "id": "Hospitals11", "name": "Hospitals", "shortName": "Hospitals", "organisationUnits": [{ "id": "ClinicTwo22" }] }],
        "dataElements": [element("Treated1111"), element("Confirmed11"), element("Secret11111"), element("Elsewhere11")],
        "dataSets": [
            set("MonthlySet1", &["Treated1111", "Confirmed11"], "r-rw----"),
            set("SecretSet11", &["Secret11111"], "--------"), set("OtherSet111", &["Elsewhere11"], "r-rw----"),
        ],
        "constants": [{ "id": "LimitConst1", "name": "Limit", "shortName": "Limit", "value": 100 }],
        "validationRules": rules,
        "userRoles": [role("DataEntry11", "F_DATAVALUE_ADD"), role("Analyst1111", "F_RUN_VALIDATION")],
        "users": [user("clerk", "DataEntry11"), user("runner", "Analyst1111")],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

async fn enter(server: &Server, element: &str, period: &str, unit: &str, value: &str) {
    let path = format!("/api/dataValues?de={element}&pe={period}&ou={unit}&value={value}");
    server.json("POST", &path, None).await;
}

fn broken(found: &Value) -> Vec<(&str, f64, f64)> {
    let all = found["validationRuleViolations"].as_array().unwrap();
    let mut broken: Vec<_> = all
        .iter()
        .map(|one| {
            let rule = one["validationRule"]["id"].as_str().unwrap();
            (rule, one["leftsideValue"].as_f64().unwrap(), one["rightsideValue"].as_f64().unwrap())
        })
        .collect();
    broken.sort_by_key(|one| one.0);
    broken
}

#[test]
fn a_form_is_judged_by_the_rules_of_its_elements() {
    let server = Server::start("validation_form");
    block_on(async {
        let none = json!({});
        let rules = [
            rule("AtMostConfi", "#{Treated1111}", "less_than_or_equal_to", "#{Confirmed11}", &none),
            rule("BelowLimit1", "#{Treated1111} / [days]", "less_than", "C{LimitConst1} / 100", &none),
            rule("Elsewhere12", "#{Elsewhere11}", "greater_than", "1000", &none),
            rule("NotInForms1", "#{Treated1111}", "less_than", "1", &json!({ "skipFormValidation": true })),
            rule("OfTheYear11", "#{Treated1111}", "less_than", "1", &json!({ "periodType": "Yearly" })),
            rule("Pair1111111", "#{Treated1111}", "compulsory_pair", "#{Secret11111}", &none),
            rule("Exclusive11", "#{Treated1111}", "exclusive_pair", "#{Confirmed11}", &none),
            rule(
                "AnyMissing1",
                "#{Treated1111} + #{Secret11111}",
                "less_than",
                "1",
                &strategy("leftSide", "#{Treated1111} + #{Secret11111}", "SKIP_IF_ANY_VALUE_MISSING"),
            ),
            rule(
                "NeverSkip11",
                "#{Secret11111}",
                "greater_than",
                "#{Treated1111}",
                &strategy("leftSide", "#{Secret11111}", "NEVER_SKIP"),
            ),
            rule(
                "Hospital111",
                "if(orgUnit.group(Hospitals11), 1000, #{Treated1111})",
                "less_than",
                "40",
                &none,
            ),
            rule(
                "Level1Only1",
                "#{Treated1111}",
                "less_than",
                "1",
                &json!({ "organisationUnitLevels": [1] }),
            ),
        ];
        country(&server, &rules).await;
        assert_eq!(server.json("GET", FORM, None).await["validationRuleViolations"], json!([]));
        enter(&server, "Treated1111", "202503", "ClinicOne11", "45").await;
        enter(&server, "Confirmed11", "202503", "ClinicOne11", "30").await;
        let found = server.json("GET", FORM, None).await;
        let expected = [
            ("AtMostConfi", 45.0, 30.0),
            ("BelowLimit1", 1.45, 1.0),
            ("Exclusive11", 45.0, 30.0),
            ("Hospital111", 45.0, 40.0),
            ("NeverSkip11", 0.0, 45.0),
            ("Pair1111111", 45.0, 0.0),
        ];
        assert_eq!(broken(&found), expected);
        let one = &found["validationRuleViolations"][0];
        assert_eq!(
            (&one["period"]["id"], &one["organisationUnit"]["name"]),
            (&json!("202503"), &json!("ClinicOne11"))
        );
        assert_eq!(one["attributeOptionCombo"]["id"], json!("HllvX50cXC0"));
        assert_eq!(found["commentRequiredViolations"], json!([]));
        // Another period has other values; a value that is put right breaks nothing any more.
        let other = FORM.replace("202503", "202504");
        assert_eq!(broken(&server.json("GET", &other, None).await), []);
        enter(&server, "Treated1111", "202503", "ClinicOne11", "20").await;
        assert!(broken(&server.json("GET", FORM, None).await).iter().all(|one| one.0 != "AtMostConfi"));
    });
}

#[test]
fn a_cell_without_a_value_wants_a_comment_where_the_set_says_so() {
    let server = Server::start("validation_comments");
    block_on(async {
        country(&server, &[]).await;
        enter(&server, "Treated1111", "202503", "ClinicOne11", "4").await;
        let found = server.json("GET", FORM, None).await;
        let cells: Vec<&Value> =
            found["commentRequiredViolations"].as_array().unwrap().iter().map(|cell| &cell["id"]).collect();
        assert_eq!(cells, [&json!("Confirmed11.HllvX50cXC0")]);
        let comment = "/api/dataValues?de=Confirmed11&pe=202503&ou=ClinicOne11&value=3&comment=stock";
        server.json("POST", comment, None).await;
        assert_eq!(server.json("GET", FORM, None).await["commentRequiredViolations"], json!([]));
        let other = FORM.replace("MonthlySet1", "OtherSet111");
        assert_eq!(server.json("GET", &other, None).await["commentRequiredViolations"], json!([]));
    });
}

#[test]
fn a_form_that_is_not_the_callers_is_refused() {
    let server = Server::start("validation_refused");
    block_on(async {
        let hidden = rule("Confidence1", "#{Secret11111}", "less_than", "#{Treated1111}", &json!({}));
        country(&server, &[hidden]).await;
        let wrong = [
            (ADMIN, FORM.replace("MonthlySet1", "NoSuchSet11"), "E1105"),
            (CLERK, FORM.replace("MonthlySet1", "SecretSet11"), "E1105"),
            (ADMIN, FORM.replace("202503", "soon"), "E1101"),
            (ADMIN, FORM.replace("ClinicOne11", "NoSuchUnit1"), "E1102"),
            (CLERK, FORM.replace("ClinicOne11", "ClinicTwo22"), "E2020"),
            (ADMIN, format!("{FORM}&aoc=NoSuchCombo"), "E1103"),
            (ADMIN, format!("{FORM}&cc=bjDvmb4bfuf&cp=NoOption111"), "E1104"),
        ];
        for (who, path, code) in wrong {
            let (status, text) = server.call(Some(who), "GET", &path, None).await;
            assert!(status == 409 && text.contains(code), "{path}: {status} {text}");
        }
        assert_eq!(server.call(Some(ADMIN), "GET", &FORM.replace("pe=202503&", ""), None).await.0, 400);
        // What the caller may not read counts for nobody but those who may.
        enter(&server, "Treated1111", "202503", "ClinicOne11", "4").await;
        enter(&server, "Secret11111", "202503", "ClinicOne11", "9").await;
        assert_eq!(broken(&server.json("GET", FORM, None).await), [("Confidence1", 9.0, 4.0)]);
        let (_, text) = server.call(Some(CLERK), "GET", FORM, None).await;
        assert_eq!(broken(&serde_json::from_str(&text).unwrap()), []);
    });
}

#[test]
fn an_area_is_judged_and_its_results_are_kept() {
    let server = Server::start("validation_area");
    block_on(async {
        let rules =
            [rule("AtMostConfi", "#{Treated1111}", "less_than_or_equal_to", "#{Confirmed11}", &json!({}))];
        country(&server, &rules).await;
        for (period, unit, treated) in
            [("202503", "ClinicOne11", "7"), ("202502", "ClinicTwo22", "9"), ("202504", "ClinicTwo22", "8")]
        {
            enter(&server, "Treated1111", period, unit, treated).await;
            enter(&server, "Confirmed11", period, unit, "5").await;
        }
        let asked = json!({ "startDate": "2025-02-01", "endDate": "2025-03-31", "ou": "CountryOne1" });
        let found = server.json("POST", AREA, Some(&asked)).await;
        let about: Vec<_> = found
            .as_array()
            .unwrap()
            .iter()
            .map(|one| (&one["periodId"], &one["organisationUnitId"]))
            .collect();
        assert_eq!(
            about,
            [(&json!("202502"), &json!("ClinicTwo22")), (&json!("202503"), &json!("ClinicOne11"))]
        );
        assert_eq!((&found[0]["operator"], &found[0]["leftSideValue"]), (&json!("<="), &json!(9.0)));
        assert_eq!(found[0]["organisationUnitAncestorNames"], json!("CountryOne1 / "));
        let changed = |key: &str, value: Value| {
            let mut asked = asked.clone();
            asked[key] = value;
            asked
        };
        let one = server.json("POST", AREA, Some(&changed("maxResults", json!(1)))).await;
        assert_eq!(one.as_array().unwrap().len(), 1);
        let wrong = [
            (ADMIN, changed("ou", json!("NoSuchUnit1")), 400, "No organisation unit defined"),
            (ADMIN, changed("maxResults", json!(0)), 400, "between 1 and 500"),
            (ADMIN, changed("maxResults", json!(501)), 400, "between 1 and 500"),
            (ADMIN, changed("startDate", json!("soon")), 400, "startDate"),
            (ADMIN, changed("notification", json!(true)), 501, "notification"),
            (RUNNER, asked.clone(), 409, "E2020"),
            (CLERK, asked.clone(), 403, "F_RUN_VALIDATION"),
        ];
        for (who, body, status, reason) in &wrong {
            let (found, text) = server.call(Some(who), "POST", AREA, Some(body)).await;
            assert!(found == *status && text.contains(reason), "{body}: {found} {text}");
        }
        for _ in 0..2 {
            server.json("POST", AREA, Some(&changed("persist", json!(true)))).await;
        }
        let list = "/api/validationResults?fields=organisationUnit[id],leftsideValue";
        let kept = server.json("GET", &format!("{list}&ou=ClinicOne11"), None).await;
        assert_eq!(
            kept["validationResults"],
            json!([{ "organisationUnit": { "id": "ClinicOne11" }, "leftsideValue": 7 }])
        );
        assert_eq!(server.json("GET", list, None).await["pager"]["total"], json!(2));
        let (_, text) = server.call(Some(RUNNER), "GET", list, None).await;
        assert!(text.contains("\"total\":1,") && !text.contains("ClinicTwo22"), "{text}");
        let all = server.json("GET", "/api/validationResults?paging=false&pe=202502", None).await;
        let id = all["validationResults"][0]["id"].to_string();
        assert_eq!(
            server.json("GET", &format!("/api/validationResults/{id}"), None).await["leftsideValue"],
            json!(9)
        );
        for (path, status, reason) in [
            ("?vr=NoSuchRule1", 409, "E7501"),
            ("?ou=NoSuchUnit1", 409, "E7500"),
            ("?pe=soon", 409, "E7502"),
            ("/1", 404, "E1005"),
            ("/x", 400, "id"),
        ] {
            let (found, text) =
                server.call(Some(ADMIN), "GET", &format!("/api/validationResults{path}"), None).await;
            assert!(found == status && text.contains(reason), "{path}: {found} {text}");
        }
        // A request that names none takes none away.
        for (path, left) in [("", 2), (&*format!("/{id}"), 1), ("?ou=ClinicOne11", 0)] {
            server.json("DELETE", &format!("/api/validationResults{path}"), None).await;
            assert_eq!(server.json("GET", list, None).await["pager"]["total"], json!(left), "{path}");
        }
        assert_eq!(
            server.call(Some(ADMIN), "DELETE", &format!("/api/validationResults/{id}"), None).await.0,
            404
        );
    });
}

#[test]
fn what_a_rule_looked_at_is_told() {
    let server = Server::start("validation_details");
    block_on(async {
        let both = "#{Treated1111} + #{Elsewhere11}";
        country(&server, &[rule("AtMostConfi", both, "less_than_or_equal_to", "#{Confirmed11}", &json!({}))])
            .await;
        enter(&server, "Treated1111", "202503", "ClinicOne11", "7").await;
        enter(&server, "Confirmed11", "202503", "ClinicOne11", "5").await;
        let path = "/api/dataAnalysis/validationRulesExpression?validationRuleId=AtMostConfi&periodId=202503&organisationUnitId=ClinicOne11";
        let found = server.json("GET", path, None).await;
        assert_eq!(
            found["leftSide"],
            json!([{ "name": "Elsewhere11", "value": null }, { "name": "Treated1111", "value": "7.0" }])
        );
        assert_eq!(found["rightSide"], json!([{ "name": "Confirmed11", "value": "5.0" }]));
        let none = server.json("GET", &path.replace("202503", "202504"), None).await;
        assert_eq!(none, json!({ "leftSide": [], "rightSide": [] }));
        for (from, to) in [("AtMostConfi", "NoSuchRule1"), ("202503", "soon"), ("ClinicOne11", "NoSuchUnit1")]
        {
            assert_eq!(server.call(Some(ADMIN), "GET", &path.replace(from, to), None).await.0, 404, "{to}");
        }
        let combo = format!("{path}&attributeOptionComboId=NoSuchCombo");
        assert_eq!(server.call(Some(ADMIN), "GET", &combo, None).await.0, 404);
        let (status, text) =
            server.call(Some(RUNNER), "GET", &path.replace("ClinicOne11", "ClinicTwo22"), None).await;
        assert!(status == 409 && text.contains("E2020"), "{status} {text}");
    });
}
