#!/usr/bin/env bash
# Prints one line a table of the database that PGDATABASE names: schema.table, rows, checksum of the rows in any order.
#   fingerprint.sh [SNAPSHOT]      as a transaction sees it that exported its snapshot
# Left out: what extensions bring along, and unlogged tables, which no base backup keeps.
set -euo pipefail

as_of=''
[ $# = 0 ] || as_of="set transaction snapshot '$1';"
psql -XqAt -v ON_ERROR_STOP=1 <<SQL
begin transaction isolation level repeatable read read only;
$as_of
set local timezone = 'UTC';
set local datestyle = 'ISO';
set local intervalstyle = 'iso_8601';
set local bytea_output = 'hex';
set local extra_float_digits = 3;
set local xmloption = 'content';
select format(
  'select %L, count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) from %I.%I t',
  n.nspname || '.' || c.relname, n.nspname, c.relname)
from pg_class c
join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'r' and c.relpersistence = 'p'
  and n.nspname not like 'pg\_%' and n.nspname <> 'information_schema'
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
order by n.nspname collate "C", c.relname collate "C" \gexec
commit;
SQL
