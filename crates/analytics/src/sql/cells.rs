//! The statement behind a plan: figures by item, window and unit, straight from the data values.

use afya_model::period::PeriodType;
use afya_model::value_type::TEXTUAL;
use afya_store::Sql;

use super::approvals::approved;
use super::facets::belonging;
use crate::dimensions::org_units::Unit;
use crate::plan::{Comparison, OverTime, OverUnits, Plan, Window};

/// What of a value is a number: truth values count as one and nothing.
const NUMBER: &str = "case when i.is_text then null when i.is_truth then case v.value when 'true' then 1 \
     when 'false' then case when i.valuetype = 'BOOLEAN' then 0 end end \
     when v.value ~ '^(-?[0-9]+)(\\.[0-9]+)?$' and (v.value <> '0' or i.zero) then v.value::float8 end";

/// The cells of a plan. A period counts for the window that its beginning lies in, weeks by their Thursday.
pub(crate) fn cells(plan: &Plan) -> Sql {
    let mut sql = Sql::new("with kind (name, days) as (");
    sql.append(kinds());
    sql.push("), item as (").append(items(plan));
    sql.push("), wanted (starts, ends, days, kind, place) as (").append(windows(plan));
    sql.push("), span as materialized (").append(spans(plan));
    sql.push("), place as (").append(places(plan));
    sql.push("), figure as (").append(figures(plan));
    sql.push(") ").append(grouped(plan));
    sql
}

/// A statement that is run to tell how.
pub(crate) fn explained(statement: &Sql) -> Sql {
    let mut sql = Sql::new("explain (analyze, format json) ");
    sql.append(statement.clone());
    sql
}

/// The single figures behind a plan, each with its unit and period.
pub(crate) fn raw(plan: &Plan) -> Sql {
    let mut sql = Sql::new("with kind (name, days) as (");
    sql.append(kinds());
    sql.push("), item as (").append(items(plan));
    sql.push("), wanted (starts, ends, days, kind, place) as (").append(windows(plan));
    sql.push("), span as materialized (").append(spans(plan));
    sql.push("), place as (").append(places(plan));
    sql.push("), figure as (").append(figures(plan));
    sql.push(
        ") select f.item, o.path, f.facets, t.name as period_type, f.starts::text as starts, f.ends::text as ends, f.number \
         from figure f join organisationunit o on o.organisationunitid = f.source \
         join periodtype t on t.periodtypeid = f.type where f.number is not null or f.text is not null \
         order by f.item, f.starts, f.ends, o.name, o.uid, f.coc, f.aoc",
    );
    sql
}

/// The period types with their lengths in days.
pub(super) fn kinds() -> Sql {
    let mut sql = Sql::new("select * from unnest(");
    sql.bind(PeriodType::ALL.iter().map(|kind| kind.name().to_owned()).collect::<Vec<_>>());
    sql.push("::text[], ");
    sql.bind(PeriodType::ALL.iter().map(|kind| i64::from(kind.frequency_order())).collect::<Vec<_>>());
    sql.push("::bigint[])");
    sql
}

fn items(plan: &Plan) -> Sql {
    let place = |at: usize| i64::try_from(at).unwrap_or(i64::MAX);
    let mut sql = Sql::new("select w.place, x.dataelementid as element, w.coc, w.aoc, x.valuetype, ");
    sql.push("x.valuetype = any(").bind(TEXTUAL.map(str::to_owned).to_vec()).push(") as is_text, ");
    sql.push("x.valuetype in ('BOOLEAN', 'TRUE_ONLY') as is_truth, x.aggregationtype in ('AVERAGE', 'AVERAGE_SUM_ORG_UNIT') or (x.zeroissignificant and ");
    sql.bind(plan.with_zeros).push("::boolean) as zero from unnest(");
    sql.bind(plan.items.iter().map(|(at, _)| if plan.by_item { place(*at) } else { 0 }).collect::<Vec<_>>());
    sql.push("::bigint[], ").bind(plan.items.iter().map(|(_, item)| item.element).collect::<Vec<_>>());
    sql.push("::bigint[], ")
        .bind(plan.items.iter().map(|(_, item)| item.option_combo.unwrap_or(-1)).collect::<Vec<_>>());
    sql.push("::bigint[], ")
        .bind(plan.items.iter().map(|(_, item)| item.attribute_combo.unwrap_or(-1)).collect::<Vec<_>>());
    sql.push("::bigint[]) as w (place, element, coc, aoc) join dataelement x on x.dataelementid = w.element");
    sql
}

