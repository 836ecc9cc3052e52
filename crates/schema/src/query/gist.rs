//! What a gist asks: fields that are columns rather than objects, filters in groups. Contract object-query section 5.

use afya_model::{ErrorCode, Refusal};

use crate::property::{Property, PropertyType};
use crate::query::fields::{Field, FieldTree, Transformer};
use crate::query::filter::{self, Filter, Operator, Part, Target};
use crate::query::gist_access::{AccessFilter, access_filter};
use crate::query::order::{self, Order};
use crate::query::selection::is_uid;
use crate::registry::{Registry, Type};

/// How much a gist shows where it is not told (`auto`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd)]
pub enum Auto {
    /// Texts only.
    XS,
    /// What is not complex.
    S,
    /// Collections as their sizes.
    M,
    /// Collections as identifiers.
    L,
    /// Collections as objects with an identifier.
    XL,
}

impl Auto {
    /// The size of a word.
    pub fn parse(word: &str) -> Option<Auto> {
        [Auto::XS, Auto::S, Auto::M, Auto::L, Auto::XL].into_iter().find(|auto| format!("{auto:?}") == word)
    }
}

/// What becomes of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Transformation {
    /// It stays.
    None,
    /// An object's identifier.
    Id,
    /// The number of items.
    Size,
    /// Whether there are none.
    IsEmpty,
    /// Whether there are some.
    IsNotEmpty,
    /// Whether an object is among the items.
    Member(String),
    /// Whether it is not.
    NotMember(String),
    /// The items' identifiers.
    Ids,
    /// The items with nothing but their identifier.
    IdObjects,
    /// A property of each item, or several.
    Pluck(Vec<String>),
}

/// One value to answer.
#[derive(Clone, Debug)]
pub struct GistField {
    /// The key of the property, or the identifier of the attribute.
    pub key: String,
    /// The key in the answer.
    pub shown: String,
    /// The property; none for the value of an attribute.
    pub property: Option<&'static Property>,
    /// What becomes of it.
    pub transformation: Transformation,
    /// What is asked below it.
    below: FieldTree,
}

/// The values that a gist answers.
///
/// # Errors
/// 400 for a property that the type does not have, 403 for one that nobody may read, 409 E2038 for an unknown preset.
pub fn fields(of: &'static Type, text: &str, auto: Auto) -> Result<Vec<GistField>, Refusal> {
    let mut tree = FieldTree::parse(&text.replace('@', "::"));
    let taken = tree.fields.iter().filter_map(|(name, _)| name.strip_prefix('-').map(str::to_owned));
    let excluded: Vec<String> = taken.chain(tree.excluded.clone()).collect();
    tree.fields.retain(|(name, _)| !name.starts_with('-'));
    let mut found: Vec<GistField> = Vec::new();
    for preset in tree.presets.iter().filter(|preset| !["", "*"].contains(&preset.as_str())) {
        for property in of.properties.iter().filter(|property| property.readable) {
            if in_preset(preset, property, auto)? && !found.iter().any(|known| known.key == property.key) {
                found.push(field(property, &Field::default(), auto)?);
            }
        }
    }
    for (name, asked) in tree.fields.iter().filter(|(_, asked)| asked.named) {
        found.retain(|known| known.key != *name);
        match of.property(name) {
            Some(property) if !property.readable => {
                return Err(Refusal::forbidden(format!("Property `{name}` is not readable.")));
            }
            Some(property) => found.push(field(property, asked, auto)?),
            None if of.keeps_attribute_values() && is_uid(name) => found.push(GistField {
                key: name.clone(),
                shown: renamed(name, &asked.transformers),
                property: None,
                transformation: Transformation::None,
                below: FieldTree::default(),
            }),
            None => return Err(unknown(of, name)),
        }
    }
    found.retain(|known| !excluded.contains(&known.key));
    Ok(found)
}

pub(super) fn unknown(of: &Type, name: &str) -> Refusal {
    Refusal::bad_request(format!("Property `{name}` does not exist in {}", of.name))
}

/// Whether a value is neither simple nor an object with an identity.
fn is_complex(property: &Property) -> bool {
    property.item_kind.unwrap_or(property.kind) == PropertyType::Complex
        || (!property.simple && !property.identifiable_object)
        || property.embedded_object
}

