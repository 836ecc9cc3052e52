//! A property under construction.

use crate::property::{Property, PropertyType, Storage};

/// A line of a type's file.
pub(crate) struct Line {
    property: Property,
    own_role: Option<bool>,
    own_inverse_role: bool,
    plain_cascade: Option<bool>,
    endpoint: bool,
}

fn line(key: &'static str, kind: PropertyType, klass: &'static str) -> Line {
    let composite = matches!(kind, PropertyType::Complex | PropertyType::Reference | PropertyType::Collection);
    let property = Property {
        name: key,
        key,
        field_name: key,
        kind,
        klass: full_class(klass),
        item_kind: None,
        item_klass: None,
        target: None,
        persisted: false,
        owner: false,
        simple: !composite,
        required: false,
        unique: false,
        readable: true,
        writable: true,
        sortable: false,
        attribute: false,
        ordered: false,
        translatable: false,
        translation_key: None,
        identifiable_object: kind == PropertyType::Reference,
        nameable_object: false,
        embedded_object: false,
        analytical_object: false,
        property_transformer: false,
        many_to_many: false,
        one_to_many: false,
        many_to_one: false,
        one_to_one: false,
        constants: &[],
        length: None,
        min: None,
        max: None,
        cascade: None,
        owning_role: None,
        inverse_role: None,
        i18n_translation_key: None,
        relative_api_endpoint: None,
        gist_included: "AUTO",
        gist_transformation: "AUTO",
        storage: Storage::Nowhere,
        answer: None,
    };
    Line { property, own_role: None, own_inverse_role: false, plain_cascade: None, endpoint: true }
}

/// The full names of Java's own classes, which lines abbreviate.
fn full_class(class: &'static str) -> &'static str {
    match class {
        "String" => "java.lang.String",
        "Boolean" => "java.lang.Boolean",
        "Integer" => "java.lang.Integer",
        "Long" => "java.lang.Long",
        "Double" => "java.lang.Double",
        "Date" => "java.util.Date",
        "Set" => "java.util.Set",
        "List" => "java.util.List",
        other => other,
    }
}

macro_rules! simple_kinds {
    ($($function:ident $kind:ident $klass:literal),*) => {
        $(
            #[doc = concat!("A property of kind `", stringify!($kind), "`.")]
            pub(crate) fn $function(key: &'static str) -> Line {
                line(key, PropertyType::$kind, $klass)
            }
        )*
    };
}
simple_kinds!(
    identifier Identifier "String", text Text "String", number Number "Double", integer Integer "Integer",
    boolean Boolean "Boolean", email Email "String", password Password "String", url Url "String", date Date "Date",
    phone_number PhoneNumber "String", color Color "String"
);

/// One of a closed set of words.
pub(crate) fn constant(key: &'static str, klass: &'static str, words: &'static [&'static str]) -> Line {
    let mut line = line(key, PropertyType::Constant, klass);
    line.property.constants = words;
    line
}

/// An object without an identity.
pub(crate) fn complex(key: &'static str, klass: &'static str) -> Line {
    line(key, PropertyType::Complex, klass)
}

/// Another object.
pub(crate) fn reference(key: &'static str, klass: &'static str) -> Line {
    line(key, PropertyType::Reference, klass)
}

/// Many values in no order.
pub(crate) fn set(key: &'static str, item_klass: &'static str, item_kind: PropertyType) -> Line {
    collection_of(key, "Set", item_klass, item_kind)
}

/// Many values in their order.
pub(crate) fn list(key: &'static str, item_klass: &'static str, item_kind: PropertyType) -> Line {
    let mut line = collection_of(key, "List", item_klass, item_kind);
    line.property.ordered = true;
    line
}

fn collection_of(key: &'static str, klass: &'static str, item_klass: &'static str, item_kind: PropertyType) -> Line {
    let mut line = line(key, PropertyType::Collection, klass);
    line.property.item_klass = Some(full_class(item_klass));
    line.property.item_kind = Some(item_kind);
    line.property.identifiable_object = item_kind == PropertyType::Reference;
    line
}

