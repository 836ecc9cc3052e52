//! The third stage: what a group refers to, with a query for each kind of reference.

use std::collections::{BTreeSet, HashMap, HashSet};

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_model::period::Period;
use afya_store::{Connection, Fault};
use jiff::civil::{Date, DateTime};

use super::keys::Keys;
use super::report::{Arg, Conflict};
use super::words::{Word, Words};
use crate::sql::import as sql;

/// The default option combo.
pub(super) const DEFAULT_COMBO: &str = "HllvX50cXC0";

/// A data element of the set.
#[derive(Clone, Debug)]
pub(super) struct Element {
    pub(super) id: i64,
    pub(super) value_type: String,
    pub(super) options: Option<HashSet<String>>,
    pub(super) comment_options: Option<HashSet<String>>,
    pub(super) combo: i64,
}

/// An organisation unit.
#[derive(Clone, Debug)]
pub(super) struct Unit {
    pub(super) id: i64,
    pub(super) path: String,
    pub(super) opening: Date,
    pub(super) closed: Option<Date>,
    pub(super) assigned: bool,
}

/// An option combo.
#[derive(Clone, Debug)]
pub(super) struct Combo {
    pub(super) id: i64,
    pub(super) combos: Vec<i64>,
    pub(super) starts: Option<Date>,
    pub(super) ends: Option<Date>,
    /// Paths that an option is bound to, one list an option.
    pub(super) places: Vec<Vec<String>>,
    /// The options that the caller may not write data of.
    pub(super) barred: Vec<String>,
}

/// When a set opens and closes; nothing where it does not.
pub(super) type Span = (Option<DateTime>, Option<DateTime>);

/// The data set of a group.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) id: i64,
    pub(super) period_type: String,
    pub(super) combo: i64,
    pub(super) writable: bool,
    pub(super) open_future: i32,
    pub(super) expiry_days: i64,
    /// How many periods after the end of an option its values may still come.
    pub(super) after_option: i32,
    /// The set's `noValueRequiresComment`.
    pub(super) comment_for_no_value: bool,
    /// Unit and period of each exception from the lock.
    pub(super) exceptions: HashSet<(Word, Period)>,
    /// When the set is open, by period, if it names periods.
    pub(super) input_periods: HashMap<Period, Vec<Span>>,
    /// Approved: unit, period and attribute option combo.
    pub(super) approved: HashSet<(Word, Period, Word)>,
}

/// Everything that the checks look at.
#[derive(Debug)]
pub(super) struct Found {
    /// The identifier of the set, as said or found.
    pub(super) uid: String,
    /// The set, if there is one with that identifier.
    pub(super) set: Option<Set>,
    pub(super) elements: HashMap<Word, Element>,
    pub(super) units: HashMap<Word, Unit>,
    pub(super) combos: HashMap<Word, Combo>,
    pub(super) default_combo: Word,
}

/// What a group refers to; a conflict when no single data set can be found.
pub(super) async fn preheat(
    connection: &mut Connection,
    caller: &Caller,
    words: &mut Words,
    set: Option<&str>,
    keys: &Keys,
) -> Result<Result<Found, Conflict>, Fault> {
    let texts = |words: &Words, list: &mut dyn Iterator<Item = Word>| -> Vec<String> {
        let distinct: BTreeSet<Word> = list.collect();
        distinct.into_iter().map(|word| words.text(word).to_owned()).collect()
    };
    let elements = texts(words, &mut keys.elements.iter());
    let uid = match set {
        Some(set) => set.to_owned(),
        None => match detect(connection, &elements).await? {
            Ok(set) => set,
            Err(conflict) => return Ok(Err(conflict)),
        },
    };
    let units = texts(words, &mut keys.units.iter());
    let default_combo = words.word(DEFAULT_COMBO);
    let combos = texts(words, &mut keys.option_combos().chain([default_combo]));
    let set = find_set(connection, caller, words, &uid, &units).await?;
    let id = set.as_ref().map_or(-1, |set| set.id);
    Ok(Ok(Found {
        elements: find_elements(connection, words, id, &elements).await?,
        units: find_units(connection, words, id, &units).await?,
        combos: find_combos(connection, caller, words, &combos).await?,
        uid,
        set,
        default_combo,
    }))
}

