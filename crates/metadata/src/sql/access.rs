//! Sharing as SQL: who may read a row, and what the `access` of an object says (contract sharing section 2).

use afya_schema::Type;
use afya_schema::registry::AuthorityType;
use afya_store::Sql;

use super::{Alias, Scope, fill, text};

/// The default category objects, by their fixed identifiers.
const DEFAULTS: [(&str, &str); 4] = [
    ("category", "GLevLNI9wkl"),
    ("categoryOption", "xYerKDKCefk"),
    ("categoryCombo", "bjDvmb4bfuf"),
    ("categoryOptionCombo", "HllvX50cXC0"),
];

/// The condition that a row is none of the default category objects.
pub(crate) fn not_default(of: &Type, alias: Alias) -> Option<Sql> {
    let (_, uid) = DEFAULTS.iter().find(|(name, _)| *name == of.name)?;
    Some(fill("{} <> {}", [alias.column("uid"), text(uid)]))
}

/// The condition that the caller may read the rows of a type; nothing when all may be read.
pub(crate) fn readable(of: &Type, alias: Alias, scope: &Scope) -> Option<Sql> {
    // Nobody reads what others write to each other.
    if of.name == "messageConversation" {
        return Some(fill(
            "exists (select from messageconversation_usermessages m join usermessage w using (usermessageid) \
             where m.messageconversationid = {} and w.userid = {})",
            [alias.column("messageconversationid"), {
                let mut caller = Sql::empty();
                caller.bind(scope.caller.id);
                caller
            }],
        ));
    }
    // The identifier of a value's file is what leads to it: lists must not give it away.
    if of.name == "fileResource" && !scope.caller.is_super() {
        return Some(fill(
            "(coalesce({} not in ('DATA_VALUE', 'JOB_DATA', 'MESSAGE_ATTACHMENT'), false) or {} is not distinct from {})",
            [alias.column("domain"), alias.column("userid"), {
                let mut caller = Sql::empty();
                caller.bind(scope.caller.id);
                caller
            }],
        ));
    }
    if scope.caller.is_super() {
        return None;
    }
    if of.name == "categoryOptionCombo" {
        return Some(readable_option_combo(alias, scope));
    }
    of.shareable.then(|| fill("({} or {})", [no_public(alias), permitted(alias, scope, 'r', 0, true)]))
}

/// Whether a caller may read a type at all.
pub(crate) fn may_read_type(of: &Type, scope: &Scope) -> bool {
    scope.caller.has_any(of.authorities(AuthorityType::Read))
}

/// An option combo is readable when all its options are.
fn readable_option_combo(alias: Alias, scope: &Scope) -> Sql {
    let option = scope.alias();
    fill(
        "not exists (select from categoryoptioncombos_categoryoptions m join categoryoption {} on {} = m.categoryoptionid \
         where m.categoryoptioncomboid = {} and not ({} or {}))",
        [
            option.sql(),
            option.column("categoryoptionid"),
            alias.column("categoryoptioncomboid"),
            no_public(option),
            permitted(option, scope, 'r', 0, true),
        ],
    )
}

fn no_public(alias: Alias) -> Sql {
    fill("{}->>'public' is null", [alias.column("sharing")])
}

/// Whether sharing gives the caller a permission: `letter` at position `place` of the access string. The owner has all
/// rights on metadata and none on data.
fn permitted(alias: Alias, scope: &Scope, letter: char, place: usize, owner_counts: bool) -> Sql {
    let pattern = format!("{}{letter}%", "_".repeat(place));
    let sharing = || alias.column("sharing");
    let mut parts = vec![
        fill("{}->>'public' like {}", [sharing(), text(&pattern)]),
        fill("jsonb_check_user_access({}, {}, {})", [sharing(), text(&scope.caller.uid), text(&pattern)]),
    ];
    if !scope.caller.groups.is_empty() {
        let groups = format!("{{{}}}", scope.caller.groups.join(","));
        parts.push(fill(
            "jsonb_check_user_groups_access({}, {}, {})",
            [sharing(), text(&pattern), text(&groups)],
        ));
    }
    if owner_counts {
        parts.push(fill("{}->>'owner' is null", [sharing()]));
        parts.push(fill("{}->>'owner' = {}", [sharing(), text(&scope.caller.uid)]));
    }
    fill("({})", [Sql::join(parts, " or ")])
}

