//! The statements of imports: what is there, keys, rows as JSON into their tables, links.

use afya_model::Period;
use afya_schema::{Storage, Type};
use afya_store::{Bind, Sql};

use super::{Scope, access, fill, name};

/// Marks a place to go back to.
pub(crate) const SAVEPOINT: &str = "savepoint before_deletion";
/// Goes back to it.
pub(crate) const BACK_TO_SAVEPOINT: &str = "rollback to savepoint before_deletion";

/// The period types by name.
pub(crate) fn period_types() -> Sql {
    "select name::text as name, periodtypeid::bigint as key from periodtype".into()
}

/// The columns that must hold something, their types, and whether the database has a default for them.
pub(crate) fn filled_columns() -> Sql {
    "select c.relname::text as \"table\", a.attname::text as \"column\", format_type(a.atttypid, null) as type, a.atthasdef as started \
     from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_namespace n on n.oid = c.relnamespace \
     where n.nspname = 'public' and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped and a.attnotnull"
        .into()
}

/// The default objects of the category model: type and key.
pub(crate) fn defaults() -> Sql {
    "select 'category' as kind, categoryid::bigint as key from category where name = 'default' \
     union all select 'categoryOption', categoryoptionid from categoryoption where name = 'default' \
     union all select 'categoryCombo', categorycomboid from categorycombo where name = 'default' \
     union all select 'categoryOptionCombo', categoryoptioncomboid from categoryoptioncombo where name = 'default'"
        .into()
}

/// New keys.
pub(crate) fn keys(count: usize) -> Sql {
    fill(
        "select nextval('hibernate_sequence') as key from generate_series(1, {}) order by 1",
        [bind(i64::try_from(count).unwrap_or(i64::MAX))],
    )
}

/// The objects of a type with these identifiers, and what the caller may do with each; nothing for a type without them.
pub(crate) fn find(of: &Type, by_code: bool, identifiers: Vec<String>, scope: &Scope) -> Option<Sql> {
    let column = column(of, if by_code { "code" } else { "id" })?;
    let alias = scope.alias();
    let readable = access::readable(of, alias, scope).unwrap_or_else(|| "true".into());
    Some(fill(
        "select {}::text as identifier, {}::text as uid, {}::bigint as key, coalesce({}, false) as readable, \
         coalesce({}, false) as may_update, coalesce({}, false) as may_delete from {} {} where {} = any({})",
        [
            alias.column(column),
            alias.column("uid"),
            alias.column(of.key_column?),
            readable,
            access::update(of, alias, scope),
            access::delete(of, alias, scope),
            name(of.table?),
            alias.sql(),
            alias.column(column),
            texts(identifiers),
        ],
    ))
}

/// The column of a property, where it has one.
fn column(of: &Type, key: &str) -> Option<&'static str> {
    match of.property(key)?.storage {
        Storage::Column(column) => Some(column),
        _ => None,
    }
}

/// Makes periods that are not there yet.
pub(crate) fn make_periods(periods: &[Period]) -> Sql {
    fill(
        "insert into period (periodid, periodtypeid, startdate, enddate, iso) \
         select nextval('hibernate_sequence'), t.periodtypeid, p.first::date, p.last::date, p.iso \
         from unnest({}::text[], {}::text[], {}::text[], {}::text[]) as p (iso, kind, first, last) join periodtype t on t.name = p.kind \
         where not exists (select from period x where x.iso = p.iso)",
        [
            texts(periods.iter().map(Period::id).collect()),
            texts(periods.iter().map(|period| period.kind.name().to_owned()).collect()),
            texts(periods.iter().map(|period| period.start.to_string()).collect()),
            texts(periods.iter().map(|period| period.end.to_string()).collect()),
        ],
    )
}

/// The keys of periods.
pub(crate) fn periods(periods: &[Period]) -> Sql {
    fill(
        "select iso::text as iso, periodid as key from period where iso = any({})",
        [texts(periods.iter().map(Period::id).collect())],
    )
}

