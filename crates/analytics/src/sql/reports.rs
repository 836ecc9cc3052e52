//! The statements behind reporting rates: how many reports there should be, and how many there are.

use afya_store::Sql;

use super::cells::{places, spans, windows};
use super::facets::belonging;
use crate::plan::{Facet, Plan};

/// How many units should report, by item, window, unit and facets: those that a data set is assigned to and that are
/// open throughout the window. A data set with attributes counts each combo whose options the unit has.
pub(crate) fn expected(data_sets: &[(usize, i64)], plan: &Plan) -> Sql {
    let mut sql = Sql::new("with item (place, dataset) as (");
    sql.append(items(data_sets));
    sql.push("), wanted (starts, ends, days, kind, place) as (").append(windows(plan));
    // Without an axis DHIS2 looks at the first window alone.
    sql.push("), span as (select * from wanted");
    if !plan.by_window {
        sql.push(" where place = 0");
    }
    sql.push("), place as (").append(places(plan)).push(")");
    sql.push(" select i.place as item, s.place as span, u.place as unit, ").append(facets(plan.facets));
    sql.push(
        ", count(*) as reports from item i join dataset d on d.datasetid = i.dataset \
         join categorycombo k on k.categorycomboid = d.categorycomboid \
         join datasetsource z on z.datasetid = d.datasetid join organisationunit o on o.organisationunitid = z.sourceid \
         join place u on u.unit = o.organisationunitid cross join lateral (select c.categoryoptioncomboid as attributeoptioncomboid, \
         null::bigint as categoryoptioncomboid, null::bigint as dataelementid, o.organisationunitid as sourceid, \
         (select min(y.startdate) from categoryoptioncombos_categoryoptions x join categoryoption y using (categoryoptionid) \
         where x.categoryoptioncomboid = c.categoryoptioncomboid) as starts, \
         (select max(y.enddate) from categoryoptioncombos_categoryoptions x join categoryoption y using (categoryoptionid) \
         where x.categoryoptioncomboid = c.categoryoptioncomboid) as ends \
         from categorycombos_optioncombos c where c.categorycomboid = d.categorycomboid and (k.name = 'default' or not exists \
         (select from categoryoptioncombos_categoryoptions x where x.categoryoptioncomboid = c.categoryoptioncomboid and not exists \
         (select from categoryoption_organisationunits y where y.categoryoptionid = x.categoryoptionid \
         and y.organisationunitid = o.organisationunitid)))) v join span s on (o.openingdate is null or o.openingdate <= s.starts) \
         and (o.closeddate is null or o.closeddate >= s.ends) and (v.starts is null or v.starts <= s.starts) \
         and (v.ends is null or v.ends >= s.ends)",
    );
    sql.append(laterals(plan.facets))
        .push(" where true")
        .append(bounds(plan.bounds))
        .push(" group by 1, 2, 3, 4 order by 1, 2, 3, 4");
    sql
}

/// How many reports were completed, and how many of them in time, by item, window, unit and facets.
pub(crate) fn actual(data_sets: &[(usize, i64)], plan: &Plan) -> Sql {
    let mut sql = Sql::new("with kind (name, days) as (");
    sql.append(super::cells::kinds());
    sql.push("), item (place, dataset) as (").append(items(data_sets));
    sql.push("), wanted (starts, ends, days, kind, place) as (").append(windows(plan));
    sql.push("), span as materialized (")
        .append(spans(plan))
        .push("), place as (")
        .append(places(plan))
        .push(")");
    sql.push(" select i.place as item, s.place as span, u.place as unit, ").append(facets(plan.facets));
    sql.push(
        ", count(*) as reports, count(*) filter (where extract(epoch from v.date - s.ends) / 86400 <= d.timelydays + 1) as timely \
         from item i join dataset d on d.datasetid = i.dataset \
         join (select r.*, null::bigint as categoryoptioncomboid, null::bigint as dataelementid from completedatasetregistration r) v \
         on v.datasetid = i.dataset join span s on s.periodid = v.periodid join place u on u.unit = v.sourceid",
    );
    sql.append(laterals(plan.facets)).push(" where v.completed and v.date is not null");
    sql.append(bounds(plan.bounds)).push(" group by 1, 2, 3, 4");
    sql
}

/// Positions and keys as rows.
pub(super) fn items(data_sets: &[(usize, i64)]) -> Sql {
    let mut sql = Sql::new("select * from unnest(");
    sql.bind(data_sets.iter().map(|(at, _)| i64::try_from(*at).unwrap_or(i64::MAX)).collect::<Vec<_>>());
    sql.push("::bigint[], ")
        .bind(data_sets.iter().map(|(_, key)| *key).collect::<Vec<_>>())
        .push("::bigint[])");
    sql
}

/// The items of the further axes that a row belongs to.
pub(super) fn facets(facets: &[Facet]) -> Sql {
    let mut sql = Sql::new("array[");
    for at in 0..facets.len() {
        sql.push(if at == 0 { "" } else { ", " }).identifier(&format!("facet{at}")).push(".uid");
    }
    sql.push("]::text[] as facets");
    sql
}

/// A row for each item of a further axis that a row `v` belongs to.
pub(super) fn laterals(facets: &[Facet]) -> Sql {
    let mut sql = Sql::empty();
    for (at, facet) in facets.iter().enumerate() {
        sql.push(" cross join lateral (")
            .append(belonging(facet))
            .push(") ")
            .identifier(&format!("facet{at}"));
    }
    sql
}

/// The conditions that a row `v` belongs to what bounds a plan.
pub(super) fn bounds(bounds: &[Facet]) -> Sql {
    let mut sql = Sql::empty();
    for bound in bounds {
        sql.push(" and exists (").append(belonging(bound)).push(")");
    }
    sql
}

/// The data sets with these identifiers that the caller may read: key, name and period type.
pub(crate) fn data_sets(
    caller: Option<&afya_access::Caller>,
    uids: &[String],
    options: &crate::dimensions::org_units::OrgUnitOptions,
) -> Sql {
    let mut sql = Sql::new("select d.datasetid as key, d.uid, t.name as period_type, ");
    sql.append(super::display_name("d", options.display, options.locale.as_deref()));
    sql.push(
        " as name from dataset d join periodtype t on t.periodtypeid = d.periodtypeid where d.uid = any(",
    );
    sql.bind(uids.to_vec()).push(")");
    if let Some(caller) = caller {
        sql.append(super::readable("d", caller));
    }
    sql
}
