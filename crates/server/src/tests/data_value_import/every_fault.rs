//! Files with every kind of fault at once, from a seed: each fault is named once, with its row, and the rest is stored, or
//! nothing where a fault is the whole group's or the whole file's. `FAULTY_ROWS` and `FAULTY_SEED` make the file another one.

mod rows;
mod setting;

use std::collections::BTreeMap;

use afya_store::Sql;
use serde_json::{Value, json};

use super::{CLERK, PATH, codes, counts, import, send};
use crate::tests::{ADMIN, Server, block_on};
use rows::{Rows, SET, rows};
use setting::set_up;

#[expect(clippy::disallowed_methods, reason = "whoever runs this by hand says how large the file is")]
fn number(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// What is stored of the set, by element, unit and period.
async fn stored(server: &Server) -> BTreeMap<(String, String, String), String> {
    let sql = Sql::new(
        "select e.uid::text, o.uid::text, p.iso::text, v.value from datavalue v join dataelement e using (dataelementid) \
         join period p using (periodid) join organisationunit o on o.organisationunitid = v.sourceid where not v.deleted",
    );
    let rows = server.database.connect().await.unwrap().rows(&sql).await.unwrap();
    rows.iter().map(|row| ((row.get(0), row.get(1), row.get(2)), row.get(3))).collect()
}

fn group(rows: &[Value]) -> Value {
    json!({ "dataSet": SET, "dataValues": rows })
}

/// Code, sentence and only index of each conflict, in order.
fn named(answer: &Value) -> Vec<(&str, String, usize)> {
    let conflict = |one: &'_ Value| {
        let indexes: Vec<usize> = serde_json::from_value(one["indexes"].clone()).unwrap();
        assert_eq!(indexes.len(), 1, "{one}");
        (one["value"].as_str().unwrap().to_owned(), indexes[0])
    };
    let all = answer["response"]["conflicts"].as_array().unwrap();
    all.iter()
        .map(|one| (one["errorCode"].as_str().unwrap(), conflict(one)))
        .map(|(code, (text, at))| (code, text, at))
        .collect()
}

fn assert_named(answer: &Value, expected: &Rows) {
    let named = named(answer);
    assert_eq!(named.len(), expected.faults.len());
    // One by one: a difference among a million is not to be printed with all of them.
    for (named, expected) in named.iter().zip(&expected.faults) {
        assert_eq!((named.0, &named.1, named.2), (expected.0, &expected.1, expected.2));
    }
    let rejected: Vec<usize> = expected.faults.iter().map(|fault| fault.2).collect();
    assert!(answer["response"]["rejectedIndexes"] == json!(rejected), "the rejected indexes are others");
    let count =
        json!({ "imported": 0, "updated": expected.stored.len(), "ignored": rejected.len(), "deleted": 0 });
    assert_eq!(counts(answer), count);
}

#[test]
fn each_wrong_value_is_named_once_and_the_rest_is_stored() {
    let (wanted, seed) = (number("FAULTY_ROWS", 4_000), number("FAULTY_SEED", 1));
    let server = Server::start("every_fault");
    block_on(async {
        let units = set_up(&server, usize::try_from(wanted).unwrap() / 8_000 + 1).await;
        let file = rows(seed, usize::try_from(wanted).unwrap(), &units);
        let kinds: std::collections::BTreeSet<&str> = file.faults.iter().map(|fault| fault.0).collect();
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), ["E8120", "E8122", "E8123", "E8124", "E8125"]);
        let (status, answer) = import(&server, "dryRun=true", &group(&file.rows)).await;
        assert_eq!((status, &answer["status"]), (200, &json!("WARNING")));
        assert_named(&answer, &file);
        assert!(stored(&server).await.is_empty());
        let (status, answer) = import(&server, "atomic=true", &group(&file.rows)).await;
        assert_eq!((status, codes(&answer)), (409, vec!["E8000".to_owned()]));
        assert!(stored(&server).await.is_empty());
        // Twice: the same again has the same end.
        for _ in 0..2 {
            let (status, answer) = import(&server, "", &group(&file.rows)).await;
            assert_eq!((status, &answer["status"]), (200, &json!("WARNING")));
            assert_named(&answer, &file);
            assert!(stored(&server).await == file.stored, "other values are stored than are right");
        }
    });
}

