//! The statements about approval levels, and the condition that a figure is approved.

use afya_access::Caller;
use afya_store::Sql;

use super::readable;
use crate::approvals::UNAPPROVED;
use crate::plan::Approval;

/// All approval levels in order, and whether the caller may use them: levels are shared, and those of a set of category
/// option groups are for who may read one of its groups, the others for who is bound to no options.
pub(crate) fn levels(caller: &Caller) -> Sql {
    let mut sql = Sql::new(
        "select l.level, l.orgunitlevel as unit_level, count(*) over () as total, coalesce((case when l.categoryoptiongroupsetid is null \
         then not exists (select from users_catdimensionconstraints c where c.userid = ",
    );
    sql.bind(caller.id);
    sql.push(") and not exists (select from users_cogsdimensionconstraints c where c.userid = ")
        .bind(caller.id);
    sql.push(
        ") else exists (select from categoryoptiongroupsetmembers m join categoryoptiongroup g using (categoryoptiongroupid) \
         where m.categoryoptiongroupsetid = l.categoryoptiongroupsetid",
    );
    sql.append(readable("g", caller)).push(") end)").append(readable("l", caller));
    sql.push(", false) as usable from dataapprovallevel l order by l.level");
    sql
}

/// The level with this identifier, where the caller may read it.
pub(crate) fn level(caller: &Caller, uid: &str) -> Sql {
    let mut sql = Sql::new("select l.level from dataapprovallevel l where l.uid = ");
    sql.bind(uid).append(readable("l", caller));
    sql
}

/// The roots of the hierarchy.
pub(crate) fn roots() -> Sql {
    Sql::new(
        "select path, hierarchylevel as level from organisationunit where parentid is null order by path",
    )
}

/// The condition (with its `and`) that the value `v` of the item `i` and the span `s` is approved as far as it has to be.
///
/// A value has no need of approval when its element is in no data set with a workflow, when its attributes are marked so, or
/// before a year. Else its level is the highest at which a unit above it has approved; levels count within their workflow.
pub(super) fn approved(approval: &Approval) -> Sql {
    let mut sql = Sql::new(
        " and exists (select from organisationunit o cross join lateral (select (select t.workflowid from datasetelement m \
         join dataset t using (datasetid) join periodtype p on p.periodtypeid = t.periodtypeid join kind k on k.name = p.name \
         where m.dataelementid = v.dataelementid and t.workflowid is not null order by k.days, t.name limit 1) as workflowid) x \
         cross join lateral (select case when x.workflowid is null",
    );
    if let Some(year) = approval.from_year {
        sql.push(" or extract(year from s.starts)::bigint < ").bind(year);
    }
    sql.push(
        " then 0 else coalesce((select 0 from categoryoptioncombo b where b.categoryoptioncomboid = v.attributeoptioncomboid \
         and b.ignoreapproval), (select min(w.place) from dataapproval d join organisationunit a using (organisationunitid) \
         join (select l.workflowid, l.dataapprovallevelid, \
         1 + coalesce(lag(e.level) over (partition by l.workflowid order by e.level), 0) as place \
         from dataapprovalworkflowlevels l join dataapprovallevel e using (dataapprovallevelid)) w \
         on w.workflowid = d.workflowid and w.dataapprovallevelid = d.dataapprovallevelid where d.workflowid = x.workflowid \
         and d.periodid = v.periodid and d.attributeoptioncomboid = v.attributeoptioncomboid \
         and a.uid = any(string_to_array(o.path, '/')) and a.hierarchylevel in (select orgunitlevel from dataapprovallevel)), ",
    );
    sql.bind(i64::from(UNAPPROVED)).push(") end as level) q join unnest(");
    let last = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    sql.bind(approval.units.iter().map(|(path, _)| last(path)).collect::<Vec<_>>());
    sql.push("::text[], ");
    sql.bind(approval.units.iter().map(|(_, level)| i64::from(*level)).collect::<Vec<_>>());
    sql.push(
        "::bigint[]) as u (uid, level) on q.level <= u.level and u.uid = any(string_to_array(o.path, '/')) \
         where o.organisationunitid = v.sourceid)",
    );
    sql
}
