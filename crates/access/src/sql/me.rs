//! Statements over the caller's own account.

use afya_store::Sql;

use crate::caller::Caller;

/// What the caller may see data of, as arrays of identifiers.
pub(crate) fn reach(caller: &Caller) -> Sql {
    let mut sql = Sql::new("select array(select d.uid::text from dataset d where ");
    sql.append(readable_data(caller))
        .push(" order by d.datasetid) as data_sets, array(select d.uid::text from program d where ");
    sql.append(readable_data(caller)).push(
        " order by d.programid) as programs, array(select t.uid::text from api_token t where t.createdby = ",
    );
    sql.bind(caller.id).push(" order by t.apitokenid) as tokens, u.twofactortype::text as two_factor from userinfo u where u.userinfoid = ");
    sql.bind(caller.id);
    sql
}

/// The condition that the caller may read the data of a row `d`.
fn readable_data(caller: &Caller) -> Sql {
    if caller.is_super() {
        return Sql::new("true");
    }
    let mut sql = Sql::new("(d.sharing->>'public' like '__r%' or d.sharing#>>array['users', ");
    sql.bind(&caller.uid)
        .push("::text, 'access'] like '__r%' or exists (select from unnest(")
        .bind(caller.groups.clone());
    sql.push("::text[]) g where d.sharing#>>array['userGroups', g, 'access'] like '__r%'))");
    sql
}

/// How many conversations and interpretations a user has not read.
pub(crate) fn unread(user_id: i64) -> Sql {
    let mut sql = Sql::new(
        "select (select count(*) from usermessage um join messageconversation_usermessages m on m.usermessageid = um.usermessageid
            where not um.isread and um.userid = u.userinfoid) as conversations,
            (select count(*) from interpretation i
                where u.lastcheckedinterpretations is null or i.lastupdated >= u.lastcheckedinterpretations) as interpretations
         from userinfo u where u.userinfoid = ",
    );
    sql.bind(user_id);
    sql
}

/// A row when a login name is taken, in whatever case.
pub(crate) fn taken(username: &str) -> Sql {
    let mut sql = Sql::new("select 1 from userinfo where lower(username) = lower(");
    sql.bind(username).push("::text)");
    sql
}

/// The login name by identifier.
pub(crate) fn username(uid: &str) -> Sql {
    let mut sql = Sql::new("select username from userinfo where uid = ");
    sql.bind(uid);
    sql
}

/// Hashes of former passwords.
pub(crate) fn previous_passwords(user_id: i64) -> Sql {
    let mut sql = Sql::new(
        "select previouspassword as hash from previouspasswords where previouspassword is not null and userid = ",
    );
    sql.bind(user_id).push(" order by list_index");
    sql
}

/// The mail address.
pub(crate) fn email(user_id: i64) -> Sql {
    let mut sql = Sql::new("select email from userinfo where userinfoid = ");
    sql.bind(user_id);
    sql
}

/// Notes a sign-in; DHIS2 keeps times without a zone, in UTC here.
pub(crate) fn note_sign_in(user_id: i64, now: i64) -> Sql {
    let mut sql = Sql::new("update userinfo set lastlogin = to_timestamp(");
    sql.bind(now).push("::bigint) at time zone 'UTC' where userinfoid = ").bind(user_id);
    sql
}

/// Sets the password.
pub(crate) fn set_password(user_id: i64, hash: &str, now: i64) -> Sql {
    let mut sql = Sql::new("update userinfo set password = ");
    sql.bind(hash).push(", passwordlastupdated = to_timestamp(").bind(now);
    sql.push("::bigint) at time zone 'UTC', lastupdated = to_timestamp(").bind(now);
    sql.push("::bigint) at time zone 'UTC' where userinfoid = ").bind(user_id);
    sql
}

/// Remembers a password among the former ones.
pub(crate) fn remember_password(user_id: i64, hash: &str) -> Sql {
    let mut sql = Sql::new("insert into previouspasswords (userid, list_index, previouspassword) select ");
    sql.bind(user_id).push("::bigint, coalesce(max(list_index) + 1, 0), ").bind(hash);
    sql.push("::text from previouspasswords where userid = ").bind(user_id);
    sql
}

/// Changes properties whose columns have their names in lower case.
pub(crate) fn change_profile(user_id: i64, changes: &[(&'static str, String)], now: i64) -> Sql {
    let mut sql = Sql::new("update userinfo set ");
    for (key, value) in changes {
        sql.identifier(&key.to_lowercase()).push(" = ").bind(value);
        sql.push(match *key {
            "birthday" => "::text::date, ",
            // A letter to the former address must not verify the new one.
            "email" => ", emailverificationtoken = null, ",
            _ => ", ",
        });
    }
    sql.push("lastupdated = to_timestamp(").bind(now).push("::bigint) at time zone 'UTC', lastupdatedby = ");
    sql.bind(user_id).push(" where userinfoid = ").bind(user_id);
    sql
}