/// Faults that refuse a whole group, in the order in which they are looked for: what makes a row so, code and sentence.
fn of_groups() -> Vec<(Value, &'static str, &'static str)> {
    vec![
        (
            json!({ "dataElement": "ElementSex1" }),
            "E8020",
            "Data set FaultySet11 not usable with data element(s): `[ElementSex1]`",
        ),
        (
            json!({ "orgUnit": "ClinicOne11" }),
            "E8022",
            "Data set FaultySet11 not usable with org unit(s): `[ClinicOne11]`",
        ),
        (
            json!({ "period": "2025Q1" }),
            "E8021",
            "Data set FaultySet11 not usable with period(s): `[2025Q1]`",
        ),
        (
            json!({ "attributeOptionCombo": "AidOneCombo" }),
            "E8023",
            "Data set FaultySet11 not usable with attribute option combo(s): `[AidOneCombo]`",
        ),
        (
            json!({ "dataElement": "FaultyInt11", "categoryOptionCombo": "SexMaleComb" }),
            "E8024",
            "Data set FaultySet11 + data element FaultyInt11 not usable with category option combo(s): `[SexMaleComb]`",
        ),
        (
            json!({ "period": "201912", "orgUnit": "FaultU00000" }),
            "E8031",
            "Untimely data entry for org unit FaultU00000 and period(s): `[201912]`",
        ),
    ]
}

/// Faults that refuse the whole file: what makes a row so, and the code.
fn of_files() -> Vec<(Value, &'static str)> {
    vec![
        (json!({ "dataElement": null }), "E8102"),
        (json!({ "dataElement": "no identifier" }), "E8104"),
        (json!({ "orgUnit": null }), "E8105"),
        (json!({ "orgUnit": "x" }), "E8106"),
        (json!({ "period": null }), "E8100"),
        (json!({ "period": "202513" }), "E8100"),
        (json!({ "period": "01/2025" }), "E8100"),
        (json!({ "categoryOptionCombo": "male" }), "E8109"),
        (json!({ "attributeOptionCombo": "aid" }), "E8111"),
    ]
}

/// Rows with these fields in place of their own.
fn planted(rows: &[Value], places: &[usize], fields: &Value) -> Vec<Value> {
    let mut rows = rows.to_vec();
    for place in places {
        for (key, value) in fields.as_object().unwrap() {
            rows[*place][key] = value.clone();
        }
    }
    rows
}

#[test]
fn what_is_wrong_with_a_group_refuses_all_of_it() {
    let server = Server::start("every_group_fault");
    block_on(async {
        let units = set_up(&server, 1).await;
        let file = rows(number("FAULTY_SEED", 2), 1_500, &units);
        let all: Vec<usize> = (0..file.rows.len()).collect();
        let refused = async |rows: &[Value], code: &str, sentence: &str| {
            let (status, answer) = import(&server, "", &group(rows)).await;
            assert_eq!((status, codes(&answer)), (409, vec![code.to_owned()]));
            let conflict = &answer["response"]["conflicts"][0];
            assert_eq!(conflict["value"].as_str().unwrap(), sentence);
            assert_eq!(
                (&conflict["indexes"], &answer["response"]["rejectedIndexes"]),
                (&json!(all), &json!(all))
            );
        };
        let mut rows = file.rows.clone();
        // From the last that is looked for to the first, each planted beside those before: the first one is named.
        for (fields, code, sentence) in of_groups().iter().rev() {
            rows = planted(&rows, &[code.len() + rows.len() % 97, 1_200], fields);
            let alone = planted(&file.rows, &[700], fields);
            refused(&alone, code, sentence).await;
            refused(&rows, code, sentence).await;
        }
        let mut doubled = file.rows.clone();
        doubled[1_400] = doubled[33].clone();
        doubled[900] = doubled[33].clone();
        let of = |key: &str| doubled[33][key].as_str().unwrap().to_owned();
        let cell = format!(
            "DataValueKey[dataElement={}, orgUnit={}, categoryOptionCombo=null, attributeOptionCombo=null, period={}]",
            of("dataElement"),
            of("orgUnit"),
            of("period")
        );
        refused(
            &doubled,
            "E8128",
            &format!("Value #[33, 900, 1400] all affect the same data value: `{cell}`"),
        )
        .await;
        assert!(stored(&server).await.is_empty());
    });
}

#[test]
fn what_cannot_be_understood_refuses_the_file_with_its_first_row() {
    let server = Server::start("every_file_fault");
    block_on(async {
        let units = set_up(&server, 1).await;
        let file = rows(number("FAULTY_SEED", 3), 1_500, &units);
        for (fields, code) in of_files() {
            let (status, answer) =
                import(&server, "", &group(&planted(&file.rows, &[1_234, 1_300], &fields))).await;
            assert_eq!((status, codes(&answer)), (409, vec![code.to_owned()]), "{fields}");
            let conflict = &answer["response"]["conflicts"][0];
            assert!(conflict["value"].as_str().unwrap().starts_with("Value #1,234 "), "{conflict}");
            assert_eq!(
                (&conflict["indexes"], &answer["response"]["rejectedIndexes"]),
                (&json!([-1]), &json!([]))
            );
        }
        assert!(stored(&server).await.is_empty());
    });
}

