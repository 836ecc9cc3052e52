//! The export of data values (`GET /api/dataValueSets`): which ones, and whether the caller may have them.

mod formats;
mod names;
mod write;

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use crate::sql::export::{self as sql, Reader};
use afya_model::Scheme;

pub use formats::Format;
pub(crate) use names::period;
pub use write::Export;

/// By what values are sorted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// `DE`
    Element,
    /// `PE`
    Period,
    /// `OU`
    Unit,
    /// `AOC`
    AttributeCombo,
    /// `CREATED`
    Created,
    /// By the keys of a value, which no two have in common.
    Key,
}

/// Which values.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Data sets, data elements and groups of them, by identifier.
    pub sets: Vec<String>,
    /// See `sets`.
    pub elements: Vec<String>,
    /// See `sets`.
    pub element_groups: Vec<String>,
    /// ISO periods.
    pub periods: Vec<String>,
    /// Only periods that begin on this day or later, with `end`.
    pub start: Option<Date>,
    /// Only periods that end on this day or earlier, with `start`.
    pub end: Option<Date>,
    /// Organisation units, by identifier.
    pub units: Vec<String>,
    /// Whether everything below the units counts too.
    pub children: bool,
    /// The paths of the units, which are looked up when everything below them counts.
    pub unit_paths: Vec<String>,
    /// Only units of this level.
    pub level: Option<i64>,
    /// Groups of units.
    pub unit_groups: Vec<String>,
    /// Only these category option combos.
    pub option_combos: Vec<String>,
    /// Only these attribute option combos.
    pub attribute_combos: Vec<String>,
    /// Options that name the attribute option combo where none is named, with their category combo if that is not the
    /// default one.
    pub attribute_options: Option<(Option<String>, Vec<String>)>,
    /// Whether deleted values are shown.
    pub include_deleted: bool,
    /// Only what changed since this moment (`YYYY-MM-DD[THH:MM:SS]`).
    pub last_updated: Option<String>,
    /// Only what changed in the last so many seconds.
    pub last_updated_seconds: Option<i64>,
    /// At most so many.
    pub limit: Option<i64>,
    /// Without the first so many.
    pub offset: Option<i64>,
    /// The order.
    pub orders: Vec<Order>,
    /// By what the request names things.
    pub inputs: Inputs,
    /// By what the answer names things.
    pub outputs: Outputs,
    /// Whether option combos are told as pairs of category and option.
    pub unfold: bool,
    /// Whether the default category option combo is left out.
    pub exclude_default_option_combo: bool,
    /// Whether the default attribute option combo is left out.
    pub exclude_default_attribute_combo: bool,
}

/// By what a request names things. Without a scheme it is the identifier, and with `code_fallback` the code of what is no
/// identifier.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// Of groups of units and option combos.
    pub any: Option<Scheme>,
    /// Of data sets.
    pub set: Option<Scheme>,
    /// Of data elements.
    pub element: Option<Scheme>,
    /// Of groups of data elements.
    pub element_group: Option<Scheme>,
    /// Of units.
    pub unit: Option<Scheme>,
    /// Whether codes are taken too where no scheme is said.
    pub code_fallback: bool,
}

/// By what an answer names things.
#[derive(Clone, Debug, Default)]
pub struct Outputs {
    /// Data sets.
    pub set: Scheme,
    /// Data elements.
    pub element: Scheme,
    /// Units.
    pub unit: Scheme,
    /// Category option combos.
    pub option_combo: Scheme,
    /// Attribute option combos.
    pub attribute_combo: Scheme,
    /// Categories.
    pub category: Scheme,
    /// Category options.
    pub category_option: Scheme,
}

impl Request {
    /// The unit that all values have.
    fn unit(&self) -> Option<&str> {
        only(&self.units).map(String::as_str).filter(|_| !self.children && self.unit_groups.is_empty())
    }

    /// Whether a period is asked for, and not only changes.
    pub(crate) fn has_periods(&self) -> bool {
        !self.periods.is_empty() || self.start.is_some() && self.end.is_some()
    }

    /// Refuses a request that says too little, or two things that do not go together.
    fn check(&self) -> Result<(), Refusal> {
        let conflict = |code| Err(Refusal::of(409, code, &[]));
        let dates = self.start.is_some() && self.end.is_some();
        let changes = self.last_updated.is_some() || self.last_updated_seconds.is_some();
        if self.sets.is_empty() && self.elements.is_empty() && self.element_groups.is_empty() {
            return conflict(ErrorCode::E2001);
        }
        if !self.has_periods() && !changes {
            return conflict(ErrorCode::E2002);
        }
        if self.units.is_empty() && self.unit_groups.is_empty() {
            return conflict(ErrorCode::E2006);
        }
        if !self.periods.is_empty() && dates {
            return conflict(ErrorCode::E2003);
        }
        if dates && self.start > self.end {
            return conflict(ErrorCode::E2004);
        }
        if self.children && !self.unit_groups.is_empty() {
            return conflict(ErrorCode::E2007);
        }
        if self.limit.is_some_and(|limit| limit < 0) {
            return Err(Refusal::of(409, ErrorCode::E2009, &["{0}"]));
        }
        Ok(())
    }
}

