#!/usr/bin/env bash
# Restores a logical dump into a new database of the server that PGHOST names; all of it, or one table with its rows.
#   logical.sh DUMP DATABASE [SCHEMA.TABLE]       DUMP: a folder that dump.sh wrote
# OWNER names the role that owns what is restored, so that a server can sign in with it; whoever restores may make extensions.
# A database that is there is never touched. One table comes into a database of its own, from where its rows are copied by hand.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

[[ $# -ge 2 && -d $1 ]] || { echo "usage: logical.sh DUMP DATABASE [SCHEMA.TABLE]" >&2; exit 2; }
dump=$1 database=$2 table=${3:-} owner=${OWNER:-}
ask() { PGDATABASE=${MAINTENANCE_DATABASE:-postgres} psql -XqAt -v ON_ERROR_STOP=1 -v database="$database" -v owner="$owner" -f - <<<"$1"; }

[ -f "$dump/complete" ] || { echo "$dump is not complete: it has no file \`complete\`" >&2; exit 1; }
(cd "$dump" && sha256sum --check --quiet complete) || { echo "$dump is corrupt: its files are not what was written" >&2; exit 1; }
if [ -n "$(ask "select 1 from pg_database where datname = :'database'")" ]; then
  echo "the database $database is there already; it stays as it is. Give the name of a new one." >&2
  exit 1
fi
if [ -n "$owner" ] && [ -z "$(ask "select 1 from pg_roles where rolname = :'owner'")" ]; then
  echo "there is no role $owner that could own what is restored; make it first" >&2
  exit 1
fi

echo "will make the database $database on ${PGHOST:-this machine} and restore ${table:-everything} of $(basename "$dump"):"
sed 's/^/  /' "$dump/about"
ask "create database :\"database\" template template0 encoding 'UTF8' ${owner:+owner :\"owner\"}"
export PGDATABASE=$database
lists=$(mktemp -d)
trap 'rm -rf "$lists"' EXIT
if [ -z "$table" ] && [ -n "$owner" ]; then
  # Extensions and what is theirs are for who restores, schemas are given away, and the owner makes the rest.
  pg_restore --list "$dump/dump" >"$lists/all"
  own='^[0-9]+; [0-9]+ [0-9]+ ((COMMENT - )?(EXTENSION|SCHEMA) |TABLE DATA [^ ]+ spatial_ref_sys )'
  grep -E "$own" "$lists/all" >"$lists/first" || true
  grep -vE "$own" "$lists/all" >"$lists/rest"
  pg_restore --exit-on-error --no-owner --no-privileges --use-list="$lists/first" --dbname="$database" "$dump/dump"
  psql -XqAt -v ON_ERROR_STOP=1 -v owner="$owner" <<'SQL' >/dev/null
select format('alter schema %I owner to %I', nspname, :'owner') from pg_namespace n
where nspname not like 'pg\_%' and nspname not in ('information_schema', 'public')
  and not exists (select from pg_depend d where d.classid = 'pg_namespace'::regclass and d.objid = n.oid and d.deptype = 'e') \gexec
-- The nightly dump marks its moment, and its role is the owner.
grant execute on function pg_create_restore_point(text) to :"owner";
SQL
  pg_restore --exit-on-error --no-owner --no-privileges --role="$owner" --use-list="$lists/rest" --jobs="${JOBS:-2}" --dbname="$database" "$dump/dump"
elif [ -z "$table" ]; then
  pg_restore --exit-on-error --no-owner --no-privileges --jobs="${JOBS:-2}" --dbname="$database" "$dump/dump"
else
  pg_restore --exit-on-error --no-owner --no-privileges --section=pre-data --dbname="$database" "$dump/dump"
  pg_restore --exit-on-error --data-only --schema="${table%%.*}" --table="${table#*.}" --dbname="$database" "$dump/dump"
fi
psql -Xqc analyze
"$BASH" "$here/verify.sh" "$dump/fingerprint.tsv" "$table"
