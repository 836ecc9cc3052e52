//! Statements over people who register themselves.

use afya_store::Sql;

use crate::registration::NewAccount;

/// Makes the row of a user; none when the login name is taken.
pub(crate) fn create(account: &NewAccount<'_>, uuid: &str, now: i64) -> Sql {
    let mut sql = Sql::new(
        "insert into userinfo (userinfoid, uid, uuid, username, firstname, surname, email, phonenumber, selfregistered, disabled,
            externalauth, invitation, twofactortype, created, lastupdated)
         select nextval('hibernate_sequence'), ",
    );
    sql.bind(account.uid.as_str()).push("::text, ").bind(uuid).push("::text::uuid, ");
    sql.bind(account.username).push("::text, ").bind(account.first_name).push("::text, ");
    sql.bind(account.surname).push("::text, ").bind(account.email).push("::text, ");
    sql.bind(account.phone_number.map(str::to_owned))
        .push("::text, true, false, false, false, 'NOT_ENABLED', ");
    sql.push("to_timestamp(").bind(now).push("::bigint) at time zone 'UTC', to_timestamp(").bind(now);
    sql.push(
        "::bigint) at time zone 'UTC' where not exists (select from userinfo where lower(username) = lower(",
    );
    sql.bind(account.username).push("::text)) on conflict (username) do nothing returning userinfoid as id");
    sql
}

/// Gives a new user the role and the org unit of those who register themselves.
pub(crate) fn belongings(user_id: i64) -> [Sql; 3] {
    let mut role = Sql::new("insert into userrolemembers (userid, userroleid) select ");
    role.bind(user_id).push("::bigint, selfregistrationrole from configuration");
    let mut enters = Sql::new("insert into usermembership (userinfoid, organisationunitid) select ");
    enters.bind(user_id).push("::bigint, selfregistrationorgunit from configuration");
    let mut sees = Sql::new("insert into userdatavieworgunits (userinfoid, organisationunitid) select ");
    sees.bind(user_id).push("::bigint, selfregistrationorgunit from configuration");
    [role, enters, sees]
}
