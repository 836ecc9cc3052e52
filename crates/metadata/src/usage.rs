//! What people look at: every view of a chart, map or dashboard is noted, counted by favourite, and kept day by day.

mod sql;

use afya_model::{Clock, Random, Refusal, Uid};
use afya_store::{Connection, Fault};
use jiff::civil::Date;
use serde_json::{Value, json};

/// A kind of view, with the table of what is viewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventType {
    /// DHIS2's word.
    pub word: &'static str,
    table: Option<&'static str>,
}

const fn event(word: &'static str, table: Option<&'static str>) -> EventType {
    EventType { word, table }
}

/// All kinds of views, in DHIS2's order.
pub const EVENT_TYPES: [EventType; 10] = [
    event("VISUALIZATION_VIEW", Some("visualization")),
    event("MAP_VIEW", Some("map")),
    event("EVENT_REPORT_VIEW", Some("eventreport")),
    event("EVENT_CHART_VIEW", Some("eventchart")),
    event("EVENT_VISUALIZATION_VIEW", Some("eventvisualization")),
    event("DASHBOARD_VIEW", Some("dashboard")),
    event("PASSIVE_DASHBOARD_VIEW", Some("dashboard")),
    event("DATA_SET_REPORT_VIEW", Some("dataset")),
    event("TOTAL_VIEW", None),
    event("ACTIVE_USERS", None),
];

impl EventType {
    /// The kind of this word.
    pub fn parse(word: &str) -> Option<EventType> {
        EVENT_TYPES.into_iter().find(|event| event.word == word)
    }
}

/// How long a stretch of kept statistics is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interval {
    /// `DAY`
    Day,
    /// `WEEK`: of ISO.
    Week,
    /// `MONTH`
    Month,
    /// `YEAR`
    Year,
}

impl Interval {
    /// All, with DHIS2's words.
    pub const ALL: [(&'static str, Interval); 4] = [
        ("DAY", Interval::Day),
        ("WEEK", Interval::Week),
        ("MONTH", Interval::Month),
        ("YEAR", Interval::Year),
    ];
}

/// Which favourites are counted.
#[derive(Clone, Copy, Debug)]
pub struct TopRequest<'a> {
    /// The kind of view.
    pub event: EventType,
    /// How many favourites.
    pub most: i64,
    /// Whether the least viewed come first.
    pub ascending: bool,
    /// Only views of this user.
    pub username: Option<&'a str>,
    /// The language of names.
    pub locale: Option<&'a str>,
}

/// Notes a view. A view of an event chart or report is also one of an event visualization.
///
/// # Errors
/// What the database says.
pub async fn note(
    connection: &mut Connection,
    username: &str,
    event: EventType,
    favorite: Option<&str>,
    clock: &Clock,
) -> Result<(), Fault> {
    let mut words = vec![event.word];
    if ["EVENT_CHART_VIEW", "EVENT_REPORT_VIEW"].contains(&event.word) {
        words.push("EVENT_VISUALIZATION_VIEW");
    }
    connection.execute(&sql::note(&words, username, favorite, &clock.now().to_string())).await?;
    Ok(())
}

/// The favourites that are viewed most, or least.
///
/// # Errors
/// 409 for a kind of view that is of no kind of object.
pub async fn top(connection: &mut Connection, request: TopRequest<'_>) -> Result<Value, Fault> {
    let table = request.event.table.ok_or_else(|| {
        Refusal::conflict(format!(
            "Views of type {} are of no favorite. Ask for another type",
            request.event.word
        ))
    })?;
    let rows = connection.rows(&sql::top(table, &request)).await?;
    let favorites = rows.iter().enumerate().map(|(at, row)| {
        let mut favorite: Value = row.get("favorite");
        favorite["position"] = json!(at + 1);
        favorite
    });
    Ok(favorites.collect())
}

/// How often one favourite was viewed; `passive` says whether dashboards that run by themselves count.
///
/// # Errors
/// What the database says.
pub async fn views(connection: &mut Connection, favorite: &str, passive: bool) -> Result<i64, Fault> {
    let row = connection.first(&sql::views(favorite, passive)).await?;
    Ok(row.map_or(0, |row| row.get("views")))
}

/// What was kept from one day to another, by day, week, month or year.
///
/// # Errors
/// What the database says.
pub async fn reports(
    connection: &mut Connection,
    (first, last): (Date, Date),
    interval: Interval,
) -> Result<Vec<Value>, Fault> {
    let rows = connection.rows(&sql::reports(&first.to_string(), &last.to_string(), interval)).await?;
    Ok(rows.iter().map(|row| row.get("report")).collect())
}

/// Keeps the statistics of the last day.
///
/// # Errors
/// What the database says.
pub async fn keep(connection: &mut Connection, clock: &Clock, random: &Random) -> Result<(), Fault> {
    let uid = Uid::generate(random);
    connection.execute(&sql::keep(uid.as_str(), &clock.now().to_string())).await?;
    Ok(())
}
