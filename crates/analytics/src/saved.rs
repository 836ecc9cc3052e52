//! Charts and tables as they were saved: their query is asked anew, and its figures laid out as DHIS2 does.

mod flags;

use std::collections::BTreeMap;

use afya_access::Caller;
use afya_access::settings::read_system;
use afya_model::Language;
use afya_model::Refusal;
use afya_store::{Connection, Fault};
use jiff::civil::Date;
use serde_json::{Value, json};

use crate::drawing::{Figures, Kind};
use crate::executors::Executor;
use crate::grid;
use crate::request::{Dimension, Request};
use crate::table::{row_headers, text_header};

/// The fields of a visualization that [`Saved::read`] wants.
pub const FIELDS: &str = "id,name,type,title,hideEmptyRows,hideEmptyColumns,regression,cumulativeValues,sortOrder,topLimit,startDate,endDate,reportingParams,metaData,\
    columns[dimension,items[dimensionItem~rename(id)]],rows[dimension,items[dimensionItem~rename(id)]],\
    filters[dimension,items[dimensionItem~rename(id)]]";

/// An organisation unit that a report is about.
#[derive(Clone, Debug, Default)]
pub struct ReportUnit {
    /// The identifier.
    pub uid: String,
    /// The name.
    pub name: String,
    /// The identifiers of the units below.
    pub children: Vec<String>,
}

/// For whom and as of when a chart or table is asked.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// The unit, where it is a report of one.
    pub unit: Option<&'a ReportUnit>,
    /// The day that relative periods are counted from.
    pub date: Date,
    /// Today, which decides what has to be approved, whatever day is asked for.
    pub today: Date,
    /// The locale of names.
    pub locale: Option<String>,
    /// The language of the names of periods.
    pub language: Language,
}

/// A chart or table as saved.
#[derive(Clone, Debug)]
pub struct Saved {
    /// The name.
    pub name: String,
    title: String,
    kind: String,
    columns: Vec<Dimension>,
    rows: Vec<Dimension>,
    filters: Vec<Dimension>,
    names: BTreeMap<String, String>,
    hide_empty_rows: bool,
    /// The first and the last day, which count where there are no periods.
    days: [Option<String>; 2],
    of_unit: bool,
    of_parent: bool,
    flags: flags::Flags,
}

impl Saved {
    /// A visualization from its JSON with [`FIELDS`].
    pub fn read(object: &Value) -> Saved {
        let text = |key: &str| object[key].as_str().unwrap_or_default().to_owned();
        let is_on = |value: &Value| *value == json!(true);
        let names = object["metaData"].as_object().into_iter().flatten();
        let names = names.filter_map(|(uid, item)| Some((uid.clone(), item["name"].as_str()?.to_owned())));
        let day = |key: &str| object[key].as_str().and_then(|text| text.get(..10)).map(str::to_owned);
        Saved {
            name: text("name"),
            title: text("title"),
            kind: text("type"),
            columns: dimensions(&object["columns"]),
            rows: dimensions(&object["rows"]),
            filters: dimensions(&object["filters"]),
            names: names.collect(),
            hide_empty_rows: is_on(&object["hideEmptyRows"]),
            days: ["startDate", "endDate"].map(day),
            of_unit: is_on(&object["reportingParams"]["organisationUnit"]),
            of_parent: is_on(&object["reportingParams"]["parentOrganisationUnit"]),
            flags: flags::Flags::read(object),
        }
    }

    /// Whether it is a report of one unit, which somebody has to choose.
    pub fn wants_unit(&self) -> bool {
        self.of_unit
    }

    /// Whether it is a table rather than a chart.
    pub fn is_table(&self) -> bool {
        self.kind == "PIVOT_TABLE"
    }

