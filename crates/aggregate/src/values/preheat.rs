//! The second stage: what the values refer to, with a query for each kind of reference.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_store::{Connection, Fault};
use jiff::civil::Date;

use super::read::{Decoded, Group};
use super::report::Conflict;
use crate::sql;

/// The default option combo.
pub(super) const DEFAULT_COMBO: &str = "HllvX50cXC0";

/// A data element of the set.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) id: i64,
    pub(super) value_type: String,
    pub(super) options: Option<BTreeSet<String>>,
    pub(super) comment_options: Option<BTreeSet<String>>,
    pub(super) combo: i64,
}

/// An organisation unit of the values.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) id: i64,
    pub(super) path: String,
    pub(super) opening: Date,
    pub(super) closed: Option<Date>,
    pub(super) assigned: bool,
}

/// An option combo of the values.
#[derive(Clone, Debug)]
pub(super) struct Combo {
    pub(super) id: i64,
    pub(super) combos: Vec<i64>,
    pub(super) starts: Option<Date>,
    pub(super) ends: Option<Date>,
    /// Paths that an option is bound to, one list an option.
    pub(super) places: Vec<Vec<String>>,
    pub(super) writable: bool,
}

/// Everything that the checks look at.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) set: String,
    pub(super) set_id: i64,
    pub(super) period_type: String,
    pub(super) combo: i64,
    pub(super) writable: bool,
    pub(super) open_future: i32,
    pub(super) expiry_days: f64,
    pub(super) after_option: i32,
    /// The set's `noValueRequiresComment`.
    pub(super) comment_for_no_value: bool,
    pub(super) elements: HashMap<String, Element>,
    pub(super) units: HashMap<String, Unit>,
    pub(super) combos: HashMap<String, Combo>,
    pub(super) default_combo: i64,
    /// Unit and period of each exception from the lock.
    pub(super) exceptions: BTreeSet<(String, String)>,
    /// Periods that the set is open for, if it names some: opening and closing day.
    pub(super) input_periods: BTreeMap<String, (Option<Date>, Option<Date>)>,
    /// Approved: unit, period and attribute option combo.
    pub(super) approved: Vec<(String, String, String)>,
}

/// What the values refer to; a conflict when no single data set can be found.
pub(super) async fn preheat(
    connection: &mut Connection,
    caller: &Caller,
    group: &Group,
    values: &[Decoded],
) -> Result<Result<Found, Conflict>, Fault> {
    let unique = |pick: fn(&Decoded) -> Option<&String>| -> Vec<String> {
        values.iter().filter_map(pick).cloned().collect::<BTreeSet<_>>().into_iter().collect()
    };
    let elements = unique(|value| Some(&value.element));
    let set = match &group.data_set {
        Some(set) => set.clone(),
        None => match detect(connection, &elements).await? {
            Ok(set) => set,
            Err(conflict) => return Ok(Err(conflict)),
        },
    };
    let Some(row) = connection.first(&sql::data_set(&set, &caller.uid, &caller.groups)).await? else {
        let args = [set.as_str(), &format!("[{}]", elements.join(", "))];
        return Ok(Err(Conflict::new(ErrorCode::E8020, &args, Vec::new())));
    };
    let set_id: i64 = row.get("id");
    let date = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
    let mut found = Found {
        set_id,
        period_type: row.get("period_type"),
        combo: row.get("combo"),
        writable: caller.is_super() || row.get("writable"),
        open_future: row.get("open_future"),
        expiry_days: row.get("expiry_days"),
        after_option: row.get("after_option"),
        comment_for_no_value: row.get("comment_for_no_value"),
        elements: HashMap::new(),
        units: HashMap::new(),
        combos: HashMap::new(),
        default_combo: row.get("default_combo"),
        exceptions: BTreeSet::new(),
        input_periods: BTreeMap::new(),
        approved: Vec::new(),
        set,
    };
    let words = |list: Option<Vec<String>>| list.map(|list| list.into_iter().collect::<BTreeSet<_>>());
    for row in connection.rows(&sql::elements(set_id, &elements)).await? {
        let element = Element {
            id: row.get("id"),
            value_type: row.get("valuetype"),
            options: words(row.get("options")),
            comment_options: words(row.get("comment_options")),
            combo: row.get("combo"),
        };
        found.elements.insert(row.get("uid"), element);
    }
    let units = unique(|value| Some(&value.unit));
    for row in connection.rows(&sql::units(set_id, &units)).await? {
        let unit = Unit {
            id: row.get("id"),
            path: row.get("path"),
            opening: date(row.get("opening")).unwrap_or(Date::MIN),
            closed: date(row.get("closed")),
            assigned: row.get("assigned"),
        };
        found.units.insert(row.get("uid"), unit);
    }
    let mut combos = unique(|value| value.option_combo.as_ref());
    combos.extend(unique(|value| value.attribute_combo.as_ref()));
    for row in connection.rows(&sql::combos(&combos, &caller.uid, &caller.groups)).await? {
        let places: serde_json::Value = row.get("places");
        let combo = Combo {
            id: row.get("id"),
            combos: row.get("combos"),
            starts: date(row.get("starts")),
            ends: date(row.get("ends")),
            places: serde_json::from_value(places).unwrap_or_default(),
            writable: caller.is_super() || row.get("writable"),
        };
        found.combos.insert(row.get("uid"), combo);
    }
    time_limits(connection, &mut found).await?;
    Ok(Ok(found))
}

async fn time_limits(connection: &mut Connection, found: &mut Found) -> Result<(), Fault> {
    let date = |text: Option<String>| text.and_then(|text| text.parse::<Date>().ok());
    for row in connection.rows(&sql::lock_exceptions(found.set_id)).await? {
        found.exceptions.insert((row.get("unit"), row.get("period")));
    }
    for row in connection.rows(&sql::input_periods(found.set_id)).await? {
        found.input_periods.insert(row.get("period"), (date(row.get("opening")), date(row.get("closing"))));
    }
    for row in connection.rows(&sql::approvals(found.set_id)).await? {
        found.approved.push((row.get("unit"), row.get("period"), row.get("combo")));
    }
    Ok(())
}

/// The one data set that has these elements.
async fn detect(connection: &mut Connection, elements: &[String]) -> Result<Result<String, Conflict>, Fault> {
    let sets: Vec<String> =
        connection.rows(&sql::sets_of(elements)).await?.iter().map(|row| row.get("uid")).collect();
    Ok(match sets.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Conflict::new(ErrorCode::E8003, &[&format!("[{}]", elements.join(", "))], Vec::new())),
        several => Err(Conflict::new(ErrorCode::E8002, &[&format!("[{}]", several.join(", "))], Vec::new())),
    })
}