async fn find_elements(
    connection: &mut Connection,
    words: &mut Words,
    set: i64,
    uids: &[String],
) -> Result<HashMap<Word, Element>, Fault> {
    let options = |list: Option<Vec<String>>| list.map(|list| list.into_iter().collect::<HashSet<_>>());
    let rows = connection.rows(&sql::elements(set, uids)).await?;
    let elements = rows.iter().map(|row| {
        let element = Element {
            id: row.get("id"),
            value_type: row.get("valuetype"),
            options: options(row.get("options")),
            comment_options: options(row.get("comment_options")),
            combo: row.get("combo"),
        };
        (words.word(row.get("uid")), element)
    });
    Ok(elements.collect())
}

async fn find_units(
    connection: &mut Connection,
    words: &mut Words,
    set: i64,
    uids: &[String],
) -> Result<HashMap<Word, Unit>, Fault> {
    let rows = connection.rows(&sql::units(set, uids)).await?;
    let units = rows.iter().map(|row| {
        let unit = Unit {
            id: row.get("id"),
            path: row.get("path"),
            opening: date(row.get("opening")).unwrap_or(Date::MIN),
            closed: date(row.get("closed")),
            assigned: row.get("assigned"),
        };
        (words.word(row.get("uid")), unit)
    });
    Ok(units.collect())
}

async fn find_combos(
    connection: &mut Connection,
    caller: &Caller,
    words: &mut Words,
    uids: &[String],
) -> Result<HashMap<Word, Combo>, Fault> {
    let rows = connection.rows(&sql::combos(uids, &caller.uid, &caller.groups)).await?;
    let combos = rows.iter().map(|row| {
        let combo = Combo {
            id: row.get("id"),
            combos: row.get("combos"),
            starts: date(row.get("starts")),
            ends: date(row.get("ends")),
            places: serde_json::from_value(row.get("places")).unwrap_or_default(),
            barred: if caller.is_super() { Vec::new() } else { row.get("barred") },
        };
        (words.word(row.get("uid")), combo)
    });
    Ok(combos.collect())
}

fn date(text: Option<String>) -> Option<Date> {
    text.and_then(|text| text.parse().ok())
}

async fn find_set(
    connection: &mut Connection,
    caller: &Caller,
    words: &mut Words,
    uid: &str,
    units: &[String],
) -> Result<Option<Set>, Fault> {
    let Some(row) = connection.first(&sql::data_set(uid, &caller.uid, &caller.groups)).await? else {
        return Ok(None);
    };
    let mut set = Set {
        id: row.get("id"),
        period_type: row.get("period_type"),
        combo: row.get("combo"),
        writable: caller.is_super() || row.get("writable"),
        open_future: row.get("open_future"),
        expiry_days: row.get("expiry_days"),
        after_option: row.get("after_option"),
        comment_for_no_value: row.get("comment_for_no_value"),
        exceptions: HashSet::new(),
        input_periods: HashMap::new(),
        approved: HashSet::new(),
    };
    let period = |text: String| Period::parse(&text).ok();
    for row in connection.rows(&sql::lock_exceptions(set.id, units)).await? {
        let Some(period) = period(row.get("period")) else { continue };
        set.exceptions.insert((words.word(row.get("unit")), period));
    }
    let moment = |text: Option<String>| text.and_then(|text| text.parse::<DateTime>().ok());
    for row in connection.rows(&sql::input_periods(set.id)).await? {
        let Some(period) = period(row.get("period")) else { continue };
        let open = (moment(row.get("opening")), moment(row.get("closing")));
        set.input_periods.entry(period).or_default().push(open);
    }
    for row in connection.rows(&sql::approvals(set.id, units)).await? {
        let Some(period) = period(row.get("period")) else { continue };
        set.approved.insert((words.word(row.get("unit")), period, words.word(row.get("combo"))));
    }
    Ok(Some(set))
}

/// The one data set that has these elements.
async fn detect(connection: &mut Connection, elements: &[String]) -> Result<Result<String, Conflict>, Fault> {
    let sets: Vec<String> =
        connection.rows(&sql::sets_of(elements)).await?.iter().map(|row| row.get("uid")).collect();
    let listed = |list: &[String]| vec![Arg::Text(format!("[{}]", list.join(", ")))];
    Ok(match sets.as_slice() {
        [only] => Ok(only.clone()),
        [] => Err(Conflict::new(ErrorCode::E8003, listed(elements))),
        several => Err(Conflict::new(ErrorCode::E8002, listed(several))),
    })
}