    /// Its query as of a day, for a unit where it is a report of one. As in DHIS2 the figures are neither bound by its criteria
    /// nor aggregated by its type, which only apps heed.
    ///
    /// # Errors
    /// E71xx for what cannot be asked.
    pub fn request(&self, asked: &Asked<'_>) -> Result<Request, Refusal> {
        let mut pairs: Vec<(String, String)> = Vec::new();
        let mut add = |name: &str, value: String| pairs.push((name.to_owned(), value));
        for (name, sides) in
            [("dimension", &self.columns), ("dimension", &self.rows), ("filter", &self.filters)]
        {
            for side in sides {
                let items = self.items(side, asked.unit).join(";");
                add(
                    name,
                    if items.is_empty() { side.name.clone() } else { format!("{}:{items}", side.name) },
                );
            }
        }
        let listed =
            |sides: &[Dimension]| sides.iter().map(|side| side.name.as_str()).collect::<Vec<_>>().join(";");
        add("columns", listed(&self.columns));
        add("rows", listed(&self.rows));
        add("displayProperty", String::from("SHORTNAME"));
        add("relativePeriodDate", asked.date.to_string());
        add("hideEmptyRows", self.hide_empty_rows.to_string());
        if let Some(unit) = asked.unit {
            add("userOrgUnit", unit.uid.clone());
        }
        let mut sides = self.columns.iter().chain(&self.rows).chain(&self.filters);
        if !sides.any(|side| side.name == "pe") {
            for (name, day) in ["startDate", "endDate"].into_iter().zip(&self.days) {
                day.iter().for_each(|day| add(name, day.clone()));
            }
        }
        let request = Request::parse(&pairs, asked.today, asked.locale.clone())?;
        Ok(Request { language: asked.language, ..request })
    }

    /// The items of a dimension; those of a report's unit take the place of the units that were saved.
    fn items(&self, side: &Dimension, unit: Option<&ReportUnit>) -> Vec<String> {
        let Some(unit) = unit.filter(|_| side.name == "ou" && (self.of_unit || self.of_parent)) else {
            return side.items.clone();
        };
        let is_word = |item: &&String| item.contains('-') || item.starts_with("USER_ORGUNIT");
        let mut items: Vec<String> = if self.of_parent { unit.children.clone() } else { Vec::new() };
        items.push(unit.uid.clone());
        items.extend(side.items.iter().filter(is_word).cloned());
        items
    }

    /// The grid of a table. Of a chart, which has none in DHIS2, only the headers.
    ///
    /// # Errors
    /// E71xx for what cannot be asked.
    pub async fn grid(
        &self,
        connection: &mut Connection,
        caller: &Caller,
        asked: &Asked<'_>,
        executor: &Executor<'_>,
    ) -> Result<Value, Fault> {
        if !self.is_table() {
            let mut grid = json!({ "headers": self.row_headers(), "rows": [] });
            self.add_report_columns(&mut grid, asked.unit);
            return Ok(self.titled(grid));
        }
        let request = self.request(asked)?;
        let system = read_system(connection).await?;
        let mut grid = grid::answer(connection, caller, &request, &system, executor).await?;
        self.add_report_columns(&mut grid, asked.unit);
        self.flags.apply(&mut grid, self.rows.len() * 4 + REPORT_COLUMNS.len());
        Ok(self.titled(grid))
    }

    /// The kind of its picture; nothing for tables and for charts that DHIS2 does not draw.
    pub fn picture(&self) -> Option<Kind> {
        Kind::parse(&self.kind)
    }

    /// The figures of a chart, to be drawn.
    ///
    /// # Errors
    /// E71xx for what cannot be asked.
    pub async fn figures(
        &self,
        connection: &mut Connection,
        caller: &Caller,
        asked: &Asked<'_>,
        executor: &Executor<'_>,
    ) -> Result<Figures, Fault> {
        let request = self.request(asked)?;
        let system = read_system(connection).await?;
        let grid = grid::answer(connection, caller, &request, &system, executor).await?;
        let title = if self.title.is_empty() { &self.name } else { &self.title };
        Ok(Figures::of_table(&grid, self.rows.len(), title))
    }

    fn row_headers(&self) -> Vec<Value> {
        let name = |dimension: &str| {
            let plain =
                NAMES.iter().find(|(known, _)| *known == dimension).map(|(_, name)| (*name).to_owned());
            plain.or_else(|| self.names.get(dimension).cloned()).unwrap_or_else(|| dimension.to_owned())
        };
        self.rows.iter().flat_map(|side| row_headers(&name(&side.name), &side.name)).collect()
    }

