//! From one moment to the next: what was noted as changed is read again, and everything else is shared.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use afya_columns::Row as Figure;
use afya_store::{Connection, Fault, Row};
use serde::{Deserialize, Serialize};

use super::changed::Changed;
use super::news::Found;
use super::reading;
use super::resident::{Combos, Hierarchy, Resident, Values};
use crate::sql::columns as sql;

/// How many keys are read by one statement.
const KEYS_AT_ONCE: usize = 500;
/// More keys than this are not read one by one; everything is.
pub(in crate::executors) const MOST_KEYS: usize = 100_000;
/// More units of an element and a period than this are not read one by one; all of them are.
const MOST_UNITS: usize = 300;

/// A moment of the database, and the triggers that noted what changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::executors) struct Moment {
    /// PostgreSQL's snapshot.
    pub(in crate::executors) snapshot: String,
    /// Which triggers there were.
    pub(in crate::executors) triggers: String,
}

impl Moment {
    /// The moment that a transaction sees.
    pub(in crate::executors) async fn read(connection: &mut Connection) -> Result<Moment, Fault> {
        let row = connection.first(&sql::moment()).await?;
        let row = row.ok_or_else(|| Fault::Unavailable("no answer".to_owned()))?;
        Ok(Moment { snapshot: row.get("snapshot"), triggers: row.get("triggers") })
    }
}

/// The keys of what changed.
#[derive(Debug, Default)]
pub(in crate::executors) struct Changes {
    pub(in crate::executors) all_values: bool,
    pub(in crate::executors) units: bool,
    pub(in crate::executors) elements: bool,
    /// What is not resident: who belongs to which group, and indicators.
    groups: bool,
    /// Which reports are complete, which is not resident either.
    reports: bool,
    /// Elements and periods, with the units that changed; none for all.
    pub(in crate::executors) values: BTreeMap<(i64, i64), Option<BTreeSet<i64>>>,
}

impl Changes {
    /// What the rows of the log say.
    pub(in crate::executors) fn of(rows: &[Row]) -> Changes {
        let mut changes = Changes::default();
        for row in rows {
            let key = (row.get::<_, Option<i64>>("element"), row.get::<_, Option<i64>>("period"));
            match (row.get("kind"), key) {
                ("value", (Some(element), Some(period))) => changes.value((element, period), row.get("unit")),
                ("unit", _) => changes.units = true,
                ("element", _) => changes.elements = true,
                ("group", _) => changes.groups = true,
                ("report", _) => changes.reports = true,
                _ => changes.all_values = true,
            }
        }
        changes
    }

    fn value(&mut self, key: (i64, i64), unit: Option<i64>) {
        let units = self.values.entry(key).or_insert_with(|| Some(BTreeSet::new()));
        match (units.as_mut(), unit) {
            (Some(known), Some(unit)) if known.len() < MOST_UNITS => drop(known.insert(unit)),
            (Some(known), Some(unit)) if known.contains(&unit) => {}
            _ => *units = None,
        }
    }

    /// Whether more than some values changed.
    fn is_everything(&self) -> bool {
        self.all_values || self.units || self.elements || self.groups
    }

    /// What of it is told to whoever listens, as far as the log knows.
    pub(super) fn found(&self, units: &Arc<Hierarchy>) -> Found {
        if self.is_everything() {
            return Found::Everything;
        }
        let mut values = Changed::of(units.clone());
        for ((element, _), units) in &self.values {
            values.add(*element, units.as_ref());
        }
        if self.reports {
            values.add_reports();
        }
        Found::values(values)
    }

    /// How many keys would be read one by one.
    pub(in crate::executors) fn keys(&self) -> usize {
        self.values.values().map(|units| units.as_ref().map_or(1, BTreeSet::len)).sum()
    }
}

