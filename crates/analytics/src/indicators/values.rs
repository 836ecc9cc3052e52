//! The values of what formulas ask for: constants, counts of units and days, and figures fetched by plans.

use std::collections::HashMap;

use afya_expression::{Item, ItemKind, Modifiers};
use afya_model::Refusal;
use afya_model::period::{Period, PeriodType};
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use super::entering;
use super::needs::Need;
use super::sources::{self, Sources};
use super::sub_expressions;
use crate::dimensions::data::Source;
use crate::dimensions::org_units::OrgUnitOptions;
use crate::plan::{Aggregation, Figure, Plan, Window};
use crate::query::{Axes, Place, years};
use crate::reports::{Metric, Report};
use crate::sql::indicators as sql;
use crate::sql::reports::data_sets;

/// All values, ready to be looked up.
#[derive(Debug, Default)]
pub(super) struct Values {
    constants: HashMap<String, f64>,
    group_counts: HashMap<(String, usize), f64>,
    figures: HashMap<Need, HashMap<Place, f64>>,
}

impl Values {
    /// The value of an item in a cell.
    pub(super) fn get(
        &self,
        item: &Item,
        modifiers: &Modifiers,
        place: &Place,
        axes: &Axes<'_>,
    ) -> Option<f64> {
        let (window, unit) = (place.window, place.unit);
        let part = || item.parts.first().cloned().unwrap_or_default();
        match item.kind {
            ItemKind::Constant => self.constants.get(&part()).copied(),
            ItemKind::OrgUnitGroup => {
                Some(self.group_counts.get(&(part(), unit)).copied().unwrap_or_default())
            }
            ItemKind::Days => Some(super::as_float(axes.days(window))),
            ItemKind::PeriodInYear => Some(in_year(axes.window(window), modifiers, number_in_year)),
            ItemKind::YearlyPeriodCount => Some(in_year(axes.window(window), modifiers, periods_of_year)),
            _ => {
                let need = Need { item: item.clone(), modifiers: modifiers.clone() };
                self.figures.get(&need)?.get(place).copied()
            }
        }
    }
}

/// Fetches what is needed.
///
/// # Errors
/// 501 for items that are not built yet.
pub(super) async fn fetch(
    connection: &mut Connection,
    needs: &[Need],
    axes: &Axes<'_>,
) -> Result<Values, Fault> {
    let parts = |kind: ItemKind| -> Vec<String> {
        let of_kind = needs.iter().filter(|need| need.item.kind == kind);
        of_kind.filter_map(|need| need.item.parts.first().cloned()).collect()
    };
    let mut values = Values { constants: constants(connection, needs).await?, ..Values::default() };
    let groups = parts(ItemKind::OrgUnitGroup);
    if !groups.is_empty() {
        values.group_counts = group_counts(connection, &groups, axes).await?;
    }
    let unbuilt = |need: &&Need| {
        matches!(
            need.item.kind,
            ItemKind::Attribute | ItemKind::ProgramDataElement | ItemKind::ProgramIndicator
        )
    };
    if let Some(need) = needs.iter().find(unbuilt) {
        let sentence =
            format!("Indicators over program items are not computed here yet: {}", need.item.parts.join("."));
        return Err(Refusal::new(501, sentence).into());
    }
    let sources = sources::find(connection, needs).await?;
    values.figures = figures(connection, &sources, axes, false).await?;
    values.figures.extend(reports(connection, needs, axes).await?);
    values.figures.extend(sub_expressions::figures(connection, needs, axes).await?);
    Ok(values)
}

/// The constants that are needed.
pub(super) async fn constants(
    connection: &mut Connection,
    needs: &[Need],
) -> Result<HashMap<String, f64>, Fault> {
    let of_kind = needs.iter().filter(|need| need.item.kind == ItemKind::Constant);
    let uids: Vec<String> = of_kind.filter_map(|need| need.item.parts.first().cloned()).collect();
    if uids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = connection.rows(&sql::constants(&uids)).await?;
    Ok(rows.iter().map(|row| (row.get("uid"), row.get("value"))).collect())
}

