//! The statements of this room.

use afya_store::{Bind, Sql};
use jiff::Timestamp;

use crate::notifications::{Notification, Which};
use crate::{NewJob, Outcome};

pub(crate) mod schedule;

/// Any number will do, as long as all servers take the same.
const LOCKS: i64 = 0x6a6f_6273;

fn moment(at: Timestamp) -> Bind {
    Bind::Text(at.to_string())
}

pub(crate) fn add(id: &str, name: &str, job: &NewJob<'_>, now: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "insert into afya.job (id, type, name, status, executed_by, parameters, media_type, created) values (",
    );
    sql.bind(id).push(", ").bind(job.kind).push(", ").bind(name).push(", 'ARRIVING', ");
    sql.bind(job.executed_by).push(", ").bind(Bind::Json(job.parameters.to_string())).push("::jsonb, ");
    sql.bind(job.media_type).push(", ").bind(moment(now)).push("::text::timestamptz)");
    sql
}

pub(crate) fn add_input(id: &str, place: i64, bytes: Vec<u8>) -> Sql {
    let mut sql = Sql::new("insert into afya.job_input (job_id, place, bytes) values (");
    sql.bind(id).push(", ").bind(place).push(", ").bind(bytes).push(")");
    sql
}

pub(crate) fn input(id: &str, place: i64) -> Sql {
    let mut sql = Sql::new("select bytes from afya.job_input where job_id = ");
    sql.bind(id).push(" and place = ").bind(place);
    sql
}

pub(crate) fn forget_input(id: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.job_input where job_id = ");
    sql.bind(id);
    sql
}

pub(crate) fn ready(id: &str) -> Sql {
    let mut sql = Sql::new("update afya.job set status = 'NOT_STARTED' where status = 'ARRIVING' and id = ");
    sql.bind(id);
    sql
}

/// Forgets an earlier run of a job, with what it said.
pub(crate) fn forget_one(id: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.job where finished is not null and id = ");
    sql.bind(id);
    sql
}

pub(crate) fn cancel(id: &str) -> Sql {
    let mut sql = Sql::new("update afya.job set cancel = true where finished is null and id = ");
    sql.bind(id);
    sql
}

pub(crate) fn is_cancelled(id: &str) -> Sql {
    let mut sql = Sql::new("select cancel from afya.job where finished is null and id = ");
    sql.bind(id);
    sql
}

pub(crate) fn discard(id: &str) -> Sql {
    let mut sql = Sql::new("delete from afya.job where status = 'ARRIVING' and id = ");
    sql.bind(id);
    sql
}

pub(crate) fn unfinished() -> Sql {
    Sql::new(
        "select id from afya.job where finished is null and status <> 'ARRIVING' order by created, id limit 50",
    )
}

fn key(sql: &mut Sql, id: &str) {
    sql.bind(LOCKS).push("::int, hashtext(").bind(id).push("::text))");
}

pub(crate) fn lock(id: &str) -> Sql {
    let mut sql = Sql::new("select pg_try_advisory_lock(");
    key(&mut sql, id);
    sql.push(" as locked");
    sql
}

pub(crate) fn unlock(id: &str) -> Sql {
    let mut sql = Sql::new("select pg_advisory_unlock(");
    key(&mut sql, id);
    sql
}

pub(crate) fn start(id: &str) -> Sql {
    let mut sql = Sql::new(
        "update afya.job set status = 'RUNNING', attempts = attempts + 1 where finished is null and id = ",
    );
    sql.bind(id).push(" returning id, type, executed_by, parameters, media_type, attempts");
    sql
}

pub(crate) fn finish(id: &str, outcome: &Outcome, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update afya.job set status = ");
    sql.bind(if outcome.completed { "COMPLETED" } else { "FAILED" }).push(", summary = ");
    sql.bind(Bind::Json(outcome.summary.clone())).push("::jsonb, finished = ");
    sql.bind(moment(now)).push("::text::timestamptz where id = ").bind(id);
    sql
}

pub(crate) fn forget_old(now: Timestamp, days: i64) -> Sql {
    let mut sql = Sql::new(
        "delete from afya.job where coalesce(finished, case status when 'ARRIVING' then created end) < ",
    );
    sql.bind(moment(now)).push("::text::timestamptz - make_interval(days => ").bind(days).push("::int)");
    sql
}

