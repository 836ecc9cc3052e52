//! The grid of an answer: headers, rows and the description of what they hold, whoever ran the plan.

use afya_access::Caller;
use afya_access::settings::SystemSettings;
use afya_expression::Modifiers;
use afya_model::period::RelativeSettings;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use futures_util::future::join;
use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::admission::BYTES_OF_PLACE;
use crate::allowed;
use crate::approvals;
use crate::dimensions::data::{self, DataItem, DataItems, DataKind};
use crate::dimensions::facets::{self, Facets};
use crate::dimensions::org_units::{self, OrgUnits, Unit};
use crate::dimensions::periods::{self, Periods};
use crate::executors::Executor;
use crate::indicators;
use crate::meta_data::{meta_data, title};
use crate::plan::{Approval, FacetKind, Window};
use crate::request::Request;
use crate::rows::{raw, rows};
use crate::schemes;
use crate::sql;
use crate::table;

/// What the dimensions and filters of a request come to.
pub(crate) struct Resolved {
    pub(crate) data: DataItems,
    pub(crate) periods: Periods,
    /// The periods, or the dates that were given instead.
    pub(crate) windows: Vec<Window>,
    /// The units; none when nothing bounds them.
    pub(crate) units: Option<OrgUnits>,
    /// The further dimensions.
    pub(crate) facets: Facets,
    /// At which levels figures have to be approved.
    pub(crate) approval: Option<Approval>,
    /// What `USER_ORGUNIT` and its like mean.
    pub(crate) user_words: Map<String, Value>,
}

/// Answers an analytics request.
///
/// # Errors
/// E71xx for what cannot be asked; 501 for what is not built yet.
pub async fn answer(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
    executor: &Executor<'_>,
) -> Result<Value, Fault> {
    let request = &schemes::read(connection, request).await?;
    let resolved = resolve(connection, caller, request, system).await?;
    if request.is_table() {
        table::check(request, &resolved, system)?;
    }
    admit(connection, request, &resolved, executor).await?;
    let rows = if request.skip_data {
        Vec::new()
    } else {
        rows(connection, request, &resolved, system, executor).await?
    };
    if !request.ignore_limit {
        allowed::check_most(rows.len(), system)?;
    }
    let meta_data = meta_data(connection, caller, request, &resolved, &rows).await?;
    if request.is_table() {
        return table::lay_out(connection, request, &resolved, &rows, meta_data).await;
    }
    Ok(grid(request, &resolved, rows, meta_data))
}

/// Waits until a request may be computed; one that cannot fit its memory is refused before.
pub(crate) async fn admit(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    executor: &Executor<'_>,
) -> Result<(), Fault> {
    if request.skip_data {
        return Ok(());
    }
    let (items, places) = size(request, resolved);
    // Formulas and tables look at every place, whether it has a figure or not.
    let formulas = if resolved.data.items.iter().any(|item| item.indicator().is_some()) { places } else { 0 };
    let table = if request.is_table() { items.saturating_mul(places) } else { 0 };
    if !executor.memory().fits(formulas.max(table), BYTES_OF_PLACE) {
        return Err(executor.memory().too_much().into());
    }
    executor.enter(connection, items.saturating_mul(places)).await
}

/// How many items a request tells apart, and in how many places.
fn size(request: &Request, resolved: &Resolved) -> (usize, usize) {
    let is_axis = |name: &str| request.items(name).is_some_and(|(_, is_axis)| is_axis);
    let length = |name: &str, count: usize| if is_axis(name) { count } else { 1 };
    let units = resolved.units.as_ref().map_or(1, |units| length("ou", units.units.len()));
    let windows = length("pe", resolved.windows.len());
    let facets = resolved.facets.axes.iter().map(|facet| facet.items.len());
    (
        length("dx", resolved.data.items.len()),
        facets.fold(units.saturating_mul(windows), usize::saturating_mul),
    )
}

