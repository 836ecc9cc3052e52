//! A short way to write types and properties down: each function starts from what is usual for its kind, and a line says
//! only what is different.

mod common;
mod property;

use crate::property::Property;
use crate::registry::{AuthorityType, Type};

pub(crate) use property::{
    Line, boolean, color, complex, constant, date, email, identifier, integer, list, number, password, phone_number, reference, set, text, url,
};

/// A type under construction.
pub(crate) struct Builder(Type);

impl Builder {
    /// A type by its singular, plural and class.
    pub(crate) fn new(name: &'static str, plural: &'static str, klass: &'static str) -> Builder {
        Builder(Type {
            name,
            wire_name: name,
            plural,
            collection_name: plural,
            klass,
            endpoint: None,
            table: None,
            key_column: None,
            condition: None,
            order: i32::MAX,
            persisted: false,
            metadata: false,
            secondary_metadata: false,
            identifiable: false,
            nameable: false,
            embedded: false,
            shareable: false,
            data_shareable: false,
            data_read_shareable: false,
            data_write_shareable: false,
            translatable: false,
            favoritable: false,
            subscribable: false,
            subscribable_object: false,
            default_private: false,
            implicit_private_authority: false,
            attribute_values: false,
            authorities: Vec::new(),
            references: &[],
            unique_together: &[],
            properties: Vec::new(),
        })
    }

    /// The name on the wire, where it is not the singular.
    pub(crate) fn wire_name(mut self, name: &'static str) -> Builder {
        self.0.wire_name = name;
        self
    }

    /// The path below `/api`.
    pub(crate) fn endpoint(mut self, path: &'static str) -> Builder {
        self.0.endpoint = Some(path);
        self
    }

    /// The table and its key.
    pub(crate) fn table(mut self, table: &'static str, key_column: Option<&'static str>) -> Builder {
        (self.0.table, self.0.key_column, self.0.persisted) = (Some(table), key_column, true);
        self
    }

    /// What singles its rows out in a shared table.
    pub(crate) fn condition(mut self, condition: &'static str) -> Builder {
        self.0.condition = Some(condition);
        self
    }

    /// The place in the order of import.
    pub(crate) fn order(mut self, order: i32) -> Builder {
        self.0.order = order;
        self
    }

    /// A right that it needs.
    pub(crate) fn authority(mut self, kind: AuthorityType, names: &'static [&'static str]) -> Builder {
        self.0.authorities.push((kind, names));
        self
    }

    /// The classes that it refers to.
    pub(crate) fn references(mut self, classes: &'static [&'static str]) -> Builder {
        self.0.references = classes;
        self
    }

    /// Adds what every object with an identity has.
    pub(crate) fn identifiable(mut self) -> Builder {
        self.0.identifiable = true;
        self.add(common::identifiable());
        self
    }

    /// Adds what every object with names has.
    pub(crate) fn nameable(mut self) -> Builder {
        self.0.nameable = true;
        self.add(common::nameable());
        self
    }

    /// Takes usual properties away again.
    pub(crate) fn without(mut self, keys: &[&str]) -> Builder {
        self.0.properties.retain(|property| !keys.contains(&property.key));
        self
    }

    /// Adds properties; one with a known key takes the place of the usual one.
    pub(crate) fn properties(mut self, lines: Vec<Line>) -> Builder {
        self.add(lines);
        self
    }

    /// The type.
    pub(crate) fn build(self) -> Type {
        self.0
    }

    fn add(&mut self, lines: Vec<Line>) {
        for line in lines {
            let property: Property = line.build(self.0.klass);
            match self.0.properties.iter_mut().find(|known| known.key == property.key) {
                Some(known) => *known = property,
                None => self.0.properties.push(property),
            }
        }
    }
}

macro_rules! flags {
    ($($name:ident),*) => {
        impl Builder {
            $(
                #[doc = concat!("Sets `", stringify!($name), "`.")]
                pub(crate) fn $name(mut self) -> Builder {
                    self.0.$name = true;
                    self
                }
            )*
        }
    };
}
flags!(
    metadata,
    secondary_metadata,
    embedded,
    shareable,
    data_shareable,
    data_read_shareable,
    data_write_shareable,
    translatable,
    favoritable,
    subscribable,
    subscribable_object,
    default_private,
    implicit_private_authority,
    attribute_values
);