/// The `access` object of a row.
pub(crate) fn access(of: &Type, alias: Alias, scope: &Scope) -> Sql {
    let write = write(of, alias, scope);
    let update = update(of, alias, scope);
    let read = match readable(of, alias, scope) {
        _ if !may_read_type(of, scope) => "false".into(),
        Some(condition) => fill("coalesce({}, false)", [condition]),
        None => "true".into(),
    };
    let delete = delete(of, alias, scope);
    let mut data = Sql::empty();
    if of.data_shareable {
        data = fill(
            ", 'data', json_build_object('read', {}, 'write', {})",
            [
                data_right(of, alias, scope, 'r', 4, AuthorityType::DataRead),
                data_right(of, alias, scope, 'w', 5, AuthorityType::DataCreate),
            ],
        );
    }
    fill(
        "json_build_object('manage', {}, 'write', {}, 'read', {}, 'update', {}, 'delete', {}{})",
        [update.clone(), write, read, update, delete, data],
    )
}

fn data_right(
    of: &Type,
    alias: Alias,
    scope: &Scope,
    letter: char,
    place: usize,
    authority: AuthorityType,
) -> Sql {
    if scope.caller.is_super() {
        return "true".into();
    }
    // Positions 2 and 3 of the access string are about data.
    let place = place - 2;
    if scope.caller.has_any(of.authorities(authority)) {
        fill("coalesce({}, false)", [permitted(alias, scope, letter, place, false)])
    } else {
        "false".into()
    }
}

fn create_rights(of: &Type, scope: &Scope) -> (bool, bool) {
    let public = of.shareable && scope.caller.has_any(of.authorities(AuthorityType::CreatePublic));
    let private = of.shareable && scope.caller.has_any(of.authorities(AuthorityType::CreatePrivate));
    (public, private)
}

/// Whether sharing lets a caller with these rights write: a private object needs either right, a public one the public.
fn sharing_access(alias: Alias, (public, private): (bool, bool)) -> Sql {
    match (public, private) {
        (true, _) => "true".into(),
        (false, true) => fill("{}->>'public' = '--------'", [alias.column("sharing")]),
        _ => "false".into(),
    }
}

fn common(of: &Type, alias: Alias, scope: &Scope) -> Sql {
    if !of.shareable {
        return "true".into();
    }
    let rights = create_rights(of, scope);
    fill("coalesce(({} and {}), false)", [sharing_access(alias, rights), written(of, alias, scope)])
}

/// Whether sharing lets the caller write; a type without sharing forbids nobody.
fn written(of: &Type, alias: Alias, scope: &Scope) -> Sql {
    if !of.shareable {
        return "true".into();
    }
    fill("coalesce(({} or {}), false)", [no_public(alias), permitted(alias, scope, 'w', 1, true)])
}

fn any_of(of: &Type, scope: &Scope, kinds: &[AuthorityType]) -> bool {
    let names: Vec<&str> = kinds.iter().flat_map(|kind| of.authorities(*kind).iter().copied()).collect();
    scope.caller.has_any(&names)
}

fn write(of: &Type, alias: Alias, scope: &Scope) -> Sql {
    if scope.caller.is_super() {
        return "true".into();
    }
    let create = of.authorities(AuthorityType::Create);
    let allowed = if create.is_empty() {
        any_of(of, scope, &[AuthorityType::CreatePrivate, AuthorityType::CreatePublic])
    } else {
        scope.caller.has_any(create)
    };
    if allowed {
        common(of, alias, scope)
    } else if of.implicit_private_authority {
        sharing_access(alias, create_rights(of, scope))
    } else {
        "false".into()
    }
}

pub(crate) fn update(of: &Type, alias: Alias, scope: &Scope) -> Sql {
    if scope.caller.is_super() {
        return "true".into();
    }
    let update = of.authorities(AuthorityType::Update);
    let allowed = if update.is_empty() {
        any_of(of, scope, &[AuthorityType::Create, AuthorityType::CreatePrivate, AuthorityType::CreatePublic])
    } else {
        scope.caller.has_any(update)
    };
    // An implied right is one of sharing: a type without sharing has none of it.
    if allowed || (of.implicit_private_authority && of.shareable) {
        common(of, alias, scope)
    } else {
        "false".into()
    }
}

pub(crate) fn delete(of: &Type, alias: Alias, scope: &Scope) -> Sql {
    if scope.caller.is_super() {
        return "true".into();
    }
    let delete = of.authorities(AuthorityType::Delete);
    let allowed = if delete.is_empty() {
        any_of(of, scope, &[AuthorityType::Create, AuthorityType::CreatePrivate, AuthorityType::CreatePublic])
    } else {
        scope.caller.has_any(delete)
    };
    if allowed {
        common(of, alias, scope)
    } else if of.implicit_private_authority {
        written(of, alias, scope)
    } else {
        "false".into()
    }
}
