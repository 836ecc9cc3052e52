//! Writing any number of objects of any type: read, preheat, check, save in one transaction, report.

mod bundle;
mod check;
pub mod collections;
mod combinations;
mod components;
pub mod csv;
mod defaults;
mod documents;
mod inner;
mod jobs;
mod layout;
pub mod patch;
mod preheat;
mod removal;
mod report;
mod rows;
mod save;
mod shape;
pub mod sharing_patches;
mod text_pattern;
pub mod translations;
mod users;
mod values;
mod writes;

use afya_access::Caller;
use afya_model::{Clock, Random, Refusal};
use afya_schema::Type;
use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

pub use report::{Counts, ObjectReport, Problem, Report, TypeReport};

pub use check::may_create;
pub(crate) use check::{is_access, may_publish};
pub(crate) use documents::accesses;
pub(crate) use values::items;

use bundle::Bundle;
use preheat::Known;
use rows::Writer;

use crate::deleted::Deletion;
use crate::sql::write as sql;

/// By what objects are recognised (`identifier`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Identifier {
    /// `UID`
    #[default]
    Uid,
    /// `CODE`
    Code,
}

/// What may happen to objects (`importStrategy`).
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

/// What a report tells (`importReportMode`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReportMode {
    /// `ERRORS`: objects with problems.
    #[default]
    Errors,
    /// `FULL`: every object.
    Full,
    /// `DEBUG`: objects with problems, by name too.
    Debug,
}

/// How an import is done; the default is DHIS2's.
#[derive(Clone, Debug)]
pub struct Options {
    /// Whether everything is checked and nothing saved (`importMode=VALIDATE`).
    pub validate_only: bool,
    /// By what objects are recognised.
    pub identifier: Identifier,
    /// What may happen to objects.
    pub strategy: Strategy,
    /// Whether one problem stops everything (`atomicMode=ALL`).
    pub atomic: bool,
    /// What the report tells.
    pub report: ReportMode,
    /// Whether sharing in the payload is left aside.
    pub skip_sharing: bool,
    /// Whether translations in the payload are left aside.
    pub skip_translation: bool,
    /// The only properties that are written, where not all are.
    pub only: Option<Vec<String>>,
    /// Whether this is the write of one object, whose layout stands before the properties that keep it.
    pub single: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            validate_only: false,
            identifier: Identifier::Uid,
            strategy: Strategy::CreateAndUpdate,
            atomic: true,
            report: ReportMode::Errors,
            skip_sharing: false,
            skip_translation: false,
            only: None,
            single: false,
        }
    }
}

/// Where the present and chance come from.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// The present.
    pub clock: &'a Clock,
    /// Chance, for new identifiers and hashes.
    pub random: &'a Random,
}

/// Writes a payload: objects by the plural names of their types.
///
/// # Errors
/// 409 where a value has the wrong kind or a rule of the database does not hold; problems of objects are no errors and
/// stand in the report.
pub async fn import(
    connection: &mut Connection,
    caller: &Caller,
    payload: Map<String, Value>,
    options: &Options,
    source: Source<'_>,
) -> Result<Report, Fault> {
    let mut bundle = bundle::read(payload, options, source.random)?;
    refuse_secrets(&bundle)?;
    if !caller.is_super() {
        refuse_unbuilt(&bundle)?;
    }
    connection.begin().await?;
    match in_transaction(connection, caller, &mut bundle, options, source).await {
        Ok(report) if report.refused || report.vetoed || options.validate_only => {
            connection.rollback().await?;
            Ok(report)
        }
        Ok(report) => {
            connection.commit().await?;
            Ok(report)
        }
        Err(fault) => {
            connection.rollback().await?;
            Err(as_refusal(fault))
        }
    }
}

/// What a caller may do with an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    /// Whether they may change it.
    pub may_update: bool,
    /// Whether they may delete it.
    pub may_delete: bool,
}

/// What the caller may do with an object; nothing when there is none that they may know of.
pub async fn standing(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    uid: &str,
) -> Result<Option<Standing>, Fault> {
    let found = preheat::one(connection, caller, of, uid).await?.filter(|found| found.readable);
    Ok(found.map(|found| Standing { may_update: found.may_update, may_delete: found.may_delete }))
}

/// Counts the version of an object that something else changed.
///
/// # Errors
/// What the database says.
pub async fn next_version(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    uid: &str,
    clock: &Clock,
) -> Result<(), Fault> {
    let found = preheat::one(connection, caller, of, uid).await?;
    let Some(found) = found else { return Ok(()) };
    if let Some(statement) = sql::next_version(of, &[found.key]) {
        connection.execute(&statement).await?;
    }
    let (table, key) = shape::Shape::Type(of).table();
    let now = clock.now().to_string();
    connection.execute(&sql::touch(table, key, found.key, caller.id, &now)).await?;
    Ok(())
}

/// Whether a property's values cannot be read back as they are written, so that a patch of them would lose something.
pub fn is_opaque(of: &Type, key: &str) -> bool {
    let property = of.properties.iter().find(|property| property.key == key || property.name == key);
    property.is_some_and(|property| match shape::owned(property) {
        Some(shape::Shape::Part(_)) => true,
        Some(shape::Shape::Type(below)) => {
            below.properties.iter().any(|property| is_opaque(below, property.key))
        }
        None => false,
    })
}

