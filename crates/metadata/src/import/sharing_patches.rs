//! Patches of the sharing of many objects at once.

use std::collections::{BTreeMap, BTreeSet};

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value};

use super::report::{Counts, ObjectReport, Problem, Report, TypeReport};
use super::{Options, Source, Strategy, import, patch};
use crate::export;
use crate::read::Asker;

/// The class that problems of patches are about.
const PATCH: &str = "org.hisp.dhis.commons.jackson.jsonpatch.JsonPatchException";

/// The patches of objects, by the plural of their type and their identifier.
pub type Patches = BTreeMap<String, BTreeMap<String, Value>>;

/// Whether one problem stops everything: in the patches, in what they make of the objects.
#[derive(Clone, Copy, Debug)]
pub struct Strictness {
    /// A patch that cannot be applied.
    pub patches: bool,
    /// An object that cannot be saved.
    pub objects: bool,
}

/// Patches the sharing of objects; what cannot be patched is reported.
///
/// # Errors
/// 400 for what is no list of known operations.
pub async fn apply(
    connection: &mut Connection,
    caller: &Caller,
    patches: &Patches,
    strict: Strictness,
    source: Source<'_>,
) -> Result<Report, Fault> {
    let mut payload = Map::new();
    let mut wrong: Vec<TypeReport> = Vec::new();
    for (plural, objects) in patches {
        let Some(of) = registry().by_plural(plural).filter(|of| of.metadata && of.table.is_some()) else {
            wrong.push(unknown(plural));
            continue;
        };
        let (patched, problems) = patched(connection, caller, of, objects).await?;
        if !problems.is_empty() {
            wrong.push(TypeReport { class: of.klass, counts: Counts::default(), objects: problems });
        }
        if !patched.is_empty() {
            payload.insert(plural.clone(), Value::Array(patched));
        }
    }
    if payload.is_empty() || strict.patches && !wrong.is_empty() {
        return Ok(Report { types: wrong, refused: true, ..Report::default() });
    }
    let options = Options {
        strategy: Strategy::Update,
        atomic: strict.objects,
        only: Some(vec!["sharing".to_owned()]),
        ..Options::default()
    };
    let mut report = import(connection, caller, payload, &options, source).await?;
    report.types.append(&mut wrong);
    Ok(report)
}

fn object_report(class: &'static str, uid: &str, problems: Vec<Problem>) -> ObjectReport {
    ObjectReport { class, index: 0, uid: uid.to_owned(), name: None, problems }
}

fn unknown(plural: &str) -> TypeReport {
    let problems =
        registry().types().first().map(|of| Problem::new(of, ErrorCode::E6002, &[plural]).main(PATCH));
    let objects = vec![object_report(PATCH, "", problems.into_iter().collect())];
    TypeReport { class: PATCH, counts: Counts::default(), objects }
}

/// The objects of a type with their sharing patched, and what is wrong with the others.
async fn patched(
    connection: &mut Connection,
    caller: &Caller,
    of: &'static Type,
    patches: &BTreeMap<String, Value>,
) -> Result<(Vec<Value>, Vec<ObjectReport>), Fault> {
    let uids: BTreeSet<String> = patches.keys().cloned().collect();
    let asker = Asker { caller, locale: None, base: "" };
    let found = export::find(connection, asker, of, "id", &uids, export::OWNED).await?;
    let (mut done, mut wrong) = (Vec::new(), Vec::new());
    for (uid, operations) in patches {
        let object = found.iter().find(|object| object.get("id").and_then(Value::as_str) == Some(uid));
        let mut problems = problems(of, uid, object.is_some(), operations);
        if let (Some(object), true) = (object, problems.is_empty()) {
            let mut object = object.clone();
            match patch::parse(of, operations)?.apply(&mut object) {
                Ok(()) => done.push(Value::Object(object)),
                Err(refusal) => {
                    let sentence = refusal.message.unwrap_or_default();
                    problems.push(Problem::new(of, ErrorCode::E6003, &[&sentence]));
                }
            }
        }
        if !problems.is_empty() {
            wrong.push(object_report(of.klass, uid, problems));
        }
    }
    Ok((done, wrong))
}

fn problems(of: &Type, uid: &str, exists: bool, operations: &Value) -> Vec<Problem> {
    let mut problems = Vec::new();
    if !of.shareable {
        problems.push(Problem::new(of, ErrorCode::E3019, &[of.wire_name]).main(PATCH));
    }
    if !exists {
        problems.push(Problem::new(of, ErrorCode::E4014, &[uid, of.wire_name]));
    }
    let paths =
        operations.as_array().into_iter().flatten().filter_map(|operation| operation.get("path")?.as_str());
    for path in paths.filter(|path| *path != "/sharing" && !path.starts_with("/sharing/")) {
        problems.push(Problem::new(of, ErrorCode::E4032, &[path]).main(PATCH));
    }
    problems
}