/// Rows of one table, given as a JSON list of objects whose keys are these columns.
pub(crate) fn insert(table: &str, columns: &[String], rows: String) -> Sql {
    let list = Sql::join(columns.iter().map(|column| name(column)), ", ");
    let values = Sql::join(columns.iter().map(|column| fill("r.{}", [name(column)])), ", ");
    fill(
        "insert into {} ({}) select {} from jsonb_populate_recordset(null::{}, {}) r",
        [name(table), list, values, name(table), json(rows)],
    )
}

/// Replaces these columns of rows, found by their key.
pub(crate) fn update(table: &str, key: &str, columns: &[String], rows: String) -> Sql {
    let set = Sql::join(columns.iter().map(|column| fill("{} = r.{}", [name(column), name(column)])), ", ");
    fill(
        "update {} t set {} from jsonb_populate_recordset(null::{}, {}) r where t.{} = r.{}",
        [name(table), set, name(table), json(rows), name(key), name(key)],
    )
}

/// Links of a join table: owner, item and, in a list, the place.
pub(crate) fn link(
    table: &str,
    owner: &str,
    item: &str,
    order: Option<&str>,
    links: &[(i64, i64, i64)],
) -> Sql {
    let mut columns = vec![name(owner), name(item)];
    columns.extend(order.map(name));
    let picked = if order.is_some() { "l.owner, l.item, l.place" } else { "l.owner, l.item" };
    let distinct = if order.is_some() { "select " } else { "select distinct " };
    let [owners, items, places] = columns_of(links);
    fill(
        "insert into {} ({}) {}{} from unnest({}::bigint[], {}::bigint[], {}::bigint[]) as l (owner, item, place)",
        [name(table), Sql::join(columns, ", "), distinct.into(), picked.into(), owners, items, places],
    )
}

/// Makes rows of other objects point to their owner: the item's key, the owner and the place.
pub(crate) fn assign(
    table: &str,
    key: &str,
    owner: &str,
    order: Option<&str>,
    links: &[(i64, i64, i64)],
) -> Sql {
    let order = order.map_or_else(Sql::empty, |order| fill(", {} = l.place", [name(order)]));
    let [owners, items, places] = columns_of(links);
    fill(
        "update {} t set {} = l.owner{} from unnest({}::bigint[], {}::bigint[], {}::bigint[]) as l (owner, item, place) where t.{} = l.item",
        [name(table), name(owner), order, owners, items, places, name(key)],
    )
}

/// Plain values of a table of values: the owner, the value as text and, in a list, the place.
pub(crate) fn values(table: &str, columns: [&str; 2], order: Option<&str>, rows: String) -> Sql {
    let mut list = vec![name(columns[0]), name(columns[1])];
    list.extend(order.map(name));
    let picked: Vec<Sql> = list.iter().map(|column| fill("r.{}", [column.clone()])).collect();
    fill(
        "insert into {} ({}) select {} from jsonb_populate_recordset(null::{}, {}) r",
        [name(table), Sql::join(list, ", "), Sql::join(picked, ", "), name(table), json(rows)],
    )
}

/// Deletes the rows of these owners.
pub(crate) fn clear(table: &str, owner: &str, keys: &[i64]) -> Sql {
    fill("delete from {} where {} = any({})", [name(table), name(owner), ints(keys)])
}

/// Lets go of the rows that point to these owners.
pub(crate) fn release(table: &str, owner: &str, keys: &[i64]) -> Sql {
    fill("update {} set {} = null where {} = any({})", [name(table), name(owner), name(owner), ints(keys)])
}

/// The values of a column with keys, of the rows of these owners.
pub(crate) fn items(table: &str, item: &str, owner: &str, keys: &[i64]) -> Sql {
    fill(
        "select {}::bigint as key from {} where {} = any({}) and {} is not null",
        [name(item), name(table), name(owner), ints(keys), name(item)],
    )
}

/// Objects of a type whose column has one of these values: the value as text and the object's identifier.
pub(crate) fn holders(of: &Type, key: &str, values: Vec<String>) -> Option<Sql> {
    let column = column(of, key)?;
    Some(fill(
        "select {}::text as value, uid::text as uid from {} where {}::text = any({})",
        [name(column), name(of.table?), name(column), texts(values)],
    ))
}

