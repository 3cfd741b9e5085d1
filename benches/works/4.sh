# Work 4: access decisions, in process, memberships warm.
# shellcheck shell=bash disable=SC2154
rows=$("$peers" decisions "$rounds")
while IFS=$'\t' read -r how peer ours theirs; do
    row "4 decide, 1,000 grants, $how" "$peer" "$ours" "$theirs" ns less 1000
done <<<"$rows"

figures=$("$peers" decisions-large 1000000 $((rounds * 5)))
IFS=$'\t' read -r mean percentile clock fill allowed <<<"$figures"
row '4 decide, 1,000,000 assignments, mean' '1,000 ns' "$mean" 1000 ns less 1
row '4 decide, 1,000,000 assignments, 99th percentile' '3,000 ns' "$percentile" 3000 ns less 1
row '4 first reading of the groups of a user' '' "$fill" - ns less -
note "4: single decisions, without the $clock ns that the clock itself takes; $allowed % of them allow; the mean is of processor time"
