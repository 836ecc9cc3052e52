//! The export of data values (`GET /api/dataValueSets`): which ones, and whether the caller may have them.

use afya_access::Caller;
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal, Uid};
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use crate::sql::{self, export};

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
    /// Only units of this level.
    pub level: Option<i64>,
    /// Groups of units.
    pub unit_groups: Vec<String>,
    /// Only these category option combos.
    pub option_combos: Vec<String>,
    /// Only these attribute option combos.
    pub attribute_combos: Vec<String>,
    /// A category combo and options of it: one more attribute option combo.
    pub attribute_options: Option<(String, Vec<String>)>,
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
}

impl Request {
    /// The set, if it is one.
    pub fn set(&self) -> Option<&str> {
        only(&self.sets)
    }

    /// The period that all values have.
    pub fn period(&self) -> Option<&str> {
        only(&self.periods)
    }

    /// The unit that all values have.
    pub fn unit(&self) -> Option<&str> {
        only(&self.units).filter(|_| !self.children && self.unit_groups.is_empty())
    }

    /// The attribute option combo that all values have.
    pub fn attribute_combo(&self) -> Option<&str> {
        only(&self.attribute_combos)
    }

    /// Refuses a request that says too little, or two things that do not go together.
    fn check(&self) -> Result<(), Refusal> {
        let conflict = |code| Err(Refusal::of(409, code, &[]));
        let dates = self.start.is_some() && self.end.is_some();
        let changes = self.last_updated.is_some() || self.last_updated_seconds.is_some();
        if self.sets.is_empty() && self.elements.is_empty() && self.element_groups.is_empty() {
            return conflict(ErrorCode::E2001);
        }
        if self.periods.is_empty() && !dates && !changes {
            return conflict(ErrorCode::E2002);
        }
        if !self.periods.is_empty() && dates {
            return conflict(ErrorCode::E2003);
        }
        if dates && self.start > self.end {
            return conflict(ErrorCode::E2004);
        }
        if self.units.is_empty() && self.unit_groups.is_empty() {
            return conflict(if self.children { ErrorCode::E2008 } else { ErrorCode::E2006 });
        }
        if self.children && !self.unit_groups.is_empty() {
            return conflict(ErrorCode::E2007);
        }
        if self.limit.is_some_and(|limit| limit < 0) {
            return Err(Refusal::of(409, ErrorCode::E2009, &["{0}"]));
        }
        let lists = [
            &self.sets,
            &self.elements,
            &self.element_groups,
            &self.units,
            &self.unit_groups,
            &self.option_combos,
            &self.attribute_combos,
        ];
        if let Some(wrong) = lists.into_iter().flatten().find(|uid| Uid::parse(uid).is_none()) {
            let sentence =
                "UID must be an alphanumeric string of 11 characters starting with a letter, but was: ";
            return Err(Refusal::bad_request(format!("{sentence}{wrong}")));
        }
        for id in &self.periods {
            if !(4..=11).contains(&id.len()) {
                let sentence = format!("Period must be have between 4 and 11 characters but got: `{id}`");
                return Err(Refusal::bad_request(sentence));
            }
            Period::parse(id).map_err(Refusal::bad_request)?;
        }
        Ok(())
    }
}

fn only(list: &[String]) -> Option<&str> {
    match list {
        [one] => Some(one),
        _ => None,
    }
}

/// The values, each as JSON text; `request` gets the attribute option combo that its options name.
///
/// # Errors
/// 409 E2001–E2009 for a request that cannot be answered; E2010–E2012 for sets, option combos and units that the caller
/// may not read data of; E1104 for options that are no combo.
pub async fn export(
    connection: &mut Connection,
    caller: &Caller,
    request: &mut Request,
) -> Result<Vec<String>, Fault> {
    request.check()?;
    if let Some((combo, options)) = request.attribute_options.take() {
        let found = connection.first(&sql::attribute_combo(&combo, &options)).await?;
        let arg = format!("{combo} and {}", options.join(";"));
        let found = found.ok_or_else(|| Refusal::of(409, ErrorCode::E1104, &[&arg]))?;
        let row = connection.first(&export::combo_uid(found.get("id"))).await?;
        request.attribute_combos.extend(row.map(|row| row.get::<_, String>("uid")));
    }
    let whose = (!caller.is_super()).then_some((caller.uid.as_str(), caller.groups.as_slice()));
    if let Some((uid, groups)) = whose {
        let sets = connection.rows(&export::unreadable_sets(&request.sets, uid, groups)).await?;
        refuse(ErrorCode::E2010, sets.iter().map(|row| row.get("uid")).collect())?;
        let combos =
            connection.rows(&export::unreadable_combos(&request.attribute_combos, uid, groups)).await?;
        refuse(ErrorCode::E2011, combos.iter().map(|row| row.get("uid")).collect())?;
        let units = connection.rows(&export::paths(&request.units)).await?;
        let outside = units.iter().filter(|row| !caller.may_capture_in(row.get("path")));
        refuse(ErrorCode::E2012, outside.map(|row| row.get("uid")).collect())?;
    }
    let rows = connection.rows(&export::values(request, whose)).await?;
    Ok(rows.iter().map(|row| row.get("value")).collect())
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
        assert!(refused(|request| request.sets = vec!["bad".into()]).ends_with("but was: bad"));
        assert!(refused(|request| request.periods = vec!["foo".into()]).starts_with("Period must"));
    }

    #[test]
    fn children_are_of_units() {
        let groups = |request: &mut Request| {
            request.children = true;
            request.unit_groups = vec!["CXpeqhdUwOH".into()];
        };
        assert_eq!(refused(groups), "E2007");
    }

    #[test]
    fn what_all_values_share_stands_in_the_head() {
        let mut request = enough();
        assert_eq!(request.unit(), Some("BV3tRXGyuwb"));
        request.children = true;
        request.periods.push("202504".into());
        assert_eq!((request.unit(), request.period(), request.set()), (None, None, Some("VUTdU4i7epx")));
    }
}
