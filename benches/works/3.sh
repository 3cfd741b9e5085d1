# Work 3: the commands of work 2 into a new file, durable in groups; sqlite3 in one transaction.
# shellcheck shell=bash disable=SC2154
ours=() theirs=()
for _ in $(seq "$rounds"); do
    figures=$(make_catalogs)
    read -r -d '' our their <<<"$figures" || true
    ours+=("$our") theirs+=("$their")
done
row "3 into --catalog FILE, in groups of $("$peers" group)" 'sqlite3 FILE, INSERT' "$(median "${ours[@]}")" "$(median "${theirs[@]}")" ns less 3
note "3: catalog file $(stat -c %s "$work/catalog.kmgmt" | awk '{ printf "%.0f", $1 / 1e6 }') MB, sqlite3's $(stat -c %s "$work/catalog.sqlite" | awk '{ printf "%.0f", $1 / 1e6 }') MB"
