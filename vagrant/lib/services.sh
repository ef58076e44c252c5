# shellcheck shell=bash
# Services without anything that decides (lab.bench.HandoverRun), each in its router, which do what they are told. The handover bench names
# the namespaces and addresses; sessions.sh waits for what they say.

readonly JVM=(-XX:+UseSerialGC -Xmx256m -XX:+ExitOnOutOfMemoryError --enable-native-access=ALL-UNNAMED)
# Where each service that runs takes its commands, and the names of those that are asked, the one nearest to the clients last.
declare -A pipes=()
services=(service)

# router_of SERVICE: where it runs.
router_of() {
    if [ "$1" = outer ]; then printf '%s' "$OUTER"; else printf '%s' "$GATEWAY"; fi
}

wanted_redirects() {
    local each
    for each in "${services[@]}"; do
        in_node "$(router_of "$each")" "$REPO/netfilter-scripts/apply" --lease 0 <<<"$1 $SERVER:$PORT"
    done
}

# begin_service NAME KIND: it obeys what is written into a pipe, which stays open for as long as this script runs.
begin_service() {
    local pipe
    rm -f "$STATE/commands-$1"
    mkfifo "$STATE/commands-$1"
    exec {pipe}<>"$STATE/commands-$1"
    pipes[$1]=$pipe
    ip netns exec "$(router_of "$1")" "$JAVA" "${JVM[@]}" -cp "$LAB_CLASSPATH" org.activerouter.lab.bench.HandoverRun \
        "$SERVER" "$PORT" srv "$2" <"$STATE/commands-$1" >"$STATE/$1.log" 2>"$STATE/$1.err" {pipe}>&- &
    remember "$1" "$!"
    await_line "$1" serving
    # Until the analysis runs as well.
    sleep 1
}

# begin_services KIND
begin_services() {
    local each
    for each in "${services[@]}"; do
        begin_service "$each" "$1"
    done
}

# order COMMAND ANSWER: all services do it, one after the other; what they answer is in said-SERVICE.
order() {
    local each before
    for each in "${services[@]}"; do
        before=$(count_lines "$each" "^$2")
        echo "$1" >&"${pipes[$each]}"
        await_lines "$each" "^$2" $((before + 1))
        grep "^$2" "$STATE/$each.log" | tail -n 1 >"$STATE/said-$each"
    done
}

end_services() {
    local each pipe
    for each in "${services[@]}"; do
        stop "$each"
        pipe=${pipes[$each]}
        exec {pipe}>&-
    done
}
