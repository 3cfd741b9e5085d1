# What plans and tries works on a copy of the cluster.
# shellcheck shell=bash disable=SC2154
row 'copy of 100,000 assignments, and its first change' '20 ms' "$("$peers" copy 100000)" 20000000 ns less 1
