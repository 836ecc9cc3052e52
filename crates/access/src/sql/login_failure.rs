//! Statements over `afya.login_failure`. Times are seconds since 1970.

use afya_store::Sql;

/// How often a name failed, and when last, if that is not before `since`.
pub(crate) fn failures(username: &str, since: i64) -> Sql {
    let mut sql = Sql::new(
        "select failures::bigint as failures, extract(epoch from last_failed)::bigint as last_failed
         from afya.login_failure where username = ",
    );
    sql.bind(username).push(" and last_failed > to_timestamp(").bind(since).push("::bigint)");
    sql
}

/// Counts a failure.
pub(crate) fn note(username: &str, now: i64) -> Sql {
    let mut sql =
        Sql::new("insert into afya.login_failure (username, failures, first_failed, last_failed) values (");
    sql.bind(username).push(", 1, to_timestamp(").bind(now).push("::bigint), to_timestamp(").bind(now);
    sql.push(
        "::bigint)) on conflict (username) do update
         set failures = login_failure.failures + 1, last_failed = excluded.last_failed",
    );
    sql
}

/// Forgets failures that count no more.
pub(crate) fn forget_old(since: i64) -> Sql {
    let mut sql = Sql::new("delete from afya.login_failure where last_failed <= to_timestamp(");
    sql.bind(since).push("::bigint)");
    sql
}

/// Forgets the failures of a name.
pub(crate) fn forget(username: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.login_failure where username = ");
    sql.bind(username);
    sql
}
