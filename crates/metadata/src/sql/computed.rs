//! Properties that are no column of their own: names in the caller's language, addresses, sharing, attribute values.

use afya_schema::query::Shape;
use afya_schema::{Property, PropertyType, Storage, Type};
use afya_store::Sql;

use super::{Alias, Scope, access, dimensions, fill, set_order, text};

/// The value of a property that is made the same way for every type, or nothing when its storage says all.
pub(crate) fn value(
    of: &'static Type,
    property: &'static Property,
    shape: &Shape,
    alias: Alias,
    scope: &Scope,
) -> Option<Sql> {
    if property.answer.is_some() || matches!(property.storage, Storage::Expression(_)) {
        return None;
    }
    if let Some(made) = dimensions::value(of, property, shape, alias, scope) {
        return Some(made);
    }
    match property.key {
        "access" => Some(match shape {
            Shape::Keys(_) => keys(shape, fill("to_jsonb({})", [access::access(of, alias, scope)])),
            _ => access::access(of, alias, scope),
        }),
        "href" => href(of, alias, scope),
        "sharing" => Some(sharing(property, shape, alias)),
        "attributeValues" => Some(attribute_values(property, shape, alias)),
        "favorite" => Some(is_favorite(of, alias, scope)),
        "user" if property.property_transformer => {
            let created_by = of.property("createdBy")?;
            let Storage::Reference(column) = created_by.storage else { return None };
            Some(user(alias.column(column)))
        }
        "lastUpdatedBy" => {
            let Storage::Reference(column) = property.storage else { return None };
            Some(user(alias.column(column)))
        }
        _ if property.property_transformer && property.kind == PropertyType::Reference => {
            let Storage::Reference(column) = property.storage else { return None };
            Some(user(alias.column(column)))
        }
        _ if property.property_transformer => users(of, property, alias),
        key => dimensional(of, key, alias).or_else(|| display(of, key, alias, scope)),
    }
}

/// Whether the caller has marked an object.
pub(crate) fn is_favorite(of: &'static Type, alias: Alias, scope: &Scope) -> Sql {
    if !of.favoritable {
        return "false".into();
    }
    fill("coalesce(jsonb_exists({}, {}), false)", [alias.column("favorites"), text(&scope.caller.uid)])
}

/// What a dimension or an item of one says of itself.
fn dimensional(of: &'static Type, key: &str, alias: Alias) -> Option<Sql> {
    const TYPES: [(&str, &str); 16] = [
        ("category", "CATEGORY"),
        ("categoryOptionGroupSet", "CATEGORY_OPTION_GROUP_SET"),
        ("dataElementGroupSet", "DATA_ELEMENT_GROUP_SET"),
        ("optionGroupSet", "OPTION_GROUP_SET"),
        ("organisationUnitGroupSet", "ORGANISATION_UNIT_GROUP_SET"),
        ("categoryOption", "CATEGORY_OPTION"),
        ("categoryOptionGroup", "CATEGORY_OPTION_GROUP"),
        ("dataElement", "DATA_ELEMENT"),
        ("dataElementGroup", "DATA_ELEMENT_GROUP"),
        ("dataSet", "REPORTING_RATE"),
        ("expressionDimensionItem", "EXPRESSION_DIMENSION_ITEM"),
        ("indicator", "INDICATOR"),
        ("optionGroup", "OPTION_GROUP"),
        ("organisationUnit", "ORGANISATION_UNIT"),
        ("organisationUnitGroup", "ORGANISATION_UNIT_GROUP"),
        ("programIndicator", "PROGRAM_INDICATOR"),
    ];
    match key {
        "dimension" | "dimensionItem" if of.table.is_some() => Some(alias.column("uid")),
        "allItems" => Some("false".into()),
        "dimensionType" | "dimensionItemType" => {
            TYPES.iter().find(|(name, _)| *name == of.name).map(|(_, word)| text(word))
        }
        _ => None,
    }
}

