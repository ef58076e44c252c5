# shellcheck shell=bash
# Sessions whose every byte is checked, their servers, and what both tell (vagrant/src/main/c/sessions.c). The bench names the
# namespaces and addresses.

# begin_servers MODE: of what clients do.
begin_servers() {
    local kind=serve
    [ "$1" != search ] || kind=serve-directory
    begin_server "$SERVER" "$kind"
    begin_server "$OTHER" serve
}

begin_server() {
    start "$SERVERS" "server-$1" "$SESSIONS" "$2" "$1" "$PORT"
    await_line "server-$1" listening
}

# begin_clients MODE COUNT [PER_SECOND] [BYTES]: and some of the other server.
begin_clients() {
    begin_sessions clients "$@"
    start "$CLIENT" others "$SESSIONS" talk "$OTHER" "$PORT" 10 10.84.2.2 20 200
    await_line others talking
    sleep 1.5
}

# begin_sessions NAME MODE COUNT [PER_SECOND] [BYTES]
begin_sessions() {
    start "$CLIENT" "$1" "$SESSIONS" "$2" "$SERVER" "$PORT" "$3" 10.84.2.2 "${@:4}"
    await_line "$1" talking
}

# await_lines NAME TEXT TIMES
await_lines() {
    local tries
    for ((tries = 0; tries < 400; tries++)); do
        [ "$(count_lines "$1" "$2")" -ge "$3" ] && return
        sleep 0.05
    done
    cat "$STATE/$1.log" "$STATE/$1.err" >&2
    fail 70 "$1 did not say: $2"
}

count_lines() {
    grep -c "$2" "$STATE/$1.log" || true
}

# mark NAME...: they measure from now on.
mark() {
    local each
    for each in "$@"; do
        kill -USR1 "$(process_id "$each")"
    done
}

# look NAME...: what each has measured since is the line in seen-NAME.
look() {
    local each before
    for each in "$@"; do
        before=$(count_lines "$each" gap-median)
        kill -USR2 "$(process_id "$each")"
        await_lines "$each" gap-median $((before + 1))
        grep gap-median "$STATE/$each.log" | tail -n 1 >"$STATE/seen-$each"
    done
}

# figure NAME FILE: the word after a name; 0 where the name is not there.
figure() {
    awk -v name="$1" '{ for (i = 1; i < NF; i++) if ($i == name) value = $(i + 1) } END { print value == "" ? 0 : value }' "$STATE/$2"
}

# all_well NAME COUNT: whether none of its sessions was lost, changed, or stands still.
all_well() {
    [ "$(figure alive "seen-$1") $(figure corrupt "seen-$1") $(figure stuck "seen-$1")" = "$2 0 0" ]
}

# truth COMMAND...: 1 or 0, as wanted takes it.
truth() {
    if "$@"; then printf 1; else printf 0; fi
}

# of_rounds NAME FIELD: what its rounds have written there, one a line.
of_rounds() {
    cut -d' ' -f"$2" "$STATE/$1.rounds"
}

# judge_rounds NAME FIELD WHAT: holds where every round has a 1 there.
judge_rounds() {
    local good
    good=$(of_rounds "$1" "$2" | grep -c '^1$' || true)
    wanted "$good == $ROUNDS" "$1: in $good of $ROUNDS rounds $3"
}
