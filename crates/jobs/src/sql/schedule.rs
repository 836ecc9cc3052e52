//! The statements of job configurations. Their columns hold UTC without a zone.

use afya_schema::types::JOB_PARAMETERS;
use afya_store::{Bind, Sql};
use jiff::Timestamp;
use jiff::civil::DateTime;

use super::{LOCKS, moment};
use crate::schedule::Errors;

/// What a run told of itself last, in DHIS2's form.
const PROGRESS: &str = "case jsonb_typeof(c.progress) when 'object' then c.progress when 'array' then \
     jsonb_build_object('sequence', c.progress) end";

/// When a configuration that ends goes on by itself.
const SCHEDULED_AGAIN: &str = "case when cronexpression is not null then 'CRON' when delay is not null then 'FIXED_DELAY' \
     when queueposition is not null then 'CRON' else schedulingtype end";
/// Whether a configuration runs once and is done.
const ONCE: &str =
    "queueposition is null and schedulingtype = 'ONCE_ASAP' and cronexpression is null and delay is null";

fn utc(sql: &mut Sql, at: Timestamp) {
    sql.push("(").bind(moment(at)).push("::text::timestamptz at time zone 'UTC')");
}

/// The parameters of a row, or null where it has none.
fn parameters(sql: &mut Sql) {
    sql.push("nullif(").push(JOB_PARAMETERS).push(", '{}'::jsonb)");
}

fn select(also: Option<(&'static str, &'static str)>) -> Sql {
    let mut sql = Sql::new(
        "select c.uid, c.name, c.jobtype as type, c.schedulingtype as scheduling, case when c.enabled and c.jobstatus = 'DISABLED' \
         then 'SCHEDULED' else c.jobstatus end as status, c.enabled, c.cronexpression as cron, c.delay, \
         to_char(c.lastexecuted, 'YYYY-MM-DD\"T\"HH24:MI:SS.US') as last_executed, \
         to_char(c.lastfinished, 'YYYY-MM-DD\"T\"HH24:MI:SS.US') as last_finished, \
         c.queuename as queue, c.queueposition as position, c.executedby as executed_by, jsonb_strip_nulls(jsonb_build_object('id', c.uid, \
         'type', c.jobtype, 'schedulingType', c.schedulingtype, 'name', c.name, 'status', c.jobstatus, 'executedBy', c.executedby, \
         'cronExpression', c.cronexpression, 'delay', c.delay, 'lastExecuted', to_char(c.lastexecuted, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'lastFinished', to_char(c.lastfinished, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'lastAlive', to_char(c.lastalive, \
         'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'queueName', c.queuename, 'queuePosition', c.queueposition, 'parameters', ",
    );
    parameters(&mut sql);
    sql.push(")) as entry, ").push(PROGRESS).push(" as progress");
    if let Some((name, value)) = also {
        sql.push(", ").push(value).push(" as ").push(name);
    }
    sql.push(" from jobconfiguration c");
    sql
}

pub(crate) fn all() -> Sql {
    let mut sql = select(None);
    sql.push(" order by c.jobtype, c.created, c.uid");
    sql
}

pub(crate) fn one(uid: &str) -> Sql {
    let mut sql = select(None);
    sql.push(" where c.uid = ").bind(uid);
    sql
}

/// What the next execution of a configuration is worked out from.
const SET_BY: &str =
    "concat_ws('|', c.schedulingtype, c.cronexpression, c.delay, c.lastexecuted, c.queueposition)";

/// The configurations whose next execution was worked out from something else, or was missed for too long.
pub(crate) fn outdated(now: Timestamp, most_late: i64) -> Sql {
    let mut sql = select(Some(("set_by", SET_BY)));
    sql.push(" left join afya.job_schedule s on s.job_uid = c.uid where s.set_by is distinct from ")
        .push(SET_BY);
    sql.push(" or (c.schedulingtype = 'CRON' and s.next_execution < ").bind(moment(now));
    sql.push("::text::timestamptz - make_interval(hours => ").bind(most_late).push("::int))");
    sql
}

