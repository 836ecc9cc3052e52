//! Job Configuration.

use super::constants::{JOB_STATUS, JOB_TYPE, SCHEDULING_TYPE};
use crate::builder::{Builder, boolean, complex, constant, date, integer, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

/// The parameters of a row of `jobconfiguration`, without the names of Java's classes that are kept beside them.
pub const JOB_PARAMETERS: &str = "case when jsonb_typeof(jsonbjobparameters) = 'array' then (select coalesce(jsonb_object_agg(p.key, \
     case when jsonb_typeof(p.value) = 'array' and p.value->>0 like 'java.util.%' then p.value->1 else p.value end), '{}'::jsonb) \
     from jsonb_each(jsonbjobparameters->1) p) end";

/// Whether people configure jobs of the type; the others are the server's own.
const CONFIGURABLE: &str = "{t}.jobtype in ('DATA_INTEGRITY', 'DATA_INTEGRITY_DETAILS', 'RESOURCE_TABLE', 'ANALYTICS_TABLE', \
     'CONTINUOUS_ANALYTICS_TABLE', 'SINGLE_EVENT_DATA_SYNC', 'TRACKED_ENTITY_DATA_SYNC', 'DATA_SYNC', 'META_DATA_SYNC', \
     'AGGREGATE_DATA_EXCHANGE', 'SEND_SCHEDULED_MESSAGE', 'PROGRAM_NOTIFICATIONS', 'MONITORING', 'HTML_PUSH_ANALYTICS', \
     'TRACKER_TRIGRAM_INDEX_MAINTENANCE', 'PREDICTOR', 'MATERIALIZED_SQL_VIEW_UPDATE', 'DISABLE_INACTIVE_USERS', 'TEST', \
     'LOCK_EXCEPTION_CLEANUP')";

const NEXT: &str = "(select to_char(s.next_execution at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS') from afya.job_schedule s \
     where s.job_uid = {t}.uid)";

const LATEST: &str = "(select to_char(s.next_execution at time zone 'UTC' + make_interval(hours => coalesce((select v.value::int \
     from systemsetting v where v.name = 'jobsMaxCronDelayHours' and v.value ~ '^[0-9]+$'), 4)), 'YYYY-MM-DD\"T\"HH24:MI:SS.MS') \
     from afya.job_schedule s where s.job_uid = {t}.uid and {t}.schedulingtype = 'CRON')";

const RUNTIME: &str = "case when {t}.lastfinished >= {t}.lastexecuted then to_char({t}.lastfinished - {t}.lastexecuted, 'HH24:MI:SS.MS') end";

pub(super) fn job_configuration() -> Type {
    Builder::new("jobConfiguration", "jobConfigurations", "org.hisp.dhis.scheduling.JobConfiguration")
        .wire_name("identifiableObject")
        .endpoint("/jobConfigurations")
        .table("jobconfiguration", Some("jobconfigurationid"))
        .order(1040)
        .secondary_metadata()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_SCHEDULING_ADMIN"])
        .authority(AuthorityType::Delete, &["F_SCHEDULING_ADMIN"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            boolean("configurable").read_only().expression(CONFIGURABLE),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("cronExpression").column("cronexpression").length(0, 255),
            integer("delay").column("delay").any_integer(),
            boolean("enabled").column("enabled").required().long(255),
            text("errorCodes").column("errorcodes").length(0, 2147483647),
            text("executedBy").column("executedby").length(0, 11),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            complex("jobParameters", "org.hisp.dhis.scheduling.JobParameters")
                .json("jsonbjobparameters")
                .embedded()
                .length(0, 255)
                .answered(JOB_PARAMETERS),
            constant("jobStatus", "org.hisp.dhis.scheduling.JobStatus", JOB_STATUS)
                .column("jobstatus")
                .required()
                .long(120)
                .answered("case when {t}.enabled and {t}.jobstatus = 'DISABLED' then 'SCHEDULED' else {t}.jobstatus end"),
            constant("jobType", "org.hisp.dhis.scheduling.JobType", JOB_TYPE).column("jobtype").required().long(120),
            date("lastAlive").column("lastalive").long(255),
            date("lastExecuted").column("lastexecuted").long(255),
            constant("lastExecutedStatus", "org.hisp.dhis.scheduling.JobStatus", JOB_STATUS).column("lastexecutedstatus").required().long(120),
            date("lastFinished").column("lastfinished").long(255),
            text("lastRuntimeExecution").read_only().expression(RUNTIME),
            boolean("leaderOnlyJob").read_only().expression("true"),
            date("maxDelayedExecutionTime").read_only().expression(LATEST),
            text("name").column("name").required().unique().attribute().length(1, 230),
            date("nextExecutionTime").read_only().expression(NEXT),
            text("queueName").column("queuename").length(0, 50),
            integer("queuePosition").column("queueposition").any_integer(),
            constant("schedulingType", "org.hisp.dhis.scheduling.SchedulingType", SCHEDULING_TYPE).column("schedulingtype").required().long(12),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            text("userUid").read_only().expression("{t}.executedby"),
        ])
        .build()
}
