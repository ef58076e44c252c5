# shellcheck shell=bash
# The paper's experiment (section 5.3): thirteen peers, a query each two seconds, a router that may act from 160 s on. All
# times here are seconds of the experiment; --fast lets eight of them pass in one.

readonly EXPERIMENT_END=480 EXPERIMENT_ACTIVE=160 EXPERIMENT_SEED=1 EXPERIMENT_FAST=8
# One peer of each network leaves and returns once everything has settled after the redirect.
readonly EXPERIMENT_ABSENCES=(3:260-300 10:310-350)
EXPERIMENT=$REPO/vagrant/target/experiment

speed=1
run_folder=''
start_millis=0

run_experiment() {
    local runs=direct name folders=()
    [ "${1:-}" = paper ] || fail 64 "usage: vagrant/lab experiment paper [--fast] [--runs NAME,...]"
    shift
    while [ $# -gt 0 ]; do
        case $1 in
            --fast) speed=$EXPERIMENT_FAST ;;
            --runs)
                runs=${2:?--runs needs names}
                shift
                ;;
            *) fail 64 "unknown option: $1 (known: --fast, --runs direct)" ;;
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
        *) fail 64 "no run of this name: $1 (known: direct)" ;;
    esac
    heading "$1: $title ($(real "$EXPERIMENT_END") s)"
    network_down
    network_up
    begin_run "$1" "$title"
    end_run
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
    start_millis=$(($(date +%s%3N) + 4000))
    note "name=$1" "title=$2" "start-millis=$start_millis" "speed=$speed" "seed=$EXPERIMENT_SEED" groups=7,6 \
        "end=$EXPERIMENT_END" "active=$EXPERIMENT_ACTIVE"
    peers a 0 "$(addresses "$NET_A" 101 107)"
    peers b 7 "$(addresses "$NET_B" 101 106)"
}

# What the report needs to know of a run.
note() {
    printf '%s\n' "$@" >>"$run_folder/run.properties"
}

# peers NODE FIRST ADDRESSES
peers() {
    start "$1" "peers-$1" "$REPO/vagrant/program" SharingPeers --server "$NET_A.10:8888" --from "$3" --first "$2" \
        --phases "$(real "$EXPERIMENT_END"):$(awk "BEGIN { print 0.5 * $speed }")" --absences "$(real_absences)" \
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
    stop server
    cp "$STATE"/*.log "$STATE"/*.err "$run_folder"
    network_down
}
