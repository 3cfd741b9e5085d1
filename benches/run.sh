#!/usr/bin/env bash
# Measures every work beside its peers, in turn, in one run: makes the data, installs the peers by the package managers of
# the system and of Rust where they are absent, and prints one table of medians and ratios.
#
#   benches/run.sh [ROUNDS] [BEFORE]
#   WORKS="2 6" benches/run.sh 3
#
# BEFORE is a checkout of an earlier state: it is built, and works 1, 2 and 5 are measured in turn with this one, as
# another peer whose goal is that nothing got slower. WORKS are the works to measure, all of `benches/works` where it is
# not given. KMGMT_BENCH_DIR is a folder for builds and data (about 2 GB; `target/bench` where it is not given).
set -euo pipefail
before=${2:+$(realpath "$2")}
cd "$(dirname "$0")/.."
rounds=${1:-3}
works=${WORKS:-1 2 3 4 5 6 7 8 9 10 copy pipes}
work=${KMGMT_BENCH_DIR:-target/bench}
mkdir -p "$work"
work=$(realpath "$work")
. benches/report.sh

need sqlite3 sqlite3 >&2
need redis-server redis-server >&2
build "$PWD" "$work"
[ -z "$before" ] || build "$before" "$work/before"
kmgmt=$work/main/release/kmgmt
peers=$work/peers/release/peers
memory=$work/peers/release/memory
earlier=$work/before/main/release/kmgmt
earlier_peers=$work/before/peers/release/peers
[ "$work/environment.json" -nt "$peers" ] || "$peers" data "$work"
trap stop_redis EXIT

echo "machine: $(nproc) cores, $(awk '/MemTotal/ { printf "%.0f GiB", $2 / 1048576 }' /proc/meminfo), $(awk -F': ' '/model name/ { print $2; exit }' /proc/cpuinfo)"
echo "sqlite3 $(sqlite3 --version | cut -d' ' -f1), $(redis-server --version | grep -o 'v=[0-9.]*' | sed 's/v=/redis /'), link-time optimisation: ${CARGO_PROFILE_RELEASE_LTO:-as in the profile}"
echo "rounds: $rounds; the ratio says how many times better kmgmt's figure is, and the goal how many times it is to be at least"
echo
head_of_table
for name in $works; do
    . "benches/works/$name.sh"
done
foot_of_table
