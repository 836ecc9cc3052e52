//! The statements of this room.

use afya_store::Sql;

use crate::dimensions::DisplayProperty;
use crate::dimensions::org_units::{OrgUnitOptions, Piece, Selection};

/// The name to show of the row with this alias: translated where there is a translation for the locale.
pub(crate) fn display_name(alias: &'static str, display: DisplayProperty, locale: Option<&str>) -> Sql {
    let (property, column) = match display {
        DisplayProperty::Name => ("NAME", "name"),
        DisplayProperty::ShortName => ("SHORT_NAME", "shortname"),
    };
    let mut plain = Sql::empty();
    plain.push(alias).push(".").push(column);
    let Some(locale) = locale else { return plain };
    let mut sql = Sql::new("coalesce((select nullif(e->>'value', '') from jsonb_array_elements(");
    sql.push(alias)
        .push(".translations) e where e->>'locale' = ")
        .bind(locale)
        .push(" and e->>'property' = ")
        .bind(property);
    sql.push(" limit 1), ").append(plain).push(")");
    sql
}

/// A common table expression `chosen(place, id)`: the units that the pieces name.
fn chosen(selection: &Selection, own: &[String]) -> Sql {
    let mut sql = Sql::new(
        "chosen(place, id) as (select distinct on (id) place, id from (select 0 as place, null::bigint as id where false",
    );
    for (index, piece) in selection.pieces.iter().enumerate() {
        sql.push(" union all select ").bind(i64::try_from(index).unwrap_or(i64::MAX)).push("::bigint, ");
        match piece {
            Piece::Unit(uid) => {
                sql.push("organisationunitid from organisationunit where uid = ").bind(uid);
            }
            Piece::User { steps: 0 } => {
                sql.push("organisationunitid from organisationunit where uid = any(")
                    .bind(own.to_vec())
                    .push(")");
            }
            Piece::User { steps } => {
                sql.push("o.organisationunitid from organisationunit o join organisationunit r on o.path like r.path || '/%'");
                sql.push(" and o.hierarchylevel = r.hierarchylevel + ")
                    .bind(*steps)
                    .push("::int where r.uid = any(");
                sql.bind(own.to_vec()).push(")");
            }
            Piece::DataSet(uid) => {
                sql.push("s.sourceid from datasetsource s join dataset d on d.datasetid = s.datasetid where d.uid = ").bind(uid);
            }
            Piece::Program(uid) => {
                sql.push("s.organisationunitid from program_organisationunits s join program p on p.programid = s.programid");
                sql.push(" where p.uid = ").bind(uid);
            }
        }
    }
    sql.push(") piece order by id, place)");
    sql
}

/// The units of a selection: those that the pieces name, or those at the levels and in the groups that lie within them.
pub(crate) fn org_units(selection: &Selection, own: &[String], options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("with ");
    sql.append(chosen(selection, own));
    sql.push(" select o.organisationunitid as id, o.uid, o.code, ");
    sql.append(display_name("o", options.display, options.locale.as_deref()));
    sql.push(" as name, o.path, o.hierarchylevel as level from organisationunit o");
    if selection.levels.is_empty() && selection.groups.is_empty() {
        sql.push(" join chosen c on c.id = o.organisationunitid order by c.place, o.name, o.uid");
        return sql;
    }
    sql.push(
        " where (not exists (select from chosen) or exists (select from chosen c join organisationunit b",
    );
    sql.push(" on b.organisationunitid = c.id where o.path = b.path or o.path like b.path || '/%')) and (");
    sql.push("o.hierarchylevel in (select l.level from orgunitlevel l where l.level::text = any(")
        .bind(selection.levels.clone());
    sql.push(") or l.uid = any(").bind(selection.levels.clone()).push("))");
    sql.push(" or exists (select from orgunitgroupmembers m join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid");
    sql.push(" where m.organisationunitid = o.organisationunitid and g.uid = any(")
        .bind(selection.groups.clone());
    sql.push("))) order by o.name, o.uid");
    sql
}

