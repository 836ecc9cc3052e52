-- When configured jobs run next, worked out from their cron expressions; and jobs that are to be stopped.

create table afya.job_schedule (
    job_uid text primary key,
    set_by text not null,
    next_execution timestamptz
);
comment on table afya.job_schedule is 'The next execution of each job configuration; set_by is what it was worked out from.';

alter table afya.job add column cancel boolean not null default false;
comment on column afya.job.cancel is 'Whether whoever runs the job is asked to stop.';
