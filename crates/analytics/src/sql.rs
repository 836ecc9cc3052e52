//! The statements of this room.

use afya_store::Sql;

use afya_access::Caller;

use crate::dimensions::DisplayProperty;
use crate::dimensions::data::Operand;
use crate::dimensions::org_units::{OrgUnitOptions, Piece, Selection};

pub(crate) mod approvals;
pub(crate) mod cells;
pub(crate) mod clickhouse;
pub(crate) mod columns;
pub(crate) mod details;
pub(crate) mod facets;
pub(crate) mod indicators;
pub(crate) mod maps;
pub(crate) mod outlier_values;
pub(crate) mod outliers;
pub(crate) mod reports;
pub(crate) mod tiles;
pub(crate) mod unit_counts;
pub(crate) mod validation_results;

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

/// The units that the pieces of a selection name, in its order.
pub(crate) fn org_units_named(selection: &Selection, own: &[String], options: &OrgUnitOptions) -> Sql {
    let mut named: [(Vec<i64>, Vec<String>); 3] = Default::default();
    let mut steps_taken = Vec::new();
    for (place, piece) in (0_i64..).zip(&selection.pieces) {
        let (kind, uid) = match piece {
            Piece::Unit(uid) => (0, uid),
            Piece::DataSet(uid) => (1, uid),
            Piece::Program(uid) => (2, uid),
            Piece::User { steps } => {
                steps_taken.push((place, *steps));
                continue;
            }
        };
        named[kind].0.push(place);
        named[kind].1.push(uid.clone());
    }
    let of_kind = [
        "join organisationunit o on o.uid = w.uid",
        "join dataset d on d.uid = w.uid join datasetsource s on s.datasetid = d.datasetid \
         join organisationunit o on o.organisationunitid = s.sourceid",
        "join program p on p.uid = w.uid join program_organisationunits s on s.programid = p.programid \
         join organisationunit o on o.organisationunitid = s.organisationunitid",
    ];
    let mut parts = Vec::new();
    for ((places, uids), joined) in
        named.into_iter().zip(of_kind).filter(|((places, _), _)| !places.is_empty())
    {
        let mut part = Sql::new("select w.place, o.organisationunitid as id from unnest(");
        part.bind(places).push("::bigint[], ").bind(uids).push("::text[]) as w(place, uid) ").push(joined);
        parts.push(part);
    }
    for (place, steps) in steps_taken {
        let mut part = Sql::new("select ");
        part.bind(place).push("::bigint as place, o.organisationunitid as id from organisationunit o");
        if steps == 0 {
            part.push(" where o.uid = any(").bind(own.to_vec()).push(")");
        } else {
            part.push(" join organisationunit r on o.path like r.path || '/%' and o.hierarchylevel = r.hierarchylevel + ");
            part.bind(steps).push("::int where r.uid = any(").bind(own.to_vec()).push(")");
        }
        parts.push(part);
    }
    let mut sql = unit_columns(options);
    sql.push(" join (select min(place) as place, id from (").append(Sql::join(parts, " union all "));
    sql.push(") piece group by id) c on c.id = o.organisationunitid order by c.place, o.name, o.uid");
    sql
}

/// The start of a statement about units: what is told of each.
fn unit_columns(options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select o.organisationunitid as id, o.uid, o.code, ");
    sql.append(display_name("o", options.display, options.locale.as_deref()));
    sql.push(" as name, o.path, o.hierarchylevel as level from organisationunit o");
    sql
}

/// The units at the levels and in the groups of a selection: those at or below these paths, or all where there is none.
pub(crate) fn org_units_within(selection: &Selection, paths: &[String], options: &OrgUnitOptions) -> Sql {
    // A level need not have a name.
    let numbers: Vec<i64> = selection.levels.iter().filter_map(|level| level.parse().ok()).collect();
    let has_names = numbers.len() < selection.levels.len();
    let mut sql = unit_columns(options);
    sql.push(" where ");
    if !has_names && selection.groups.is_empty() {
        sql.push("o.hierarchylevel = any(").bind(numbers).push("::bigint[])");
    } else {
        sql.push("o.organisationunitid in (select organisationunitid from organisationunit where hierarchylevel = any(");
        sql.bind(numbers)
            .push("::bigint[]) or hierarchylevel in (select level from orgunitlevel where uid = any(");
        sql.bind(selection.levels.clone())
            .push(")) union select m.organisationunitid from orgunitgroupmembers m");
        sql.push(" join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid where g.uid = any(");
        sql.bind(selection.groups.clone()).push("))");
    }
    if !paths.is_empty() {
        let below: Vec<String> = paths.iter().map(|path| format!("{path}/%")).collect();
        sql.push(" and (o.path = any(")
            .bind(paths.to_vec())
            .push(") or o.path like any(")
            .bind(below)
            .push("))");
    }
    sql.push(" order by o.name, o.uid");
    sql
}

