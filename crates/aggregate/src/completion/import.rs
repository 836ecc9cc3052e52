//! The import of completions: each is looked up, checked and saved, or says why not; one transaction.

use std::collections::{BTreeMap, BTreeSet};

use afya_access::Caller;
use afya_model::period::Period;
use afya_model::{ErrorCode, Refusal};
use afya_store::{Connection, Fault, Row};
use jiff::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Schemes;
use crate::sql::completion::{self as sql, Key, Said};
use crate::values::period_key;
use crate::values::read::xml::nodes::{Node, Nodes};

/// A completion, as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Registration {
    /// The data set.
    pub data_set: String,
    /// The ISO period.
    pub period: String,
    /// The organisation unit.
    pub organisation_unit: String,
    /// The attribute option combo; the default when nothing is said.
    pub attribute_option_combo: Option<String>,
    /// The day on which it was completed; today when nothing is said.
    pub date: Option<String>,
    /// Who completed it; the caller when nothing is said.
    pub stored_by: Option<String>,
    /// Who changed it last; the caller when nothing is said.
    pub last_updated_by: Option<String>,
    /// Whether it is complete; it is when nothing is said.
    pub completed: Option<bool>,
}

/// The completions of a body in XML.
///
/// # Errors
/// 400 E8007 for what is no such XML.
pub fn from_xml(body: &[u8]) -> Result<Vec<Registration>, Refusal> {
    let mut nodes = Nodes::new(body);
    let mut registrations = Vec::new();
    match nodes.element()? {
        Some(Node::Open(root, _)) if root == "completeDataSetRegistrations" => {}
        _ => {
            let sentence = "The root must be <completeDataSetRegistrations>";
            return Err(Refusal::of(400, ErrorCode::E8007, &[sentence]));
        }
    }
    while let Some(node) = nodes.element()? {
        let Node::Open(name, sent) = node else { continue };
        if name != "completeDataSetRegistration" {
            continue;
        }
        let text = |name: &str| sent.get(name).map(str::to_owned);
        registrations.push(Registration {
            data_set: text("dataSet").unwrap_or_default(),
            period: text("period").unwrap_or_default(),
            organisation_unit: text("organisationUnit").unwrap_or_default(),
            attribute_option_combo: text("attributeOptionCombo"),
            date: text("date"),
            stored_by: text("storedBy"),
            last_updated_by: text("lastUpdatedBy"),
            completed: sent.get("completed").map(|word| word.eq_ignore_ascii_case("true")),
        });
    }
    Ok(registrations)
}

/// What may happen (`importStrategy`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Strategy {
    /// `CREATE_AND_UPDATE`
    #[default]
    CreateAndUpdate,
    /// `CREATE`
    Create,
    /// `UPDATE`
    Update,
    /// `DELETE`
    Delete,
}

impl Strategy {
    /// The word on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Strategy::CreateAndUpdate => "CREATE_AND_UPDATE",
            Strategy::Create => "CREATE",
            Strategy::Update => "UPDATE",
            Strategy::Delete => "DELETE",
        }
    }
}

/// How an import is done.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// Check only.
    pub dry_run: bool,
    /// What may happen.
    pub strategy: Strategy,
    /// By what the completions name things.
    pub schemes: Schemes,
}

/// What became of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// New ones.
    pub imported: usize,
    /// Changed ones.
    pub updated: usize,
    /// Those taken back.
    pub deleted: usize,
    /// Those left out.
    pub ignored: usize,
    /// What is wrong: what it is about, and a sentence.
    pub conflicts: Vec<(String, String)>,
}

impl Summary {
    /// Whether anything was done.
    pub fn is_success(&self) -> bool {
        self.imported + self.updated + self.deleted > 0
    }

    /// The counts and conflicts on the wire.
    pub fn json(&self, options: Value) -> Value {
        let conflicts: Vec<Value> = self
            .conflicts
            .iter()
            .map(|(object, value)| json!({ "object": object, "value": value }))
            .collect();
        json!({
            "responseType": "ImportSummary", "status": if self.is_success() { "SUCCESS" } else { "ERROR" },
            "importOptions": options, "description": "Import process complete.",
            "importCount": {
                "imported": self.imported, "updated": self.updated, "ignored": self.ignored, "deleted": self.deleted,
            },
            "conflicts": conflicts, "rejectedIndexes": [],
        })
    }
}

/// Imports completions.
///
/// # Errors
/// When the database cannot be reached; nothing is saved then.
pub async fn import(
    connection: &mut Connection,
    caller: &Caller,
    registrations: &[Registration],
    options: &Options,
    now: Timestamp,
) -> Result<Summary, Fault> {
    let mut summary = Summary::default();
    connection.begin().await?;
    let (keys, said) = accepted(connection, caller, registrations, options, now, &mut summary).await?;
    let rows = connection.rows(&sql::there(&keys)).await?;
    let there: BTreeSet<i64> = rows.iter().map(|row| row.get("place")).collect();
    let is_there = |place: usize| i64::try_from(place + 1).is_ok_and(|place| there.contains(&place));
    let (mut wanted, mut words) = (Vec::new(), Vec::new());
    for (place, (key, said)) in keys.into_iter().zip(said).enumerate() {
        let count = match (options.strategy, is_there(place)) {
            (Strategy::CreateAndUpdate | Strategy::Update, true) => &mut summary.updated,
            (Strategy::CreateAndUpdate | Strategy::Create, false) => &mut summary.imported,
            (Strategy::Delete, true) => &mut summary.deleted,
            _ => continue,
        };
        *count += 1;
        wanted.push(key);
        words.push(said);
    }
    summary.ignored = registrations.len() - summary.imported - summary.updated - summary.deleted;
    if options.dry_run || wanted.is_empty() {
        connection.rollback().await?;
        return Ok(summary);
    }
    let statement = match options.strategy {
        Strategy::Delete => sql::remove(&wanted),
        _ => sql::save(&wanted, &words),
    };
    connection.execute(&statement).await?;
    connection.commit().await?;
    Ok(summary)
}

