# shellcheck shell=bash
# The paper's experiment (section 5.3): thirteen peers, a query each two seconds, a router that may act from 160 s on. All
# times here are seconds of the experiment; --fast lets eight of them pass in one.

readonly EXPERIMENT_END=480 EXPERIMENT_ACTIVE=160 EXPERIMENT_SEED=1 EXPERIMENT_FAST=8
# One peer of each network leaves and returns once everything has settled after the redirect.
readonly EXPERIMENT_ABSENCES=(3:260-300 10:310-350)
# The paper's threshold, QR 10.0, has no unit that fits: all peers together ask 6.5 times a second, and the router, which sees
# network B only, 3 times. Read as queries in five seconds, 2 a second, it lies below what the router sees, as it must.
readonly PAPER_THRESHOLD=2.0 PAPER_LOW_THRESHOLD=0.2 PAPER_SAMPLES=20 PAPER_WINDOW=10
# The paper's peers came back after about 50 s; what T its records had is not said.
readonly PAPER_RECONNECT=50 PAPER_TTL=300 OUR_RECONNECT=0.2 OUR_TTL=30 OUR_SOFT_TTL=20 OUR_NEGATIVE_TTL=10
EXPERIMENT=$REPO/vagrant/target/experiment

speed=1
start_millis=0

run_experiment() {
    local runs=paper,ours name folders=()
    [ "${1:-}" = paper ] || fail 64 "usage: vagrant/lab experiment paper [--fast] [--runs NAME,...]"
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --fast) speed=$EXPERIMENT_FAST ;;
            --runs)
                runs=${2:?--runs needs names}
                shift
                ;;
            *) fail 64 "unknown option: $1 (known: --fast, --runs direct,paper,ours)" ;;
        esac
        shift
    done
    need_network_tools
    need_chart_tools
    build_image
    trap network_down EXIT
    for name in ${runs//,/ }; do
        one_run "$name"
        folders+=("$EXPERIMENT/$name")
    done
    trap - EXIT
    "$REPO/vagrant/program" ExperimentReport "$EXPERIMENT" "${folders[@]}"
}

one_run() {
    local title
    case $1 in
        direct) title='no router: queries go to the server from beginning to end' ;;
        paper) title="the paper's policy and proxy: query rate above 10.0, read as queries in 5 s; answered at once" ;;
        ours) title='the same threshold, everything else as the program does it by default' ;;
        *) fail 64 "no run of this name: $1 (known: direct, paper, ours)" ;;
    esac
    heading "$1: $title ($(real "$EXPERIMENT_END") s)"
    network_down
    network_up
    begin_run "$1" "$title"
    if [ "$1" != direct ]; then
        prepare_router "$1"
    fi
    begin_peers "$1"
    if [ "$1" != direct ]; then
        let_router_act
    fi
    end_run
}

# prepare_router NAME: it watches from the beginning on, and the operator lets it do no more.
prepare_router() {
    local handover policy more
    need_cache_proxy
    case $1 in
        paper)
            handover=new-only
            policy="estimator = paper, $(paper_threshold), hold = 1h, longest-hold = 1h, dwell = 0s"
            more="cache-proxy { on-miss = answer-first, $(ttls "$PAPER_TTL" "$PAPER_TTL" "$PAPER_TTL") }"
            note "ttl=$PAPER_TTL"
            ;;
        ours)
            handover=$(best_handover cache-proxy)
            policy=$(paper_threshold)
            more="cache-proxy { $(ttls "$OUR_TTL" "$OUR_SOFT_TTL" "$OUR_NEGATIVE_TTL") }"
            note "ttl=$OUR_TTL"
            ;;
    esac
    note "handover=${handover/new-only/cut}"
    router_configuration "$run_folder/router.conf" cache-proxy "$handover" "$policy" "$more"
    start_router "$run_folder/router.conf"
    ask_router release "$NET_A.10:8888" >/dev/null
}

let_router_act() {
    local handover
    handover=$(sed -n 's/^handover=//p' "$run_folder/run.properties")
    sleep_until "$EXPERIMENT_ACTIVE"
    ask_router automatic "$NET_A.10:8888" >/dev/null
    follow_redirect "$handover"
}

need_cache_proxy() {
    [ "$(best_service)" = cache-proxy ] || fail 69 "this version has no cache proxy; --runs direct runs without a router"
}

