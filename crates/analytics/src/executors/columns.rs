//! A plan answered from columns that hold all figures in memory, as of the moment that they have reached.
//!
//! Not every plan is taken: text, single units within sub-expressions, figures that have to be approved, figures that
//! count only while their options are valid, and elements whose figures are bound to a level are left to PostgreSQL, which
//! answers the same.

pub(super) mod belonging;
mod cells;
mod changed;
mod feed;
pub(super) mod following;
mod kept;
mod news;
pub(super) mod reading;
pub(super) mod resident;
pub(super) mod spans;

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use afya_columns::{Groups, Place};
use afya_store::{Connection, Fault};

use crate::admission::{BYTES_OF_PLACE, Memory};
use crate::dimensions::data::Source;
use crate::plan::{Aggregation, Cell, OverTime, OverUnits, Plan, Window};
use crate::sql::columns as sql;
use belonging::{Side, Subject, side};
use cells::{Bundle, Part, Work};
pub use feed::{Feed, Room, stop_noting};
pub use news::{Found, Listener, Pending, Told};
use resident::Element;
pub use resident::Resident;
use spans::{Span, spans};

/// What columns answer of a plan.
pub(super) struct Answered {
    /// The cells that have a figure, in no order.
    pub(super) cells: Vec<Cell>,
    /// The positions of the windows that are left to PostgreSQL, for they go back to periods that there is no room for.
    pub(super) left: Vec<usize>,
}

/// The cells of a plan that have a figure; nothing when the plan is not taken.
///
/// # Errors
/// 409 when they do not fit the memory; when the database cannot be asked what belongs to what.
pub(super) async fn run(
    resident: &Resident,
    connection: &mut Connection,
    plan: &Plan<'_>,
    memory: &Memory,
) -> Result<Option<Answered>, Fault> {
    let Some(items) = taken(resident, plan) else { return Ok(None) };
    let mut spans = spans(plan, &resident.periods);
    let Some(left) = left(resident, plan, &spans) else { return Ok(None) };
    spans.retain(|span| left.binary_search(&span.place).is_err());
    let units = units(resident, connection, plan).await?;
    let combos = combos(resident, connection, plan).await?;
    let keys: Vec<i64> = items.iter().map(|(_, source, _)| source.element).collect();
    let elements = side(connection, plan, Subject::Elements, keys.len(), &sql::elements(&keys)).await?;
    spans.sort_by_key(|span| span.period);
    let unit_count = if plan.by_unit { plan.units.map_or(0, <[_]>::len) } else { 1 };
    let places = places(resident, plan, &units);
    let work = Work { plan, resident, spans, places, unit_count, units, combos };
    if !memory.fits(work.size(), BYTES_OF_PLACE) {
        return Ok(None);
    }
    let mut cells = Vec::new();
    for bundle in bundles(&work, &items, &elements) {
        let Some(found) = work.cells(&bundle) else { return Ok(None) };
        memory.take(found.len(), 0)?;
        cells.extend(found);
        // Whoever no longer waits for the answer is noticed here.
        tokio::task::yield_now().await;
    }
    memory.count(cells.len())?;
    Ok(Some(Answered { cells, left }))
}

/// Whether columns take all of a plan.
pub(super) fn takes(resident: &Resident, plan: &Plan<'_>) -> bool {
    taken(resident, plan).is_some()
        && left(resident, plan, &spans(plan, &resident.periods)).is_some_and(|left| left.is_empty())
}

/// The windows that need periods which are not resident, in order; nothing when that leaves none, or when windows cannot be told apart.
fn left(resident: &Resident, plan: &Plan<'_>, spans: &[Span]) -> Option<Vec<usize>> {
    let is_left = |span: &&Span| !resident.holds(&resident.periods[span.period]);
    let mut left: Vec<usize> = spans.iter().filter(is_left).map(|span| span.place).collect();
    left.sort_unstable();
    left.dedup();
    let is_of_dates = |window: &Window| window.kind.is_none();
    let is_split = plan.by_window
        && left.len() < plan.windows.len()
        && (plan.windows.iter().all(is_of_dates) || !plan.windows.iter().any(is_of_dates));
    (left.is_empty() || is_split).then_some(left)
}

/// An item with its position and its element.
type Item<'a> = (usize, &'a Source, Element);

/// The items of a plan that is taken, without those that have no figures.
fn taken<'a>(resident: &Resident, plan: &Plan<'a>) -> Option<Vec<Item<'a>>> {
    let aggregation = plan.aggregation;
    if plan.is_text || plan.by_source || plan.approval.is_some() || plan.within_dates {
        return None;
    }
    let item = |(at, source): &(usize, &'a Source)| {
        let element = resident.elements.get(&source.element)?;
        Some((*at, *source, *element))
    };
    let items: Vec<Item<'a>> = plan.items.iter().map(item).collect::<Option<_>>()?;
    if items.iter().any(|(_, _, element)| element.has_levels) {
        return None;
    }
    let has_truths = items.iter().any(|(_, _, element)| element.is_truth());
    let is_mixed = !plan.by_item && has_truths && !items.iter().all(|(_, _, element)| element.is_truth());
    let is_percentage = has_truths && aggregation.over_units == OverUnits::Average;
    let is_weighed = aggregation.over_time == OverTime::Average;
    // The days of each truth value weigh in its percentage, which what stands for a unit no longer has.
    let loses_days = if is_weighed { is_mixed } else { is_percentage };
    if loses_days {
        return None;
    }
    (!chooses_between_items(plan)).then_some(items)
}

