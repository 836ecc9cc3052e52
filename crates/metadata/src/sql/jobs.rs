//! The statements of job configurations.

use afya_store::Sql;

/// The type, the person and the switch of stored configurations.
pub(crate) fn stored(uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select uid, jobtype as type, executedby as executed_by, enabled from jobconfiguration where uid = any(",
    );
    sql.bind(uids.to_vec()).push("::text[])");
    sql
}

/// Other configurations of the type that run at the same moment.
pub(crate) fn same_moment(uid: &str, kind: &str, cron: &str) -> Sql {
    let mut sql = Sql::new("select uid from jobconfiguration where jobtype = ");
    sql.bind(kind).push(" and cronexpression = ").bind(cron).push(" and uid <> ").bind(uid);
    sql
}