fn in_preset(preset: &str, property: &Property, auto: Auto) -> Result<bool, Refusal> {
    const IDENTIFIABLE: [&str; 10] =
        ["id", "code", "name", "created", "createdBy", "lastUpdated", "lastUpdatedBy", "sharing", "translations", "attributeValues"];
    let identifiable = IDENTIFIABLE.contains(&property.key);
    Ok(match preset {
        "all" => {
            let fits = match auto {
                Auto::XS => matches!(property.kind, PropertyType::Text | PropertyType::Identifier),
                Auto::S => !is_complex(property),
                _ => true,
            };
            property.persisted && property.gist_included != "FALSE" && fits
        }
        "identifiable" => identifiable,
        "nameable" => identifiable || ["shortName", "description"].contains(&property.key),
        "persisted" => property.persisted,
        "owner" => property.persisted && property.owner,
        other => {
            let sentence = format!("Field not supported: `:{other}`");
            return Err(Refusal::conflict(sentence).with_code(ErrorCode::E2038));
        }
    })
}

fn renamed(name: &str, transformers: &[Transformer]) -> String {
    let rename = transformers.iter().rev().find(|one| one.name.eq_ignore_ascii_case("rename"));
    let new = rename.and_then(|one| one.arguments.first()).filter(|new| !new.is_empty());
    new.map_or_else(|| name.to_owned(), Clone::clone)
}

fn field(property: &'static Property, asked: &Field, auto: Auto) -> Result<GistField, Refusal> {
    let mut transformation = if asked.below.is_empty() { automatic(property, auto) } else { Transformation::None };
    for transformer in &asked.transformers {
        let first = || transformer.arguments.first().cloned().unwrap_or_default();
        let word = transformer.name.replace(['_', '-'], "").to_ascii_lowercase();
        transformation = match word.as_str() {
            "rename" | "auto" => continue,
            "none" => Transformation::None,
            "size" => Transformation::Size,
            "isempty" => Transformation::IsEmpty,
            "isnotempty" => Transformation::IsNotEmpty,
            "member" => Transformation::Member(first()),
            "notmember" => Transformation::NotMember(first()),
            "ids" if property.is_collection() => Transformation::Ids,
            "ids" => Transformation::Id,
            "idobjects" => Transformation::IdObjects,
            "pluck" if transformer.arguments.iter().all(String::is_empty) => Transformation::Pluck(vec![String::from("name")]),
            "pluck" => {
                let names = transformer.arguments.iter().flat_map(|names| names.split(','));
                Transformation::Pluck(names.map(|name| name.trim().to_owned()).collect())
            }
            _ => {
                let sentence = format!("The transformation {} is not built yet.", transformer.name);
                return Err(Refusal::new(501, sentence));
            }
        };
    }
    if !property.is_collection() && !matches!(transformation, Transformation::None | Transformation::Id) {
        transformation = automatic(property, auto);
    }
    Ok(GistField {
        key: property.key.to_owned(),
        shown: renamed(property.key, &asked.transformers),
        property: Some(property),
        transformation,
        below: asked.below.clone(),
    })
}

/// What becomes of a value when nothing is said.
fn automatic(property: &Property, auto: Auto) -> Transformation {
    if !property.is_collection() {
        let object = property.kind == PropertyType::Reference && property.identifiable_object;
        return if object { Transformation::Id } else { Transformation::None };
    }
    if ["attributeValues", "translations"].contains(&property.key) {
        return Transformation::None;
    }
    match auto {
        Auto::L if property.identifiable_object => Transformation::Ids,
        Auto::XL if property.identifiable_object => Transformation::IdObjects,
        _ => Transformation::Size,
    }
}

impl GistField {
    /// The names asked for below the value, where it is one object.
    pub fn names_below(&self) -> Option<Vec<&str>> {
        let single = self.property.is_some_and(|property| !property.is_collection());
        let names: Vec<&str> = self.below.fields.iter().filter(|(_, field)| field.named).map(|(name, _)| name.as_str()).collect();
        (single && !names.is_empty()).then_some(names)
    }

