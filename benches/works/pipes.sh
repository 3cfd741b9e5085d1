# Operators after the pipe: 100,000 rows in memory on both sides, the least times, without loading.
# shellcheck shell=bash disable=SC2154
rows=$("$peers" pipes "$work" "$rounds")
while IFS=$'\t' read -r pipe ours theirs; do
    row "pipe: $pipe" 'sqlite3 :memory:' "$ours" "$theirs" ns less 1
done <<<"$rows"