pub(crate) fn set(uid: &str, set_by: &str, next: Option<DateTime>) -> Sql {
    let mut sql = Sql::new("insert into afya.job_schedule (job_uid, set_by, next_execution) values (");
    sql.bind(uid).push(", ").bind(set_by).push(", ");
    sql.bind(next.map_or(Bind::Null, |at| Bind::Text(at.to_string())));
    sql.push(
        "::text::timestamp at time zone 'UTC') on conflict (job_uid) do update set set_by = excluded.set_by, \
              next_execution = excluded.next_execution",
    );
    sql
}

/// Whether a configuration is due as it stands, and nothing is in its way: neither another of its type, nor a run of its own that
/// is not done.
fn is_due(sql: &mut Sql, now: Timestamp) {
    sql.push("c.enabled and c.jobstatus = 'SCHEDULED' and exists (select from afya.job_schedule s where s.job_uid = c.uid and s.set_by = ");
    sql.push(SET_BY).push(" and s.next_execution <= ").bind(moment(now));
    sql.push(
        "::text::timestamptz) and not exists (select from jobconfiguration o where o.jobtype = c.jobtype \
         and o.jobconfigurationid <> c.jobconfigurationid and o.jobstatus = 'RUNNING') \
         and not exists (select from afya.job j where j.id = c.uid and j.finished is null)",
    );
}

/// What is due of these types: the first of each type of which none runs.
pub(crate) fn due(runnable: &[&str], now: Timestamp) -> Sql {
    let mut sql = Sql::new("select distinct on (c.jobtype) c.uid, c.jobtype as type, c.name, u.username, ");
    parameters(&mut sql);
    sql.push(" as parameters from jobconfiguration c left join userinfo u on u.uid = c.executedby where ");
    is_due(&mut sql, now);
    sql.push(" and c.jobtype = any(");
    sql.bind(runnable.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>());
    sql.push("::text[]) order by c.jobtype, c.created, c.uid");
    sql
}

/// Waits until nobody else starts a job of this type; until the transaction ends.
pub(crate) fn one_at_a_time(kind: &str) -> Sql {
    let mut sql = Sql::new("select pg_advisory_xact_lock(");
    sql.bind(LOCKS).push("::int, hashtext('start ' || ").bind(kind).push("::text))");
    sql
}

pub(crate) fn start(uid: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update jobconfiguration c set jobstatus = 'RUNNING', lastupdated = ");
    utc(&mut sql, now);
    sql.push(", lastexecuted = ");
    utc(&mut sql, now);
    sql.push(", lastalive = ");
    utc(&mut sql, now);
    sql.push(", progress = null, cancel = false where c.uid = ").bind(uid).push(" and ");
    is_due(&mut sql, now);
    sql
}

/// Ends a run; gives the queue, the place in it, and how it ended.
pub(crate) fn finish(uid: &str, status: &str, message: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update jobconfiguration set lastupdated = ");
    utc(&mut sql, now);
    sql.push(", lastexecutedstatus = case when cancel then 'STOPPED' else ").bind(status);
    sql.push("::text end, lastfinished = ");
    utc(&mut sql, now);
    sql.push(", lastalive = null, cancel = false, progress = ");
    progress(&mut sql, status, message, now);
    sql.push(", enabled = enabled and not (")
        .push(ONCE)
        .push("), jobstatus = case when not enabled or (")
        .push(ONCE);
    sql.push(") then 'DISABLED' else 'SCHEDULED' end, schedulingtype = ").push(SCHEDULED_AGAIN);
    sql.push(" where jobstatus = 'RUNNING' and uid = ").bind(uid);
    sql.push(" returning queuename as queue, queueposition as position, lastexecutedstatus as last");
    sql
}