pub(super) fn windows(plan: &Plan) -> Sql {
    let days = |window: &Window| window.kind.map_or(0, |kind| i64::from(kind.frequency_order()));
    let kind = |window: &Window| window.kind.map_or_else(String::new, |kind| kind.name().to_owned());
    let column = |pick: fn(&Window) -> String| plan.windows.iter().map(pick).collect::<Vec<_>>();
    let mut sql = Sql::new("select s::date, e::date, d, k, ordinality - 1 from unnest(");
    sql.bind(column(|window| window.start.to_string())).push("::text[], ");
    sql.bind(column(|window| window.end.to_string())).push("::text[], ");
    sql.bind(plan.windows.iter().map(days).collect::<Vec<_>>()).push("::bigint[], ");
    sql.bind(plan.windows.iter().map(kind).collect::<Vec<_>>());
    sql.push("::text[]) with ordinality as w (s, e, d, k, ordinality)");
    sql
}

/// Which stored periods count for which window: `length` is the days of the period, `whole` those of the window, or of
/// all longer periods that were spread over windows together. A window of a financial year that calendar years are
/// spread over has two `half`s, and `later` is the share of the second.
pub(super) fn spans(plan: &Plan) -> Sql {
    let mut sql = Sql::new(
        "select periodid, type, starts, ends, length, place, half, later, (case when is_spread \
         then sum(length) over (partition by place, type, half) else whole end)::float8 as whole from (",
    );
    sql.append(periods(plan)).push(") s");
    sql
}

/// The periods behind spans, each once.
fn periods(plan: &Plan) -> Sql {
    let mut sql = Sql::new(
        "select distinct p.periodid, p.periodtypeid as type, p.startdate as starts, p.enddate as ends, ",
    );
    sql.push("p.enddate - p.startdate + 1 as length, w.place, w.whole, ");
    sql.push(if is_spreading(plan) {
        "(k.days > w.days or (k.days = w.days and t.name <> w.kind)) as is_spread, \
         case when w.starts between p.startdate and p.enddate or not (k.days >= w.days and t.name <> w.kind) then 0 else 1 end as half, \
         ((extract(month from w.starts) - 1) / 12)::float8 as later from "
    } else {
        "false as is_spread, 0 as half, 0::float8 as later from "
    });
    sql.push(if plan.by_window {
        "(select *, ends - starts + 1 as whole, starts as first, ends as last from wanted) w"
    } else {
        "(select starts, ends, days, kind, 0::bigint as place, sum(ends - starts + 1) over () as whole, \
         min(starts) over () as first, max(ends) over () as last from wanted) w"
    });
    sql.push(" join period p on ");
    sql.push(match plan.aggregation.over_time {
        OverTime::Last | OverTime::First => {
            "p.startdate >= w.last - interval '10 years' and p.enddate <= w.last"
        }
        OverTime::LastInPeriod => "p.startdate >= w.first and p.enddate <= w.last",
        _ if plan.windows.iter().all(|window| window.kind.is_none()) => {
            "p.startdate >= w.starts and p.enddate <= w.ends"
        }
        OverTime::Average => {
            "p.startdate <= w.ends and p.enddate >= w.starts join periodtype t on t.periodtypeid = p.periodtypeid \
             join kind k on k.name = t.name and (((k.days < w.days or t.name = w.kind) and p.startdate \
             + case when t.name like 'Weekly%' then 3 else 0 end between w.starts and w.ends) \
             or ((k.days > w.days or (k.days = w.days and t.name <> w.kind)) and (w.starts between p.startdate and p.enddate \
             or (w.kind like 'Financial%' and w.ends between p.startdate and p.enddate))))"
        }
        _ => {
            "p.startdate <= w.ends and p.enddate >= w.starts join periodtype t on t.periodtypeid = p.periodtypeid \
             join kind k on k.name = t.name and (k.days < w.days or t.name = w.kind) and p.startdate \
             + case when t.name like 'Weekly%' then 3 else 0 end between w.starts and w.ends"
        }
    });
    sql.append(bounds(plan));
    sql
}

/// Whether longer periods are spread over windows.
fn is_spreading(plan: &Plan) -> bool {
    plan.aggregation.over_time == OverTime::Average && plan.windows.iter().any(|window| window.kind.is_some())
}