/// Whether one figure of several items counts, so that which item comes first decides: PostgreSQL alone knows.
pub(super) fn chooses_between_items(plan: &Plan<'_>) -> bool {
    if plan.by_item || plan.items.len() < 2 {
        return false;
    }
    let Aggregation { over_time, over_units } = plan.aggregation;
    let mut elements: Vec<i64> = plan.items.iter().map(|(_, source)| source.element).collect();
    elements.sort_unstable();
    elements.dedup();
    let is_one_of = matches!(over_time, OverTime::First | OverTime::Last | OverTime::LastInPeriod);
    over_units == OverUnits::One || (is_one_of && elements.len() < plan.items.len())
}

/// What units belong to, as far as the plan tells them apart or bounds them.
pub(super) async fn units(
    resident: &Resident,
    connection: &mut Connection,
    plan: &Plan<'_>,
) -> Result<Side, Fault> {
    let concerned =
        plan.facets.iter().chain(plan.bounds).any(|facet| Subject::of(facet.kind) == Subject::Units);
    let count = if concerned { resident.units.count() } else { 0 };
    let keys: Vec<i64> = (0..count).map(|number| resident.units.key(number)).collect();
    side(connection, plan, Subject::Units, keys.len(), &sql::units(&keys)).await
}

/// What combos belong to, as far as the plan tells them apart or bounds them.
pub(super) async fn combos(
    resident: &Resident,
    connection: &mut Connection,
    plan: &Plan<'_>,
) -> Result<Side, Fault> {
    let concerned =
        plan.facets.iter().chain(plan.bounds).any(|facet| Subject::of(facet.kind) == Subject::Combos);
    let pairs = if concerned { resident.combos.pairs() } else { &[] };
    side(connection, plan, Subject::Combos, pairs.len(), &sql::combos(pairs)).await
}

/// Where figures count: the units of each place, told apart by what they belong to.
pub(super) fn places(resident: &Resident, plan: &Plan<'_>, side: &Side) -> Vec<Place> {
    let mut places = Vec::new();
    for (unit, range) in ranges(resident, plan) {
        if side.members.is_none() {
            places.push(Place { units: range, slot: unit });
            continue;
        }
        for tuple in 0..side.tuples.len() {
            let belongs = |unit: &u32| side.of(*unit as usize).contains(&(tuple as u32));
            let slot = unit * side.tuples.len() + tuple;
            let members: Vec<u32> = range.clone().filter(belongs).collect();
            for members in members.chunk_by(|one, next| one + 1 == *next) {
                places.push(Place { units: members[0]..members[members.len() - 1] + 1, slot });
            }
        }
    }
    places.sort_by_key(|place| place.units.start);
    places
}

/// The ranges of the units that were asked for. Where units are no axis, each unit counts once.
fn ranges(resident: &Resident, plan: &Plan<'_>) -> Vec<(usize, Range<u32>)> {
    let Some(units) = plan.units else { return vec![(0, 0..resident.units.count())] };
    let mut ranges: Vec<(usize, Range<u32>)> =
        units.iter().map(|unit| resident.units.below(&unit.path)).enumerate().collect();
    if plan.by_unit {
        return ranges;
    }
    ranges.sort_by_key(|(_, range)| (range.start, std::cmp::Reverse(range.end)));
    let mut together: Vec<(usize, Range<u32>)> = Vec::new();
    for (_, range) in ranges {
        if together.last().is_none_or(|(_, last)| range.start >= last.end) {
            together.push((0, range));
        }
    }
    together
}

/// The items that come together: each alone, or all where items are no axis; told apart by what their elements belong to.
fn bundles<'a>(work: &'a Work<'a>, items: &[Item<'_>], elements: &Side) -> Vec<Bundle<'a>> {
    let mut groups = HashMap::new();
    let mut bundles: HashMap<(usize, u32), Bundle<'a>> = HashMap::new();
    for (number, (at, source, element)) in items.iter().enumerate() {
        let Some(block) = work.resident.figures.block(source.element) else { continue };
        let combo = (source.option_combo, source.attribute_combo);
        let groups: &Option<Groups> = groups.entry(combo).or_insert_with(|| groups_of(work, combo));
        let item = if work.plan.by_item { *at } else { 0 };
        for tuple in elements.of(number) {
            let facets =
                elements.facets.iter().copied().zip(elements.tuples[*tuple as usize].iter().cloned());
            let bundle = bundles.entry((item, *tuple)).or_insert_with(|| Bundle {
                item,
                parts: Vec::new(),
                facets: facets.collect(),
            });
            let zeros = element.is_truth()
                || element.is_averaged
                || (element.zero_is_significant && work.plan.with_zeros);
            let groups = groups.clone().map(Cow::Owned);
            bundle.parts.push(Part { block, groups, zeros, is_truth: element.is_truth() });
        }
    }
    bundles.into_values().collect()
}

/// What combos belong to, of those that an operand singles out; none when all count alike.
fn groups_of(work: &Work<'_>, (combo, attribute): (Option<i64>, Option<i64>)) -> Option<Groups> {
    if work.combos.members.is_none() && combo.is_none() && attribute.is_none() {
        return None;
    }
    let pairs = work.resident.combos.pairs().iter().enumerate();
    let of_pairs = pairs.map(|(number, pair)| {
        let counts = combo.is_none_or(|combo| combo == pair.0)
            && attribute.is_none_or(|attribute| attribute == pair.1);
        if counts { work.combos.of(number) } else { &[] }
    });
    Some(Groups::new(work.combos.tuples.len(), of_pairs))
}