    /// Puts what a report is about between the names of the rows and their figures.
    fn add_report_columns(&self, grid: &mut Value, unit: Option<&ReportUnit>) {
        let at = self.rows.len() * 4;
        let unit_at = self.rows.iter().position(|side| side.name == "ou").map(|side| side * 4);
        if let Some(headers) = grid["headers"].as_array_mut() {
            let new = REPORT_COLUMNS.map(|(name, column)| text_header(name, column, true));
            headers.splice(at..at, new);
        }
        for row in grid["rows"].as_array_mut().into_iter().flatten().filter_map(Value::as_array_mut) {
            let is_parent = self.of_parent
                && unit.zip(unit_at).is_some_and(|(unit, at)| row.get(at) == Some(&json!(unit.uid)));
            let name = unit.map_or("", |unit| &unit.name);
            row.splice(at..at, [json!(""), json!(name), json!(if is_parent { "Yes" } else { "No" })]);
        }
    }

    /// The grid with its title and its measures.
    fn titled(&self, mut grid: Value) -> Value {
        let filters = grid["title"].as_str().map(str::to_owned);
        grid["title"] = json!(self.name);
        grid["subtitle"] = json!(filters.unwrap_or_default());
        let rows = grid["rows"].as_array();
        let (width, height) = rows
            .map_or((0, 0), |rows| (rows.first().and_then(Value::as_array).map_or(0, Vec::len), rows.len()));
        grid["width"] = json!(width);
        grid["height"] = json!(height);
        grid["headerWidth"] = json!(grid["headers"].as_array().map_or(0, Vec::len));
        grid
    }
}

/// The columns of every report.
const REPORT_COLUMNS: [(&str, &str); 3] = [
    ("Reporting month", "reporting_month_name"),
    ("Organisation unit parameter", "param_organisationunit_name"),
    ("Organisation unit is parent", "organisation_unit_is_parent"),
];

/// The names of dimensions that are no objects.
const NAMES: [(&str, &str); 4] =
    [("dx", "Data"), ("pe", "Period"), ("ou", "Organisation unit"), ("co", "Category option combo")];

pub(crate) fn dimensions(sides: &Value) -> Vec<Dimension> {
    let side = |side: &Value| {
        let items = side["items"].as_array().into_iter().flatten();
        Some(Dimension {
            name: side["dimension"].as_str()?.to_owned(),
            items: items.filter_map(|item| item["id"].as_str().map(str::to_owned)).collect(),
        })
    };
    sides.as_array().into_iter().flatten().filter_map(side).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved() -> Saved {
        Saved::read(&json!({
            "name": "Report", "type": "PIVOT_TABLE", "hideEmptyRows": true,
            "reportingParams": { "parentOrganisationUnit": true },
            "columns": [{ "dimension": "dx", "items": [{ "id": "a" }] }],
            "rows": [{ "dimension": "ou", "items": [{ "id": "u" }, { "id": "LEVEL-2" }] }],
            "filters": [{ "dimension": "pe", "items": [{ "id": "LAST_YEAR" }] }],
        }))
    }

    #[test]
    fn a_saved_table_is_asked_as_of_a_day_and_for_a_unit() {
        let unit = ReportUnit { uid: "p".into(), name: "P".into(), children: vec!["c".into()] };
        let (day, today) = (jiff::civil::date(2100, 6, 1), jiff::civil::date(2025, 6, 1));
        let asked =
            Asked { unit: Some(&unit), date: day, today, locale: None, language: Language::default() };
        let request = saved().request(&asked).unwrap();
        assert_eq!(request.items("ou").unwrap().0, ["c", "p", "LEVEL-2"]);
        assert_eq!((request.relative_to, request.today), (day, today));
        assert_eq!((request.columns.len(), request.hide_empty_rows), (1, true));
        assert_eq!(request.org_units.user_org_units, ["p"]);
        let plain = saved().request(&Asked { unit: None, ..asked }).unwrap();
        assert_eq!(plain.items("ou").unwrap().0, ["u", "LEVEL-2"]);
    }

    #[test]
    fn columns_of_the_report_stand_before_the_figures() {
        let unit = ReportUnit { uid: "u".into(), name: "U".into(), children: Vec::new() };
        let mut grid = json!({ "headers": saved().row_headers(), "rows": [["u", "Unit", "", "", "12"]] });
        saved().add_report_columns(&mut grid, Some(&unit));
        assert_eq!(grid["rows"][0], json!(["u", "Unit", "", "", "", "U", "Yes", "12"]));
        assert_eq!(grid["headers"][1]["column"], "organisationunitname");
        assert_eq!(grid["headers"][4]["column"], "reporting_month_name");
    }
}
