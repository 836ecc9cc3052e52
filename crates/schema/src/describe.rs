//! A type in the words of `/api/schemas`.

use serde_json::{Map, Value, json};

use crate::property::{Property, PropertyType};
use crate::registry::{AuthorityType, Registry, Type};

/// DHIS2's XML namespace, which most properties carry.
const NAMESPACE: &str = "http://dhis2.org/schema/dxf/2.0";

/// Types that DHIS2 maps by annotations, whose identifier has no description.
const ANNOTATED: [&str; 14] = [
    "attribute",
    "categoryCombo",
    "categoryOption",
    "dashboard",
    "dashboardItem",
    "dataApprovalLevel",
    "dataApprovalWorkflow",
    "indicatorGroup",
    "indicatorGroupSet",
    "legend",
    "legendSet",
    "optionSet",
    "program",
    "section",
];

/// The description of a type; `base` is the API's address.
pub fn describe(registry: &'static Registry, of: &'static Type, base: &str) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("klass", json!(of.klass));
    put("shareable", json!(of.shareable));
    put("metadata", json!(of.metadata));
    put("plural", json!(of.plural));
    put("displayName", json!(display_name(of.class_name())));
    put("collectionName", json!(of.collection_name));
    put("secondaryMetadata", json!(of.secondary_metadata));
    put("nameableObject", json!(of.nameable));
    put("href", json!(format!("{base}/schemas/{}", of.name)));
    put("subscribable", json!(of.subscribable));
    put("subscribableObject", json!(of.subscribable_object));
    put("dataShareable", json!(of.data_shareable));
    put("dataReadShareable", json!(of.data_read_shareable));
    put("dataWriteShareable", json!(of.data_write_shareable));
    put("embeddedObject", json!(of.embedded));
    put("defaultPrivate", json!(of.default_private));
    put("implicitPrivateAuthority", json!(of.implicit_private_authority));
    put("identifiableObject", json!(of.identifiable));
    put("favoritable", json!(of.favoritable));
    put("persisted", json!(of.persisted));
    put("translatable", json!(of.translatable));
    put("name", json!(of.wire_name));
    put("singular", json!(of.name));
    put("namespace", json!(NAMESPACE));
    put("order", json!(of.order));
    put("references", json!(of.references));
    if let Some(endpoint) = of.endpoint {
        put("relativeApiEndpoint", json!(endpoint));
        put("apiEndpoint", json!(format!("{base}{endpoint}")));
    }
    put("authorities", of.authorities.iter().map(authority).collect());
    put("properties", of.properties.iter().map(|property| describe_property(registry, of, property, base)).collect());
    Value::Object(out)
}

fn authority((kind, names): &(AuthorityType, &'static [&'static str])) -> Value {
    let word = match kind {
        AuthorityType::Create => "CREATE",
        AuthorityType::CreatePublic => "CREATE_PUBLIC",
        AuthorityType::CreatePrivate => "CREATE_PRIVATE",
        AuthorityType::Externalize => "EXTERNALIZE",
        AuthorityType::Read => "READ",
        AuthorityType::Update => "UPDATE",
        AuthorityType::Delete => "DELETE",
        AuthorityType::DataRead => "DATA_READ",
        AuthorityType::DataCreate => "DATA_CREATE",
    };
    json!({"type": word, "authorities": names})
}

/// `dataElement` → `Data Element`.
pub fn display_name(name: &str) -> String {
    let mut out = String::new();
    for (index, letter) in name.chars().enumerate() {
        if index == 0 {
            out.extend(letter.to_uppercase());
        } else {
            if letter.is_uppercase() {
                out.push(' ');
            }
            out.push(letter);
        }
    }
    out
}

