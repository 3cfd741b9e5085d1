# What the works share: how programs are built and timed, and how a row of the table looks. `run.sh` reads it.
# shellcheck shell=bash disable=SC2154

# need PROGRAM PACKAGE: installs a peer that is absent.
need() {
    command -v "$1" >/dev/null || { apt-get update -q && apt-get install -qy "$2"; }
}

# build CHECKOUT TARGET: the program and its peers of a state.
build() {
    (cd "$1" && CARGO_TARGET_DIR="$2/main" cargo build --release -q &&
        CARGO_TARGET_DIR="$2/peers" cargo build --release -q --manifest-path benches/peers/Cargo.toml)
}

# nanoseconds INPUT COMMAND...: what a command takes, from a file on standard input (or /dev/null). It is to succeed, or
# to end with the code in `expected`.
nanoseconds() {
    local input=$1 code=0 start end
    shift
    start=${EPOCHREALTIME/[.,]/}
    "$@" <"$input" >/dev/null 2>"$work/errors" || code=$?
    end=${EPOCHREALTIME/[.,]/}
    if [ "$code" != "${expected:-0}" ]; then
        echo "exit code $code: $*" >&2
        head "$work/errors" >&2
        return 1
    fi
    echo $(((end - start) * 1000))
}

median() {
    printf '%s\n' "$@" | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

# a_piece TOTAL BASE COUNT: what one of COUNT takes, where BASE is what it takes without any.
a_piece() {
    awk -v total="$1" -v base="$2" -v count="$3" 'BEGIN { printf "%.1f", (total - base) / count }'
}

start_redis() {
    socket=$(mktemp -u /tmp/kmgmt-redis-XXXXXX.sock)
    redis-server --port 0 --unixsocket "$socket" --save '' --appendonly no --daemonize yes >/dev/null
    until redis-cli -s "$socket" ping >/dev/null 2>&1; do sleep 0.05; done
}

stop_redis() {
    [ -z "${socket:-}" ] || redis-cli -s "$socket" shutdown nosave >/dev/null 2>&1 || true
    socket=
}

# The catalog files of 1,000,000 assignments that work 3 leaves, for works that read them.
catalogs() {
    [ "$work/catalogs-made" -nt "$kmgmt" ] || make_catalogs >/dev/null
}

# Makes them, and prints what that took kmgmt and sqlite3.
make_catalogs() {
    rm -f "$work"/catalog.*
    nanoseconds "$work/commands.kql" "$kmgmt" --catalog "$work/catalog.kmgmt"
    nanoseconds "$work/commands.sql" sqlite3 "$work/catalog.sqlite"
    touch "$work/catalogs-made"
}

# copied FILE COPY: a copy that is on the disk, so that a program that writes there writes its own pages alone.
copied() {
    rm -f "$2" "$2-wal" "$2-shm" "$2-journal"
    cp "$1" "$2"
    sync "$2"
}

notes=()

# note TEXT: what is said below the table.
note() {
    notes+=("$1")
}

head_of_table() {
    local format='| %-56s | %-28s | %10s | %10s | %8s | %6s | %-6s |\n'
    # shellcheck disable=SC2059
    printf "$format" work peer kmgmt "peer's" ratio goal ''
    printf '|---|---|---|---|---|---|---|\n'
}

foot_of_table() {
    [ ${#notes[@]} -eq 0 ] || printf '\n%s\n' "$(printf '%s\n' "${notes[@]}")"
}

# row WORK PEER OURS THEIRS UNIT BETTER GOAL: one line of the table. Figures in `ns` are shown in the unit that suits
# them; `less` or `more` is better. `-` is a figure or a goal that there is none of.
row() {
    awk -v work="$1" -v peer="$2" -v ours="$3" -v theirs="$4" -v unit="$5" -v better="$6" -v goal="$7" '
        function shown(figure) {
            if (figure == "-") return ""
            if (unit != "ns") return sprintf("%.2f %s", figure, unit)
            if (figure < 10000) return sprintf("%.0f ns", figure)
            if (figure < 1e6) return sprintf("%.0f us", figure / 1e3)
            if (figure < 1e9) return sprintf("%.1f ms", figure / 1e6)
            return sprintf("%.2f s", figure / 1e9)
        }
        BEGIN {
            ratio = theirs == "-" ? "" : better == "less" ? theirs / ours : ours / theirs
            verdict = ratio == "" || goal == "-" ? "" : ratio >= goal ? "met" : "missed"
            if (ratio != "") ratio = sprintf(ratio < 10 ? "%.2f" : "%.0f", ratio)
            printf "| %-56s | %-28s | %10s | %10s | %8s | %6s | %-6s |\n", work, peer, shown(ours), shown(theirs), ratio,
                goal == "-" ? "" : goal, verdict
        }'
}
