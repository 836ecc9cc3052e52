//! A grid laid out as a table: some dimensions side by side as columns, the others as rows, with the names of all.

use std::collections::HashMap;

use afya_access::settings::SystemSettings;
use afya_model::{ErrorCode, Period, Refusal};
use afya_store::{Connection, Fault};
use serde_json::{Value, json};

use crate::grid::Resolved;
use crate::meta_data::title;
use crate::request::Request;
use crate::sql;

/// An item of a dimension of a table.
#[derive(Clone, Debug, Default)]
struct Entry {
    id: String,
    name: String,
    short_name: String,
    code: String,
    description: String,
}

/// A dimension of a table with its items.
struct Side {
    dimension: String,
    entries: Vec<Entry>,
}

/// Refuses columns and rows that the query has no dimension for, and more combinations of either than the settings allow.
///
/// # Errors
/// 409 E7126, E7127 and E7151.
pub(crate) fn check(request: &Request, resolved: &Resolved, system: &SystemSettings) -> Result<(), Refusal> {
    let is_missing = |name: &&String| !request.dimensions.iter().any(|dimension| dimension.name == **name);
    if let Some(column) = request.columns.iter().find(is_missing) {
        return Err(Refusal::of(409, ErrorCode::E7126, &[column]));
    }
    if let Some(row) = request.rows.iter().find(is_missing) {
        return Err(Refusal::of(409, ErrorCode::E7127, &[row]));
    }
    let count = |names: &[String]| {
        names.iter().map(|name| entries(request, resolved, name).len()).fold(1, usize::saturating_mul)
    };
    let most: Option<usize> = system.text("keyAnalyticsDownloadCombinationLimit").parse().ok();
    if most.is_some_and(|most| count(&request.columns).max(count(&request.rows)) > most) {
        return Err(Refusal::of(409, ErrorCode::E7151, &[]));
    }
    Ok(())
}

/// Lays the rows of a grid out as a table.
///
/// # Errors
/// When the database cannot be reached.
pub(crate) async fn lay_out(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    rows: &[Vec<String>],
    meta_data: Value,
) -> Result<Value, Fault> {
    let columns = sides(connection, request, resolved, &request.columns).await?;
    let sides = sides(connection, request, resolved, &request.rows).await?;
    let values = values(request, rows);
    let column_keys = combinations(&columns);
    let mut table: Vec<Vec<String>> = Vec::new();
    for row_entries in combinations(&sides) {
        let figures: Vec<String> = column_keys
            .iter()
            .map(|column| {
                let mut key: Vec<&str> =
                    column.iter().chain(&row_entries).map(|entry| entry.id.as_str()).collect();
                key.sort_unstable();
                values.get(&key.join(" ")).cloned().unwrap_or_default()
            })
            .collect();
        if request.hide_empty_rows && figures.iter().all(String::is_empty) {
            continue;
        }
        let mut row: Vec<String> = Vec::new();
        for entry in row_entries {
            row.extend([&entry.id, &entry.name, &entry.code, &entry.description].map(Clone::clone));
        }
        row.extend(figures);
        table.push(row);
    }
    let mut headers = headers(resolved, &sides);
    headers.extend(column_keys.iter().map(|column| column_header(column)));
    if request.show_hierarchy {
        add_hierarchy(&meta_data, &sides, &mut headers, &mut table);
    }
    let (width, height, header_width) = (table.first().map_or(0, Vec::len), table.len(), headers.len());
    let mut said = json!({
        "headers": headers, "metaData": meta_data, "rowContext": {}, "rows": table,
        "width": width, "height": height, "headerWidth": header_width,
    });
    if let Some(filters) = title_of_filters(request, resolved) {
        said["title"] = json!(filters);
    }
    Ok(said)
}

/// Figures by the identifiers of their items, in the order of the alphabet.
fn values(request: &Request, rows: &[Vec<String>]) -> HashMap<String, String> {
    let count = request.dimensions.len();
    let keyed = rows.iter().filter_map(|row| {
        let mut key: Vec<&str> = row.get(..count)?.iter().map(String::as_str).collect();
        key.sort_unstable();
        Some((key.join(" "), row.get(count)?.clone()))
    });
    keyed.collect()
}

/// All combinations of the items of these dimensions; the last dimension changes first.
fn combinations(sides: &[Side]) -> Vec<Vec<&Entry>> {
    let mut all: Vec<Vec<&Entry>> = vec![Vec::new()];
    for side in sides {
        let longer = all
            .iter()
            .flat_map(|begun| side.entries.iter().map(move |entry| [begun.as_slice(), &[entry]].concat()));
        all = longer.collect();
    }
    all
}

async fn sides(
    connection: &mut Connection,
    request: &Request,
    resolved: &Resolved,
    names: &[String],
) -> Result<Vec<Side>, Fault> {
    let mut sides = Vec::new();
    for name in names {
        let mut entries = entries(request, resolved, name);
        let uids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        for row in connection.rows(&sql::details::details(&uids, None)).await? {
            let uid: &str = row.get("uid");
            for entry in entries.iter_mut().filter(|entry| entry.id == uid) {
                let text = |column: &str| row.get::<_, Option<String>>(column);
                entry.code = text("code").unwrap_or_default();
                entry.description = text("description").unwrap_or_default();
                entry.short_name = text("short_name").unwrap_or_else(|| entry.name.clone());
            }
        }
        sides.push(Side { dimension: name.clone(), entries });
    }
    Ok(sides)
}

