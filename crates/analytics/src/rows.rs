//! The rows of a grid: figures of elements, operands and indicators, each by its plan.

pub(crate) mod raw;
mod rules;

use std::collections::HashMap;

use afya_access::settings::SystemSettings;
use afya_model::java_map;
use afya_store::{Connection, Fault};

use crate::allowed;
use crate::dimensions::data::{DataItem, DataKind, Operand, Source};
use crate::executors::Executor;
use crate::figures::{of_element, of_indicator};
use crate::grid::Resolved;
use crate::indicators::{self, Computed};
use crate::plan::{Aggregation, Cell, Figure, Plan};
use crate::query::{Axes, Place, years};
use crate::reports::{self, Report};
use crate::request::Request;
use crate::schemes;
use rules::rule_lines;

/// What a row says: the name of its item, its place, and its figures as text.
struct Line {
    item: String,
    place: Place,
    figures: Vec<String>,
}

/// The rows of a request in the order of its dimensions.
///
/// # Errors
/// When a formula cannot be computed; 501 for items that are not built yet.
pub(crate) async fn rows(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    system: &SystemSettings,
    executor: &Executor<'_>,
) -> Result<Vec<Vec<String>>, Fault> {
    let axes = axes(request, resolved, system, executor);
    let by_item = request.items("dx").is_some_and(|(_, is_axis)| is_axis);
    let computed = indicators::compute(connection, &resolved.data, &axes).await?;
    let mut lines: Vec<Line> =
        computed.into_iter().filter_map(|computed| indicator_line(request, resolved, computed)).collect();
    let reports = report_lines(connection, request, resolved, &axes).await?;
    // What is shown of figures is fewer than what is counted where they have to fit criteria.
    let most = allowed::most(system).filter(|_| !request.ignore_limit && request.criteria.is_empty());
    executor.memory().at_most(most.unwrap_or(usize::MAX));
    if by_item {
        let of_elements = element_lines(connection, request, resolved, &axes).await?;
        lines.extend(in_map_order(request, resolved, of_elements));
        lines.extend(reports);
    } else {
        lines.extend(reports);
        let together = together(connection, request, resolved, &axes).await?;
        lines.extend(in_map_order(request, resolved, together));
    }
    lines.extend(rule_lines(connection, request, resolved, &axes, by_item).await?);
    executor.memory().take_rows(lines.len())?;
    let names = if request.skip_meta {
        HashMap::new()
    } else {
        schemes::names(connection, request, resolved, false).await?
    };
    let mut rows: Vec<Vec<String>> =
        lines.into_iter().map(|line| row(request, resolved, &names, line)).collect();
    if let Some(ascending) = request.ascending {
        let at = request.dimensions.len();
        let figure = |row: &Vec<String>| row.get(at).and_then(|text| text.parse::<f64>().ok());
        rows.sort_by(|one, other| {
            let order = figure(one).partial_cmp(&figure(other)).unwrap_or(std::cmp::Ordering::Equal);
            if ascending { order } else { order.reverse() }
        });
    }
    Ok(rows)
}

fn axes<'a>(
    request: &'a Request,
    resolved: &'a Resolved,
    system: &SystemSettings,
    executor: &'a Executor<'a>,
) -> Axes<'a> {
    let is_axis = |name: &str| request.items(name).is_some_and(|(_, is_axis)| is_axis);
    Axes {
        executor,
        windows: &resolved.windows,
        by_window: is_axis("pe"),
        units: resolved.units.as_ref().map(|units| units.units.as_slice()),
        by_unit: is_axis("ou"),
        facets: &resolved.facets.axes,
        bounds: &resolved.facets.bounds,
        criteria: &request.value_criteria,
        approval: resolved.approval.as_ref(),
        within_dates: system.is_on("keyRespectMetaDataStartEndDatesInAnalyticsTableExport"),
        aggregation: request.aggregation.as_deref(),
        from: None,
        until: None,
        with_zeros: system.is_on("keyIncludeZeroValuesInAnalytics"),
        skip_rounding: request.skip_rounding,
    }
}

/// What a plan counts, and how its rows are named.
pub(crate) type Counted = (String, Source);

/// The figures of elements and operands, each with its own aggregation unless the request overrides it.
async fn element_lines(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    axes: &Axes<'_>,
) -> Result<Vec<Line>, Fault> {
    let counted = counted(&resolved.data.items);
    let mut groups: Vec<((Aggregation, bool), Vec<usize>)> = Vec::new();
    for (at, (_, source)) in counted.iter().enumerate() {
        let word = request.aggregation.as_deref().unwrap_or(&source.aggregation);
        let Some(aggregation) = Aggregation::parse(word) else { continue };
        let key = (aggregation, source.is_text());
        match groups.iter_mut().find(|(known, _)| *known == key) {
            Some((_, items)) => items.push(at),
            None => groups.push((key, vec![at])),
        }
    }
    let years = years(axes.windows);
    let mut lines = Vec::new();
    for ((aggregation, is_text), items) in groups {
        let items = items.into_iter().map(|at| (at, &counted[at].1)).collect();
        let plan = plan(axes, aggregation, is_text, items, true, &years);
        let mut cells = axes.executor.run(connection, &plan).await?;
        cells.retain(|cell| fits(request, &cell.value));
        sort(&mut cells);
        lines.extend(cells.into_iter().map(|cell| line(request, counted[cell.item].0.clone(), cell)));
    }
    Ok(lines)
}

