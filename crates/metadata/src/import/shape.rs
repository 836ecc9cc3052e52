//! What an object is made of besides its own row: parts that live and die with it, links to others, and the table of each.

use afya_schema::{Property, PropertyType, Storage, Type, registry};

/// Something with a table of its own that belongs to one object: a registered type, or a class without one.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Shape {
    /// A type of the registry.
    Type(&'static Type),
    /// A class that the registry does not know.
    Part(&'static Part),
}

impl Shape {
    /// Its table and key column.
    pub(crate) fn table(self) -> (&'static str, &'static str) {
        match self {
            Shape::Type(of) => (of.table.unwrap_or_default(), of.key_column.unwrap_or_default()),
            Shape::Part(part) => (part.table, part.key),
        }
    }
}

/// A class that only occurs inside others.
#[derive(Debug)]
pub(crate) struct Part {
    /// The class without its package.
    pub(crate) class: &'static str,
    /// Its table.
    pub(crate) table: &'static str,
    /// Its key column.
    pub(crate) key: &'static str,
    /// Its columns.
    pub(crate) fields: &'static [Field],
}

/// A column of a part.
#[derive(Debug)]
pub(crate) struct Field {
    /// The keys that lead to the value in JSON, from the part down.
    pub(crate) path: &'static [&'static str],
    /// The column.
    pub(crate) column: &'static str,
    /// What the value is.
    pub(crate) holds: Holds,
}

/// What a field of a part holds.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Holds {
    /// A plain value.
    Value,
    /// A plain value that may also be the n-th piece of a composite `id` (`a.b`) of the object above it.
    PieceOfId(usize),
    /// Another object, by the singular name of its type.
    Link(&'static str),
    /// Another object that may also be the n-th piece of the composite `id` of the object above it.
    LinkOrPiece(&'static str, usize),
    /// A period.
    Period,
}

const fn field(path: &'static [&'static str], column: &'static str, holds: Holds) -> Field {
    Field { path, column, holds }
}

const PARTS: &[Part] = &[
    Part {
        class: "DataDimensionItem",
        table: "datadimensionitem",
        key: "datadimensionitemid",
        fields: &[
            field(&["indicator"], "indicatorid", Holds::Link("indicator")),
            field(&["dataElement"], "dataelementid", Holds::Link("dataElement")),
            field(
                &["dataElementOperand", "dataElement"],
                "dataelementoperand_dataelementid",
                Holds::LinkOrPiece("dataElement", 0),
            ),
            field(
                &["dataElementOperand", "categoryOptionCombo"],
                "dataelementoperand_categoryoptioncomboid",
                Holds::LinkOrPiece("categoryOptionCombo", 1),
            ),
            field(&["reportingRate", "dataSet"], "datasetid", Holds::LinkOrPiece("dataSet", 0)),
            field(&["reportingRate", "metric"], "metric", Holds::PieceOfId(1)),
            field(&["programIndicator"], "programindicatorid", Holds::Link("programIndicator")),
            field(
                &["programDataElement", "program"],
                "programdataelement_programid",
                Holds::LinkOrPiece("program", 0),
            ),
            field(
                &["programDataElement", "dataElement"],
                "programdataelement_dataelementid",
                Holds::LinkOrPiece("dataElement", 1),
            ),
            field(
                &["programAttribute", "program"],
                "programattribute_programid",
                Holds::LinkOrPiece("program", 0),
            ),
            field(
                &["programAttribute", "attribute"],
                "programattribute_attributeid",
                Holds::LinkOrPiece("trackedEntityAttribute", 1),
            ),
            field(
                &["expressionDimensionItem"],
                "expressiondimensionitemid",
                Holds::Link("expressionDimensionItem"),
            ),
            field(
                &["programDataElementOption", "program"],
                "programdataelementoption_programid",
                Holds::LinkOrPiece("program", 0),
            ),
            field(
                &["programDataElementOption", "dataElement"],
                "programdataelementoption_dataelementid",
                Holds::LinkOrPiece("dataElement", 1),
            ),
            field(
                &["programDataElementOption", "option"],
                "programdataelementoption_optionid",
                Holds::LinkOrPiece("option", 2),
            ),
            field(
                &["programAttributeOption", "program"],
                "programattributeoption_programid",
                Holds::LinkOrPiece("program", 0),
            ),
            field(
                &["programAttributeOption", "attribute"],
                "programattributeoption_attributeid",
                Holds::LinkOrPiece("trackedEntityAttribute", 1),
            ),
            field(
                &["programAttributeOption", "option"],
                "programattributeoption_optionid",
                Holds::LinkOrPiece("option", 2),
            ),
        ],
    },
    Part {
        class: "DataInputPeriod",
        table: "datainputperiod",
        key: "datainputperiodid",
        fields: &[
            field(&["period"], "periodid", Holds::Period),
            field(&["openingDate"], "openingdate", Holds::Value),
            field(&["closingDate"], "closingdate", Holds::Value),
        ],
    },
    Part {
        class: "SMSCode",
        table: "smscodes",
        key: "smscodeid",
        fields: &[
            field(&["code"], "code", Holds::Value),
            field(&["formula"], "formula", Holds::Value),
            field(&["compulsory"], "compulsory", Holds::Value),
            field(&["dataElement"], "dataelementid", Holds::Link("dataElement")),
            field(
                &["trackedEntityAttribute"],
                "trackedentityattributeid",
                Holds::Link("trackedEntityAttribute"),
            ),
            field(&["optionId"], "optionid", Holds::Link("categoryOptionCombo")),
        ],
    },
    Part {
        class: "SMSSpecialCharacter",
        table: "smsspecialcharacter",
        key: "specialcharacterid",
        fields: &[field(&["name"], "name", Holds::Value), field(&["value"], "value", Holds::Value)],
    },
    Part {
        class: "TrackedEntityAttributeDimension",
        table: "trackedentityattributedimension",
        key: "trackedentityattributedimensionid",
        fields: &[
            field(&["attribute"], "trackedentityattributeid", Holds::Link("trackedEntityAttribute")),
            field(&["legendSet"], "legendsetid", Holds::Link("legendSet")),
            field(&["filter"], "filter", Holds::Value),
        ],
    },
];