impl Line {
    /// The property of a type with this class.
    pub(super) fn build(self, klass: &'static str) -> Property {
        let mut property = self.property;
        let linked = matches!(property.kind, PropertyType::Reference | PropertyType::Collection);
        let made = matches!(property.storage, Storage::Nowhere | Storage::Expression(_) | Storage::SameAs(_) | Storage::Related { .. });
        let stored = !made;
        let role = || -> &'static str { Box::leak(format!("{klass}.{}", property.field_name).into_boxed_str()) };
        let owning = self.own_role.unwrap_or(linked && stored && property.owner && property.owning_role.is_none());
        if owning {
            property.owning_role = Some(role());
        }
        if self.own_inverse_role {
            property.inverse_role = Some(role());
        }
        if property.cascade.is_none() && self.plain_cascade.unwrap_or(linked && stored) {
            property.cascade = Some("none");
        }
        let class = property.item_klass.unwrap_or(property.klass);
        property.target = property.target.or(Some(class.rsplit('.').next().unwrap_or(class)));
        if !self.endpoint {
            property.relative_api_endpoint = Some("");
        }
        property
    }

    /// The class, where it is not the usual one of its kind.
    pub(crate) fn klass(mut self, klass: &'static str) -> Line {
        self.property.klass = full_class(klass);
        self
    }

    /// The name of one item.
    pub(crate) fn item(mut self, name: &'static str) -> Line {
        self.property.name = name;
        self
    }

    /// The Java field, where it is not the name.
    pub(crate) fn field(mut self, name: &'static str) -> Line {
        self.property.field_name = name;
        self
    }

    fn stored(mut self, storage: Storage) -> Line {
        self.property.sortable = self.property.simple;
        self.property.many_to_one = self.property.kind == PropertyType::Reference;
        self.property.many_to_many = matches!(storage, Storage::ManyToMany { .. }) && self.property.is_collection();
        self.property.one_to_many = matches!(storage, Storage::OneToMany { .. });
        (self.property.persisted, self.property.owner) = (true, true);
        self.property.storage = storage;
        self
    }

    /// In a column.
    pub(crate) fn column(self, column: &'static str) -> Line {
        self.stored(Storage::Column(column))
    }

    /// In a column of JSON.
    pub(crate) fn json(self, column: &'static str) -> Line {
        self.stored(Storage::Json(column))
    }

    /// By a column with the other object's key.
    pub(crate) fn by(self, column: &'static str) -> Line {
        self.stored(Storage::Reference(column))
    }

    /// By a column with the key of a period type.
    pub(crate) fn period_type(self, column: &'static str) -> Line {
        self.stored(Storage::PeriodType(column))
    }

    /// By a join table with a column for either key.
    pub(crate) fn join(self, table: &'static str, owner: &'static str, item: &'static str) -> Line {
        self.stored(Storage::ManyToMany { table, owner, item, order: None })
    }

    /// By a column of the items' table with this object's key.
    pub(crate) fn children(self, owner: &'static str) -> Line {
        self.stored(Storage::OneToMany { owner, order: None })
    }

    /// In a table of values.
    pub(crate) fn values(self, table: &'static str, owner: &'static str, value: &'static str) -> Line {
        self.stored(Storage::Values { table, owner, value, order: None })
    }

    /// What it holds, where its class does not say.
    pub(crate) fn of(mut self, class: &'static str) -> Line {
        self.property.target = Some(class);
        self
    }

    /// The same value as another property; `class` is what it holds.
    pub(crate) fn same_as(mut self, key: &'static str, class: &'static str) -> Line {
        self.property.storage = Storage::SameAs(key);
        self.property.target = Some(class);
        self
    }

    /// By a condition on `{t}` and `{o}`, sorted; `class` is what it holds.
    pub(crate) fn related(mut self, on: &'static str, order: &'static str, class: &'static str) -> Line {
        self.property.storage = Storage::Related { on, order };
        self.property.target = Some(class);
        self
    }

    /// In the order of this column.
    pub(crate) fn sorted_by(mut self, column: &'static str) -> Line {
        match &mut self.property.storage {
            Storage::ManyToMany { order, .. } | Storage::OneToMany { order, .. } | Storage::Values { order, .. } => {
                *order = Some(column);
            }
            _ => {}
        }
        self
    }

