//! The statements of completion.

use afya_store::Sql;
use jiff::civil::Date;

use super::{column, data_readable, data_writable};
use crate::completion::{Request, Schemes};

/// A completion: the keys of set, period, unit and attribute option combo.
pub(crate) type Key = (i64, i64, i64, i64);

/// A list of identifiers in which one may be missing.
fn texts(values: impl Iterator<Item = Option<String>>) -> Vec<String> {
    values.map(Option::unwrap_or_default).collect()
}

/// What each of these names: the set and whether the caller may write its data, the unit, and the option combo; in order.
pub(crate) fn named(
    rows: &[(String, String, Option<String>)],
    schemes: &Schemes,
    (caller, groups): (&str, &[String]),
) -> Sql {
    let mut sql = Sql::new(
        "select s.datasetid as set, s.uid as set_uid, coalesce(s.compulsoryfieldscompleteonly, false) as insists, ",
    );
    sql.append(data_writable("s", caller, groups)).push(
        " as writable, o.organisationunitid as unit, o.uid as unit_uid, o.path, a.categoryoptioncomboid as combo, coalesce((select bool_and(",
    );
    sql.append(data_writable("c", caller, groups)).push(
        ") from categoryoptioncombos_categoryoptions m join categoryoption c using (categoryoptionid) \
         where m.categoryoptioncomboid = a.categoryoptioncomboid), true) as combo_writable from unnest(",
    );
    sql.bind(texts(rows.iter().map(|row| Some(row.0.clone())))).push("::text[], ");
    sql.bind(texts(rows.iter().map(|row| Some(row.1.clone())))).push("::text[], ");
    sql.bind(texts(rows.iter().map(|row| row.2.clone())));
    sql.push("::text[]) with ordinality as n (s, o, a, i) left join dataset s on ");
    sql.append(column("s", &schemes.data_set)).push(" = n.s left join organisationunit o on ");
    sql.append(column("o", &schemes.unit)).push(
        " = n.o left join categoryoptioncombo a on case when n.a = '' then a.uid = 'HllvX50cXC0' else ",
    );
    sql.append(column("a", &schemes.attribute_combo)).push(" = n.a end order by n.i");
    sql
}