/// Reporting rates, which take no modifiers.
async fn reports(
    connection: &mut Connection,
    needs: &[Need],
    axes: &Axes<'_>,
) -> Result<HashMap<Need, HashMap<Place, f64>>, Fault> {
    let needs: Vec<&Need> = needs.iter().filter(|need| need.item.kind == ItemKind::ReportingRate).collect();
    let mut figures: HashMap<Need, HashMap<Place, f64>> = HashMap::new();
    if needs.is_empty() {
        return Ok(figures);
    }
    let uids: Vec<String> = needs.iter().filter_map(|need| need.item.parts.first().cloned()).collect();
    let rows = connection.rows(&data_sets(None, &uids, &OrgUnitOptions::default())).await?;
    let mut asked: Vec<(&Need, Report)> = Vec::new();
    for need in needs {
        let [uid, word] = need.item.parts.as_slice() else { continue };
        let row = rows.iter().find(|row| row.get::<_, &str>("uid") == uid);
        let kind = row.and_then(|row| PeriodType::parse(row.get("period_type")));
        if let (Some(row), Some(kind), Some(metric)) = (row, kind, Metric::parse(word)) {
            asked.push((need, Report { data_set: row.get("key"), kind, metric }));
        }
    }
    let reports: Vec<&Report> = asked.iter().map(|(_, report)| report).collect();
    for reported in crate::reports::compute(connection, &reports, axes).await? {
        let places = figures.entry(asked[reported.item].0.clone()).or_default();
        places.insert(reported.place, entering(reported.value, axes.skip_rounding));
    }
    Ok(figures)
}

async fn group_counts(
    connection: &mut Connection,
    groups: &[String],
    axes: &Axes<'_>,
) -> Result<HashMap<(String, usize), f64>, Fault> {
    let rows = connection.rows(&sql::group_counts(groups, axes.units, axes.by_unit)).await?;
    let counted = |row: &afya_store::Row| {
        let place = usize::try_from(row.get::<_, i64>("place")).unwrap_or_default();
        ((row.get("uid"), place), super::as_float(row.get("members")))
    };
    Ok(rows.iter().map(counted).collect())
}

/// Runs one plan for each aggregation and each set of modifiers. Figures of single units are not rounded.
pub(super) async fn figures(
    connection: &mut Connection,
    sources: &Sources,
    axes: &Axes<'_>,
    by_source: bool,
) -> Result<HashMap<Need, HashMap<Place, f64>>, Fault> {
    let mut groups: HashMap<(Aggregation, &Modifiers), Vec<(&Need, &Source)>> = HashMap::new();
    for (need, source) in sources {
        if source.is_text() {
            continue;
        }
        let modified = need.modifiers.aggregation_type.as_deref();
        let word = modified.or(axes.aggregation).unwrap_or(&source.aggregation);
        if let Some(aggregation) = Aggregation::parse(word) {
            groups.entry((aggregation, &need.modifiers)).or_default().push((need, source));
        }
    }
    let spreads: Vec<Spread> = groups.keys().map(|(_, modifiers)| Spread::new(axes, modifiers)).collect();
    let years = years(axes.windows.iter().chain(spreads.iter().flat_map(|spread| &spread.windows)));
    let mut figures: HashMap<Need, HashMap<Place, f64>> = HashMap::new();
    for ((aggregation, modifiers), asked) in groups {
        let spread = Spread::new(axes, modifiers);
        let plan = Plan {
            aggregation,
            is_text: false,
            with_zeros: axes.with_zeros,
            items: asked.iter().map(|(_, source)| *source).enumerate().collect(),
            by_item: true,
            windows: &spread.windows,
            by_window: axes.by_window,
            years: &years,
            from: latest(axes.from, day(modifiers.min_date.as_deref())),
            until: earliest(axes.until, day(modifiers.max_date.as_deref())),
            units: axes.units,
            by_unit: axes.by_unit,
            by_source,
            facets: axes.facets,
            bounds: axes.bounds,
            criteria: axes.criteria,
            approval: axes.approval,
            within_dates: axes.within_dates,
        };
        for cell in axes.executor.run(connection, &plan).await? {
            let Figure::Number(number) = cell.value else { continue };
            let (need, _) = asked[cell.item];
            let places = figures.entry(need.clone()).or_default();
            for window in spread.bases(cell.window) {
                let place = Place { window, unit: cell.unit, facets: cell.facets.clone() };
                let entering = if by_source { number } else { entering(number, axes.skip_rounding) };
                *places.entry(place).or_default() += entering;
            }
        }
    }
    Ok(figures)
}

fn day(text: Option<&str>) -> Option<Date> {
    text?.parse().ok()
}

fn latest(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    one.max(other)
}

fn earliest(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

/// The windows whose figures are fetched, and the windows of the request that each of them enters.
#[derive(Debug)]
struct Spread {
    windows: Vec<Window>,
    bases: Vec<Vec<usize>>,
}

impl Spread {
    /// Modifiers shift windows and take the year so far in; windows that are no axis stay as they are, as in DHIS2.
    fn new(axes: &Axes<'_>, modifiers: &Modifiers) -> Spread {
        let is_plain = modifiers.period_offset == 0 && !modifiers.year_to_date;
        if is_plain || !axes.by_window {
            let is_lost = modifiers.year_to_date && !axes.by_window;
            let windows = if is_lost { Vec::new() } else { axes.windows.to_vec() };
            let bases = (0..windows.len()).map(|at| vec![at]).collect();
            return Spread { windows, bases };
        }
        let mut spread = Spread { windows: Vec::new(), bases: Vec::new() };
        for (base, window) in axes.windows.iter().enumerate() {
            for period in entered(window, modifiers) {
                let fetched = Window::from(period);
                match spread.windows.iter().position(|known| *known == fetched) {
                    Some(at) => spread.bases[at].push(base),
                    None => {
                        spread.windows.push(fetched);
                        spread.bases.push(vec![base]);
                    }
                }
            }
        }
        spread
    }

    fn bases(&self, window: usize) -> impl Iterator<Item = usize> + '_ {
        self.bases.get(window).into_iter().flatten().copied()
    }
}

