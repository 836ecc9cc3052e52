#!/usr/bin/env bash
# Restores into a new cluster beside the one that lives, which is never touched. Runs where kubectl reaches the cluster.
#   new-cluster.sh point-in-time NEW TIME|POINT   from the object store, to a time (2026-01-31T12:00:00Z) or a dump's moment (dump-…)
#   new-cluster.sh object-store NEW               from the object store alone, to the end of its WAL
#   new-cluster.sh running-cluster NEW            from the cluster that runs
# Says what it will do and asks, unless YES=1. At the end it prints rows and checksum of each table; with FINGERPRINT, the
# fingerprint.tsv of the dump that POINT names, or with a running cluster, it compares.
# FROM is the name of the cluster to restore (postgis), INSTANCES how many the new one has (3, at least 2). A dump's moment is reached from
# the last base backup that was complete before it; BACKUP names one where this Kubernetes knows of none.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

usage() { sed -n '3,5s/^# *//p' "$0" >&2; exit 2; }
[ $# -ge 2 ] || usage
kind=$1 new=$2 goal=${3:-} from=${FROM:-postgis} instances=${INSTANCES:-3}
case $kind in
  point-in-time) [ -n "$goal" ] || usage ;;
  object-store | running-cluster) [ -z "$goal" ] || usage ;;
  *) usage ;;
esac
[[ $new =~ ^[a-z][a-z0-9-]*$ && $new != "$from" ]] || { echo "$new is no name for a new cluster" >&2; exit 2; }
[[ $goal =~ ^[A-Za-z0-9:.+-]*$ ]] || { echo "$goal is neither a time nor a point" >&2; exit 2; }
[[ $instances =~ ^[2-9]$ ]] || { echo "a commit waits for a standby: INSTANCES must be 2 or more" >&2; exit 2; }

in_dhis2() { kubectl --namespace dhis2 "$@"; }
if in_dhis2 get clusters.postgresql.cnpg.io "$new" >/dev/null 2>&1; then
  echo "the cluster $new is there already; it stays as it is. Give another name, or delete it by hand." >&2
  exit 1
fi
# The new one has the disks of the old one; where the old one is gone, those that SIZE, WAL_SIZE and CLASS name.
of_old() { in_dhis2 get clusters.postgresql.cnpg.io "$from" -o "jsonpath=$1" 2>/dev/null || true; }
size=${SIZE:-$(of_old '{.spec.storage.size}')}
wal_size=${WAL_SIZE:-$(of_old '{.spec.walStorage.size}')}
class=${CLASS:-$(of_old '{.spec.storage.storageClass}')}
identity=${IDENTITY:-$(of_old '{.spec.serviceAccountTemplate.metadata.annotations}')}
if [ -z "$size" ] || [ -z "$wal_size" ] || [ -z "$class" ]; then
  echo "the cluster $from is not there to look at: say SIZE (200Gi), WAL_SIZE (50Gi) and CLASS" >&2
  exit 1
fi

target="targetTime: \"$goal\""
if [[ $goal = dump-* ]]; then
  moment=$(sed -E 's/^dump-(....)(..)(..)T(..)(..)(..)Z$/\1-\2-\3T\4:\5:\6Z/' <<<"$goal")
  backup=${BACKUP:-$(in_dhis2 get backups.postgresql.cnpg.io \
    -o 'jsonpath={range .items[?(@.status.phase=="completed")]}{.spec.cluster.name} {.status.stoppedAt} {.status.backupId}{"\n"}{end}' |
    awk -v from="$from" -v moment="$moment" '$1 == from && $2 <= moment { print $2, $3 }' | sort | tail -n 1 | cut -d ' ' -f 2)}
  if [[ ! $backup =~ ^[A-Za-z0-9]+$ ]]; then
    echo "no base backup of $from is known here that was complete before $goal: say BACKUP, the name of a folder in $from/base of the object store" >&2
    exit 1
  fi
  target="targetName: $goal\n        backupID: $backup"
fi

echo "will make the cluster $new ($instances instances, $size, $class) from ${kind//-/ } of $from ${goal:+to $goal}; $from stays as it is"
if [ "${YES:-}" != 1 ]; then
  read -r -p "Go on? (yes) " answer
  [ "$answer" = yes ] || { echo "nothing was done"; exit 1; }
fi
sed -e "s|\${NEW}|$new|g; s|\${FROM}|$from|g; s|\${INSTANCES}|$instances|g; s|\${SIZE}|$size|g; s|\${WAL_SIZE}|$wal_size|g; s|\${CLASS}|$class|g" \
  -e "s|\${IDENTITY}|${identity:-{\}}|g; s|\${TARGET}|$target|g" "$here/$kind.yaml" | in_dhis2 create -f -
in_dhis2 wait --for=condition=Ready --timeout="${PATIENCE:-4h}" "clusters.postgresql.cnpg.io/$new"

# fingerprint CLUSTER: as fingerprint.sh prints it, from inside the primary.
fingerprint() {
  in_dhis2 exec -i "$(in_dhis2 get pods -l "cnpg.io/cluster=$1,cnpg.io/instanceRole=primary" -o name)" -c postgres -- \
    env PGDATABASE=dhis2 PGUSER=postgres PGHOST=/controller/run bash -s <"$here/../backup/fingerprint.sh"
}
found=$(fingerprint "$new")
awk -F'|' '{ rows += $2; printf "  %-60s %12d rows  %s\n", $1, $2, $3 } END { printf "restored: %d tables, %d rows\n", NR, rows }' <<<"$found"
wanted=''
[ -z "${FINGERPRINT:-}" ] || wanted=$(cat "$FINGERPRINT")
[ "$kind" != running-cluster ] || wanted=$(fingerprint "$from")
if [ -z "$wanted" ]; then
  echo "nothing to compare with was given: look at the counts above"
elif [ "$wanted" = "$found" ]; then
  echo "verified: every checksum equal"
else
  echo "what was restored differs (< as it was, > as it is; tables that were written to meanwhile differ too):" >&2
  diff <(echo "$wanted") <(echo "$found") | grep '^[<>]' >&2 || true
  exit 1
fi
