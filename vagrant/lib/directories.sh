# shellcheck shell=bash
# Three directory servers of which one becomes overloaded: what the peers notice with the router between, first when searches are
# spread over the three, then when each search goes to all of them.

readonly DIRECTORIES_MEMBERS=(10 11 12)
# Microseconds that each takes for a search, with one worker.
readonly DIRECTORIES_SERVICE=(8000 8000 80000)
# Seconds: all is well, the peers of the third rush, the searches of all redirected peers are split.
readonly DIRECTORIES_CALM=12 DIRECTORIES_SPREAD=30 DIRECTORIES_SPLIT=25
# Searches per second and peer: of the third server's, calm and in the rush; of the others'.
readonly DIRECTORIES_RATES=(0.5 6) DIRECTORIES_OTHERS=3
DIRECTORIES=$REPO/vagrant/target/directories
DIRECTORIES_PAGE=$REPO/vagrant/target/report/directories.html

run_directories() {
    need_network_tools
    need_chart_tools
    build_image
    say "Three directory servers in network A, each with files of its own users; six peers in network B, four of them with the third,"
    say "which takes ten times as long for a search. At $DIRECTORIES_CALM s these four begin to ask more than it can answer. The router"
    say "takes their sessions over and spreads their searches. At $((DIRECTORIES_CALM + DIRECTORIES_SPREAD)) s the operator has each search split instead."
    run_folder=$DIRECTORIES
    rm -rf "$run_folder"
    mkdir -p "$run_folder" "$(dirname "$DIRECTORIES_PAGE")"
    trap directories_down EXIT
    network_up
    directories_members
    directories_configuration spread >"$run_folder/router.conf"
    start_router "$run_folder/router.conf"
    directories_live
    directories_report || differed=1
    directories_down
    trap - EXIT
    [ "$differed" -eq 0 ] || fail 1 "SOMETHING WAS MISSED: see above."
    heading "Everything was as wanted. Figures: $DIRECTORIES_PAGE"
}

directories_members() {
    local i last
    for i in "${!DIRECTORIES_MEMBERS[@]}"; do
        last=${DIRECTORIES_MEMBERS[$i]}
        start s "server-$last" "$PROGRAM" DirectoryServer --address "$NET_A.$last" --port 8888 --workers 1 \
            --service-micros "${DIRECTORIES_SERVICE[$i]}" --seed "$last" --log "$run_folder/server-$last.csv"
        await_line "server-$last" listening
    done
}

# directories_configuration MODE. A directory that is slow still knows files that no other knows: this group does without one only
# when it is slower than the others by a second.
directories_configuration() {
    cat <<TEXT
capture { servers-side = ["srv"], clients-side = ["cli"] }
services { directory { protocol = opennap, service = load-balancer, group = network, policy = lab } }
groups { network { mode = $1, eject { latency-excess = 1s } } }
policies {
  lab { mode = act, handover = takeover, dwell = 1s, hold = 10s, minimum-samples = 10, response-time { high = 160ms, low = 60ms } }
}
database { in-memory = true }
admin { socket = "$ROUTER_SOCKET" }
TEXT
}

directories_live() {
    local all=$((DIRECTORIES_CALM + DIRECTORIES_SPREAD + DIRECTORIES_SPLIT))
    start_millis=$(($(date +%s%3N) + 4000))
    # Peers of network A are with their server directly, and are there for their files.
    directories_peers a 0 "$NET_A.101,$NET_A.102" 10 "$all:0.2"
    directories_peers a 2 "$NET_A.103,$NET_A.104" 11 "$all:0.2"
    directories_peers a 4 "$NET_A.105,$NET_A.106,$NET_A.107" 12 "$all:0.2"
    directories_peers b 7 "$NET_B.101" 10 "$all:$DIRECTORIES_OTHERS"
    directories_peers b 8 "$NET_B.102" 11 "$all:$DIRECTORIES_OTHERS"
    directories_peers b 9 "$(addresses "$NET_B" 103 106)" 12 \
        "$DIRECTORIES_CALM:${DIRECTORIES_RATES[0]},$((all - DIRECTORIES_CALM)):${DIRECTORIES_RATES[1]}"
    watch_router "$run_folder/status.jsonl" 0.5 &
    directories_sleep_until $((DIRECTORIES_CALM + DIRECTORIES_SPREAD / 2))
    ask_router status | tee "$run_folder/status-spread.txt"
    ask_router why "$NET_A.12:8888" | tee "$run_folder/why.txt"
    directories_sleep_until $((DIRECTORIES_CALM + DIRECTORIES_SPREAD))
    directories_configuration split >"$run_folder/router.conf"
    ask_router reload
    split_millis=$(date +%s%3N)
    say "$((DIRECTORIES_CALM + DIRECTORIES_SPREAD)) s: searches are split"
    directories_sleep_until $((all - 3))
    ask_router status | tee "$run_folder/status-split.txt"
    local name
    for name in peers-a-0 peers-a-2 peers-a-4 peers-b-7 peers-b-8 peers-b-9; do
        wait_for "$name"
    done
}

# directories_peers NODE FIRST ADDRESSES LAST-BYTE-OF-SERVER PHASES
directories_peers() {
    start "$1" "peers-$1-$2" "$PROGRAM" SharingPeers --server "$NET_A.$4:8888" --from "$3" --first "$2" --fetch-share 0 \
        --phases "$5" --start-millis "$start_millis" --log "$run_folder/peers-$1-$2.csv"
}

# directories_sleep_until SECOND of the run.
directories_sleep_until() {
    local left=$((start_millis + $1 * 1000 - $(date +%s%3N)))
    [ "$left" -le 0 ] || sleep "$((left / 1000)).$(printf '%03d' $((left % 1000)))"
}

directories_report() {
    local redirected
    redirected=$(sed -n '/"phase":"in-force"/{s/^{"timeMillis":\([0-9]*\).*/\1/p;q}' "$run_folder/status.jsonl")
    say
    "$PROGRAM" DirectoriesReport --folder "$run_folder" --start-millis "$start_millis" --rush "$DIRECTORIES_CALM" \
        --redirected-millis "$redirected" --split-millis "$split_millis" --page "$DIRECTORIES_PAGE"
}

directories_down() {
    cp "$STATE"/*.log "$STATE"/*.err "$run_folder" 2>/dev/null || true
    network_down
}
