//! Descriptions of what program indicators and program rules compute: the names come from the database.

use std::collections::HashMap;

use afya_expression::program::{self, Expected, Named, Objects};
use afya_expression::rule::{self, Kind, Variable, Variables};
use afya_model::Refusal;
use afya_store::{Connection, Fault, Row};

use crate::sql::expressions as sql;

/// Describes an expression or a filter of a program indicator; the inner error is DHIS2's sentence about what is wrong.
///
/// # Errors
/// Only what the database says.
pub async fn describe_indicator(
    connection: &mut Connection,
    text: &str,
    expected: Expected,
    locale: Option<&str>,
) -> Result<Result<String, String>, Fault> {
    let uids = program::identifiers(text);
    let rows = if uids.is_empty() {
        Vec::new()
    } else {
        connection.rows(&sql::program_objects(uids, locale)).await?
    };
    let of_kind = |kind: &str| -> HashMap<String, Named> {
        let rows = rows.iter().filter(|row| row.get::<_, &str>("kind") == kind);
        rows.map(|row| (row.get("uid"), named(row))).collect()
    };
    let objects = Objects {
        stages: of_kind("programStage"),
        elements: of_kind("dataElement"),
        attributes: of_kind("trackedEntityAttribute"),
        constants: of_kind("constant"),
        relationship_types: of_kind("relationshipType"),
    };
    Ok(program::describe(text, expected, &objects))
}

fn named(row: &Row) -> Named {
    Named {
        name: row.get("name"),
        value_type: row.get::<_, Option<String>>("value_type").unwrap_or_default(),
        is_repeatable: row.get("repeatable"),
    }
}

/// Describes a condition of a program rule, or an expression for its data; the inner error says what is wrong.
///
/// # Errors
/// 400 when there is no such program.
pub async fn describe_rule(
    connection: &mut Connection,
    text: &str,
    is_condition: bool,
    program: &str,
    locale: Option<&str>,
) -> Result<Result<String, String>, Fault> {
    if connection.first(&sql::program(program)).await?.is_none() {
        let sentence = format!("Program is specified but does not exist: {program}");
        return Err(Refusal::bad_request(sentence).into());
    }
    let rows = connection.rows(&sql::rule_variables(program, locale)).await?;
    let variables: Variables = rows
        .iter()
        .map(|row| {
            let kind = Kind::of_value_type(row.get::<_, Option<&str>>("value_type").unwrap_or_default());
            (row.get("key"), Variable { name: row.get("name"), kind })
        })
        .collect();
    Ok(if is_condition {
        rule::describe_condition(text, &variables)
    } else {
        rule::describe_data(text, &variables)
    })
}
