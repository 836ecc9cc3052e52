//! Statements of the import of data values.

use afya_store::Sql;

use super::data_writable;
use crate::values::Placed;

/// Whether a caller may write data: by sharing, as the owner, or where nobody owns the object or its sharing says nothing.
fn may_write(alias: &'static str, caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new("(");
    sql.push(alias)
        .push(".sharing->>'owner' is null or ")
        .push(alias)
        .push(".sharing->>'owner' = ")
        .bind(caller);
    sql.push("::text or ").push(alias).push(".sharing->>'public' is null or ");
    sql.append(data_writable(alias, caller, groups)).push(")");
    sql
}

pub(crate) fn data_set(uid: &str, caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select s.datasetid as id, t.name as period_type, s.categorycomboid as combo, coalesce(s.openfutureperiods, 0) as open_future, \
         trunc(coalesce(s.expirydays, 0))::bigint as expiry_days, coalesce(s.openperiodsaftercoenddate, 0) as after_option, \
         coalesce(s.novaluerequirescomment, false) as comment_for_no_value, ",
    );
    sql.append(may_write("s", caller, groups));
    sql.push(
        " as writable from dataset s join periodtype t on t.periodtypeid = s.periodtypeid where s.uid = ",
    )
    .bind(uid);
    sql
}

pub(crate) fn sets_of(elements: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select distinct s.uid from dataset s join datasetelement m on m.datasetid = s.datasetid \
         join dataelement e on e.dataelementid = m.dataelementid where e.uid = any(",
    );
    sql.bind(elements.to_vec()).push(") order by s.uid");
    sql
}

/// The newest data set of each of these elements, or none.
pub(crate) fn set_of_each(elements: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select e.uid, (select s.uid from datasetelement m join dataset s on s.datasetid = m.datasetid \
         where m.dataelementid = e.dataelementid order by s.created desc limit 1) as set from dataelement e where e.uid = any(",
    );
    sql.bind(elements.to_vec()).push(")");
    sql
}

/// The elements of a set, with the words that their values and comments may be.
pub(crate) fn elements(set: i64, uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select e.uid, e.dataelementid as id, e.valuetype, coalesce(m.categorycomboid, e.categorycomboid) as combo, \
         (select array_agg(o.code::text) from optionvalue o where o.optionsetid = e.optionsetid) as options, \
         (select array_agg(o.code::text) from optionvalue o where o.optionsetid = e.commentoptionsetid) as comment_options \
         from datasetelement m join dataelement e on e.dataelementid = m.dataelementid where m.datasetid = ",
    );
    sql.bind(set).push(" and e.uid = any(").bind(uids.to_vec()).push(")");
    sql
}

pub(crate) fn units(set: i64, uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select o.uid, o.organisationunitid as id, o.path, o.openingdate::text as opening, o.closeddate::text as closed, \
         exists (select from datasetsource s where s.sourceid = o.organisationunitid and s.datasetid = ",
    );
    sql.bind(set)
        .push(") as assigned from organisationunit o where o.uid = any(")
        .bind(uids.to_vec())
        .push(")");
    sql
}

/// Option combos with the days and places that their options are bound to, and the options that the caller may not write.
pub(crate) fn combos(uids: &[String], caller: &str, groups: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select c.uid, c.categoryoptioncomboid as id, \
         array(select m.categorycomboid from categorycombos_optioncombos m where m.categoryoptioncomboid = c.categoryoptioncomboid) as combos, \
         max(o.startdate)::date::text as starts, min(o.enddate)::date::text as ends, \
         coalesce(json_agg((select json_agg(u.path) from categoryoption_organisationunits l \
           join organisationunit u on u.organisationunitid = l.organisationunitid where l.categoryoptionid = o.categoryoptionid)) \
           filter (where exists (select from categoryoption_organisationunits l where l.categoryoptionid = o.categoryoptionid)), '[]'::json) \
         as places, coalesce(array_agg(o.uid::text order by o.categoryoptionid) filter (where not ",
    );
    sql.append(may_write("o", caller, groups));
    sql.push(
        "), '{}') as barred from categoryoptioncombo c \
         left join categoryoptioncombos_categoryoptions m on m.categoryoptioncomboid = c.categoryoptioncomboid \
         left join categoryoption o on o.categoryoptionid = m.categoryoptionid where c.uid = any(",
    );
    sql.bind(uids.to_vec()).push(") group by c.uid, c.categoryoptioncomboid");
    sql
}

pub(crate) fn lock_exceptions(set: i64, units: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select o.uid as unit, p.iso as period from lockexception l join organisationunit o on o.organisationunitid = l.organisationunitid \
         join period p on p.periodid = l.periodid where l.datasetid = ",
    );
    sql.bind(set).push(" and o.uid = any(").bind(units.to_vec()).push(")");
    sql
}

