//! The statement behind a plan, as `sql/cells.rs` has it for PostgreSQL. Which periods, units and option combos count
//! for what is settled before; it comes as arrays.

use std::collections::HashSet;

use super::Statement;
pub(crate) use super::question::{Days, Pair, Part, Place, Question, Span};
use crate::plan::{Aggregation, Comparison, OverTime, OverUnits};

/// The element of the row that says which round was written last.
pub(crate) const MARKER: i64 = -1;

/// More units than this are joined with what they count for, for their keys would travel with the statement.
const MOST_UNITS: usize = 50_000;

/// The columns that tell cells apart.
const CELL: &str = "bundle, window, slot, combos, source";

/// The cells of a plan: five whole numbers and a figure each, and once the marker, whose figure is the round.
pub(crate) fn cells(question: &Question<'_>) -> Statement {
    let mut statement = Statement::new("with ");
    let ways = Ways::of(question);
    for (name, rows) in [
        ("part as (", ways.parts.is_none().then(|| parts(question))),
        ("span as (", ways.spans.is_none().then(|| spans(question))),
        ("place as (", ways.has_places_joined.then(|| placed(question))),
        ("pair as (", question.pairs.as_deref().map(paired)),
    ] {
        if let Some(rows) = rows {
            statement.push(name).append(rows).push("), ");
        }
    }
    statement.push("counted as (").append(counted(question, &ways)).push(") ");
    statement.append(grouped(question));
    statement.push(" union all select ").int(MARKER);
    statement.push(", toInt64(0), toInt64(0), toInt64(0), toInt64(0), max(value) from ");
    statement.table(question.figures).push(" where element = ").int(MARKER).push(" format RowBinary");
    statement
}

/// How figures find what they count for: by a function of their keys where there is one answer, which is much faster than a join.
struct Ways {
    /// The elements, where each is of one part that takes all option combos.
    parts: Option<Vec<i64>>,
    /// The periods, where each is of one span.
    spans: Option<Vec<i64>>,
    /// The units with their slots, where each is of one.
    units: Option<(Vec<i64>, Vec<i64>)>,
    /// Whether units are joined with their slots.
    has_places_joined: bool,
}

impl Ways {
    fn of(question: &Question<'_>) -> Ways {
        let once = |keys: Vec<i64>| {
            let different: HashSet<i64> = keys.iter().copied().collect();
            (different.len() == keys.len()).then_some(keys)
        };
        let takes_all = |part: &Part| part.option_combo.is_none() && part.attribute_combo.is_none();
        let parts = question.parts.iter().map(|part| part.element).collect();
        let spans = question.spans.iter().map(|span| question.periods[span.period].key).collect();
        let units = question.places.as_ref().and_then(|places| {
            let all = || {
                places.iter().flat_map(|place| (place.start..place.end).map(move |unit| (unit, place.slot)))
            };
            let keys = all().filter_map(|(unit, _)| question.keys.get(unit as usize));
            let keys = once(keys.map(|(key, _)| *key).collect()).filter(|keys| keys.len() <= MOST_UNITS)?;
            Some((keys, all().map(|(_, slot)| int(slot)).collect()))
        });
        Ways {
            parts: once(parts).filter(|_| question.parts.iter().all(takes_all)),
            spans: once(spans),
            has_places_joined: question.places.is_some() && units.is_none(),
            units,
        }
    }
}

