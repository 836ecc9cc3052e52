#!/usr/bin/env bash
# Restores the last backups into a PostgreSQL of its own and compares; touches nothing that lives.
#   DUMPS=FOLDER SCRATCH=FOLDER BASES=FOLDER WAL=FOLDER drill.sh                 on one machine
#   DUMPS=FOLDER SCRATCH=FOLDER BARMAN_STORE=URL BARMAN_SERVER=NAME drill.sh     in a cluster
# Two restores must have the counts and checksums of the last dump: the dump itself, and the base backup with WAL up to the
# moment of that dump. METRICS names a file for Prometheus's textfile collector, MAX_AGE_HOURS how old the dump may be.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

: "${DUMPS:?the folder of dumps}" "${SCRATCH:?an empty folder with room for two databases}"
script() {
  local at
  for at in "$here/$1" "$here/../restore/$1" "$here/../backup/$1"; do [ ! -f "$at" ] || { echo "$at"; return; }; done
}
fail() { echo "drill failed: $*" >&2; exit 1; }
bin=$(pg_config --bindir)
begun=$(date +%s)

dump=$(find "$DUMPS" -mindepth 2 -maxdepth 2 -name complete -printf '%h\n' | sort | tail -n 1)
[ -n "$dump" ] || fail "there is no complete dump in $DUMPS"
age=$(((begun - $(date -d "$(basename "$dump" | sed -E 's/^dump-(....)(..)(..)T(..)(..)(..)Z$/\1-\2-\3T\4:\5:\6Z/')" +%s)) / 3600))
[ "$age" -le "${MAX_AGE_HOURS:-36}" ] || fail "the last complete dump is $age hours old: $dump"
point=$(sed -n 's/^restore_point=//p' "$dump/about")
database=$(sed -n 's/^database=//p' "$dump/about")

work=$(mktemp -d "$SCRATCH/drill.XXXXXX")
end() { "$bin/pg_ctl" -D "$work/logical" -m immediate stop >/dev/null 2>&1 || true; rm -rf "$work"; }
trap end EXIT

echo "1. the logical dump $(basename "$dump"), $age hours old"
"$bin/initdb" -D "$work/logical" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null
"$bin/pg_ctl" -D "$work/logical" -w -l "$work/log" -o "-c listen_addresses='' -c unix_socket_directories='$work' -c fsync=off -c max_locks_per_transaction=256" start >/dev/null ||
  fail "no PostgreSQL to restore into: $(tail -n 3 "$work/log")"
PGHOST=$work PGUSER=postgres PGPORT=5432 "$BASH" "$(script logical.sh)" "$dump" drill || fail "the logical dump"
"$bin/pg_ctl" -D "$work/logical" -m immediate -w stop >/dev/null
rm -rf "$work/logical"

echo "2. the base backup and WAL, to the moment of that dump"
if [ -n "${BARMAN_STORE:-}" ]; then
  from=(--store "$BARMAN_STORE" --server "${BARMAN_SERVER:?the name of the server in the store}")
else
  # The last base backup that was complete before the dump began.
  base=$(find "${BASES:?the folder of base backups}" -maxdepth 1 -name 'base-*.complete' | sort |
    awk -v before="base-${point#dump-}" '{ name = $0; sub(".*/", "", name); sub(".complete$", "", name); if (name <= before) last = $0 } END { print last }')
  [ -n "$base" ] || fail "there is no complete base backup from before the dump in $BASES"
  from=(--base "${base%.complete}" --wal "${WAL:?the folder of archived WAL}")
fi
"$BASH" "$(script recover.sh)" "$work/physical" "${from[@]}" --name "$point" --verify "$dump/fingerprint.tsv" "$database" ||
  fail "the base backup and WAL"

ended=$(date +%s)
if [ -n "${METRICS:-}" ]; then
  printf '%s\n' "# HELP afya_restore_drill_success_timestamp_seconds When a drill last succeeded." \
    "# TYPE afya_restore_drill_success_timestamp_seconds gauge" \
    "afya_restore_drill_success_timestamp_seconds $ended" \
    "# HELP afya_restore_drill_seconds How long it took." "# TYPE afya_restore_drill_seconds gauge" \
    "afya_restore_drill_seconds $((ended - begun))" >"$METRICS.new"
  mv "$METRICS.new" "$METRICS"
fi
echo "drill succeeded: both restores are as the dump says, in $((ended - begun)) s"
