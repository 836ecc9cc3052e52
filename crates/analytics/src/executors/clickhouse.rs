//! A plan answered by ClickHouse, from a table that follows the database as columns do, for countries whose figures do not
//! fit the memory of one server.
//!
//! Periods, units, option combos and groups are settled here, by the same code as for columns; ClickHouse is asked for
//! figures only. Not every plan is taken: text, figures that have to be approved, figures that count only while their
//! options are valid, and elements whose figures are bound to a level are left to PostgreSQL, which answers the same.

mod client;
mod feed;
mod loading;
mod rounds;
mod standing;

use std::collections::HashMap;
use std::sync::Arc;

use afya_store::{Connection, Fault};
use jiff::civil::Date;

use super::columns::belonging::{Side, Subject, side};
use super::columns::resident::{Combos, Element, Resident, Values};
use super::columns::spans::{Span, spans};
use super::columns::{chooses_between_items, combos, places, units};
use crate::admission::Memory;
use crate::plan::{Cell, Figure, Plan};
use crate::sql::clickhouse::cells as words;
use crate::sql::clickhouse::tables;
use crate::sql::columns as sql;
pub use client::Access;
use client::Trouble;
pub use feed::Feed;
pub use standing::Reached;

/// How many bytes a cell of an answer has.
const BYTES_OF_ROW: usize = 48;

/// The kinds of values; each is a bit of what counts.
const NUMBER: u8 = 0;
const TRUE: u8 = 1;
const FALSE: u8 = 2;
/// `0` itself, the only zero that may be of no significance.
const ZERO: u8 = 3;

/// The cells of a plan that have a figure; nothing when the plan is not taken or ClickHouse does not answer it, which the
/// log says.
pub(super) async fn run(
    reached: &Reached,
    connection: &mut Connection,
    plan: &Plan<'_>,
    memory: &Memory,
) -> Result<Option<Vec<Cell>>, Fault> {
    if reached.is_broken() || !takes(reached, plan) {
        return Ok(None);
    }
    let asked = match asked(reached, connection, plan).await? {
        Ok(asked) => asked,
        Err(trouble) => return Ok(given_up(reached, &trouble)),
    };
    let Some(asked) = asked else { return Ok(Some(Vec::new())) };
    match reached.client.ask(&words::cells(&asked.question)).await {
        Ok(rows) => {
            memory.take(rows.len() / BYTES_OF_ROW, 0)?;
            match cells(&rows, plan, &asked) {
                Some((cells, marker)) if marker >= reached.state.round => {
                    memory.count(cells.len())?;
                    Ok(Some(cells))
                }
                _ => Ok(given_up(reached, &Trouble("no longer holds what it held".to_owned()))),
            }
        }
        Err(trouble) => Ok(given_up(reached, &trouble)),
    }
}

fn given_up<T>(reached: &Reached, trouble: &Trouble) -> Option<T> {
    reached.is_broken.store(true, std::sync::atomic::Ordering::Relaxed);
    tracing::warn!(%trouble, "PostgreSQL answers analytics in place of ClickHouse");
    None
}

/// Whether ClickHouse takes a plan.
pub(super) fn takes(reached: &Reached, plan: &Plan<'_>) -> bool {
    let is_known =
        |element: i64| reached.facts.elements.get(&element).is_some_and(|element| !element.has_levels);
    // A table of units that was emptied counts nothing.
    reached.facts.units.count() > 0
        && !plan.is_text
        && !chooses_between_items(plan)
        && plan.approval.is_none()
        && !plan.within_dates
        && plan.items.iter().all(|(_, source)| is_known(source.element))
}

/// What is asked, and what the numbers in its answer stand for.
struct Asked<'a> {
    question: words::Question<'a>,
    /// The items that come together, with the items of their elements' facets.
    bundles: Vec<(usize, u32)>,
    elements: Side,
    units: Side,
    combos: Side,
}

