//! Bounds of values: the least and the greatest that data entry expects of a cell at a unit.

use afya_model::{ErrorCode, Refusal, Uid};
use afya_store::{Connection, Fault};
use serde::Deserialize;

use crate::sql::{self, min_max as statements};

/// The bounds of a cell, as sent; for a deletion only its key.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Bounds {
    /// The data element.
    pub data_element: Option<String>,
    /// The organisation unit.
    pub org_unit: Option<String>,
    /// The category option combo.
    #[serde(alias = "categoryOptionCombo")]
    pub option_combo: Option<String>,
    /// The least value.
    pub min_value: Option<i32>,
    /// The greatest value.
    pub max_value: Option<i32>,
    /// Whether they were worked out from the data.
    pub generated: Option<bool>,
}

fn or_null(text: Option<&str>) -> &str {
    text.unwrap_or("null")
}

impl Bounds {
    /// The key as DHIS2's sentences write it.
    fn key(&self) -> String {
        format!("MinMaxValueKey[{}]", self.names())
    }

    /// The whole as DHIS2's sentences write it.
    fn written(&self) -> String {
        let number =
            |number: Option<i32>| number.map_or_else(|| "null".to_owned(), |number| number.to_string());
        format!(
            "MinMaxValue[{}, minValue={}, maxValue={}, generated={}]",
            self.names(),
            number(self.min_value),
            number(self.max_value),
            or_null(self.generated.map(|truth| if truth { "true" } else { "false" })),
        )
    }

    fn names(&self) -> String {
        format!(
            "dataElement={}, orgUnit={}, optionCombo={}",
            or_null(self.data_element.as_deref()),
            or_null(self.org_unit.as_deref()),
            or_null(self.option_combo.as_deref())
        )
    }

    /// Refuses a key that lacks a part, or has one that is no identifier.
    fn check_key(&self, written: impl Fn(&Bounds) -> String) -> Result<(), Refusal> {
        let parts = [
            (&self.data_element, ErrorCode::E1100),
            (&self.org_unit, ErrorCode::E1102),
            (&self.option_combo, ErrorCode::E1103),
        ];
        for (part, code) in parts {
            let uid = part.as_ref().ok_or_else(|| Refusal::of(400, code, &[&written(self)]))?;
            if Uid::parse(uid).is_none() {
                let sentence =
                    "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
                return Err(Refusal::bad_request(format!("{sentence}{uid}")));
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Refusal> {
        self.check_key(Bounds::written)?;
        let wrong = |code| Err(Refusal::of(400, code, &[&self.written()]));
        match (self.min_value, self.max_value) {
            (None, _) => wrong(ErrorCode::E2042),
            (_, None) => wrong(ErrorCode::E2043),
            (Some(min), Some(max)) if min >= max => wrong(ErrorCode::E2044),
            _ => Ok(()),
        }
    }
}

/// Saves the bounds of one cell.
///
/// # Errors
/// 400 E1100, E1102, E1103, E2042–E2044 for bounds that say too little or make no sense, E2047 for a cell that there is not.
pub async fn save(connection: &mut Connection, bounds: &Bounds) -> Result<(), Fault> {
    let bounds = Bounds { generated: Some(bounds.generated.unwrap_or_default()), ..bounds.clone() };
    bounds.check()?;
    match connection.execute(&statements::save(std::slice::from_ref(&bounds))).await? {
        0 => Err(Refusal::of(400, ErrorCode::E2047, &[&bounds.key()]).into()),
        _ => Ok(()),
    }
}

/// Deletes the bounds of one cell.
///
/// # Errors
/// 400 E1100, E1102, E1103 for a key that lacks a part; 404 E2047 for a cell without bounds.
pub async fn delete(connection: &mut Connection, bounds: &Bounds) -> Result<(), Fault> {
    bounds.check_key(Bounds::key)?;
    match connection.execute(&statements::delete(std::slice::from_ref(bounds))).await? {
        0 => Err(Refusal::of(404, ErrorCode::E2047, &[&bounds.key()]).into()),
        _ => Ok(()),
    }
}

/// Saves the bounds of many cells, of a data set if one is named, and gives how many there are.
///
/// # Errors
/// As of `save` for the first that is wrong; 400 E2021 for an element that is not in the set. Nothing is saved then.
pub async fn save_all(
    connection: &mut Connection,
    set: Option<&str>,
    bounds: &[Bounds],
) -> Result<u64, Fault> {
    if bounds.is_empty() {
        return Ok(0);
    }
    bounds.iter().try_for_each(Bounds::check)?;
    if let Some(set) = set {
        let rows = connection.rows(&statements::elements(set)).await?;
        let elements: Vec<String> = rows.iter().map(|row| row.get("uid")).collect();
        let sent = bounds.iter().filter_map(|one| one.data_element.as_ref());
        if let Some(foreign) = sent.into_iter().find(|uid| !elements.contains(uid)) {
            return Err(Refusal::of(400, ErrorCode::E2021, &[set, foreign]).into());
        }
    }
    connection.execute(&statements::save(bounds)).await
}

/// Deletes the bounds of many cells and gives how many had some.
///
/// # Errors
/// 400 E1100, E1102, E1103 for a key that lacks a part. Nothing is deleted then.
pub async fn delete_all(connection: &mut Connection, bounds: &[Bounds]) -> Result<u64, Fault> {
    if bounds.is_empty() {
        return Ok(0);
    }
    bounds.iter().try_for_each(|one| one.check_key(Bounds::key))?;
    connection.execute(&statements::delete(bounds)).await
}

/// Works out bounds of the elements of sets from the values of a unit, `factor` standard deviations around the average.
/// What was there at the unit and below it goes.
///
/// # Errors
/// 409 for a unit or set that there is not, or when no set is named.
pub async fn generate(
    connection: &mut Connection,
    sets: &[String],
    unit: &str,
    factor: f64,
) -> Result<(), Fault> {
    let (id, path) = place(connection, sets, unit).await?;
    connection.begin().await?;
    connection.execute(&statements::clear(sets, &path)).await?;
    connection.execute(&statements::generate(sets, id, factor)).await?;
    connection.commit().await
}

/// Deletes the bounds of the elements of sets at a unit and below it.
///
/// # Errors
/// 409 for a unit or set that there is not, or when no set is named.
pub async fn clear(connection: &mut Connection, sets: &[String], unit: &str) -> Result<(), Fault> {
    let (_, path) = place(connection, sets, unit).await?;
    connection.execute(&statements::clear(sets, &path)).await?;
    Ok(())
}

async fn place(connection: &mut Connection, sets: &[String], unit: &str) -> Result<(i64, String), Fault> {
    if sets.is_empty() {
        return Err(Refusal::conflict(" No datasets defined").into());
    }
    let row = connection.first(&sql::entry_unit(unit)).await?;
    let row = row.ok_or_else(|| Refusal::conflict(" No valid organisation unit"))?;
    let known = connection.rows(&statements::sets(sets)).await?;
    let known: Vec<String> = known.iter().map(|row| row.get("uid")).collect();
    if let Some(unknown) = sets.iter().find(|set| !known.contains(set)) {
        return Err(Refusal::conflict(format!("Data set does not exist: {unknown}")).into());
    }
    Ok((row.get("id"), row.get("path")))
}