    /// Made by SQL from the row; see [`Storage::Expression`].
    pub(crate) fn expression(mut self, sql: &'static str) -> Line {
        self.property.storage = Storage::Expression(sql);
        self
    }

    /// Stored as said, and answered by SQL from the row; see [`Property::answer`].
    pub(crate) fn answered(mut self, sql: &'static str) -> Line {
        self.property.answer = Some(sql);
        self
    }

    /// A translated property with its key, whose message key is the same in lower case.
    pub(crate) fn translatable(self, key: &'static str) -> Line {
        let i18n: &'static str = Box::leak(key.to_lowercase().into_boxed_str());
        self.translation(key, i18n)
    }

    /// A translated property with its key and message key.
    pub(crate) fn translation(mut self, key: &'static str, i18n: &'static str) -> Line {
        self.property.translatable = true;
        (self.property.translation_key, self.property.i18n_translation_key) = (Some(key), Some(i18n));
        self
    }

    /// Said to be translatable, without a key.
    pub(crate) fn translatable_flag(mut self) -> Line {
        self.property.translatable = true;
        self
    }

    /// From `min` to `max` characters, `max` being the column's length.
    pub(crate) fn length(self, min: u32, max: u32) -> Line {
        self.long(max).range(f64::from(min), f64::from(max))
    }

    /// Any whole number of 32 bits.
    pub(crate) fn any_integer(self) -> Line {
        self.long(2_147_483_647).range(-2_147_483_648.0, 2_147_483_647.0)
    }

    /// The column's length.
    pub(crate) fn long(mut self, length: u32) -> Line {
        self.property.length = Some(f64::from(length));
        self
    }

    /// Least and greatest value or size.
    pub(crate) fn range(mut self, min: f64, max: f64) -> Line {
        (self.property.min, self.property.max) = (Some(min), Some(max));
        self
    }

    /// Least value or size.
    pub(crate) fn min(mut self, min: f64) -> Line {
        self.property.min = Some(min);
        self
    }

    /// What saving or deleting does to the value.
    pub(crate) fn cascade(mut self, cascade: &'static str) -> Line {
        self.property.cascade = Some(cascade);
        self
    }

    /// Without the usual cascade.
    pub(crate) fn no_cascade(mut self) -> Line {
        self.plain_cascade = Some(false);
        self
    }

    /// The role that owns the link.
    pub(crate) fn owning_role(mut self, role: &'static str) -> Line {
        self.property.owning_role = Some(role);
        self
    }

    /// Owns the link by its own field.
    pub(crate) fn own_role(mut self) -> Line {
        self.own_role = Some(true);
        self
    }

    /// Without the usual owning role.
    pub(crate) fn no_role(mut self) -> Line {
        self.own_role = Some(false);
        self
    }

    /// The role at the other end.
    pub(crate) fn inverse_role(mut self, role: &'static str) -> Line {
        self.property.inverse_role = Some(role);
        self
    }

    /// The role at the other end is its own field.
    pub(crate) fn own_inverse_role(mut self) -> Line {
        self.own_inverse_role = true;
        self
    }

    /// Whether gist lists include it (`FALSE`, `TRUE`).
    pub(crate) fn gist(mut self, included: &'static str) -> Line {
        self.property.gist_included = included;
        self
    }

    /// Without the endpoint of the value's type.
    pub(crate) fn no_endpoint(mut self) -> Line {
        self.endpoint = false;
        self
    }
}

macro_rules! flags {
    ($($name:ident $field:ident $value:literal),* $(,)?) => {
        impl Line {
            $(
                #[doc = concat!("Makes `", stringify!($field), "` ", stringify!($value), ".")]
                pub(crate) fn $name(mut self) -> Line {
                    self.property.$field = $value;
                    self
                }
            )*
        }
    };
}
flags!(
    required required true, unique unique true, attribute attribute true, nameable nameable_object true, embedded embedded_object true, analytical analytical_object true, opaque property_transformer true, persisted persisted true, transient persisted false, owner owner true, inverse owner false, simple simple true, composite simple false, hidden readable false, read_only writable false, sortable sortable true, unsorted sortable false, ordered ordered true, many_to_one many_to_one true, not_many_to_one many_to_one false, many_to_many many_to_many true,
);
