# shellcheck shell=bash
# The two subnets in network namespaces of one machine:
#
#   s  server  10.81.1.10 (.11, .12)  --+                           +-- b  peers    10.81.2.101 - .106
#                                       | A                       B |
#   a  peers   10.81.1.101 - .107     --+-- srv (.1) r (.1) cli ----+-- x  attacker 10.81.2.66
#
# The bridges of A and B live in the node sw, so that the router has plain interfaces only. Every name begins with LAB_PREFIX:
# labs with different prefixes do not see each other.

readonly NODES=(sw r s a b x)
readonly NET_A=10.81.1 NET_B=10.81.2
STATE=$REPO/vagrant/target/lab/$LAB_PREFIX

node() {
    printf '%s%s' "$LAB_PREFIX" "$1"
}

in_node() {
    local name="$1"
    shift
    ip netns exec "$(node "$name")" "$@"
}

node_exists() {
    [ -e "/run/netns/$(node "$1")" ]
}

network_up() {
    if [ -e "$STATE/up" ] && all_nodes_exist; then
        return
    fi
    network_down
    mkdir -p "$STATE"
    local name
    for name in "${NODES[@]}"; do
        add_node "$name"
    done
    add_bridge A
    add_bridge B
    join r srv A "$NET_A.1"
    join r cli B "$NET_B.1"
    join s eth0 A "$NET_A.10" "$NET_A.11" "$NET_A.12"
    join a eth0 A "$NET_A".{101..107}
    join b eth0 B "$NET_B".{101..106}
    join x eth0 B "$NET_B.66"
    set_routes
    touch "$STATE/up"
}

all_nodes_exist() {
    local name
    for name in "${NODES[@]}"; do
        node_exists "$name" || return 1
    done
}

add_node() {
    ip netns add "$(node "$1")"
    # No IPv6 chatter, and forged sources reach the router: it has to tell them by itself.
    in_node "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 \
        net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.ip_forward=0
    in_node "$1" ip link set lo up
}

add_bridge() {
    in_node sw ip link add "br$1" type bridge
    in_node sw ip link set "br$1" up
}

# join NODE INTERFACE A|B ADDRESS...
join() {
    local name="$1" interface="$2" network="$3" port="$3-$1" address
    shift 3
    ip link add "$port" netns "$(node sw)" type veth peer name "$interface" netns "$(node "$name")"
    in_node sw ip link set "$port" master "br$network" up
    for address in "$@"; do
        in_node "$name" ip address add "$address/24" dev "$interface"
    done
    in_node "$name" ip link set "$interface" up
}

set_routes() {
    local name
    for name in s a; do
        in_node "$name" ip route add default via "$NET_A.1"
    done
    for name in b x; do
        in_node "$name" ip route add default via "$NET_B.1"
    done
    in_node r sysctl -qw net.ipv4.ip_forward=1
}

network_down() {
    local name
    stop_all
    for name in "${NODES[@]}"; do
        if node_exists "$name"; then
            ip netns del "$(node "$name")"
        fi
    done
    rm -rf "$STATE"
}

# What tells a process from a later one with the same id: its start time (field 22 of stat, after the name in parentheses).
started_at() {
    sed 's/^.*) //' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

# start NODE NAME COMMAND...: in the background, with its output in NAME.log and NAME.err.
start() {
    local name="$2" where
    where=$(node "$1")
    shift 2
    mkdir -p "$STATE"
    ip netns exec "$where" "$@" >"$STATE/$name.log" 2>"$STATE/$name.err" </dev/null &
    remember "$name" "$!"
}

# show NODE NAME COMMAND...: the same, with its output before the reader's eyes.
show() {
    local name="$2" where
    where=$(node "$1")
    shift 2
    ip netns exec "$where" "$@" </dev/null &
    remember "$name" "$!"
}

remember() {
    printf '%s %s\n' "$2" "$(started_at "$2")" >"$STATE/$1.pid"
}

running() {
    local id born
    [ -r "$STATE/$1.pid" ] || return 1
    read -r id born <"$STATE/$1.pid"
    [ -n "$born" ] && [ "$(started_at "$id")" = "$born" ] && ! grep -q '^State:.Z' "/proc/$id/status" 2>/dev/null
}

process_id() {
    cut -d' ' -f1 "$STATE/$1.pid"
}

# stop NAME: asks with TERM, insists after three seconds.
stop() {
    local tries
    if running "$1"; then
        kill -TERM "$(process_id "$1")" 2>/dev/null || true
        for ((tries = 0; tries < 30; tries++)); do
            running "$1" || break
            sleep 0.1
        done
        if running "$1"; then
            kill -KILL "$(process_id "$1")" 2>/dev/null || true
        fi
    fi
    rm -f "$STATE/$1.pid"
}

stop_all() {
    local file
    for file in "$STATE"/*.pid; do
        [ -e "$file" ] || continue
        stop "$(basename "$file" .pid)"
    done
}
