//! The statements of an export.

use afya_store::Sql;

use super::data_readable;
use crate::export::{Order, Request};

/// Those of the sets whose data the caller may not read.
pub(crate) fn unreadable_sets(sets: &[String], caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new("select s.uid from dataset s where s.uid = any(");
    sql.bind(sets.to_vec()).push(") and not ").append(data_readable("s", caller, groups));
    sql.push(" order by 1");
    sql
}

/// The condition that an option combo has no option whose data the caller may not read.
fn combo_readable(combo: &'static str, caller: &str, groups: &[String]) -> Sql {
    let mut sql =
        Sql::new("not exists (select from categoryoptioncombos_categoryoptions m join categoryoption o ");
    sql.push("on o.categoryoptionid = m.categoryoptionid where m.categoryoptioncomboid = ").push(combo);
    sql.push(".categoryoptioncomboid and not ").append(data_readable("o", caller, groups)).push(")");
    sql
}

/// Those of the option combos whose data the caller may not read.
pub(crate) fn unreadable_combos(combos: &[String], caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new("select a.uid from categoryoptioncombo a where a.uid = any(");
    sql.bind(combos.to_vec()).push(") and not ").append(combo_readable("a", caller, groups));
    sql.push(" order by 1");
    sql
}

/// The paths of units.
pub(crate) fn paths(units: &[String]) -> Sql {
    let mut sql = Sql::new("select uid, path from organisationunit where uid = any(");
    sql.bind(units.to_vec()).push(") order by uid");
    sql
}

/// The identifier of an option combo by its key.
pub(crate) fn combo_uid(id: i64) -> Sql {
    let mut sql = Sql::new("select uid from categoryoptioncombo where categoryoptioncomboid = ");
    sql.bind(id);
    sql
}

/// The values, a row each with the column `value` (JSON text). What stands in the head of the answer is left out of them.
/// Without `caller` every value is read; with it those of options, and of elements in sets, whose data may be read.
pub(crate) fn values(request: &Request, caller: Option<(&str, &[String])>) -> Sql {
    let mut sql = Sql::new("select json_strip_nulls(json_build_object('dataElement', e.uid");
    if request.period().is_none() {
        sql.push(", 'period', p.iso");
    }
    if request.unit().is_none() {
        sql.push(", 'orgUnit', o.uid");
    }
    sql.push(", 'categoryOptionCombo', c.uid");
    if request.attribute_combo().is_none() {
        sql.push(", 'attributeOptionCombo', a.uid");
    }
    sql.push(
        ", 'value', v.value, 'storedBy', v.storedby, 'created', to_char(v.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"+0000\"'), \
         'lastUpdated', to_char(v.lastupdated, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"+0000\"'), 'comment', v.comment, \
         'followup', nullif(v.followup, false), 'deleted', nullif(v.deleted, false)))::text as value \
         from datavalue v join dataelement e on e.dataelementid = v.dataelementid join period p on p.periodid = v.periodid \
         join organisationunit o on o.organisationunitid = v.sourceid \
         join categoryoptioncombo c on c.categoryoptioncomboid = v.categoryoptioncomboid \
         join categoryoptioncombo a on a.categoryoptioncomboid = v.attributeoptioncomboid where ",
    );
    sql.append(elements(request)).append(periods(request)).append(units(request));
    if !request.include_deleted {
        sql.push(" and not v.deleted");
    }
    if !request.option_combos.is_empty() {
        sql.push(" and c.uid = any(").bind(request.option_combos.clone()).push(")");
    }
    if !request.attribute_combos.is_empty() {
        sql.push(" and a.uid = any(").bind(request.attribute_combos.clone()).push(")");
    }
    if let Some((caller, groups)) = caller {
        sql.push(" and ").append(combo_readable("a", caller, groups));
        sql.push(
            " and exists (select from datasetelement m join dataset s on s.datasetid = m.datasetid \
             where m.dataelementid = e.dataelementid and ",
        );
        sql.append(data_readable("s", caller, groups)).push(")");
    }
    sql.append(order(request));
    sql
}

fn elements(request: &Request) -> Sql {
    let mut sql = Sql::new("(e.uid = any(");
    sql.bind(request.elements.clone());
    sql.push(
        ") or exists (select from datasetelement m join dataset s on s.datasetid = m.datasetid \
         where m.dataelementid = e.dataelementid and s.uid = any(",
    );
    sql.bind(request.sets.clone());
    sql.push(
        ")) or exists (select from dataelementgroupmembers m join dataelementgroup g on g.dataelementgroupid = m.dataelementgroupid \
         where m.dataelementid = e.dataelementid and g.uid = any(",
    );
    sql.bind(request.element_groups.clone()).push(")))");
    sql
}

fn periods(request: &Request) -> Sql {
    let mut sql = Sql::empty();
    if !request.periods.is_empty() {
        sql.push(" and p.iso = any(").bind(request.periods.clone()).push(")");
    }
    if let (Some(start), Some(end)) = (request.start, request.end) {
        sql.push(" and p.startdate >= ").bind(start.to_string()).push("::text::date");
        sql.push(" and p.enddate <= ").bind(end.to_string()).push("::text::date");
    }
    if let Some(moment) = &request.last_updated {
        sql.push(" and v.lastupdated >= ").bind(moment.as_str()).push("::text::timestamp");
    }
    if let Some(seconds) = request.last_updated_seconds {
        sql.push(" and v.lastupdated >= now()::timestamp - make_interval(secs => ");
        sql.bind(seconds).push("::bigint)");
    }
    sql
}

fn units(request: &Request) -> Sql {
    let mut sql = Sql::new(" and (o.uid = any(");
    sql.bind(request.units.clone()).push(")");
    if request.children {
        sql.push(
            " or exists (select from organisationunit h where o.path like h.path || '/%' and h.uid = any(",
        );
        sql.bind(request.units.clone()).push("))");
    }
    sql.push(
        " or exists (select from orgunitgroupmembers m join orgunitgroup g on g.orgunitgroupid = m.orgunitgroupid \
         where m.organisationunitid = o.organisationunitid and g.uid = any(",
    );
    sql.bind(request.unit_groups.clone()).push(")))");
    if let Some(level) = request.level {
        sql.push(" and o.hierarchylevel = ").bind(level).push("::bigint");
    }
    sql
}

fn order(request: &Request) -> Sql {
    let mut sql = Sql::new(" order by ");
    for order in &request.orders {
        sql.push(match order {
            Order::Element => "e.uid, ",
            Order::Period => "p.startdate, p.enddate, ",
            Order::Unit => "o.path, ",
            Order::AttributeCombo => "a.uid, ",
            Order::Created => "v.created, ",
        });
    }
    sql.push("v.dataelementid, v.periodid, v.sourceid, v.categoryoptioncomboid, v.attributeoptioncomboid");
    if let Some(limit) = request.limit.filter(|limit| *limit > 0) {
        sql.push(" limit ").bind(limit);
    }
    if let Some(offset) = request.offset.filter(|offset| *offset > 0) {
        sql.push(" offset ").bind(offset);
    }
    sql
}
