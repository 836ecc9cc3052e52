//! What an object's answer holds: the fields asked for, met with the type. Unknown names are left out, as in DHIS2.

use crate::property::{Property, PropertyType};
use crate::query::fields::{Field, FieldTree, Transformer};
use crate::registry::{Registry, Type};

/// The properties to answer of one type.
#[derive(Clone, Debug)]
pub struct Selection {
    /// The type.
    pub of: &'static Type,
    /// The properties, in the type's order.
    pub items: Vec<Item>,
    /// Identifiers of attributes whose values are asked for like properties.
    pub attributes: Vec<(String, Vec<Transformer>)>,
}

/// One property to answer.
#[derive(Clone, Debug)]
pub struct Item {
    /// The property.
    pub property: &'static Property,
    /// What of it.
    pub shape: Shape,
    /// How it is changed on its way out.
    pub transformers: Vec<Transformer>,
}

/// What of a property is answered.
#[derive(Clone, Debug)]
pub enum Shape {
    /// The value as it is.
    Whole,
    /// These keys of a value that the registry has no type for.
    Keys(FieldTree),
    /// These properties of another object, or of each item.
    Objects(Selection),
}

impl Selection {
    /// Leaves out the addresses (`href`) of objects inside objects, as DHIS2 does in lists.
    pub fn keep_only_own_address(&mut self) {
        for item in &mut self.items {
            if let Shape::Objects(below) = &mut item.shape {
                below.items.retain(|item| item.property.key != "href");
                below.keep_only_own_address();
            }
        }
    }
}

const DEEPEST: usize = 16;

/// The selection of a type's properties by an expression.
pub fn select(registry: &'static Registry, of: &'static Type, tree: &FieldTree) -> Selection {
    select_at(registry, of, tree, 0)
}

fn select_at(registry: &'static Registry, of: &'static Type, tree: &FieldTree, depth: usize) -> Selection {
    let nothing = Field::default();
    let mut items = Vec::new();
    for property in of.properties.iter().filter(|property| property.readable) {
        let asked = tree.fields.iter().find(|(name, _)| name == property.key).map(|(_, field)| field);
        let named = asked.is_some_and(|field| field.named);
        let preset = tree.presets.iter().any(|preset| in_preset(preset, property));
        if (!named && !preset) || tree.excluded.iter().any(|name| name == property.key) {
            continue;
        }
        let field = asked.unwrap_or(&nothing);
        let shape = shape(registry, property, &field.below, depth);
        items.push(Item { property, shape, transformers: field.transformers.clone() });
    }
    let is_attribute = |name: &str| is_uid(name) && of.property(name).is_none();
    let wanted = tree.fields.iter().filter(|(name, field)| field.named && of.keeps_attribute_values() && is_attribute(name));
    let attributes = wanted.map(|(name, field)| (name.clone(), field.transformers.clone())).collect();
    Selection { of, items, attributes }
}

fn shape(registry: &'static Registry, property: &'static Property, below: &FieldTree, depth: usize) -> Shape {
    let kind = property.item_kind.unwrap_or(property.kind);
    let target = property.target.and_then(|class| registry.by_class(class));
    let opaque = property.property_transformer || (property.simple && !matches!(kind, PropertyType::Complex | PropertyType::Reference));
    let Some(target) = target.filter(|target| !opaque && target.table.is_some() && depth < DEEPEST) else {
        return if below.is_empty() || opaque { Shape::Whole } else { Shape::Keys(below.clone()) };
    };
    let only_exclusions = below.presets.is_empty() && below.fields.iter().all(|(_, field)| !field.named);
    let mut tree = below.clone();
    if only_exclusions {
        match kind {
            PropertyType::Reference if !property.embedded_object => tree.fields.push(("id".to_owned(), Field { named: true, ..Field::default() })),
            _ => tree.presets.push("all".to_owned()),
        }
    }
    Shape::Objects(select_at(registry, target, &tree, depth + 1))
}

/// Whether a preset holds a property. Presets that DHIS2 does not expand hold nothing.
fn in_preset(preset: &str, property: &Property) -> bool {
    const IDENTIFIABLE: [&str; 6] = ["id", "name", "code", "created", "lastUpdated", "lastUpdatedBy"];
    match preset {
        "all" => true,
        "owner" => property.owner,
        "persisted" => property.persisted,
        "simple" => property.simple && !property.is_collection(),
        "identifiable" => IDENTIFIABLE.contains(&property.key),
        "nameable" => {
            property.key != "lastUpdatedBy" && (IDENTIFIABLE.contains(&property.key) || ["shortName", "description"].contains(&property.key))
        }
        _ => false,
    }
}

/// Whether a name has the form of an identifier.
pub fn is_uid(name: &str) -> bool {
    afya_model::Uid::parse(name).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::registry;

    fn keys(text: &str) -> Vec<&'static str> {
        let data_element = registry().by_name("dataElement").unwrap();
        select(registry(), data_element, &FieldTree::parse(text)).items.iter().map(|item| item.property.key).collect()
    }

    #[test]
    fn names_presets_and_exclusions() {
        assert_eq!(keys("name,id,foo"), ["id", "name"]);
        assert!(keys(":all,!name").len() + 1 == keys("*").len());
        assert!(keys(":owner").contains(&"categoryCombo") && !keys(":owner").contains(&"access"));
        assert!(keys(":id").is_empty() && keys(":idName").is_empty());
    }

    #[test]
    fn a_reference_without_fields_is_its_id() {
        let data_element = registry().by_name("dataElement").unwrap();
        let selection = select(registry(), data_element, &FieldTree::parse("categoryCombo,dataSetElements"));
        for (item, wanted) in selection.items.iter().zip([vec!["id"], vec!["categoryCombo", "dataElement", "dataSet"]]) {
            let Shape::Objects(below) = &item.shape else { panic!("{} is no object", item.property.key) };
            assert_eq!(below.items.iter().map(|item| item.property.key).collect::<Vec<_>>(), wanted);
        }
    }
}