/// Years and days that bound the periods.
fn bounds(plan: &Plan) -> Sql {
    let mut sql = Sql::new(" where true");
    if matches!(plan.aggregation.over_time, OverTime::Last | OverTime::First | OverTime::LastInPeriod) {
        sql.push(" and (extract(year from p.startdate + case when exists (select from periodtype t");
        sql.push(" where t.periodtypeid = p.periodtypeid and t.name like '%Weekly%') then 3 else 0 end))::bigint = any(");
        sql.bind(plan.years.to_vec()).push("::bigint[])");
    }
    if let Some(from) = plan.from {
        sql.push(" and p.startdate >= ").bind(from.to_string()).push("::text::date");
    }
    if let Some(until) = plan.until {
        sql.push(" and p.enddate <= ").bind(until.to_string()).push("::text::date");
    }
    sql
}

/// Which units count for which unit asked for: `depth` is the level of the unit, `level` the one that was asked for.
pub(super) fn places(plan: &Plan) -> Sql {
    let Some(units) = plan.units else {
        return Sql::new(
            "select organisationunitid as unit, 0::bigint as place, hierarchylevel as depth, hierarchylevel as level from organisationunit",
        );
    };
    let mut sql = Sql::new("select o.organisationunitid as unit, ");
    sql.push(if plan.by_unit { "u.ordinality - 1" } else { "0::bigint" });
    sql.push(" as place, o.hierarchylevel as depth, max(array_length(string_to_array(u.path, '/'), 1) - 1) as level");
    sql.push(" from ").append(below(units));
    sql.push(" group by 1, 2, 3");
    sql
}

/// More units than this are looked for above each unit, and not each unit below them.
const FEW: usize = 20;

/// The units `o` (key and level) that lie below each of `u`, itself among them, whose `ordinality` is its place from 1 on. The words are such that PostgreSQL guesses well how many they are, and with
/// that whether it looks up the figures of each unit or reads all those of an element and a period: what it cannot know is for
/// `like` a two-hundredth of all units, and for `>` a third of them.
pub(super) fn below(units: &[Unit]) -> Sql {
    let paths = units.iter().map(|unit| unit.path.clone()).collect::<Vec<_>>();
    let mut sql = Sql::new("unnest(");
    sql.bind(paths).push("::text[]");
    if units.len() > FEW {
        sql.push(", ").bind(units.iter().map(|unit| unit.uid.clone()).collect::<Vec<_>>());
        sql.push("::text[]) with ordinality as u (path, uid, ordinality) join (select m.organisationunitid, m.hierarchylevel, unnest(string_to_array(m.path, '/')) as above \
            from organisationunit m) o on o.above = u.uid");
        return sql;
    }
    sql.push("::text[]) with ordinality as u (path, ordinality) join organisationunit o on ");
    let has_much = |unit: &Unit| unit.path.matches('/').count() <= 2;
    sql.push(match units.iter().any(has_much) {
        true => "position(u.path || '/' in o.path || '/') > 0",
        false => "o.path = u.path or o.path like u.path || '/%'",
    });
    sql
}

fn figures(plan: &Plan) -> Sql {
    let mut sql = Sql::new(
        "select i.place as item, s.place as span, u.place as unit, v.dataelementid as element, v.sourceid as source, ",
    );
    sql.push("v.categoryoptioncomboid as coc, v.attributeoptioncomboid as aoc, s.type, s.starts, s.ends, s.length, s.whole, s.half, s.later, i.is_truth, ");
    sql.push("array[");
    for at in 0..plan.facets.len() {
        sql.push(if at == 0 { "" } else { ", " }).identifier(&format!("facet{at}")).push(".uid");
    }
    sql.push("]::text[]");
    if plan.by_source {
        sql.push(" || v.sourceid::text");
    }
    sql.push(" as facets, ");
    sql.push(NUMBER).push(
        " as number, case when i.is_text then v.value end as text \
         from item i join datavalue v on v.dataelementid = i.element and (i.coc = -1 or v.categoryoptioncomboid = i.coc) \
         and (i.aoc = -1 or v.attributeoptioncomboid = i.aoc) join span s on s.periodid = v.periodid \
         join place u on u.unit = v.sourceid",
    );
    for (at, facet) in plan.facets.iter().enumerate() {
        sql.push(" cross join lateral (")
            .append(belonging(facet))
            .push(") ")
            .identifier(&format!("facet{at}"));
    }
    sql.push(" where not v.deleted and v.value is not null");
    // An aggregation level of an element keeps what was saved below it from the units at and above it.
    sql.push(
        " and not exists (select from dataelementaggregationlevels l where l.dataelementid = v.dataelementid \
         and u.depth > l.aggregationlevel and u.level <= l.aggregationlevel)",
    );
    for bound in plan.bounds {
        sql.push(" and exists (").append(belonging(bound)).push(")");
    }
    if plan.within_dates {
        sql.push(
            " and not exists (select from categoryoptioncombos_categoryoptions x join categoryoption y using (categoryoptionid) \
             where x.categoryoptioncomboid in (v.categoryoptioncomboid, v.attributeoptioncomboid) \
             and (y.startdate > s.starts or y.enddate < s.ends))",
        );
    }
    if let Some(approval) = plan.approval {
        sql.append(approved(approval));
    }
    sql
}

