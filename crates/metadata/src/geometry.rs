//! Geometries of org units from GeoJSON: each feature names its org unit, and its geometry becomes that one's own or the
//! value of an attribute.

mod shape;
mod sql;

use std::collections::{BTreeMap, HashMap};

use afya_access::Caller;
use afya_model::{Clock, ErrorCode};
use afya_schema::registry;
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::sql::Scope;

/// By what features name org units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Named {
    /// Their identifier.
    #[default]
    Uid,
    /// Their code.
    Code,
    /// Their name.
    Name,
}

/// How geometries are imported.
#[derive(Clone, Debug)]
pub struct Options {
    /// The attribute whose value a geometry becomes, where it is not the org unit's own.
    pub attribute: Option<String>,
    /// Where a feature names its org unit, such as `id` or `properties.code`.
    pub path: String,
    /// By what it is named there.
    pub named: Named,
    /// Whether everything is checked and nothing saved.
    pub dry_run: bool,
}

/// What happened to the features.
#[derive(Clone, Debug, Default)]
pub struct Report {
    imported: usize,
    updated: usize,
    ignored: usize,
    deleted: usize,
    conflicts: Vec<Conflict>,
    occurrences: usize,
}

/// A conflict, with the places of all features that have it.
#[derive(Clone, Debug)]
struct Conflict {
    code: ErrorCode,
    property: &'static str,
    sentence: String,
    places: Option<Vec<usize>>,
}

impl Report {
    /// `SUCCESS`, `WARNING` (part was imported) or `ERROR` (nothing was).
    pub fn status(&self) -> &'static str {
        match (self.ignored + self.occurrences, self.imported + self.updated) {
            (0, _) => "SUCCESS",
            (_, 0) => "ERROR",
            _ => "WARNING",
        }
    }

    /// Whether features were left out.
    pub fn has_ignored(&self) -> bool {
        self.ignored > 0
    }

    /// The report on the wire (`GeoJsonImportReport`).
    pub fn json(&self) -> Value {
        let conflicts = self.conflicts.iter().map(|conflict| {
            let mut out = Map::from_iter([
                ("errorCode".to_owned(), json!(conflict.code.name())),
                ("value".to_owned(), json!(conflict.sentence)),
                ("property".to_owned(), json!(conflict.property)),
                ("objects".to_owned(), json!({})),
            ]);
            out.extend(conflict.places.as_ref().map(|places| ("indexes".to_owned(), json!(places))));
            Value::Object(out)
        });
        json!({
            "responseType": "GeoJsonImportReport",
            "status": self.status(),
            "importCount": {
                "imported": self.imported, "updated": self.updated, "ignored": self.ignored, "deleted": self.deleted,
            },
            "totalConflictOccurrenceCount": self.occurrences,
            "conflicts": conflicts.collect::<Vec<_>>(),
        })
    }

    /// Notes a conflict of the whole import.
    fn refuse(&mut self, code: ErrorCode, args: &[&str]) {
        self.occurrences += 1;
        self.conflicts.push(Conflict { code, property: "", sentence: code.message(args), places: None });
    }

    /// Notes a conflict of one feature, which is left out; those with the same code stand together.
    fn ignore(&mut self, place: usize, code: ErrorCode, args: &[&str]) {
        self.occurrences += 1;
        self.ignored += 1;
        let known = self.conflicts.iter_mut().find(|known| known.code == code);
        if let Some(places) = known.and_then(|known| known.places.as_mut()) {
            places.push(place);
            return;
        }
        let property = match code {
            ErrorCode::E7705 | ErrorCode::E7706 => "feature",
            ErrorCode::E7707 | ErrorCode::E7709 => "geometry",
            ErrorCode::E7712 => "coordinates",
            _ => "",
        };
        self.conflicts.push(Conflict {
            code,
            property,
            sentence: code.message(args),
            places: Some(vec![place]),
        });
    }
}

/// An org unit that a feature may name.
struct Unit {
    key: i64,
    has_geometry: bool,
    may_update: bool,
}

