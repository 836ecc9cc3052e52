//! Every problem of an import, by the checks that DHIS2 makes and in its order.

mod access;
mod attributes;
mod references;
mod rules;
mod types;
mod unique;

pub use access::may_create;
pub(crate) use access::{is_access, may_publish};

use std::collections::HashSet;

use afya_access::Caller;
use afya_model::{ErrorCode, Uid};
use afya_store::{Connection, Fault};

use super::bundle::{Bundle, Object};
use super::preheat::Known;
use super::report::{Findings, Problem};
use super::{Identifier, Options, Strategy};

/// The problems of one check, each with its object's place in the list.
type Problems = Vec<(usize, Problem)>;

/// Checks everything; objects that must not be saved are marked.
pub(crate) async fn check(
    connection: &mut Connection,
    caller: &Caller,
    bundle: &mut Bundle,
    known: &Known,
    options: &Options,
) -> Result<Findings, Fault> {
    let mut findings = Findings::default();
    let attributes = attributes::load(connection, bundle).await?;
    for (of, objects) in &mut bundle.types {
        let duplicates = duplicate_ids(objects);
        findings.take_out(objects, duplicates);
        if options.strategy != Strategy::Delete {
            let own = types::check(connection, of, objects, known, options).await?;
            findings.take_out(objects, own);
        }
        let forbidden = access::check(of, objects, caller, known, options);
        findings.take_out(objects, forbidden);
        let places = strategy(objects, options);
        findings.take_out(objects, places);
        if options.strategy == Strategy::Delete {
            continue;
        }
        let rules = rules::check(of, objects);
        findings.take_out(objects, rules);
        let unique = unique::check(connection, of, objects).await?;
        findings.take_out(objects, unique);
        let missing = attributes.missing(of, objects);
        findings.take_out(objects, missing);
        let taken = attributes.taken(connection, of, objects).await?;
        findings.take_out(objects, taken);
        let references = references::check(of, objects, known, options, &attributes);
        findings.remark(objects, references);
        findings.note(objects, attributes.unfit(of, objects));
        if options.strategy != Strategy::Update {
            let uids = uid_formats(objects);
            findings.take_out(objects, uids);
        }
    }
    Ok(findings)
}

fn duplicate_ids(objects: &[Object]) -> Problems {
    let mut seen = HashSet::new();
    let again = objects.iter().enumerate().filter(|(_, object)| !seen.insert(object.uid.as_str()));
    again
        .map(|(at, object)| {
            let class = format!("class {}", object.of.klass);
            let properties = vec![object.uid.as_str().into(), object.of.klass.into()];
            let problem = Problem::new(object.of, ErrorCode::E5004, &[&object.uid, &class]);
            (at, problem.about(&object.uid).at("id").properties(properties))
        })
        .collect()
}

/// Objects that are there and should not be, or the other way about.
fn strategy(objects: &[Object], options: &Options) -> Problems {
    let by = if options.identifier == Identifier::Code { "CODE" } else { "UID" };
    let wrong = objects.iter().enumerate().filter(|(_, object)| match options.strategy {
        Strategy::Create => object.exists,
        Strategy::Update | Strategy::Delete => !object.exists,
        Strategy::CreateAndUpdate => false,
    });
    wrong
        .map(|(at, object)| {
            let code = if options.strategy == Strategy::Create { ErrorCode::E5000 } else { ErrorCode::E5001 };
            let problem = Problem::new(object.of, code, &[by, &object.label()]).about(&object.uid);
            (at, if options.strategy == Strategy::Update { problem.at("id") } else { problem })
        })
        .collect()
}

fn uid_formats(objects: &[Object]) -> Problems {
    let wrong = objects.iter().enumerate().filter(|(_, object)| Uid::parse(&object.uid).is_none());
    wrong
        .map(|(at, object)| {
            (at, Problem::new(object.of, ErrorCode::E4014, &[&object.uid, object.of.class_name()]))
        })
        .collect()
}
