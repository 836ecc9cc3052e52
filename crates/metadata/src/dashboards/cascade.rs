//! Sharing that goes on: whoever a dashboard is shared with may read what it shows, and what that is made of.

use std::collections::{BTreeMap, BTreeSet};

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault, Row};
use serde_json::{Map, Value, json};

use super::sql;
use crate::import::{Problem, accesses};
use crate::sharing;
use crate::sql::Scope;

/// How far to go.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Whether it is only said what would be shared.
    pub dry_run: bool,
    /// Whether one problem stops everything.
    pub atomic: bool,
}

/// An object on the way from an item: where the item stands, and whether it is what the item itself shows.
struct Step {
    place: i32,
    kind: String,
    key: i64,
    shown: bool,
}

/// An object that a dashboard reaches.
struct Target {
    of: &'static Type,
    key: i64,
    uid: String,
    name: String,
    sharing: Map<String, Value>,
    readable: bool,
    may_update: bool,
}

type Targets = BTreeMap<(String, i64), Target>;

/// Shares what a dashboard shows as the dashboard is shared, for reading. Gives DHIS2's report, or nothing when there is no such
/// dashboard.
///
/// # Errors
/// What the database says.
pub async fn cascade(
    connection: &mut Connection,
    caller: &Caller,
    locale: Option<&str>,
    uid: &str,
    options: Options,
) -> Result<Option<Value>, Fault> {
    connection.begin().await?;
    let done = in_transaction(connection, caller, locale, uid, options).await?;
    connection.commit().await?;
    Ok(done)
}

async fn in_transaction(
    connection: &mut Connection,
    caller: &Caller,
    locale: Option<&str>,
    uid: &str,
    options: Options,
) -> Result<Option<Value>, Fault> {
    let Some(of) = registry().by_name("dashboard") else { return Ok(None) };
    let found = sharing::find(connection, caller, of, uid).await?.filter(|found| found.may_read);
    let Some(dashboard) = found else { return Ok(None) };
    let source = dashboard.sharing();
    let rows = connection.rows(&sql::reached(dashboard.key())).await?;
    let step = |row: &Row| Step {
        place: row.get("place"),
        kind: row.get("kind"),
        key: row.get("key"),
        shown: row.get("shown"),
    };
    let steps: Vec<Step> = rows.iter().map(step).collect();
    let targets = targets(connection, caller, locale, &steps).await?;
    let mut problems = Vec::new();
    let mut counted = BTreeSet::new();
    let mut wanting = BTreeMap::new();
    for item in steps.chunk_by(|one, other| one.place == other.place) {
        let mut any = false;
        for step in item {
            let id = (step.kind.clone(), step.key);
            let Some(target) = targets.get(&id) else { continue };
            if let Some(problem) = problem(target, step.shown, caller) {
                problems.push(problem.json());
            } else if is_wanted(source, &target.sharing) {
                any = true;
                wanting.insert(id, target);
            }
        }
        if any && (!options.atomic || problems.is_empty()) {
            counted.insert(item[0].place);
        }
    }
    if options.atomic && !problems.is_empty() {
        wanting.clear();
    }
    let updated = share(connection, source, wanting.into_values(), options.dry_run).await?;
    Ok(Some(json!({
        "errorReports": problems,
        "countUpdatedDashboardItems": counted.len(),
        "updateObjects": updated,
    })))
}

/// Shares objects on; gives them by the plural names of their types.
async fn share(
    connection: &mut Connection,
    source: &Map<String, Value>,
    targets: impl Iterator<Item = &Target>,
    dry_run: bool,
) -> Result<BTreeMap<&'static str, Vec<Value>>, Fault> {
    let mut updated: BTreeMap<&str, Vec<Value>> = BTreeMap::new();
    for target in targets {
        let merged = merged(source, &target.sharing);
        if !dry_run {
            if merged == target.sharing {
                continue;
            }
            let sharing = Value::Object(merged).to_string();
            connection.execute(&sql::share(target.of, target.key, sharing)).await?;
        }
        updated.entry(target.of.plural).or_default().push(json!({ "id": target.uid, "name": target.name }));
    }
    Ok(updated)
}

/// The objects that are reached, by type and key; nobody else changes them until the transaction ends.
async fn targets(
    connection: &mut Connection,
    caller: &Caller,
    locale: Option<&str>,
    steps: &[Step],
) -> Result<Targets, Fault> {
    let mut keys: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for step in steps {
        keys.entry(&step.kind).or_default().push(step.key);
    }
    let mut targets = Targets::new();
    for (kind, keys) in keys {
        let Some(of) = registry().by_name(kind) else { continue };
        let scope = Scope::new(caller, locale, "");
        for row in connection.rows(&sql::objects(of, keys, &scope)).await? {
            let sharing: Value = row.get("sharing");
            let target = Target {
                of,
                key: row.get("key"),
                uid: row.get("uid"),
                name: row.get("name"),
                sharing: sharing.as_object().cloned().unwrap_or_default(),
                readable: row.get("readable"),
                may_update: row.get("may_update"),
            };
            targets.insert((kind.to_owned(), target.key), target);
        }
    }
    Ok(targets)
}

/// Why an object cannot be shared on. What an item shows is known by the item; anything else must be readable.
fn problem(target: &Target, shown: bool, caller: &Caller) -> Option<Problem> {
    if !shown && !target.readable {
        let args = [target.uid.as_str(), target.of.class_name()];
        return Some(Problem::new(target.of, ErrorCode::E5001, &args));
    }
    let refused = || Problem::new(target.of, ErrorCode::E3001, &[&caller.username, &target.uid]);
    (!target.may_update).then(refused)
}

/// Whether an object lacks something of what is shared: not when everybody may read it.
fn is_wanted(source: &Map<String, Value>, target: &Map<String, Value>) -> bool {
    if target.get("public").is_some_and(is_readable) {
        return false;
    }
    ["users", "userGroups"].iter().any(|key| {
        let (from, to) = (kept(source, key), kept(target, key));
        let lacks = |(id, access): (&String, &Value)| {
            is_readable(&access["access"]) && !to.get(id).is_some_and(|access| is_readable(&access["access"]))
        };
        !from.is_empty() && (to.is_empty() || from.iter().any(lacks))
    })
}

/// The sharing of an object with what is shared added, for reading.
fn merged(source: &Map<String, Value>, target: &Map<String, Value>) -> Map<String, Value> {
    let mut merged = target.clone();
    for key in ["users", "userGroups"] {
        let mut to = kept(target, key);
        for (id, access) in kept(source, key) {
            let has = to.get(&id).is_some_and(|access| is_readable(&access["access"]));
            if is_readable(&access["access"]) && !has {
                to.insert(id.clone(), json!({ "id": id, "access": "r-------" }));
            }
        }
        if !to.is_empty() {
            merged.insert(key.to_owned(), Value::Object(to));
        }
    }
    merged
}

fn kept(sharing: &Map<String, Value>, key: &str) -> Map<String, Value> {
    sharing.get(key).map(accesses).unwrap_or_default()
}

fn is_readable(access: &Value) -> bool {
    access.as_str().is_some_and(|access| access.starts_with('r'))
}
