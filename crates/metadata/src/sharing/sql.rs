//! Statements over the sharing of objects.

use afya_schema::{Storage, Type};
use afya_store::{Bind, Sql};

use crate::sql::{Scope, access, fill, name, text};

fn bind(value: impl Into<Bind>) -> Sql {
    let mut sql = Sql::empty();
    sql.bind(value);
    sql
}

/// An object with its sharing and who made it, and what the caller may do with it.
pub(super) fn find(of: &'static Type, uid: &str, scope: &Scope) -> Option<Sql> {
    let alias = scope.alias();
    let creator = match of.property("createdBy").map(|property| &property.storage) {
        Some(Storage::Reference(column)) => alias.column(column),
        _ => "null::bigint".into(),
    };
    let default = access::not_default(of, alias).unwrap_or_else(|| "true".into());
    let readable = access::readable(of, alias, scope).unwrap_or_else(|| "true".into());
    Some(fill(
        "select {}::bigint as key, coalesce({}, false) as readable, coalesce({}, false) as may_update, \
         jsonb_build_object('name', {}, 'sharing', {}, 'default', not {}, 'creator', u.uid, \
         'creatorName', u.firstname || ' ' || u.surname)::text as object \
         from {} {} left join userinfo u on u.userinfoid = {} where {} = {}",
        [
            alias.column(of.key_column?),
            readable,
            access::update(of, alias, scope),
            alias.column("name"),
            alias.column("sharing"),
            default,
            name(of.table?),
            alias.sql(),
            creator,
            alias.column("uid"),
            text(uid),
        ],
    ))
}

/// The names of users or user groups.
pub(super) fn names(users: bool, uids: Vec<String>) -> Sql {
    let template = if users {
        "select uid::text as uid, firstname || ' ' || surname as name from userinfo where uid = any({}::text[])"
    } else {
        "select uid::text as uid, name::text as name from usergroup where uid = any({}::text[])"
    };
    fill(template, [bind(uids)])
}

/// Replaces the sharing of an object.
pub(super) fn save(of: &Type, key: i64, sharing: String, caller: i64, now: &str) -> Sql {
    fill(
        "update {} set sharing = {}::jsonb, lastupdated = {}::timestamp, lastupdatedby = {} where {} = {}",
        [
            name(of.table.unwrap_or_default()),
            bind(Bind::Json(sharing)),
            text(now),
            bind(caller),
            name(of.key_column.unwrap_or_default()),
            bind(key),
        ],
    )
}

/// Shares what goes with an object as the object itself: the stage of an event program, the calculations of a chart.
pub(super) fn follow(of: &Type, key: i64) -> Option<Sql> {
    let template = match of.name {
        "program" => {
            "update programstage s set sharing = p.sharing from program p \
             where s.programid = p.programid and p.type = 'WITHOUT_REGISTRATION' and p.programid = {}"
        }
        "visualization" => {
            "update expressiondimensionitem e set sharing = coalesce(e.sharing, jsonb_build_object()) || jsonb_build_object( \
             'users', v.sharing->'users', 'userGroups', v.sharing->'userGroups') \
             from visualization v join visualization_datadimensionitems m using (visualizationid) \
             join datadimensionitem d using (datadimensionitemid) \
             where e.expressiondimensionitemid = d.expressiondimensionitemid and v.visualizationid = {}"
        }
        _ => return None,
    };
    Some(fill(template, [bind(key)]))
}

/// User groups that the caller may read and whose name holds some words.
pub(super) fn search_groups(words: &str, most: i64, scope: &Scope) -> Sql {
    let alias = scope.alias();
    let of = afya_schema::registry().by_name("userGroup");
    let readable = of.and_then(|of| access::readable(of, alias, scope)).unwrap_or_else(|| "true".into());
    fill(
        "select {}::text as uid, {}::text as name from usergroup {} where position(lower({}) in lower({})) > 0 and {} \
         order by {} limit {}",
        [
            alias.column("uid"),
            alias.column("name"),
            alias.sql(),
            text(words),
            alias.column("name"),
            readable,
            alias.column("name"),
            bind(most),
        ],
    )
}

/// Users whose names, user name or address hold some words.
pub(super) fn search_users(words: &str, most: i64) -> Sql {
    fill(
        "select uid::text as uid, firstname || ' ' || surname as name, username::text as username from userinfo \
         where position(lower({}) in lower(concat_ws(' ', firstname, surname, email, username))) > 0 \
         order by surname, firstname limit {}",
        [text(words), bind(most)],
    )
}