/// Elements as a filter come together: by their aggregation when they share it, else added up.
async fn together(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    axes: &Axes<'_>,
) -> Result<Vec<Line>, Fault> {
    let counted = counted(&resolved.data.items);
    let Some((_, first)) = counted.first() else { return Ok(Vec::new()) };
    let is_shared = counted
        .iter()
        .all(|(_, source)| source.aggregation == first.aggregation && source.value_type == first.value_type);
    let own = is_shared.then_some(first.aggregation.as_str());
    let word = request.aggregation.as_deref().or(own).unwrap_or("SUM");
    let Some(aggregation) = Aggregation::parse(word) else { return Ok(Vec::new()) };
    let is_text = is_shared && first.is_text();
    let items = counted.iter().map(|(_, source)| source).enumerate().collect();
    let years = years(axes.windows);
    let plan = plan(axes, aggregation, is_text, items, false, &years);
    let mut cells = axes.executor.run(connection, &plan).await?;
    cells.retain(|cell| fits(request, &cell.value));
    sort(&mut cells);
    Ok(cells.into_iter().map(|cell| line(request, String::new(), cell)).collect())
}

/// Puts cells into one order, whoever ran the plan: an answer that says the same looks the same.
fn sort(cells: &mut [Cell]) {
    cells.sort_by(|one, other| {
        let place = |cell: &Cell| (cell.item, cell.window, cell.unit);
        place(one).cmp(&place(other)).then_with(|| one.facets.cmp(&other.facets))
    });
}

fn line(request: &Request, item: String, cell: Cell) -> Line {
    let figures = figures(request, &cell.value);
    Line { item, place: Place { window: cell.window, unit: cell.unit, facets: cell.facets }, figures }
}

fn plan<'a>(
    axes: &Axes<'a>,
    aggregation: Aggregation,
    is_text: bool,
    items: Vec<(usize, &'a Source)>,
    by_item: bool,
    years: &'a [i64],
) -> Plan<'a> {
    Plan {
        aggregation,
        is_text,
        with_zeros: axes.with_zeros,
        items,
        by_item,
        windows: axes.windows,
        by_window: axes.by_window,
        years,
        from: axes.from,
        until: axes.until,
        units: axes.units,
        by_unit: axes.by_unit,
        by_source: false,
        facets: axes.facets,
        bounds: axes.bounds,
        criteria: axes.criteria,
        approval: axes.approval,
        within_dates: axes.within_dates,
    }
}

/// Whether a figure fits what is asked of those that are shown; text always does.
fn fits(request: &Request, figure: &Figure) -> bool {
    match figure {
        Figure::Number(number) => request.criteria.iter().all(|criterion| criterion.holds(*number)),
        Figure::Text(_) => true,
    }
}

/// What is counted for these items. DHIS2 asks for operands by element and by combo apart, so that every element of
/// the request is answered with every combo of the request, where both were asked for in the same form.
pub(crate) fn counted(items: &[DataItem]) -> Vec<Counted> {
    let mut counted: Vec<Counted> = Vec::new();
    for item in items {
        if let DataKind::Element(source) = &item.kind {
            counted.push((item.id.clone(), source.clone()));
        }
    }
    let operands: Vec<(&Source, &Operand)> = items
        .iter()
        .filter_map(|item| match &item.kind {
            DataKind::Operand(source, operand) => Some((source, operand)),
            _ => None,
        })
        .collect();
    for (element, named) in &operands {
        let form = |operand: &Operand| (operand.option_combo.is_some(), operand.attribute_combo.is_some());
        let alike = || operands.iter().filter(|(_, operand)| form(operand) == form(named));
        for (by_combo, combo) in alike() {
            for (by_attribute, attribute) in alike() {
                let source = Source {
                    option_combo: by_combo.option_combo,
                    attribute_combo: by_attribute.attribute_combo,
                    ..(*element).clone()
                };
                let id = operand_id(
                    &named.element,
                    combo.option_combo.as_deref(),
                    attribute.attribute_combo.as_deref(),
                );
                if !counted.iter().any(|(known, _)| *known == id) {
                    counted.push((id, source));
                }
            }
        }
    }
    counted
}

fn operand_id(element: &str, combo: Option<&str>, attribute: Option<&str>) -> String {
    match (combo, attribute) {
        (None, None) => element.to_owned(),
        (Some(combo), None) => format!("{element}.{combo}"),
        (combo, Some(attribute)) => format!("{element}.{}.{attribute}", combo.unwrap_or("*")),
    }
}

fn figures(request: &Request, figure: &Figure) -> Vec<String> {
    let mut figures = vec![match figure {
        Figure::Number(number) => of_element(*number, request.skip_rounding),
        Figure::Text(text) => text.clone(),
    }];
    if request.include_parts {
        figures.extend(std::iter::repeat_n(String::new(), 5));
    }
    figures
}

