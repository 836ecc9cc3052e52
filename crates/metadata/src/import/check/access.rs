//! What the caller may create, update, delete and share.

use afya_access::Caller;
use afya_model::ErrorCode;
use afya_schema::Type;
use afya_schema::registry::AuthorityType;
use serde_json::{Value, json};

use super::Problems;
use crate::import::bundle::Object;
use crate::import::preheat::Known;
use crate::import::report::Problem;
use crate::import::{Identifier, Options, Strategy, documents};
use crate::sql::set_order;

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
        if !options.skip_sharing && !caller.is_super() {
            problems.extend(sharing(of, object, caller).map(|problem| (at, problem)));
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

fn sharing(of: &Type, object: &Object, caller: &Caller) -> Option<Problem> {
    let sent = object.value.get("sharing").filter(|_| of.shareable)?;
    let public = sent.get("public").and_then(Value::as_str);
    if let Some(public) = public.filter(|public| !is_access(public)) {
        return Some(Problem::new(of, ErrorCode::E3010, &[public]));
    }
    let class = format!("class {}", of.klass);
    let kept = |key: &str| sent.get(key).map(documents::accesses).unwrap_or_default();
    let others = ["users", "userGroups"].map(kept);
    let others = others.iter().flat_map(|kept| kept.values()).filter_map(|access| access["access"].as_str());
    if !of.data_shareable && public.into_iter().chain(others).any(is_about_data) {
        let problem = Problem::new(of, ErrorCode::E3011, &[&class]);
        return Some(problem.properties(vec![of.klass.into()]));
    }
    let code = match public? {
        _ if may_publish(of, caller) => return None,
        "--------" if may_keep_private(of, caller) => return None,
        "--------" => ErrorCode::E3009,
        _ => ErrorCode::E3008,
    };
    let problem = Problem::new(of, code, &[&java_name(caller), &class]);
    Some(problem.properties(vec![json!({ "id": caller.uid }), of.klass.into()]))
}

/// A user as Java prints one: the class, and the hash that it has by the login name.
fn java_name(caller: &Caller) -> String {
    let hash = set_order::hash_code(&caller.username).wrapping_add(59);
    format!("org.hisp.dhis.user.UserDetailsImpl@{hash:x}")
}

/// Whether an access string gives a right on data.
fn is_about_data(access: &str) -> bool {
    access.get(2..4).is_some_and(|data| data != "--")
}

/// Whether a text is an access string: `rwrw----`, any letter as a dash.
pub(crate) fn is_access(text: &str) -> bool {
    text.len() == 8 && text.chars().zip("rwrw----".chars()).all(|(is, may)| is == '-' || is == may)
}
