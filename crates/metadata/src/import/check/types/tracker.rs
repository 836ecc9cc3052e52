//! The tracker model: attributes with patterns and search operators, program rules and their variables.

use afya_model::ErrorCode;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault, Row, Sql};
use serde_json::Value;

use super::Problems;
use crate::import::bundle::Object;
use crate::import::preheat::{Known, identifier};
use crate::import::report::Problem;
use crate::import::text_pattern::{self, Method};
use crate::import::{Identifier, items};
use crate::sql::rules as sql;

/// The operators of searches in tracked entities, in DHIS2's order.
const SEARCHED: [&str; 11] = ["EQ", "GT", "GE", "LT", "LE", "LIKE", "IN", "SW", "EW", "NULL", "NNULL"];
/// Those that cannot be blocked.
const UNBLOCKABLE: [&str; 8] = ["EQ", "GT", "GE", "LT", "LE", "IN", "NULL", "NNULL"];
/// Words that mean something in an expression.
const KEYWORDS: [&str; 3] = ["and", "or", "not"];

/// Objects whose field mask is none.
pub(super) fn masks(of: &Type, objects: &[Object]) -> Problems {
    let wrong = objects.iter().enumerate().filter_map(|(at, object)| {
        let mask = object.value.get("fieldMask")?.as_str()?;
        text_pattern::parse(&format!("\"{mask}\"")).err()?;
        let end = if of.name == "trackedEntityAttribute" { "." } else { "" };
        let sentence = format!("Not a valid TextPattern 'TEXT' segment{end}");
        Some((at, Problem::new(of, ErrorCode::E4019, &[mask, &sentence])))
    });
    wrong.collect()
}

/// Attributes whose pattern or search operators do not fit.
pub(super) fn attributes(of: &Type, objects: &[Object]) -> Problems {
    let masks = masks(of, objects);
    let mut problems = Problems::new();
    for (at, object) in objects.iter().enumerate() {
        if object.value.get("generated") == Some(&Value::Bool(true)) {
            problems.extend(generated(of, object).into_iter().map(|problem| (at, problem)));
        }
        problems.extend(masks.iter().filter(|(place, _)| *place == at).cloned());
        problems.extend(operators(of, object).into_iter().map(|problem| (at, problem)));
    }
    problems
}

fn generated(of: &Type, object: &Object) -> Vec<Problem> {
    let mut problems = Vec::new();
    let kind = object.text("valueType").unwrap_or_default();
    if kind != "TEXT" {
        problems.push(Problem::new(of, ErrorCode::E4010, &["generated", kind]));
    }
    let pattern = object.value.get("pattern").and_then(Value::as_str).unwrap_or_default();
    match text_pattern::parse(pattern) {
        Err(sentence) => problems.push(Problem::new(of, ErrorCode::E4019, &[pattern, &sentence])),
        Ok(segments) => {
            if segments.iter().filter(|segment| segment.method.is_generated()).count() != 1 {
                problems.push(Problem::new(of, ErrorCode::E4021, &[]));
            }
            let numeric = segments.iter().all(|segment| match segment.method {
                Method::Sequential => true,
                Method::Random => segment.parameter.chars().all(|character| character == '#'),
                Method::Text => segment.parameter.chars().all(|character| character.is_ascii_digit()),
                _ => false,
            });
            if kind != "TEXT" && !(kind == "NUMBER" && numeric) {
                problems.push(Problem::new(of, ErrorCode::E4022, &[pattern, kind]));
            }
        }
    }
    problems
}

fn operators(of: &Type, object: &Object) -> Vec<Problem> {
    let list = |words: &[&str]| format!("[{}]", words.join(", "));
    let blocked = object.value.get("blockedSearchOperators").map(items).unwrap_or_default();
    let blocked: Vec<&str> = blocked.iter().filter_map(Value::as_str).collect();
    let wrong: Vec<&str> = UNBLOCKABLE.into_iter().filter(|word| blocked.contains(word)).collect();
    let mut problems = Vec::new();
    if !wrong.is_empty() {
        problems.push(Problem::new(of, ErrorCode::E4088, &[&list(&wrong), &list(&UNBLOCKABLE)]));
    }
    let Some(preferred) = object.text("preferredSearchOperator") else { return problems };
    if !SEARCHED.contains(&preferred) {
        problems.push(Problem::new(of, ErrorCode::E4081, &[preferred, &list(&SEARCHED)]));
    }
    if wrong.is_empty() && blocked.contains(&preferred) {
        problems.push(Problem::new(of, ErrorCode::E4082, &[preferred, &object.uid]));
    }
    problems
}

