//! The statements of exceptions from locks.

use afya_store::Sql;

use crate::locks::Filter;

const STAMP: &str = "'YYYY-MM-DD\"T\"HH24:MI:SS.MS'";

/// A pair of a key and a reference.
fn reference(alias: &'static str, key: &'static str) -> Sql {
    let mut sql = Sql::new("'");
    sql.push(key)
        .push("', case when ")
        .push(alias)
        .push(".uid is not null then json_build_object('id', ")
        .push(alias)
        .push(".uid, 'code', ")
        .push(alias)
        .push(".code, 'name', ")
        .push(alias);
    sql.push(".name, 'displayName', ").push(alias).push(".name, 'created', to_char(").push(alias);
    sql.push(".created, ").push(STAMP).push("), 'lastUpdated', to_char(").push(alias).push(".lastupdated, ");
    sql.push(STAMP).push(")) end");
    sql
}

/// The fields that an exception and a combination of exceptions share.
fn common() -> Sql {
    let mut sql = Sql::new("'period', json_build_object('id', p.iso, 'startDate', to_char(p.startdate, ");
    sql.push(STAMP).push("), 'endDate', to_char(p.enddate, ").push(STAMP);
    sql.push("), 'periodType', t.name), ").append(reference("s", "dataSet"));
    sql
}

/// Exceptions that pass all filters, each as JSON text, and how many there are.
pub(crate) fn list(key: Option<i64>, filters: &[Filter], window: Option<(i64, i64)>) -> Sql {
    let mut sql = Sql::new(
        "select json_strip_nulls(json_build_object('id', l.lockexceptionid::text, 'name', s.name || ' (' || ",
    );
    sql.push("coalesce(o.name || ', ', '') || p.iso || ')', 'created', to_char(l.created, ")
        .push(STAMP)
        .push("), ");
    sql.append(reference("o", "organisationUnit")).push(", ").append(common());
    sql.push(
        "))::text as exception, count(*) over () as total from lockexception l join dataset s using (datasetid) \
         join period p using (periodid) join periodtype t on t.periodtypeid = p.periodtypeid left join organisationunit o using (organisationunitid) where true",
    );
    if let Some(key) = key {
        sql.push(" and l.lockexceptionid = ").bind(key);
    }
    for filter in filters {
        let (column, values) = match filter {
            Filter::Units(uids) => (" and o.uid = any(", uids),
            Filter::Sets(uids) => (" and s.uid = any(", uids),
            Filter::Periods(ids) => (" and p.iso = any(", ids),
        };
        sql.push(column).bind(values.clone()).push(")");
    }
    sql.push(" order by l.lockexceptionid");
    if let Some((limit, offset)) = window {
        sql.push(" limit ").bind(limit).push(" offset ").bind(offset);
    }
    sql
}

/// Data sets and periods that have exceptions, each as JSON text.
pub(crate) fn combinations() -> Sql {
    let mut sql =
        Sql::new("select json_strip_nulls(json_build_object('name', s.name || ' (' || p.iso || ')', ");
    sql.append(common()).push(
        "))::text as exception from (select distinct datasetid, periodid from lockexception) l join dataset s using (datasetid) \
         join period p using (periodid) join periodtype t on t.periodtypeid = p.periodtypeid order by s.name, p.iso",
    );
    sql
}

/// Units by identifier, and whether they have a data set.
pub(crate) fn units(units: &[String], set: &str) -> Sql {
    let mut sql = Sql::new(
        "select o.uid, o.path, exists (select from datasetsource m join dataset s using (datasetid) \
         where m.sourceid = o.organisationunitid and s.uid = ",
    );
    sql.bind(set)
        .push(") as assigned from organisationunit o where o.uid = any(")
        .bind(units.to_vec())
        .push(")");
    sql
}

/// Adds an exception at each of these units where there is none yet.
pub(crate) fn add(set: &str, period: i64, units: &[String]) -> Sql {
    let mut sql = Sql::new(
        "insert into lockexception (lockexceptionid, organisationunitid, periodid, datasetid, created) \
         select nextval('hibernate_sequence'), o.organisationunitid, ",
    );
    sql.bind(period)
        .push("::bigint, s.datasetid, now() from organisationunit o join dataset s on s.uid = ")
        .bind(set);
    sql.push(" where o.uid = any(").bind(units.to_vec());
    sql.push(
        ") and not exists (select from lockexception l where l.organisationunitid = o.organisationunitid \
         and l.datasetid = s.datasetid and l.periodid = ",
    );
    sql.bind(period).push(")");
    sql
}

/// Removes the exceptions of a data set and a period, at one unit if it is named.
pub(crate) fn remove(set: &str, period: &str, unit: Option<&str>) -> Sql {
    let mut sql = Sql::new(
        "delete from lockexception l using dataset s, period p where s.datasetid = l.datasetid and p.periodid = l.periodid and s.uid = ",
    );
    sql.bind(set).push(" and p.iso = ").bind(period);
    if let Some(unit) = unit {
        sql.push(" and l.organisationunitid in (select o.organisationunitid from organisationunit o where o.uid = ");
        sql.bind(unit).push(")");
    }
    sql
}

/// Removes the exceptions that were given before a moment.
pub(crate) fn forget_before(moment: &str) -> Sql {
    let mut sql = Sql::new("delete from lockexception where created < ");
    sql.bind(moment).push("::text::timestamp");
    sql
}