pub(crate) fn input_periods(set: i64) -> Sql {
    let mut sql = Sql::new(
        "select p.iso as period, i.openingdate::text as opening, i.closingdate::text as closing from datainputperiod i \
         join period p on p.periodid = i.periodid where i.datasetid = ",
    );
    sql.bind(set);
    sql
}

pub(crate) fn approvals(set: i64, units: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select o.uid as unit, p.iso as period, c.uid as combo from dataset s join dataapproval a on a.workflowid = s.workflowid \
         join organisationunit o on o.organisationunitid = a.organisationunitid join period p on p.periodid = a.periodid \
         join categoryoptioncombo c on c.categoryoptioncomboid = a.attributeoptioncomboid where s.datasetid = ",
    );
    sql.bind(set).push(" and o.uid = any(").bind(units.to_vec()).push(")");
    sql
}

const DELETED: i64 = 1;
const FOLLOW_UP: i64 = 2;
const NO_FOLLOW_UP: i64 = 4;
const NO_VALUE: i64 = 8;
const NO_COMMENT: i64 = 16;

fn marks(value: &Placed) -> i64 {
    let mut marks = if value.deleted { DELETED } else { 0 };
    marks |= match value.follow_up {
        Some(true) => FOLLOW_UP,
        Some(false) => NO_FOLLOW_UP,
        None => 0,
    };
    marks |= if value.value.is_none() { NO_VALUE } else { 0 };
    marks | if value.comment.is_none() { NO_COMMENT } else { 0 }
}

/// Values into the table, with the keys of their periods: new rows, or the same rows changed; the comment of a row that is deleted stays.
pub(crate) fn merge(values: &[Placed], periods: &[i64]) -> Sql {
    let ids = |pick: &dyn Fn(&Placed) -> i64| values.iter().map(pick).collect::<Vec<_>>();
    let texts = |pick: fn(&Placed) -> Option<&str>| {
        values.iter().map(|value| pick(value).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let mut sql = Sql::new(
        "insert into datavalue (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid, value, comment, followup, \
         deleted, created, lastupdated) select e, p, u, c, a, case when m & 8 = 0 then v end, case when m & 16 = 0 then t end, \
         case when m & 2 > 0 then true when m & 4 > 0 then false end, m & 1 = 1, now(), now() from unnest(",
    );
    sql.bind(ids(&|value| value.cell.0)).push("::bigint[], ");
    sql.bind(ids(&|value| periods.get(value.cell.1 as usize).copied().unwrap_or_default()))
        .push("::bigint[], ");
    sql.bind(ids(&|value| value.cell.2)).push("::bigint[], ");
    sql.bind(ids(&|value| value.cell.3)).push("::bigint[], ");
    sql.bind(ids(&|value| value.cell.4)).push("::bigint[], ");
    sql.bind(texts(|value| value.value.as_deref())).push("::text[], ");
    sql.bind(texts(|value| value.comment.as_deref())).push("::text[], ");
    sql.bind(ids(&marks)).push(
        "::bigint[]) as n (e, p, u, c, a, v, t, m) \
         on conflict (dataelementid, periodid, sourceid, categoryoptioncomboid, attributeoptioncomboid) do update set \
         value = excluded.value, deleted = excluded.deleted, followup = excluded.followup, lastupdated = now(), \
         storedby = current_setting('dhis2.user'), \
         comment = case when excluded.deleted and not datavalue.deleted then datavalue.comment else excluded.comment end",
    );
    sql
}

/// Which values lie in what is to be deleted: by periods, units, and elements with their option combos.
pub(crate) struct Scope<'s> {
    pub(crate) periods: Vec<String>,
    pub(crate) units: Vec<i64>,
    pub(crate) elements: &'s [(i64, i64, i64)],
}

impl Scope<'_> {
    fn condition(&self) -> Sql {
        let part = |pick: fn(&(i64, i64, i64)) -> i64| self.elements.iter().map(pick).collect::<Vec<_>>();
        let mut sql = Sql::new("v.sourceid = any(");
        sql.bind(self.units.clone())
            .push("::bigint[]) and v.periodid in (select periodid from period where iso = any(");
        sql.bind(self.periods.clone())
            .push("::text[])) and (v.dataelementid, v.categoryoptioncomboid, v.attributeoptioncomboid) in (");
        sql.push("select e, c, a from unnest(").bind(part(|one| one.0)).push("::bigint[], ");
        sql.bind(part(|one| one.1))
            .push("::bigint[], ")
            .bind(part(|one| one.2))
            .push("::bigint[]) as n (e, c, a))");
        sql
    }
}