/// What a run tells of itself at its end, in DHIS2's form: one process without stages.
fn progress(sql: &mut Sql, status: &str, message: &str, now: Timestamp) {
    sql.push(
        "jsonb_build_object('sequence', jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('status', ",
    );
    sql.bind(if status == "COMPLETED" { "SUCCESS" } else { "ERROR" }).push("::text, ");
    sql.bind(if status == "COMPLETED" { "summary" } else { "error" })
        .push("::text, ")
        .bind(message)
        .push("::text, ");
    sql.push(
        "'startedTime', to_char(lastexecuted, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'completedTime', to_char(",
    );
    utc(sql, now);
    sql.push(", 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'duration', (extract(epoch from ");
    utc(sql, now);
    sql.push(" - lastexecuted) * 1000)::bigint, 'description', name, 'stages', '[]'::jsonb, 'jobId', uid, 'userId', executedby, \
              'complete', true))))");
}

pub(crate) fn end_house_keeping(kind: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "update jobconfiguration set jobstatus = 'SCHEDULED', lastexecutedstatus = 'COMPLETED', lastalive = null, lastfinished = ",
    );
    utc(&mut sql, now);
    sql.push(" where jobstatus = 'RUNNING' and jobtype = ").bind(kind);
    sql
}

/// The next of a queue runs as soon as a server looks.
pub(crate) fn next_of_queue(queue: &str, position: i32) -> Sql {
    let mut sql = Sql::new(
        "update jobconfiguration set schedulingtype = 'ONCE_ASAP', cancel = false where enabled and jobstatus = 'SCHEDULED' and queuename = ",
    );
    sql.bind(queue).push(" and queueposition = ").bind(i64::from(position) + 1);
    sql
}

/// The rest of a queue is left out this time.
pub(crate) fn skip_rest(queue: &str, position: i32, now: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "update jobconfiguration set lastexecutedstatus = 'NOT_STARTED', progress = null, lastexecuted = ",
    );
    utc(&mut sql, now);
    sql.push(", lastfinished = ");
    utc(&mut sql, now);
    sql.push(" where jobstatus = 'SCHEDULED' and queuename = ").bind(queue);
    sql.push(" and queueposition > ").bind(i64::from(position));
    sql
}

pub(crate) fn alive(uid: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update jobconfiguration set lastalive = ");
    utc(&mut sql, now);
    sql.push(" where jobstatus = 'RUNNING' and uid = ").bind(uid).push(" returning cancel");
    sql
}

pub(crate) fn execute_now(uid: &str) -> Sql {
    let mut sql = Sql::new(
        "update jobconfiguration set schedulingtype = 'ONCE_ASAP', cancel = false, jobstatus = 'SCHEDULED' where enabled \
         and jobstatus <> 'RUNNING' and (schedulingtype <> 'ONCE_ASAP' or lastfinished is null) and uid = ",
    );
    sql.bind(uid);
    sql
}

pub(crate) fn cancel(uid: &str) -> Sql {
    let mut sql =
        Sql::new("update jobconfiguration set cancel = jobstatus = 'RUNNING', enabled = enabled and not (");
    sql.push(ONCE).push("), schedulingtype = ").push(SCHEDULED_AGAIN);
    sql.push(", lastexecutedstatus = case jobstatus when 'RUNNING' then lastexecutedstatus else 'STOPPED' end where uid = ");
    sql.bind(uid).push(
        " and ((jobstatus = 'RUNNING' and not cancel) or (jobstatus = 'SCHEDULED' and schedulingtype = 'ONCE_ASAP'))",
    );
    sql
}

