# shellcheck shell=bash
# How the lab speaks: plain lines, headings only where a person reads along.

say() {
    printf '%s\n' "$*"
}

heading() {
    printf '\n== %s\n' "$*"
}

# The exit codes are those of sysexits.h, as active-router uses them.
fail() {
    local code="$1"
    shift
    printf 'lab: %s\n' "$*" >&2
    exit "$code"
}
