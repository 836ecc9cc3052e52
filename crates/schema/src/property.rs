//! A property of a type: what `/api/schemas` says of it, and where PostgreSQL keeps it.

/// The kinds of property that `/api/schemas` knows (`propertyType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PropertyType {
    /// `IDENTIFIER`
    Identifier,
    /// `TEXT`
    Text,
    /// `NUMBER`
    Number,
    /// `INTEGER`
    Integer,
    /// `BOOLEAN`
    Boolean,
    /// `EMAIL`
    Email,
    /// `PASSWORD`
    Password,
    /// `URL`
    Url,
    /// `DATE`
    Date,
    /// `PHONENUMBER`
    PhoneNumber,
    /// `COLOR`
    Color,
    /// `CONSTANT`: one of a closed set of words.
    Constant,
    /// `COMPLEX`: an object without an identity of its own.
    Complex,
    /// `COLLECTION`
    Collection,
    /// `REFERENCE`: another object.
    Reference,
}

impl PropertyType {
    /// The word on the wire.
    pub fn name(self) -> &'static str {
        match self {
            PropertyType::Identifier => "IDENTIFIER",
            PropertyType::Text => "TEXT",
            PropertyType::Number => "NUMBER",
            PropertyType::Integer => "INTEGER",
            PropertyType::Boolean => "BOOLEAN",
            PropertyType::Email => "EMAIL",
            PropertyType::Password => "PASSWORD",
            PropertyType::Url => "URL",
            PropertyType::Date => "DATE",
            PropertyType::PhoneNumber => "PHONENUMBER",
            PropertyType::Color => "COLOR",
            PropertyType::Constant => "CONSTANT",
            PropertyType::Complex => "COMPLEX",
            PropertyType::Collection => "COLLECTION",
            PropertyType::Reference => "REFERENCE",
        }
    }
}

/// Where a property's value is. Column and table names are PostgreSQL's; ids are the `bigint` keys.
#[derive(Clone, Debug, PartialEq)]
pub enum Storage {
    /// Nowhere: nothing is answered for it (or its type's hook makes it).
    Nowhere,
    /// A column of the type's own table.
    Column(&'static str),
    /// A `jsonb` column of the type's own table whose value passes through as it is.
    Json(&'static str),
    /// A column of the type's own table with the key of another object (its type is the property's class).
    Reference(&'static str),
    /// Other objects by a join table.
    ManyToMany {
        /// The join table.
        table: &'static str,
        /// Its column with this object's key.
        owner: &'static str,
        /// Its column with the item's key.
        item: &'static str,
        /// Its column that orders the items, if they are a list.
        order: Option<&'static str>,
    },
    /// Other objects whose own table points here.
    OneToMany {
        /// The column of the item's table with this object's key.
        owner: &'static str,
        /// The column of the item's table that orders the items, if they are a list.
        order: Option<&'static str>,
    },
    /// Plain values in a table of their own.
    Values {
        /// The table.
        table: &'static str,
        /// Its column with this object's key.
        owner: &'static str,
        /// Its column with the value.
        value: &'static str,
        /// Its column that orders the values, if they are a list.
        order: Option<&'static str>,
    },
    /// A column of the type's own table with the key of a period type, whose name is the value.
    PeriodType(&'static str),
    /// The same value as another property of the type.
    SameAs(&'static str),
    /// Other objects by a condition: `{t}` is this type's row, `{o}` the other's.
    Related {
        /// The condition.
        on: &'static str,
        /// What the others are sorted by, on `{o}`; empty for a set.
        order: &'static str,
    },
    /// An SQL expression that gives the JSON-ready value; `{t}` stands for the alias of this type's row, `{locale}` for
    /// the caller's database locale (text or null), `{user}` for the caller's uid, `{base}` for the API's base URL.
    Expression(&'static str),
}

/// One property. The flags are those of `/api/schemas`.
#[derive(Clone, Debug)]
pub struct Property {
    /// The name of a single value, or of one item of a collection (`name` on the wire).
    pub name: &'static str,
    /// The name in JSON: the collection name for collections, else the name.
    pub key: &'static str,
    /// DHIS2's name of the Java field (`fieldName`).
    pub field_name: &'static str,
    /// The kind.
    pub kind: PropertyType,
    /// The full Java class name (`klass`).
    pub klass: &'static str,
    /// For collections: the kind of the items.
    pub item_kind: Option<PropertyType>,
    /// For collections: the full Java class name of the items.
    pub item_klass: Option<&'static str>,
    /// For references and complex values (also as items): the singular name of their registered type.
    pub target: Option<&'static str>,
    /// `persisted`
    pub persisted: bool,
    /// `owner`: this side decides; written on save.
    pub owner: bool,
    /// `simple`
    pub simple: bool,
    /// `required`
    pub required: bool,
    /// `unique`
    pub unique: bool,
    /// `readable`
    pub readable: bool,
    /// `writable`
    pub writable: bool,
    /// `sortable`
    pub sortable: bool,
    /// `attribute`: an XML attribute rather than an element.
    pub attribute: bool,
    /// `ordered`: a list.
    pub ordered: bool,
    /// `translatable`
    pub translatable: bool,
    /// The key of its translations (`NAME`).
    pub translation_key: Option<&'static str>,
    /// `identifiableObject`: the value (or item) has an identity.
    pub identifiable_object: bool,
    /// `nameableObject`
    pub nameable_object: bool,
    /// `embeddedObject`
    pub embedded_object: bool,
    /// `analyticalObject`
    pub analytical_object: bool,
    /// `propertyTransformer`: opaque to sub-fields; for users the fixed id, code, name, displayName, username.
    pub property_transformer: bool,
    /// `manyToMany`
    pub many_to_many: bool,
    /// `oneToMany`
    pub one_to_many: bool,
    /// `manyToOne`
    pub many_to_one: bool,
    /// `oneToOne`
    pub one_to_one: bool,
    /// The words of a constant.
    pub constants: &'static [&'static str],
    /// `length`
    pub length: Option<f64>,
    /// `min`
    pub min: Option<f64>,
    /// `max`
    pub max: Option<f64>,
    /// `cascade`
    pub cascade: Option<&'static str>,
    /// `owningRole`
    pub owning_role: Option<&'static str>,
    /// `inverseRole`
    pub inverse_role: Option<&'static str>,
    /// `i18nTranslationKey`
    pub i18n_translation_key: Option<&'static str>,
    /// `relativeApiEndpoint` of the value's type.
    pub relative_api_endpoint: Option<&'static str>,
    /// Gist preferences: whether it is included (`FALSE`, `TRUE`, `AUTO`) and its transformation.
    pub gist_included: &'static str,
    /// Gist preference: the default transformation (`AUTO`, `SIZE`, …).
    pub gist_transformation: &'static str,
    /// Where the value is.
    pub storage: Storage,
    /// SQL that answers it in place of the stored value, where that has another form; written as [`Storage::Expression`].
    pub answer: Option<&'static str>,
}

impl Property {
    /// Whether the value is a list of values.
    pub fn is_collection(&self) -> bool {
        self.kind == PropertyType::Collection
    }
}
