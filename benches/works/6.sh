# Work 6: 100,000 principals of a database, rendered; without loading them.
# shellcheck shell=bash disable=SC2154
rows=$("$peers" show "$kmgmt" "$work" 100000 $((rounds * 3)))
while IFS=$'\t' read -r format mode ours theirs; do
    goal=2
    [ "$format" != table ] || goal=1
    row "6 show 100,000 rows as $format" "sqlite3 -$mode" "$ours" "$theirs" ns less "$goal"
done <<<"$rows"