/// Numbers that are there, and that fit what each single value has to fit.
fn counted(plan: &Plan) -> Sql {
    let mut sql = Sql::new("select * from figure where number is not null");
    for criterion in plan.criteria {
        sql.push(match criterion.comparison {
            Comparison::Equal => " and number = ",
            Comparison::Greater => " and number > ",
            Comparison::GreaterOrEqual => " and number >= ",
            Comparison::Less => " and number < ",
            Comparison::LessOrEqual => " and number <= ",
        });
        sql.bind(criterion.bound);
    }
    sql
}

/// The newest or oldest figure of each unit and option combo, or of a whole cell.
fn one_of(plan: &Plan) -> Option<&'static str> {
    let whole_cell = plan.aggregation.over_units == OverUnits::One || plan.is_text;
    match (plan.aggregation.over_time, whole_cell) {
        (OverTime::First, false) => Some(
            "select distinct on (item, span, unit, facets, element, source, coc, aoc) * from counted \
             order by item, span, unit, facets, element, source, coc, aoc, ends, starts",
        ),
        (OverTime::Last | OverTime::LastInPeriod, false) => Some(
            "select distinct on (item, span, unit, facets, element, source, coc, aoc) * from counted \
             order by item, span, unit, facets, element, source, coc, aoc, ends desc, starts desc",
        ),
        (OverTime::First, true) => Some(
            "select distinct on (item, span, unit, facets) * from counted \
             order by item, span, unit, facets, ends, starts, source, coc, aoc",
        ),
        (_, true) => Some(
            "select distinct on (item, span, unit, facets) * from counted \
             order by item, span, unit, facets, ends desc, starts desc, source, coc, aoc",
        ),
        (OverTime::Min, false) => Some(
            "select item, span, unit, facets, source, min(number) as number from counted group by 1, 2, 3, 4, 5",
        ),
        (OverTime::Max, false) => Some(
            "select item, span, unit, facets, source, max(number) as number from counted group by 1, 2, 3, 4, 5",
        ),
        (OverTime::All | OverTime::Average, false) => None,
    }
}

/// The figures of the tables that a plan's statement begins with.
fn grouped(plan: &Plan) -> Sql {
    if plan.is_text {
        return Sql::new(
            "select item, span, unit, facets, null::float8 as value, min(text) as text from figure where text is not null group by 1, 2, 3, 4",
        );
    }
    let is_halved = plan.aggregation.over_time == OverTime::Average;
    let mut sql = Sql::new("select item, span, unit, facets, ");
    sql.push(if is_halved { "half, max(later) as later, " } else { "null::text as text, " });
    sql.push(match (plan.aggregation.over_units, plan.aggregation.over_time) {
        (OverUnits::Sum, OverTime::Average) => {
            "case when bool_or(is_truth) then sum(number) else sum(number * length / whole) end"
        }
        (OverUnits::Sum, _) => "sum(number)",
        (OverUnits::Average, _) => {
            "case when bool_or(is_truth) then sum(number * length) / sum(length) * 100 else avg(number) end"
        }
        (OverUnits::Count, _) => "count(number)::float8",
        (OverUnits::Min, _) => "min(number)",
        (OverUnits::Max | OverUnits::One, _) => "max(number)",
        (OverUnits::StandardDeviation, _) => "stddev_samp(number)",
        (OverUnits::Variance, _) => "var_samp(number)",
    });
    sql.push("::float8 as value from (with counted as (").append(counted(plan)).push(") ");
    sql.push(one_of(plan).unwrap_or("select * from counted")).push(") f group by 1, 2, 3, 4");
    if !is_halved {
        return sql;
    }
    let mut whole = Sql::new(
        "select item, span, unit, facets, null::text as text, case when count(*) > 1 \
         then sum(value * case half when 0 then 1 - later else later end) else max(value) end as value from (",
    );
    whole.append(sql).push(", 5) g group by 1, 2, 3, 4");
    whole
}