/// What the levels and groups of a selection are called.
pub(crate) fn org_unit_keywords(selection: &Selection, options: &OrgUnitOptions) -> Sql {
    let locale = options.locale.as_deref();
    let mut sql = Sql::new("select l.uid, l.code, ");
    sql.append(display_name("l", DisplayProperty::Name, locale));
    sql.push(" as name from orgunitlevel l where l.level::text = any(").bind(selection.levels.clone());
    sql.push(") or l.uid = any(").bind(selection.levels.clone()).push(") union all select g.uid, g.code, ");
    sql.append(display_name("g", options.display, locale));
    sql.push(" from orgunitgroup g where g.uid = any(").bind(selection.groups.clone()).push(")");
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

/// The elements of a group that the caller may read, with what the group is called.
pub(crate) fn element_group(caller: &Caller, group: &str, options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select e.uid as member, g.code, ");
    sql.append(display_name("g", options.display, options.locale.as_deref()));
    sql.push(
        " as name from dataelementgroup g join dataelementgroupmembers m on m.dataelementgroupid = g.dataelementgroupid \
         join dataelement e on e.dataelementid = m.dataelementid where g.uid = ",
    );
    sql.bind(group).append(readable("e", caller)).push(" order by e.name");
    sql
}

/// Whether one of these identifiers is of a program, whose items are not answered yet.
pub(crate) fn other_items(uids: &[String]) -> Sql {
    let mut sql = Sql::new("select uid from programindicator where uid = any(");
    sql.bind(uids.to_vec()).push(") union all select uid from program where uid = any(");
    sql.bind(uids.to_vec()).push(") limit 1");
    sql
}

/// A condition (with its `and`) that the caller may read the row with this alias; nothing for a superuser.
pub(crate) fn readable(alias: &'static str, caller: &Caller) -> Sql {
    let mut sql = Sql::empty();
    if caller.is_super() {
        return sql;
    }
    let sharing = || {
        let mut column = Sql::empty();
        column.push(alias).push(".sharing");
        column
    };
    let bound = |value: &str| {
        let mut bound = Sql::empty();
        bound.bind(value);
        bound
    };
    let groups = format!("{{{}}}", caller.groups.join(","));
    sql.fill(
        " and ({}->>'public' is null or {}->>'public' like 'r%' or {}->>'owner' is null or {}->>'owner' = {} \
         or jsonb_check_user_access({}, {}, 'r%') or jsonb_check_user_groups_access({}, 'r%', {}))",
        [
            sharing(),
            sharing(),
            sharing(),
            sharing(),
            bound(&caller.uid),
            sharing(),
            bound(&caller.uid),
            sharing(),
            bound(&groups),
        ],
    );
    sql
}

/// The first of these data sets and category options whose data is not shared with the caller.
pub(crate) fn hidden_data(caller: &Caller, sets: &[i64], options: &[String]) -> Sql {
    let shared = |alias: &'static str| {
        let groups = format!("{{{}}}", caller.groups.join(","));
        let bound = |value: &str| {
            let mut bound = Sql::empty();
            bound.bind(value).push("::text");
            bound
        };
        let column = || {
            let mut column = Sql::empty();
            column.push(alias).push(".sharing");
            column
        };
        let mut sql = Sql::empty();
        sql.fill(
            "coalesce({}->>'public' like '__r%' or jsonb_check_user_access({}, {}, '__r%') \
             or jsonb_check_user_groups_access({}, '__r%', {}), false)",
            [column(), column(), bound(&caller.uid), column(), bound(&groups)],
        );
        sql
    };
    let mut sql = Sql::new("select 'Data Set' as kind, s.uid from dataset s where s.datasetid = any(");
    sql.bind(sets.to_vec()).push(") and not ").append(shared("s"));
    sql.push(" union all select 'Category Option', o.uid from categoryoption o where o.uid = any(");
    sql.bind(options.to_vec()).push(") and not ").append(shared("o"));
    sql.push(" limit 1");
    sql
}