fn columns_of(links: &[(i64, i64, i64)]) -> [Sql; 3] {
    [
        ints(&links.iter().map(|link| link.0).collect::<Vec<_>>()),
        ints(&links.iter().map(|link| link.1).collect::<Vec<_>>()),
        ints(&links.iter().map(|link| link.2).collect::<Vec<_>>()),
    ]
}

pub(super) fn bind(value: impl Into<Bind>) -> Sql {
    let mut sql = Sql::empty();
    sql.bind(value);
    sql
}

pub(super) fn ints(keys: &[i64]) -> Sql {
    fill("{}::bigint[]", [bind(keys.to_vec())])
}

pub(super) fn texts(values: Vec<String>) -> Sql {
    fill("{}::text[]", [bind(values)])
}

fn json(text: String) -> Sql {
    fill("{}::jsonb", [bind(Bind::Json(text))])
}

/// All attributes.
pub(crate) fn attributes() -> Sql {
    "select uid::text as uid, name::text as name, valuetype::text as kind, coalesce(mandatory, false) as mandatory, \
     coalesce(isunique, false) as \"unique\", \
     coalesce((select array_agg(w) from jsonb_array_elements_text(objecttypes) w), '{}') as types from attribute"
        .into()
}

/// Objects of a type that have one of these values of an attribute.
pub(crate) fn attribute_holders(of: &Type, attribute: &str, values: Vec<String>) -> Option<Sql> {
    let value = fill("attributevalues -> {} ->> 'value'", [super::text(attribute)]);
    Some(fill(
        "select {} as value, uid::text as uid from {} where {} = any({})",
        [value.clone(), name(of.table?), value, texts(values)],
    ))
}

/// Gives every org unit whose place in the tree changed its path and level.
pub(crate) fn org_unit_paths() -> Sql {
    "with recursive tree as ( \
       select organisationunitid as key, '/' || uid as path, 1 as level from organisationunit where parentid is null \
       union all \
       select o.organisationunitid, t.path || '/' || o.uid, t.level + 1 from organisationunit o join tree t on o.parentid = t.key) \
     update organisationunit o set path = t.path, hierarchylevel = t.level from tree t \
     where o.organisationunitid = t.key and (o.path is distinct from t.path or o.hierarchylevel is distinct from t.level)"
        .into()
}

/// Gives options without a place one after the last of their set.
pub(crate) fn option_places() -> Sql {
    "with places as ( \
       select optionvalueid as key, coalesce((select max(m.sort_order) from optionvalue m where m.optionsetid = o.optionsetid), 0) \
         + row_number() over (partition by optionsetid order by optionvalueid) as place \
       from optionvalue o where optionsetid is not null and sort_order is null) \
     update optionvalue o set sort_order = p.place from places p where o.optionvalueid = p.key"
        .into()
}

/// The options of the categories of combos: these combos, and those with one of these categories.
pub(crate) fn combo_options(combos: Vec<i64>, categories: Vec<i64>) -> Sql {
    fill(
        "select c.categorycomboid as combo, c.sort_order::bigint as place, o.categoryoptionid as option, o.name::text as name \
         from categorycombos_categories c join categories_categoryoptions m on m.categoryid = c.categoryid \
         join categoryoption o on o.categoryoptionid = m.categoryoptionid \
         where c.categorycomboid = any({}) or c.categorycomboid in \
         (select x.categorycomboid from categorycombos_categories x where x.categoryid = any({})) \
         order by 1, 2, m.sort_order",
        [ints(&combos), ints(&categories)],
    )
}

/// The option combos of combos, each with its options in the order of their keys.
pub(crate) fn combinations(combos: Vec<i64>) -> Sql {
    fill(
        "select l.categorycomboid as combo, array_agg(o.categoryoptionid order by o.categoryoptionid) as options \
         from categorycombos_optioncombos l join categoryoptioncombos_categoryoptions o using (categoryoptioncomboid) \
         where l.categorycomboid = any({}) group by l.categorycomboid, l.categoryoptioncomboid",
        [ints(&combos)],
    )
}

