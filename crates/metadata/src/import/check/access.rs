//! What the caller may create, update, delete and share.

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_schema::Type;
use afya_schema::registry::AuthorityType;
use serde_json::Value;

use super::Problems;
use crate::import::bundle::Object;
use crate::import::preheat::Known;
use crate::import::report::Problem;
use crate::import::{Identifier, Options, Strategy};

/// The problems of access of one type's objects.
pub(super) fn check(
    of: &Type,
    objects: &[Object],
    caller: &Caller,
    known: &Known,
    options: &Options,
) -> Problems {
    let mut problems = Vec::new();
    let who = format!("{} {} [{}] (User)", caller.first_name, caller.surname, caller.uid);
    for (at, object) in objects.iter().enumerate() {
        let identifier = match options.identifier {
            Identifier::Uid => Some(object.uid.as_str()),
            Identifier::Code => object.text("code"),
        };
        let found = identifier.and_then(|identifier| known.found(of, identifier));
        let refused = match (options.strategy, found) {
            (Strategy::Delete, Some(found)) => (!found.may_delete).then_some(ErrorCode::E3002),
            (Strategy::Delete, None) | (Strategy::Create, Some(_)) | (Strategy::Update, None) => None,
            (_, Some(found)) => (!found.may_update).then_some(ErrorCode::E3001),
            (_, None) => (!may_create(of, caller)).then_some(ErrorCode::E3000),
        };
        if let Some(code) = refused {
            problems.push((at, Problem::new(of, code, &[&who, &object.label()])));
            continue;
        }
        if options.strategy != Strategy::Delete && !options.skip_sharing && !caller.is_super() {
            problems.extend(sharing(of, object, caller, &who).map(|problem| (at, problem)));
        }
    }
    problems
}

/// Whether a caller may make objects of a type.
pub fn may_create(of: &Type, caller: &Caller) -> bool {
    if of.shareable {
        may_publish(of, caller) || may_keep_private(of, caller)
    } else {
        caller.has_any(of.authorities(AuthorityType::Create))
    }
}

/// Whether a caller may make objects that everybody sees.
pub(crate) fn may_publish(of: &Type, caller: &Caller) -> bool {
    of.shareable && caller.has_any(of.authorities(AuthorityType::CreatePublic))
}

fn may_keep_private(of: &Type, caller: &Caller) -> bool {
    of.shareable && caller.has_any(of.authorities(AuthorityType::CreatePrivate))
}

fn sharing(of: &Type, object: &Object, caller: &Caller, who: &str) -> Option<Problem> {
    let sent = object.value.get("sharing")?.get("public").and_then(Value::as_str)?;
    if !of.shareable {
        return None;
    }
    if !is_access(sent) {
        return Some(Problem::new(of, ErrorCode::E3010, &[sent]));
    }
    if !of.data_shareable && &sent[2..4] != "--" {
        return Some(Problem::new(of, ErrorCode::E3011, &[of.class_name()]));
    }
    let private = sent == "--------";
    if private && !may_publish(of, caller) && !may_keep_private(of, caller) {
        return Some(Problem::new(of, ErrorCode::E3009, &[who, of.class_name()]));
    }
    (!private && !may_publish(of, caller))
        .then(|| Problem::new(of, ErrorCode::E3008, &[who, of.class_name()]))
}

/// Whether a text is an access string: `rwrw----`, any letter as a dash.
fn is_access(text: &str) -> bool {
    text.len() == 8 && text.chars().zip("rwrw----".chars()).all(|(is, may)| is == '-' || is == may)
}