/// Users of a collection, as DHIS2 shows them wherever an object names some.
fn users(of: &'static Type, property: &'static Property, alias: Alias) -> Option<Sql> {
    let Storage::ManyToMany { table, owner, item, .. } = &property.storage else { return None };
    Some(fill(
        "(select coalesce(json_agg(json_build_object('id', u.uid, 'code', u.code, 'name', u.firstname || ' ' || u.surname, \
         'displayName', u.firstname || ' ' || u.surname, 'username', u.username)), '[]'::json) from (select u.* \
         from {} m join userinfo u on u.userinfoid = m.{} where m.{} = {} order by {}) u)",
        [
            super::name(table),
            super::name(item),
            super::name(owner),
            alias.column(of.key_column?),
            set_order::of_users("u"),
        ],
    ))
}

/// A template of a type's file, its places filled.
pub(crate) fn expression(template: &'static str, alias: Alias, scope: &Scope) -> Sql {
    let mut sql = Sql::empty();
    let mut rest = template;
    while let Some(open) = rest.find('{') {
        sql.push(&rest[..open]);
        let after = &rest[open..];
        let place = [("{t}", 0), ("{locale}", 1), ("{user}", 2), ("{base}", 3)]
            .into_iter()
            .find(|(name, _)| after.starts_with(name));
        let Some((name, number)) = place else {
            sql.push(&after[..1]);
            rest = &after[1..];
            continue;
        };
        match number {
            0 => sql.append(alias.sql()),
            1 => sql.bind(scope.locale).push("::text"),
            2 => sql.append(text(&scope.caller.uid)),
            _ => sql.append(text(scope.base)),
        };
        rest = &after[name.len()..];
    }
    sql.push(rest);
    sql
}

/// A template on two rows: `{t}` and `{o}`.
pub(crate) fn pair(template: &'static str, alias: Alias, other: Alias) -> Sql {
    let mut sql = Sql::empty();
    for (index, part) in template.split("{t}").enumerate() {
        if index > 0 {
            sql.append(alias.sql());
        }
        for (place, text) in part.split("{o}").enumerate() {
            if place > 0 {
                sql.append(other.sql());
            }
            sql.push(text);
        }
    }
    sql
}

fn href(of: &Type, alias: Alias, scope: &Scope) -> Option<Sql> {
    let endpoint = of.endpoint?;
    of.identifiable
        .then(|| fill("{} || {}", [text(&format!("{}{endpoint}/", scope.base)), alias.column("uid")]))
}

/// A user as DHIS2 shows it wherever an object names one.
fn user(key: Sql) -> Sql {
    fill(
        "(select json_build_object('id', u.uid, 'code', u.code, 'name', u.firstname || ' ' || u.surname, \
         'displayName', u.firstname || ' ' || u.surname, 'username', u.username) from userinfo u where u.userinfoid = {})",
        [key],
    )
}

/// Sharing with the names of its users and groups.
fn sharing(property: &Property, shape: &Shape, alias: Alias) -> Sql {
    let Storage::Json(column) = property.storage else {
        return "json_build_object('users', json_build_object(), 'userGroups', json_build_object())".into();
    };
    let column = || alias.column(column);
    let whole = fill(
        "jsonb_build_object('owner', {}->'owner', 'public', {}->'public', 'users', \
         (select coalesce(jsonb_object_agg(e.key, e.value || jsonb_build_object('displayName', u.firstname || ' ' || u.surname)), jsonb_build_object()) \
          from jsonb_each(case when jsonb_typeof({}->'users') = 'object' then {}->'users' end) e left join userinfo u on u.uid = e.key), 'userGroups', \
         (select coalesce(jsonb_object_agg(e.key, e.value || jsonb_build_object('displayName', g.name)), jsonb_build_object()) \
          from jsonb_each(case when jsonb_typeof({}->'userGroups') = 'object' then {}->'userGroups' end) e left join usergroup g on g.uid = e.key))",
        [column(), column(), column(), column(), column(), column()],
    );
    keys(shape, whole)
}

