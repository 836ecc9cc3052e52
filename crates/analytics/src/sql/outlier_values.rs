//! The statement that finds outliers among data values as they were saved.

use afya_store::Sql;
use jiff::civil::Date;

use crate::outliers::values::{Measure, ValueQuestion};

/// What a number looks like.
const NUMBER: &str = "'^[-+]?[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?$'";

/// The units that there are among these.
pub(crate) fn units(uids: &[String]) -> Sql {
    let mut sql = Sql::new("select o.uid from organisationunit o where o.uid = any(");
    sql.bind(uids.to_vec()).push(") order by o.uid");
    sql
}

/// The outliers with the names of what they are, the furthest first.
pub(crate) fn found(
    question: &ValueQuestion,
    (start, end): (Date, Date),
    elements: &[i64],
    units: Vec<String>,
) -> Sql {
    let mut sql = Sql::new(
        "with figure as (select v.dataelementid as element, v.sourceid as source, v.categoryoptioncomboid as coc, \
         v.attributeoptioncomboid as aoc, v.followup, v.value as text, p.startdate, p.enddate, p.periodtypeid, ",
    );
    let is_number = question.measure != Measure::InvalidNumeric;
    sql.push(if is_number { "v.value::float8" } else { "null::float8" });
    sql.push(" as number from datavalue v join period p using (periodid) where v.dataelementid = any(");
    sql.bind(elements.to_vec());
    sql.push(
        ") and not v.deleted and v.sourceid in (select o.organisationunitid from organisationunit o \
         where string_to_array(o.path, '/') && ",
    );
    sql.bind(units)
        .push("::text[]) and trim(v.value) ")
        .push(if is_number { "~ " } else { "!~ " })
        .push(NUMBER);
    sql.push(")");
    let order = outlying(&mut sql, question, (start, end));
    sql.push(
        " select e.uid as dx, e.name as dx_name, o.uid as ou, o.name as ou_name, c.uid as coc, c.name as coc_name, a.uid as aoc, \
         a.name as aoc_name, t.name as period_type, f.startdate::text as starts, f.enddate::text as ends, \
         coalesce(f.followup, false) as follow_up, f.*",
    );
    sql.push(
        " from found f join dataelement e on e.dataelementid = f.element join organisationunit o on o.organisationunitid = f.source \
         join periodtype t on t.periodtypeid = f.periodtypeid join categoryoptioncombo c on c.categoryoptioncomboid = f.coc \
         join categoryoptioncombo a on a.categoryoptioncomboid = f.aoc order by ",
    );
    sql.push(order).push("e.uid, o.uid, f.startdate, c.uid, a.uid limit ").bind(question.most);
    sql
}

/// The figures (`found`) between these days that are outliers; says what they are sorted by.
fn outlying(sql: &mut Sql, question: &ValueQuestion, (start, end): (Date, Date)) -> &'static str {
    let within = |sql: &mut Sql| {
        sql.push("f.startdate >= ").bind(start.to_string()).push("::text::date and f.enddate <= ");
        sql.bind(end.to_string()).push("::text::date");
    };
    match question.measure {
        Measure::ZScore | Measure::ModifiedZScore => {
            let (score, reach) = match question.measure {
                Measure::ModifiedZScore => ("0.6745 * abs(f.number - c.middle) / c.spread", " / 0.6745"),
                _ => ("abs(f.number - c.middle) / c.spread", ""),
            };
            sql.append(centre(question));
            sql.push(", found as (select f.*, c.middle, c.spread, abs(f.number - c.middle) as deviation, ");
            sql.push(score).push(" as score, c.middle - (c.spread * ").bind(question.threshold);
            sql.push("::float8").push(reach).push(") as lower, c.middle + (c.spread * ");
            sql.bind(question.threshold).push("::float8").push(reach);
            sql.push(") as upper from figure f join centre c using (element, source, coc, aoc) where ");
            within(sql);
            sql.push(" and ").push(score).push(" >= ").bind(question.threshold).push("::float8)");
            if question.by_score { "f.score desc, " } else { "f.deviation desc, " }
        }
        Measure::MinMax => {
            sql.push(
                ", found as (select f.*, least(abs(f.number - m.minimumvalue), abs(f.number - m.maximumvalue)) as deviation, \
                 m.minimumvalue::float8 as lower, m.maximumvalue::float8 as upper from figure f join minmaxdataelement m \
                 on m.dataelementid = f.element and m.sourceid = f.source and m.categoryoptioncomboid = f.coc \
                 where (f.number < m.minimumvalue or f.number > m.maximumvalue) and ",
            );
            within(sql);
            sql.push(")");
            "f.deviation desc, "
        }
        Measure::InvalidNumeric => {
            sql.push(", found as (select f.* from figure f where ");
            within(sql);
            sql.push(")");
            ""
        }
    }
}

/// The middle and the spread of the figures of each cell, of those between the days that others are held against; cells without
/// spread have no outliers.
fn centre(question: &ValueQuestion) -> Sql {
    let mut sql = Sql::new(", held as (select * from figure h where true");
    let (start, end) = question.data_dates;
    for (words, day) in [(" and h.startdate >= ", start), (" and h.enddate <= ", end)] {
        if let Some(day) = day {
            sql.push(words).bind(day.to_string()).push("::text::date");
        }
    }
    sql.push(match question.measure {
        Measure::ModifiedZScore => {
            "), median as (select element, source, coc, aoc, percentile_cont(0.5) within group (order by number) as middle from held \
             group by 1, 2, 3, 4), centre as (select * from (select element, source, coc, aoc, m.middle, \
             percentile_cont(0.5) within group (order by abs(m.middle - h.number)) as spread from held h \
             join median m using (element, source, coc, aoc) group by 1, 2, 3, 4, m.middle) d where d.spread <> 0)"
        }
        _ => {
            "), centre as (select element, source, coc, aoc, avg(number) as middle, stddev_pop(number) as spread from held \
             group by 1, 2, 3, 4 having stddev_pop(number) > 0)"
        }
    });
    sql
}
