#!/usr/bin/env bash
# Works 1, 2 and 5 beside their peers, in turn, in one run: makes its data, installs the peers by
# the system's package manager where they are absent, prints medians and ratios.
#
#   benches/run.sh [ROUNDS]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-5}
work=${KMGMT_BENCH_DIR:-target/bench}
mkdir -p "$work"

need() {
    command -v "$1" >/dev/null || { apt-get update -q && apt-get install -qy "$2"; }
}
need sqlite3 sqlite3 >&2
need redis-server redis-server >&2

cargo build --release -q
CARGO_TARGET_DIR="$work/peers" cargo build --release -q --manifest-path benches/peers/Cargo.toml
kmgmt=$PWD/target/release/kmgmt
peers=$work/peers/release/peers
[ -s "$work/environment.json" ] || "$peers" data "$work"

# Seconds that a command takes, from a file on standard input (or /dev/null).
seconds() {
    local input=$1
    shift
    local start end
    start=$(date +%s%N)
    "$@" <"$input" >/dev/null
    end=$(date +%s%N)
    echo $((end - start))
}

median() {
    sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

socket=$(mktemp -u /tmp/kmgmt-redis-XXXXXX.sock)
redis-server --port 0 --unixsocket "$socket" --save '' --appendonly no --daemonize yes >/dev/null
trap 'redis-cli -s "$socket" shutdown nosave >/dev/null 2>&1 || true' EXIT
until redis-cli -s "$socket" ping >/dev/null 2>&1; do :; done

# report WORK PEER OURS THEIRS GOAL: times in nanoseconds, the goal as theirs/ours at least.
report() {
    awk -v work="$1" -v peer="$2" -v ours="$3" -v theirs="$4" -v goal="$5" 'BEGIN {
        printf "%-34s %-28s %10.1f ms %10.1f ms %7.2f %7s  %s\n", work, peer, ours / 1e6, theirs / 1e6, theirs / ours, goal, (theirs / ours >= goal ? "met" : "missed") }'
}

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
printf '%-34s %-28s %13s %13s %7s %7s\n' work peer kmgmt peer ratio goal

read -r _ ours theirs ratio < <("$peers" parse 1000000)
printf '%-34s %-28s %9s M/s %9s M/s %7s %7s  %s\n' '1 parse 1,000,000 statements' 'sqlparser GRANT' "$ours" "$theirs" "$ratio" 10 \
    "$(awk -v ratio="$ratio" 'BEGIN { print (ratio >= 10 ? "met" : "missed") }')"

ours=() sqlite=() redis=()
for _ in $(seq "$rounds"); do
    ours+=("$(seconds "$work/commands.kql" "$kmgmt")")
    sqlite+=("$(seconds "$work/commands.sql" sqlite3 :memory:)")
    redis-cli -s "$socket" flushall >/dev/null
    redis+=("$(seconds "$work/commands.resp" redis-cli -s "$socket" --pipe)")
done
ours=$(printf '%s\n' "${ours[@]}" | median)
report '2 apply 1,000,000 commands' 'sqlite3 :memory: INSERT' "$ours" "$(printf '%s\n' "${sqlite[@]}" | median)" 8
report '2 apply 1,000,000 commands' 'redis-cli --pipe HSET' "$ours" "$(printf '%s\n' "${redis[@]}" | median)" 3

ours=() sqlite=() loaded=()
for _ in $(seq $((rounds * 20))); do
    ours+=("$(seconds /dev/null "$kmgmt" '.show version')")
    sqlite+=("$(seconds /dev/null sqlite3 :memory: 'select 1')")
done
for _ in $(seq "$rounds"); do
    loaded+=("$(seconds /dev/null "$kmgmt" --environment "$work/environment.json" '.show version')")
done
ours=$(printf '%s\n' "${ours[@]}" | median)
report '5 start' "sqlite3 :memory: 'select 1'" "$ours" "$(printf '%s\n' "${sqlite[@]}" | median)" 1
report '5 start with 200,000 users' '100 ms' "$(printf '%s\n' "${loaded[@]}" | median)" 100000000 1
