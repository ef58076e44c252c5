# shellcheck shell=bash
# The main job on real traffic: what a newcomer reads along.

readonly DEMO_SECONDS=20
CAPTURES=$REPO/capture/src/test/resources/captures
ROUTER=$IMAGE/bin/active-router
PROGRAM=$REPO/vagrant/program

differed=0

run_demo() {
    need_network_tools
    build_image
    say "Active Router watches queries and answers pass by, and learns from the packets alone which directory servers exist,"
    say "who asks them, how often, and how fast they answer. Twice now: from recorded packets, then live."
    demo_captures
    demo_live
    if [ "$differed" -ne 0 ]; then
        heading "SOMETHING DIFFERED: see above."
        return 1
    fi
    heading "Everything agreed."
}

demo_captures() {
    local reports="$REPO/vagrant/target/demo" capture
    heading "1. Recorded traffic of a real OpenNap server"
    say "\$ active-router analyze multi.pcap        (eleven users, some of whom write 30 searches at once)"
    "$ROUTER" analyze "$CAPTURES/multi.pcap"
    say
    say "Each recording against what its users counted when it was made:"
    rm -rf "$reports"
    mkdir -p "$reports"
    for capture in "$CAPTURES"/*.pcap; do
        "$ROUTER" analyze --json "$capture" >"$reports/$(basename "$capture").json"
    done
    "$PROGRAM" Agreement captures "$CAPTURES/README.md" "$reports" || differed=1
}

demo_live() {
    heading "2. Live: users in one subnet, a server in the other, the router between them"
    trap network_down EXIT
    network_up
    say "server 10.81.1.10:8888 <- A -> [router] <- B -> six users 10.81.2.101-106; seven more users share files in A"
    start s server "$PROGRAM" DirectoryServer --port 8888 --workers 2 --service-micros 2000 --report "$STATE/server.json"
    await_line server listening
    observe
    start_users
    wait_for sharers
    wait_for users
    stop observer
    stop display
    stop server
    compare_live
    network_down
    trap - EXIT
}

# Two observers of the same interface: one writes for a program what the other shows to people. On a terminal the table is
# redrawn every second; elsewhere a few blocks of text are enough.
observe() {
    local interval=5
    [ -t 1 ] && interval=1
    say "\$ active-router observe -i srv             (for $DEMO_SECONDS seconds)"
    start r observer "$ROUTER" observe -i srv --json --interval 5
    show r display "$ROUTER" observe -i srv --interval "$interval"
    await_captures 2
}

start_users() {
    start a sharers "$PROGRAM" Peers --server 10.81.1.10:8888 --from "$(addresses "$NET_A" 101 107)" --nick sharer \
        --shares 100 --seconds "$DEMO_SECONDS" --rate 2 --report "$STATE/sharers.json"
    start b users "$PROGRAM" Peers --server 10.81.1.10:8888 --from "$(addresses "$NET_B" 101 106)" --nick user \
        --shares 20 --seconds "$DEMO_SECONDS" --rate 20 --seed 2 --report "$STATE/users.json"
}

# addresses NETWORK FIRST LAST
addresses() {
    local last
    printf '%s.%s' "$1" "$2"
    for ((last = $2 + 1; last <= $3; last++)); do
        printf ',%s.%s' "$1" "$last"
    done
}

compare_live() {
    say
    say "What the users counted themselves, against what the router saw:"
    "$PROGRAM" Agreement live "$STATE/observer.log" "$STATE/users.json" || differed=1
}

# await_line NAME TEXT: until the log of a started process has it.
await_line() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        grep -q "$2" "$STATE/$1.log" 2>/dev/null && return
        running "$1" || break
        sleep 0.1
    done
    cat "$STATE/$1.log" "$STATE/$1.err"
    fail 70 "$1 did not say: $2"
}

# await_captures COUNT: packet sockets in the router's namespace tell that the observers see the interface.
await_captures() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        [ "$(in_node r cat /proc/net/packet | wc -l)" -gt "$1" ] && return
        sleep 0.1
    done
    cat "$STATE/observer.log" "$STATE/observer.err"
    fail 70 "the observers did not begin to capture"
}

# wait_for NAME [SECONDS]: until a started process has ended by itself.
wait_for() {
    local tries
    for ((tries = 0; tries < ${2:-30} * 10; tries++)); do
        running "$1" || return 0
        sleep 0.1
    done
    fail 70 "$1 did not end"
}
