//! Statements that find people.

use afya_store::{Sql, containing};

use crate::users::Boundary;

fn people() -> Sql {
    Sql::new(
        "select json_build_object('id', u.uid, 'username', u.username, 'firstName', u.firstname, 'surname', u.surname,
            'displayName', u.firstname || ' ' || u.surname) as object
         from userinfo u where ",
    )
}

/// People by words of their names, and by shared org units.
pub(crate) fn look_up(words: &str, units: Option<(Boundary, Vec<i64>)>) -> Sql {
    let pattern = containing(&words.to_lowercase());
    let mut sql = people();
    sql.push("(lower(u.firstname) || ' ' || lower(u.surname) like ").bind(&pattern);
    sql.push(" or lower(u.email) like ")
        .bind(&pattern)
        .push(" or lower(u.username) like ")
        .bind(&pattern)
        .push(")");
    if let Some((boundary, ids)) = units {
        let table = match boundary {
            Boundary::Capture => "usermembership",
            Boundary::View => "userdatavieworgunits",
            Boundary::Search => "userteisearchorgunits",
        };
        sql.push(" and exists (select from ").identifier(table);
        sql.push(" m where m.userinfoid = u.userinfoid and m.organisationunitid = any(")
            .bind(ids)
            .push("::bigint[]))");
    }
    sql.push(" order by u.surname, u.firstname limit 25");
    sql
}

/// The accounts with the same identity of a provider as this one.
pub(crate) fn linked(user_id: i64) -> Sql {
    let mut sql = Sql::new(
        "select json_build_object('id', u.uid, 'username', u.username, 'firstName', u.firstname, 'surname', u.surname,
            'displayName', u.firstname || ' ' || u.surname,
            'roles', array(select r.uid from userrolemembers m join userrole r on r.userroleid = m.userroleid
                where m.userid = u.userinfoid order by r.uid),
            'groups', array(select g.uid from usergroupmembers m join usergroup g on g.usergroupid = m.usergroupid
                where m.userid = u.userinfoid order by g.uid)) as object
         from userinfo u join userinfo own on own.openid = u.openid where own.userinfoid = ",
    );
    sql.bind(user_id).push(" order by u.username");
    sql
}

/// One person.
pub(crate) fn find(key: &str) -> Sql {
    let mut sql = people();
    sql.push("u.uid = ")
        .bind(key)
        .push(" or u.uuid::text = lower(")
        .bind(key)
        .push(") or u.username = ")
        .bind(key);
    sql.push(" order by u.uid = ").bind(key).push(" desc limit 1");
    sql
}

/// A row when this user holds `ALL` and nobody else who is not switched off does.
pub(crate) fn last_super(uid: &str) -> Sql {
    let mut sql = Sql::new(
        "select 1 from (select distinct u.uid from userinfo u join userrolemembers m on m.userid = u.userinfoid
         join userroleauthorities a using (userroleid) where a.authority = 'ALL' and not u.disabled) holders
         having count(*) = 1 and min(holders.uid) = ",
    );
    sql.bind(uid);
    sql
}

/// Switches users off who signed in last before a moment; never the last who holds all authorities.
pub(crate) fn disable_inactive_since(moment: &str) -> Sql {
    let mut sql = Sql::new(
        "update userinfo u set disabled = true where not coalesce(u.disabled, false) and u.lastlogin <= ",
    );
    sql.bind(moment).push(
        "::text::timestamp and (not exists (select from userrolemembers m join userroleauthorities a using (userroleid) \
         where m.userid = u.userinfoid and a.authority = 'ALL') or exists (select from userinfo o join userrolemembers m \
         on m.userid = o.userinfoid join userroleauthorities a using (userroleid) where a.authority = 'ALL' and not coalesce(o.disabled, false) \
         and o.userinfoid <> u.userinfoid and o.lastlogin > ",
    );
    sql.bind(moment).push("::text::timestamp))");
    sql
}
