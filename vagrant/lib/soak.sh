# shellcheck shell=bash
# The cache proxy for a long time under clients that come and go: does anything grow?

# All of it in thirty rounds. In each a new crowd comes, logs in, shares, asks a few times, leaves and comes back under another
# name, so often that no answer about its files is ever certain; and guests who come and go as well, share nothing, and ask for
# what those have who stay, which the cache knows. Beside them a visitor who connects, asks one thing and resets, ten times a
# second.
readonly SOAK_ROUNDS=30 SOAK_VISIT=5 SOAK_RATE=4 SOAK_USERS_PER_ADDRESS=2
readonly SOAK_WORDS=(apple birch cedar daisy elder fern grape hazel iris juniper)
# The first third is for warming up; then the second is compared with the last.
readonly SOAK_WARM=10 SOAK_SETTLED=20
# What the machine may add. Growth that matters passes these within thirty minutes, as a leak goes on.
readonly SOAK_MEMORY_FACTOR=1.10 SOAK_HEAP_BYTES=4194304 SOAK_LATENCY_FACTOR=1.5 SOAK_LATENCY_MILLIS=0.5
SOAK=$REPO/vagrant/target/soak

soak_seconds=0
# The router's process.
router=

run_soak() {
    local minutes="${1:-30}" round
    if ! [[ $minutes =~ ^[1-9][0-9]*$ ]] || [ "$minutes" -lt 2 ]; then
        fail 64 "usage: vagrant/lab soak [MINUTES], at least 2 (30)"
    fi
    soak_seconds=$((minutes * 60 / SOAK_ROUNDS))
    need_network_tools
    build_image
    rm -rf "$SOAK"
    mkdir -p "$SOAK"
    trap network_down EXIT
    network_down
    network_up
    soak_begin "$minutes"
    heading "$SOAK_ROUNDS rounds of $soak_seconds s; after each what the router has and what its clients measured"
    say "round  sessions  answered  forwarded   entries  RssAnon kB  descriptors  threads  ms: guests   crowd   its p95"
    for ((round = 1; round <= SOAK_ROUNDS; round++)); do
        soak_round "$round"
        if [ "$round" -eq "$SOAK_WARM" ]; then live_heap heap-warm; fi
    done
    live_heap heap-end
    soak_leave
    soak_verdict
    cp "$STATE"/*.log "$STATE"/*.err "$SOAK"
    trap - EXIT
    network_down
    [ "$missed" -eq 0 ]
}

# soak_begin MINUTES
soak_begin() {
    local server="$NET_A.10:8888" seconds=$(($1 * 60 * 2))
    start s server "$PROGRAM" DirectoryServer --port 8888 --workers 4 --service-micros 2000
    await_line server listening
    router_configuration "$SOAK/router.conf" cache-proxy new-only 'response-time { high = 10s, low = 5s }'
    # History in memory would grow by what it is for.
    sed -i "s|in-memory = true|file = \"$SOAK/state\"|" "$SOAK/router.conf"
    start_router "$SOAK/router.conf"
    router=$(router_process)
    what_is_open descriptors-empty
    printf '%s\n' "${SOAK_WORDS[@]}" >"$SOAK/words"
    ask_router redirect "$server" >/dev/null
    start a stayers "$PROGRAM" Peers --server "$server" --from "$(addresses "$NET_A" 101 107)" --nick stayer --shares 50 \
        --keywords "$SOAK/words" --rate 0.2 --seconds "$seconds"
    start b residents "$PROGRAM" Peers --server "$server" --from "$(addresses "$NET_B" 101 103)" --nick resident --shares 10 \
        --keywords "$SOAK/words" --rate 1 --seconds "$seconds"
    start b visitor "$PROGRAM" Reachability --server "$server" --from "$NET_B.106" --every-millis 100 --seconds "$seconds" \
        --report "$SOAK/visits.json"
    sleep 5
}

# soak_round NUMBER
soak_round() {
    local crowd="$STATE/crowd.log" guests="$STATE/guests.log"
    come crowd "$1"
    come guests "$1" --shares 0 --keywords "$SOAK/words"
    sleep "$(calculate "$soak_seconds * 0.9")"
    soak_row "$1" "$(status_line)" >"$SOAK/row"
    wait_for crowd $((soak_seconds + 60))
    wait_for guests $((soak_seconds + 60))
    # Complete answers only, and nobody lost.
    awk -F': ' '/^queries/ { q += $2 } /^completed/ { c += $2 } /^disconnects/ { d += $2 } END { print q - c + d }' \
        "$crowd" "$guests" >>"$SOAK/lost"
    printf '%s %s %s %s\n' "$(cat "$SOAK/row")" "$(response p50 "$guests")" "$(response p50 "$crowd")" \
        "$(response p95 "$crowd")" >>"$SOAK/rounds"
    tail -n 1 "$SOAK/rounds" |
        awk '{ printf "%5d %9d %9d %10d %9d %11d %12d %8d %11.2f %7.2f %9.2f\n", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 }'
}

# come NAME ROUND [OPTION...]
come() {
    start b "$1" "$PROGRAM" Peers --server "$NET_A.10:8888" --from "$(addresses "$NET_B" 101 106)" --nick "$1$2x" --seed "$2" \
        --per-address "$SOAK_USERS_PER_ADDRESS" --rate "$SOAK_RATE" --visit "$SOAK_VISIT" --seconds "$soak_seconds" "${@:3}"
}

# soak_row ROUND STATUS: what the router says of itself and what the kernel says of it.
soak_row() {
    printf '%s %s %s %s %s %s %s %s' "$1" "$(figure open "$2")" "$(figure answered "$2")" "$(figure forwarded "$2")" \
        "$(figure entries "$2")" "$(of_process RssAnon)" "$(descriptors)" "$(of_process Threads)"
}

# figure NAME JSON: its first value.
figure() {
    grep -o "\"$1\":[0-9]*" <<<"$2" | head -n 1 | cut -d: -f2
}

of_process() {
    awk -v name="$1:" '$1 == name { print $2 }' "/proc/$router/status"
}

descriptors() {
    find "/proc/$router/fd" -mindepth 1 | wc -l
}

# what_is_open NAME: which files, sockets and pipes, and how many of each kind, in NAME; their count in NAME-count.
what_is_open() {
    find "/proc/$router/fd" -mindepth 1 -printf '%l\n' | sed 's/:\[[0-9]*\]$//' | sort | uniq -c >"$SOAK/$1"
    awk '{ sum += $1 } END { print sum }' "$SOAK/$1" >"$SOAK/$1-count"
}

# response QUANTILE LOG: milliseconds, as the peers measured them.
response() {
    sed -n "s/^responseTimeMillis: .*$1=\([0-9.E-]*\).*/\1/p" "$2"
}