/// The question of a plan; nothing when no figure can count.
async fn asked<'a>(
    reached: &'a Reached,
    connection: &mut Connection,
    plan: &'a Plan<'a>,
) -> Result<Result<Option<Asked<'a>>, Trouble>, Fault> {
    let facts = &reached.facts;
    let spans = spans(plan, &facts.periods);
    let (periods, spans) = numbered(facts, &spans);
    let keys: Vec<i64> = plan.items.iter().map(|(_, source)| source.element).collect();
    let with_pairs = match with_pairs(reached, plan, &keys, &periods).await {
        Ok(facts) => facts,
        Err(trouble) => return Ok(Err(trouble)),
    };
    let units = units(facts, connection, plan).await?;
    let combos = combos(&with_pairs, connection, plan).await?;
    let elements = side(connection, plan, Subject::Elements, keys.len(), &sql::elements(&keys)).await?;
    let (bundles, parts) = bundles(facts, plan, &elements);
    let places = places(facts, plan, &units);
    let is_everywhere =
        matches!(places.as_slice(), [place] if place.units == (0..facts.units.count()) && place.slot == 0);
    let place = |place: &afya_columns::Place| words::Place {
        start: place.units.start,
        end: place.units.end,
        slot: place.slot,
    };
    let pairs = combos.members.is_some().then(|| paired(&with_pairs, &combos));
    let nothing = parts.is_empty()
        || spans.is_empty()
        || places.iter().all(|place| place.units.is_empty())
        || pairs.as_ref().is_some_and(Vec::is_empty);
    if nothing {
        return Ok(Ok(None));
    }
    let question = words::Question {
        figures: &reached.state.figures,
        units: &reached.state.units,
        keys: facts.units.units(),
        aggregation: plan.aggregation,
        by_source: plan.by_source,
        criteria: plan.criteria,
        parts,
        periods,
        spans,
        places: (!is_everywhere).then(|| places.iter().map(place).collect()),
        pairs,
    };
    Ok(Ok(Some(Asked { question, bundles, elements, units, combos })))
}

/// The periods that count once each, and the spans by their positions.
fn numbered(facts: &Resident, spans: &[Span]) -> (Vec<words::Days>, Vec<words::Span>) {
    let mut periods: Vec<usize> = spans.iter().map(|span| span.period).collect();
    periods.sort_unstable();
    periods.dedup();
    let span = |span: &Span| words::Span {
        period: periods.partition_point(|period| *period < span.period),
        window: span.place,
        whole: span.whole,
        half: span.half,
        later: span.later,
    };
    let spans = spans.iter().map(span).collect();
    let days = |period: &usize| {
        let period = &facts.periods[*period];
        words::Days { key: period.key, starts: day(period.start), ends: day(period.end) }
    };
    (periods.iter().map(days).collect(), spans)
}

/// A day as a number.
fn day(date: Date) -> i64 {
    i64::from((date - jiff::civil::date(1970, 1, 1)).get_days())
}

/// Facts with the option combos of the figures that may count, as far as a plan tells them apart or bounds them.
async fn with_pairs(
    reached: &Reached,
    plan: &Plan<'_>,
    elements: &[i64],
    periods: &[words::Days],
) -> Result<Resident, Trouble> {
    let facts = reached.facts.clone();
    let concerned =
        plan.facets.iter().chain(plan.bounds).any(|facet| Subject::of(facet.kind) == Subject::Combos);
    if !concerned {
        return Ok(facts);
    }
    let periods: Vec<i64> = periods.iter().map(|period| period.key).collect();
    let statement = tables::pairs(&reached.state.figures, elements, &periods);
    let rows = reached.client.ask(&statement).await?;
    let mut combos = Combos::default();
    for row in rows.chunks_exact(16) {
        combos.number((int(row, 0), int(row, 1)));
    }
    Ok(Resident { combos: Arc::new(combos), ..facts })
}

fn paired(facts: &Resident, combos: &Side) -> Vec<words::Pair> {
    let pairs = facts.combos.pairs().iter().enumerate();
    let groups = |(number, pair): (usize, &(i64, i64))| {
        let combos_of_pair = *pair;
        combos.of(number).iter().map(move |group| words::Pair { combos: combos_of_pair, group: *group })
    };
    pairs.flat_map(groups).collect()
}