/// The keys asked of a made object, or all of it.
fn keys(shape: &Shape, whole: Sql) -> Sql {
    let Shape::Keys(tree) = shape else { return whole };
    let wanted: Vec<String> =
        tree.fields.iter().filter(|(_, field)| field.named).map(|(name, _)| name.clone()).collect();
    if wanted.is_empty() || !tree.presets.is_empty() {
        return whole;
    }
    let mut list = Sql::empty();
    list.bind(wanted);
    fill(
        "(select coalesce(jsonb_object_agg(p.key, p.value), jsonb_build_object()) from jsonb_each({}) p where p.key = any({}))",
        [whole, list],
    )
}

/// Attribute values as a list; an attribute has its identifier, or what is asked of it.
fn attribute_values(property: &Property, shape: &Shape, alias: Alias) -> Sql {
    let Storage::Json(column) = property.storage else { return "'[]'::json".into() };
    let below = match shape {
        Shape::Keys(tree) => {
            tree.fields.iter().find(|(name, _)| name == "attribute").map(|(_, field)| &field.below)
        }
        _ => None,
    };
    let wants = |key: &str| match shape {
        Shape::Keys(tree) => {
            !tree.presets.is_empty() || tree.fields.iter().any(|(name, field)| name == key && field.named)
        }
        _ => true,
    };
    let mut parts: Vec<Sql> = Vec::new();
    if wants("attribute") {
        let asked = |key: &str| {
            below.is_some_and(|tree| {
                tree.presets.is_empty() && tree.fields.iter().any(|(name, _)| name == key)
            })
        };
        let plain = below.is_none_or(|tree| tree.fields.is_empty());
        let mut keys: Vec<Sql> = Vec::new();
        for (key, column) in [
            ("id", "uid"),
            ("name", "name"),
            ("code", "code"),
            ("shortName", "shortname"),
            ("valueType", "valuetype"),
        ] {
            if asked(key) || (plain && key == "id") {
                keys.push(fill("{}, a.{}", [text(key), super::name(column)]));
            }
        }
        if asked("displayName") {
            keys.push("'displayName', a.name".into());
        }
        if asked("unique") {
            keys.push("'unique', a.isunique".into());
        }
        if asked("mandatory") {
            keys.push("'mandatory', a.mandatory".into());
        }
        parts.push(fill("'attribute', json_build_object({})", [Sql::join(keys, ", ")]));
    }
    if wants("value") {
        parts.push("'value', e.value->>'value'".into());
    }
    fill(
        "(select coalesce(json_agg(json_build_object({}) order by e.key), '[]'::json) from jsonb_each({}) e left join attribute a on a.uid = e.key)",
        [Sql::join(parts, ", "), alias.column(column)],
    )
}

/// `displayName` and its kin: the translation for the caller's locale, else the value itself.
fn display(of: &'static Type, key: &str, alias: Alias, scope: &Scope) -> Option<Sql> {
    let base = base_property(of, key)?;
    let own = translated(base, alias, scope)?;
    if key != "displayFormName" {
        return Some(own);
    }
    let fallback = translated(of.property("name")?, alias, scope)?;
    Some(if base.key == "formName" { fill("coalesce({}, {})", [own, fallback]) } else { own })
}

/// The stored property behind a display property: `name` for `displayName`.
pub(crate) fn base_property(of: &'static Type, key: &str) -> Option<&'static Property> {
    let rest = key.strip_prefix("display")?;
    let mut letters = rest.chars();
    let base = format!("{}{}", letters.next()?.to_lowercase(), letters.as_str());
    let stored = |property: &&'static Property| matches!(property.storage, Storage::Column(_));
    let own = of.property(&base).filter(stored);
    own.or_else(|| if key == "displayFormName" { of.property("name").filter(stored) } else { None })
}

/// A column's value in the caller's language.
pub(crate) fn translated(property: &Property, alias: Alias, scope: &Scope) -> Option<Sql> {
    let Storage::Column(column) = property.storage else { return None };
    let plain = alias.column(column);
    let (Some(locale), Some(key)) = (scope.locale, property.translation_key) else { return Some(plain) };
    Some(fill(
        "coalesce((select nullif(e->>'value', '') from jsonb_array_elements({}) e where e->>'locale' = {} and e->>'property' = {} limit 1), {})",
        [alias.column("translations"), text(locale), text(key), plain],
    ))
}