/// The items of a dimension, as far as they are known without the database.
fn entries(request: &Request, resolved: &Resolved, dimension: &str) -> Vec<Entry> {
    let entry = |id: &str, name: &str| Entry {
        id: id.to_owned(),
        name: name.to_owned(),
        short_name: name.to_owned(),
        ..Entry::default()
    };
    match dimension {
        "dx" => resolved.data.items.iter().map(|item| entry(&item.id, &item.name)).collect(),
        "pe" => {
            let periods = resolved.periods.periods.iter();
            let name = |period: &Period| period.name_in(request.language);
            periods.map(|period| Entry { code: period.id(), ..entry(&period.id(), &name(period)) }).collect()
        }
        "ou" => {
            let units = resolved.units.iter().flat_map(|units| &units.units);
            units.map(|unit| entry(&unit.uid, &unit.name)).collect()
        }
        "co" => resolved.data.option_combos.iter().map(|(uid, name)| entry(uid, name)).collect(),
        _ => {
            let facet = resolved.facets.axes.iter().filter(|facet| facet.uid == dimension);
            facet.flat_map(|facet| &facet.items).map(|item| entry(&item.uid, &item.name)).collect()
        }
    }
}

/// Four columns for each dimension of the rows; only the names are shown.
fn headers(resolved: &Resolved, sides: &[Side]) -> Vec<Value> {
    sides.iter().flat_map(|side| row_headers(&title(resolved, &side.dimension), &side.dimension)).collect()
}

/// The columns of one dimension of the rows, by its name.
pub(crate) fn row_headers(name: &str, dimension: &str) -> [Value; 4] {
    let column = match dimension {
        "dx" => "data",
        "pe" => "period",
        "ou" => "organisationunit",
        "co" => "categoryoptioncombo",
        other => other,
    };
    [(" ID", "id", true), ("", "name", false), (" code", "code", true), (" description", "description", true)]
        .map(|(suffix, ending, is_hidden)| {
            text_header(&format!("{name}{suffix}"), &format!("{column}{ending}"), is_hidden)
        })
}

pub(crate) fn text_header(name: &str, column: &str, is_hidden: bool) -> Value {
    json!({"name": name, "column": column, "valueType": "TEXT", "type": "java.lang.String",
        "hidden": is_hidden, "meta": true})
}

fn column_header(column: &[&Entry]) -> Value {
    let told = |name: fn(&Entry) -> &str| column.iter().map(|entry| name(entry)).collect::<Vec<_>>();
    let (name, pretty) = if column.is_empty() {
        ("total".to_owned(), "Total".to_owned())
    } else {
        (told(|entry| &entry.short_name).join("_").to_lowercase(), told(|entry| &entry.name).join(" "))
    };
    json!({"name": name, "column": pretty, "valueType": "NUMBER", "type": "java.lang.Double",
        "hidden": false, "meta": false})
}

/// Puts the names from the root down to each unit before its columns.
fn add_hierarchy(meta_data: &Value, sides: &[Side], headers: &mut Vec<Value>, table: &mut [Vec<String>]) {
    let Some(at) = sides.iter().position(|side| side.dimension == "ou").map(|at| at * 4) else { return };
    let names = |uid: &str| -> Vec<String> {
        let path = meta_data["ouNameHierarchy"][uid].as_str().unwrap_or_default();
        path.trim_start_matches('/').split('/').map(str::to_owned).collect()
    };
    let levels = table.iter().filter_map(|row| row.get(at)).map(|uid| names(uid).len()).max().unwrap_or(0);
    for row in table.iter_mut() {
        let mut above = row.get(at).map(|uid| names(uid)).unwrap_or_default();
        above.resize(levels, String::new());
        row.splice(at..at, above);
    }
    let new = (1..=levels)
        .map(|level| text_header(&format!("Org unit level {level}"), &format!("orgunitlevel{level}"), false));
    headers.splice(at..at, new);
}

/// The names of what the filters are bound to.
fn title_of_filters(request: &Request, resolved: &Resolved) -> Option<String> {
    let named = |name: &str| -> Vec<String> {
        let bounds = resolved.facets.bounds.iter().filter(|facet| facet.uid == name);
        let of_bounds = bounds.flat_map(|facet| &facet.items).map(|item| item.name.clone());
        entries(request, resolved, name).into_iter().map(|entry| entry.name).chain(of_bounds).collect()
    };
    let titles: Vec<String> = request.filters.iter().map(|filter| named(&filter.name).join(", ")).collect();
    (!titles.is_empty()).then(|| titles.join(" - "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(id: &str, name: &str) -> Entry {
        Entry { id: id.to_owned(), name: name.to_owned(), short_name: name.to_owned(), ..Entry::default() }
    }

    #[test]
    fn the_last_dimension_changes_first() {
        let side =
            |ids: [&str; 2]| Side { dimension: String::new(), entries: ids.map(|id| entry(id, id)).to_vec() };
        let sides = [side(["a", "b"]), side(["x", "y"])];
        let told: Vec<String> = combinations(&sides)
            .iter()
            .map(|entries| entries.iter().map(|entry| entry.id.as_str()).collect())
            .collect();
        assert_eq!(told, ["ax", "ay", "bx", "by"]);
    }

    #[test]
    fn columns_are_named_by_all_their_items() {
        let (male, young) = (entry("m", "Male"), entry("y", "Under 5 years"));
        let header = column_header(&[&male, &young]);
        assert_eq!(
            (header["name"].as_str(), header["column"].as_str()),
            (Some("male_under 5 years"), Some("Male Under 5 years"))
        );
        assert_eq!(column_header(&[])["column"], "Total");
    }
}