/// The items that come together, and the figures that count for them.
fn bundles(facts: &Resident, plan: &Plan<'_>, elements: &Side) -> (Vec<(usize, u32)>, Vec<words::Part>) {
    let mut numbers: HashMap<(usize, u32), usize> = HashMap::new();
    let (mut bundles, mut parts) = (Vec::new(), Vec::new());
    for (number, (at, source)) in plan.items.iter().enumerate() {
        let Some(element) = facts.elements.get(&source.element) else { continue };
        let kinds = kinds(*element, plan.with_zeros);
        if kinds == 0 {
            continue;
        }
        let item = if plan.by_item { *at } else { 0 };
        for tuple in elements.of(number) {
            let bundle = *numbers.entry((item, *tuple)).or_insert_with(|| {
                bundles.push((item, *tuple));
                bundles.len() - 1
            });
            parts.push(words::Part {
                element: source.element,
                bundle,
                option_combo: source.option_combo,
                attribute_combo: source.attribute_combo,
                kinds,
                is_truth: element.is_truth(),
            });
        }
    }
    (bundles, parts)
}

/// A bit for each kind of value of an element that counts.
fn kinds(element: Element, with_zeros: bool) -> i64 {
    let has_zeros = element.is_averaged || (element.zero_is_significant && with_zeros);
    let kinds: &[u8] = match element.values {
        Values::Text => &[],
        Values::Boolean => &[TRUE, FALSE],
        Values::TrueOnly => &[TRUE],
        Values::Number if has_zeros => &[NUMBER, ZERO],
        Values::Number => &[NUMBER],
    };
    kinds.iter().map(|kind| 1 << kind).sum()
}

/// A whole number of a row in ClickHouse's binary form.
fn int(row: &[u8], at: usize) -> i64 {
    row.get(at * 8..at * 8 + 8).and_then(|bytes| bytes.try_into().ok()).map_or(0, i64::from_le_bytes)
}

/// The cells of an answer, and the round that its figures have seen.
fn cells(rows: &[u8], plan: &Plan<'_>, asked: &Asked<'_>) -> Option<(Vec<Cell>, i64)> {
    let (mut cells, mut marker) = (Vec::new(), 0);
    for row in rows.chunks_exact(BYTES_OF_ROW) {
        let value = f64::from_bits(int(row, 5).cast_unsigned());
        if int(row, 0) == words::MARKER {
            marker = round(value);
        } else if value.is_finite() {
            cells.push(cell(row, value, plan, asked)?);
        }
    }
    Some((cells, marker))
}

#[expect(clippy::cast_possible_truncation, reason = "rounds are far fewer than 2^53")]
fn round(value: f64) -> i64 {
    value as i64
}

fn cell(row: &[u8], value: f64, plan: &Plan<'_>, asked: &Asked<'_>) -> Option<Cell> {
    let number = |at: usize| usize::try_from(int(row, at)).ok();
    let (slot, group) = (number(2)?, number(3)?);
    let (item, of_elements) = *asked.bundles.get(number(0)?)?;
    let of_units = slot % asked.units.tuples.len();
    let mut facets = vec![String::new(); plan.facets.len()];
    let sides = [(&asked.elements, of_elements as usize), (&asked.units, of_units), (&asked.combos, group)];
    for (side, tuple) in sides {
        for (at, uid) in side.facets.iter().zip(side.tuples.get(tuple)?) {
            facets[*at].clone_from(uid);
        }
    }
    if plan.by_source {
        facets.push(int(row, 4).to_string());
    }
    let unit = slot / asked.units.tuples.len();
    Some(Cell { item, window: number(1)?, unit, facets, value: Figure::Number(value) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_of_values_count_by_what_an_element_is() {
        let element = |values, is_averaged, zero_is_significant| Element {
            values,
            is_averaged,
            zero_is_significant,
            has_levels: false,
        };
        let of = |values, with_zeros| kinds(element(values, false, true), with_zeros);
        assert_eq!((of(Values::Number, true), of(Values::Number, false)), (0b1001, 0b0001));
        assert_eq!(kinds(element(Values::Number, true, false), false), 0b1001);
        assert_eq!((of(Values::Boolean, false), of(Values::TrueOnly, true)), (0b0110, 0b0010));
        assert_eq!(of(Values::Text, true), 0);
    }
}