/// An indicator's row, when its rounded figure fits.
fn indicator_line(request: &Request, resolved: &Resolved, computed: Computed) -> Option<Line> {
    let item = &resolved.data.items[computed.item];
    let decimals = item.indicator().and_then(|indicator| indicator.decimals);
    let outcome = computed.outcome;
    let shown = |value: f64| of_indicator(value, decimals, request.skip_rounding);
    let mut figures = vec![shown(outcome.value())];
    let rounded = figures[0].parse().unwrap_or(f64::NAN);
    if !fits(request, &Figure::Number(rounded)) {
        return None;
    }
    if request.include_parts {
        figures.extend([outcome.numerator, outcome.denominator, outcome.factor()].map(shown));
        figures.extend([outcome.multiplier, outcome.divisor].map(|number| number.to_string()));
    }
    Some(Line { item: item.id.clone(), place: computed.place, figures })
}

/// What is asked of reports, where the rounded figure fits.
async fn report_lines(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    axes: &Axes<'_>,
) -> Result<Vec<Line>, Fault> {
    let asked: Vec<(&DataItem, &Report)> =
        resolved.data.items.iter().filter_map(|item| item.report().map(|report| (item, report))).collect();
    let reports: Vec<&Report> = asked.iter().map(|(_, report)| *report).collect();
    let mut lines = Vec::new();
    for reported in reports::compute(connection, &reports, axes).await? {
        let shown = of_element(reported.value, request.skip_rounding);
        if !fits(request, &Figure::Number(shown.parse().unwrap_or(reported.value))) {
            continue;
        }
        let mut figures = vec![shown];
        if request.include_parts {
            figures.extend([reported.actual, reported.expected].map(|number| format!("{number:?}")));
            figures.extend(["100", "", ""].map(str::to_owned));
        }
        lines.push(Line { item: asked[reported.item].0.id.clone(), place: reported.place, figures });
    }
    Ok(lines)
}

fn row(request: &Request, resolved: &Resolved, names: &HashMap<String, String>, line: Line) -> Vec<String> {
    let mut row = identifiers(request, resolved, &line);
    for id in &mut row {
        if let Some(name) = names.get(id) {
            id.clone_from(name);
        }
    }
    row.extend(line.figures);
    row
}

/// The identifiers of a row, in the order of the dimensions.
fn identifiers(request: &Request, resolved: &Resolved, line: &Line) -> Vec<String> {
    let place = &line.place;
    let unit = |at: usize| resolved.units.as_ref().and_then(|units| units.units.get(at));
    let facet = |name: &str| {
        let at = resolved.facets.axes.iter().position(|facet| facet.uid == name);
        at.and_then(|at| place.facets.get(at)).cloned().unwrap_or_default()
    };
    let identifier = |name: &str| match name {
        "dx" => line.item.clone(),
        "pe" => resolved.periods.periods.get(place.window).map_or_else(String::new, |period| period.id()),
        "ou" => unit(place.unit).map_or_else(String::new, |unit| unit.uid.clone()),
        name => facet(name),
    };
    request.dimensions.iter().map(|dimension| identifier(&dimension.name)).collect()
}

/// Figures in DHIS2's order: those of elements as a Java map has them, then those of each kind of operand as one of its own.
fn in_map_order(request: &Request, resolved: &Resolved, lines: Vec<Line>) -> Vec<Line> {
    let key = |line: &Line| identifiers(request, resolved, line).join("-");
    let mut kinds: [Vec<Line>; 4] = Default::default();
    for line in lines {
        let parts: Vec<&str> = line.item.split('.').collect();
        let kind = match parts[..] {
            [_, _] => 1,
            [_, "*", _] => 2,
            [_, _, _] => 3,
            _ => 0,
        };
        kinds[kind].push(line);
    }
    java_map::sort_copied(&mut kinds[0], key);
    for operands in &mut kinds[1..] {
        java_map::sort_grown(operands, key);
    }
    kinds.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn operand(element: i64, uid: &str, combo: i64, combo_uid: &str) -> DataItem {
        let source = Source {
            element,
            option_combo: Some(combo),
            attribute_combo: None,
            value_type: "NUMBER".to_owned(),
            aggregation: "SUM".to_owned(),
        };
        let named = Operand {
            element: uid.to_owned(),
            option_combo: Some(combo_uid.to_owned()),
            attribute_combo: None,
            is_part: true,
        };
        DataItem {
            id: format!("{uid}.{combo_uid}"),
            name: String::new(),
            kind: DataKind::Operand(source, named),
        }
    }

    #[test]
    fn every_element_of_operands_is_answered_with_every_combo() {
        let items = [operand(1, "a", 10, "x"), operand(2, "b", 20, "y")];
        let counted = counted(&items);
        let ids: Vec<&str> = counted.iter().map(|(id, _)| id.as_str()).collect();
        assert_eq!(ids, ["a.x", "a.y", "b.x", "b.y"]);
        assert_eq!((counted[1].1.element, counted[1].1.option_combo), (1, Some(20)));
    }
}
