//! The statements of results that were kept.

use afya_store::Sql;

use crate::validation::kept::Which;

pub(crate) fn known_units(uids: &[String]) -> Sql {
    let mut sql = Sql::new("select uid from organisationunit where uid = any(");
    sql.bind(uids.to_vec()).push(")");
    sql
}

pub(crate) fn known_rules(uids: &[String]) -> Sql {
    let mut sql = Sql::new("select uid from validationrule where uid = any(");
    sql.bind(uids.to_vec()).push(")");
    sql
}

const FROM: &str = " from validationresult v join validationrule r using (validationruleid) join period p using (periodid) \
     join organisationunit o using (organisationunitid) join categoryoptioncombo c on c.categoryoptioncomboid = v.attributeoptioncomboid \
     where true";

/// The conditions of a request; `paths` are those of the units from which the caller sees down.
fn conditions(which: &Which, paths: Option<&Vec<String>>) -> Sql {
    let mut sql = Sql::empty();
    for (column, uids) in [
        (" and o.uid = any(", &which.units),
        (" and r.uid = any(", &which.rules),
        (" and p.iso = any(", &which.periods),
    ] {
        if !uids.is_empty() {
            sql.push(column).bind(uids.clone()).push(")");
        }
    }
    if let Some(day) = which.created {
        sql.push(" and v.created >= ").bind(day.to_string()).push("::text::date");
    }
    if let Some(day) = which.until {
        sql.push(" and v.created < ").bind(day.to_string()).push("::text::date + 1");
    }
    if let Some(told) = which.is_told {
        sql.push(" and coalesce(v.notificationsent, false) = ").bind(told);
    }
    if let Some(id) = which.id {
        sql.push(" and v.validationresultid = ").bind(id);
    }
    if let Some(paths) = paths {
        sql.push(" and exists (select from unnest(").bind(paths.clone());
        sql.push("::text[]) as seen (path) where o.path = seen.path or o.path like seen.path || '/%')");
    }
    sql
}

pub(crate) fn count(which: &Which, paths: Option<&Vec<String>>) -> Sql {
    let mut sql = Sql::new("select count(*) as total");
    sql.push(FROM).append(conditions(which, paths));
    sql
}

/// Results as JSON; `window` is how many a page has and how many come before it.
pub(crate) fn list(which: &Which, paths: Option<&Vec<String>>, window: Option<(i64, i64)>) -> Sql {
    let mut sql = Sql::new(
        "select jsonb_build_object('id', v.validationresultid, 'created', to_char(v.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'leftsideValue', v.leftsidevalue, 'rightsideValue', v.rightsidevalue, 'dayInPeriod', v.dayinperiod, \
         'notificationSent', coalesce(v.notificationsent, false), \
         'validationRule', jsonb_strip_nulls(jsonb_build_object('id', r.uid, 'code', r.code, 'name', r.name, 'displayName', r.name)), \
         'organisationUnit', jsonb_strip_nulls(jsonb_build_object('id', o.uid, 'code', o.code, 'name', o.name, 'displayName', o.name)), \
         'attributeOptionCombo', jsonb_strip_nulls(jsonb_build_object('id', c.uid, 'code', c.code, 'name', c.name, 'displayName', c.name)), \
         'period', jsonb_build_object('id', p.iso)) as shown",
    );
    sql.push(FROM).append(conditions(which, paths)).push(" order by v.created desc, v.validationresultid");
    if let Some((limit, offset)) = window {
        sql.push(" limit ").bind(limit).push(" offset ").bind(offset);
    }
    sql
}

/// Takes away the results of a request, which names some.
pub(crate) fn delete(which: &Which) -> Sql {
    let mut sql =
        Sql::new("delete from validationresult d where d.validationresultid in (select v.validationresultid");
    sql.push(FROM).append(conditions(which, None)).push(")");
    sql
}