/// What is resident once the changes since a moment are read, in a transaction that sees a later one; and what they are, if
/// there are any.
pub(super) async fn followed(
    connection: &mut Connection,
    resident: &Arc<Resident>,
    since: &Moment,
) -> Result<(Arc<Resident>, Option<Found>), Fault> {
    let rows = connection.rows(&sql::changes(&since.snapshot)).await?;
    if rows.is_empty() {
        return Ok((resident.clone(), None));
    }
    let mut changes = Changes::of(&rows);
    if changes.all_values || changes.keys() > MOST_KEYS {
        let everything = reading::everything(connection, resident.most_bytes).await?;
        return Ok((Arc::new(everything), Some(Found::Everything)));
    }
    let mut next = Resident::clone(resident);
    if changes.units {
        follow_units(connection, &mut next).await?;
    }
    if changes.elements {
        follow_elements(connection, &mut next, &mut changes).await?;
    }
    let known: BTreeSet<i64> = next.periods.iter().map(|period| period.key).collect();
    if changes.values.keys().any(|(_, period)| !known.contains(period)) {
        next.periods = Arc::new(reading::periods(connection).await?);
    }
    let mut found = Changed::of(next.units.clone());
    if next.since.is_some() {
        let held: BTreeSet<i64> =
            next.periods.iter().filter(|period| next.holds(period)).map(|period| period.key).collect();
        let left = changes.values.extract_if(.., |(_, period), _| !held.contains(period));
        left.for_each(|((element, _), units)| found.add(element, units.as_ref()));
    }
    follow_values(connection, &mut next, &changes.values).await?;
    if changes.is_everything() {
        next.fit();
        return Ok((Arc::new(next), Some(Found::Everything)));
    }
    add_differences(&mut found, &changes, resident, &next);
    if changes.reports {
        found.add_reports();
    }
    next.fit();
    Ok((Arc::new(next), (!found.is_empty()).then(|| Found::values(found))))
}

/// Numbers units as the hierarchy is now.
async fn follow_units(connection: &mut Connection, next: &mut Resident) -> Result<(), Fault> {
    let units = reading::hierarchy(connection).await?;
    if let Some(numbers) = next.units.moved(&units) {
        next.figures.renumber(&numbers);
    }
    next.units = Arc::new(units);
    Ok(())
}

/// Takes over what elements are; the values of those that are of another kind now are read again.
async fn follow_elements(
    connection: &mut Connection,
    next: &mut Resident,
    changes: &mut Changes,
) -> Result<(), Fault> {
    let elements = reading::elements(connection).await?;
    let is_other = |key: &i64| {
        elements.get(key).map(|element| element.values)
            != next.elements.get(key).map(|element| element.values)
    };
    let all = elements.keys().chain(next.elements.keys());
    let others: BTreeSet<i64> = all.filter(|key| is_other(key)).copied().collect();
    for element in &others {
        next.figures.remove(*element);
    }
    let others: Vec<i64> = others.into_iter().collect();
    for row in connection.rows(&sql::periods_of(&others)).await? {
        changes.value((row.get("element"), row.get("period")), None);
    }
    next.elements = Arc::new(elements);
    Ok(())
}

/// Adds the values that changed. Where all of an element and a period was read again, they are those that differ from before;
/// of text it is not known.
fn add_differences(found: &mut Changed, changes: &Changes, before: &Resident, after: &Resident) {
    for ((element, period), units) in &changes.values {
        let is_text = after.elements.get(element).is_none_or(|element| element.values == Values::Text);
        if units.is_some() || is_text {
            found.add(*element, units.as_ref());
            continue;
        }
        let (before, after) = (before.figures.block(*element), after.figures.block(*element));
        found.add_between(
            *element,
            before.and_then(|block| block.segment(*period)),
            after.and_then(|block| block.segment(*period)),
        );
    }
}

/// Reads values again, and puts them in the place of what was there.
async fn follow_values(
    connection: &mut Connection,
    next: &mut Resident,
    changed: &BTreeMap<(i64, i64), Option<BTreeSet<i64>>>,
) -> Result<(), Fault> {
    let keys: Vec<(i64, i64, Option<i64>)> = changed
        .iter()
        .flat_map(|((element, period), units)| {
            let whole = units.is_none().then_some((*element, *period, None));
            let single = units.iter().flatten().map(|unit| (*element, *period, Some(*unit)));
            whole.into_iter().chain(single)
        })
        .collect();
    let mut combos = Combos::clone(&next.combos);
    let mut figures: HashMap<(i64, i64), Vec<Figure>> = HashMap::new();
    for keys in keys.chunks(KEYS_AT_ONCE) {
        for row in connection.rows(&sql::values(keys)).await? {
            let key = (row.get(0), row.get(1));
            let figure =
                reading::figure(next, &mut combos, key.0, row.get(2), (row.get(3), row.get(4)), row.get(5));
            figures.entry(key).or_default().extend(figure);
        }
    }
    for (key, units) in changed {
        let figures = figures.remove(key).unwrap_or_default();
        match units {
            None => next.figures.set(key.0, key.1, figures),
            Some(units) => {
                let mut numbers: Vec<u32> =
                    units.iter().filter_map(|unit| next.units.number(*unit)).collect();
                numbers.sort_unstable();
                next.figures.replace(key.0, key.1, &numbers, figures);
            }
        }
    }
    next.combos = Arc::new(combos);
    Ok(())
}
