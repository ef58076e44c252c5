# shellcheck shell=bash
# Sessions that end, with the whole program under its guard: reset so that their clients come back, and with the program when that is
# killed or freezes. For the handover bench, which names the namespaces and addresses; it sources sessions.sh, router.sh and figures.sh.

# begin_router HANDOVER: nothing happens that is not asked for.
begin_router() {
    run_folder=$STATE/run
    mkdir -p "$run_folder"
    router_configuration "$run_folder/router.conf" relay "$1" 'response-time { high = 60s, low = 30s }'
    start_router "$run_folder/router.conf"
}

# await_handed FIGURE COUNT: until the router has done that with so many of the server's sessions. They may be more: a client that comes back
# at once from the port of another that was reset is known to the kernel as that one, gets through directly, and is found two seconds later.
await_handed() {
    local tries came
    for ((tries = 0; tries < 200; tries++)); do
        came=$(status_line | sed -n "s/.*\"handovers\":\[{[^]]*\"$1\":\([0-9]*\).*/\1/p")
        [ "${came:-0}" -lt "$2" ] || return 0
        sleep 0.1
    done
    status_line >&2
    cat "$STATE/router.err" >&2
    fail 70 "the router did not come to $1 $2"
}

# established NODE: how many connections of the server its kernel has there.
established() {
    in_node "$1" ss -Htn state established "( sport = :$PORT or dport = :$PORT )" | wc -l
}

# since MOMENT OTHER: milliseconds between two moments, seconds since 1970.
since() {
    calculate "($2 - $1) * 1000" %.1f
}

# reconnect MOST: chatty clients and some that never say anything, in each round others.
reconnect() {
    local turn back
    wants reconnect || return 0
    wire_up
    begin_servers search
    begin_router reconnect
    for ((turn = 1; turn <= ROUNDS; turn++)); do
        begin_sessions clients search 100 20
        begin_sessions quiet search 20 0.001
        sleep 1.5
        reconnect_round
        stop clients
        stop quiet
    done
    judge_rounds reconnect 1 "all 100 clients and 20 quiet ones were reset, came back and were answered"
    judge_rounds reconnect 2 "the server let go of all 120 sessions, those of quiet clients too, and has no others than the new ones"
    back=$(of_rounds reconnect 3 | median)
    wanted "$back <= $1" "reconnect: the last client was back after $back ms, the median of the rounds (at most $1)"
    end_endings
}

# Writes down: whether all were back, whether the server has freed their sessions, how long the last was away.
reconnect_round() {
    local back=0 freed=0 origin="server-$SERVER" each longest
    mark clients quiet "$origin"
    ask_router redirect "$SERVER:$PORT" >/dev/null
    # Nobody asks meanwhile: that would be measured as well.
    sleep 3
    await_handed reconnected 120
    look clients quiet "$origin"
    for each in clients quiet; do
        say "  $each: $(cat "$STATE/seen-$each")"
    done
    say "    the server saw $(figure ended "seen-$origin") ends and has $(established "$SERVERS") sessions"
    if [ "$(figure back seen-clients) $(figure back seen-quiet)" = "100 20" ] && [ "$(established "$CLIENT")" = 120 ]; then back=1; fi
    if [ "$(figure ended "seen-$origin")" -ge 120 ] && [ "$(established "$SERVERS")" = 120 ]; then freed=1; fi
    longest=$({ figure back-max seen-clients; figure back-max seen-quiet; } | sort -g | tail -n 1)
    echo "$back $freed $longest" >>"$STATE/reconnect.rounds"
    ask_router release "$SERVER:$PORT" >/dev/null
    # The next ones are to be direct.
    sleep 1
}

# killed MOST: kill -9.
killed() {
    local turn
    wants killed || return 0
    begin_endings
    for ((turn = 1; turn <= ROUNDS; turn++)); do
        taken_by_router
        ending_round killed KILL
    done
    judge_ending killed "$1"
    end_endings
}