/// The rules about who may grant which rights are not built: only who holds all may write users and roles.
fn refuse_unbuilt(bundle: &Bundle) -> Result<(), Refusal> {
    let writes = |name: &str| !bundle.of(name).is_empty();
    if writes("userRole") {
        let sentence = "User roles can be written only by a user with all authorities as yet";
        return Err(Refusal::new(501, sentence));
    }
    Ok(())
}

/// Properties whose secrets DHIS2 keeps encrypted, which the import does not do: refused rather than kept in the open.
const SECRETS: [(&str, &[&str]); 3] = [
    ("route", &["auth"]),
    ("eventHook", &["targets", "auth"]),
    ("aggregateDataExchange", &["target", "api"]),
];

fn refuse_secrets(bundle: &Bundle) -> Result<(), Refusal> {
    for (name, path) in SECRETS {
        let holds = |object: &bundle::Object| {
            let first = object.value.get(path[0]).map(items).unwrap_or_default();
            first.iter().any(|value| {
                path.get(1).is_none_or(|key| value.get(key).is_some_and(|inner| !inner.is_null()))
            })
        };
        if bundle.of(name).iter().any(holds) {
            let sentence =
                format!("Objects of type {name} with `{}` cannot be written here yet", path.join("."));
            return Err(Refusal::new(501, sentence));
        }
    }
    Ok(())
}

async fn in_transaction(
    connection: &mut Connection,
    caller: &Caller,
    bundle: &mut Bundle,
    options: &Options,
    source: Source<'_>,
) -> Result<Report, Fault> {
    layout::expand(connection, bundle, options.single).await?;
    if options.strategy != Strategy::Delete {
        jobs::complete(connection, caller, bundle).await?;
    }
    let known = preheat::preheat(connection, caller, bundle, options).await?;
    let findings = check::check(connection, caller, bundle, &known, options).await?;
    let report = report::report(bundle, &findings, options);
    if report.refused {
        return Ok(report);
    }
    bundle.keep_what_is_written();
    if !caller.is_super() && !bundle.of("user").is_empty() {
        let sentence = "Users can be written only by a user with all authorities as yet";
        return Err(Refusal::new(501, sentence).into());
    }
    if options.strategy == Strategy::Delete {
        for user in bundle.of("user") {
            if afya_access::users::is_last_super(connection, &user.uid).await? {
                return Err(Refusal::conflict("Can not remove the last super user.").into());
            }
        }
        let deletion = Deletion { by: &caller.username, at_ms: source.clock.now().as_millisecond() };
        for (of, objects) in bundle.types.iter().rev() {
            let keys: Vec<i64> = objects.iter().map(|object| object.key).collect();
            if let Some(problem) = removal::delete(connection, of, &keys, deletion).await? {
                return Ok(report::vetoed(report, of, &objects[0], problem));
            }
        }
        return Ok(report);
    }
    write(connection, caller, bundle, known, options, source).await?;
    Ok(report)
}

async fn write(
    connection: &mut Connection,
    caller: &Caller,
    bundle: &mut Bundle,
    mut known: Known,
    options: &Options,
    source: Source<'_>,
) -> Result<(), Fault> {
    users::hash_passwords(bundle, source.random).await;
    jobs::keep_parameters(bundle);
    let writes = rows_of(caller, bundle, &mut known, options, source);
    save::save(connection, &writes).await?;
    if !bundle.of("user").is_empty() {
        // Whoever was switched off is out at once.
        afya_access::session::close_disabled(connection).await?;
    }
    combinations::settle(connection, bundle, source.random).await
}

/// What the objects become in the database.
fn rows_of(
    caller: &Caller,
    bundle: &Bundle,
    known: &mut Known,
    options: &Options,
    source: Source<'_>,
) -> writes::Writes {
    let now = source.clock.now().to_string();
    let public = |of: &Type| documents::first_access(of, may_publish(of, caller));
    let mut writer = Writer {
        known,
        options,
        random: source.random,
        caller: (caller.id, &caller.uid),
        now: &now,
        public: &public,
        later: bundle.types.iter().map(|(of, _)| *of).collect(),
        out: writes::Writes::default(),
    };
    for (of, objects) in &bundle.types {
        writer.later.retain(|later| later.name != of.name);
        for object in objects {
            writer.object(object);
        }
        writer.out.close();
    }
    writer.out
}

/// A rule of the schema that the checks do not know says its sentence: what it is about is the caller's doing.
fn as_refusal(fault: Fault) -> Fault {
    let Some(error) = fault.database_error() else { return fault };
    let (code, message) = (error.code().code(), error.message());
    let detail = error.detail().map(|detail| format!(": {detail}")).unwrap_or_default();
    match &code[..2] {
        // XX: what PostGIS says of a geometry that it cannot read.
        "22" | "XX" => Refusal::conflict(format!("A value cannot be saved: {message}{detail}")).into(),
        "23" => Refusal::conflict(format!("The objects cannot be saved: {message}{detail}")).into(),
        _ => fault,
    }
}