/// The statements that PostgreSQL is asked for a request, one below the other.
///
/// # Errors
/// 409 E7400 without a data element, a period or a unit; E71xx for what cannot be asked.
pub async fn statements(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
) -> Result<String, Fault> {
    let request = &schemes::read(connection, request).await?;
    let resolved = resolve(connection, caller, request, system).await?;
    let has_units = resolved.units.as_ref().is_some_and(|units| !units.units.is_empty());
    let has_elements = resolved.data.items.iter().any(|item| matches!(item.kind, DataKind::Element(_)));
    if !has_elements || resolved.periods.periods.is_empty() || !has_units {
        return Err(Refusal::of(409, ErrorCode::E7400, &[]).into());
    }
    let executor = Executor::writing();
    rows(connection, request, &resolved, system, &executor).await?;
    let told = executor.told();
    let told: Vec<&str> = told.iter().filter_map(Value::as_str).collect();
    Ok(told.join(";\n\n"))
}

/// Answers with the single figures behind a request, between the first and the last day of its periods.
///
/// # Errors
/// E71xx for what cannot be asked.
pub async fn raw_data(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
    executor: &Executor<'_>,
) -> Result<Value, Fault> {
    let request = &schemes::read(connection, request).await?;
    let mut resolved = resolve(connection, caller, request, system).await?;
    let start = resolved.windows.iter().map(|window| window.start).min();
    let end = resolved.windows.iter().map(|window| window.end).max();
    resolved.windows =
        start.zip(end).map(|(start, end)| Window { kind: None, start, end }).into_iter().collect();
    resolved.periods = Periods::default();
    let levels = raw::levels(connection, request).await?;
    let rows = if request.skip_data {
        Vec::new()
    } else {
        // Each single value is a row, however few items there are.
        executor.enter(connection, usize::MAX).await?;
        raw::rows(connection, request, &resolved, system, executor, levels.len()).await?
    };
    let mut meta_data = meta_data(connection, caller, request, &resolved, &[]).await?;
    if !request.skip_meta {
        meta_data["items"]["pe"] = json!({});
    }
    let mut said = grid(request, &resolved, rows, meta_data);
    if !request.skip_data {
        let headers = raw_headers(request, &resolved, levels);
        said["headerWidth"] = json!(headers.len());
        said["headers"] = Value::from(headers);
    }
    Ok(said)
}

/// The headers of single figures: the period comes behind the other dimensions and has no title; the levels above follow.
fn raw_headers(request: &Request, resolved: &Resolved, levels: Vec<Value>) -> Vec<Value> {
    let mut all = headers(request, resolved);
    let value = all.remove(request.dimensions.len());
    all.truncate(request.dimensions.len());
    all.retain(|header| header["name"] != "pe");
    all.push(
        json!({"name": "pe", "valueType": "TEXT", "type": "java.lang.String", "hidden": false, "meta": true}),
    );
    all.extend(levels);
    for (name, column) in [("pestartdate", "Period start date"), ("peenddate", "Period end date")] {
        all.push(json!({"name": name, "column": column, "valueType": "DATETIME",
            "type": "java.time.LocalDateTime", "hidden": false, "meta": false}));
    }
    all.push(value);
    all
}

/// The last day that a request asks about.
///
/// # Errors
/// 409 for what is no period.
pub fn last_day(request: &Request, system: &SystemSettings) -> Result<Option<Date>, Refusal> {
    Ok(windows(request, &relative_settings(system))?.1.iter().map(|window| window.end).max())
}

/// The periods of a request, and the stretches of time that they are; two dates are one stretch without a period.
fn windows(request: &Request, settings: &RelativeSettings) -> Result<(Periods, Vec<Window>), Refusal> {
    if let Some((start, end)) = request.dates {
        return Ok((Periods::default(), vec![Window { kind: None, start, end }]));
    }
    let items = request.items("pe").map_or(&[][..], |(items, _)| items);
    let periods = periods::resolve(items, request.relative_to, settings)?;
    let windows = periods.periods.iter().map(|period| Window::from(*period)).collect();
    Ok((periods, windows))
}

pub(crate) fn relative_settings(system: &SystemSettings) -> RelativeSettings {
    let usual = RelativeSettings::default();
    RelativeSettings {
        financial_year: RelativeSettings::financial_year_of(&system.text("analyticsFinancialYearStart"))
            .unwrap_or(usual.financial_year),
        week: RelativeSettings::week_of(&system.text("analyticsWeeklyStart")).unwrap_or(usual.week),
    }
}

