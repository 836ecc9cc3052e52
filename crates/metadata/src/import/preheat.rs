//! What an import must know beforehand: the keys of everything it names, one query a type; periods and period types; the
//! columns that must not be empty; and keys for what is new.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use afya_access::Caller;
use afya_model::Period;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

use super::bundle::Bundle;
use super::shape::{self, Holds, Part, Shape};
use super::values::items;
use super::{Identifier, Options, documents};
use crate::sql::{Scope, write};

/// An object of the database.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) key: i64,
    pub(crate) uid: String,
    pub(crate) readable: bool,
    pub(crate) may_update: bool,
    pub(crate) may_delete: bool,
}

/// A column that must hold something.
#[derive(Debug)]
pub(crate) struct Filled {
    pub(crate) column: String,
    /// PostgreSQL's name of its type.
    pub(crate) kind: String,
    /// Whether the database has a default for it.
    pub(crate) started: bool,
}

/// What is known of the database and of the payload.
#[derive(Debug, Default)]
pub(crate) struct Known {
    found: HashMap<&'static str, HashMap<String, Found>>,
    /// Keys of objects that the payload itself brings, by type and identifier.
    fresh: HashMap<&'static str, HashMap<String, i64>>,
    fresh_keys: HashSet<i64>,
    period_types: HashMap<String, i64>,
    periods: HashMap<String, i64>,
    /// The columns of each table that must hold something.
    pub(crate) filled: HashMap<String, Vec<Filled>>,
    /// The keys of the server's default objects of the category model, by type.
    defaults: HashMap<String, i64>,
    keys: Vec<i64>,
}

impl Known {
    /// The object of the database with this identifier.
    pub(crate) fn found(&self, of: &Type, identifier: &str) -> Option<&Found> {
        self.found.get(of.name)?.get(identifier)
    }

    /// The key of an object, be it in the database or in the payload.
    pub(crate) fn key(&self, of: &Type, identifier: &str) -> Option<i64> {
        let fresh = || self.fresh.get(of.name)?.get(identifier).copied();
        self.found(of, identifier).map(|found| found.key).or_else(fresh)
    }

    /// Whether the payload brings the object with this key.
    pub(crate) fn is_fresh(&self, key: i64) -> bool {
        self.fresh_keys.contains(&key)
    }

    /// The key of a period type by its name.
    pub(crate) fn period_type(&self, name: &str) -> Option<i64> {
        self.period_types.get(name).copied()
    }

    /// The key of a period by its id.
    pub(crate) fn period(&self, id: &str) -> Option<i64> {
        self.periods.get(id).copied()
    }

    /// The key of the default object of a type of the category model.
    pub(crate) fn default_of(&self, name: &str) -> Option<i64> {
        self.defaults.get(name).copied()
    }

    /// A key for a new row.
    pub(crate) fn next_key(&mut self) -> i64 {
        self.keys.pop().expect("as many keys were reserved as the payload has objects")
    }
}

/// The identifier by which a value names another object.
pub(crate) fn identifier(value: &Value, by: Identifier) -> Option<&str> {
    let named = match (value, by) {
        (Value::String(text), _) => Some(text.as_str()),
        (Value::Object(object), Identifier::Uid) => {
            object.get("id").or_else(|| object.get("uid")).and_then(Value::as_str)
        }
        (Value::Object(object), Identifier::Code) => object.get("code").and_then(Value::as_str),
        _ => None,
    };
    named.filter(|text| !text.is_empty())
}

/// What a payload names.
#[derive(Default)]
struct Named {
    objects: BTreeMap<&'static str, BTreeSet<String>>,
    periods: BTreeSet<String>,
    /// Rows that may be needed at most.
    rows: usize,
}

impl Named {
    fn add(&mut self, of: &'static Type, identifier: &str) {
        self.objects.entry(of.name).or_default().insert(identifier.to_owned());
    }
}