/// Whether one of these elements has combos that must not be added up, and a category that is not taken apart.
pub(crate) fn without_total(elements: &[i64], apart: &[i64]) -> Sql {
    let mut sql = Sql::new(
        "select 1 from dataelement d join categorycombo c on c.categorycomboid = d.categorycomboid where c.skiptotal \
         and d.dataelementid = any(",
    );
    sql.bind(elements.to_vec()).push(
        ") and exists (select from categorycombos_categories k where k.categorycomboid = c.categorycomboid and not k.categoryid = any(",
    );
    sql.bind(apart.to_vec()).push(")) limit 1");
    sql
}

/// The elements and operands that are asked for and that the caller may read, in the order of the request.
pub(crate) fn data_items(caller: &Caller, wanted: &[(String, Operand)], options: &OrgUnitOptions) -> Sql {
    let column = |pick: fn(&(String, Operand)) -> Option<String>| {
        wanted.iter().map(|item| pick(item).unwrap_or_default()).collect::<Vec<_>>()
    };
    let mut sql = Sql::new(
        "select w.item, w.part as is_part, e.dataelementid as element, e.valuetype, e.aggregationtype, ",
    );
    sql.append(display_name("e", options.display, options.locale.as_deref()));
    sql.push(" as name, (select k.skiptotal from categorycombo k where k.categorycomboid = e.categorycomboid) as skips_total, \
         c.categoryoptioncomboid as option_combo, a.categoryoptioncomboid as attribute_combo, c.uid as combo_uid, a.uid as attribute_uid, e.uid, ");
    sql.append(display_name("c", DisplayProperty::Name, options.locale.as_deref())).push(" as combo_name, ");
    sql.append(display_name("a", DisplayProperty::Name, options.locale.as_deref()))
        .push(" as attribute_name");
    sql.push(" from unnest(").bind(column(|(item, _)| Some(item.clone())));
    sql.push("::text[], ").bind(column(|(_, operand)| Some(operand.element.clone())));
    sql.push("::text[], ").bind(column(|(_, operand)| operand.option_combo.clone()));
    sql.push("::text[], ").bind(column(|(_, operand)| operand.attribute_combo.clone()));
    sql.push("::text[], ")
        .bind(wanted.iter().map(|(_, operand)| operand.is_part.to_string()).collect::<Vec<_>>());
    sql.push(
        "::text[]::boolean[]) with ordinality as w (item, element, coc, aoc, part, place) join dataelement e on e.uid = w.element \
         left join categoryoptioncombo c on c.uid = w.coc left join categoryoptioncombo a on a.uid = w.aoc \
         where (w.coc = '' or c.uid is not null) and (w.aoc = '' or a.uid is not null)",
    );
    sql.append(readable("e", caller));
    sql.push(" order by w.place");
    sql
}

/// The option combos of elements, with their names: of their own category combo, and of those that data sets give them.
pub(crate) fn option_combos(elements: &[i64], options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select distinct c.uid, coalesce(");
    sql.append(display_name("c", DisplayProperty::Name, options.locale.as_deref()));
    sql.push(
        ", c.uid) as name from (select dataelementid, categorycomboid from dataelement union all \
         select dataelementid, categorycomboid from datasetelement where categorycomboid is not null) e \
         join categorycombos_optioncombos m on m.categorycomboid = e.categorycomboid \
         join categoryoptioncombo c on c.categoryoptioncomboid = m.categoryoptioncomboid where e.dataelementid = any(",
    );
    sql.bind(elements.to_vec()).push(") order by c.uid");
    sql
}

/// The names down to each unit, by slashes: from the nearest of these roots above it, or from the first of all.
pub(crate) fn unit_names(units: &[i64], roots: &[&str], locale: Option<&str>) -> Sql {
    let roots: Vec<String> = roots.iter().map(|root| (*root).to_owned()).collect();
    let mut sql = Sql::new("select u.uid, '/' || string_agg(");
    sql.append(display_name("a", DisplayProperty::Name, locale));
    sql.push(
        ", '/' order by a.hierarchylevel) as names from organisationunit u \
         join organisationunit a on u.path = a.path or u.path like a.path || '/%' where u.organisationunitid = any(",
    );
    sql.bind(units.to_vec()).push(
        ") and a.hierarchylevel >= coalesce((select max(r.hierarchylevel) from organisationunit r where u.path like r.path || '/%' \
         and r.uid = any(",
    );
    sql.bind(roots).push(")), 1) group by u.uid");
    sql
}

/// The names of all levels from the uppermost down, empty where a level has none.
pub(crate) fn level_names() -> Sql {
    Sql::new(
        "select l.name from generate_series(1, (select max(hierarchylevel) from organisationunit)) as n (level) \
         left join orgunitlevel l on l.level = n.level order by n.level",
    )
}
