-- What has changed in the tables that analytics are answered from, for servers that hold them in memory. The triggers that
-- write it are made by a server that is told to, and taken away again by the last one that no longer is.

create table afya.change (
    xid xid8 not null default pg_current_xact_id(),
    kind text not null,
    element bigint,
    period bigint,
    unit bigint
);
comment on table afya.change is 'What a transaction changed, by the key of what has to be read again: the values of an element and a period, of one unit where only one changed; without keys all of that kind. Who follows reads by snapshot, for transactions do not end in the order of their numbers.';
create index change_xid on afya.change (xid);

create table afya.change_reader (
    reader text primary key,
    oldest xid8 not null,
    seen timestamptz not null
);
comment on table afya.change_reader is 'A server that follows the changes: it has all of transactions before the oldest. Changes that all have are taken away; so is a reader that is not seen for long, which then reads everything anew.';
