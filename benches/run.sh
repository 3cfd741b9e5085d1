#!/usr/bin/env bash
# Works 1, 2 and 5, and operators after the pipe, beside their peers, in turn, in one run: makes its data,
# installs the peers by the system's package manager where they are absent, prints medians and ratios.
#
#   benches/run.sh [ROUNDS] [BEFORE]
#
# BEFORE is a checkout of an earlier state: it is built and measured in turn with this one, as
# another peer whose goal is that nothing got slower.
set -euo pipefail
before=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
rounds=${1:-5}
work=${KMGMT_BENCH_DIR:-target/bench}
mkdir -p "$work"
work=$(realpath "$work")

need() {
    command -v "$1" >/dev/null || { apt-get update -q && apt-get install -qy "$2"; }
}
need sqlite3 sqlite3 >&2
need redis-server redis-server >&2

# build CHECKOUT TARGET: the program and its peers of a state.
build() {
    (cd "$1" && CARGO_TARGET_DIR="$2/main" cargo build --release -q &&
        CARGO_TARGET_DIR="$2/peers" cargo build --release -q --manifest-path benches/peers/Cargo.toml)
}
build "$PWD" "$work"
kmgmt=$work/main/release/kmgmt
peers=$work/peers/release/peers
if [ -n "$before" ]; then
    build "$before" "$work/before"
fi
earlier=$work/before/main/release/kmgmt
[ -s "$work/environment.json" ] || "$peers" data "$work"
[ -s "$work/answered.kql" ] || sed 's/ skip-results / /' "$work/commands.kql" >"$work/answered.kql"

# Nanoseconds that a command takes, from a file on standard input (or /dev/null).
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
    printf '%s\n' "$@" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
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

# parsed PEER RATES GOAL: what `peers parse` printed.
parsed() {
    read -r _ ours theirs ratio
    printf '%-34s %-28s %9s M/s %9s M/s %7s %7s  %s\n' '1 parse 1,000,000 statements' "$1" "$ours" "$theirs" "$ratio" "$2" \
        "$(awk -v ratio="$ratio" -v goal="$2" 'BEGIN { print (ratio >= goal ? "met" : "missed") }')"
}

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
printf '%-34s %-28s %13s %13s %7s %7s\n' work peer kmgmt peer ratio goal

"$peers" parse 1000000 | parsed 'sqlparser GRANT' 10
if [ -n "$before" ]; then
    # The rate before stands in the column of kmgmt: its ratio to sqlparser is what compares.
    "$work/before/peers/release/peers" parse 1000000 | parsed '(before) sqlparser GRANT' 10
fi

ours=() sqlite=() redis=() answered=() was=()
for _ in $(seq "$rounds"); do
    ours+=("$(seconds "$work/commands.kql" "$kmgmt")")
    answered+=("$(seconds "$work/answered.kql" "$kmgmt" -q)")
    sqlite+=("$(seconds "$work/commands.sql" sqlite3 :memory:)")
    redis-cli -s "$socket" flushall >/dev/null
    redis+=("$(seconds "$work/commands.resp" redis-cli -s "$socket" --pipe)")
    [ -z "$before" ] || was+=("$(seconds "$work/commands.kql" "$earlier")")
done
report '2 apply 1,000,000 commands' 'sqlite3 :memory: INSERT' "$(median "${ours[@]}")" "$(median "${sqlite[@]}")" 8
report '2 apply 1,000,000 commands' 'redis-cli --pipe HSET' "$(median "${ours[@]}")" "$(median "${redis[@]}")" 3
[ -z "$before" ] || report '2 apply 1,000,000 commands' '(before)' "$(median "${ours[@]}")" "$(median "${was[@]}")" 1
report '2 without skip-results, quiet' 'with skip-results' "$(median "${answered[@]}")" "$(median "${ours[@]}")" 0.83

ours=() sqlite=() loaded=() was=() was_loaded=()
for _ in $(seq $((rounds * 20))); do
    ours+=("$(seconds /dev/null "$kmgmt" '.show version')")
    sqlite+=("$(seconds /dev/null sqlite3 :memory: 'select 1')")
    [ -z "$before" ] || was+=("$(seconds /dev/null "$earlier" '.show version')")
done
for _ in $(seq "$rounds"); do
    loaded+=("$(seconds /dev/null "$kmgmt" --environment "$work/environment.json" '.show version')")
    [ -z "$before" ] || was_loaded+=("$(seconds /dev/null "$earlier" --environment "$work/environment.json" '.show version')")
done
report '5 start' "sqlite3 :memory: 'select 1'" "$(median "${ours[@]}")" "$(median "${sqlite[@]}")" 1
report '5 start with 200,000 users' '100 ms' "$(median "${loaded[@]}")" 100000000 1
if [ -n "$before" ]; then
    report '5 start' '(before)' "$(median "${ours[@]}")" "$(median "${was[@]}")" 1
    report '5 start with 200,000 users' '(before)' "$(median "${loaded[@]}")" "$(median "${was_loaded[@]}")" 1
fi

# What plans and tries works on a copy of the cluster.
report 'copy of 100,000 assignments' '20 ms' "$("$peers" copy 100000)" 20000000 1

# Operators after the pipe: 100,000 rows in memory on both sides, the least times, without loading.
"$peers" pipes "$work" "$rounds" | while IFS=$'\t' read -r pipe ours theirs; do
    report "pipe: $pipe" 'sqlite3 :memory:' "$ours" "$theirs" 1
done