/// Names option combos that came without a name after their options, in the order of their categories.
pub(crate) fn name_combinations(keys: &[i64]) -> Sql {
    fill(
        "update categoryoptioncombo c set name = (select left(string_agg(o.name, ', ' order by k.sort_order, o.categoryoptionid), 255) \
         from categoryoptioncombos_categoryoptions m join categoryoption o using (categoryoptionid) \
         left join categorycombos_optioncombos l on l.categoryoptioncomboid = m.categoryoptioncomboid \
         left join categories_categoryoptions x on x.categoryoptionid = o.categoryoptionid \
         and x.categoryid in (select k.categoryid from categorycombos_categories k where k.categorycomboid = l.categorycomboid) \
         left join categorycombos_categories k on k.categorycomboid = l.categorycomboid and k.categoryid = x.categoryid \
         where m.categoryoptioncomboid = c.categoryoptioncomboid) where c.name is null and c.categoryoptioncomboid = any({})",
        [ints(keys)],
    )
}

/// Makes option combos: the combo, its options, the name and the identifier of each.
pub(crate) fn make_combinations(new: &[(i64, Vec<i64>, String, String)]) -> Sql {
    let combos: Vec<i64> = new.iter().map(|combination| combination.0).collect();
    let options = new.iter().map(|combination| {
        let keys: Vec<String> = combination.1.iter().map(i64::to_string).collect();
        format!("{{{}}}", keys.join(","))
    });
    fill(
        "with given as materialized ( \
           select nextval('hibernate_sequence') as key, g.* from unnest({}::bigint[], {}::text[], {}::text[], {}::text[]) \
           as g (combo, options, name, uid)), \
         made as ( \
           insert into categoryoptioncombo (categoryoptioncomboid, uid, name, created, lastupdated, ignoreapproval) \
           select key, uid, name, localtimestamp, localtimestamp, false from given), \
         linked as ( \
           insert into categorycombos_optioncombos (categoryoptioncomboid, categorycomboid) select key, combo from given) \
         insert into categoryoptioncombos_categoryoptions (categoryoptioncomboid, categoryoptionid) \
         select g.key, o from given g cross join unnest(g.options::bigint[]) o",
        [
            ints(&combos),
            texts(options.collect()),
            texts(new.iter().map(|combination| combination.2.clone()).collect()),
            texts(new.iter().map(|combination| combination.3.clone()).collect()),
        ],
    )
}

