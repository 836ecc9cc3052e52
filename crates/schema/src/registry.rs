//! The types by name, and the flags that decide how each is listed, shared and written.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::property::{Property, Storage};
use crate::types;

/// What a right is about, in `/api/schemas` → `authorities`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AuthorityType {
    /// `CREATE`
    Create,
    /// `CREATE_PUBLIC`
    CreatePublic,
    /// `CREATE_PRIVATE`
    CreatePrivate,
    /// `EXTERNALIZE`
    Externalize,
    /// `READ`
    Read,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
    /// `DATA_READ`
    DataRead,
    /// `DATA_CREATE`
    DataCreate,
}

/// A type of DHIS2: 116 of them, 87 with an endpoint.
#[derive(Clone, Debug)]
pub struct Type {
    /// The singular (`dataElement`), which names it everywhere.
    pub name: &'static str,
    /// `name` on the wire, which differs for a few (`identifiableObject`).
    pub wire_name: &'static str,
    /// The plural (`dataElements`).
    pub plural: &'static str,
    /// The key of a list of them.
    pub collection_name: &'static str,
    /// The full Java class name, as reports carry it.
    pub klass: &'static str,
    /// The path below `/api`, such as `/dataElements`.
    pub endpoint: Option<&'static str>,
    /// The table.
    pub table: Option<&'static str>,
    /// Its key column.
    pub key_column: Option<&'static str>,
    /// A condition that singles out this type's rows in a shared table, on alias `{t}`.
    pub condition: Option<&'static str>,
    /// The place in the order of import.
    pub order: i32,
    /// `persisted`
    pub persisted: bool,
    /// `metadata`
    pub metadata: bool,
    /// `secondaryMetadata`
    pub secondary_metadata: bool,
    /// `identifiableObject`
    pub identifiable: bool,
    /// `nameableObject`
    pub nameable: bool,
    /// `embeddedObject`
    pub embedded: bool,
    /// `shareable`
    pub shareable: bool,
    /// `dataShareable`
    pub data_shareable: bool,
    /// `dataReadShareable`
    pub data_read_shareable: bool,
    /// `dataWriteShareable`
    pub data_write_shareable: bool,
    /// `translatable`
    pub translatable: bool,
    /// `favoritable`
    pub favoritable: bool,
    /// `subscribable`
    pub subscribable: bool,
    /// `subscribableObject`
    pub subscribable_object: bool,
    /// `defaultPrivate`
    pub default_private: bool,
    /// `implicitPrivateAuthority`
    pub implicit_private_authority: bool,
    /// Whether it carries attribute values.
    pub attribute_values: bool,
    /// The rights it needs, in the order of the wire.
    pub authorities: Vec<(AuthorityType, &'static [&'static str])>,
    /// Names of the classes it refers to (`references`).
    pub references: &'static [&'static str],
    /// Groups of properties that must be unique together.
    pub unique_together: &'static [&'static [&'static str]],
    /// The properties.
    pub properties: Vec<Property>,
}

impl Type {
    /// The property with this key (collection name for collections).
    pub fn property(&self, key: &str) -> Option<&Property> {
        self.properties.iter().find(|property| property.key == key)
    }

    /// Whether objects of this type keep values of attributes, so that an attribute's identifier names a value of them.
    pub fn keeps_attribute_values(&self) -> bool {
        let storage = self.property("attributeValues").map(|property| &property.storage);
        self.attribute_values && matches!(storage, Some(Storage::Json(_)))
    }

    /// The class name without its package, as messages carry it.
    pub fn class_name(&self) -> &'static str {
        self.klass.rsplit('.').next().unwrap_or(self.klass)
    }

    /// The authorities of a kind; none asked when it is empty.
    pub fn authorities(&self, kind: AuthorityType) -> &'static [&'static str] {
        self.authorities.iter().find(|(of, _)| *of == kind).map_or(&[], |(_, names)| names)
    }
}

/// All types.
pub struct Registry {
    types: Vec<Type>,
    by_name: HashMap<&'static str, usize>,
    by_plural: HashMap<&'static str, usize>,
    by_class: HashMap<&'static str, usize>,
}

impl Registry {
    fn new(types: Vec<Type>) -> Registry {
        let index = |key: fn(&Type) -> &'static str| types.iter().enumerate().map(|(i, t)| (key(t), i)).collect();
        let (by_name, by_plural, by_class) = (index(|t| t.name), index(|t| t.plural), index(|t| t.class_name()));
        Registry { types, by_name, by_plural, by_class }
    }

    /// All types, in the order of import.
    pub fn types(&self) -> &[Type] {
        &self.types
    }

    /// The type with this singular name.
    pub fn by_name(&self, name: &str) -> Option<&Type> {
        self.by_name.get(name).map(|index| &self.types[*index])
    }

    /// The type with this plural name (the key in a metadata payload).
    pub fn by_plural(&self, plural: &str) -> Option<&Type> {
        self.by_plural.get(plural).map(|index| &self.types[*index])
    }

    /// The type with this class name without package.
    pub fn by_class(&self, class: &str) -> Option<&Type> {
        self.by_class.get(class).map(|index| &self.types[*index])
    }

    /// The type that answers below this path segment of `/api` (`dataElements`).
    pub fn by_endpoint(&self, segment: &str) -> Option<&Type> {
        self.types.iter().find(|t| t.endpoint.is_some_and(|endpoint| endpoint.strip_prefix('/') == Some(segment)))
    }
}

static REGISTRY: LazyLock<Registry> = LazyLock::new(|| Registry::new(types::all()));

/// The registry of this server.
pub fn registry() -> &'static Registry {
    &REGISTRY
}