pub(crate) async fn resolve(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
) -> Result<Resolved, Fault> {
    let facets = facets::resolve(connection, caller, request).await?;
    let (periods, windows) = windows(request, &relative_settings(system))?;
    let asked = request.items("ou").map_or(&[][..], |(items, _)| items);
    let units = Box::pin(units(connection, caller, request, asked));
    let data = Box::pin(data(connection, caller, request, &facets));
    let (units, data) = join(units, data).await;
    let (units, data) = (units?, data?);
    let mut user_words = Map::new();
    for word in ["USER_ORGUNIT", "USER_ORGUNIT_CHILDREN", "USER_ORGUNIT_GRANDCHILDREN"] {
        if asked.iter().any(|item| item == word) {
            let only =
                org_units::resolve(connection, caller, [word], &org_units::OrgUnitOptions::default()).await?;
            let uids: Vec<&str> = only.units.iter().map(|unit| unit.uid.as_str()).collect();
            user_words.insert(word.to_owned(), json!({ "organisationUnits": uids }));
        }
    }
    allowed::check_sharing(connection, caller, &data, &facets).await?;
    if request.dimensions.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7101, &[]).into());
    }
    check_reports(request, &data, &facets)?;
    check_option_combos(request, &data)?;
    check_data(request, &data)?;
    allowed::check_totals(connection, &data, &facets).await?;
    let approval = approvals::required(connection, caller, request, system).await?;
    Ok(Resolved { data, periods, windows, units, facets, approval, user_words })
}

/// The items of `dx`, or the elements of the groups that were asked for instead.
async fn data(
    connection: &Connection,
    caller: &Caller,
    request: &Request,
    facets: &Facets,
) -> Result<DataItems, Fault> {
    let Some((items, is_axis)) = request.items("dx") else {
        let of_groups = facets.axes.iter().filter(|facet| facet.kind == FacetKind::ElementGroups);
        let groups: Vec<String> =
            of_groups.flat_map(|facet| &facet.items).map(|item| item.uid.clone()).collect();
        if groups.is_empty() {
            let nothing = || Refusal::of(409, ErrorCode::E7102, &[]).into();
            return if request.skip_data { Ok(DataItems::default()) } else { Err(nothing()) };
        }
        let rows = connection.rows(&sql::facets::elements(&groups)).await?;
        let elements: Vec<String> = rows.iter().map(|row| row.get("uid")).collect();
        let found = data::resolve(connection, caller, &elements, &request.org_units).await?;
        return Ok(DataItems { option_combos: Vec::new(), ..found });
    };
    let data = data::resolve(connection, caller, items, &request.org_units).await?;
    // As a filter, what is computed does not come together with anything else.
    if !is_axis && data.items.len() > 1 {
        if data.items.iter().any(|item| item.indicator().is_some()) {
            return Err(Refusal::of(409, ErrorCode::E7108, &[]).into());
        }
        if data.items.iter().any(|item| item.report().is_some()) {
            return Err(Refusal::of(409, ErrorCode::E7109, &[]).into());
        }
    }
    Ok(data)
}

/// The dimensions that DHIS2 knows reporting rates by, as it lists them.
const DIMENSIONS_OF_REPORTS: &str =
    "[DATA_X, ORGANISATION_UNIT_GROUP_SET, CATEGORY, ORGANISATION_UNIT, CATEGORY_OPTION_GROUP_SET, PERIOD]";

/// Refuses reporting rates between two dates and by what reports do not have.
fn check_reports(request: &Request, data: &DataItems, facets: &Facets) -> Result<(), Refusal> {
    if !data.items.iter().any(|item| item.report().is_some()) {
        return Ok(());
    }
    if request.dates.is_some() {
        return Err(Refusal::of(409, ErrorCode::E7107, &[]));
    }
    let is_foreign = |kind: FacetKind| {
        matches!(kind, FacetKind::ElementGroups | FacetKind::OptionCombo | FacetKind::AttributeCombo)
    };
    if facets.asked().any(|facet| is_foreign(facet.kind)) {
        return Err(Refusal::of(409, ErrorCode::E7112, &[DIMENSIONS_OF_REPORTS]));
    }
    Ok(())
}

/// Refuses option combos beside anything but data elements.
fn check_option_combos(request: &Request, data: &DataItems) -> Result<(), Refusal> {
    if request.items("dx").is_none() || request.items("co").is_none() {
        return Ok(());
    }
    match data.items.iter().filter(|item| matches!(item.kind, DataKind::Element(_))).count() {
        0 => Err(Refusal::of(409, ErrorCode::E7113, &[])),
        elements if elements < data.items.len() => Err(Refusal::of(409, ErrorCode::E7114, &[])),
        _ => Ok(()),
    }
}

