//! Descriptions of expressions: the check of a language, and the names behind the ids.

use std::collections::HashMap;

use afya_expression::{Expression, Item, ItemKind, Language, Node, check, describe, parse};
use afya_store::{Connection, Fault};

use crate::sql::expressions as sql;

/// Describes the text; `None` when the language refuses it or one of its ids does not exist.
///
/// # Errors
/// Only what the database says.
pub async fn description(
    connection: &mut Connection,
    text: &str,
    language: Language,
) -> Result<Option<String>, Fault> {
    let Ok(expression) = parse(text) else { return Ok(None) };
    if check(&expression, language).is_err() {
        return Ok(None);
    }
    let names = names_of(connection, &expression).await?;
    let item_name = |item: &Item| item_name(item, &names);
    let word_name = |function: &str, uid: &str| names.get(word_kind(function)?, uid);
    Ok(describe(text, &expression, &item_name, &word_name))
}

/// Names by kind of object and uid.
struct Names(HashMap<(String, String), String>);

impl Names {
    fn get(&self, kind: &str, uid: &str) -> Option<String> {
        self.0.get(&(kind.to_owned(), uid.to_owned())).cloned()
    }
}

async fn names_of(connection: &mut Connection, expression: &Expression) -> Result<Names, Fault> {
    let nodes = expression.walk();
    let uids: Vec<String> = nodes
        .iter()
        .flat_map(|node| match &node.node {
            Node::Item(item) => item.parts.clone(),
            Node::Word(word) => vec![word.clone()],
            _ => Vec::new(),
        })
        .collect();
    if uids.is_empty() {
        return Ok(Names(HashMap::new()));
    }
    let rows = connection.rows(&sql::names(uids)).await?;
    Ok(Names(rows.iter().map(|row| ((row.get("kind"), row.get("uid")), row.get("name"))).collect()))
}

fn word_kind(function: &str) -> Option<&'static str> {
    match function {
        "orgUnit.ancestor" => Some("organisationUnit"),
        "orgUnit.dataSet" => Some("dataSet"),
        "orgUnit.group" => Some("organisationUnitGroup"),
        "orgUnit.program" => Some("program"),
        _ => None,
    }
}

/// Wildcards at the end of an item are silent; one between two ids is not.
fn item_name(item: &Item, names: &Names) -> Option<String> {
    let kinds: &[&str] = match item.kind {
        ItemKind::DataElement => &["dataElement", "categoryOptionCombo", "categoryOptionCombo"],
        ItemKind::Attribute => &["program", "trackedEntityAttribute"],
        ItemKind::ProgramDataElement => &["program", "dataElement"],
        ItemKind::Constant => &["constant"],
        ItemKind::ProgramIndicator => &["programIndicator"],
        ItemKind::Indicator => &["indicator"],
        ItemKind::OrgUnitGroup => &["organisationUnitGroup"],
        ItemKind::ReportingRate => return reporting_rate_name(item, names),
        _ => return None,
    };
    let told = item.parts.iter().rposition(|part| part != "*")? + 1;
    let mut words = Vec::new();
    for (kind, part) in kinds.iter().zip(&item.parts[..told]) {
        words.push(if part == "*" { part.clone() } else { names.get(kind, part)? });
    }
    Some(words.join(" "))
}

fn reporting_rate_name(item: &Item, names: &Names) -> Option<String> {
    let [data_set, metric] = item.parts.as_slice() else { return None };
    let words = metric.to_lowercase().replace('_', " ");
    let (first, rest) = words.split_at_checked(1)?;
    Some(format!("{} - {}{rest}", names.get("dataSet", data_set)?, first.to_uppercase()))
}
