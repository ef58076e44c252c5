# shellcheck shell=bash
# Arithmetic of the benches: times, medians, ratios.

# calculate EXPRESSION [FORMAT]
calculate() {
    awk "BEGIN { printf \"${2:-%.3f}\", $1 }"
}

# holds CONDITION: arithmetic with fractions.
holds() {
    awk "BEGIN { exit !($1) }"
}

# Reads numbers, prints their median (of an even count the lower one, so that it is one that was measured).
median() {
    sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'
}

# seconds_of OUTPUT COMMAND...: prints how long the whole process took; its output goes to the file.
seconds_of() {
    local output="$1" began
    shift
    began=$EPOCHREALTIME
    "$@" >"$output" 2>"$output.err" || { cat "$output.err" >&2; return 1; }
    calculate "$EPOCHREALTIME - $began" '%.4f\n'
}

# Says whether a wanted property holds, and remembers when one does not.
missed=0
wanted() {
    if holds "$1"; then
        printf 'PASS    %s\n' "$2"
    else
        printf 'MISSED  %s\n' "$2"
        missed=$((missed + 1))
    fi
}
