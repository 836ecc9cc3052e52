//! The statements behind results of validation rules: which rules there are, and how many results they have.

use afya_access::Caller;
use afya_store::Sql;

use super::cells::{kinds, places, spans, windows};
use super::reports::{bounds, facets, items, laterals};
use super::{display_name, readable};
use crate::dimensions::org_units::OrgUnitOptions;
use crate::plan::Plan;

/// The validation rules with these identifiers that the caller may read: key and name.
pub(crate) fn rules(caller: &Caller, uids: &[String], options: &OrgUnitOptions) -> Sql {
    let mut sql = Sql::new("select r.validationruleid as key, r.uid, coalesce(");
    sql.append(display_name("r", options.display, options.locale.as_deref()));
    sql.push(", r.name) as name from validationrule r where r.uid = any(").bind(uids.to_vec()).push(")");
    sql.append(readable("r", caller));
    sql
}

/// How many results these rules have, by item, window, unit and facets; a plan says over what, its items do not count.
pub(crate) fn results(rules: &[i64], plan: &Plan) -> Sql {
    let placed: Vec<(usize, i64)> =
        rules.iter().enumerate().map(|(at, rule)| (if plan.by_item { at } else { 0 }, *rule)).collect();
    let mut sql = Sql::new("with kind (name, days) as (");
    sql.append(kinds()).push("), item (place, rule) as (").append(items(&placed));
    sql.push("), wanted (starts, ends, days, kind, place) as (").append(windows(plan));
    sql.push("), span as materialized (")
        .append(spans(plan))
        .push("), place as (")
        .append(places(plan))
        .push(")");
    sql.push(" select i.place as item, s.place as span, u.place as unit, ").append(facets(plan.facets));
    sql.push(
        ", count(*)::float8 as value, null::text as text from item i join (select r.validationruleid as rule, r.periodid, \
         r.organisationunitid as sourceid, r.attributeoptioncomboid, null::bigint as categoryoptioncomboid, \
         null::bigint as dataelementid from validationresult r where r.attributeoptioncomboid is not null) v on v.rule = i.rule \
         join span s on s.periodid = v.periodid join place u on u.unit = v.sourceid",
    );
    sql.append(laterals(plan.facets)).push(" where true").append(bounds(plan.bounds));
    sql.push(" group by 1, 2, 3, 4");
    sql
}
