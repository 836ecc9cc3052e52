#!/usr/bin/env bash
# Compares the database that PGDATABASE names with the counts and checksums of a dump.
#   verify.sh FINGERPRINT [SCHEMA.TABLE]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)

[[ $# -ge 1 && -f $1 ]] || { echo "usage: verify.sh FINGERPRINT [SCHEMA.TABLE]" >&2; exit 2; }
fingerprint=$here/fingerprint.sh
[ -f "$fingerprint" ] || fingerprint=$here/../backup/fingerprint.sh

only() { if [ -n "$1" ]; then awk -F'|' -v table="$1" '$1 == table'; else cat; fi; }
wanted=$(only "${2:-}" <"$1")
found=$("$BASH" "$fingerprint" | only "${2:-}")
[ -n "$wanted" ] || { echo "the dump knows no table ${2:-at all}" >&2; exit 1; }
if [ "$wanted" != "$found" ]; then
  echo "what was restored differs (< as it was, > as it is; table, rows, checksum):" >&2
  diff <(echo "$wanted") <(echo "$found") | grep '^[<>]' >&2 || true
  exit 1
fi
awk -F'|' '{ rows += $2; printf "  %-60s %12d rows  %s\n", $1, $2, $3 } END { printf "verified: %d tables, %d rows, every checksum equal\n", NR, rows }' \
  <<<"$found"
