#!/usr/bin/env bash
# Writes a base backup of the cluster that PGHOST and PGPORT name, and checks what was written. For one machine: in a cluster
# the Barman plugin does this.
#   base.sh FOLDER
# FOLDER/NAME is the backup; FOLDER/NAME.complete is written when it was checked.
set -euo pipefail

[[ $# = 1 && -d $1 ]] || { echo "usage: base.sh FOLDER, a folder that is there" >&2; exit 2; }
name=base-$(date -u +%Y%m%dT%H%M%SZ)
target=$1/$name
[ ! -e "$target" ] || { echo "$target is there already; nothing is overwritten" >&2; exit 1; }
pg_basebackup --pgdata="$target" --format=plain --wal-method=fetch --checkpoint=fast --manifest-checksums=sha256 --label="$name"
"$(pg_config --bindir)/pg_verifybackup" --quiet "$target"
sync "$target"
date -u +%FT%TZ >"$target.complete"
echo "base backup complete: $target ($(du -sh "$target" | cut -f1))"
