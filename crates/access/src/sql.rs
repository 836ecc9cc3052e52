//! The statements of this room.

use afya_store::Sql;

/// A user with everything that decisions need, by login name. A setting is stored as DHIS2 leaves it: a serialised Java
/// string, whose text starts at the eighth byte.
pub(crate) fn caller(username: &str) -> Sql {
    let mut sql = Sql::new(
        "select u.userinfoid as id, u.uid, u.username, u.password, u.firstname, u.surname, coalesce(u.disabled, false) as disabled,
            array(select distinct a.authority from userrolemembers m
                join userroleauthorities a on a.userroleid = m.userroleid where m.userid = u.userinfoid) as authorities,
            array(select g.uid from usergroupmembers m join usergroup g on g.usergroupid = m.usergroupid
                where m.userid = u.userinfoid) as groups,
            (select coalesce(json_agg(json_build_object('id', o.organisationunitid, 'uid', o.uid, 'path', o.path,
                    'level', o.hierarchylevel) order by o.path), '[]'::json)
                from usermembership m join organisationunit o on o.organisationunitid = m.organisationunitid
                where m.userinfoid = u.userinfoid) as org_units,
            (select coalesce(json_agg(json_build_object('id', o.organisationunitid, 'uid', o.uid, 'path', o.path,
                    'level', o.hierarchylevel) order by o.path), '[]'::json)
                from userdatavieworgunits m join organisationunit o on o.organisationunitid = m.organisationunitid
                where m.userinfoid = u.userinfoid) as view_units,
            (select coalesce(json_agg(json_build_object('id', o.organisationunitid, 'uid', o.uid, 'path', o.path,
                    'level', o.hierarchylevel) order by o.path), '[]'::json)
                from userteisearchorgunits m join organisationunit o on o.organisationunitid = m.organisationunitid
                where m.userinfoid = u.userinfoid) as search_units,
            (select convert_from(substring(s.value from 8), 'UTF8') from usersetting s
                where s.userinfoid = u.userinfoid and s.name = 'keyDbLocale') as db_locale
        from userinfo u where u.username = ",
    );
    sql.bind(username);
    sql
}
