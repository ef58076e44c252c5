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
STATE=$REPO/vagrant/target/lab/$LAB_PREFIX

node() {
    printf '%s%s' "$LAB_PREFIX" "$1"
}

# How the functions of host.sh reach a node.
on() {
    in_node "$@"
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
    for name in "${NODES[@]}"; do
        join "$name"
        set_route "$name"
    done
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
    set_kernel "$1"
    in_node "$1" ip link set lo up
}

add_bridge() {
    in_node sw ip link add "br$1" type bridge
    in_node sw ip link set "br$1" up
}

# Each interface of a node is one end of a cable whose other end is a port of its network's bridge.
join() {
    local name="$1" interface network addresses port
    while read -r interface network addresses; do
        port="$network-$name"
        ip link add "$port" netns "$(node sw)" type veth peer name "$interface" netns "$(node "$name")"
        in_node sw ip link set "$port" master "br$network" up
        # shellcheck disable=SC2086 # a list of addresses
        add_addresses "$name" "$interface" $addresses
    done < <(links "$name")
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

# await_line NAME TEXT [SECONDS]: until what a started process has said holds that.
await_line() {
    local tries
    for ((tries = 0; tries < ${3:-30} * 10; tries++)); do
        grep -q "$2" "$STATE/$1.log" 2>/dev/null && return
        running "$1" || break
        sleep 0.1
    done
    cat "$STATE/$1.log" "$STATE/$1.err" >&2
    fail 70 "$1 did not say: $2"
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

stop_all() {
    local file
    for file in "$STATE"/*.pid; do
        [ -e "$file" ] || continue
        stop "$(basename "$file" .pid)"
    done
}
