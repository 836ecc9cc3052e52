//! How many organisation units there are, by the groups that they are members of (`/api/orgUnitAnalytics`).

use std::collections::HashMap;

use afya_access::settings::SystemSettings;
use afya_model::java_map::{copied, grown, place};
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::allowed;
use crate::sql::unit_counts as sql;

/// Something with an identifier and names: a unit or a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The identifier.
    pub uid: String,
    /// The name to show.
    pub name: String,
    /// The short name.
    pub short_name: String,
}

/// A set of groups.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupSet {
    /// The identifier.
    pub uid: String,
    /// The name to show.
    pub name: String,
    /// Whether it is a dimension of data; figures of one that is not are not told apart by it.
    pub is_dimension: bool,
    /// Its groups, in order.
    pub groups: Vec<Named>,
}

/// What is counted: units at and below these, by the groups of these sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// The units, each with its level.
    pub units: Vec<(i64, Named)>,
    /// The sets.
    pub group_sets: Vec<GroupSet>,
    /// The sets whose groups stand side by side; with none the answer is no table.
    pub columns: Vec<GroupSet>,
}

impl Counted {
    fn is_column(&self, set: &GroupSet) -> bool {
        self.columns.iter().any(|column| column.uid == set.uid)
    }
}

/// A count and the identifiers that it belongs to, in the order of its row.
struct Count {
    key: Vec<String>,
    units: i64,
}

/// Counts units.
///
/// # Errors
/// 409 E7300 without units, E7301 without sets, E7302 for sets that are no dimension of data, E7128 for a table with more figures than the settings allow.
pub async fn count(
    connection: &mut Connection,
    counted: &Counted,
    system: &SystemSettings,
) -> Result<Value, Fault> {
    if counted.units.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7300, &[]).into());
    }
    if counted.group_sets.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7301, &[]).into());
    }
    let foreign = counted.group_sets.iter().filter(|set| !set.is_dimension);
    let foreign: Vec<&str> = foreign.map(|set| set.uid.as_str()).collect();
    if !foreign.is_empty() {
        return Err(Refusal::of(409, ErrorCode::E7302, &[&format!("[{}]", foreign.join(", "))]).into());
    }
    if !counted.columns.is_empty() {
        allowed::check_most(figures(counted), system)?;
    }
    let uids = |all: &mut dyn Iterator<Item = &String>| all.cloned().collect::<Vec<_>>();
    let units = uids(&mut counted.units.iter().map(|(_, unit)| &unit.uid));
    let sets = uids(&mut counted.group_sets.iter().map(|set| &set.uid));
    let names = in_set_order(&sets);
    let mut counts: Vec<(i64, Count)> = Vec::new();
    for row in connection.rows(&sql::counts(&units, &sets)).await? {
        let (unit, groups): (String, Vec<String>) = (row.get("unit"), row.get("groups"));
        let level = counted.units.iter().find(|(_, known)| known.uid == unit).map_or(0, |(level, _)| *level);
        let of = |name: &Option<usize>| match name {
            Some(at) if groups[*at].is_empty() => "null".to_owned(),
            Some(at) => groups[*at].clone(),
            None => unit.clone(),
        };
        counts.push((level, Count { key: names.iter().map(of).collect(), units: row.get("units") }));
    }
    let counts = in_map_order(counts);
    Ok(if counted.columns.is_empty() { listed(counted, counts) } else { table(counted, &counts) })
}

/// At least how many figures a table of these has; sets without groups count once, as other sets are combined before them.
fn figures(counted: &Counted) -> usize {
    let beside = counted.group_sets.iter().filter(|set| !counted.is_column(set));
    let sides = beside.chain(&counted.columns).map(|set| set.groups.len().max(1));
    sides.fold(counted.units.len(), usize::saturating_mul)
}

/// The names of a row in the order of a Java set of them: positions of group sets, and nothing for the unit. DHIS2 writes a
/// row in this order whatever its headers say.
fn in_set_order(sets: &[String]) -> Vec<Option<usize>> {
    let places = grown(sets.len());
    let mut names: Vec<(usize, Option<usize>)> =
        sets.iter().enumerate().map(|(at, uid)| (place(uid, places), Some(at))).collect();
    names.push((place("orgunit", places), None));
    names.sort_by_key(|(place, _)| *place);
    names.into_iter().map(|(_, name)| name).collect()
}

/// The counts in the order of a Java map into which those of each level were put together.
fn in_map_order(mut counts: Vec<(i64, Count)>) -> Vec<Count> {
    let joined = |count: &Count| count.key.join("-");
    let of_level =
        |counts: &[(i64, Count)], level: i64| counts.iter().filter(|(other, _)| *other == level).count();
    let mut levels: Vec<i64> = counts.iter().map(|(level, _)| *level).collect();
    levels.sort_unstable();
    levels.dedup();
    let (mut places, mut total) = (1, 0);
    for level in &levels {
        let more = of_level(&counts, *level);
        places = if total == 0 { copied(more) } else { places };
        total += more;
        while total * 4 > places * 3 {
            places *= 2;
        }
    }
    let inner: HashMap<i64, usize> =
        levels.iter().map(|level| (*level, grown(of_level(&counts, *level)))).collect();
    counts.sort_by_key(|(level, count)| {
        let key = joined(count);
        (place(&key, places), *level, place(&key, inner[level]))
    });
    counts.into_iter().map(|(_, count)| count).collect()
}

