-- Work that no request waits for, shared by all servers on one database.

create table afya.job (
    id text primary key,
    type text not null,
    name text not null,
    status text not null,
    executed_by text not null,
    parameters jsonb not null default '{}',
    media_type text,
    attempts integer not null default 0,
    summary jsonb,
    created timestamptz not null,
    finished timestamptz
);
comment on table afya.job is 'A job: NOT_STARTED until a server takes it, RUNNING while one holds the advisory lock of its id, then COMPLETED or FAILED.';
create index job_unfinished on afya.job (created) where finished is null;

create table afya.job_input (
    job_id text not null references afya.job on delete cascade,
    place integer not null,
    bytes bytea not null,
    primary key (job_id, place)
);
comment on table afya.job_input is 'The body that a job works on, as it was sent, in parts; taken away when the job is finished.';

create table afya.job_notification (
    place bigint generated always as identity primary key,
    job_id text not null references afya.job on delete cascade,
    id text not null,
    level text not null,
    time timestamptz not null,
    message text not null,
    completed boolean not null,
    data jsonb
);
comment on table afya.job_notification is 'What a job says of its progress.';
create index job_notification_job_id on afya.job_notification (job_id, place);
