#!/usr/bin/env bash
# Removes backups of one machine that are older than DAYS, never the two newest, and the WAL that no base backup needs any more.
#   prune.sh BASES WAL DUMPS DAYS
set -euo pipefail

[ $# = 4 ] || { echo "usage: prune.sh BASES WAL DUMPS DAYS" >&2; exit 2; }
bases=$1 wal=$2 dumps=$3 days=$4

# old FOLDER PATTERN: complete backups but the two newest, as far as they are older than DAYS.
old() {
  local marks mark
  mapfile -t marks < <(find "$1" -path "$2" -type f | sort | head -n -2)
  for mark in "${marks[@]}"; do
    [ -z "$(find "$mark" -mtime "+$days")" ] || echo "$mark"
  done
}

old "$bases" "$bases/*.complete" | while read -r mark; do
  echo "removing ${mark%.complete}"
  rm -f "$mark" && rm -rf "${mark%.complete}"
done
old "$dumps" "$dumps/*/complete" | while read -r mark; do
  echo "removing ${mark%/complete}"
  rm -f "$mark" && rm -rf "${mark%/complete}"
done

oldest=$(find "$bases" -maxdepth 1 -name '*.complete' | sort | head -n 1)
[ -n "$oldest" ] || exit 0
first=$(sed -n 's/^START WAL LOCATION: .*(file \([0-9A-F]*\)).*/\1/p' "${oldest%.complete}/backup_label")
"$(pg_config --bindir)/pg_archivecleanup" "$wal" "$first"
