//! From objects to rows: what each property becomes in which table, as the registry says.

use afya_model::{Random, Uid};
use afya_schema::{Property, PropertyType, Storage, Type};
use serde_json::{Map, Value, json};

use super::bundle::Object;
use super::preheat::{Known, identifier, link_of};
use super::shape::{self, Holds, Part, Shape};
use super::values::items;
use super::writes::Writes;
use super::{Options, defaults, documents, jobs};

/// A row by its columns.
pub(crate) type Row = Map<String, Value>;

/// What rows depend on besides the objects.
pub(crate) struct Writer<'a> {
    pub(crate) known: &'a mut Known,
    pub(crate) options: &'a Options,
    pub(crate) random: &'a Random,
    /// The key and the identifier of the caller.
    pub(crate) caller: (i64, &'a str),
    /// The present, as PostgreSQL reads it.
    pub(crate) now: &'a str,
    /// What a new shareable object's `public` access is, by type.
    pub(crate) public: &'a dyn Fn(&Type) -> &'static str,
    /// Types of the payload that come after the one being written: links to their new objects wait.
    pub(crate) later: Vec<&'static Type>,
    pub(crate) out: Writes,
}

impl Writer<'_> {
    /// Writes an object of the payload.
    pub(crate) fn object(&mut self, object: &Object) {
        let row = self.type_row(object.of, &object.value, object.key, object.exists, object.of.shareable);
        let (table, key) = Shape::Type(object.of).table();
        self.out.row(table, key, row, object.exists);
    }

    fn type_row(
        &mut self,
        of: &'static Type,
        object: &Map<String, Value>,
        key: i64,
        exists: bool,
        shareable: bool,
    ) -> Row {
        let mut row = Row::new();
        row.insert(of.key_column.unwrap_or_default().to_owned(), json!(key));
        self.stamps(of, object, exists, &mut row);
        let written =
            |property: &&Property| shape::is_written(property) && !(exists && self.is_left(property));
        for property in of.properties.iter().filter(written).collect::<Vec<_>>() {
            let value = object.get(property.key).unwrap_or(&Value::Null);
            match &property.storage {
                Storage::Column(column) => {
                    if let Some(value) = defaults::plain(of, property, value) {
                        row.insert((*column).to_owned(), value);
                    }
                }
                Storage::Json(column) => {
                    let kept = exists && self.is_kept(property, value);
                    if !kept {
                        let document = self.document(of, property, value, object, shareable);
                        row.insert((*column).to_owned(), document);
                    }
                }
                Storage::PeriodType(column) => {
                    let name = value.as_str().or_else(|| value.get("name").and_then(Value::as_str));
                    row.insert(
                        (*column).to_owned(),
                        json!(name.and_then(|name| self.known.period_type(name))),
                    );
                }
                _ => self.linked(of, property, value, (key, exists), &mut row),
            }
        }
        if !exists || self.options.only.is_none() {
            self.components(of, object, (key, exists), &mut row);
        }
        defaults::fill(self.known.filled.get(of.table.unwrap_or_default()), exists, &mut row);
        row
    }

    /// The identifier, and who wrote it when.
    fn stamps(&self, of: &Type, object: &Map<String, Value>, exists: bool, row: &mut Row) {
        let caller = || json!(self.caller.0);
        for property in &of.properties {
            let (column, value) = match (&property.storage, property.key) {
                (Storage::Column(column), "id") if !exists => (column, self.uid(object)),
                (Storage::Column(column), "created") if !exists => (
                    column,
                    object
                        .get("created")
                        .filter(|at| at.is_string())
                        .cloned()
                        .unwrap_or_else(|| json!(self.now)),
                ),
                (Storage::Column(column), "lastUpdated") => (column, json!(self.now)),
                (Storage::Reference(column), "createdBy") if !exists => (column, caller()),
                (Storage::Reference(column), "lastUpdatedBy") if !of.embedded => (column, caller()),
                _ => continue,
            };
            row.insert((*column).to_owned(), value);
        }
    }

    fn uid(&self, object: &Map<String, Value>) -> Value {
        let sent = object.get("id").or_else(|| object.get("uid")).and_then(Value::as_str);
        json!(
            sent.filter(|uid| !uid.is_empty())
                .map_or_else(|| Uid::generate(self.random).to_string(), str::to_owned)
        )
    }

    /// Whether a property of an existing object is left as it is.
    fn is_left(&self, property: &Property) -> bool {
        let unnamed =
            |only: &Vec<String>| !only.iter().any(|key| key == property.key || key == property.name);
        property.key == "version"
            || jobs::RUN.contains(&property.key)
            || self.options.only.as_ref().is_some_and(unnamed)
    }

    /// Whether an existing object keeps what it has, since the payload or the options say nothing about it.
    fn is_kept(&self, property: &Property, value: &Value) -> bool {
        match property.key {
            "sharing" => self.options.skip_sharing || value.is_null(),
            "translations" => self.options.skip_translation,
            _ => false,
        }
    }

    fn document(
        &self,
        of: &Type,
        property: &Property,
        value: &Value,
        object: &Map<String, Value>,
        shareable: bool,
    ) -> Value {
        match property.key {
            "sharing" if shareable => {
                let sent = if self.options.skip_sharing { &Value::Null } else { value };
                documents::sharing(sent, object, self.caller.1, (self.public)(of))
            }
            "attributeValues" => documents::attribute_values(value),
            "translations" => documents::translations(value),
            _ if value.is_null() => {
                defaults::first_value(of, property).unwrap_or_else(|| documents::other(property, value))
            }
            _ => documents::other(property, value),
        }
    }

    fn linked(
        &mut self,
        of: &'static Type,
        property: &'static Property,
        value: &Value,
        (key, exists): (i64, bool),
        row: &mut Row,
    ) {
        let owned = shape::owned(property);
        match &property.storage {
            Storage::Reference(column) => {
                let found = match owned {
                    Some(part) => {
                        if exists {
                            self.out.orphan(part, of, column, key);
                        }
                        value.is_object().then(|| self.part(part, value, None))
                    }
                    None => self.key_of(of, property, value, (column, key)),
                };
                row.insert((*column).to_owned(), json!(found));
            }
            Storage::ManyToMany { table, owner, item, order } => {
                if exists {
                    self.out.clear_links(table, owner, item, owned, key);
                }
                for (place, sent) in items(value).iter().enumerate() {
                    let linked = match owned {
                        Some(part) => Some(self.part(part, sent, None)),
                        None => self.item(property, sent),
                    };
                    if let Some(linked) = linked {
                        self.out.link(table, owner, item, *order, (key, linked, index(table, place)));
                    }
                }
            }
            Storage::OneToMany { owner, order } => {
                self.children(property, value, (owner, *order), (key, exists))
            }
            Storage::Values { table, owner, value: column, order } => {
                if exists {
                    self.out.clear_values(table, owner, key);
                }
                for (place, value) in items(value).iter().enumerate() {
                    let mut line = Row::new();
                    line.insert((*owner).to_owned(), json!(key));
                    line.insert((*column).to_owned(), value.clone());
                    if let Some(order) = order {
                        line.insert((*order).to_owned(), json!(index(table, place)));
                    }
                    self.out.value(table, [owner, column], *order, line);
                }
            }
            _ => {}
        }
    }

    fn children(
        &mut self,
        property: &'static Property,
        value: &Value,
        (owner, order): (&'static str, Option<&'static str>),
        (key, exists): (i64, bool),
    ) {
        if let Some(part) = shape::owned(property) {
            if exists {
                self.out.clear_parts(part, owner, key);
            }
            for (place, sent) in items(value).iter().enumerate() {
                self.part(part, sent, Some((owner, key, order, index(part.table().0, place))));
            }
            return;
        }
        let Some(target) = shape::target(property) else { return };
        if exists {
            self.out.release(target, owner, key);
        }
        for (place, sent) in items(value).iter().enumerate() {
            if let Some(item) = self.item(property, sent) {
                let place = index(target.table.unwrap_or_default(), place);
                self.out.assign(target, owner, order, (key, item, place));
            }
        }
    }

    /// Writes a part and gives its key; `below` is the column, key, order column and place where it hangs.
    fn part(
        &mut self,
        part: Shape,
        sent: &Value,
        below: Option<(&'static str, i64, Option<&'static str>, i64)>,
    ) -> i64 {
        let empty = Map::new();
        let object = sent.as_object().unwrap_or(&empty);
        let key = self.known.next_key();
        let mut row = match part {
            Shape::Type(of) => self.type_row(of, object, key, false, false),
            Shape::Part(part) => self.part_row(part, object, key),
        };
        if let Some((owner, above, order, place)) = below {
            row.insert(owner.to_owned(), json!(above));
            if let Some(order) = order {
                row.insert(order.to_owned(), json!(place));
            }
        }
        let (table, key_column) = part.table();
        self.out.part(table, key_column, row, below.is_some());
        key
    }

    fn part_row(&mut self, part: &'static Part, object: &Map<String, Value>, key: i64) -> Row {
        let mut row = Row::new();
        row.insert(part.key.to_owned(), json!(key));
        for field in part.fields {
            let value = match field.holds {
                Holds::Value => object.get(field.path[0]).cloned().unwrap_or(Value::Null),
                Holds::Period => {
                    let id =
                        object.get(field.path[0]).and_then(|value| identifier(value, super::Identifier::Uid));
                    json!(id.and_then(|id| self.known.period(id)))
                }
                Holds::PieceOfId(_) => {
                    let direct = field.path[..field.path.len() - 1]
                        .iter()
                        .try_fold(object, |at, key| at.get(*key)?.as_object())
                        .and_then(|above| above.get(*field.path.last()?))
                        .cloned();
                    direct.unwrap_or_else(|| {
                        json!(link_of(part, field.column, object, self.options.identifier))
                    })
                }
                Holds::Link(name) | Holds::LinkOrPiece(name, _) => {
                    let of = afya_schema::registry().by_name(name);
                    let named = link_of(part, field.column, object, self.options.identifier);
                    let key = of.zip(named).and_then(|(of, named)| self.known.key(of, &named));
                    let default = (field.column == "optionid" && part.class == "SMSCode")
                        .then(|| self.known.default_of("categoryOptionCombo"));
                    json!(key.or(default.flatten()))
                }
            };
            row.insert(field.column.to_owned(), value);
        }
        row
    }

    /// The key of the object that a property refers to. A link to an object that is saved later waits until then.
    fn key_of(
        &mut self,
        of: &'static Type,
        property: &'static Property,
        value: &Value,
        (column, own): (&'static str, i64),
    ) -> Option<i64> {
        if shape::is_period(property) {
            return identifier(value, super::Identifier::Uid).and_then(|id| self.known.period(id));
        }
        let target = shape::target(property)?;
        let named = identifier(value, self.options.identifier);
        let Some(named) = named else {
            return self.default_of(of, property, target);
        };
        let key = self.known.key(target, named)?;
        if self.later.iter().any(|later| later.name == target.name) && self.known.is_fresh(key) {
            self.out.wait(of, column, (own, key));
            return None;
        }
        Some(key)
    }

    /// What stands in for an object that was not sent.
    fn default_of(&self, of: &Type, property: &Property, target: &Type) -> Option<i64> {
        match target.name {
            "categoryCombo" if property.required => self.known.default_of(target.name),
            "categoryOptionCombo" if of.name == "predictor" => self.known.default_of(target.name),
            _ => None,
        }
    }

    /// The key of an item of a collection.
    pub(crate) fn item(&self, property: &'static Property, value: &Value) -> Option<i64> {
        if shape::is_period(property) {
            return identifier(value, super::Identifier::Uid).and_then(|id| self.known.period(id));
        }
        self.known.key(shape::target(property)?, identifier(value, self.options.identifier)?)
    }
}

/// The place of the n-th item in a list of a table.
fn index(table: &str, place: usize) -> i64 {
    i64::try_from(place).unwrap_or(i64::MAX).saturating_add(shape::first_place(table))
}

/// Whether a property holds text, for which PostgreSQL wants text.
pub(crate) fn is_text(property: &Property) -> bool {
    matches!(
        property.kind,
        PropertyType::Text
            | PropertyType::Identifier
            | PropertyType::Url
            | PropertyType::Email
            | PropertyType::PhoneNumber
            | PropertyType::Color
            | PropertyType::Constant
            | PropertyType::Password
    )
}