    /// The name of the field in a [`FieldTree`] that reads what it needs.
    fn read(&self) -> (String, Field) {
        let named = |names: &[String]| {
            let field = || Field { named: true, ..Field::default() };
            FieldTree { fields: names.iter().map(|name| (name.clone(), field())).collect(), ..FieldTree::default() }
        };
        let mut field = Field { named: true, ..Field::default() };
        match &self.transformation {
            Transformation::None => field.below = self.below.clone(),
            Transformation::Size | Transformation::IsEmpty | Transformation::IsNotEmpty => {
                field.transformers.push(Transformer { name: "size".into(), arguments: Vec::new() });
            }
            Transformation::Pluck(names) => field.below = named(names),
            _ => field.below = named(&[String::from("id")]),
        }
        (self.key.clone(), field)
    }
}

/// What must be read of each object for these values; its identifier is always among it.
pub fn needed(fields: &[GistField]) -> FieldTree {
    let mut read: Vec<(String, Field)> = fields.iter().map(GistField::read).collect();
    if !read.iter().any(|(name, _)| name == "id") {
        read.push((String::from("id"), Field { named: true, ..Field::default() }));
    }
    FieldTree { fields: read, ..FieldTree::default() }
}

/// The conditions of a gist: those of the root, and groups of which one condition is enough.
#[derive(Clone, Debug, Default)]
pub struct GistFilters {
    /// Conditions outside groups.
    pub root: Vec<Filter>,
    /// Groups by number.
    pub groups: Vec<(String, Vec<Filter>)>,
    /// Conditions on what users may do, all of which must hold.
    pub access: Vec<AccessFilter>,
}

/// The conditions of `filter` parameters: `[group:]path:operator[:value]`, several by comma.
///
/// # Errors
/// 400 for what cannot be understood, 501 for conditions on access within a group or on what an object refers to.
/// `caller` is the user of conditions on access that name none.
pub fn filters<'a>(
    registry: &'static Registry,
    of: &'static Type,
    caller: &str,
    parameters: impl IntoIterator<Item = &'a str>,
) -> Result<GistFilters, Refusal> {
    let mut filters = GistFilters::default();
    for text in parameters.into_iter().flat_map(split).filter(|text| !text.is_empty()) {
        let mut parts = text.splitn(4, [':', '~', '@']).collect::<Vec<_>>();
        let grouped = parts.len() > 2 && parts[0].bytes().all(|byte| byte.is_ascii_digit());
        let group = if grouped { Some(parts.remove(0).to_owned()) } else { None };
        let rest = group.as_ref().map_or(text, |group| &text[group.len() + 1..]);
        if let Some(access) = access_filter(of, caller, rest)? {
            if group.is_some() {
                return Err(Refusal::new(501, "Conditions on access in a group are not built yet; leave out the group's number."));
            }
            filters.access.push(access);
            continue;
        }
        let one = one_filter(registry, of, rest)?;
        match group {
            None => filters.root.push(one),
            Some(group) => match filters.groups.iter_mut().find(|(known, _)| *known == group) {
                Some((_, members)) => members.push(one),
                None => filters.groups.push((group, vec![one])),
            },
        }
    }
    Ok(filters)
}

/// The parts between commas that do not stand in brackets.
fn split(text: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0usize, 0);
    for (at, c) in text.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                parts.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn one_filter(registry: &'static Registry, of: &'static Type, text: &str) -> Result<Filter, Refusal> {
    let parts: Vec<&str> = text.splitn(3, [':', '~', '@']).collect();
    let path = parts[0];
    match filter::walk(registry, of, path)? {
        Some(way) if way.iter().any(|property| !property.persisted) => {
            return Err(Refusal::bad_request(format!("Property `{path}` cannot be used as filter property.")));
        }
        Some(_) => {}
        None if of.keeps_attribute_values() && is_uid(path) => {}
        None => return Err(unknown(of, path)),
    }
    let mut filter = filter::parse_one(registry, of, &parts.join(":"))?;
    let compares = matches!(filter.operator, Operator::Greater | Operator::GreaterOrEqual | Operator::Less | Operator::LessOrEqual);
    if let Target::Path(way) = &filter.target
        && compares
        && matches!(way[way.len() - 1].kind, PropertyType::Text | PropertyType::Identifier)
        && filter.values.iter().all(|value| value.parse::<i64>().is_ok())
    {
        filter.target = Target::Length(way.clone());
    }
    if let Operator::Like { part, .. } = &mut filter.operator
        && *part == Part::Anywhere
        && filter.values.iter().any(|value| value.contains(['*', '?']))
    {
        *part = Part::Pattern;
    }
    Ok(filter)
}