/// The class that a property holds (as its value or its items), without its package.
fn class(property: &Property) -> &'static str {
    let full = property.item_klass.unwrap_or(property.klass);
    full.rsplit('.').next().unwrap_or(full)
}

/// The part that a property's values are, where they belong to the object.
pub(crate) fn owned(property: &Property) -> Option<Shape> {
    if !(property.persisted && property.owner) {
        return None;
    }
    let linked = matches!(
        property.storage,
        Storage::Reference(_) | Storage::ManyToMany { .. } | Storage::OneToMany { .. }
    );
    if !linked {
        return None;
    }
    if let Some(part) = PARTS.iter().find(|part| part.class == class(property)) {
        return Some(Shape::Part(part));
    }
    let of = registry().by_class(class(property)).filter(|of| of.table.is_some())?;
    (of.embedded || !of.identifiable).then_some(Shape::Type(of))
}

/// The type that a property refers to, where its values are objects of their own.
pub(crate) fn target(property: &Property) -> Option<&'static Type> {
    let found = property.target.and_then(|class| registry().by_class(class));
    let found = found.or_else(|| registry().by_class(class(property)));
    // A list that the registry calls a reference: its key is the plural of what it holds.
    found.or_else(|| registry().by_plural(property.key)).filter(|of| of.table.is_some() && of.identifiable)
}

/// Whether a property's values are periods.
pub(crate) fn is_period(property: &Property) -> bool {
    class(property) == "Period"
}

/// Whether a property is written with its object.
pub(crate) fn is_written(property: &Property) -> bool {
    let by_server =
        matches!(property.key, "created" | "lastUpdated" | "createdBy" | "lastUpdatedBy" | "user" | "id");
    property.persisted && property.owner && property.writable && !by_server
}

/// Whether a property holds other objects that are no part of its own.
pub(crate) fn is_link(property: &Property) -> bool {
    let kind = property.item_kind.unwrap_or(property.kind);
    let linked = matches!(
        property.storage,
        Storage::Reference(_) | Storage::ManyToMany { .. } | Storage::OneToMany { .. }
    );
    linked && kind == PropertyType::Reference && owned(property).is_none() && !is_period(property)
}

/// Lists whose first place is 1.
const FROM_ONE: [&str; 15] = [
    "categories_categoryoptions",
    "categorycombos_categories",
    "categoryoptiongroupsetmembers",
    "dataelementgroupsetmembers",
    "indicatorgroupsetmembers",
    "interpretation_comments",
    "optiongroupsetmembers",
    "program_attributes",
    "programsection_attributes",
    "programstage",
    "programstagesection_dataelements",
    "programstagesection_programindicators",
    "sectiondataelements",
    "sectionindicators",
    "trackedentitytypeattribute",
];

/// The first place in the lists of a table.
pub(crate) fn first_place(table: &str) -> i64 {
    i64::from(FROM_ONE.contains(&table))
}
