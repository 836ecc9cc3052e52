//! Statements over `afya.session`. Times are seconds since 1970.

use afya_store::Sql;

/// A new session.
pub(crate) fn open(digest: &str, user_id: i64, now: i64, expires: i64) -> Sql {
    let mut sql = Sql::new("insert into afya.session (id, user_id, created, last_used, expires) values (");
    sql.bind(digest).push(", ").bind(user_id);
    sql.push(", to_timestamp(").bind(now).push("::bigint), to_timestamp(").bind(now);
    sql.push("::bigint), to_timestamp(").bind(expires).push("::bigint))");
    sql
}

/// Ends sessions that are over, and those of a user beyond the allowed number.
pub(crate) fn end_old(user_id: i64, now: i64, allowed: i64) -> Sql {
    let mut sql = Sql::new("delete from afya.session where expires <= to_timestamp(");
    sql.bind(now).push("::bigint) or id in (select id from afya.session where user_id = ").bind(user_id);
    sql.push(" order by last_used desc, created desc, id offset ").bind(allowed).push(")");
    sql
}

/// Notes that a session was used, if that was not noted since `stale`.
pub(crate) fn touch(digest: &str, now: i64, expires: i64, stale: i64) -> Sql {
    let mut sql = Sql::new("update afya.session set last_used = to_timestamp(");
    sql.bind(now).push("::bigint), expires = to_timestamp(").bind(expires);
    sql.push("::bigint) where id = ").bind(digest);
    sql.push(" and last_used < to_timestamp(").bind(stale).push("::bigint)");
    sql
}

/// The sessions that last, of one user or of all.
pub(crate) fn list(user_id: Option<i64>, now: i64) -> Sql {
    let mut sql = Sql::new(
        "select s.id, u.username from afya.session s join userinfo u on u.userinfoid = s.user_id where s.expires > to_timestamp(",
    );
    sql.bind(now).push("::bigint)");
    if let Some(user_id) = user_id {
        sql.push(" and s.user_id = ").bind(user_id);
    }
    sql.push(" order by u.username, s.created");
    sql
}

/// Ends one session.
pub(crate) fn close(digest: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.session where id = ");
    sql.bind(digest);
    sql
}

/// Ends all sessions of a user.
pub(crate) fn close_all(user_id: i64) -> Sql {
    let mut sql = Sql::new("delete from afya.session where user_id = ");
    sql.bind(user_id);
    sql
}

/// Ends the sessions of users who are switched off.
pub(crate) fn close_disabled() -> Sql {
    Sql::new("delete from afya.session s using userinfo u where u.userinfoid = s.user_id and u.disabled")
}

/// Ends all sessions.
pub(crate) fn close_everybodys() -> Sql {
    Sql::new("delete from afya.session")
}