/// The order of a gist; as stored when nothing is said.
///
/// # Errors
/// 400 for a property that the type does not have or does not store.
pub fn orders<'a>(of: &'static Type, parameters: impl IntoIterator<Item = &'a str>) -> Result<Vec<Order>, Refusal> {
    let parameters: Vec<&str> = parameters.into_iter().collect();
    for name in parameters.iter().flat_map(|parameter| parameter.split(',')) {
        let name = name.split([':', '~', '@']).next().unwrap_or_default();
        match of.property(name) {
            _ if name.is_empty() => {}
            None => return Err(unknown(of, name)),
            Some(property) if !property.persisted => {
                return Err(Refusal::bad_request(format!("Property `{name}` cannot be used as order property.")));
            }
            Some(_) => {}
        }
    }
    let colons: Vec<String> = parameters.iter().map(|parameter| parameter.replace(['~', '@'], ":")).collect();
    order::parse(of, colons.iter().map(String::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry::registry;

    fn data_element() -> &'static Type {
        registry().by_name("dataElement").unwrap()
    }

    fn transformation(text: &str, auto: Auto) -> Transformation {
        fields(data_element(), text, auto).unwrap().remove(0).transformation
    }

    #[test]
    fn collections_are_sizes_then_identifiers_then_objects() {
        assert_eq!(transformation("dataElementGroups", Auto::S), Transformation::Size);
        assert_eq!(transformation("dataElementGroups", Auto::L), Transformation::Ids);
        assert_eq!(transformation("dataElementGroups", Auto::XL), Transformation::IdObjects);
        assert_eq!(transformation("dataElementGroups::isNotEmpty", Auto::XL), Transformation::IsNotEmpty);
        assert_eq!(transformation("categoryCombo", Auto::S), Transformation::Id);
        assert_eq!(transformation("dataElementGroups@member(abcdefghij1)~rename(x)", Auto::S), Transformation::Member("abcdefghij1".into()));
    }

    #[test]
    fn texts_only_when_extra_small() {
        let all = fields(data_element(), "*", Auto::XS).unwrap();
        assert!(all.iter().any(|field| field.key == "name"));
        assert!(all.iter().all(|field| field.transformation == Transformation::None && field.key != "created"));
    }

    #[test]
    fn two_signs_take_a_field_away() {
        let left = fields(data_element(), ":nameable,!created,-lastUpdated", Auto::S).unwrap();
        assert!(left.iter().any(|field| field.key == "shortName"));
        assert!(!left.iter().any(|field| ["created", "lastUpdated"].contains(&field.key.as_str())));
    }

    #[test]
    fn what_is_not_there_is_named() {
        let message = |refusal: Refusal| refusal.message.unwrap();
        let of = data_element();
        assert_eq!(message(fields(of, "fooBar", Auto::S).unwrap_err()), "Property `fooBar` does not exist in dataElement");
        assert_eq!(message(fields(of, ":foo", Auto::S).unwrap_err()), "Field not supported: `:foo`");
        assert_eq!(
            message(filters(registry(), of, "JYOrbWlUmRN", ["displayName:like:x"]).unwrap_err()),
            "Property `displayName` cannot be used as filter property."
        );
        assert!(orders(of, ["fooBar"]).is_err());
    }

    #[test]
    fn groups_patterns_and_lengths() {
        let of = data_element();
        let read = filters(registry(), of, "JYOrbWlUmRN", ["1:code:eq:A,1:code:in:[B,C]", "name~like~*x", "name:gt:40"]).unwrap();
        assert_eq!(read.groups.len(), 1);
        assert_eq!(read.groups[0].1[1].values, ["B", "C"]);
        assert!(matches!(read.root[0].operator, Operator::Like { part: Part::Pattern, case: true, not: false }));
        assert!(matches!(read.root[1].target, Target::Length(_)));
    }
}