/// What the levels and groups of a selection are called, and the units that bound them.
pub(crate) fn org_unit_keywords(selection: &Selection, own: &[String], options: &OrgUnitOptions) -> Sql {
    let locale = options.locale.as_deref();
    let mut sql = Sql::new("with ");
    sql.append(chosen(selection, own));
    sql.push(" select l.uid, l.code, ").append(display_name("l", DisplayProperty::Name, locale));
    sql.push(" as name from orgunitlevel l where l.level::text = any(").bind(selection.levels.clone());
    sql.push(") or l.uid = any(").bind(selection.levels.clone()).push(") union all select g.uid, g.code, ");
    sql.append(display_name("g", options.display, locale));
    sql.push(" from orgunitgroup g where g.uid = any(").bind(selection.groups.clone());
    sql.push(") union all select o.uid, o.code, ").append(display_name("o", options.display, locale));
    sql.push(" from organisationunit o join chosen c on c.id = o.organisationunitid");
    sql
}

/// Map features of these units, as DHIS2's short keys, in the order of their kind. `roots` are the caller's view units.
pub(crate) fn geo_features(
    units: &[i64],
    roots: &[String],
    request: &crate::geo_features::GeoRequest,
) -> Sql {
    let options = &request.options;
    let mut sql = Sql::new("with unit as (select o.*, ");
    match &request.coordinate_field {
        Some(attribute) => {
            sql.push("(o.attributevalues->").bind(attribute).push("->>'value')::jsonb as shape,");
        }
        None => {
            sql.push("st_asgeojson(o.geometry, 15)::jsonb as shape,");
        }
    }
    sql.push(" array_position(").bind(units.to_vec()).push(", o.organisationunitid) as place");
    sql.push(" from organisationunit o where o.organisationunitid = any(").bind(units.to_vec()).push("))");
    sql.push(
        ", feature as (select u.*, case when shape->>'type' in ('Point', 'MultiPoint') then 1 \
         when shape->>'type' in ('Polygon', 'MultiPolygon', 'LineString') then 2 else 0 end as ty from unit u \
         where shape is not null) \
         select coalesce(json_agg(json_strip_nulls(json_build_object('id', f.uid, 'code', f.code, 'na', ",
    );
    sql.append(display_name("f", options.display, options.locale.as_deref()));
    sql.push(
        ", 'hcd', exists (select from organisationunit d where d.parentid = f.organisationunitid and d.geometry is not null), \
         'hcu', exists (select from organisationunit d where d.parentid = p.parentid and d.geometry is not null), \
         'le', f.hierarchylevel, 'pg', ",
    );
    sql.append(parent_graph("f", roots));
    sql.push(", 'pi', p.uid, 'pn', ").append(display_name(
        "p",
        DisplayProperty::Name,
        options.locale.as_deref(),
    ));
    sql.push(", 'ty', f.ty, 'co', replace(f.shape->>'coordinates', ', ', ','), 'dimensions', ");
    if request.include_group_sets {
        sql.push(
            "(select coalesce(json_object_agg(s.uid, g.uid), '{}'::json) from orgunitgroupmembers m \
             join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid \
             join orgunitgroupsetmembers sm on sm.orgunitgroupid = g.orgunitgroupid \
             join orgunitgroupset s on s.orgunitgroupsetid = sm.orgunitgroupsetid \
             where m.organisationunitid = f.organisationunitid)",
        );
    } else {
        sql.push("'{}'::json");
    }
    sql.push(
        ")) order by f.ty, f.place), '[]'::json)::text as features from feature f \
         left join organisationunit p on p.organisationunitid = f.parentid",
    );
    sql
}

/// What must hold of an attribute that map features are drawn from.
pub(crate) fn coordinate_field(attribute: &str) -> Sql {
    let mut sql = Sql::new(
        "select name, valuetype, coalesce(objecttypes @> '[\"ORGANISATION_UNIT\"]', false) as of_units from attribute where uid = ",
    );
    sql.bind(attribute);
    sql
}

/// The ancestors' identifiers of the unit with this alias, from the nearest root of `roots` down, joined by slashes.
fn parent_graph(alias: &'static str, roots: &[String]) -> Sql {
    let mut sql = Sql::new(
        "(select coalesce(string_agg(a.uid, '/' order by a.hierarchylevel), '') from organisationunit a where ",
    );
    sql.push(alias)
        .push(".path like a.path || '/%' and a.hierarchylevel >= coalesce((select max(r.hierarchylevel)");
    sql.push(" from organisationunit r where r.uid = any(").bind(roots.to_vec()).push(") and ");
    sql.push(alias).push(".path like r.path || '/%'), 1))");
    sql
}