#[test]
fn groups_that_are_refused_leave_the_others_and_the_same_fault_is_said_once() {
    let server = Server::start("every_fault_in_groups");
    block_on(async {
        let units = set_up(&server, 1).await;
        let file = rows(number("FAULTY_SEED", 4), 600, &units);
        // Groups of ten rows; every second one is of a set that has none of the elements.
        let (mut body, mut expected, mut right) =
            (String::new(), BTreeMap::<(&str, String), Vec<usize>>::new(), BTreeMap::new());
        let mut refused = 0;
        for (number, rows) in file.rows.chunks(10).enumerate() {
            let set = if number % 2 == 0 { SET } else { "MonthlySet1" };
            refused += number % 2;
            for (at, row) in rows.iter().enumerate() {
                let text = |key: &str| row[key].as_str().unwrap_or_default().to_owned();
                // A group has one unit and one period, so each row is a group, which is joined to the one before.
                let period = format!("{}-{}-01/P1M", &text("period")[..4], &text("period")[4..]);
                let escaped = |text: String| text.replace('&', "&amp;").replace('"', "&quot;");
                let comment =
                    row.get("comment").map(|_| format!(" comment=\"{}\"", escaped(text("comment"))));
                body += &format!(
                    "<group dataSet=\"{set}\" orgUnit=\"{}\" period=\"{period}\"><dataValue dataElement=\"{}\" \
                     categoryOptionCombo=\"HllvX50cXC0\" value=\"{}\"{}/></group>",
                    text("orgUnit"),
                    text("dataElement"),
                    escaped(text("value")),
                    comment.unwrap_or_default()
                );
                let index = number * 10 + at;
                if set != SET {
                    continue;
                }
                match file.faults.iter().find(|fault| fault.2 == index) {
                    // Rows of joined groups are counted from the first of them.
                    Some((code, sentence, _)) => {
                        let said = sentence.replacen(&format!("#{index} "), &format!("#{at} "), 1);
                        expected.entry((code, said)).or_default().push(at);
                    }
                    None => {
                        let cell = (text("dataElement"), text("orgUnit"), text("period"));
                        right.insert(cell.clone(), file.stored[&cell].clone());
                    }
                }
            }
        }
        let body = format!("<adx xmlns=\"urn:ihe:qrph:adx:2015\">{body}</adx>");
        let (status, answer) = send(&server, ADMIN, PATH, "application/adx+xml", body).await;
        assert_eq!(status, 409);
        let conflicts = answer["response"]["conflicts"].as_array().unwrap();
        let mut foreign = 0;
        for conflict in conflicts {
            let indexes: Vec<usize> = serde_json::from_value(conflict["indexes"].clone()).unwrap();
            let (code, said) = (conflict["errorCode"].as_str().unwrap(), conflict["value"].as_str().unwrap());
            if code == "E8020" {
                foreign += indexes.len();
                continue;
            }
            assert_eq!(expected.remove(&(code, said.to_owned())), Some(indexes), "{conflict}");
        }
        assert!(expected.is_empty(), "these are not named: {expected:?}");
        assert_eq!(foreign, refused * 10);
        assert!(stored(&server).await == right, "other values are stored than are right");
    });
}

#[test]
fn who_may_not_enter_and_when_nobody_may_refuses_the_group() {
    let server = Server::start("every_fault_of_callers");
    block_on(async {
        let units = set_up(&server, 1).await;
        let file = rows(number("FAULTY_SEED", 5), 300, &units);
        let as_clerk =
            async |body: &Value| send(&server, CLERK, PATH, "application/json", body.to_string()).await;
        let (status, answer) = as_clerk(&group(&file.rows)).await;
        assert_eq!((status, codes(&answer)), (409, vec!["E8011".to_owned()]));
        let body = |period: &str| {
            json!({ "dataSet": "MonthlySet1", "orgUnit": "ClinicOne11", "period": period, "dataValues": [
                { "dataElement": "ElementNum1", "value": "x" }, { "dataElement": "ElementTxt1", "value": "fine" }] })
        };
        let (_, answer) = as_clerk(&body("209901")).await;
        assert_eq!(codes(&answer), ["E8030"]);
        assert_eq!(
            answer["response"]["conflicts"][0]["value"],
            "Untimely data entry for data set MonthlySet1 and period(s): `[209901]`"
        );
        let expire = "update dataset set expirydays = 10 where uid = 'MonthlySet1'";
        server.database.connect().await.unwrap().batch(expire).await.unwrap();
        let (_, answer) = as_clerk(&body("202501")).await;
        assert_eq!(
            (codes(&answer), &answer["response"]["rejectedIndexes"]),
            (vec!["E8030".to_owned()], &json!([0, 1]))
        );
        assert!(stored(&server).await.is_empty());
    });
}