pub(crate) fn notify(
    job: &str,
    id: &str,
    level: &str,
    notification: &Notification<'_>,
    now: Timestamp,
) -> Sql {
    let mut sql = Sql::new(
        "insert into afya.job_notification (job_id, id, level, time, message, completed, data) values (",
    );
    sql.bind(job).push(", ").bind(id).push(", ").bind(level).push(", ").bind(moment(now));
    sql.push("::text::timestamptz, ").bind(notification.message).push(", ").bind(notification.completed);
    let data = notification.parameters.map_or(Bind::Null, |data| Bind::Json(data.to_string()));
    sql.push(", ").bind(data).push("::jsonb)");
    sql
}

fn condition(which: Which<'_>) -> Sql {
    let mut sql = Sql::new("true");
    if let Some(name) = which.executed_by {
        sql.push(" and j.executed_by = ").bind(name);
    }
    if let Some(kind) = which.kind {
        sql.push(" and j.type = ").bind(kind);
    }
    if let Some(id) = which.id {
        sql.push(" and j.id = ").bind(id);
    }
    sql
}

pub(crate) fn notifications(which: Which<'_>, overview: bool) -> Sql {
    let mut sql = Sql::new(
        "select j.type, n.job_id, n.id, n.level, n.message, n.completed, n.data, \
         to_char(n.time at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS') as time \
         from afya.job j join afya.job_notification n on n.job_id = j.id where ",
    );
    sql.append(condition(which));
    if overview {
        sql.push(
            " and n.place in (select min(o.place) from afya.job_notification o where o.job_id = j.id \
             union all select max(o.place) from afya.job_notification o where o.job_id = j.id)",
        );
    }
    sql.push(" order by j.created desc, j.id, n.place desc");
    sql
}

pub(crate) fn summaries(which: Which<'_>) -> Sql {
    let mut sql = Sql::new("select j.id, j.summary from afya.job j where j.summary is not null and ");
    sql.append(condition(which)).push(" order by j.created desc, j.id");
    sql
}

pub(crate) fn forget(which: Which<'_>, older_days: Option<i64>, beyond: Option<i64>, now: Timestamp) -> Sql {
    let mut sql = Sql::new("delete from afya.job j where j.finished is not null and ");
    sql.append(condition(which));
    if older_days.is_none() && beyond.is_none() {
        return sql;
    }
    sql.push(" and (false");
    if let Some(days) = older_days {
        sql.push(" or j.finished < ").bind(moment(now));
        sql.push("::text::timestamptz - make_interval(days => ").bind(days).push("::int)");
    }
    if let Some(count) = beyond {
        sql.push(
            " or (select count(*) from afya.job o where o.type = j.type and o.finished > j.finished) >= ",
        )
        .bind(count);
    }
    sql.push(")");
    sql
}

/// A job as DHIS2 tells of its own, which run once; only one that this login name asked for, if one is given.
pub(crate) fn find(id: &str, executed_by: Option<&str>) -> Sql {
    let mut sql = Sql::new(
        "select jsonb_strip_nulls(jsonb_build_object('id', j.id, 'name', j.name, 'displayName', j.name, 'jobType', j.type, \
         'schedulingType', 'ONCE_ASAP', 'jobStatus', case j.status when 'ARRIVING' then 'NOT_STARTED' else j.status end, \
         'enabled', true, 'configurable', false, 'leaderOnlyJob', false, 'jobParameters', j.parameters, \
         'lastExecutedStatus', case when j.finished is null then 'NOT_STARTED' else j.status end, \
         'created', to_char(j.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'lastFinished', to_char(j.finished, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'))) as told from afya.job j \
         where not exists (select from jobconfiguration c where c.uid = j.id) and j.id = ",
    );
    sql.bind(id);
    if let Some(name) = executed_by {
        sql.push(" and j.executed_by = ").bind(name);
    }
    sql
}

pub(crate) fn running_types() -> Sql {
    Sql::new(
        "select type from afya.job where status = 'RUNNING' and finished is null union select jobtype from jobconfiguration \
         where jobstatus = 'RUNNING' order by 1",
    )
}
