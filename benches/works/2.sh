# Work 2: whole processes that apply 1,000,000 commands in memory.
# shellcheck shell=bash disable=SC2154
start_redis
ours=() sqlite=() redis=() answered=() was=()
for _ in $(seq "$rounds"); do
    ours+=("$(nanoseconds "$work/commands.kql" "$kmgmt")")
    sqlite+=("$(nanoseconds "$work/commands.sql" sqlite3 :memory:)")
    redis-cli -s "$socket" flushall >/dev/null
    redis+=("$(nanoseconds "$work/commands.resp" redis-cli -s "$socket" --pipe)")
    answered+=("$(nanoseconds "$work/answered.kql" "$kmgmt" -q)")
    [ -z "$before" ] || was+=("$(nanoseconds "$work/commands.kql" "$earlier")")
done
stop_redis
ours=$(median "${ours[@]}") sqlite=$(median "${sqlite[@]}") redis=$(median "${redis[@]}") answered=$(median "${answered[@]}")
row '2 apply 1,000,000 commands' 'sqlite3 :memory:, INSERT' "$ours" "$sqlite" ns less 8
row '2 apply 1,000,000 commands' 'redis-cli --pipe, HSET' "$ours" "$redis" ns less 3
[ -z "$before" ] || row '2 apply 1,000,000 commands' '(before)' "$ours" "$(median "${was[@]}")" ns less 1
row '2 without skip-results, quiet' 'sqlite3 :memory:, INSERT' "$answered" "$sqlite" ns less 8
row '2 without skip-results, quiet' 'redis-cli --pipe, HSET' "$answered" "$redis" ns less 3