/// Of which of these types each identifier is.
pub(crate) fn kinds(types: &[&'static Type], uids: &[String]) -> Sql {
    let each = types.iter().filter_map(|of| {
        let pieces = [super::text(of.name), name(of.table?), texts(uids.to_vec())];
        Some(fill("select {} as kind, uid::text as uid from {} where uid = any({})", pieces))
    });
    Sql::join(each, " union all ")
}

/// The org unit levels by their identifiers.
pub(crate) fn levels() -> Sql {
    "select uid::text as uid, level::bigint as level from orgunitlevel".into()
}

/// Remembers the new passwords of accounts, so that they are not used again.
pub(crate) fn remember_passwords(keys: &[i64]) -> Sql {
    fill(
        "insert into previouspasswords (userid, list_index, previouspassword) \
         select u.userinfoid, coalesce((select max(p.list_index) + 1 from previouspasswords p where p.userid = u.userinfoid), 0), u.password \
         from userinfo u where u.userinfoid = any({}) and u.password is not null",
        [ints(keys)],
    )
}

/// Notes who changed an object, and when.
pub(crate) fn touch(table: &str, key_column: &str, key: i64, caller: i64, now: &str) -> Sql {
    fill(
        "update {} set lastupdated = {}::timestamp, lastupdatedby = {} where {} = {}",
        [name(table), super::text(now), bind(caller), name(key_column), bind(key)],
    )
}

/// Counts the versions of objects that changed.
pub(crate) fn next_version(of: &Type, keys: &[i64]) -> Option<Sql> {
    let column = column(of, "version")?;
    Some(fill(
        "update {} set {} = coalesce({}, 0) + 1 where {} = any({})",
        [name(of.table?), name(column), name(column), name(of.key_column?), ints(keys)],
    ))
}

/// Of these data elements, those with data and another value type than given.
pub(crate) fn retyped_with_data(keys: &[i64], kinds: Vec<String>) -> Sql {
    fill(
        "select e.dataelementid as key from dataelement e join unnest({}, {}) as g (key, kind) on g.key = e.dataelementid \
         where e.valuetype <> g.kind and exists (select from datavalue v where v.dataelementid = e.dataelementid)",
        [ints(keys), texts(kinds)],
    )
}

/// The name of one row of a table whose column has one of these keys.
pub(crate) fn name_of(table: &str, column: &str, keys: &[i64]) -> Sql {
    fill(
        "select name::text as name from {} where {} = any({}) limit 1",
        [name(table), name(column), ints(keys)],
    )
}

/// The types of which an object has a value of one of these attributes.
pub(crate) fn types_with_attribute(types: &[&'static Type], attributes: &[i64]) -> Sql {
    let each = types.iter().filter_map(|of| {
        let pieces = [super::text(of.class_name()), name(of.table?), ints(attributes)];
        Some(fill(
            "select {} as class where exists (select from {} o join attribute a on o.attributevalues ? a.uid where a.attributeid = any({}))",
            pieces,
        ))
    });
    Sql::join(each, " union all ")
}

/// Adds the caller to a list of users of an object, or takes them out of it.
pub(crate) fn list_user(of: &Type, column: &str, uid: &str, user: &str, add: bool) -> Option<Sql> {
    let list = fill("coalesce({}, '[]'::jsonb) - {}", [name(column), super::text(user)]);
    let list = if add { fill("({}) || to_jsonb({})", [list, super::text(user)]) } else { list };
    Some(fill(
        "update {} set {} = {} where uid = {}",
        [name(of.table?), name(column), list, super::text(uid)],
    ))
}

/// Replaces the translations of an object, given as JSON.
pub(crate) fn translate(of: &Type, uid: &str, translations: String) -> Option<Sql> {
    fn stored(of: &Type) -> Option<&'static str> {
        match of.property("translations")?.storage {
            Storage::Json(column) => Some(column),
            _ => None,
        }
    }
    Some(fill(
        "update {} set {} = {}, lastupdated = localtimestamp where uid = {}",
        [name(of.table?), name(stored(of)?), json(translations), super::text(uid)],
    ))
}

/// A row when data hangs on one of these objects; nothing for types on which none can.
pub(crate) fn has_data(of: &Type, keys: &[i64]) -> Option<Sql> {
    let column = match of.name {
        "dataElement" => "dataelementid",
        "organisationUnit" => "sourceid",
        "categoryOptionCombo" => "categoryoptioncomboid",
        _ => return None,
    };
    Some(fill("select from datavalue where {} = any({}) limit 1", [name(column), ints(keys)]))
}

/// Counts the version of what new objects belong to, leaving out owners with these keys.
pub(crate) fn next_version_of_owner(of: &Type, new: &[i64], known: &[i64]) -> Option<Sql> {
    let template = match of.name {
        "option" => {
            "update optionset s set version = s.version + 1 where s.optionsetid in \
             (select o.optionsetid from optionvalue o where o.optionvalueid = any({})) and s.optionsetid <> all({})"
        }
        "section" => {
            "update dataset s set version = coalesce(s.version, 0) + 1 where s.datasetid in \
             (select o.datasetid from section o where o.sectionid = any({})) and s.datasetid <> all({})"
        }
        _ => return None,
    };
    Some(fill(template, [ints(new), ints(known)]))
}

/// Of these org units, one that no root is above.
pub(crate) fn rootless_org_units(keys: &[i64]) -> Sql {
    fill(
        "with recursive above as ( \
           select organisationunitid as unit, organisationunitid as key, parentid as parent from organisationunit \
           where organisationunitid = any({}) \
           union \
           select a.unit, o.organisationunitid, o.parentid from above a join organisationunit o on o.organisationunitid = a.parent) \
         select o.uid::text as uid from organisationunit o where o.organisationunitid = any({}) \
         and not exists (select from above a where a.unit = o.organisationunitid and a.parent is null) limit 1",
        [ints(keys), ints(keys)],
    )
}
