//! Statements over approval levels and workflows.

use afya_schema::{Type, registry};
use afya_store::Sql;

use super::{Scope, access, fill};

fn of(name: &str) -> &'static Type {
    registry().by_name(name).expect("the registry has what approval is made of")
}

/// Whether the caller may begin at a level: it is readable, or its set of groups and one of them are.
fn columns(scope: &Scope, level: super::Alias) -> Sql {
    let (set, group) = (scope.alias(), scope.alias());
    let readable =
        |name: &str, alias| access::readable(of(name), alias, scope).unwrap_or_else(|| "true".into());
    fill(
        "{}.uid, {}.name, {}.level, {}.orgunitlevel as org_unit_level, \
         (select l.name from orgunitlevel l where l.level = {}.orgunitlevel) as org_unit_level_name, {}.categoryoptiongroupsetid is not null as grouped, \
         case when {}.categoryoptiongroupsetid is null then coalesce({}, true) \
            else exists (select from categoryoptiongroupset {} join categoryoptiongroupsetmembers gm \
                on gm.categoryoptiongroupsetid = {}.categoryoptiongroupsetid \
                join categoryoptiongroup {} on {}.categoryoptiongroupid = gm.categoryoptiongroupid \
                where {}.categoryoptiongroupsetid = {}.categoryoptiongroupsetid and {} and {}) end as open",
        [
            level.sql(),
            level.sql(),
            level.sql(),
            level.sql(),
            level.sql(),
            level.sql(),
            level.sql(),
            readable("dataApprovalLevel", level),
            set.sql(),
            set.sql(),
            group.sql(),
            group.sql(),
            set.sql(),
            level.sql(),
            readable("categoryOptionGroupSet", set),
            readable("categoryOptionGroup", group),
        ],
    )
}

/// All levels, highest first.
pub(crate) fn levels(scope: &Scope) -> Sql {
    let level = scope.alias();
    fill(
        "select {} from dataapprovallevel {} order by {}.level",
        [columns(scope, level), level.sql(), level.sql()],
    )
}

/// The readable workflows with their levels, highest first; a workflow without levels has a row without one.
pub(crate) fn workflow_levels(scope: &Scope) -> Sql {
    let (workflow, level) = (scope.alias(), scope.alias());
    let readable =
        access::readable(of("dataApprovalWorkflow"), workflow, scope).unwrap_or_else(|| "true".into());
    fill(
        "select {}.uid as workflow_uid, {}.name as workflow_name, {} from dataapprovalworkflow {} \
         left join dataapprovalworkflowlevels wl on wl.workflowid = {}.workflowid \
         left join dataapprovallevel {} on {}.dataapprovallevelid = wl.dataapprovallevelid \
         where {} order by {}.workflowid, {}.level",
        [
            workflow.sql(),
            workflow.sql(),
            columns(scope, level),
            workflow.sql(),
            workflow.sql(),
            level.sql(),
            level.sql(),
            readable,
            workflow.sql(),
            level.sql(),
        ],
    )
}

/// A row when the user's view is bound to some categories or sets of groups.
pub(crate) fn dimension_constraint(user_id: i64) -> Sql {
    let mut sql = Sql::new("select 1 from users_catdimensionconstraints where userid = ");
    sql.bind(user_id)
        .push(" union all select 1 from users_cogsdimensionconstraints where userid = ")
        .bind(user_id);
    sql.push(" limit 1");
    sql
}
