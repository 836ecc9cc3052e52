//! The statements of job configurations.

use afya_store::Sql;

/// The type and the person of stored configurations.
pub(crate) fn stored(uids: &[String]) -> Sql {
    let mut sql = Sql::new(
        "select uid, jobtype as type, executedby as executed_by from jobconfiguration where uid = any(",
    );
    sql.bind(uids.to_vec()).push("::text[])");
    sql
}

/// For each configuration that is written, in their order: whether the stored one is on, and how many others of its type run at
/// the same moment. No expression is written as an empty one.
pub(crate) fn beside(uids: Vec<String>, kinds: Vec<String>, crons: Vec<String>) -> Sql {
    let mut sql = Sql::new(
        "select s.enabled, (select count(*) from jobconfiguration o where o.jobtype = w.kind and o.cronexpression = w.cron \
         and o.cronexpression <> '' and o.uid <> w.uid) as same from unnest(",
    );
    sql.bind(uids).push("::text[], ").bind(kinds).push("::text[], ").bind(crons).push(
        "::text[]) with ordinality w(uid, kind, cron, place) left join jobconfiguration s on s.uid = w.uid order by w.place",
    );
    sql
}
