# shellcheck shell=bash
# The main job on real traffic: what a newcomer reads along.

# Calm, then so many queries that one worker cannot keep up with them, then calm again. In B and in A, per peer and second.
readonly DEMO_RUSH=15 DEMO_CALM=65 DEMO_END=105
readonly DEMO_RATES_B=(2 20 2) DEMO_RATES_A=(0.5 2 0.5)
readonly DEMO_SERVICE_MICROS=20000 DEMO_TTL=30
# One peer of each network leaves and returns while the redirect is in force.
readonly DEMO_ABSENCES=3:35-42,10:45-52
DEMO=$REPO/vagrant/target/demo
REPORT=$REPO/vagrant/target/report/index.html
CAPTURES=$REPO/capture/src/test/resources/captures
PROGRAM=$REPO/vagrant/program

differed=0

run_demo() {
    need_network_tools
    need_chart_tools
    build_image
    say "Active Router watches queries and answers pass by, judges from the packets alone when a directory server is overloaded,"
    say "and takes its clients over to a service of its own until the server has recovered. Nobody has to know of it."
    demo_captures
    demo_live
    if [ "$differed" -ne 0 ]; then
        heading "SOMETHING WAS MISSED: see above."
        return 1
    fi
    heading "Everything was as wanted. Figures: $REPORT"
}

demo_captures() {
    local reports="$DEMO/captures" capture
    heading "1. It reads right: recordings of a real OpenNap server, against what its users counted when they were made"
    rm -rf "$reports"
    mkdir -p "$reports"
    for capture in "$CAPTURES"/*.pcap; do
        "$ROUTER" analyze --json "$capture" >"$reports/$(basename "$capture").json"
    done
    "$PROGRAM" Agreement captures "$CAPTURES/README.md" "$reports" || differed=1
}

demo_live() {
    local service handover
    run_folder=$DEMO/run
    rm -rf "$run_folder"
    mkdir -p "$run_folder" "$(dirname "$REPORT")"
    trap network_down EXIT
    network_up
    service=$(best_service)
    handover=$(best_handover "$service")
    heading "2. It acts: seven peers and the server in network A, six peers in network B, the router between them"
    say "The server has one worker that takes 20 ms for a search: 50 a second. At $DEMO_RUSH s the peers of B begin to ask 20 times a"
    say "second each, at $DEMO_CALM s they calm down. Policy: response time above 100 ms for 6 s. Service: $service. Handover: $handover."
    if [ "$handover" = new-only ]; then
        say "This version redirects new connections only, so the demo ends the six open ones of B once, as happened to the paper's."
    fi
    demo_start "$service" "$handover"
    "$PROGRAM" LiveTable --run "$run_folder" || differed=1
    demo_end
    say
    "$PROGRAM" DemoReport --run "$run_folder" --calm "$DEMO_CALM" --service "$service" --page "$REPORT" || differed=1
    trap - EXIT
}

# demo_start SERVICE HANDOVER
demo_start() {
    start s server "$PROGRAM" DirectoryServer --port 8888 --workers 1 --service-micros "$DEMO_SERVICE_MICROS" \
        --log "$run_folder/server.csv"
    await_line server listening
    router_configuration "$run_folder/router.conf" "$1" "$2" \
        'dwell = 6s, hold = 10s, response-time { high = 100ms, low = 60ms }' "$(demo_cache "$1")"
    start_router "$run_folder/router.conf"
    start_millis=$(($(date +%s%3N) + 4000))
    note name=demo "title=One rush on a directory server; service $1" "start-millis=$start_millis" speed=1 seed=1 groups=7,6 \
        "end=$DEMO_END" "active=$DEMO_RUSH" "ttl=$DEMO_TTL" "handover=${2/new-only/cut}"
    demo_peers a 0 "$(addresses "$NET_A" 101 107)" "${DEMO_RATES_A[@]}"
    demo_peers b 7 "$(addresses "$NET_B" 101 106)" "${DEMO_RATES_B[@]}"
    await_line_in "$run_folder/peers-b.csv" millis
    follow_redirect "${2/new-only/cut}" &
}

demo_cache() {
    [ "$1" != cache-proxy ] || printf 'cache-proxy { ttl = %ss }' "$DEMO_TTL"
}

# demo_peers NODE FIRST ADDRESSES CALM RUSH CALM
demo_peers() {
    start "$1" "peers-$1" "$PROGRAM" SharingPeers --server "$NET_A.10:8888" --from "$3" --first "$2" \
        --phases "$DEMO_RUSH:$4,$((DEMO_CALM - DEMO_RUSH)):$5,$((DEMO_END - DEMO_CALM)):$6" --absences "$DEMO_ABSENCES" \
        --start-millis "$start_millis" --log "$run_folder/peers-$1.csv"
}

demo_end() {
    wait_for peers-a
    wait_for peers-b
    note_moved
    note_release
    ask_router status >"$run_folder/status.txt" || true
    stop router
    stop server
    cp "$STATE"/*.log "$STATE"/*.err "$run_folder"
    network_down
}

# addresses NETWORK FIRST LAST
addresses() {
    local last
    printf '%s.%s' "$1" "$2"
    for ((last = $2 + 1; last <= $3; last++)); do
        printf ',%s.%s' "$1" "$last"
    done
}

# await_line_in FILE TEXT
await_line_in() {
    local tries
    for ((tries = 0; tries < 200; tries++)); do
        grep -q "$2" "$1" 2>/dev/null && return
        sleep 0.1
    done
    fail 70 "$1 did not begin"
}
