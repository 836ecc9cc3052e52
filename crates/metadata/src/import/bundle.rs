//! The objects of an import: what was sent, by type in the order of import, and what became of each.

use std::collections::HashSet;

use afya_model::{Random, Refusal, Uid};
use afya_schema::{Type, registry};
use serde_json::{Map, Value};

use super::shape::{self, Shape};
use super::{Options, items};

/// An object of the payload.
#[derive(Clone, Debug)]
pub(crate) struct Object {
    pub(crate) of: &'static Type,
    /// Its place in the payload's list of its type.
    pub(crate) index: usize,
    /// Its identifier: as sent, that of the object it matches by code, or a new one.
    pub(crate) uid: String,
    /// The properties as sent.
    pub(crate) value: Map<String, Value>,
    /// The key of its row: that of the object it matches, else one that was reserved for it.
    pub(crate) key: i64,
    /// Whether the database has it already.
    pub(crate) exists: bool,
    /// Whether a check took it out of the import.
    pub(crate) dropped: bool,
}

impl Object {
    /// A text property as sent.
    pub(crate) fn text(&self, key: &str) -> Option<&str> {
        self.value.get(key).and_then(Value::as_str).filter(|text| !text.is_empty())
    }

    /// The object as messages name it, such as `Gravity [PmwCon1xxxx] (Constant)`.
    pub(crate) fn label(&self) -> String {
        let name = match self.of.name {
            "user" => Some([self.text("firstName"), self.text("surname")])
                .map(|names| names.into_iter().flatten().collect::<Vec<_>>().join(" "))
                .filter(|name| !name.is_empty()),
            _ => self.text("name").map(str::to_owned),
        };
        let name = name.map(|name| format!("{name} ")).unwrap_or_default();
        format!("{name}[{}] ({})", self.uid, self.of.class_name())
    }
}

/// The objects of a payload, types in the order of import.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bundle {
    pub(crate) types: Vec<(&'static Type, Vec<Object>)>,
}

impl Bundle {
    /// All objects.
    pub(crate) fn objects(&self) -> impl Iterator<Item = &Object> {
        self.types.iter().flat_map(|(_, objects)| objects)
    }

    /// All objects, to change.
    pub(crate) fn objects_mut(&mut self) -> impl Iterator<Item = &mut Object> {
        self.types.iter_mut().flat_map(|(_, objects)| objects)
    }

    /// Leaves out what a check took out, and objects such as the layers of maps that the payload also has inside others,
    /// with which they are written.
    pub(crate) fn keep_what_is_written(&mut self) {
        let mut inside: HashSet<(&str, String)> = HashSet::new();
        if self.objects().any(|object| object.of.embedded) {
            for object in self.objects().filter(|object| !object.dropped) {
                inside.extend(parts(object));
            }
        }
        for (of, objects) in &mut self.types {
            objects.retain(|object| !object.dropped && !inside.contains(&(of.name, object.uid.clone())));
        }
        self.types.retain(|(_, objects)| !objects.is_empty());
    }

    /// The objects of a type by its singular name.
    pub(crate) fn of(&self, name: &str) -> &[Object] {
        self.types.iter().find(|(of, _)| of.name == name).map_or(&[], |(_, objects)| objects)
    }
}

/// The type and the identifier of the objects inside an object.
fn parts(object: &Object) -> Vec<(&'static str, String)> {
    let each = object.of.properties.iter().filter_map(|property| match shape::owned(property)? {
        Shape::Type(of) => Some((of, object.value.get(property.key)?)),
        Shape::Part(_) => None,
    });
    let named = each.flat_map(|(of, value)| {
        items(value).iter().filter_map(|item| Some((of.name, item.get("id")?.as_str()?.to_owned())))
    });
    named.collect()
}

/// The objects of a payload. Keys that are no type are left out, as DHIS2 does.
///
/// # Errors
/// 409 where a type's value is no list of objects.
pub(crate) fn read(
    payload: Map<String, Value>,
    options: &Options,
    random: &Random,
) -> Result<Bundle, Refusal> {
    let mut types: Vec<(&'static Type, Vec<Object>)> = Vec::new();
    for (plural, sent) in payload {
        let Some(of) = registry().by_plural(&plural).filter(|of| of.metadata && of.table.is_some()) else {
            continue;
        };
        let Value::Array(items) = sent else { return Err(not_a_list(of, &sent)) };
        let mut objects = Vec::with_capacity(items.len());
        for (index, item) in items.into_iter().enumerate() {
            let Value::Object(value) = item else { return Err(not_a_list(of, &item)) };
            super::values::check_kinds(of, &value)?;
            objects.push(object(of, index, value, options, random));
        }
        if !objects.is_empty() {
            types.push((of, objects));
        }
    }
    types.sort_by_key(|(of, _)| of.order);
    Ok(Bundle { types })
}

fn object(
    of: &'static Type,
    index: usize,
    mut value: Map<String, Value>,
    options: &Options,
    random: &Random,
) -> Object {
    let sent = value.get("id").or_else(|| value.get("uid")).and_then(Value::as_str).map(str::to_owned);
    let uid = sent.filter(|uid| !uid.is_empty()).unwrap_or_else(|| Uid::generate(random).to_string());
    if options.skip_translation {
        value.remove("translations");
    }
    value.insert("id".into(), Value::String(uid.clone()));
    identify_parts(of, &mut value, random);
    Object { of, index, uid, value, key: 0, exists: false, dropped: false }
}

/// Gives the parts of an object that have identifiers theirs, so that problems can name them.
fn identify_parts(of: &Type, value: &mut Map<String, Value>, random: &Random) {
    for property in &of.properties {
        let Some(Shape::Type(part)) = shape::owned(property) else { continue };
        let Some(Value::Array(items)) = value.get_mut(property.key).filter(|_| part.identifiable) else {
            continue;
        };
        for item in items.iter_mut().filter_map(Value::as_object_mut) {
            let sent = ["id", "uid"].iter().any(|key| item.get(*key).is_some_and(|id| !id.is_null()));
            if !sent {
                item.insert("id".into(), Value::String(Uid::generate(random).to_string()));
            }
            identify_parts(part, item, random);
        }
    }
}

fn not_a_list(of: &Type, sent: &Value) -> Refusal {
    let what = match sent {
        Value::Object(_) => "from Object value (token `JsonToken.START_OBJECT`)",
        Value::String(_) => "from String value",
        _ => "from this value",
    };
    Refusal::conflict(format!(
        "Cannot construct instance of `{}` {what}: the value of `{}` must be a list of objects",
        of.klass, of.plural
    ))
}
