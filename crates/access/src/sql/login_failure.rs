//! Statements over `afya.login_failure`. Times are seconds since 1970.

use afya_store::Sql;

/// How often something may happen in a time.
#[derive(Clone, Copy)]
pub(crate) struct Window {
    /// The present.
    pub(crate) now: i64,
    /// When what still counts begins.
    pub(crate) since: i64,
    /// How often it may happen before it is locked.
    pub(crate) allowed: i64,
}

/// For how many seconds it is still locked; no row when it is not.
pub(crate) fn locked(key: &str, window: Window) -> Sql {
    let mut sql = Sql::new("select extract(epoch from last_failed)::bigint - ");
    sql.bind(window.since).push("::bigint as seconds from afya.login_failure where username = ").bind(key);
    sql.push(" and failures >= ").bind(window.allowed).push("::bigint and last_failed > to_timestamp(");
    sql.bind(window.since).push("::bigint)");
    sql
}

/// Counts once more; no row is written while it is locked. What began before the time, or was locked before it, counts anew.
pub(crate) fn note(key: &str, window: Window) -> Sql {
    let mut sql = Sql::new(
        "insert into afya.login_failure as f (username, failures, first_failed, last_failed) values (",
    );
    sql.bind(key).push("::text, 1, to_timestamp(").bind(window.now).push("::bigint), to_timestamp(");
    sql.bind(window.now).push("::bigint)) on conflict (username) do update set failures = case when ");
    is_over(&mut sql, window);
    sql.push(" then 1 else f.failures + 1 end, first_failed = case when ");
    is_over(&mut sql, window);
    sql.push(" then excluded.first_failed else f.first_failed end, last_failed = excluded.last_failed where f.failures < ");
    sql.bind(window.allowed).push("::bigint or ");
    is_over(&mut sql, window);
    sql
}

/// Whether what was counted counts no more.
fn is_over(sql: &mut Sql, window: Window) {
    sql.push("case when f.failures < ").bind(window.allowed);
    sql.push("::bigint then f.first_failed else f.last_failed end <= to_timestamp(").bind(window.since);
    sql.push("::bigint)");
}

/// Forgets what counts no more.
pub(crate) fn forget_old(since: i64) -> Sql {
    let mut sql = Sql::new("delete from afya.login_failure where last_failed <= to_timestamp(");
    sql.bind(since).push("::bigint)");
    sql
}

/// Forgets what was counted.
pub(crate) fn forget(key: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.login_failure where username = ");
    sql.bind(key);
    sql
}
