//! The statement that finds figures far from what their unit usually reports.

use afya_access::Caller;
use afya_model::value_type::NUMERIC;
use afya_store::Sql;

use super::readable;
use crate::outliers::{Algorithm, OutlierRequest, Wanted};

/// The numeric elements that the caller may read: of data sets, and those named, some with an option combo.
pub(crate) fn elements(caller: &Caller, wanted: &Wanted) -> Sql {
    let mut sql = Sql::new(
        "with named (element, combo) as (select e.uid, null::text from dataset s join datasetelement m on m.datasetid = s.datasetid \
         join dataelement e on e.dataelementid = m.dataelementid where s.uid = any(",
    );
    sql.bind(wanted.data_sets.clone()).push(")").append(readable("s", caller));
    sql.push(" union select split_part(w, '.', 1), nullif(split_part(w, '.', 2), '') from unnest(");
    sql.bind(wanted.data.clone()).push("::text[]) w)");
    sql.push(
        " select distinct e.dataelementid as element, c.categoryoptioncomboid as combo from named n \
         join dataelement e on e.uid = n.element left join categoryoptioncombo c on c.uid = n.combo \
         where e.domaintype = 'AGGREGATE' and e.valuetype = any(",
    );
    sql.bind(NUMERIC.map(str::to_owned).to_vec()).push(")");
    sql.append(readable("e", caller));
    sql
}

/// The outliers of a request: each figure is held against all figures of its cell of the form at its unit.
/// `roots` are the units from which down the places of units are told.
pub(crate) fn outliers(
    request: &OutlierRequest,
    elements: &[(i64, Option<i64>)],
    units: &[i64],
    roots: &[i64],
) -> Sql {
    let is_modified = request.algorithm == Algorithm::ModifiedZScore;
    let mut sql = Sql::new("with wanted as (select * from unnest(");
    sql.bind(elements.iter().map(|(element, _)| *element).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(elements.iter().map(|(_, combo)| combo.unwrap_or(-1)).collect::<Vec<_>>());
    sql.push(
        "::bigint[]) as w (element, combo)), span as (select s::date as starts, e::date as ends from unnest(",
    );
    sql.bind(request.spans.iter().map(|(start, _)| start.to_string()).collect::<Vec<_>>()).push("::text[], ");
    sql.bind(request.spans.iter().map(|(_, end)| end.to_string()).collect::<Vec<_>>());
    sql.push(
        "::text[]) as w (s, e)), unit as (select o.organisationunitid as source from organisationunit o join organisationunit r \
         on o.path = r.path or o.path like r.path || '/%' where r.organisationunitid = any(",
    );
    sql.bind(units.to_vec()).push("))");
    sql.push(
        ", figure as (select v.dataelementid as element, v.sourceid as source, v.categoryoptioncomboid as coc, \
         v.attributeoptioncomboid as aoc, v.periodid, v.value::float8 as number from datavalue v \
         where v.dataelementid in (select element from wanted) and v.sourceid in (select source from unit) and not v.deleted \
         and v.value ~ '^[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?$')",
    );
    sql.append(if is_modified { medians() } else { means() });
    sql.push(", found as (select f.*, c.middle, c.spread, abs(f.number - c.middle) as deviation, ");
    sql.push(if is_modified {
        "case when c.spread = 0 then 0 else 0.6745 * abs(f.number - c.middle) / c.spread end as score, c.spread / 0.6745 as unit_of_score "
    } else {
        "case when c.spread = 0 then 0 else abs(f.number - c.middle) / c.spread end as score, c.spread as unit_of_score "
    });
    sql.push(
        "from figure f join centre c using (element, source, coc, aoc) join period p on p.periodid = f.periodid \
         join dataelement e on e.dataelementid = f.element where exists (select from wanted w where w.element = f.element \
         and w.combo in (f.coc, -1)) and exists (select from span s where p.startdate >= s.starts and p.enddate <= s.ends) \
         and (f.number <> 0 or e.zeroissignificant or e.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT')))",
    );
    sql.append(named(request, roots));
    sql
}

/// Mean and standard deviation of the figures of each cell.
fn means() -> Sql {
    Sql::new(
        ", centre as (select element, source, coc, aoc, avg(number) as middle, stddev_pop(number) as spread from figure group by 1, 2, 3, 4)",
    )
}

/// Median and median absolute deviation.
fn medians() -> Sql {
    Sql::new(
        ", median as (select element, source, coc, aoc, percentile_cont(0.5) within group (order by number) as middle \
         from figure group by 1, 2, 3, 4), centre as (select element, source, coc, aoc, m.middle, \
         percentile_cont(0.5) within group (order by abs(f.number - m.middle)) as spread \
         from figure f join median m using (element, source, coc, aoc) group by 1, 2, 3, 4, m.middle)",
    )
}

/// The outliers with the names of what they are, the furthest first unless the request says otherwise.
fn named(request: &OutlierRequest, roots: &[i64]) -> Sql {
    let mut sql = Sql::new(
        " select e.dataelementid as dx_id, e.uid as dx, e.code as dx_code, e.name as dx_name, t.name as period_type, \
         p.startdate::text as starts, p.enddate::text as ends, o.organisationunitid as ou_id, o.uid as ou, o.code as ou_code, \
         o.name as ou_name, (select string_agg(a.name, ' / ' order by a.hierarchylevel) from organisationunit a \
         where (o.path = a.path or o.path like a.path || '/%') and a.hierarchylevel >= coalesce((select max(r.hierarchylevel) \
         from organisationunit r where (o.path = r.path or o.path like r.path || '/%') and r.organisationunitid = any(",
    );
    sql.bind(roots.to_vec());
    sql.push(
        ")), 1)) as ou_graph, c.categoryoptioncomboid as coc_id, c.uid as coc, c.code as coc_code, c.name as coc_name, \
         a.categoryoptioncomboid as aoc_id, a.uid as aoc, a.code as aoc_code, a.name as aoc_name, f.number, f.middle, f.spread, \
         f.deviation, f.score, f.middle - f.unit_of_score * ",
    );
    sql.bind(request.threshold)
        .push("::float8 as lower, f.middle + f.unit_of_score * ")
        .bind(request.threshold);
    sql.push(
        "::float8 as upper from found f join dataelement e on e.dataelementid = f.element \
         join organisationunit o on o.organisationunitid = f.source join period p on p.periodid = f.periodid \
         join periodtype t on t.periodtypeid = p.periodtypeid join categoryoptioncombo c on c.categoryoptioncomboid = f.coc \
         join categoryoptioncombo a on a.categoryoptioncomboid = f.aoc where f.score > ",
    );
    sql.bind(request.threshold).push("::float8 order by ").push(request.order.column());
    sql.push(if request.ascending { " asc" } else { " desc" });
    sql.push(", e.uid, o.uid, p.startdate, c.uid, a.uid limit ").bind(request.most);
    sql
}
