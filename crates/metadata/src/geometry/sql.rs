//! Statements over the geometries of org units.

use std::collections::BTreeMap;

use afya_schema::Type;
use afya_store::Sql;

use super::Named;
use crate::sql::{Scope, access, fill, text};

/// The kind of an attribute, and whether it is for org units.
pub(super) fn attribute(uid: &str) -> Sql {
    fill(
        "select valuetype::text as kind, coalesce(objecttypes ? 'ORGANISATION_UNIT', false) as usable from attribute where uid = {}",
        [text(uid)],
    )
}

/// Org units by their names, whether each has what is imported, and whether the caller may change it.
pub(super) fn units(
    of: &'static Type,
    named: Named,
    names: Vec<String>,
    attribute: Option<&str>,
    scope: &Scope,
) -> Sql {
    let alias = scope.alias();
    let name = alias.column(match named {
        Named::Uid => "uid",
        Named::Code => "code",
        Named::Name => "name",
    });
    let there = match attribute {
        Some(uid) => fill("coalesce({} ? {}, false)", [alias.column("attributevalues"), text(uid)]),
        None => fill("{} is not null", [alias.column("geometry")]),
    };
    let mut wanted = Sql::empty();
    wanted.bind(names);
    fill(
        "select {}::text as name, {} as key, {} as there, coalesce({}, false) as may_update from organisationunit {} where {} = any({}::text[])",
        [
            name.clone(),
            alias.column("organisationunitid"),
            there,
            access::update(of, alias, scope),
            alias.sql(),
            name,
            wanted,
        ],
    )
}

/// Gives org units their geometries, as GeoJSON by key, or takes them away.
pub(super) fn set(
    shapes: &BTreeMap<i64, Option<String>>,
    attribute: Option<&str>,
    caller: i64,
    now: &str,
) -> Sql {
    let (mut keys, mut texts, mut who) = (Sql::empty(), Sql::empty(), Sql::empty());
    keys.bind(shapes.keys().copied().collect::<Vec<i64>>());
    texts.bind(shapes.values().map(|shape| shape.clone().unwrap_or_default()).collect::<Vec<String>>());
    who.bind(caller);
    let change = match attribute {
        None => "geometry = case when s.shape <> '' then st_geomfromgeojson(s.shape) end".into(),
        Some(uid) => fill(
            "attributevalues = coalesce(o.attributevalues, '{}'::jsonb) - {} \
             || case when s.shape <> '' then jsonb_build_object({}, jsonb_build_object('value', s.shape)) else '{}'::jsonb end",
            ["{}".into(), text(uid), text(uid), "{}".into()],
        ),
    };
    fill(
        "update organisationunit o set {}, lastupdated = {}::timestamp, lastupdatedby = {} \
         from unnest({}::bigint[], {}::text[]) as s (key, shape) where o.organisationunitid = s.key",
        [change, text(now), who, keys, texts],
    )
}

/// Takes away all geometries, or all values of an attribute.
pub(super) fn clear(attribute: Option<&str>) -> Sql {
    match attribute {
        None => "update organisationunit set geometry = null".into(),
        Some(uid) => fill(
            "update organisationunit set attributevalues = attributevalues - {} where attributevalues ? {}",
            [text(uid), text(uid)],
        ),
    }
}
