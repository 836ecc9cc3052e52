//! Attribute values: those that must be there, must be unique, or do not fit.

use std::collections::HashMap;

use afya_model::ErrorCode;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::Value;

use super::Problems;
use crate::import::Identifier;
use crate::import::bundle::{Bundle, Object};
use crate::import::preheat::identifier;
use crate::import::report::Problem;
use crate::import::values::items;
use crate::sql::write;

/// An attribute.
#[derive(Debug)]
struct Attribute {
    uid: String,
    name: String,
    kind: String,
    mandatory: bool,
    unique: bool,
    types: Vec<String>,
}

/// The attributes of the database and of the payload.
#[derive(Debug, Default)]
pub(crate) struct Attributes(HashMap<String, Attribute>);

/// All attributes.
pub(super) async fn load(connection: &mut Connection, bundle: &Bundle) -> Result<Attributes, Fault> {
    let mut all = HashMap::new();
    for row in connection.rows(&write::attributes()).await? {
        let attribute = Attribute {
            uid: row.get("uid"),
            name: row.get("name"),
            kind: row.get("kind"),
            mandatory: row.get("mandatory"),
            unique: row.get("unique"),
            types: row.get("types"),
        };
        all.insert(attribute.uid.clone(), attribute);
    }
    for object in bundle.of("attribute") {
        let flag = |key: &str| object.value.get(key) == Some(&Value::Bool(true));
        let flags = object.value.keys().filter_map(|key| {
            let word = key.strip_suffix("Attribute").filter(|_| flag(key))?;
            Some(constant(word))
        });
        let listed = object.value.get("objectTypes").map(items).unwrap_or_default();
        let listed = listed.iter().filter_map(|word| word.as_str().map(str::to_owned));
        let attribute = Attribute {
            uid: object.uid.clone(),
            name: object.text("name").unwrap_or_default().to_owned(),
            kind: object.text("valueType").unwrap_or_default().to_owned(),
            mandatory: flag("mandatory"),
            unique: flag("unique"),
            types: flags.chain(listed).collect(),
        };
        all.insert(attribute.uid.clone(), attribute);
    }
    Ok(Attributes(all))
}

/// `dataElement` as `DATA_ELEMENT`.
fn constant(word: &str) -> String {
    crate::import::components::constant(word)
}

impl Attributes {
    /// Whether an attribute exists.
    pub(super) fn is_known(&self, uid: &str) -> bool {
        self.0.contains_key(uid)
    }

    /// The attribute values of an object, as sent: the attribute's identifier and the value.
    pub(super) fn sent<'a>(&self, object: &'a Object) -> Vec<(&'a str, String)> {
        let sent = object.value.get("attributeValues").map(items).unwrap_or_default();
        sent.iter()
            .filter_map(|item| {
                let uid = item.get("attribute").and_then(|of| identifier(of, Identifier::Uid))?;
                let value = item.get("value").filter(|value| !value.is_null())?;
                Some((uid, value.as_str().map_or_else(|| value.to_string(), str::to_owned)))
            })
            .collect()
    }

    fn of(&self, of: &Type) -> Vec<&Attribute> {
        let word = constant(of.name);
        self.0.values().filter(|attribute| attribute.types.contains(&word)).collect()
    }

    /// Objects without a value that they must have.
    pub(super) fn missing(&self, of: &Type, objects: &[Object]) -> Problems {
        let mandatory: Vec<&Attribute> =
            self.of(of).into_iter().filter(|attribute| attribute.mandatory).collect();
        let mut problems = Vec::new();
        for (at, object) in
            objects.iter().enumerate().filter(|_| of.attribute_values && !mandatory.is_empty())
        {
            let sent = self.sent(object);
            for attribute in &mandatory {
                if !sent.iter().any(|(uid, value)| *uid == attribute.uid && !value.is_empty()) {
                    let problem = about_attribute(ErrorCode::E4011, &[&attribute.uid]);
                    problems.push((at, problem.about(&attribute.uid).at("value")));
                }
            }
        }
        problems
    }

    /// Values of unique attributes that another object has already.
    pub(super) async fn taken(
        &self,
        connection: &mut Connection,
        of: &Type,
        objects: &[Object],
    ) -> Result<Problems, Fault> {
        let mut problems = Vec::new();
        for attribute in self.of(of).into_iter().filter(|attribute| attribute.unique) {
            let sent: Vec<(usize, String)> = objects
                .iter()
                .enumerate()
                .flat_map(|(at, object)| {
                    self.sent(object).into_iter().map(move |(uid, value)| (at, uid, value))
                })
                .filter(|(_, uid, value)| *uid == attribute.uid && !value.is_empty())
                .map(|(at, _, value)| (at, value))
                .collect();
            if sent.is_empty() {
                continue;
            }
            let values = sent.iter().map(|(_, value)| value.clone()).collect();
            let Some(statement) = write::attribute_holders(of, &attribute.uid, values) else { continue };
            let mut holders: HashMap<String, String> = HashMap::new();
            for row in connection.rows(&statement).await? {
                holders.insert(row.get("value"), row.get("uid"));
            }
            for (at, value) in sent {
                let holder = holders.entry(value.clone()).or_insert_with(|| objects[at].uid.clone());
                if *holder != objects[at].uid {
                    let problem = about_attribute(ErrorCode::E4009, &[&attribute.name, &value]);
                    problems.push((at, problem.about(&attribute.uid).at("value")));
                }
            }
        }
        problems.sort_by_key(|(at, _)| *at);
        Ok(problems)
    }

    /// Values of the wrong kind, and values of attributes that are not for the type.
    pub(super) fn unfit(&self, of: &Type, objects: &[Object]) -> Problems {
        let mut problems = Vec::new();
        let word = constant(of.name);
        for (at, object) in objects.iter().enumerate() {
            let mut strangers = Vec::new();
            for (uid, value) in self.sent(object) {
                let attribute = self.0.get(uid);
                if let Some(code) = attribute.and_then(|attribute| misfit(&attribute.kind, &value)) {
                    let class = "org.hisp.dhis.attribute.AttributeValues";
                    problems.push((at, Problem::new(of, code, &[&value]).main(class)));
                }
                if attribute.is_none_or(|attribute| !attribute.types.contains(&word)) {
                    strangers.push((at, about_attribute(ErrorCode::E6012, &[uid, of.class_name()])));
                }
            }
            problems.append(&mut strangers);
        }
        problems
    }
}

/// Why a value does not fit its kind.
fn misfit(kind: &str, value: &str) -> Option<ErrorCode> {
    let number = value.parse::<f64>().ok().filter(|number| number.is_finite());
    let whole = value.parse::<i32>().ok();
    match kind {
        _ if value.is_empty() => None,
        "NUMBER" => number.is_none().then_some(ErrorCode::E6008),
        "INTEGER" => whole.is_none().then_some(ErrorCode::E6006),
        "INTEGER_POSITIVE" => whole.is_none_or(|whole| whole <= 0).then_some(ErrorCode::E6007),
        _ => None,
    }
}

fn about_attribute(code: ErrorCode, args: &[&str]) -> Problem {
    let of = registry().by_name("attribute").expect("the registry has the type attribute");
    Problem::new(of, code, args)
}
