# shellcheck shell=bash
# The router in node r, as an operator runs it: a configuration, the program, and questions to it.

ROUTER=$IMAGE/bin/active-router
# Short: the name of a local socket may not be long.
ROUTER_SOCKET=/run/${LAB_PREFIX}router.sock
# Where what belongs to the present run is written.
run_folder=''

# router_configuration FILE SERVICE HANDOVER POLICY-LINES [MORE]: what is not said is the program's default.
router_configuration() {
    cat >"$1" <<TEXT
capture { servers-side = ["srv"], clients-side = ["cli"] }
services { directory { protocol = opennap, service = $2, policy = lab } }
policies {
  lab { mode = act, handover = $3, $4 }
}
database { in-memory = true }
admin { socket = "$ROUTER_SOCKET" }
${5:-}
TEXT
}

# accepts FILE: whether this version of the program takes a configuration.
accepts() {
    "$ROUTER" check "$1" >/dev/null 2>&1
}

# Best first: sessions move; they are reset and come back; only new connections are redirected.
best_handover() {
    local file="$STATE/check.conf" each
    for each in takeover reconnect; do
        router_configuration "$file" "$1" "$each" 'response-time { high = 200ms, low = 100ms }'
        if accepts "$file"; then
            printf '%s' "$each"
            return
        fi
    done
    printf 'new-only'
}

best_service() {
    local file="$STATE/check.conf"
    router_configuration "$file" cache-proxy new-only 'response-time { high = 200ms, low = 100ms }'
    if accepts "$file"; then printf 'cache-proxy'; else printf 'relay'; fi
}

# The guard's patience with a silent program, in milliseconds: frozen, it has to be gone within three seconds.
readonly ROUTER_SILENCE=2500

# start_router CONFIGURATION: under the guard, as systemd would have it; returns when it answers.
start_router() {
    local tries guard
    need_packages gcc libc6-dev libpcap-dev
    guard=$("$REPO/vagrant/native" guard)
    "$ROUTER" check "$1" >"$STATE/check.log" 2>&1 || { cat "$STATE/check.log" >&2; fail 78 "the router does not take $1"; }
    start r router "$guard" "$ROUTER_SILENCE" "$IMAGE/netfilter-scripts/down" "$ROUTER" run --config "$1"
    for ((tries = 0; tries < 100; tries++)); do
        ask_router status >/dev/null 2>&1 && return
        running router || break
        sleep 0.2
    done
    cat "$STATE/router.log" "$STATE/router.err" >&2
    fail 70 "the router did not begin"
}

# The router itself, whose parent is the guard.
router_process() {
    local guard folder rest
    guard=$(process_id router)
    for folder in /proc/[0-9]*; do
        # A name in parentheses, which may hold anything, then the state and the parent.
        rest=$(sed 's/^.*) //' "$folder/stat" 2>/dev/null) || continue
        case $rest in
            ?" $guard "*)
                printf '%s' "${folder#/proc/}"
                return
                ;;
        esac
    done
    fail 70 "the guard has no child: the router has ended"
}

ask_router() {
    "$ROUTER" "$@" --socket "$ROUTER_SOCKET"
}

# The same as "status --json" without a Java process, which takes half a second of a core: asked often, it would be what the
# peers measure. Perl is in every Debian.
status_line() {
    perl "$REPO/vagrant/lib/status.pl" "$ROUTER_SOCKET"
}

# What the router says of itself, once in each interval, one JSON object a line: watch_router FILE SECONDS, until it ends. One process
# for all times, for the same reason.
watch_router() {
    perl "$REPO/vagrant/lib/status.pl" "$ROUTER_SOCKET" "$2" "$(process_id router)" >>"$1" 2>/dev/null
}

# redirect_phase STATUS-LINE: empty where nothing is redirected.
redirect_phase() {
    sed -n 's/.*"redirects":\[{[^]]*"phase":"\([^"]*\)".*/\1/p' <<<"$1"
}

redirect_since() {
    sed -n 's/.*"redirects":\[{[^]]*"sinceMillis":\([0-9]*\).*/\1/p' <<<"$1"
}

# When the verdict fell, and when the sessions that were open had moved into the service, as the router's log says.
note_moved() {
    note_logged verdict-millis 'active-router: redirect .*'
    note_logged moved-millis '.* sessions\{0,1\} of .* moved into the service.*'
}

# note_logged NAME PATTERN: when the router's log first said so; its lines begin with the time of day.
note_logged() {
    local at
    [ -r "$STATE/router.err" ] || return 0
    at=$(sed -n "s/^\([0-9:.]*\) .* $2/\1/p" "$STATE/router.err" | head -n 1)
    if [ -n "$at" ]; then note "$1=$(date -d "$at" +%s%3N)"; fi
}

# When the first status without a redirect came after the redirect.
note_release() {
    local line seen='' millis
    while IFS= read -r line; do
        if [ -n "$(redirect_phase "$line")" ]; then
            seen=1
        elif [ -n "$seen" ]; then
            millis=$(sed -n 's/^{"timeMillis":\([0-9]*\).*/\1/p' <<<"$line")
            note "released-millis=$millis"
            return
        fi
    done < <(cat "$run_folder/status.jsonl" 2>/dev/null)
}

# cut_connections NODE: every connection of its peers to the server ends, for both ends, as in the paper's experiment.
cut_connections() {
    in_node "$1" ss -K dst "$NET_A.10" dport = 8888 >/dev/null 2>&1 || true
}
