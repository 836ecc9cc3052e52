//! Outliers: figures that lie far from what their unit usually reports, by mean or by median.

use afya_access::Caller;
use afya_access::settings::{SystemSettings, read_system};
use afya_model::period::{Period, PeriodType};
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row, Sql};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::admission::{Gate, Weight};
use crate::allowed;
use crate::dimensions::org_units::{self, OrgUnitOptions};
use crate::dimensions::periods;
use crate::executors::postgres;
use crate::figures::unshortened;
use crate::grid::relative_settings;
use crate::sql;

pub use words::{Order, OutlierRequest, Question, Wanted};

pub mod values;
mod words;

/// What figures are held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Algorithm {
    /// The mean, in standard deviations.
    ZScore,
    /// The median, in median absolute deviations.
    ModifiedZScore,
}

/// The outliers that are asked for, as a grid.
///
/// # Errors
/// 409 with E2200 to E2213, E7611, E7617, E7622, E7181 or E7230 for what cannot be asked; 429 when too many wait.
pub async fn answer(
    connection: &mut Connection,
    caller: &Caller,
    question: &Question,
    gate: &Gate,
) -> Result<Value, Fault> {
    let (request, periods, statement) = prepared(connection, caller, question).await?;
    let _admitted = gate.enter(connection, Weight::Heavy).await?;
    let rows = connection.rows(&statement).await?;
    let rows: Vec<_> = rows.iter().map(|row| cells(row, question, &periods)).collect();
    Ok(retained(grid(question, &request, rows), &question.headers)?)
}

/// How the outliers that are asked for are found, and how long it took, as a grid without rows.
///
/// # Errors
/// As `answer`, but for the columns that are asked for.
pub async fn explain(
    connection: &mut Connection,
    caller: &Caller,
    question: &Question,
    gate: &Gate,
) -> Result<Value, Fault> {
    let (_, _, statement) = prepared(connection, caller, question).await?;
    let _admitted = gate.enter(connection, Weight::Heavy).await?;
    let plan = postgres::explain(connection, &statement).await?;
    Ok(json!({
        "headers": [], "metaData": {}, "rowContext": {}, "rows": [], "width": 0, "height": 0, "headerWidth": 0,
        "performanceMetrics": { "totalTimeInMillis": plan["timeInMillis"], "executionPlans": [plan] },
    }))
}

/// What is asked, once it was checked: the request, its periods and its statement.
async fn prepared(
    connection: &mut Connection,
    caller: &Caller,
    question: &Question,
) -> Result<(OutlierRequest, Vec<Period>, Sql), Fault> {
    let system = read_system(connection).await?;
    let elements = connection.rows(&sql::outliers::elements(caller, &question.wanted)).await?;
    let elements: Vec<_> = elements.iter().map(|row| (row.get("element"), row.get("combo"))).collect();
    let periods = asked_periods(question, &system)?;
    let units = units(connection, caller, question).await?;
    let request = question.checked(elements.is_empty(), &periods, allowed::most(&system))?;
    let roots: Vec<i64> = caller.org_units.iter().map(|unit| unit.id).collect();
    let statement = sql::outliers::outliers(&request, &elements, &units, &roots);
    Ok((request, periods, statement))
}

/// The periods that one word stands for; none when nothing was said.
fn asked_periods(question: &Question, system: &SystemSettings) -> Result<Vec<Period>, Refusal> {
    match &question.period {
        None => Ok(Vec::new()),
        Some(word) => {
            let settings = relative_settings(system);
            Ok(periods::resolve(std::slice::from_ref(word), question.relative_to, &settings)?.periods)
        }
    }
}

/// The units to look below, all within what the caller works or looks at.
async fn units(connection: &mut Connection, caller: &Caller, question: &Question) -> Result<Vec<i64>, Fault> {
    let own = if caller.org_units.is_empty() { &caller.data_view_org_units } else { &caller.org_units };
    if own.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7622, &[&caller.username]).into());
    }
    if question.org_units.is_empty() {
        return Ok(own.iter().map(|unit| unit.id).collect());
    }
    let asked = question.org_units.iter().map(String::as_str);
    let found = org_units::resolve(connection, caller, asked, &OrgUnitOptions::default()).await?;
    let is_within = |path: &str| own.iter().any(|unit| unit.holds(path));
    let units: Vec<i64> =
        found.units.iter().filter(|unit| is_within(&unit.path)).map(|unit| unit.id).collect();
    if units.is_empty() {
        let asked = question.org_units.join(",");
        return Err(Refusal::of(409, ErrorCode::E7617, &[&asked, &caller.username]).into());
    }
    Ok(units)
}