fn int(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// A column of parts, of which each row has one.
fn of_part(part: &Part) -> [i64; 3] {
    [int(part.bundle), part.kinds, i64::from(part.is_truth)]
}

fn parts(question: &Question<'_>) -> Statement {
    let column = |pick: fn(&Part) -> i64| question.parts.iter().map(pick).collect::<Vec<i64>>();
    let mut statement = Statement::new(
        "select t.1 as element, t.2 as coc, t.3 as aoc, t.4 as bundle, t.5 as kinds, t.6 as truth from (select arrayJoin(arrayZip(",
    );
    statement.ints(column(|part| part.element));
    statement.push(", ").ints(column(|part| part.option_combo.unwrap_or(-1)));
    statement.push(", ").ints(column(|part| part.attribute_combo.unwrap_or(-1)));
    for at in 0..3 {
        statement.push(", ").ints(question.parts.iter().map(|part| of_part(part)[at]));
    }
    statement.push(")) as t)");
    statement
}

/// The whole numbers of a span: window, first and last day, days, and half.
fn of_span(question: &Question<'_>, span: &Span) -> [i64; 5] {
    let Days { starts, ends, .. } = question.periods[span.period];
    [int(span.window), starts, ends, ends - starts + 1, int(span.half)]
}

fn spans(question: &Question<'_>) -> Statement {
    let mut statement = Statement::new(
        "select t.1 as period, t.2 as window, t.3 as starts, t.4 as ends, t.5 as length, t.6 as half, t.7 as whole, t.8 as later \
         from (select arrayJoin(arrayZip(",
    );
    statement.ints(question.spans.iter().map(|span| question.periods[span.period].key));
    for at in 0..5 {
        statement.push(", ").ints(question.spans.iter().map(|span| of_span(question, span)[at]));
    }
    statement.push(", ").floats(question.spans.iter().map(|span| span.whole));
    statement.push(", ").floats(question.spans.iter().map(|span| span.later)).push(")) as t)");
    statement
}

fn placed(question: &Question<'_>) -> Statement {
    let places = question.places.as_deref().unwrap_or_default();
    let mut statement = Statement::new(
        "select u.key as unit, p.slot as slot from (select t.1 as slot, toUInt32(arrayJoin(range(t.2, t.3))) as number \
         from (select arrayJoin(arrayZip(",
    );
    statement.ints(places.iter().map(|place| int(place.slot))).push(", ");
    statement.ints(places.iter().map(|place| i64::from(place.start))).push(", ");
    statement.ints(places.iter().map(|place| i64::from(place.end)));
    statement.push(")) as t)) p inner join ").table(question.units).push(" u on u.number = p.number");
    statement
}

fn paired(pairs: &[Pair]) -> Statement {
    let mut statement =
        Statement::new("select t.1 as coc, t.2 as aoc, t.3 as combos from (select arrayJoin(arrayZip(");
    statement.ints(pairs.iter().map(|pair| pair.combos.0)).push(", ");
    statement.ints(pairs.iter().map(|pair| pair.combos.1)).push(", ");
    statement.ints(pairs.iter().map(|pair| i64::from(pair.group))).push(")) as t)");
    statement
}

/// The figures that count, with where they do.
fn counted(question: &Question<'_>, ways: &Ways) -> Statement {
    let mut statement = Statement::new(
        "select f.element as element, f.period as period, f.unit as unit, f.coc as coc, f.aoc as aoc, f.value as value",
    );
    for (at, name) in [" as bundle", " as kinds", " as truth"].into_iter().enumerate() {
        statement.push(", ").append(part_column(question, ways, at)).push(name);
    }
    for (at, name) in
        [" as window", " as starts", " as ends", " as length", " as half"].into_iter().enumerate()
    {
        statement.push(", ").append(span_column(question, ways, at)).push(name);
    }
    let days = [
        (" as whole", "span.whole", question.spans.iter().map(|span| span.whole).collect::<Vec<_>>()),
        (" as later", "span.later", question.spans.iter().map(|span| span.later).collect()),
    ];
    for (name, joined, values) in days {
        statement.push(", ");
        match &ways.spans {
            Some(periods) => {
                statement.push("transform(f.period, ").ints(periods.iter().copied()).push(", ");
                statement.floats(values).push(", toFloat64(0))")
            }
            None => statement.push(joined),
        };
        statement.push(name);
    }
    statement.push(", ").append(slot(question, ways)).push(" as slot, ");
    statement.push(if question.pairs.is_some() { "pair.combos" } else { "toInt64(0)" }).push(" as combos, ");
    statement.push(if question.by_source { "f.unit" } else { "toInt64(0)" }).push(" as source from ");
    statement.append(joined(question, ways)).append(filters(question, ways));
    statement
}

/// A column of what the element of a figure is.
fn part_column(question: &Question<'_>, ways: &Ways, at: usize) -> Statement {
    let Some(elements) = &ways.parts else {
        return Statement::new(["part.bundle", "part.kinds", "part.truth"][at]);
    };
    let mut statement = Statement::new("transform(f.element, ");
    statement.ints(elements.iter().copied()).push(", ");
    statement.ints(question.parts.iter().map(|part| of_part(part)[at])).push(", toInt64(0))");
    statement
}

/// A column of whole numbers of what the period of a figure counts for.
fn span_column(question: &Question<'_>, ways: &Ways, at: usize) -> Statement {
    let Some(periods) = &ways.spans else {
        return Statement::new(["span.window", "span.starts", "span.ends", "span.length", "span.half"][at]);
    };
    let mut statement = Statement::new("transform(f.period, ");
    statement.ints(periods.iter().copied()).push(", ");
    statement.ints(question.spans.iter().map(|span| of_span(question, span)[at])).push(", toInt64(0))");
    statement
}

/// Where the unit of a figure counts; less than 0 for nowhere.
fn slot(question: &Question<'_>, ways: &Ways) -> Statement {
    match (&ways.units, &question.places) {
        (Some((keys, slots)), _) => {
            let mut statement = Statement::new("transform(f.unit, ");
            statement.ints(keys.iter().copied()).push(", ").ints(slots.iter().copied());
            statement.push(", toInt64(-1))");
            statement
        }
        (None, Some(_)) => Statement::new("place.slot"),
        (None, None) => Statement::new("toInt64(0)"),
    }
}

fn joined(question: &Question<'_>, ways: &Ways) -> Statement {
    let mut statement = Statement::empty();
    statement.table(question.figures).push(" as f final");
    if ways.parts.is_none() {
        statement.push(" inner join part on part.element = f.element");
    }
    if ways.spans.is_none() {
        statement.push(" inner join span on span.period = f.period");
    }
    if ways.has_places_joined {
        statement.push(" inner join place on place.unit = f.unit");
    }
    if question.pairs.is_some() {
        statement.push(" inner join pair on pair.coc = f.coc and pair.aoc = f.aoc");
    }
    statement
}

fn filters(question: &Question<'_>, ways: &Ways) -> Statement {
    let mut statement = Statement::new(" where f.element in (select arrayJoin(");
    statement
        .ints(question.parts.iter().map(|part| part.element))
        .push(")) and f.period in (select arrayJoin(");
    statement
        .ints(question.periods.iter().map(|days| days.key))
        .push(")) and bitTest(kinds, f.kind) and slot >= 0");
    if ways.parts.is_none() {
        statement.push(" and (part.coc = -1 or part.coc = f.coc) and (part.aoc = -1 or part.aoc = f.aoc)");
    }
    for criterion in question.criteria {
        statement.push(match criterion.comparison {
            Comparison::Equal => " and f.value = ",
            Comparison::Greater => " and f.value > ",
            Comparison::GreaterOrEqual => " and f.value >= ",
            Comparison::Less => " and f.value < ",
            Comparison::LessOrEqual => " and f.value <= ",
        });
        statement.float(criterion.bound);
    }
    statement
}

/// The figures that are left of each unit and option combo, or of a whole cell.
fn one_of(aggregation: Aggregation) -> &'static str {
    match (aggregation.over_time, aggregation.over_units == OverUnits::One) {
        (OverTime::First, false) => {
            "select bundle, window, slot, combos, source, t.1 as number, t.2 as length, t.3 as truth from (\
             select bundle, window, slot, combos, source, argMin((value, length, truth), (ends, starts)) as t from counted \
             group by bundle, window, slot, combos, source, element, unit, coc, aoc)"
        }
        (OverTime::Last | OverTime::LastInPeriod, false) => {
            "select bundle, window, slot, combos, source, t.1 as number, t.2 as length, t.3 as truth from (\
             select bundle, window, slot, combos, source, argMax((value, length, truth), (ends, starts)) as t from counted \
             group by bundle, window, slot, combos, source, element, unit, coc, aoc)"
        }
        (OverTime::First, true) => {
            "select bundle, window, slot, combos, source, argMin(value, (ends, starts, unit, coc, aoc)) as number, \
             toInt64(0) as truth from counted group by bundle, window, slot, combos, source"
        }
        (_, true) => {
            "select bundle, window, slot, combos, source, argMax(value, (ends, starts, -unit, -coc, -aoc)) as number, \
             toInt64(0) as truth from counted group by bundle, window, slot, combos, source"
        }
        (OverTime::Min, false) => {
            "select bundle, window, slot, combos, source, unit, min(value) as number from counted \
             group by bundle, window, slot, combos, source, unit"
        }
        (OverTime::Max, false) => {
            "select bundle, window, slot, combos, source, unit, max(value) as number from counted \
             group by bundle, window, slot, combos, source, unit"
        }
        (OverTime::All | OverTime::Average, false) => "select *, value as number from counted",
    }
}