/// Locks what is to be deleted in the order in which imports write, so that none waits for another in a ring.
pub(crate) fn lock_scope(scope: &Scope<'_>) -> Sql {
    let mut sql = Sql::new("select 1 from datavalue v where ");
    sql.append(scope.condition()).push(
        " order by v.dataelementid, v.periodid, v.sourceid, v.categoryoptioncomboid, v.attributeoptioncomboid for update",
    );
    sql
}

pub(crate) fn delete_scope(scope: &Scope<'_>) -> Sql {
    let mut sql = Sql::new(
        "update datavalue v set deleted = true, value = null, lastupdated = now(), storedby = current_setting('dhis2.user') where ",
    );
    sql.append(scope.condition());
    sql
}

pub(crate) fn count_scope(scope: &Scope<'_>) -> Sql {
    let mut sql = Sql::new("select count(*) as count from datavalue v where ");
    sql.append(scope.condition());
    sql
}

/// What is said to be complete: set, period, unit and attribute option combo, by their keys.
pub(crate) type CompletionKey = (i64, i64, i64, i64);

/// The keys of a set, a unit and an attribute option combo; nothing where one of them is missing.
pub(crate) fn completion(set: &str, unit: &str, combo: &str) -> Sql {
    let mut sql = Sql::new(
        "select s.datasetid as set, o.organisationunitid as unit, c.categoryoptioncomboid as combo \
         from dataset s, organisationunit o, categoryoptioncombo c where s.uid = ",
    );
    sql.bind(set).push(" and o.uid = ").bind(unit).push(" and c.uid = ").bind(combo);
    sql
}

/// Whether a set may be registered as complete: its compulsory fields are filled, where it insists on them.
pub(crate) fn may_complete((set, period, unit, combo): CompletionKey) -> Sql {
    let mut sql = Sql::new(
        "select not coalesce(s.compulsoryfieldscompleteonly, false) or not exists (select from datasetoperands m \
         join dataelementoperand d on d.dataelementoperandid = m.dataelementoperandid where m.datasetid = s.datasetid and not exists \
         (select from datavalue v where v.dataelementid = d.dataelementid and not v.deleted \
         and v.categoryoptioncomboid = coalesce(d.categoryoptioncomboid, v.categoryoptioncomboid) and v.periodid = ",
    );
    sql.bind(period)
        .push(" and v.sourceid = ")
        .bind(unit)
        .push(" and v.attributeoptioncomboid = ")
        .bind(combo);
    sql.push(")) as may from dataset s where s.datasetid = ").bind(set);
    sql
}

pub(crate) fn complete((set, period, unit, combo): CompletionKey, day: &str, username: &str) -> Sql {
    let mut sql = Sql::new(
        "insert into completedatasetregistration (datasetid, periodid, sourceid, attributeoptioncomboid, date, storedby, lastupdatedby, \
         lastupdated, completed) values (",
    );
    sql.bind(set).push(", ").bind(period).push(", ").bind(unit).push(", ").bind(combo).push(", ");
    sql.bind(day).push("::text::timestamp, ").bind(username).push(", ").bind(username);
    sql.push(
        ", now(), true) on conflict (datasetid, periodid, sourceid, attributeoptioncomboid) do update set date = excluded.date, \
         storedby = excluded.storedby, lastupdatedby = excluded.lastupdatedby, lastupdated = now(), completed = true",
    );
    sql
}