/// The cells of an outlier in the order of the headers.
fn cells(row: &Row, question: &Question, periods: &[Period]) -> Vec<String> {
    let text = |column: &str| row.get::<_, Option<String>>(column).unwrap_or_default();
    let named = |what: &str| match question.scheme.as_str() {
        "NAME" => text(&format!("{what}_name")),
        "CODE" => text(&format!("{what}_code")),
        "ID" => row.get::<_, i64>(format!("{what}_id").as_str()).to_string(),
        _ => text(what),
    };
    let places = if question.skip_rounding { 10 } else { 2 };
    let spread = unshortened(row.get("spread"), places);
    let score = if spread == "0.0" { "NaN".to_owned() } else { unshortened(row.get("score"), places) };
    let mut cells = vec![named("dx"), text("dx_name")];
    cells.extend(period_cells(row, periods));
    cells.extend([named("ou"), text("ou_name"), text("ou_graph")]);
    cells.extend([named("coc"), text("coc_name"), named("aoc"), text("aoc_name")]);
    cells.extend([unshortened(row.get("number"), 10), unshortened(row.get("middle"), places), spread]);
    cells.extend([unshortened(row.get("deviation"), places), score]);
    cells.extend([unshortened(row.get("lower"), places), unshortened(row.get("upper"), places)]);
    cells
}

/// The period's id and name. A period that only lies within one that was asked for is named by its id, as in DHIS2.
fn period_cells(row: &Row, asked: &[Period]) -> [String; 2] {
    let day = |column: &str| row.get::<_, &str>(column).parse::<Date>().ok();
    let kind = PeriodType::parse(row.get("period_type"));
    let Some(((start, end), kind)) = day("starts").zip(day("ends")).zip(kind) else {
        return Default::default();
    };
    let period = Period { kind, start, end };
    let is_named = asked.is_empty() || asked.contains(&period);
    [period.id(), if is_named { period.name() } else { period.id() }]
}

const TEXTS: [(&str, &str); 11] = [
    ("dx", "Data"),
    ("dxname", "Data name"),
    ("pe", "Period"),
    ("pename", "Period name"),
    ("ou", "Organisation unit"),
    ("ouname", "Organisation unit name"),
    ("ounamehierarchy", "Organisation unit name hierarchy"),
    ("coc", "Category option combo"),
    ("cocname", "Category option combo name"),
    ("aoc", "Attribute option combo"),
    ("aocname", "Attribute option combo name"),
];

fn numbers(algorithm: Algorithm) -> [(&'static str, &'static str); 7] {
    let (middle, spread, score) = match algorithm {
        Algorithm::ZScore => (("mean", "Mean"), ("stddev", "Standard deviation"), ("zscore", "Z-score")),
        Algorithm::ModifiedZScore => (
            ("median", "Median"),
            ("medianabsdeviation", "Median absolute deviation"),
            ("modifiedzscore", "Modified Z-score"),
        ),
    };
    [
        ("value", "Value"),
        middle,
        spread,
        ("absdev", "Absolute deviation"),
        score,
        ("lowerbound", "Lower boundary"),
        ("upperbound", "Upper boundary"),
    ]
}

fn grid(question: &Question, request: &OutlierRequest, rows: Vec<Vec<String>>) -> Value {
    let header = |(name, column): (&str, &str), value_type: &str, class: &str| json!({"name": name, "column": column, "valueType": value_type, "type": class, "hidden": false, "meta": false});
    let texts = TEXTS.map(|column| header(column, "TEXT", "java.lang.String"));
    let numbers = numbers(request.algorithm).map(|column| header(column, "NUMBER", "java.lang.Double"));
    let headers: Vec<Value> = texts.into_iter().chain(numbers).collect();
    json!({
        "headerWidth": headers.len(), "width": if rows.is_empty() { 0 } else { headers.len() }, "height": rows.len(),
        "headers": headers, "rows": rows, "rowContext": {},
        "metaData": {
            "algorithm": question.algorithm, "threshold": request.threshold, "orderBy": request.order.word(),
            "maxResults": request.most, "count": rows.len(),
        },
    })
}

/// The grid with these columns only, in this order; all when none is named.
fn retained(mut grid: Value, wanted: &[String]) -> Result<Value, Refusal> {
    if wanted.is_empty() {
        return Ok(grid);
    }
    let headers = grid["headers"].as_array().map_or(&[][..], Vec::as_slice);
    let place = |name: &String| headers.iter().position(|header| header["name"] == **name);
    let places =
        wanted.iter().map(|name| place(name).ok_or_else(|| Refusal::of(409, ErrorCode::E7230, &[name])));
    let places: Vec<usize> = places.collect::<Result<_, _>>()?;
    grid["headers"] = picked(&grid["headers"], &places);
    grid["rows"] = grid["rows"]
        .as_array()
        .map_or(&[][..], Vec::as_slice)
        .iter()
        .map(|row| picked(row, &places))
        .collect();
    grid["headerWidth"] = places.len().into();
    grid["width"] = if grid["height"] == 0 { 0.into() } else { places.len().into() };
    Ok(grid)
}

fn picked(row: &Value, places: &[usize]) -> Value {
    places.iter().map(|place| row[*place].clone()).collect()
}