/// Looks everything up, gives every object its key, and marks those that exist.
pub(crate) async fn preheat(
    connection: &mut Connection,
    caller: &Caller,
    bundle: &mut Bundle,
    options: &Options,
) -> Result<Known, Fault> {
    let mut named = Named::default();
    for object in bundle.objects() {
        named.rows += 1;
        let own = identifier(&Value::Object(object.value.clone()), options.identifier).map(str::to_owned);
        if let Some(own) = own {
            named.add(object.of, &own);
        }
        name_type(object.of, &object.value, options.identifier, &mut named);
        name_attributes(&object.value, &mut named);
        if object.of.shareable && options.identifier == Identifier::Uid {
            name_sharers(&object.value, &mut named);
        }
    }
    let mut known = Known::default();
    for (name, identifiers) in std::mem::take(&mut named.objects) {
        let Some(of) = registry().by_name(name) else { continue };
        let identifiers: Vec<String> = identifiers.into_iter().collect();
        known.found.insert(of.name, find(connection, caller, of, identifiers, options.identifier).await?);
    }
    for row in connection.rows(&write::period_types()).await? {
        known.period_types.insert(row.get("name"), row.get("key"));
    }
    known.periods = periods(connection, &named.periods).await?;
    for row in connection.rows(&write::filled_columns()).await? {
        let column = Filled { column: row.get("column"), kind: row.get("type"), started: row.get("started") };
        known.filled.entry(row.get("table")).or_default().push(column);
    }
    for row in connection.rows(&write::defaults()).await? {
        known.defaults.insert(row.get("kind"), row.get("key"));
    }
    if named.rows > 0 {
        let rows = connection.rows(&write::keys(named.rows)).await?;
        known.keys = rows.iter().map(|row| row.get("key")).rev().collect();
    }
    settle(bundle, &mut known, options);
    leave_out_defaults(bundle, &known);
    Ok(known)
}

/// Takes the server's own default objects out of a payload: they are mapped to themselves and never change.
fn leave_out_defaults(bundle: &mut Bundle, known: &Known) {
    for (of, objects) in &mut bundle.types {
        if let Some(default) = known.default_of(of.name) {
            objects.retain(|object| object.key != default);
        }
    }
    bundle.types.retain(|(_, objects)| !objects.is_empty());
}

/// Gives every object its key and, where it matches one of the database, that one's identifier.
fn settle(bundle: &mut Bundle, known: &mut Known, options: &Options) {
    for object in bundle.objects_mut() {
        let own = match options.identifier {
            Identifier::Uid => Some(object.uid.clone()),
            Identifier::Code => object.text("code").map(str::to_owned),
        };
        let found = own.as_deref().and_then(|own| known.found(object.of, own)).cloned();
        match found {
            Some(found) => {
                (object.key, object.exists) = (found.key, true);
                object.uid.clone_from(&found.uid);
                object.value.insert("id".into(), Value::String(found.uid));
            }
            None => {
                object.key = known.next_key();
                known.fresh_keys.insert(object.key);
                let fresh = known.fresh.entry(object.of.name).or_default();
                fresh.entry(object.uid.clone()).or_insert(object.key);
                if let (Identifier::Code, Some(code)) = (options.identifier, own) {
                    fresh.entry(code).or_insert(object.key);
                }
            }
        }
    }
}

/// An object of the database by its identifier.
pub(crate) async fn one(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    uid: &str,
) -> Result<Option<Found>, Fault> {
    Ok(find(connection, caller, of, vec![uid.to_owned()], Identifier::Uid).await?.remove(uid))
}

/// Objects of the database by their identifiers.
pub(crate) async fn find(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    identifiers: Vec<String>,
    by: Identifier,
) -> Result<HashMap<String, Found>, Fault> {
    let mut found = HashMap::new();
    let statement = write::find(of, by == Identifier::Code, identifiers, &Scope::new(caller, None, ""));
    let Some(statement) = statement else {
        return Ok(found);
    };
    for row in connection.rows(&statement).await? {
        let object = Found {
            key: row.get("key"),
            uid: row.get("uid"),
            readable: row.get("readable"),
            may_update: row.get("may_update"),
            may_delete: row.get("may_delete"),
        };
        found.insert(row.get("identifier"), object);
    }
    Ok(found)
}

/// The keys of periods; those that the database does not have yet are made.
async fn periods(connection: &mut Connection, ids: &BTreeSet<String>) -> Result<HashMap<String, i64>, Fault> {
    let known: Vec<Period> = ids.iter().filter_map(|id| Period::parse(id).ok()).collect();
    if known.is_empty() {
        return Ok(HashMap::new());
    }
    connection.execute(&write::make_periods(&known)).await?;
    let rows = connection.rows(&write::periods(&known)).await?;
    Ok(rows.iter().map(|row| (row.get("iso"), row.get("key"))).collect())
}

