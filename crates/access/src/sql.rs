//! The statements of this room.

pub(crate) mod configuration;
pub(crate) mod login_failure;
pub(crate) mod me;
pub(crate) mod recovery;
pub(crate) mod registration;
pub(crate) mod second_factor;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod tokens;
pub(crate) mod users;

use afya_store::Sql;

/// The account with this login name.
pub(crate) fn account(username: &str) -> Sql {
    let mut sql = caller();
    sql.push(" where u.username = ").bind(username);
    sql
}

/// The account that is signed in by the session with this digest, while the session lasts, and when it was last used.
pub(crate) fn account_of_session(digest: &str, now_seconds: i64) -> Sql {
    let mut sql = Sql::new("select a.*, extract(epoch from s.last_used)::bigint as session_used from (");
    sql.append(caller()).push(") a join afya.session s on s.user_id = a.id where s.id = ").bind(digest);
    sql.push(" and s.expires > to_timestamp(").bind(now_seconds).push("::bigint)");
    sql
}

/// The account that owns the token with this hash, with what bounds the token.
pub(crate) fn account_of_token(hash: &str) -> Sql {
    let mut sql = Sql::new("select a.*, t.expire as token_expires, t.attributes as token_attributes from (");
    sql.append(caller()).push(") a join api_token t on t.createdby = a.id where t.key = ").bind(hash);
    sql
}

/// Users with everything that decisions need. A setting is stored as DHIS2 leaves it: a serialised Java
/// string, whose text starts at the eighth byte.
fn caller() -> Sql {
    Sql::new(
        "select u.userinfoid as id, u.uid, u.username, u.password, u.firstname, u.surname, coalesce(u.disabled, false) as disabled,
            u.dataviewmaxorgunitlevel as deepest_view_level,
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
                where s.userinfoid = u.userinfoid and s.name = 'keyDbLocale') as db_locale,
            (extract(epoch from u.accountexpiry))::bigint as account_expires,
            (extract(epoch from u.passwordlastupdated))::bigint as password_updated,
            u.twofactortype, u.secret, coalesce(u.externalauth, false) as external_auth,
            exists (select from userrolemembers m join userrolerestrictions r on r.userroleid = m.userroleid
                where m.userid = u.userinfoid and r.restriction = 'R_ENABLE_2FA') as needs_two_factor
        from userinfo u",
    )
}