/// Runs that said nothing for so many minutes have failed, of those whose column holds a value where one is said; those that
/// wait in the queue or run there are not among them.
pub(crate) fn give_up(which: Option<(&'static str, &str)>, minutes: i64, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update jobconfiguration set lastupdated = ");
    utc(&mut sql, now);
    sql.push(", lastfinished = ");
    utc(&mut sql, now);
    sql.push(", enabled = enabled and not (")
        .push(ONCE)
        .push("), jobstatus = case when not enabled or (")
        .push(ONCE);
    sql.push(") then 'DISABLED' else 'SCHEDULED' end, cancel = false, lastexecutedstatus = 'FAILED', lastalive = null, schedulingtype = ");
    sql.push(SCHEDULED_AGAIN).push(" where jobstatus = 'RUNNING' and ").push(HEARD).push(" < ");
    utc(&mut sql, now);
    sql.push(" - make_interval(mins => ")
        .bind(minutes)
        .push("::int) and not exists (select from afya.job j where j.id = uid and j.finished is null)");
    if let Some((column, value)) = which {
        sql.push(" and ").push(column).push(" = ").bind(value);
    }
    sql
}

/// When a run was heard of last.
const HEARD: &str = "coalesce(lastalive, lastexecuted, lastupdated)";

/// What is turned off is told to be, and what is on again may run again.
pub(crate) fn mark_disabled() -> Sql {
    Sql::new(
        "update jobconfiguration set jobstatus = case when enabled then 'SCHEDULED' else 'DISABLED' end \
         where jobstatus = case when enabled then 'DISABLED' else 'SCHEDULED' end",
    )
}

/// Forgets the plan of configurations that are gone.
pub(crate) fn forget_plans() -> Sql {
    Sql::new(
        "delete from afya.job_schedule s where not exists (select from jobconfiguration c where c.uid = s.job_uid)",
    )
}

pub(crate) fn enable(uid: &str, enabled: bool, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update jobconfiguration set enabled = ");
    sql.bind(enabled).push("::bool, jobstatus = case when ").bind(enabled);
    sql.push("::bool and jobstatus = 'DISABLED' then 'SCHEDULED' else jobstatus end, lastupdated = ");
    utc(&mut sql, now);
    sql.push(" where uid = ").bind(uid);
    sql
}

pub(crate) fn forget_finished(minutes: i64, now: Timestamp) -> Sql {
    let mut sql = Sql::new("delete from jobconfiguration where ");
    sql.push(ONCE).push(" and jobstatus <> 'RUNNING' and lastfinished < ");
    utc(&mut sql, now);
    sql.push(" - make_interval(mins => ").bind(minutes).push("::int)");
    sql
}

/// DHIS2's own jobs under their fixed identifiers, where no job of their type is there yet.
pub(crate) fn add_system_jobs(update_check: &str, now: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "insert into jobconfiguration (jobconfigurationid, uid, created, lastupdated, name, cronexpression, delay, enabled, jobtype, \
         jobstatus, lastexecutedstatus, schedulingtype, cancel) select nextval('hibernate_sequence'), n.uid, ",
    );
    utc(&mut sql, now);
    sql.push(", ");
    utc(&mut sql, now);
    sql.push(
        ", n.name, n.cron, n.delay, true, n.type, 'SCHEDULED', 'NOT_STARTED', case when n.cron is null then 'FIXED_DELAY' else 'CRON' end, \
         false from (values ('DHIS2rocks1', 'HOUSEKEEPING', 'Housekeeping', null, 20), \
         ('D2datatrim8', 'DATA_VALUE_TRIM', 'Data value trim', '0 0 1 ? * *', null), \
         ('YvAwAmrqAtN', 'DATA_SET_NOTIFICATION', 'Dataset notification', '0 0 2 ? * *', null), \
         ('sHMedQF7VYa', 'CREDENTIALS_EXPIRY_ALERT', 'Credentials expiry alert', '0 0 2 ? * *', null), \
         ('BFa3jDsbtdO', 'DATA_STATISTICS', 'Data statistics', '0 0 2 ? * *', null), \
         ('pd6O228pqr0', 'FILE_RESOURCE_CLEANUP', 'File resource clean up', '0 0 2 ? * *', null), \
         ('fUWM1At1TUx', 'ACCOUNT_EXPIRY_ALERT', 'User account expiry alert', '0 0 2 ? * *', null), \
         ('Js3vHn2AVuG', 'VALIDATION_RESULTS_NOTIFICATION', 'Validation result notification', '0 0 7 ? * *', null), \
         ('uwWCT2BMmlq', 'REMOVE_USED_OR_EXPIRED_RESERVED_VALUES', 'Remove expired or used reserved values', '0 0 2 ? * *', null), \
         ('vt21671bgno', 'SYSTEM_VERSION_UPDATE_CHECK', 'System version update check notification', ",
    );
    sql.bind(update_check).push(
        "::text, null)) n (uid, type, name, cron, delay) where not exists (select from jobconfiguration c where c.jobtype = n.type \
         or c.uid = n.uid or c.name = n.name)",
    );
    sql
}