fn listed(counted: &Counted, counts: Vec<Count>) -> Value {
    let header = |name: &str, column: &str, kind: (&str, &str), meta: bool| json!({"name": name, "column": column, "valueType": kind.0, "type": kind.1, "hidden": false, "meta": meta});
    let text = ("TEXT", "java.lang.String");
    let mut headers = vec![header("orgunit", "Organisation unit", text, true)];
    headers.extend(counted.group_sets.iter().map(|set| header(&set.uid, &set.name, text, true)));
    headers.push(header("count", "Count", ("INTEGER", "java.lang.Integer"), false));
    let units = counted.units.iter().map(|(_, unit)| unit);
    let groups = counted.group_sets.iter().flat_map(|set| &set.groups);
    let items: Map<String, Value> =
        units.chain(groups).map(|one| (one.uid.clone(), json!({ "name": one.name }))).collect();
    let row = |count: Count| {
        let mut row = count.key;
        row.push(count.units.to_string());
        row
    };
    grid(headers, counts.into_iter().map(row).collect(), json!({ "items": items }))
}

/// The groups of the columns side by side, all others and the units one below the other.
fn table(counted: &Counted, counts: &[Count]) -> Value {
    let header =
        |name: &str| json!({"name": name, "type": "java.lang.String", "hidden": false, "meta": false});
    let beside: Vec<&GroupSet> = counted.group_sets.iter().filter(|set| !counted.is_column(set)).collect();
    let units: Vec<&Named> = counted.units.iter().map(|(_, unit)| unit).collect();
    let rows: Vec<Vec<&Named>> =
        std::iter::once(units).chain(beside.iter().map(|set| set.groups.iter().collect())).collect();
    let columns = combinations(counted.columns.iter().map(|set| set.groups.iter().collect()).collect());
    let mut headers = vec![header("ou")];
    headers.extend(beside.iter().map(|set| header(&set.uid)));
    for column in &columns {
        let names: Vec<&str> = column.iter().map(|group| group.short_name.as_str()).collect();
        let mut header = header(&names.join("_").replace(' ', "_").to_lowercase());
        header["column"] = json!(names.join(" "));
        headers.push(header);
    }
    let sorted = |mut key: Vec<&str>| {
        key.sort_unstable();
        key.join("-")
    };
    let figures: HashMap<String, i64> = counts
        .iter()
        .map(|count| (sorted(count.key.iter().map(String::as_str).collect()), count.units))
        .collect();
    let line = |row: Vec<&Named>| {
        let mut line: Vec<String> = row.iter().map(|one| one.name.clone()).collect();
        line.extend(columns.iter().map(|column| {
            let key = sorted(column.iter().chain(&row).map(|one| one.uid.as_str()).collect());
            figures.get(&key).map_or_else(String::new, ToString::to_string)
        }));
        line
    };
    grid(headers, combinations(rows).into_iter().map(line).collect(), json!({}))
}

/// All combinations of one of each; the last changes first.
fn combinations<'n>(sides: Vec<Vec<&'n Named>>) -> Vec<Vec<&'n Named>> {
    let mut all: Vec<Vec<&'n Named>> = vec![Vec::new()];
    for side in sides {
        let longer =
            all.iter().flat_map(|begun| side.iter().map(move |one| [begun.as_slice(), &[*one]].concat()));
        all = longer.collect();
    }
    all
}

fn grid(headers: Vec<Value>, rows: Vec<Vec<String>>, meta_data: Value) -> Value {
    json!({
        "width": rows.first().map_or(0, Vec::len), "height": rows.len(), "headerWidth": headers.len(),
        "headers": headers, "rows": rows, "metaData": meta_data, "rowContext": {},
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(key: [&str; 2]) -> (i64, Count) {
        (1, Count { key: key.map(str::to_owned).to_vec(), units: 1 })
    }

    #[test]
    fn rows_come_as_a_map_that_was_filled_at_once_has_them() {
        let groups = ["null", "Bz4TkcC8uQr", "CXpeqhdUwOH", "pUiMmBsccr8", "zM6Q6f7fWOY"];
        let ordered = in_map_order(groups.map(|group| count([group, "r3jF7wyaeso"])).into());
        let first: Vec<&str> = ordered.iter().map(|count| count.key[0].as_str()).collect();
        assert_eq!(first, ["null", "CXpeqhdUwOH", "zM6Q6f7fWOY", "Bz4TkcC8uQr", "pUiMmBsccr8"]);
    }

    #[test]
    fn a_table_is_measured_before_it_is_built() {
        let named = |uid: &str| Named { uid: uid.into(), name: uid.into(), short_name: uid.into() };
        let set = |uid: &str, groups: usize| GroupSet {
            uid: uid.into(),
            name: uid.into(),
            is_dimension: true,
            groups: vec![named("g"); groups],
        };
        let many = |sets: usize, groups: usize| (0..sets).map(|at| set(&at.to_string(), groups)).collect();
        let counted = |group_sets: Vec<GroupSet>, columns: Vec<GroupSet>| {
            figures(&Counted { units: vec![(1, named("u")), (1, named("v"))], group_sets, columns })
        };
        assert_eq!(counted(many(2, 3), many(1, 3)), 2 * 3 * 3);
        assert_eq!(counted(vec![set("a", 5), set("b", 0)], vec![set("b", 0)]), 2 * 5);
        assert_eq!(counted(many(60, 10), many(1, 10)), usize::MAX);
    }

    #[test]
    fn the_set_of_a_row_says_where_the_unit_stands() {
        assert_eq!(in_set_order(&["f3ZnR955dY7".to_owned()]), [Some(0), None]);
    }
}
