#!/usr/bin/env bash
# Writes a logical dump of the database that PGDATABASE names.
#   dump.sh FOLDER
# FOLDER/NAME then holds `dump` (pg_dump's custom format), `fingerprint.tsv` (rows and checksum of each table), `about`,
# and last `complete`, the checksums of the three: a folder without it is no backup. Nothing is renamed or written twice, so
# FOLDER may be a bucket whose objects cannot be changed.
# The moment of the dump is also a restore point NAME in the WAL: a base backup that is restored to that point must have the
# same fingerprint. For that moment all tables are locked against writes; it waits three seconds at most, and tries again.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

[[ $# = 1 && -d $1 ]] || { echo "usage: dump.sh FOLDER, a folder that is there" >&2; exit 2; }
name=dump-$(date -u +%Y%m%dT%H%M%SZ)
target=$1/$name
[ ! -e "$target" ] || { echo "$target is there already; nothing is overwritten" >&2; exit 1; }
aside=$(mktemp -d)

# One session holds the snapshot until the dump is done, another one the locks until the snapshot is taken.
coproc KEEPER { exec psql -XqAt -v ON_ERROR_STOP=1 2>&1; }
keeper=$KEEPER_PID
trap 'kill "$keeper" 2>/dev/null || true; rm -rf "$aside"' EXIT
say_keeper() { printf '%s\n' "$1" >&"${KEEPER[1]}"; }

# Both wait inside of a transaction, the first one for as long as the dump takes.
cat >"$aside/mark.sql" <<SQL
set idle_in_transaction_session_timeout = 0;
begin;
set local lock_timeout = '3s';
do \$\$
declare rel regclass;
begin
  for rel in
    select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where c.relkind in ('r', 'p') and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
    order by c.oid
  loop
    execute format('lock table only %s in share mode', rel);
  end loop;
end
\$\$;
\\echo locked
\\! cat "$aside/go" >/dev/null
select pg_create_restore_point('$name');
commit;
\\echo marked
SQL

# mark: takes the locks, lets the keeper take its snapshot, and writes the restore point; fails when somebody writes too long.
mark() {
  local line rc=0
  rm -f "$aside/go" && mkfifo "$aside/go"
  exec {marker}< <(psql -XqAt -v ON_ERROR_STOP=1 -f "$aside/mark.sql" 2>&1 || true)
  while read -r -u "$marker" line; do
    case $line in
      locked)
        say_keeper "set idle_in_transaction_session_timeout = 0; begin transaction isolation level repeatable read read only; select 'snapshot ' || pg_export_snapshot();"
        read -r -t 60 -u "${KEEPER[0]}" snapshot || rc=1
        case ${snapshot:-} in "snapshot "*) snapshot=${snapshot#snapshot } ;; *) echo "no snapshot: ${snapshot:-}" >&2; rc=1 ;; esac
        echo go >"$aside/go"
        ;;
      marked) exec {marker}<&-; return "$rc" ;;
      *) echo "$line" >"$aside/fault" ;;
    esac
  done
  exec {marker}<&-
  return 1
}

for try in 1 2 3 4 5 6 7 8 9 10; do
  if mark; then break; fi
  if [ "$try" = 10 ] || ! grep -q "lock timeout\|deadlock" "$aside/fault" 2>/dev/null; then
    echo "the moment of the dump could not be marked: $(cat "$aside/fault" 2>/dev/null)" >&2
    exit 1
  fi
done

mkdir "$target"
echo "dumping ${PGDATABASE:-the database} to $target"
# From front to end: a folder that is a bucket knows no other way of writing.
pg_dump --format=custom --snapshot="$snapshot" --no-owner --no-privileges | cat >"$target/dump"
"$BASH" "$here/fingerprint.sh" "$snapshot" >"$target/fingerprint.tsv"
say_keeper "rollback; \\q"
{
  echo "name=$name"
  echo "database=${PGDATABASE:-}"
  echo "restore_point=$name"
  echo "server=$(psql -XqAtc 'show server_version')"
  echo "tables=$(wc -l <"$target/fingerprint.tsv")"
  echo "rows=$(awk -F'|' '{ rows += $2 } END { printf "%d", rows }' "$target/fingerprint.tsv")"
} >"$target/about"
(cd "$target" && sha256sum dump fingerprint.tsv about >"$aside/complete" && cp "$aside/complete" complete)
sed 's/^/  /' "$target/about"
echo "dump complete: $target"