/// Takes jobs out of a queue that are not in this sequence, and turns them off.
pub(crate) fn leave_queue(name: &str, but: &[String], now: Timestamp) -> Sql {
    let mut sql = Sql::new(
        "update jobconfiguration set queuename = null, queueposition = null, cronexpression = null, enabled = false, lastupdated = ",
    );
    utc(&mut sql, now);
    sql.push(" where queuename = ").bind(name).push(" and uid <> all(").bind(but.to_vec()).push("::text[])");
    sql
}

pub(crate) fn join_queue(uid: &str, name: &str, position: i32, cron: Option<&str>, now: Timestamp) -> Sql {
    let mut sql = Sql::new("update jobconfiguration set queuename = ");
    sql.bind(name).push(", queueposition = ").bind(i64::from(position)).push("::int, cronexpression = ");
    sql.bind(cron.map(str::to_owned)).push("::text, lastupdated = ");
    utc(&mut sql, now);
    sql.push(" where uid = ").bind(uid);
    sql
}

pub(crate) fn stale(seconds: i64, now: Timestamp) -> Sql {
    let mut sql = select(None);
    sql.push(" where c.jobstatus = 'RUNNING' and (").push(HEARD).push(" < ");
    utc(&mut sql, now);
    sql.push(" - make_interval(secs => ")
        .bind(seconds)
        .push("::int) or (c.schedulingtype = 'FIXED_DELAY' and c.lastexecuted < ");
    utc(&mut sql, now);
    sql.push(" - make_interval(secs => 2 * c.delay)))");
    sql
}

pub(crate) fn errors(which: &Errors<'_>) -> Sql {
    let mut sql = Sql::new(
        "select jsonb_strip_nulls(jsonb_build_object('id', c.uid, 'type', c.jobtype, 'user', c.executedby, \
         'created', to_char(c.created, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'executed', to_char(c.lastexecuted, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), \
         'finished', to_char(c.lastfinished, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS'), 'file', f.uid, 'filesize', f.contentlength, \
         'filetype', f.contenttype, 'codes', c.errorcodes, 'errors', (select jsonb_agg(e.value) from jsonb_each(c.progress->'errors') o, \
         jsonb_each(o.value) k, jsonb_array_elements(k.value) e))) as told from jobconfiguration c left join fileresource f on f.uid = c.uid \
         where coalesce(c.errorcodes, '') <> ''",
    );
    for (column, value) in [("c.uid", which.job), ("c.executedby", which.user)] {
        if let Some(value) = value {
            sql.push(" and ").push(column).push(" = ").bind(value);
        }
    }
    for (operator, value) in [(">=", which.from), ("<=", which.to)] {
        if let Some(value) = value {
            sql.push(" and c.lastexecuted ").push(operator).push(" ").bind(value).push("::text::timestamp");
        }
    }
    if !which.codes.is_empty() {
        sql.push(" and string_to_array(c.errorcodes, ' ') && ").bind(which.codes.clone()).push("::text[]");
    }
    if !which.types.is_empty() {
        sql.push(" and c.jobtype = any(").bind(which.types.clone()).push("::text[])");
    }
    if !which.objects.is_empty() {
        sql.push(" and jsonb_exists_any(c.progress->'errors', ")
            .bind(which.objects.clone())
            .push("::text[])");
    }
    sql.push(" order by c.lastexecuted desc");
    sql
}
