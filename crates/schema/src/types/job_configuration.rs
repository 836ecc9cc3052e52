//! Job Configuration.

use super::constants::{JOB_STATUS, JOB_TYPE, SCHEDULING_TYPE};
use crate::builder::{Builder, boolean, complex, constant, date, integer, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

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
            boolean("configurable").read_only(),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            text("cronExpression").column("cronexpression").length(0, 255),
            integer("delay").column("delay").any_integer(),
            boolean("enabled").column("enabled").required().long(255),
            text("errorCodes").column("errorcodes").length(0, 2147483647),
            text("executedBy").column("executedby").length(0, 11),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            complex("jobParameters", "org.hisp.dhis.scheduling.JobParameters").json("jsonbjobparameters").embedded().length(0, 255),
            constant("jobStatus", "org.hisp.dhis.scheduling.JobStatus", JOB_STATUS).column("jobstatus").required().long(120),
            constant("jobType", "org.hisp.dhis.scheduling.JobType", JOB_TYPE).column("jobtype").required().long(120),
            date("lastAlive").column("lastalive").long(255),
            date("lastExecuted").column("lastexecuted").long(255),
            constant("lastExecutedStatus", "org.hisp.dhis.scheduling.JobStatus", JOB_STATUS).column("lastexecutedstatus").required().long(120),
            date("lastFinished").column("lastfinished").long(255),
            text("lastRuntimeExecution").read_only(),
            boolean("leaderOnlyJob").read_only(),
            date("maxDelayedExecutionTime").read_only(),
            text("name").column("name").required().unique().attribute().length(1, 230),
            date("nextExecutionTime").read_only(),
            text("queueName").column("queuename").length(0, 50),
            integer("queuePosition").column("queueposition").any_integer(),
            constant("schedulingType", "org.hisp.dhis.scheduling.SchedulingType", SCHEDULING_TYPE).column("schedulingtype").required().long(12),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            text("userUid").read_only(),
        ])
        .build()
}