/// The description of one property.
pub fn describe_property(registry: &'static Registry, of: &Type, property: &Property, base: &str) -> Value {
    let mut out = Map::new();
    let mut put = |key: &str, value: Value| out.insert(key.to_owned(), value);
    put("name", json!(property.name));
    put("fieldName", json!(property.field_name));
    put("propertyType", json!(property.kind.name()));
    put("klass", json!(property.klass));
    put("persisted", json!(property.persisted));
    put("owner", json!(property.owner));
    put("simple", json!(property.simple));
    put("required", json!(property.required));
    put("unique", json!(property.unique));
    put("readable", json!(property.readable));
    put("writable", json!(property.writable));
    put("sortable", json!(property.sortable));
    put("attribute", json!(property.attribute));
    put("ordered", json!(property.ordered));
    put("collection", json!(property.is_collection()));
    put("translatable", json!(property.translatable));
    put("identifiableObject", json!(property.identifiable_object));
    put("nameableObject", json!(property.nameable_object));
    put("embeddedObject", json!(property.embedded_object));
    put("analyticalObject", json!(property.analytical_object));
    put("propertyTransformer", json!(property.property_transformer));
    put("manyToMany", json!(property.many_to_many));
    put("oneToMany", json!(property.one_to_many));
    put("manyToOne", json!(property.many_to_one));
    put("oneToOne", json!(property.one_to_one));
    put("gistPreferences", json!({"included": property.gist_included, "transformation": property.gist_transformation}));
    if property.is_collection() {
        put("collectionName", json!(property.key));
        put("itemKlass", json!(property.item_klass));
        put("itemPropertyType", json!(property.item_kind.map(PropertyType::name)));
        if property.key != "aggregationLevels" {
            put("collectionWrapping", json!(true));
        }
    }
    if !property.constants.is_empty() {
        put("constants", json!(property.constants));
    }
    limits(property, &mut put);
    words(of, property, &mut put);
    links(registry, property, base, &mut put);
    Value::Object(out)
}

fn limits(property: &Property, put: &mut impl FnMut(&str, Value) -> Option<Value>) {
    if let Some(length) = property.length {
        put("length", json!(length as i64));
    }
    let any_number = (property.kind == PropertyType::Number && property.persisted).then_some(f64::MIN);
    if let Some(min) = property.min.or(any_number) {
        put("min", json!(min));
        put("max", json!(property.max.unwrap_or(f64::MAX)));
    }
}

fn words(of: &Type, property: &Property, put: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let texts = [
        ("cascade", property.cascade),
        ("owningRole", property.owning_role),
        ("inverseRole", property.inverse_role),
        ("translationKey", property.translation_key),
        ("i18nTranslationKey", property.i18n_translation_key),
        ("description", description(of, property.key)),
    ];
    for (key, text) in texts {
        if let Some(text) = text {
            put(key, json!(text));
        }
    }
    let plain = ["code", "lastUpdated", "id", "href", "created", "attributeValues", "name", "shortName", "dimensionItemType"];
    if !plain.contains(&property.key) {
        put("namespace", json!(NAMESPACE));
    }
}

fn description(of: &Type, key: &str) -> Option<&'static str> {
    match key {
        "code" => Some("The unique code for this Object."),
        "name" => Some("The name of this Object. Required and unique."),
        "created" => Some("The date this object was created."),
        "lastUpdated" => Some("The date this object was last updated."),
        "id" if !ANNOTATED.contains(&of.name) => Some("The Unique Identifier for this Object."),
        _ => None,
    }
    .filter(|_| of.identifiable)
}

fn links(registry: &'static Registry, property: &Property, base: &str, put: &mut impl FnMut(&str, Value) -> Option<Value>) {
    let kind = property.item_kind.unwrap_or(property.kind);
    let Some(target) = property.target.and_then(|class| registry.by_class(class)) else { return };
    if kind == PropertyType::Reference {
        put("href", json!(format!("{base}/schemas/{}", target.name)));
    }
    let Some(endpoint) = target.endpoint.filter(|_| property.relative_api_endpoint != Some("")) else { return };
    put("relativeApiEndpoint", json!(endpoint));
    if kind == PropertyType::Reference {
        put("apiEndpoint", json!(format!("{base}{endpoint}")));
    }
}