fn only<T>(list: &[T]) -> Option<&T> {
    match list {
        [one] => Some(one),
        _ => None,
    }
}

/// The export of a request: everything that can be wrong with it was looked at.
///
/// # Errors
/// 400 for what is no identifier or period; 409 E2001–E2009 for a request that cannot be answered, E2010–E2012 for sets,
/// option combos and units that the caller may not read data of, E8200–E8204 for things without a name by the scheme.
pub async fn plan(
    connection: &mut Connection,
    caller: &Caller,
    mut request: Request,
    format: Format,
) -> Result<Export, Fault> {
    names::decode(connection, &mut request).await?;
    request.check()?;
    let reader = reader(caller);
    if let Some(reader) = &reader {
        let asked = (request.sets.as_slice(), request.attribute_combos.as_slice(), request.units.as_slice());
        readable(connection, caller, reader, asked).await?;
    }
    names::export(connection, request, reader, format).await
}

/// The caller, if sharing counts for them.
pub(crate) fn reader(caller: &Caller) -> Option<Reader> {
    (!caller.is_super()).then(|| Reader {
        uid: caller.uid.clone(),
        groups: caller.groups.clone(),
        units: caller.org_units.iter().map(|unit| unit.uid.clone()).collect(),
    })
}

/// Refuses sets, attribute option combos and units that the caller may not read data of.
///
/// # Errors
/// 409 E2010, E2011, E2012.
pub(crate) async fn readable(
    connection: &mut Connection,
    caller: &Caller,
    reader: &Reader,
    (sets, combos, units): (&[String], &[String], &[String]),
) -> Result<(), Fault> {
    let sets = connection.rows(&sql::unreadable_sets(sets, reader)).await?;
    refuse(ErrorCode::E2010, sets.iter().map(|row| row.get("uid")).collect())?;
    let combos = connection.rows(&sql::unreadable_combos(combos, reader)).await?;
    refuse(ErrorCode::E2011, combos.iter().map(|row| row.get("uid")).collect())?;
    let units = connection.rows(&sql::paths(units)).await?;
    let outside = units.iter().filter(|row| !caller.may_capture_in(row.get("path")));
    Ok(refuse(ErrorCode::E2012, outside.map(|row| row.get("uid")).collect())?)
}

/// Periods and values of a request that names things by identifier.
///
/// # Errors
/// As of `plan`.
pub(crate) async fn history(
    connection: &mut Connection,
    caller: &Caller,
    request: Request,
) -> Result<Vec<(String, Option<String>)>, Fault> {
    let export = plan(connection, caller, request, Format::Json).await?;
    let rows = connection.rows(&export.statement()).await?;
    Ok(rows
        .iter()
        .map(write::value)
        .map(|value| (value.period.to_owned(), value.value.map(str::to_owned)))
        .collect())
}

/// A cell of a form: element and category option combo, with value and comment.
pub(crate) type Cell = ((String, String), (Option<String>, Option<String>));

/// Cells with their values and comments, of a request that names things by identifier.
///
/// # Errors
/// As of `plan`.
pub(crate) async fn cells(
    connection: &mut Connection,
    caller: &Caller,
    request: Request,
) -> Result<Vec<Cell>, Fault> {
    let export = plan(connection, caller, request, Format::Json).await?;
    let rows = connection.rows(&export.statement()).await?;
    let owned = |text: Option<&str>| text.map(str::to_owned);
    let cell = |row| {
        let value = write::value(row);
        let key = (value.element.to_owned(), value.option_combo.to_owned());
        (key, (owned(value.value), owned(value.comment)))
    };
    Ok(rows.iter().map(cell).collect())
}

fn refuse(code: ErrorCode, uids: Vec<String>) -> Result<(), Refusal> {
    if uids.is_empty() { Ok(()) } else { Err(Refusal::of(409, code, &[&format!("[{}]", uids.join(", "))])) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn enough() -> Request {
        Request {
            sets: vec!["VUTdU4i7epx".into()],
            periods: vec!["202503".into()],
            units: vec!["BV3tRXGyuwb".into()],
            ..Request::default()
        }
    }

    fn refused(change: impl Fn(&mut Request)) -> String {
        let mut request = enough();
        change(&mut request);
        let refusal = request.check().unwrap_err();
        refusal.code.map_or_else(|| refusal.message.unwrap(), |code| code.name().to_owned())
    }

    #[test]
    fn what_says_too_little_is_refused() {
        assert!(enough().check().is_ok());
        assert_eq!(refused(|request| request.sets.clear()), "E2001");
        assert_eq!(refused(|request| request.periods.clear()), "E2002");
        assert_eq!(refused(|request| request.units.clear()), "E2006");
        assert_eq!(refused(|request| request.limit = Some(-1)), "E2009");
    }

    #[test]
    fn children_are_of_units() {
        let groups = |request: &mut Request| {
            request.children = true;
            request.unit_groups = vec!["CXpeqhdUwOH".into()];
        };
        assert_eq!(refused(groups), "E2007");
    }
}
