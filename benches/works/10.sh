# Work 10: plans, checks, and statements that are refused.
# shellcheck shell=bash disable=SC2154
rm -f "$work"/state.kmgmt* "$work"/state.sqlite*
nanoseconds "$work/state.kql" "$kmgmt" --catalog "$work/state.kmgmt" >/dev/null
nanoseconds "$work/state.sql" sqlite3 "$work/state.sqlite" >/dev/null
cat "$work/state.sql" "$work/changes.sql" >"$work/planned.sql"
ours=() theirs=() ours_file=() theirs_file=()
for _ in $(seq "$rounds"); do
    ours+=("$(nanoseconds /dev/null "$kmgmt" plan --from "$work/state.kql" "$work/changes.kql")")
    theirs+=("$(nanoseconds "$work/planned.sql" sqlite3 :memory:)")
    ours_file+=("$(nanoseconds /dev/null "$kmgmt" plan --from "$work/state.kmgmt" "$work/changes.kql")")
    copied "$work/state.sqlite" "$work/copy.sqlite"
    theirs_file+=("$(nanoseconds "$work/changes.sql" sqlite3 "$work/copy.sqlite")")
done
row '10 plan 10,000 commands on a script of 100,000' 'sqlite3 :memory:, INSERT' "$(median "${ours[@]}")" "$(median "${theirs[@]}")" ns less 0.33
row '10 plan 10,000 commands on a catalog file of 100,000' 'sqlite3 FILE, INSERT' "$(median "${ours_file[@]}")" "$(median "${theirs_file[@]}")" ns less 0.33

begun=() checked=() more=() theirs=() applied=()
for _ in $(seq "$rounds"); do
    begun+=("$(nanoseconds /dev/null "$kmgmt" '.show version')")
    checked+=("$(nanoseconds /dev/null "$kmgmt" check "$work/state.kql")")
    more+=("$(nanoseconds /dev/null "$kmgmt" check "$work/commands.kql")")
    theirs+=("$(nanoseconds "$work/state.sql" sqlite3 :memory:)")
    applied+=("$(nanoseconds "$work/state.kql" "$kmgmt")")
done
begun=$(median "${begun[@]}") checked=$(median "${checked[@]}")
row '10 check 100,000 statements' 'sqlite3 :memory:, INSERT' "$checked" "$(median "${theirs[@]}")" ns less -
row '10 check 100,000 statements' 'kmgmt, applied' "$checked" "$(median "${applied[@]}")" ns less -
row '10 check, a statement of 1,000,000' 'itself at 100,000' "$(a_piece "$(median "${more[@]}")" "$begun" 1001000)" "$(a_piece "$checked" "$begun" 100100)" ns less 0.77

begun=() few=() many=() accepted=()
for _ in $(seq "$rounds"); do
    begun+=("$(nanoseconds "$work/databases.kql" "$kmgmt")")
    few+=("$(expected=1 nanoseconds "$work/refused-40000.kql" "$kmgmt" --on-error continue)")
    many+=("$(expected=1 nanoseconds "$work/refused-160000.kql" "$kmgmt" --on-error continue)")
    accepted+=("$(nanoseconds "$work/accepted.kql" "$kmgmt")")
done
begun=$(median "${begun[@]}")
many=$(a_piece "$(median "${many[@]}")" "$begun" 160000) few=$(a_piece "$(median "${few[@]}")" "$begun" 40000)
row '10 a refused statement of 160,000' 'kmgmt, an accepted one' "$many" "$(a_piece "$(median "${accepted[@]}")" "$begun" 160000)" ns less 0.025
row '10 a refused statement of 160,000' 'itself at 40,000' "$many" "$few" ns less 0.77