# frozen MOST MOST-SILENT: SIGSTOP; the guard has to kill.
frozen() {
    local turn silent
    wants frozen || return 0
    begin_endings
    for ((turn = 1; turn <= ROUNDS; turn++)); do
        taken_by_router
        ending_round frozen STOP
    done
    silent=$(of_rounds frozen 6 | median)
    wanted "$silent <= $2" "frozen: the guard killed it after $silent ms, the median of the rounds (at most $2)"
    judge_ending frozen "$1"
    end_endings
}

begin_endings() {
    wire_up
    begin_servers search
}

end_endings() {
    stop clients
    stop router
    stop "server-$SERVER"
    stop "server-$OTHER"
}

# A router begins and takes all sessions.
taken_by_router() {
    state_of_kernel >"$STATE/kernel-before"
    begin_router takeover
    begin_sessions clients search 100 20
    sleep 1.5
    ask_router redirect "$SERVER:$PORT" >/dev/null
    await_handed takenOver 100
    sleep 1
}

# ending_round NAME SIGNAL: writes down: whether all clients are back and direct, whether the server saw all ends, whether the kernel is
# as before; how long after the program's death clients and server saw the last end, and how long after the signal it died.
ending_round() {
    local origin="server-$SERVER" id waiter sent died back=0 seen=0 clean=0
    id=$(router_process)
    mark clients "$origin"
    # Nothing is to be started once it is killed: that would take a processor from those who are measured.
    timeout 30 tail --pid="$(process_id router)" -f /dev/null &
    waiter=$!
    sleep 0.2
    sent=$EPOCHREALTIME
    kill -"$2" "$id"
    wait "$waiter" || fail 70 "the router did not end"
    sleep 1.5
    died=$(sed -n 's/^guard: .* killed at //p' "$STATE/router.err")
    died=${died:-$sent}
    look clients "$origin"
    say "  clients: $(cat "$STATE/seen-clients")"
    say "    the server saw $(figure ended "seen-$origin") ends; sessions in the router: $(established "$GATEWAY"), at the server: $(established "$SERVERS")"
    if [ "$(figure ended seen-clients) $(figure back seen-clients) $(established "$SERVERS") $(established "$GATEWAY")" = "100 100 100 0" ]; then back=1; fi
    if [ "$(figure ended "seen-$origin")" -eq 100 ]; then seen=1; fi
    state_of_kernel >"$STATE/kernel-after"
    if diff "$STATE/kernel-before" "$STATE/kernel-after"; then clean=1; fi
    echo "$back $seen $clean $(since "$died" "$(figure last-end seen-clients)") $(since "$died" "$(figure last-end "seen-$origin")")" \
        "$(since "$sent" "$died") $(figure back-max seen-clients)" >>"$STATE/$1.rounds"
    say "    last end for clients, for the server, ms; death after the signal, ms; longest without an answer, ms: $(tail -n 1 "$STATE/$1.rounds" | cut -d' ' -f4-)"
    stop clients
}

# judge_ending NAME MOST
judge_ending() {
    local clients origin
    clients=$(of_rounds "$1" 4 | median)
    origin=$(of_rounds "$1" 5 | median)
    wanted "$clients <= $2" "$1: the last client saw the end after $clients ms, the median of the rounds (at most $2)"
    wanted "$origin <= $2" "$1: the server saw the last end after $origin ms, the median of the rounds (at most $2)"
    judge_rounds "$1" 1 "all 100 clients came back directly; the last was without an answer for $(of_rounds "$1" 7 | median) ms (median)"
    judge_rounds "$1" 2 "the server saw all 100 ends"
    judge_rounds "$1" 3 "no rule, set, route, route rule or socket was left in the kernel"
}

# All that the program may leave: rules and chains, sets, route rules and routes; and sockets, which bear its marks: one in
# TIME-WAIT, too, would keep a client from coming back on the same port.
state_of_kernel() {
    in_node "$GATEWAY" iptables-save | grep -E '^-|^:.* (-|DROP) ' | sed 's/ \[[0-9:]*\]$//' || true
    in_node "$GATEWAY" ipset list -n
    in_node "$GATEWAY" ip rule
    in_node "$GATEWAY" ip route show table all
    in_node "$GATEWAY" ss -Htan
}