fn name_type(of: &'static Type, object: &Map<String, Value>, by: Identifier, named: &mut Named) {
    for property in of.properties.iter().filter(|property| shape::is_written(property)) {
        let Some(value) = object.get(property.key) else { continue };
        if shape::is_period(property) {
            name_periods(value, named);
            continue;
        }
        match shape::owned(property) {
            Some(part) => {
                for item in items(value) {
                    named.rows += 1;
                    name_part(part, item, by, named);
                }
            }
            None if shape::is_link(property) => {
                let Some(target) = shape::target(property) else { continue };
                for item in items(value) {
                    if let Some(identifier) = identifier(item, by) {
                        named.add(target, identifier);
                    }
                }
            }
            None => {}
        }
    }
    for key in ["legend", "recipientUserGroups"] {
        name_component(key, object, by, named);
    }
}

/// Links in components that the registry keeps no storage for.
fn name_component(key: &str, object: &Map<String, Value>, by: Identifier, named: &mut Named) {
    let Some(value) = object.get(key) else { return };
    let (name, values) = match key {
        "legend" => ("legendSet", value.get("set").map(items).unwrap_or_default()),
        _ => ("userGroup", items(value)),
    };
    let Some(of) = registry().by_name(name) else { return };
    for item in values {
        if let Some(identifier) = identifier(item, by) {
            named.add(of, identifier);
        }
    }
}

fn name_part(part: Shape, item: &Value, by: Identifier, named: &mut Named) {
    let Value::Object(object) = item else { return };
    match part {
        Shape::Type(of) => name_type(of, object, by, named),
        Shape::Part(part) => {
            for field in part.fields {
                match field.holds {
                    Holds::Link(name) | Holds::LinkOrPiece(name, _) => {
                        let of = registry().by_name(name);
                        if let Some((of, identifier)) = of.zip(link_of(part, field.column, object, by)) {
                            named.add(of, &identifier);
                        }
                    }
                    Holds::Period => name_periods(object.get(field.path[0]).unwrap_or(&Value::Null), named),
                    Holds::Value | Holds::PieceOfId(_) => {}
                }
            }
        }
    }
}

/// The identifier in a field of a part: that of the object it holds, or a piece of the composite one above it.
pub(crate) fn link_of(
    part: &'static Part,
    column: &str,
    object: &Map<String, Value>,
    by: Identifier,
) -> Option<String> {
    let field = part.fields.iter().find(|field| field.column == column)?;
    let above = field.path[..field.path.len() - 1].iter().try_fold(None::<&Value>, |at, key| {
        Some(at.map_or_else(|| object.get(*key), |value: &Value| value.get(key)))
    });
    let above = above.flatten();
    let last = field.path.last()?;
    let direct = match above {
        Some(value) => value.get(last),
        None if field.path.len() == 1 => object.get(*last),
        None => None,
    };
    if let Some(named) = direct.and_then(|value| identifier(value, by)) {
        return Some(named.to_owned());
    }
    let (Holds::LinkOrPiece(_, piece) | Holds::PieceOfId(piece)) = field.holds else { return None };
    above?.get("id")?.as_str()?.split('.').nth(piece).map(str::to_owned)
}

fn name_periods(value: &Value, named: &mut Named) {
    for item in items(value) {
        if let Some(id) = identifier(item, Identifier::Uid) {
            named.periods.insert(id.to_owned());
        }
    }
}

fn name_sharers(object: &Map<String, Value>, named: &mut Named) {
    for (_, name, uids) in documents::sharers(object) {
        if let Some(of) = registry().by_name(name) {
            uids.iter().for_each(|uid| named.add(of, uid));
        }
    }
}

fn name_attributes(object: &Map<String, Value>, named: &mut Named) {
    let Some(attribute) = registry().by_name("attribute") else { return };
    for item in object.get("attributeValues").map(items).unwrap_or_default() {
        if let Some(uid) = item.get("attribute").and_then(|of| identifier(of, Identifier::Uid)) {
            named.add(attribute, uid);
        }
    }
}