/// Imports the geometries of features.
///
/// # Errors
/// What the database says; what is wrong with features stands in the report.
pub async fn import(
    connection: &mut Connection,
    caller: &Caller,
    sent: &Value,
    options: &Options,
    clock: &Clock,
) -> Result<Report, Fault> {
    let mut report = Report::default();
    check_attribute(connection, options.attribute.as_deref(), &mut report).await?;
    if report.occurrences > 0 {
        return Ok(report);
    }
    let is_one =
        sent.get("type").and_then(Value::as_str).is_some_and(|word| word.eq_ignore_ascii_case("Feature"));
    let features: &[Value] = match sent.get("features").and_then(Value::as_array) {
        _ if is_one => std::slice::from_ref(sent),
        Some(features) => features,
        None => {
            report.refuse(ErrorCode::E7701, &["No list of features found"]);
            return Ok(report);
        }
    };
    let names: Vec<Option<String>> = features.iter().map(|feature| name(feature, &options.path)).collect();
    let units = units(connection, caller, names.iter().flatten().cloned().collect(), options).await?;
    let mut shapes: BTreeMap<i64, Option<String>> = BTreeMap::new();
    for (place, (feature, name)) in features.iter().zip(&names).enumerate() {
        let Some(name) = name else {
            report.ignore(place, ErrorCode::E7705, &[&options.path]);
            continue;
        };
        let (unit, shape) = match checked(feature, units.get(name).map_or(&[], Vec::as_slice)) {
            Ok(checked) => checked,
            Err((code, argument)) => {
                report.ignore(place, code, &[&argument]);
                continue;
            }
        };
        let before = shapes.get(&unit.key).map_or(unit.has_geometry, Option::is_some);
        match (&shape, before) {
            (None, _) => report.deleted += 1,
            (Some(_), true) => report.updated += 1,
            (Some(_), false) => report.imported += 1,
        }
        shapes.insert(unit.key, shape);
    }
    if !options.dry_run && !shapes.is_empty() {
        let statement = sql::set(&shapes, options.attribute.as_deref(), caller.id, &clock.now().to_string());
        connection.execute(&statement).await?;
    }
    Ok(report)
}

/// The org unit of a feature, and its geometry; none takes away what the org unit has.
fn checked<'a>(
    feature: &Value,
    units: &'a [Unit],
) -> Result<(&'a Unit, Option<String>), (ErrorCode, String)> {
    let because = |code| (code, String::new());
    let unit = match units {
        [] => return Err(because(ErrorCode::E7708)),
        [unit] => unit,
        _ => return Err(because(ErrorCode::E7711)),
    };
    if !unit.may_update {
        return Err(because(ErrorCode::E7710));
    }
    let geometry = feature.get("geometry").ok_or(because(ErrorCode::E7706))?;
    if geometry.is_null() {
        return Ok((unit, None));
    }
    if !geometry.is_object() {
        return Err(because(ErrorCode::E7707));
    }
    let coordinates = geometry.get("coordinates");
    if shape::is_empty(coordinates) {
        return Err((ErrorCode::E7712, coordinates.map(Value::to_string).unwrap_or_default()));
    }
    if !shape::is_geometry(geometry) {
        return Err(because(ErrorCode::E7707));
    }
    Ok((unit, Some(shape::in_pairs(geometry).to_string())))
}

/// Takes away the geometries of all org units, or their values of an attribute.
///
/// # Errors
/// What the database says.
pub async fn clear(connection: &mut Connection, attribute: Option<&str>) -> Result<Report, Fault> {
    let mut report = Report::default();
    check_attribute(connection, attribute, &mut report).await?;
    if report.occurrences == 0 {
        let gone = connection.execute(&sql::clear(attribute)).await?;
        report.deleted = usize::try_from(gone).unwrap_or(usize::MAX);
    }
    Ok(report)
}

async fn check_attribute(
    connection: &mut Connection,
    attribute: Option<&str>,
    report: &mut Report,
) -> Result<(), Fault> {
    let Some(uid) = attribute else { return Ok(()) };
    match connection.first(&sql::attribute(uid)).await? {
        None => report.refuse(ErrorCode::E7702, &[uid]),
        Some(row) => {
            let kind: String = row.get("kind");
            if kind != "GEOJSON" {
                report.refuse(ErrorCode::E7703, &["GEOJSON", &kind]);
            } else if !row.get::<_, bool>("usable") {
                report.refuse(ErrorCode::E7704, &[]);
            }
        }
    }
    Ok(())
}

async fn units(
    connection: &mut Connection,
    caller: &Caller,
    names: Vec<String>,
    options: &Options,
) -> Result<HashMap<String, Vec<Unit>>, Fault> {
    let mut found: HashMap<String, Vec<Unit>> = HashMap::new();
    let Some(of) = registry().by_name("organisationUnit") else { return Ok(found) };
    let scope = Scope::new(caller, None, "");
    let statement = sql::units(of, options.named, names, options.attribute.as_deref(), &scope);
    for row in connection.rows(&statement).await? {
        let unit =
            Unit { key: row.get("key"), has_geometry: row.get("there"), may_update: row.get("may_update") };
        found.entry(row.get("name")).or_default().push(unit);
    }
    Ok(found)
}

/// What a feature says at a path of keys.
fn name(feature: &Value, path: &str) -> Option<String> {
    let found = path.split('.').try_fold(feature, |at, key| at.get(key))?;
    match found {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}