/// The program of each object, where there is one, with its name.
fn programs<'a>(objects: &'a [Object], known: &Known) -> Vec<(usize, i64, &'a str)> {
    let Some(program) = registry().by_name("program") else { return Vec::new() };
    let each = objects.iter().enumerate().filter_map(|(at, object)| {
        let uid = object.value.get("program").and_then(|program| identifier(program, Identifier::Uid))?;
        Some((at, known.key(program, uid)?, object.text("name")?))
    });
    each.collect()
}

/// Objects whose name another has in their program, by a statement over programs, names and identifiers.
async fn twice(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
    known: &Known,
    statement: fn(&[i64], Vec<String>, Vec<String>) -> Sql,
    code: ErrorCode,
) -> Result<Problems, Fault> {
    let named = programs(objects, known);
    if named.is_empty() {
        return Ok(Problems::new());
    }
    let keys: Vec<i64> = named.iter().map(|(_, program, _)| *program).collect();
    let names = named.iter().map(|(.., name)| (*name).to_owned()).collect();
    let uids = named.iter().map(|(at, ..)| objects[*at].uid.clone()).collect();
    let rows = connection.rows(&statement(&keys, names, uids)).await?;
    let problem = |row: &Row| {
        let place = usize::try_from(row.get::<_, i64>("place")).ok()?.checked_sub(1)?;
        let (at, _, name) = *named.get(place)?;
        Some((at, Problem::new(of, code, &[name, row.get("program")])))
    };
    Ok(rows.iter().filter_map(problem).collect())
}

/// Rules whose name another rule of their program has.
pub(super) async fn rules(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
    known: &Known,
) -> Result<Problems, Fault> {
    twice(connection, of, objects, known, sql::rules_twice, ErrorCode::E4057).await
}

/// Variables whose name is taken or means something else, or that lack what their source needs.
pub(super) async fn variables(
    connection: &mut Connection,
    of: &Type,
    objects: &[Object],
    known: &Known,
) -> Result<Problems, Fault> {
    let mut problems = twice(connection, of, objects, known, sql::variables_twice, ErrorCode::E4051).await?;
    for (at, object) in objects.iter().enumerate() {
        let name = object.text("name").unwrap_or_default();
        if name.split_whitespace().any(|word| KEYWORDS.contains(&word)) {
            problems.push((at, Problem::new(of, ErrorCode::E4052, &[name])));
        }
        problems.extend(source(of, object, name).into_iter().map(|problem| (at, problem)));
    }
    problems.sort_by_key(|(at, _)| *at);
    Ok(problems)
}

fn source(of: &Type, object: &Object, name: &str) -> Vec<Problem> {
    let Some(source) = object.text("programRuleVariableSourceType") else {
        return vec![Problem::new(of, ErrorCode::E4090, &[name])];
    };
    let lacks = |key: &str| object.value.get(key).is_none_or(Value::is_null);
    let wanted = [
        (source.starts_with("DATAELEMENT_"), "dataElement", ErrorCode::E4059),
        (source == "DATAELEMENT_NEWEST_EVENT_PROGRAM_STAGE", "programStage", ErrorCode::E4091),
        (source == "TEI_ATTRIBUTE", "trackedEntityAttribute", ErrorCode::E4089),
        (source == "CALCULATED_VALUE", "valueType", ErrorCode::E4092),
    ];
    let missing = wanted.into_iter().filter(|(needed, key, _)| *needed && lacks(key));
    missing.map(|(_, _, code)| Problem::new(of, code, &[name, source])).collect()
}