fn keys(sql: &mut Sql, keys: &[Key]) {
    sql.bind(keys.iter().map(|key| key.0).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(keys.iter().map(|key| key.1).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(keys.iter().map(|key| key.2).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(keys.iter().map(|key| key.3).collect::<Vec<_>>()).push("::bigint[]");
}

/// The compulsory fields without a value, by the place of the completion from 1.
pub(crate) fn missing(completions: &[Key]) -> Sql {
    let mut sql = Sql::new(
        "select n.i::bigint as place, e.name || case when c.uid is null or c.uid = 'HllvX50cXC0' then '' else ' ' || c.name end as name from unnest(",
    );
    keys(&mut sql, completions);
    sql.push(
        ") with ordinality as n (s, p, o, a, i) join datasetoperands m on m.datasetid = n.s \
         join dataelementoperand d on d.dataelementoperandid = m.dataelementoperandid join dataelement e on e.dataelementid = d.dataelementid \
         left join categoryoptioncombo c on c.categoryoptioncomboid = d.categoryoptioncomboid \
         where not exists (select from datavalue v where v.dataelementid = d.dataelementid and v.periodid = n.p and v.sourceid = n.o \
         and v.attributeoptioncomboid = n.a and not v.deleted and v.categoryoptioncomboid = coalesce(d.categoryoptioncomboid, v.categoryoptioncomboid)) \
         order by n.i, d.dataelementid, d.categoryoptioncomboid",
    );
    sql
}

/// Those of the completions that there are, by their place from 1.
pub(crate) fn there(completions: &[Key]) -> Sql {
    let mut sql = Sql::new("select n.i::bigint as place from unnest(");
    keys(&mut sql, completions);
    sql.push(
        ") with ordinality as n (s, p, o, a, i) join completedatasetregistration r \
         on r.datasetid = n.s and r.periodid = n.p and r.sourceid = n.o and r.attributeoptioncomboid = n.a",
    );
    sql
}

/// What a completion says besides its key.
pub(crate) struct Said {
    pub(crate) day: String,
    pub(crate) stored_by: String,
    pub(crate) last_updated_by: String,
    pub(crate) completed: bool,
}

/// Saves completions. Of those with the same key the last one counts.
pub(crate) fn save(completions: &[Key], said: &[Said]) -> Sql {
    let mut sql = Sql::new(
        "insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, storedby, lastupdatedby, \
         lastupdated, completed) select distinct on (s, p, o, a) s, p, o, a, d::timestamp, b, l, now(), c from unnest(",
    );
    keys(&mut sql, completions);
    sql.push(", ").bind(said.iter().map(|said| said.day.clone()).collect::<Vec<_>>()).push("::text[], ");
    sql.bind(said.iter().map(|said| said.stored_by.clone()).collect::<Vec<_>>()).push("::text[], ");
    sql.bind(said.iter().map(|said| said.last_updated_by.clone()).collect::<Vec<_>>()).push("::text[], ");
    sql.bind(said.iter().map(|said| said.completed.to_string()).collect::<Vec<_>>());
    sql.push(
        "::text[]::boolean[]) with ordinality as n (s, p, o, a, d, b, l, c, i) order by s, p, o, a, i desc \
         on conflict (datasetid, periodid, sourceid, attributeoptioncomboid) do update set date = excluded.date, \
         storedby = excluded.storedby, lastupdatedby = excluded.lastupdatedby, lastupdated = now(), completed = excluded.completed",
    );
    sql
}

/// Removes completions.
pub(crate) fn remove(completions: &[Key]) -> Sql {
    let mut sql = Sql::new("delete from completedatasetregistration r using unnest(");
    keys(&mut sql, completions);
    sql.push(
        ") as n (s, p, o, a) where r.datasetid = n.s and r.periodid = n.p and r.sourceid = n.o and r.attributeoptioncomboid = n.a",
    );
    sql
}

/// Says whether the set is complete; who completed it first, and when, stays.
pub(crate) fn mark((set, period, unit, combo): Key, username: &str, completed: bool) -> Sql {
    let mut sql = Sql::new(
        "insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, storedby, lastupdatedby, \
         lastupdated, completed) values (",
    );
    for key in [set, period, unit, combo] {
        sql.bind(key).push(", ");
    }
    sql.push("now(), ").bind(username).push(", ").bind(username).push(", now(), ").bind(completed);
    sql.push(
        ") on conflict (datasetid, periodid, sourceid, attributeoptioncomboid) do update set \
         lastupdatedby = excluded.lastupdatedby, lastupdated = now(), completed = excluded.completed",
    );
    sql
}

/// Those of the sets that there are and whose data the caller may read.
pub(crate) fn readable_sets(sets: &[String], whose: Option<(&str, &[String])>) -> Sql {
    let mut sql = Sql::new("select s.uid from dataset s where s.uid = any(");
    sql.bind(sets.to_vec()).push(")");
    if let Some((caller, groups)) = whose {
        sql.push(" and ").append(data_readable("s", caller, groups));
    }
    sql
}

/// The completions that a request asks for, each as JSON text.
pub(crate) fn list(request: &Request, sets: &[String]) -> Sql {
    let schemes = &request.schemes;
    let mut sql = Sql::new("select json_strip_nulls(json_build_object('period', p.iso, 'dataSet', ");
    sql.append(column("s", &schemes.data_set))
        .push(", 'organisationUnit', ")
        .append(column("o", &schemes.unit));
    sql.push(", 'attributeOptionCombo', ").append(column("a", &schemes.attribute_combo));
    sql.push(
        ", 'date', to_char(r.date, 'YYYY-MM-DD'), 'storedBy', r.storedby, 'completed', r.completed))::text as completion \
         from completedatasetregistration r join dataset s using (datasetid) join period p using (periodid) \
         join organisationunit o on o.organisationunitid = r.sourceid \
         join categoryoptioncombo a on a.categoryoptioncomboid = r.attributeoptioncomboid where s.uid = any(",
    );
    sql.bind(sets.to_vec()).push(")");
    if !request.periods.is_empty() {
        sql.push(" and p.iso = any(").bind(request.periods.clone()).push(")");
    }
    if let (Some(start), Some(end)) = (request.start, request.end) {
        sql.push(" and p.startdate >= ").bind(start.to_string()).push("::text::date and p.enddate <= ");
        sql.bind(end.to_string()).push("::text::date");
    }
    if let Some(created) = &request.created {
        sql.push(" and r.date >= ").bind(created).push("::text::timestamp");
    }
    if let Some(seconds) = request.created_seconds {
        sql.push(" and r.date >= now() - ").bind(seconds).push("::bigint * interval '1 second'");
    }
    sql.push(" and (o.uid = any(").bind(request.units.clone()).push(")");
    if request.children {
        sql.push(
            " or exists (select from organisationunit u where o.path like u.path || '/%' and u.uid = any(",
        );
        sql.bind(request.units.clone()).push("))");
    }
    sql.push(
        " or exists (select from orgunitgroupmembers m join orgunitgroup g using (orgunitgroupid) \
         where m.organisationunitid = o.organisationunitid and g.uid = any(",
    );
    sql.bind(request.unit_groups.clone())
        .push("))) order by p.startdate, o.organisationunitid, s.datasetid, a.categoryoptioncomboid");
    if let Some(limit) = request.limit {
        sql.push(" limit ").bind(limit);
    }
    sql
}

/// A unit and, with `below`, its children.
pub(crate) fn unit_and_children(uid: &str, below: bool) -> Sql {
    let mut sql =
        Sql::new("select o.organisationunitid as id, o.path from organisationunit o where o.uid = ");
    sql.bind(uid);
    if below {
        sql.push(" or o.parentid = (select organisationunitid from organisationunit where uid = ")
            .bind(uid)
            .push(")");
    }
    sql
}

/// Those of the sets that are closed for a period on a day, without an exception for one of the units.
pub(crate) fn closed(sets: &[i64], period: &afya_model::period::Period, units: &[i64], today: Date) -> Sql {
    let mut sql = Sql::new("select s.uid from dataset s where s.datasetid = any(");
    sql.bind(sets.to_vec()).push(") and s.expirydays > 0 and ").bind(period.end.to_string());
    sql.push("::text::date + ceil(s.expirydays)::integer + 1 < ").bind(today.to_string());
    sql.push("::text::date and not exists (select from lockexception l join period p using (periodid) where l.datasetid = s.datasetid \
         and p.iso = ").bind(period.id()).push(" and l.organisationunitid = any(").bind(units.to_vec()).push(")) order by 1");
    sql
}
