//! Links that lead nowhere, or to what the caller may not see.

use std::collections::HashSet;

use afya_model::ErrorCode;
use afya_schema::{Property, Type, registry};
use serde_json::{Map, Value};

use super::Problems;
use super::attributes::Attributes;
use crate::import::bundle::Object;
use crate::import::documents;
use crate::import::preheat::{Known, identifier};
use crate::import::report::Problem;
use crate::import::shape::{self, Shape};
use crate::import::values::items;
use crate::import::{Identifier, Options};
use crate::sql::set_order;

/// The problems of one type's objects.
pub(super) fn check(
    of: &'static Type,
    objects: &[Object],
    known: &Known,
    options: &Options,
    attributes: &Attributes,
) -> Problems {
    let mut problems = Vec::new();
    for (at, object) in objects.iter().enumerate() {
        let mut found = Vec::new();
        let holder = Holder { of, uid: &object.uid, label: object.label() };
        links(&holder, &object.value, (known, options), &mut found);
        for (uid, _) in attributes.sent(object) {
            if !attributes.is_known(uid) {
                found.push(Problem::new(of, ErrorCode::E5002, &[uid, &object.label(), "attributeValues"]));
            }
        }
        if of.shareable && !options.skip_sharing && options.identifier == Identifier::Uid {
            sharers(object, known, &mut found);
        }
        problems.extend(found.into_iter().map(|problem| (at, problem)));
    }
    problems
}

/// Users and user groups with whom an object is shared and that there are not.
fn sharers(object: &Object, known: &Known, found: &mut Vec<Problem>) {
    for (property, name, uids) in documents::sharers(&object.value) {
        let Some(target) = registry().by_name(name) else { continue };
        for uid in uids.iter().filter(|uid| known.key(target, uid).is_none()) {
            let label = format!("[{uid}] ({})", target.class_name());
            found.push(Problem::new(object.of, ErrorCode::E5002, &[&label, &object.label(), property]));
        }
    }
}

/// What a link is in: the object, or a part of it that has an identifier of its own.
struct Holder<'a> {
    of: &'static Type,
    uid: &'a str,
    label: String,
}

fn links(
    holder: &Holder<'_>,
    sent: &Map<String, Value>,
    (known, options): (&Known, &Options),
    found: &mut Vec<Problem>,
) {
    for property in holder.of.properties.iter().filter(|property| shape::is_written(property)) {
        let Some(value) = sent.get(property.key) else { continue };
        if let Some(part) = shape::owned(property) {
            if let Shape::Type(below) = part {
                for item in items(value) {
                    let Value::Object(item) = item else { continue };
                    let uid = item.get("id").and_then(Value::as_str).filter(|_| below.identifiable);
                    let label = match uid {
                        Some(uid) => part_label(below, item, uid),
                        None => holder.label.clone(),
                    };
                    let part = Holder { of: below, uid: uid.unwrap_or(holder.uid), label };
                    links(&part, item, (known, options), found);
                }
            }
            continue;
        }
        if shape::is_link(property) {
            link(property, value, holder, (known, options), found);
        }
    }
}

fn part_label(of: &Type, part: &Map<String, Value>, uid: &str) -> String {
    let name = part.get("name").and_then(Value::as_str).filter(|name| !name.is_empty());
    let name = name.map(|name| format!("{name} ")).unwrap_or_default();
    format!("{name}[{uid}] ({})", of.class_name())
}

fn link(
    property: &'static Property,
    value: &Value,
    holder: &Holder<'_>,
    (known, options): (&Known, &Options),
    found: &mut Vec<Problem>,
) {
    let Some(target) = shape::target(property) else { return };
    let mut seen = HashSet::new();
    let is_set = property.is_collection() && !property.ordered;
    let sent = if is_set { set_order::as_read(target, items(value)) } else { items(value).iter().collect() };
    for item in sent {
        let Some(named) = identifier(item, options.identifier) else { continue };
        let again = !seen.insert(named);
        if is_set && again {
            continue;
        }
        let label = format!("[{named}] ({})", target.class_name());
        let problem = |code| {
            let problem = Problem::new(holder.of, code, &[&label, &holder.label, property.name]);
            let problem = problem.about(holder.uid).at(property.name);
            if property.is_collection() { problem.class(target.klass) } else { problem }
        };
        match (known.key(target, named), known.found(target, named)) {
            (None, _) => found.push(problem(ErrorCode::E5002)),
            (_, Some(there)) if target.shareable && !there.readable => found.push(problem(ErrorCode::E5008)),
            _ => {}
        }
        if property.is_collection() && again {
            found.push(problem(ErrorCode::E5007));
        }
    }
}
