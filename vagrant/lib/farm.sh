# shellcheck shell=bash
# A farm of three web servers of which one becomes slow: what its clients notice with a load balancer in the router.

readonly FARM_MEMBERS=(10 11 12)
# Seconds: all is well, the third is slow, all is well again.
readonly FARM_CALM=12 FARM_SLOW=40 FARM_REST=45
# After so long without a change a member that is quick again gets back what it has borne before.
readonly FARM_HOLD=50
# So much of one processor is left to the slow one: 2 ms in every 100 ms, less than an answer takes.
readonly FARM_PERIOD=100000 FARM_QUOTA=2000
FARM=$REPO/vagrant/target/farm
FARM_PAGE=$REPO/vagrant/target/report/farm.html

run_farm() {
    need_network_tools
    need_chart_tools
    need_packages nginx-light
    build_image
    say "Three web servers in network A, twelve clients in network B, each asking the one that it knows. At $FARM_CALM s the third server"
    say "is left with 2 % of a processor. The router sees it answer late, and gives its new connections to a load balancer."
    run_folder=$FARM
    rm -rf "$run_folder"
    mkdir -p "$run_folder" "$(dirname "$FARM_PAGE")"
    trap farm_down EXIT
    network_up
    farm_members
    farm_configuration >"$run_folder/router.conf"
    start_router "$run_folder/router.conf"
    farm_live
    farm_report || differed=1
    farm_down
    trap - EXIT
    [ "$differed" -eq 0 ] || fail 1 "SOMETHING WAS MISSED: see above."
    heading "Everything was as wanted. Figures: $FARM_PAGE"
}

farm_members() {
    local last site="$run_folder/site"
    mkdir -p "$site"
    seq 1 12000 >"$site/page.txt"
    chmod -R a+rX "$REPO/vagrant/target" 2>/dev/null || true
    for last in "${FARM_MEMBERS[@]}"; do
        farm_member "$last" >"$run_folder/nginx-$last.conf"
        start s "nginx-$last" nginx -c "$run_folder/nginx-$last.conf"
    done
}

# farm_member LAST-BYTE-OF-ADDRESS: the page is compressed anew for each request, which is work.
farm_member() {
    local here="$run_folder/nginx-$1"
    mkdir -p "$here"
    cat <<TEXT
daemon off;
master_process off;
user root;
pid $here/pid;
error_log $here/error.log;
events {}
http {
    log_format counted '\$msec \$remote_addr \$status';
    access_log $here/access.log counted;
    client_body_temp_path $here/body;
    proxy_temp_path $here/proxy;
    fastcgi_temp_path $here/fastcgi;
    uwsgi_temp_path $here/uwsgi;
    scgi_temp_path $here/scgi;
    keepalive_requests 20;
    gzip on;
    gzip_types text/plain;
    gzip_comp_level 5;
    types { text/plain txt; }
    server {
        listen $NET_A.$1:80;
        root $run_folder/site;
        add_header X-Member $NET_A.$1:80 always;
    }
}
TEXT
}

farm_configuration() {
    cat <<TEXT
capture { servers-side = ["srv"], clients-side = ["cli"] }
services { web { protocol = http, ports = [80], service = load-balancer, group = farm, policy = lab } }
groups { farm { mode = spread-failover } }
policies {
  # Its clients ask as much as ever: whether it bears that again can only be tried, usually after half an hour.
  lab {
    mode = act, dwell = 1s, hold = 10s, longest-hold = ${FARM_HOLD}s, redirected-share = 1
    response-time { high = 100ms, low = 50ms }
  }
}
database { in-memory = true }
admin { socket = "$ROUTER_SOCKET" }
TEXT
}

farm_live() {
    local all=$((FARM_CALM + FARM_SLOW + FARM_REST))
    start_millis=$(date +%s%3N)
    start b clients "$PROGRAM" WebClients --servers "$NET_A.10:80,$NET_A.11:80,$NET_A.12:80" \
        --from "$(addresses "$NET_B" 101 106),$(addresses "$NET_B" 102 106),$NET_B.101" --path /page.txt --rate 6 --seconds "$all" \
        --log "$run_folder/clients.csv"
    watch_router "$run_folder/status.jsonl" 0.5 &
    sleep "$FARM_CALM"
    farm_slow_down "$(process_id nginx-12)"
    slowed_millis=$(date +%s%3N)
    say "$FARM_CALM s: the third server becomes slow"
    sleep $((FARM_SLOW / 2))
    ask_router status | tee "$run_folder/status-slow.txt"
    ask_router why "$NET_A.12:80" | tee "$run_folder/why.txt"
    sleep $((FARM_SLOW - FARM_SLOW / 2))
    farm_let_go
    recovered_millis=$(date +%s%3N)
    say "$((FARM_CALM + FARM_SLOW)) s: it is as fast as the others again"
    wait_for clients $((FARM_REST + 30))
    ask_router status >"$run_folder/status-end.txt" || true
}

farm_report() {
    local redirected released
    redirected=$(farm_moment '"phase":"in-force"' 1)
    released=$(farm_release)
    say
    "$PROGRAM" FarmReport --log "$run_folder/clients.csv" --slow "$NET_A.12:80" --start-millis "$start_millis" \
        --slowed-millis "$slowed_millis" --redirected-millis "$redirected" --recovered-millis "$recovered_millis" \
        --released-millis "$released" --page "$FARM_PAGE"
}

# farm_moment TEXT: when the router first said it.
farm_moment() {
    sed -n "/$1/{s/^{\"timeMillis\":\([0-9]*\).*/\1/p;q}" "$run_folder/status.jsonl"
}

farm_release() {
    sed -n '/"phase":/,${/"phase":/!{s/^{"timeMillis":\([0-9]*\).*/\1/p;q}}' "$run_folder/status.jsonl"
}

# farm_slow_down PROCESS: leaves it little of a processor, by whichever kind of control groups the machine has.
farm_slow_down() {
    local name="${LAB_PREFIX}farm"
    if [ -d /sys/fs/cgroup/cpu ]; then
        farm_group=/sys/fs/cgroup/cpu/$name
        mkdir -p "$farm_group"
        echo "$FARM_PERIOD" >"$farm_group/cpu.cfs_period_us"
        echo "$FARM_QUOTA" >"$farm_group/cpu.cfs_quota_us"
    else
        farm_group=/sys/fs/cgroup/$name
        echo +cpu >/sys/fs/cgroup/cgroup.subtree_control
        mkdir -p "$farm_group"
        echo "$FARM_QUOTA $FARM_PERIOD" >"$farm_group/cpu.max"
    fi
    echo "$1" >"$farm_group/cgroup.procs"
}

farm_let_go() {
    if [ -d "${farm_group:-}" ]; then
        local each
        while read -r each; do
            echo "$each" >"$(dirname "$farm_group")/cgroup.procs" || true
        done <"$farm_group/cgroup.procs"
        rmdir "$farm_group"
    fi
}

farm_down() {
    farm_let_go
    cp "$STATE"/*.log "$STATE"/*.err "$run_folder" 2>/dev/null || true
    network_down
}
