# Work 7: the memory of the assignments of work 2, with their notes and users. kmgmt's is what an allocator counts as
# live, or the growth of the process; redis' is what it says itself.
# shellcheck shell=bash disable=SC2154
says() {
    redis-cli -s "$socket" info memory | tr -d '\r' | awk -F: -v key="$1" '$1 == key { print $2 }'
}
start_redis
used=$(says used_memory) resident=$(says used_memory_rss)
redis-cli -s "$socket" --pipe <"$work/commands.resp" >/dev/null
sleep 1
used=$(a_piece "$(says used_memory)" "$used" 1000000) resident=$(a_piece "$(says used_memory_rss)" "$resident" 1000000)
stop_redis
figures=$("$memory" 1000000)
IFS=$'\t' read -r live grown <<<"$figures"
row '7 memory an assignment, 1,000,000, live bytes' 'redis, used_memory' "$live" "$used" B less 1
row '7 memory an assignment, 1,000,000, resident' 'redis, used_memory_rss' "$grown" "$resident" B less -
