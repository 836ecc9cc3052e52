//! Rules of single types.

mod documents;
mod options;
mod tracker;

use afya_access::password::{self, Owner};
use afya_access::settings;
use afya_expression::Language;
use afya_model::ErrorCode;
use afya_schema::Type;
use afya_store::{Connection, Fault};
use serde_json::json;

use super::Problems;
use crate::expressions::description;
use crate::import::bundle::Object;
use crate::import::preheat::Known;
use crate::import::report::Problem;
use crate::import::{Options, jobs, users};
use crate::sql::write;

/// The problems of one type's objects.
pub(super) async fn check(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
    known: &Known,
    options: &Options,
) -> Result<Problems, Fault> {
    match of.name {
        "dataElement" => {
            if options.single {
                options::refuse_unlike(connection, objects).await?;
            }
            Ok([tracker::masks(of, objects), retyped(connection, of, objects).await?].concat())
        }
        "expressionDimensionItem" => ill_formed(connection, of, objects).await,
        "document" => documents::check(connection, of, objects).await,
        jobs::NAME => jobs::check(connection, of, objects).await,
        "option" => options::check(connection, of, objects, known).await,
        "optionSet" if options.single => options::refuse_separators(connection, objects).await,
        "programRule" => tracker::rules(connection, of, objects, known).await,
        "programRuleVariable" => tracker::variables(connection, of, objects, known).await,
        "trackedEntityAttribute" => Ok(tracker::attributes(of, objects)),
        "organisationUnit" => Ok(closed_too_early(of, objects)),
        "user" => weak_passwords(connection, of, objects).await,
        _ => Ok(Problems::new()),
    }
}

/// Calculations that are no expression of data, or of data that there are not.
async fn ill_formed(connection: &mut Connection, of: &Type, objects: &[Object]) -> Result<Problems, Fault> {
    let mut problems = Problems::new();
    for (at, object) in objects.iter().enumerate() {
        let text = object.text("expression").unwrap_or("null");
        let fits = text != "null" && description(connection, text, Language::Indicator).await?.is_some();
        if !fits {
            problems.push((at, Problem::new(of, ErrorCode::E7137, &[text, "Not a valid expression"])));
        }
    }
    Ok(problems)
}

/// Data elements whose value type would change under their data.
async fn retyped(connection: &mut Connection, of: &Type, objects: &[Object]) -> Result<Problems, Fault> {
    let typed = objects.iter().filter(|object| object.exists);
    let (keys, kinds): (Vec<i64>, Vec<String>) =
        typed.filter_map(|object| Some((object.key, object.text("valueType")?.to_owned()))).unzip();
    if keys.is_empty() {
        return Ok(Problems::new());
    }
    let rows = connection.rows(&write::retyped_with_data(&keys, kinds)).await?;
    let wrong: Vec<i64> = rows.iter().map(|row| row.get("key")).collect();
    let found = objects.iter().enumerate().filter(|(_, object)| wrong.contains(&object.key));
    Ok(found.map(|(at, object)| (at, Problem::new(of, ErrorCode::E1121, &[&object.uid]))).collect())
}

/// Org units that close before they open.
fn closed_too_early(of: &Type, objects: &[Object]) -> Problems {
    let date = |object: &Object, key: &str| {
        object.text(key).and_then(|text| text.get(..10)?.parse::<jiff::civil::Date>().ok())
    };
    let mut problems = Problems::new();
    for (at, object) in objects.iter().enumerate() {
        let (Some(opened), Some(closed)) = (date(object, "openingDate"), date(object, "closedDate")) else {
            continue;
        };
        if closed >= opened {
            continue;
        }
        let java = |date: jiff::civil::Date| date.strftime("%a %b %d 00:00:00 UTC %Y").to_string();
        let short = |date: jiff::civil::Date| date.strftime("%-m/%-d/%y, 12:00 AM").to_string();
        let iso = |date: jiff::civil::Date| json!(format!("{date}T00:00:00.000"));
        let mut problem = Problem::new(of, ErrorCode::E4013, &[&java(closed), &java(opened)]);
        problem.sentence = Some(ErrorCode::E4013.message(&[&short(closed), &short(opened)]));
        problems.push((at, problem.properties(vec![iso(closed), iso(opened)])));
    }
    problems
}

/// Accounts whose new password breaks a rule.
async fn weak_passwords(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
) -> Result<Problems, Fault> {
    let sent = objects.iter().enumerate().filter_map(|(at, object)| Some((at, object.text("password")?)));
    let sent: Vec<(usize, &str)> = sent.filter(|(_, password)| !users::is_hash(password)).collect();
    if sent.is_empty() {
        return Ok(Problems::new());
    }
    let settings = settings::read_system(connection).await?;
    let owner = Owner { is_new: true, ..password::lengths(&settings) };
    let mut problems = Problems::new();
    for (at, password) in sent {
        if let Some(objection) = password::objection(password, &owner) {
            let problem = Problem::new(of, ErrorCode::E4005, &["password", &objection]);
            problems.push((at, problem.class("java.lang.String").at("password")));
        }
    }
    Ok(problems)
}