paper_threshold() {
    printf 'minimum-samples = %s, window = %s, query-rate { high = %s, low = %s }' "$PAPER_SAMPLES" \
        "$(quarters "$PAPER_WINDOW")" "$(awk "BEGIN { print $PAPER_THRESHOLD * $speed }")" \
        "$(awk "BEGIN { print $PAPER_LOW_THRESHOLD * $speed }")"
}

# ttls TTL SOFT NEGATIVE: said even where they are the defaults, because --fast compresses them, too.
ttls() {
    printf 'ttl = %s, soft-ttl = %s, negative-ttl = %s' "$(milliseconds "$1")" "$(milliseconds "$2")" "$(milliseconds "$3")"
}

milliseconds() {
    awk "BEGIN { printf \"%dms\", 1000 * $1 / $speed }"
}

# The router measures in quarters of a second.
quarters() {
    awk "BEGIN { printf \"%dms\", 250 * int(4 * $1 / $speed + 0.999) }"
}

sleep_until() {
    sleep "$(awk "BEGIN { left = $start_millis / 1000 + $1 / $speed - $EPOCHREALTIME; print (left > 0 ? left : 0) }")"
}

# follow_redirect cut|takeover|reconnect: waits for the redirect, and where sessions stay where they are, ends those of B.
follow_redirect() {
    local tries line=''
    watch_router "$run_folder/status.jsonl" 0.5 &
    for ((tries = 0; tries < 400; tries++)); do
        line=$(tail -n 1 "$run_folder/status.jsonl" 2>/dev/null || true)
        [ "$(redirect_phase "$line")" != in-force ] || break
        sleep 0.1
    done
    if [ "$(redirect_phase "$line")" != in-force ]; then
        say "no redirect came into force"
        return
    fi
    note "redirected-millis=$(redirect_since "$line")"
    if [ "$1" = cut ]; then
        cut_connections b
    fi
}

# Seconds of the clock for seconds of the experiment.
real() {
    awk "BEGIN { printf \"%.3f\", $1 / $speed }"
}

begin_run() {
    run_folder=$EXPERIMENT/$1
    rm -rf "$run_folder"
    mkdir -p "$run_folder"
    start s server "$REPO/vagrant/program" DirectoryServer --port 8888 --log "$run_folder/server.csv"
    await_line server listening
    note "title=$2"
}

begin_peers() {
    start_millis=$(($(date +%s%3N) + 4000))
    note "name=$1" "start-millis=$start_millis" "speed=$speed" "seed=$EXPERIMENT_SEED" groups=7,6 "end=$EXPERIMENT_END" \
        "active=$EXPERIMENT_ACTIVE"
    peers a 0 "$(addresses "$NET_A" 101 107)" "$OUR_RECONNECT"
    if [ "$1" = paper ]; then
        peers b 7 "$(addresses "$NET_B" 101 106)" "$(real "$PAPER_RECONNECT")"
    else
        peers b 7 "$(addresses "$NET_B" 101 106)" "$OUR_RECONNECT"
    fi
}

# What the report needs to know of a run.
note() {
    printf '%s\n' "$@" >>"$run_folder/run.properties"
}

# peers NODE FIRST ADDRESSES RECONNECT
peers() {
    start "$1" "peers-$1" "$REPO/vagrant/program" SharingPeers --server "$NET_A.10:8888" --from "$3" --first "$2" \
        --phases "$(real "$EXPERIMENT_END"):$(awk "BEGIN { print 0.5 * $speed }")" --absences "$(real_absences)" --reconnect-seconds "$4" \
        --start-millis "$start_millis" --seed "$EXPERIMENT_SEED" --log "$run_folder/peers-$1.csv"
}

real_absences() {
    local each times list=()
    for each in "${EXPERIMENT_ABSENCES[@]}"; do
        times=${each#*:}
        list+=("${each%%:*}:$(real "${times%-*}")-$(real "${times#*-}")")
    done
    (
        IFS=,
        printf '%s' "${list[*]}"
    )
}

end_run() {
    local longest
    longest=$(awk "BEGIN { print int($EXPERIMENT_END / $speed) + 40 }")
    wait_for peers-a "$longest"
    wait_for peers-b "$longest"
    stop router
    note_moved
    stop server
    cp "$STATE"/*.log "$STATE"/*.err "$run_folder"
    network_down
}