# live_heap NAME: bytes that are in use after a full collection; by class in NAME.classes.
live_heap() {
    "$JAVA_HOME/bin/jcmd" "$router" GC.class_histogram >"$SOAK/$1.classes"
    awk '/^Total/ { print $3 }' "$SOAK/$1.classes" >"$SOAK/$1"
}

# Everybody leaves; what the proxy still has afterwards it has kept for nobody.
soak_leave() {
    local tries
    stop residents
    stop stayers
    stop visitor
    for ((tries = 0; tries < 30; tries++)); do
        status_line >"$SOAK/status.json"
        [ "$(figure open "$(cat "$SOAK/status.json")")" != 0 ] || break
        sleep 1
    done
    sleep 6
    what_is_open descriptors-end
    ask_router status >"$SOAK/status.txt"
}

# between FIRST LAST COLUMN: the median of some rounds.
between() {
    awk -v first="$1" -v last="$2" -v column="$3" '$1 > first && $1 <= last { print $column }' "$SOAK/rounds" | median
}

# flat NAME COLUMN FACTOR SLACK UNIT
flat() {
    local before after
    before=$(between "$SOAK_WARM" "$SOAK_SETTLED" "$2")
    after=$(between "$SOAK_SETTLED" "$SOAK_ROUNDS" "$2")
    wanted "$after <= $before * $3 + $4" "$1: $before $5 in the second third, $after $5 in the last"
}

soak_verdict() {
    local warm end empty left
    warm=$(cat "$SOAK/heap-warm")
    end=$(cat "$SOAK/heap-end")
    empty=$(cat "$SOAK/descriptors-empty-count")
    left=$(cat "$SOAK/descriptors-end-count")
    missed=0
    heading "Wanted: flat"
    flat "resident memory" 6 "$SOAK_MEMORY_FACTOR" 0 kB
    wanted "$end <= $warm * $SOAK_MEMORY_FACTOR + $SOAK_HEAP_BYTES" "live heap: $warm bytes after a third, $end at the end"
    flat "descriptors" 7 "$SOAK_MEMORY_FACTOR" 5 each
    flat "threads" 8 1 2 each
    flat "median response time of the guests" 9 "$SOAK_LATENCY_FACTOR" "$SOAK_LATENCY_MILLIS" ms
    flat "median response time of the crowd" 10 "$SOAK_LATENCY_FACTOR" "$SOAK_LATENCY_MILLIS" ms
    wanted "$(figure open "$(cat "$SOAK/status.json")") == 0" "no session is left when everybody has left"
    wanted "$left <= $empty + 10" "$left descriptors when everybody has left, $empty before anybody came"
    wanted "$(awk '{ sum += $1 } END { print sum + 0 }' "$SOAK/lost") == 0" "every search was answered wholly, no session lost"
    wanted "$(between "$SOAK_SETTLED" "$SOAK_ROUNDS" 3) > 0" "$(tail -n 1 "$SOAK/rounds" | cut -d' ' -f3) searches answered from the cache"
}
