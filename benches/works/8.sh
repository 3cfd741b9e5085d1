# Work 8: how works 2, 4, 6 and 7 grow. Databases and users grow with the commands. Commands and rows of the largest size
# are measured once.
# shellcheck shell=bash disable=SC2154
sizes=(10000 100000 1000000 3000000)
largest=3000000

# with_commas NUMBER: 3,000,000
with_commas() {
    sed -E ':a; s/^([0-9]+)([0-9]{3})/\1,\2/; ta' <<<"$1"
}

# grown WHAT SIZE FIGURE UNIT FIRST FIRST_SIZE: a row beside the first size; flat is within 1.3 times.
grown() {
    if [ "$2" = "$6" ]; then
        row "8 $1, $(with_commas "$2")" '' "$3" - "$4" less -
    else
        row "8 $1, $(with_commas "$2")" "itself at $(with_commas "$6")" "$3" "$5" "$4" less 0.77
    fi
}

# runs SIZE: how often work 2 is measured in a round; small ones more often, since little disturbs them.
runs() {
    case $1 in 10000) echo 9 ;; 100000) echo 3 ;; *) echo 1 ;; esac
}

declare -A whole=() created=()
for round in $(seq "$rounds"); do
    for size in "${sizes[@]}"; do
        [ "$size" != "$largest" ] || [ "$round" = 1 ] || continue
        for _ in $(seq "$(runs "$size")"); do
            created[$size]+=" $(nanoseconds "$work/databases-$size.kql" "$kmgmt")"
            whole[$size]+=" $(nanoseconds "$work/commands-$size.kql" "$kmgmt")"
        done
    done
done
first=
for size in "${sizes[@]}"; do
    # shellcheck disable=SC2086
    figure=$(a_piece "$(median ${whole[$size]})" "$(median ${created[$size]})" "$size")
    grown 'a command of work 2' "$size" "$figure" ns "${first:=$figure}" 10000
done

first=
for size in "${sizes[@]}"; do
    figures=$("$peers" decisions-large "$size" $((rounds * 5)))
    IFS=$'\t' read -r figure _ <<<"$figures"
    grown 'a decision of work 4, mean' "$size" "$figure" ns "${first:=$figure}" 10000
done

declare -A firsts=()
for size in "${sizes[@]}"; do
    count=$((rounds * 3))
    [ "$size" != "$largest" ] || count=1
    rows=$("$peers" show-alone "$kmgmt" "$size" "$count")
    while IFS=$'\t' read -r format figure; do
        grown "a row of work 6 as $format" "$size" "$figure" ns "${firsts[$format]:=$figure}" 10000
    done <<<"$rows"
done

# Not at 10,000: what a session has whatever the size would be a third of it.
first=
for size in "${sizes[@]:1}"; do
    figures=$("$memory" "$size")
    IFS=$'\t' read -r figure _ <<<"$figures"
    grown 'memory an assignment' "$size" "$figure" B "${first:=$figure}" 100000
done
