#!/usr/bin/env bash
# PostgreSQL's archive_command on one machine: archive-wal.sh PATH NAME FOLDER. Never overwrites; a file counts when it is on disk.
set -euo pipefail

path=$1 name=$2 folder=$3
if [ -e "$folder/$name" ]; then
  # PostgreSQL may ask again after a crash: the same bytes are archived already, others are a mistake.
  cmp --silent "$path" "$folder/$name" && exit 0
  echo "$folder/$name is there with other content" >&2
  exit 1
fi
cp "$path" "$folder/.$name.arriving"
sync "$folder/.$name.arriving"
mv "$folder/.$name.arriving" "$folder/$name"
sync "$folder"