fn grouped(question: &Question<'_>) -> Statement {
    let Aggregation { over_time, over_units } = question.aggregation;
    let is_halved = over_time == OverTime::Average;
    let mut statement = Statement::new("select ");
    statement.push(CELL).push(if is_halved { ", half, max(later) as share, " } else { ", " });
    statement.push(match (over_units, over_time) {
        (OverUnits::Sum, OverTime::Average) => {
            "if(max(truth) = 1, sum(number), sum(number * length / whole))"
        }
        (OverUnits::Sum, _) => "sum(number)",
        (OverUnits::Average, OverTime::Min | OverTime::Max) => "avg(number)",
        (OverUnits::Average, _) => {
            "if(max(truth) = 1, sum(number * length) / sum(length) * 100, avg(number))"
        }
        (OverUnits::Count, _) => "toFloat64(count())",
        (OverUnits::Min, _) => "min(number)",
        (OverUnits::Max | OverUnits::One, _) => "max(number)",
        (OverUnits::StandardDeviation, _) => "stddevSampStable(number)",
        (OverUnits::Variance, _) => "varSampStable(number)",
    });
    statement.push(" as figure from (").push(one_of(question.aggregation)).push(") group by ").push(CELL);
    if !is_halved {
        return statement;
    }
    let mut whole = Statement::new("select ");
    whole.push(CELL).push(
        ", if(count() > 1, sum(figure * if(half = 0, 1 - share, share)), max(figure)) as figure from (",
    );
    whole.append(statement).push(", half) group by ").push(CELL);
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The statement for these elements and windows of one month, and for units in these slots.
    fn text(elements: &[i64], windows: usize, slots: &[(u32, usize)]) -> String {
        let part = |element: &i64| Part {
            element: *element,
            bundle: 0,
            option_combo: None,
            attribute_combo: None,
            kinds: 1,
            is_truth: false,
        };
        let span = |window| Span { period: 0, window, whole: 31.0, half: 0, later: 0.0 };
        let place = |(unit, slot): &(u32, usize)| Place { start: *unit, end: unit + 1, slot: *slot };
        let keys = [(10, "/a".to_owned()), (11, "/a/b".to_owned())];
        let question = Question {
            figures: "f",
            units: "u",
            keys: &keys,
            aggregation: Aggregation::SUM,
            by_source: false,
            criteria: &[],
            parts: elements.iter().map(part).collect(),
            periods: vec![Days { key: 7, starts: 0, ends: 30 }],
            spans: (0..windows).map(span).collect(),
            places: Some(slots.iter().map(place).collect()),
            pairs: None,
        };
        cells(&question).build().0
    }

    #[test]
    fn what_has_one_answer_is_not_joined() {
        assert!(!text(&[1, 2], 1, &[(0, 0), (1, 1)]).contains("join "));
        for (joined, text) in [
            ("inner join part", text(&[1, 1], 1, &[(0, 0)])),
            ("inner join span", text(&[1], 2, &[(0, 0)])),
            ("inner join place", text(&[1], 1, &[(0, 0), (0, 1)])),
        ] {
            assert!(text.contains(joined), "{joined}: {text}");
        }
    }
}
