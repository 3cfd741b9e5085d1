# Work 9: a durable catalog of 1,000,000 assignments is opened, and one more is added.
# shellcheck shell=bash disable=SC2154
catalogs
ours=() theirs=()
for _ in $(seq $((rounds * 3))); do
    copied "$work/catalog.kmgmt" "$work/copy.kmgmt"
    copied "$work/catalog.sqlite" "$work/copy.sqlite"
    ours+=("$(nanoseconds /dev/null "$kmgmt" --catalog "$work/copy.kmgmt" ".add database db1 admins ('aaduser=new@contoso.com') skip-results 'note'")")
    theirs+=("$(nanoseconds /dev/null sqlite3 "$work/copy.sqlite" "insert or ignore into a values ('db1', 'admins', 'aaduser=new@contoso.com', 'note')")")
done
row '9 open 1,000,000 assignments, one .add' 'sqlite3 FILE, one INSERT' "$(median "${ours[@]}")" "$(median "${theirs[@]}")" ns less 0.33
