//! The statements of the executor that answers from columns.

use afya_access::Caller;
use afya_store::Sql;
use jiff::civil::Date;

use super::facets::belonging;
use super::readable;
use crate::plan::Facet;

/// Option combos and attribute option combos by number, as rows `v`.
pub(crate) fn combos(pairs: &[(i64, i64)]) -> Sql {
    let mut sql = Sql::new("unnest(");
    sql.bind(pairs.iter().map(|pair| pair.0).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(pairs.iter().map(|pair| pair.1).collect::<Vec<_>>());
    sql.push("::bigint[]) with ordinality as v (categoryoptioncomboid, attributeoptioncomboid, number)");
    sql
}

/// Units by number, as rows `v`.
pub(crate) fn units(keys: &[i64]) -> Sql {
    let mut sql = Sql::new("unnest(");
    sql.bind(keys.to_vec()).push("::bigint[]) with ordinality as v (sourceid, number)");
    sql
}

/// Elements by number, as rows `v`.
pub(crate) fn elements(keys: &[i64]) -> Sql {
    let mut sql = Sql::new("unnest(");
    sql.bind(keys.to_vec()).push("::bigint[]) with ordinality as v (dataelementid, number)");
    sql
}

/// Which of some rows belong to which items of a facet, as PostgreSQL's executor has it.
pub(crate) fn belonging_of(source: &Sql, facet: &Facet) -> Sql {
    let mut sql = Sql::new("select v.number - 1 as number, f.uid from ");
    sql.append(source.clone()).push(" cross join lateral (").append(belonging(facet)).push(") f");
    sql
}

/// Makes the triggers that note changes, where they are not there yet, within a transaction.
pub(crate) const FOLLOW: &str = include_str!("change_triggers.sql");

/// Takes the triggers away and what they noted, unless another server follows; within a transaction.
pub(crate) const UNFOLLOW: &str = include_str!("change_triggers_removed.sql");

/// Which moment a transaction sees, and which triggers note changes. A trigger that was made anew, or was off for a while, is another.
pub(crate) fn moment() -> Sql {
    Sql::new(
        "select pg_current_snapshot()::text as snapshot, coalesce((select string_agg(t.oid::text || ':' || t.xmin::text || t.tgenabled::text, ' ' order by t.oid) \
         from pg_trigger t where t.tgname like 'afya\\_note%' and t.tgrelid in ('public.datavalue'::regclass, \
         'public.organisationunit'::regclass, 'public.dataelement'::regclass, 'public.dataelementaggregationlevels'::regclass)), '') as triggers",
    )
}

/// What has become visible since a moment.
pub(crate) fn changes(snapshot: &str) -> Sql {
    let mut sql = Sql::new("select distinct kind, element, period, unit from afya.change");
    sql.append(unseen(snapshot));
    sql
}

/// As `changes`, for whoever only wants to know what changed; of very many some.
pub(crate) fn changes_at_most(snapshot: &str, rows: usize) -> Sql {
    let mut sql = Sql::new("select distinct kind, element, period, unit from afya.change");
    sql.append(unseen(snapshot)).push(" limit ").bind(i64::try_from(rows).unwrap_or(i64::MAX));
    sql
}

/// Whether the log still has everything that came after a moment, which has been.
pub(crate) fn is_told(reader: &str, snapshot: &str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.append(known(reader, snapshot)).push(" and pg_snapshot_xmax(").bind(snapshot);
    sql.push("::text::pg_snapshot) <= pg_snapshot_xmax(pg_current_snapshot()) as holds");
    sql
}

/// The identifiers of those elements that the caller may read.
pub(crate) fn readable_elements(keys: &[i64], caller: &Caller) -> Sql {
    let mut sql = Sql::new("select e.uid from dataelement e where e.dataelementid = any(");
    sql.bind(keys.to_vec()).push(")").append(readable("e", caller)).push(" order by e.uid");
    sql
}

/// The changes of transactions that a moment did not show. A number is no order of commits: what was still open then is told
/// apart by the snapshot itself.
fn unseen(snapshot: &str) -> Sql {
    let mut sql = Sql::new(" where xid >= pg_snapshot_xmin(");
    sql.bind(snapshot).push("::text::pg_snapshot) and not pg_visible_in_snapshot(xid, ");
    sql.bind(snapshot).push("::text::pg_snapshot)");
    sql
}

/// Whether a moment still shows all there is, for a reader that is known.
pub(crate) fn is_current(reader: &str, snapshot: &str, triggers: &str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.append(known(reader, snapshot));
    // In the order of the index, for what is asked of lies at its end: the log is not read from its start.
    sql.push(" and not exists (select from (select xid from afya.change").append(unseen(snapshot));
    sql.push(" order by xid) later)");
    sql.push(" and m.triggers = ").bind(triggers).push(" as holds from (").append(moment()).push(") m");
    sql
}

/// Whether a reader is known that nobody has taken anything away from since a moment.
pub(crate) fn is_known(reader: &str, snapshot: &str) -> Sql {
    let mut sql = Sql::new("select ");
    sql.append(known(reader, snapshot)).push(" as holds");
    sql
}

fn known(reader: &str, snapshot: &str) -> Sql {
    let mut sql = Sql::new("exists (select from afya.change_reader where reader = ");
    sql.bind(reader).push(" and oldest <= pg_snapshot_xmin(").bind(snapshot).push("::text::pg_snapshot))");
    sql
}

/// Says that a reader is there and which transactions it has all of; whether it still was there. It never has fewer than before.
pub(crate) fn seen(reader: &str, snapshot: &str) -> Sql {
    let mut sql =
        Sql::new("update afya.change_reader set seen = now(), oldest = greatest(oldest, pg_snapshot_xmin(");
    sql.bind(snapshot).push("::text::pg_snapshot)) where reader = ").bind(reader);
    sql
}

/// Says that a reader begins; from now on nothing is taken away that it has not read.
pub(crate) fn begins(reader: &str) -> Sql {
    let mut sql = Sql::new("insert into afya.change_reader (reader, oldest, seen) values (");
    sql.bind(reader).push(", pg_snapshot_xmin(pg_current_snapshot()), now())");
    sql
}

/// Which database this is, whatever it is called.
pub(crate) fn database() -> Sql {
    Sql::new(
        "select (select system_identifier from pg_control_system())::text || '/' || \
         (select oid from pg_database where datname = current_database())::text as database",
    )
}

/// Lets one reader stand where another one does that is known and has everything until a moment. While it is added the other one
/// cannot say that it has more, so that nothing of what comes after the moment is taken away.
pub(crate) fn begins_beside(reader: &str, other: &str, snapshot: &str) -> Sql {
    let mut sql = Sql::new("with other as (select oldest from afya.change_reader where reader = ");
    sql.bind(other)
        .push(" and oldest <= pg_snapshot_xmin(")
        .bind(snapshot)
        .push("::text::pg_snapshot) for update) ");
    sql.push("insert into afya.change_reader (reader, oldest, seen) select ")
        .bind(reader)
        .push(", pg_snapshot_xmin(");
    sql.bind(snapshot).push("::text::pg_snapshot), now() from other");
    sql
}

/// Says that the file of a reader is still wanted.
pub(crate) fn wanted(reader: &str) -> Sql {
    let mut sql = Sql::new("update afya.change_reader set seen = now() where reader = ");
    sql.bind(reader);
    sql
}

/// Forgets a reader.
pub(crate) fn ends(reader: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.change_reader where reader = ");
    sql.bind(reader);
    sql
}

/// Forgets readers that were not seen for ten minutes. Those of files, whose names have a stroke, wait for their servers for a day.
pub(crate) fn forget_readers() -> Sql {
    Sql::new(
        "delete from afya.change_reader where seen < now() - \
         case when reader like '%/%' then interval '1 day' else interval '10 minutes' end",
    )
}

/// Takes away what every reader has.
pub(crate) fn prune() -> Sql {
    Sql::new("delete from afya.change where xid < (select min(oldest) from afya.change_reader)")
}

/// Which values there are of elements.
pub(crate) fn element_facts() -> Sql {
    Sql::new(
        "select d.dataelementid as key, d.valuetype, d.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT') as is_averaged, \
         coalesce(d.zeroissignificant, false) as zero_is_significant, \
         exists (select from dataelementaggregationlevels l where l.dataelementid = d.dataelementid) as has_levels from dataelement d",
    )
}

/// The hierarchy.
pub(crate) fn hierarchy() -> Sql {
    Sql::new("select organisationunitid as key, coalesce(path, '') as path from organisationunit")
}

/// All periods.
pub(crate) fn periods() -> Sql {
    Sql::new(
        "select p.periodid as key, p.periodtypeid::bigint as kind_key, t.name as kind, p.startdate::text as starts, p.enddate::text as ends \
         from period p join periodtype t on t.periodtypeid = p.periodtypeid order by p.startdate, p.periodid",
    )
}

/// All values.
pub(crate) const VALUES: &str = "copy (select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value \
     from datavalue where not deleted and value is not null) to stdout (format binary)";

/// The values of periods that begin on the day that was said before, or later; a copy takes no binds.
pub(crate) const VALUES_SINCE: &str = "copy (select dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value \
     from datavalue where not deleted and value is not null and periodid in (select p.periodid from period p \
     where p.startdate >= current_setting('afya.since')::date)) to stdout (format binary)";

/// Says the first day of what is copied, for the rest of a transaction.
pub(crate) fn since(day: Date) -> Sql {
    let mut sql = Sql::new("select set_config('afya.since', ");
    sql.bind(day.to_string()).push(", true)");
    sql
}

/// How many values there are, and of how many elements and periods, by the first day of their periods, the newest first.
pub(crate) fn counts_by_start() -> Sql {
    Sql::new(
        "select p.startdate::text as starts, sum(v.number)::bigint as values, sum(v.elements)::bigint as segments \
         from (select periodid, sum(number) as number, count(*) as elements from (select dataelementid, periodid, count(*) as number \
         from datavalue where not deleted and value is not null group by dataelementid, periodid) e group by periodid) v join period p on p.periodid = v.periodid \
         group by p.startdate order by p.startdate desc",
    )
}

/// The values of some elements and periods; of one unit where one is said.
pub(crate) fn values(keys: &[(i64, i64, Option<i64>)]) -> Sql {
    let (single, whole): (Vec<_>, Vec<_>) = keys.iter().copied().partition(|key| key.2.is_some());
    let mut sql = values_of(&whole, " and v.periodid = k.period");
    sql.push(" union all ");
    sql.append(values_of(&single, " and v.periodid = k.period and v.sourceid = k.unit"));
    sql
}

fn values_of(keys: &[(i64, i64, Option<i64>)], by: &'static str) -> Sql {
    let mut sql = Sql::new(
        "select v.dataelementid, v.periodid, v.sourceid, v.categoryoptioncomboid, v.attributeoptioncomboid, v.value from unnest(",
    );
    sql.bind(keys.iter().map(|key| key.0).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(keys.iter().map(|key| key.1).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(keys.iter().map(|key| key.2.unwrap_or_default()).collect::<Vec<_>>());
    // Each key by the primary key, however few rows the table is thought to have.
    sql.push("::bigint[]) as k (element, period, unit) cross join lateral (select * from datavalue v where v.dataelementid = k.element");
    sql.push(by).push(" and not v.deleted and v.value is not null offset 0) v");
    sql
}

/// The periods that there are values of elements in.
pub(crate) fn periods_of(elements: &[i64]) -> Sql {
    let mut sql = Sql::new(
        "select distinct dataelementid as element, periodid as period from datavalue where dataelementid = any(",
    );
    sql.bind(elements.to_vec()).push(")");
    sql
}