/// The completions that nothing is wrong with; what is wrong goes to the summary.
async fn accepted(
    connection: &mut Connection,
    caller: &Caller,
    registrations: &[Registration],
    options: &Options,
    now: Timestamp,
    summary: &mut Summary,
) -> Result<(Vec<Key>, Vec<Said>), Fault> {
    let names: Vec<_> = registrations
        .iter()
        .map(|one| (one.data_set.clone(), one.organisation_unit.clone(), one.attribute_option_combo.clone()))
        .collect();
    let whose = (caller.uid.as_str(), caller.groups.as_slice());
    let rows = connection.rows(&sql::named(&names, &options.schemes, whose)).await?;
    let mut periods: BTreeMap<String, i64> = BTreeMap::new();
    let (mut keys, mut said, mut insists) = (Vec::new(), Vec::new(), Vec::new());
    for (one, row) in registrations.iter().zip(&rows) {
        let checked = check(one, row, caller).and_then(|found| Ok((found, words(one, caller, now)?)));
        let ((set, unit, combo, period), one) = match checked {
            Ok(found) => found,
            Err(conflict) => {
                summary.conflicts.push(conflict);
                continue;
            }
        };
        let period = match periods.get(&period.id()) {
            Some(key) => *key,
            None => {
                let key = period_key(connection, &period).await?;
                periods.insert(period.id(), key);
                key
            }
        };
        keys.push((set, period, unit, combo));
        said.push(one);
        insists.push(row.get::<_, bool>("insists"));
    }
    let mut incomplete = BTreeSet::new();
    for row in connection.rows(&sql::missing(&keys)).await? {
        let (place, name): (i64, String) = (row.get("place"), row.get("name"));
        summary
            .conflicts
            .push(("dataElementOperand".into(), format!("{name} needs to be filled. It is compulsory.")));
        incomplete.insert(usize::try_from(place - 1).unwrap_or_default());
    }
    let kept = |place: usize| !(insists[place] && incomplete.contains(&place));
    let places: Vec<usize> = (0..keys.len()).filter(|place| kept(*place)).collect();
    let mut said: Vec<Option<Said>> = said.into_iter().map(Some).collect();
    Ok((
        places.iter().map(|place| keys[*place]).collect(),
        places.iter().filter_map(|place| said[*place].take()).collect(),
    ))
}

type Conflict = (String, String);

/// The keys of set, unit and option combo, and the period.
fn check(one: &Registration, row: &Row, caller: &Caller) -> Result<(i64, i64, i64, Period), Conflict> {
    let conflict = |object: &str, value: String| (object.to_owned(), value);
    let gone = |what: &str| format!("{what} not found or not accessible");
    let set: i64 =
        row.get::<_, Option<i64>>("set").ok_or_else(|| conflict(&one.data_set, gone("Data set")))?;
    let period = Period::parse(&one.period).map_err(|_| conflict(&one.period, "Period not valid".into()))?;
    let unit: i64 = row
        .get::<_, Option<i64>>("unit")
        .ok_or_else(|| conflict(&one.organisation_unit, gone("Organisation unit")))?;
    let named = one.attribute_option_combo.as_deref().unwrap_or_default();
    let combo: i64 =
        row.get::<_, Option<i64>>("combo").ok_or_else(|| conflict(named, gone("Attribute option combo")))?;
    if !caller.is_super() && !caller.may_capture_in(row.get("path")) {
        let sentence = format!("Organisation unit is not in hierarchy of user: {}", caller.username);
        return Err(conflict(row.get("unit_uid"), sentence));
    }
    let unwritable = |what: &str| conflict("dataSet", format!("User has no data write access for {what}"));
    if !caller.is_super() && !row.get::<_, bool>("writable") {
        return Err(unwritable(&format!("DataSet: {}", row.get::<_, &str>("set_uid"))));
    }
    if !caller.is_super() && !row.get::<_, bool>("combo_writable") {
        return Err(unwritable(&format!("CategoryOptionCombo: {named}")));
    }
    Ok((set, unit, combo, period))
}

/// What a completion says besides what it is about.
fn words(one: &Registration, caller: &Caller, now: Timestamp) -> Result<Said, Conflict> {
    let who = |sent: &Option<String>| match sent.as_deref().map(str::trim) {
        None | Some("") => Ok(caller.username.clone()),
        Some(name) if name.chars().count() > 255 => {
            Err((name.to_owned(), "Stored by has more than 255 characters".to_owned()))
        }
        Some(name) => Ok(name.to_owned()),
    };
    let day = match &one.date {
        None => now.to_string(),
        Some(date) => {
            let day: Option<jiff::civil::Date> = date.get(..10).and_then(|day| day.parse().ok());
            day.ok_or_else(|| (date.clone(), "Date not valid; write it as 2026-01-31".to_owned()))?
                .to_string()
        }
    };
    Ok(Said {
        day,
        stored_by: who(&one.stored_by)?,
        last_updated_by: who(&one.last_updated_by)?,
        completed: one.completed.unwrap_or(true),
    })
}
