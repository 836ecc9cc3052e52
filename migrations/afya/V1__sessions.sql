-- Sessions and failed sign-ins, shared by all servers on one database.

create table afya.session (
    id text primary key,
    user_id bigint not null,
    created timestamptz not null,
    last_used timestamptz not null,
    expires timestamptz not null,
    data jsonb not null default '{}'
);
comment on table afya.session is 'A signed-in browser; id is the SHA-256 of its cookie.';
create index session_expires on afya.session (expires);
create index session_user_id on afya.session (user_id);

create table afya.login_failure (
    username text primary key,
    failures integer not null,
    first_failed timestamptz not null,
    last_failed timestamptz not null
);
comment on table afya.login_failure is 'Failed sign-ins of a name since it last signed in.';
