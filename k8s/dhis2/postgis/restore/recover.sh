#!/usr/bin/env bash
# Recovers a cluster from a base backup and archived WAL into a new folder.
#   recover.sh TARGET --base BACKUP --wal FOLDER [--name POINT | --time TIME] [--verify FINGERPRINT DATABASE]
#   recover.sh TARGET --store URL --server NAME  [--name POINT | --time TIME] [--verify FINGERPRINT DATABASE]
# The first form is for backups of base.sh and archive-wal.sh, the second one for an object store that Barman wrote
# (BARMAN_OPTIONS: its options, such as `--cloud-provider google-cloud-storage`). Without a point or a time all WAL is replayed.
# TARGET must not be there, or be empty. The recovered cluster is left stopped, ready to be started.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

usage() { sed -n '3,4s/^# *//p' "$0" >&2; exit 2; }
[ $# -ge 1 ] || usage
target=$1
shift
base='' wal='' store='' server='' goal='' fingerprint='' database=''
while [ $# -gt 0 ]; do
  case $1 in
    --base) base=$2; shift 2 ;;
    --wal) wal=$2; shift 2 ;;
    --store) store=$2; shift 2 ;;
    --server) server=$2; shift 2 ;;
    --name) goal="recovery_target_name = '$2'"; shift 2 ;;
    --time) goal="recovery_target_time = '$2'"; shift 2 ;;
    --verify) fingerprint=$2 database=$3; shift 3 ;;
    *) usage ;;
  esac
done
{ [ -d "$base" ] && [ -d "$wal" ]; } || { [ -n "$store" ] && [ -n "$server" ]; } || usage
if [[ $goal =~ \'.*\'.*\' || $wal = *[\'\"]* ]]; then
  echo "no quotes in names, times and folders" >&2
  exit 2
fi

if [ -d "$target" ] && [ -n "$(ls -A "$target")" ]; then
  if [ -f "$target/postmaster.pid" ]; then echo "a cluster lives in $target; it stays as it is." >&2
  else echo "$target is not empty; it stays as it is." >&2; fi
  echo "Give a folder that is not there." >&2
  exit 1
fi
bin=$(pg_config --bindir)
read -r -a barman <<<"${BARMAN_OPTIONS:-}"
echo "will recover ${base:-the newest backup of $server in $store} into $target, to ${goal:-the end of the WAL}"

mkdir -p "$target" && chmod 700 "$target"
if [ -n "$base" ]; then
  "$bin/pg_verifybackup" --quiet "$base" || { echo "the base backup $base is corrupt" >&2; exit 1; }
  cp -a "$base/." "$target/"
  restore_command="cp \"$(cd "$wal" && pwd)/%f\" \"%p\""
else
  barman-cloud-restore "${barman[@]}" "$store" "$server" latest "$target"
  restore_command="barman-cloud-wal-restore ${barman[*]} $store $server %f %p"
fi

# Settings of a standby must not be smaller than those of the cluster that the WAL comes from.
setting() { "$bin/pg_controldata" "$target" | sed -n "s/^$1 setting: *//p"; }
run=$(mktemp -d)
{
  for name in max_connections max_worker_processes max_wal_senders max_prepared_xacts max_locks_per_xact; do
    value=$(setting "$name")
    case $name in
      max_prepared_xacts) echo "max_prepared_transactions = $value" ;;
      max_locks_per_xact) echo "max_locks_per_transaction = $value" ;;
      *) echo "$name = $value" ;;
    esac
  done
  echo "listen_addresses = ''"
  echo "unix_socket_directories = '$run'"
  echo "restore_command = '$restore_command'"
  [ -z "$goal" ] || echo "$goal"
  echo "recovery_target_action = promote"
  echo "recovery_target_timeline = latest"
  echo "archive_mode = off"
  echo "logging_collector = off"
  echo "ssl = off"
  echo "shared_preload_libraries = ''"
  echo "synchronous_standby_names = ''"
} >"$run/recovery.conf"
# Whoever may look into this machine's folder is let in, and nobody else, until the cluster's own rules are put back.
echo "local all all trust" >"$run/hba.conf"
touch "$target/recovery.signal"
rm -f "$target/standby.signal" "$target/postmaster.pid"
mv "$target/postgresql.auto.conf" "$target/postgresql.auto.conf.kept" 2>/dev/null || true

stop() {
  "$bin/pg_ctl" -D "$target" -m fast -w stop >/dev/null 2>&1 || true
  [ ! -f "$target/postgresql.auto.conf.kept" ] || mv "$target/postgresql.auto.conf.kept" "$target/postgresql.auto.conf"
  rm -rf "$run"
}
trap stop EXIT
if ! "$bin/pg_ctl" -D "$target" -w -t "${PATIENCE:-3600}" -l "$run/log" -o "-c config_file='$run/recovery.conf' -c hba_file='$run/hba.conf'" start >/dev/null; then
  echo "PostgreSQL did not recover; its last words:" >&2
  tail -n 15 "$run/log" >&2
  exit 1
fi
export PGHOST=$run PGUSER=${SUPERUSER:-postgres}
unset PGPASSWORD PGPORT
# Hot standby answers before the goal is reached; the promotion tells that it was.
for ((fifth = 0; fifth < 5 * ${PATIENCE:-3600}; fifth++)); do
  state=$(PGDATABASE=postgres psql -XqAtc 'select pg_is_in_recovery()' 2>/dev/null || echo gone)
  [ "$state" = t ] || break
  sleep 0.2
done
if [ "$state" != f ]; then
  echo "the goal was not reached: $(grep -E 'FATAL|PANIC' "$run/log" | tail -n 1)" >&2
  exit 1
fi
grep -E "recovery stopping|last completed transaction|archive recovery complete" "$run/log" | sed 's/^.*LOG: */  /' || true
if [ -n "$fingerprint" ]; then
  PGDATABASE=$database "$BASH" "$here/verify.sh" "$fingerprint"
fi
echo "recovered: $target"