/// The periods whose figures enter a window.
fn entered(window: &Window, modifiers: &Modifiers) -> Vec<Period> {
    let Some(shifted) = period(window).and_then(|period| period.shift(modifiers.period_offset)) else {
        return Vec::new();
    };
    if !modifiers.year_to_date {
        return vec![shifted];
    }
    let mut periods = vec![shifted];
    while let Some(before) = periods.last().and_then(Period::previous) {
        if before.year() != shifted.year() {
            break;
        }
        periods.push(before);
    }
    periods
}

fn period(window: &Window) -> Option<Period> {
    Some(Period { kind: window.kind?, start: window.start, end: window.end })
}

/// A count that depends on the year of the only window; 0 where there are several.
fn in_year(window: Option<Window>, modifiers: &Modifiers, count: fn(&Period) -> i64) -> f64 {
    let shifted = window.as_ref().and_then(period).and_then(|period| period.shift(modifiers.period_offset));
    shifted.map_or(0.0, |period| super::as_float(count(&period)))
}

/// Which of its year a period is: the third month, the tenth week.
fn number_in_year(period: &Period) -> i64 {
    if period.kind.frequency_order() >= PeriodType::Yearly.frequency_order() {
        return 1;
    }
    match period.kind {
        PeriodType::Daily => i64::from(period.start.day_of_year()),
        PeriodType::Monthly | PeriodType::BiMonthly => {
            period.id().get(4..6).and_then(|digits| digits.parse().ok()).unwrap_or_default()
        }
        _ => {
            let id = period.id();
            let digits = id.len() - id.trim_end_matches(|digit: char| digit.is_ascii_digit()).len();
            id[id.len() - digits..].parse().unwrap_or_default()
        }
    }
}

/// How many periods of its type the year of a period has.
fn periods_of_year(period: &Period) -> i64 {
    if period.kind.frequency_order() >= PeriodType::Yearly.frequency_order() {
        return 1;
    }
    let mut first = *period;
    while let Some(before) = first.previous().filter(|before| before.year() == period.year()) {
        first = before;
    }
    let mut count = 1;
    let mut last = first;
    while let Some(after) = last.next().filter(|after| after.year() == period.year()) {
        last = after;
        count += 1;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn modifiers(offset: i32, year_to_date: bool) -> Modifiers {
        Modifiers { period_offset: offset, year_to_date, ..Modifiers::default() }
    }

    fn ids(period: &str, modifiers: &Modifiers) -> Vec<String> {
        let window = Window::from(Period::parse(period).unwrap());
        entered(&window, modifiers).iter().map(Period::id).collect()
    }

    #[test]
    fn offsets_shift_and_the_year_to_date_begins_in_its_own_year() {
        assert_eq!(ids("202501", &modifiers(-1, false)), ["202412"]);
        assert_eq!(ids("202503", &modifiers(0, true)), ["202503", "202502", "202501"]);
        assert_eq!(ids("202501", &modifiers(-1, true)).len(), 12);
        assert_eq!(ids("2025", &modifiers(0, true)), ["2025"]);
    }

    #[test]
    fn periods_know_their_number_and_count_in_the_year() {
        let count = |id: &str| {
            let period = Period::parse(id).unwrap();
            (number_in_year(&period), periods_of_year(&period))
        };
        assert_eq!(count("202503"), (3, 12));
        assert_eq!(count("2025Q4"), (4, 4));
        assert_eq!(count("2020W53"), (53, 53));
        assert_eq!(count("20240301"), (61, 366));
        assert_eq!(count("2025"), (1, 1));
    }

    #[test]
    fn a_shifted_window_enters_where_it_was_shifted_from() {
        let windows: Vec<Window> =
            ["202501", "202502"].iter().map(|id| Window::from(Period::parse(id).unwrap())).collect();
        let axes = Axes::of(&windows, true);
        let spread = Spread::new(&axes, &modifiers(0, true));
        assert_eq!(spread.windows.len(), 2);
        assert_eq!(spread.bases, [vec![0, 1], vec![1]]);
        let together = Axes { by_window: false, ..axes };
        assert!(Spread::new(&together, &modifiers(0, true)).windows.is_empty());
        assert_eq!(Spread::new(&together, &modifiers(-1, false)).windows, windows);
    }
}
