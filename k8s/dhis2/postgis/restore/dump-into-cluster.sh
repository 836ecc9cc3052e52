#!/usr/bin/env bash
# Restores a logical dump into a new database of a cluster in Kubernetes. Runs where kubectl reaches the cluster.
#   dump-into-cluster.sh DUMP DATABASE [SCHEMA.TABLE]   DUMP: a folder that dump.sh wrote, fetched to this machine
# Copies the dump beside the data of the primary, where it needs room for a while, and lets logical.sh work there: nobody signs in
# from outside as who may make databases. Says what it will do and asks, unless YES=1. INTO is the cluster (postgis), OWNER the role
# that owns what is restored (dhis2).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

[[ $# -ge 2 && $# -le 3 && -f $1/complete ]] || { sed -n '3s/^# *//p' "$0" >&2; exit 2; }
dump=$(cd "$1" && pwd) database=$2 table=${3:-} into=${INTO:-postgis}
[[ "$database$table" =~ ^[A-Za-z0-9_.]+$ ]] || { echo "$database $table is no name of a database and a table" >&2; exit 2; }

in_dhis2() { kubectl --namespace dhis2 "$@"; }
primary=$(in_dhis2 get pods -l "cnpg.io/cluster=$into,cnpg.io/instanceRole=primary" -o name)
[ -n "$primary" ] || { echo "the cluster $into has no primary" >&2; exit 1; }
inside() { in_dhis2 exec -i "$primary" -c postgres -- "$@"; }
echo "will copy $(basename "$dump") ($(du -sh "$dump" | cut -f1)) to $primary and restore ${table:-everything} into its new database $database"
if [ "${YES:-}" != 1 ]; then
  read -r -p "Go on? (yes) " answer
  [ "$answer" = yes ] || { echo "nothing was done"; exit 1; }
fi
place=/var/lib/postgresql/data/arriving
inside mkdir "$place" || { echo "somebody restores there already, or was stopped: look into $place of $primary" >&2; exit 1; }
trap 'inside rm -rf "$place"' EXIT
tar -C "$(dirname "$dump")" -c "$(basename "$dump")" | inside tar -x -C "$place"
tar -C "$here/.." -c restore/logical.sh restore/verify.sh backup/fingerprint.sh | inside tar -x -C "$place"
words=("$place/$(basename "$dump")" "$database")
[ -z "$table" ] || words+=("$table")
inside env PGHOST=/controller/run PGUSER=postgres TMPDIR="$place" OWNER="${OWNER-dhis2}" bash "$place/restore/logical.sh" "${words[@]}"
