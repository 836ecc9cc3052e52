//! Values are imported in every format and by every name; what is wrong is named, and nothing is half saved.

mod bad_days;
pub(super) mod country;
mod every_fault;
mod formats;
mod hostile;
mod refused;

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};
use country::{CLERK, country};

const PATH: &str = "/api/dataValueSets";

/// Sends a body of any kind; gives the status and the answer.
pub(super) async fn send(
    server: &Server,
    who: &str,
    path: &str,
    kind: &str,
    body: impl Into<Body>,
) -> (u16, Value) {
    let request = Request::builder().method("POST").uri(path).header(AUTHORIZATION, basic(who));
    let request = request.header(CONTENT_TYPE, kind).body(body.into()).unwrap();
    let (status, text) = text(server.send(request).await).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Imports JSON as the administrator.
async fn import(server: &Server, query: &str, body: &Value) -> (u16, Value) {
    send(server, ADMIN, &format!("{PATH}?{query}"), "application/json", body.to_string()).await
}

/// Element, period and unit of each value with its text, in the order of the elements.
pub(super) async fn stored(server: &Server, set: &str) -> Vec<String> {
    let path = format!(
        "{PATH}?dataSet={set}&startDate=2025-01-01&endDate=2025-12-31&orgUnit=CountryOne1&children=true&includeDeleted=true"
    );
    let all = server.json("GET", &path, None).await;
    let of = |value: &Value, key: &str| value[key].as_str().or(all[key].as_str()).unwrap_or("-").to_owned();
    let mut values: Vec<String> = all["dataValues"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|value| {
            let deleted = if value["deleted"] == json!(true) { " deleted" } else { "" };
            let words = ["dataElement", "categoryOptionCombo", "period", "orgUnit", "value"]
                .map(|key| of(value, key));
            format!("{}{deleted}", words.join(" "))
        })
        .collect();
    values.sort();
    values
}

fn codes(answer: &Value) -> Vec<String> {
    let conflicts = answer["response"]["conflicts"].as_array().into_iter().flatten();
    conflicts.map(|conflict| conflict["errorCode"].as_str().unwrap_or_default().to_owned()).collect()
}

pub(super) fn counts(answer: &Value) -> Value {
    answer["response"]["importCount"].clone()
}

pub(super) fn value(element: &str, value: &str) -> Value {
    json!({ "dataElement": element, "value": value })
}

/// A group of the monthly set.
pub(super) fn monthly(values: &[Value]) -> Value {
    json!({ "dataSet": "MonthlySet1", "period": "202501", "orgUnit": "ClinicOne11", "dataValues": values })
}

#[test]
fn wrong_values_are_named_and_the_others_saved() {
    let server = Server::start("value_import");
    block_on(async {
        country(&server).await;
        let group =
            monthly(&[value("ElementNum1", "x"), value("ElementTxt1", "fine"), value("ElementOpt1", "NO")]);
        let (status, answer) = import(&server, "", &group).await;
        assert_eq!((status, answer["status"].as_str()), (200, Some("WARNING")));
        assert_eq!(codes(&answer), ["E8122", "E8123"]);
        assert_eq!(answer["response"]["rejectedIndexes"], json!([0, 2]));
        assert_eq!(counts(&answer), json!({ "imported": 0, "updated": 1, "ignored": 2, "deleted": 0 }));
        assert_eq!(stored(&server, "MonthlySet1").await, ["ElementTxt1 HllvX50cXC0 202501 ClinicOne11 fine"]);
        let (status, answer) = import(&server, "atomic=true", &group).await;
        assert_eq!((status, codes(&answer)), (409, vec!["E8000".to_owned()]));
        assert_eq!(answer["response"].get("dataSetComplete"), None);
    });
}

#[test]
fn a_dry_run_changes_nothing() {
    let server = Server::start("value_import_dry");
    block_on(async {
        country(&server).await;
        let mut group = monthly(&[value("ElementNum1", "1")]);
        let (_, answer) = import(&server, "dryRun=true", &group).await;
        assert_eq!(counts(&answer)["updated"], json!(1));
        group["dryRun"] = json!(true);
        let (_, answer) = import(&server, "", &group).await;
        assert_eq!(answer["response"]["importOptions"]["dryRun"], json!(true));
        assert!(stored(&server, "MonthlySet1").await.is_empty());
    });
}

#[test]
fn values_are_deleted_softly() {
    let server = Server::start("value_import_delete");
    block_on(async {
        country(&server).await;
        let group = monthly(&[value("ElementNum1", "1"), value("ElementTxt1", "two")]);
        import(&server, "", &group).await;
        let (_, answer) =
            import(&server, "importStrategy=DELETE", &monthly(&[json!({ "dataElement": "ElementNum1" })]))
                .await;
        assert_eq!(counts(&answer), json!({ "imported": 0, "updated": 0, "ignored": 0, "deleted": 1 }));
        let mut again = monthly(&[value("ElementNum1", "9")]);
        again["deletion"] = json!({
            "orgUnits": ["ClinicOne11"], "periods": ["202501"], "elements": [{ "dataElement": "ElementTxt1" }],
        });
        let (_, answer) = import(&server, "", &again).await;
        assert_eq!(counts(&answer), json!({ "imported": 0, "updated": 1, "ignored": 0, "deleted": 1 }));
        let expected = [
            "ElementNum1 HllvX50cXC0 202501 ClinicOne11 9",
            "ElementTxt1 HllvX50cXC0 202501 ClinicOne11 - deleted",
        ];
        assert_eq!(stored(&server, "MonthlySet1").await, expected);
        again["deletion"]["elements"] = json!([{ "dataElement": "wrong" }]);
        assert_eq!(codes(&import(&server, "", &again).await.1), ["E8035"]);
        again["deletion"]["orgUnits"] = json!(["NoSuchUnit1"]);
        again["deletion"]["elements"] = json!([{ "dataElement": "ElementNum1" }]);
        assert_eq!(codes(&import(&server, "", &again).await.1), ["E8022"]);
        assert_eq!(stored(&server, "MonthlySet1").await, expected);
    });
}

#[test]
fn a_group_that_is_wrong_as_a_whole_leaves_the_others() {
    let server = Server::start("value_import_groups");
    block_on(async {
        country(&server).await;
        let group = |set: &str, unit: &str, value: &str| {
            format!(
                "<group dataSet=\"{set}\" orgUnit=\"{unit}\" period=\"2025-01-01/P1M\">\
                 <dataValue dataElement=\"ElementNum1\" categoryOptionCombo=\"HllvX50cXC0\" value=\"{value}\"/></group>"
            )
        };
        let groups = [
            group("MonthlySet1", "ClinicOne11", "1"),
            group("PartnerSet1", "ClinicOne11", "2"),
            group("MonthlySet1", "ClinicTwo22", "3"),
        ];
        let body = format!("<adx xmlns=\"urn:ihe:qrph:adx:2015\">{}</adx>", groups.concat());
        let (status, answer) = send(&server, ADMIN, PATH, "application/adx+xml", body).await;
        assert_eq!((status, codes(&answer)), (409, vec!["E8020".to_owned()]));
        assert_eq!(counts(&answer)["updated"], json!(2));
        assert_eq!(stored(&server, "MonthlySet1").await.len(), 2);
    });
}

#[test]
fn sets_are_complete_when_all_is_right() {
    let server = Server::start("value_import_complete");
    block_on(async {
        country(&server).await;
        let mut group = monthly(&[value("ElementNum1", "1")]);
        group["completeDate"] = json!("2025-02-03");
        let (_, answer) = import(&server, "", &group).await;
        assert_eq!(answer["response"]["dataSetComplete"], "2025-02-03");
        let path = "/api/completeDataSetRegistrations?dataSet=MonthlySet1&period=202501&orgUnit=ClinicOne11";
        let complete = server.json("GET", path, None).await;
        assert_eq!(complete["completeDataSetRegistrations"].as_array().map(Vec::len), Some(1));
        group["dataValues"] = json!([value("ElementNum1", "x")]);
        assert_eq!(import(&server, "", &group).await.1["response"]["dataSetComplete"], "false");
    });
}

#[test]
fn who_may_not_write_is_told() {
    let server = Server::start("value_import_access");
    block_on(async {
        country(&server).await;
        let as_clerk =
            async |group: &Value| send(&server, CLERK, PATH, "application/json", group.to_string()).await.1;
        let mut group = monthly(&[value("ElementNum1", "1")]);
        assert_eq!(counts(&as_clerk(&group).await)["updated"], json!(1));
        group["orgUnit"] = json!("ClinicTwo22");
        assert_eq!(codes(&as_clerk(&group).await), ["E8011"]);
        let closed = json!({ "dataSet": "PartnerSet1", "period": "202501", "orgUnit": "ClinicOne11", "dataValues": [value("ElementSex1", "1")] });
        assert_eq!(codes(&as_clerk(&closed).await), ["E8010"]);
    });
}

#[test]
fn imports_of_the_same_cells_at_once_end_as_if_one_came_after_the_other() {
    let server = Server::start("value_import_at_once");
    block_on(async {
        country(&server).await;
        let values = |text: &str| -> Vec<Value> {
            let mut values = Vec::new();
            for unit in ["ClinicOne11", "ClinicTwo22"] {
                for (element, month) in
                    (1..=12).flat_map(|month| [("ElementNum1", month), ("ElementTwo2", month)])
                {
                    let period = format!("2025{month:02}");
                    values.push(
                        json!({ "dataElement": element, "orgUnit": unit, "period": period, "value": text }),
                    );
                }
            }
            values
        };
        let group = |values: Vec<Value>| json!({ "dataSet": "MonthlySet1", "dataValues": values });
        let forward = |text: &str| group(values(text));
        let backward = |text: &str| group(values(text).into_iter().rev().collect());
        let bodies: Vec<Value> =
            (1..=4).flat_map(|n| [forward(&format!("{n}1")), backward(&format!("{n}2"))]).collect();
        let all = bodies.iter().map(|body| import(&server, "", body));
        for (status, answer) in futures_util::future::join_all(all).await {
            assert_eq!((status, &counts(&answer)["updated"]), (200, &json!(48)), "{answer}");
        }
        let stored = stored(&server, "MonthlySet1").await;
        let last: std::collections::BTreeSet<&str> =
            stored.iter().filter_map(|value| value.rsplit(' ').next()).collect();
        assert_eq!((stored.len(), last.len()), (48, 1), "{last:?}");
    });
}

#[test]
fn a_report_is_xml_for_those_who_take_nothing_else() {
    let server = Server::start("value_import_report");
    block_on(async {
        country(&server).await;
        let group = monthly(&[value("ElementNum1", "<x>")]);
        let request = Request::builder().method("POST").uri(format!("{PATH}?orgUnitIdScheme=UID"));
        let request = request.header(AUTHORIZATION, basic(ADMIN)).header(CONTENT_TYPE, "application/json");
        let request =
            request.header("accept", "application/xml").body(Body::from(group.to_string())).unwrap();
        let (status, text) = text(server.send(request).await).await;
        assert_eq!(status, 409);
        for part in [
            "<webMessage xmlns=\"http://dhis2.org/schema/dxf/2.0\" httpStatus=\"Conflict\" httpStatusCode=\"409\" status=\"ERROR\">",
            "<importCount imported=\"0\" updated=\"0\" ignored=\"1\" deleted=\"0\"/>",
            "<conflict value=\"Value #0 value `&lt;x&gt;` is no valid INTEGER: value_not_integer\" errorCode=\"E8122\">",
        ] {
            assert!(text.contains(part), "{text}");
        }
    });
}
