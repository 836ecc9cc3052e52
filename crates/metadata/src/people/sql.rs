//! The conditions on users and roles.

use super::UnitsOf;
use crate::restriction::Restriction;

pub(super) fn in_units(of: UnitsOf, uids: Vec<String>, with_children: bool) -> Restriction {
    let template = match (of, with_children) {
        (UnitsOf::Capture, false) => {
            "exists (select from usermembership m join organisationunit o using (organisationunitid) \
             where m.userinfoid = {t}.userinfoid and o.uid = any({}))"
        }
        (UnitsOf::Capture, true) => {
            "exists (select from usermembership m join organisationunit o using (organisationunitid) \
             where m.userinfoid = {t}.userinfoid and string_to_array(o.path, '/') && {})"
        }
        (UnitsOf::View, false) => {
            "exists (select from userdatavieworgunits m join organisationunit o using (organisationunitid) \
             where m.userinfoid = {t}.userinfoid and o.uid = any({}))"
        }
        (UnitsOf::View, true) => {
            "exists (select from userdatavieworgunits m join organisationunit o using (organisationunitid) \
             where m.userinfoid = {t}.userinfoid and string_to_array(o.path, '/') && {})"
        }
        (UnitsOf::Search, false) => {
            "exists (select from userteisearchorgunits m join organisationunit o using (organisationunitid) \
             where m.userinfoid = {t}.userinfoid and o.uid = any({}))"
        }
        (UnitsOf::Search, true) => {
            "exists (select from userteisearchorgunits m join organisationunit o using (organisationunitid) \
             where m.userinfoid = {t}.userinfoid and string_to_array(o.path, '/') && {})"
        }
    };
    Restriction::new(template, vec![uids.into()])
}

/// That sharing gives a user a right, whose access string looks like this.
pub(super) fn shared_with(user: &str, pattern: &str) -> Restriction {
    Restriction::new(
        "exists (select from userinfo u, (select {}::text as pattern) p where u.uid = {} and \
         ({t}.sharing->>'owner' is null or {t}.sharing->>'owner' = u.uid or {t}.sharing->>'public' is null \
         or {t}.sharing->>'public' like p.pattern or jsonb_check_user_access({t}.sharing, u.uid, p.pattern) \
         or jsonb_check_user_groups_access({t}.sharing, p.pattern, (select '{' || string_agg(g.uid, ',') || '}' \
         from usergroup g join usergroupmembers m using (usergroupid) where m.userid = u.userinfoid))))",
        vec![pattern.into(), user.into()],
    )
}

pub(super) fn known_as(words: &str) -> Restriction {
    Restriction::new(
        "exists (select from (select lower({}::text) as words) q where position(q.words in lower({t}.firstname || ' ' || {t}.surname)) > 0 \
         or position(q.words in lower({t}.email)) > 0 or position(q.words in lower({t}.username)) > 0)",
        vec![words.into()],
    )
}

pub(super) fn expired() -> Restriction {
    Restriction::new("{t}.invitation and {t}.restoretoken is not null and {t}.restoreexpiry < now()", vec![])
}

/// Users of the groups that a user's groups manage; everybody where they manage none.
pub(super) fn managed_by(uid: &str) -> Restriction {
    Restriction::new(
        "exists (with managed as (select g.managedgroupid as id from usergroupmanaged g \
         join usergroupmembers m on m.usergroupid = g.managedbygroupid join userinfo u on u.userinfoid = m.userid where u.uid = {}) \
         select where not exists (select from managed) or exists (select from usergroupmembers m \
         where m.userid = {t}.userinfoid and m.usergroupid in (select id from managed)))",
        vec![uid.into()],
    )
}

pub(super) fn no_stronger(authorities: Vec<String>) -> Restriction {
    Restriction::new(
        "not exists (select from userrolemembers m join userroleauthorities a using (userroleid) \
         where m.userid = {t}.userinfoid and not a.authority = any({}))",
        vec![authorities.into()],
    )
}

pub(super) fn without_roles_of(uid: &str) -> Restriction {
    Restriction::new(
        "not exists (select from userrolemembers m join userrolemembers o using (userroleid) \
         join userinfo u on u.userinfoid = o.userid where m.userid = {t}.userinfoid and u.uid = {})",
        vec![uid.into()],
    )
}

pub(super) fn role_within(authorities: Vec<String>) -> Restriction {
    Restriction::new(
        "not exists (select from userroleauthorities a where a.userroleid = {t}.userroleid and not a.authority = any({}))",
        vec![authorities.into()],
    )
}

pub(super) fn role_not_of(uid: &str) -> Restriction {
    Restriction::new(
        "not exists (select from userrolemembers m join userinfo u on u.userinfoid = m.userid \
         where m.userroleid = {t}.userroleid and u.uid = {})",
        vec![uid.into()],
    )
}
