# Work 5: start of the program.
# shellcheck shell=bash disable=SC2154
catalogs
ours=() theirs=() with_catalog=() with_users=() was=() was_with_users=()
for _ in $(seq $((rounds * 20))); do
    ours+=("$(nanoseconds /dev/null "$kmgmt" '.show version')")
    theirs+=("$(nanoseconds /dev/null sqlite3 :memory: 'select 1')")
    with_catalog+=("$(nanoseconds /dev/null "$kmgmt" --catalog "$work/catalog.kmgmt" '.show version')")
    [ -z "$before" ] || was+=("$(nanoseconds /dev/null "$earlier" '.show version')")
done
for _ in $(seq $((rounds * 3))); do
    with_users+=("$(nanoseconds /dev/null "$kmgmt" --environment "$work/environment.json" '.show version')")
    [ -z "$before" ] || was_with_users+=("$(nanoseconds /dev/null "$earlier" --environment "$work/environment.json" '.show version')")
done
ours=$(median "${ours[@]}") theirs=$(median "${theirs[@]}") with_users=$(median "${with_users[@]}")
row '5 start' "sqlite3 :memory: 'select 1'" "$ours" "$theirs" ns less 1
row '5 start, environment of 200,000 users' "sqlite3 :memory: 'select 1'" "$with_users" "$theirs" ns less 0.033
row '5 start, catalog of 1,000,000 assignments' "sqlite3 :memory: 'select 1'" "$(median "${with_catalog[@]}")" "$theirs" ns less 0.5
if [ -n "$before" ]; then
    row '5 start' '(before)' "$ours" "$(median "${was[@]}")" ns less 1
    row '5 start, environment of 200,000 users' '(before)' "$with_users" "$(median "${was_with_users[@]}")" ns less 1
fi
