//! The statements of bounds of values.

use afya_store::Sql;

use crate::min_max::Bounds;

/// The keys of bounds as columns `e`, `o`, `c`, `low`, `high`, `g` in the order `i` of the request.
fn sent(bounds: &[Bounds]) -> Sql {
    let texts = |pick: fn(&Bounds) -> &Option<String>| -> Vec<String> {
        bounds.iter().map(|one| pick(one).clone().unwrap_or_default()).collect()
    };
    let numbers = |pick: fn(&Bounds) -> Option<i64>| -> Vec<i64> {
        bounds.iter().map(|one| pick(one).unwrap_or_default()).collect()
    };
    let mut sql = Sql::new("unnest(");
    sql.bind(texts(|one| &one.data_element)).push("::text[], ");
    sql.bind(texts(|one| &one.org_unit)).push("::text[], ");
    sql.bind(texts(|one| &one.option_combo)).push("::text[], ");
    sql.bind(numbers(|one| one.min_value.map(i64::from))).push("::bigint[], ");
    sql.bind(numbers(|one| one.max_value.map(i64::from))).push("::bigint[], ");
    sql.bind(numbers(|one| Some(i64::from(one.generated.unwrap_or(true)))));
    sql.push("::bigint[]) with ordinality as n (e, o, c, low, high, g, i)");
    sql
}

const FOUND: &str = " join dataelement e on e.uid = n.e join organisationunit o on o.uid = n.o join categoryoptioncombo c on c.uid = n.c ";

/// Saves bounds; those whose element, unit or option combo there is not are left out, and of several for the same cell the
/// last one counts.
pub(crate) fn save(bounds: &[Bounds]) -> Sql {
    let mut sql = Sql::new(
        "insert into minmaxdataelement (dataelementid, sourceid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue) \
         select distinct on (1, 2, 3) e.dataelementid, o.organisationunitid, c.categoryoptioncomboid, n.low::integer, n.high::integer, n.g = 1 from ",
    );
    sql.append(sent(bounds)).push(FOUND).push(
        "order by 1, 2, 3, n.i desc on conflict (sourceid, dataelementid, categoryoptioncomboid) do update set \
         minimumvalue = excluded.minimumvalue, maximumvalue = excluded.maximumvalue, generatedvalue = excluded.generatedvalue",
    );
    sql
}

/// Deletes bounds.
pub(crate) fn delete(bounds: &[Bounds]) -> Sql {
    let mut sql = Sql::new(
        "delete from minmaxdataelement m where (m.dataelementid, m.sourceid, m.categoryoptioncomboid) in \
         (select e.dataelementid, o.organisationunitid, c.categoryoptioncomboid from ",
    );
    sql.append(sent(bounds)).push(FOUND).push(")");
    sql
}

/// The elements of a set.
pub(crate) fn elements(set: &str) -> Sql {
    let mut sql = Sql::new(
        "select e.uid from dataset s join datasetelement m using (datasetid) join dataelement e using (dataelementid) where s.uid = ",
    );
    sql.bind(set);
    sql
}

/// Those of the sets that there are.
pub(crate) fn sets(sets: &[String]) -> Sql {
    let mut sql = Sql::new("select uid from dataset where uid = any(");
    sql.bind(sets.to_vec()).push(")");
    sql
}

/// Deletes the bounds of the elements of sets at a unit and everywhere below it.
pub(crate) fn clear(sets: &[String], path: &str) -> Sql {
    let mut sql = Sql::new(
        "delete from minmaxdataelement m using organisationunit o where o.organisationunitid = m.sourceid and (o.path = ",
    );
    sql.bind(path).push(" or o.path like ").bind(path).push("::text || '/%') and m.dataelementid in ");
    sql.push(
        "(select x.dataelementid from datasetelement x join dataset s using (datasetid) where s.uid = any(",
    );
    sql.bind(sets.to_vec()).push("))");
    sql
}

/// Saves bounds that lie so many standard deviations around the average of the numbers of a unit, for the elements of
/// sets. A cell that never changed has none; counts have no bound below zero.
pub(crate) fn generate(sets: &[String], unit: i64, factor: f64) -> Sql {
    let mut sql = Sql::new(
        "insert into minmaxdataelement (dataelementid, sourceid, categoryoptioncomboid, minimumvalue, maximumvalue, generatedvalue) \
         select dataelementid, sourceid, categoryoptioncomboid, \
         case when valuetype in ('INTEGER_POSITIVE', 'INTEGER_ZERO_OR_POSITIVE') then greatest(0, low) else low end, \
         case when valuetype = 'INTEGER_NEGATIVE' then least(0, high) else high end, true from (select dataelementid, sourceid, \
         categoryoptioncomboid, valuetype, least(greatest(floor(average - spread * f + 0.5), -2147483648), 2147483647)::integer as low, \
         least(greatest(floor(average + spread * f + 0.5), -2147483648), 2147483647)::integer as high from (select ",
    );
    sql.bind(factor).push(
        "::float8 as f, v.dataelementid, v.sourceid, v.categoryoptioncomboid, e.valuetype, avg(v.value::float8) as average, \
         stddev_pop(v.value::float8) as spread from datavalue v join dataelement e using (dataelementid) where v.sourceid = ",
    );
    sql.bind(unit).push(
        " and not v.deleted and v.value ~ '^[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,2})?$' and e.valuetype in \
         ('INTEGER', 'INTEGER_POSITIVE', 'INTEGER_NEGATIVE', 'INTEGER_ZERO_OR_POSITIVE', 'NUMBER', 'UNIT_INTERVAL', 'PERCENTAGE') \
         and e.dataelementid in (select x.dataelementid from datasetelement x join dataset s using (datasetid) where s.uid = any(",
    );
    sql.bind(sets.to_vec()).push(
        ")) and v.categoryoptioncomboid in (select l.categoryoptioncomboid from categorycombos_optioncombos l where l.categorycomboid in \
         (select e.categorycomboid union select x.categorycomboid from datasetelement x where x.dataelementid = e.dataelementid)) \
         group by v.dataelementid, v.sourceid, v.categoryoptioncomboid, e.valuetype) s where spread <> 0) b",
    );
    sql
}