/// Refuses elements whose figures cannot come together, and shifted periods where periods are no axis.
fn check_data(request: &Request, data: &DataItems) -> Result<(), Refusal> {
    let alone =
        data.items.iter().filter(|item| item.source().is_some_and(|source| !source.is_aggregatable()));
    let alone: Vec<&str> = alone.map(|item| item.id.as_str()).collect();
    if !alone.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7115, &[&format!("[{}]", alone.join(", "))]));
    }
    let is_shifted = |item: &DataItem| {
        item.indicator()
            .is_some_and(|indicator| indicators::is_shifted(&indicator.numerator, &Modifiers::default()))
    };
    let by_period = request.items("pe").is_none_or(|(_, is_axis)| is_axis);
    if !by_period && data.items.iter().any(is_shifted) {
        return Err(Refusal::of(409, ErrorCode::E7152, &[]));
    }
    Ok(())
}

/// The units of a request; without any, those where the caller looks at data, and all there are for those without.
async fn units(
    connection: &Connection,
    caller: &Caller,
    request: &Request,
    asked: &[String],
) -> Result<Option<OrgUnits>, Fault> {
    let view: Vec<&str> = caller.data_view_org_units.iter().map(|unit| unit.uid.as_str()).collect();
    if request.items("ou").is_none() {
        if view.is_empty() {
            return Ok(None);
        }
        return Ok(Some(org_units::resolve(connection, caller, view, &request.org_units).await?));
    }
    let words = asked.iter().map(String::as_str);
    let units = org_units::resolve(connection, caller, words, &request.org_units).await?;
    if units.units.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7143, &["ou"]).into());
    }
    check_units(caller, &units.units)?;
    Ok(Some(units))
}

/// Refuses units that the caller may not look at: outside of where data is looked at, or below the deepest level.
fn check_units(caller: &Caller, units: &[Unit]) -> Result<(), Refusal> {
    let view = &caller.data_view_org_units;
    if view.is_empty() {
        return Ok(());
    }
    let covers = |unit: &&Unit| {
        let is_below = view.iter().any(|root| {
            unit.path
                .strip_prefix(root.path.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        });
        is_below && caller.deepest_view_level.is_none_or(|deepest| unit.level <= deepest)
    };
    match units.iter().find(|unit| !covers(unit)) {
        Some(hidden) => Err(Refusal::of(409, ErrorCode::E7120, &[&caller.username, &hidden.uid])),
        None => Ok(()),
    }
}

/// The headers of the parts of indicators (`includeNumDen`).
const PARTS: [(&str, &str); 5] = [
    ("numerator", "Numerator"),
    ("denominator", "Denominator"),
    ("factor", "Factor"),
    ("multiplier", "Multiplier"),
    ("divisor", "Divisor"),
];

fn headers(request: &Request, resolved: &Resolved) -> Vec<Value> {
    let number = |(name, column): (&str, &str)| {
        json!({"name": name, "column": column, "valueType": "NUMBER", "type": "java.lang.Double",
            "hidden": false, "meta": false})
    };
    let mut headers: Vec<Value> = request
        .dimensions
        .iter()
        .map(|dimension| {
            json!({"name": dimension.name, "column": title(resolved, &dimension.name), "valueType": "TEXT",
                "type": "java.lang.String", "hidden": false, "meta": true})
        })
        .collect();
    headers.push(number(("value", "Value")));
    if request.include_parts {
        headers.extend(PARTS.map(number));
    }
    headers
}

fn grid(request: &Request, resolved: &Resolved, rows: Vec<Vec<String>>, meta_data: Value) -> Value {
    let headers = if request.skip_data { Vec::new() } else { headers(request, resolved) };
    let (width, height) = (rows.first().map_or(0, Vec::len), rows.len());
    let header_width = headers.len();
    // What is large is moved.
    let rows: Vec<Value> = rows.into_iter().map(Value::from).collect();
    let mut grid = json!({
        "headers": headers, "metaData": null, "rowContext": {}, "rows": null,
        "width": width, "height": height, "headerWidth": header_width,
    });
    (grid["metaData"], grid["rows"]) = (meta_data, Value::from(rows));
    grid
}
