# Work 1: statements split, lexed and parsed to their trees, in process, on one core.
# shellcheck shell=bash disable=SC2154
parsed() {
    local figures ours theirs
    figures=$("$1" parse 1000000)
    IFS=$'\t' read -r _ ours theirs _ <<<"$figures"
    row '1 parse 1,000,000 statements' "$2" "$ours" "$theirs" M/s more 15
}
parsed "$peers" 'sqlparser, GRANT'
# The rate before stands in the column of kmgmt: its ratio to sqlparser is what compares.
[ -z "$before" ] || parsed "$earlier_peers" '(before) sqlparser, GRANT'
