# shellcheck shell=bash
# The networks of the handover bench: clients, a router and servers in namespaces, and what each scenario does to them. The bench
# names the namespaces and the addresses.

# The lab's start takes a node; here the namespaces have their whole names, but for that of the lab's router.
node() {
    if [ "$1" = r ]; then printf '%s' "$GATEWAY"; else printf '%s' "$1"; fi
}

wire_up() {
    local name
    tear_down
    mkdir -p "$STATE"
    for name in "$CLIENT" "$GATEWAY" "$SERVERS"; do
        add_node "$name"
    done
    ip link add eth0 netns "$CLIENT" type veth peer name cli netns "$GATEWAY"
    ip link add eth0 netns "$SERVERS" type veth peer name srv netns "$GATEWAY"
    address "$CLIENT" eth0 10.84.2.2
    address "$GATEWAY" cli 10.84.2.1
    address "$GATEWAY" srv 10.84.1.1
    address "$SERVERS" eth0 "$SERVER" "$OTHER"
    ip -n "$CLIENT" route add default via 10.84.2.1
    ip -n "$SERVERS" route add default via 10.84.1.1
    in_node "$GATEWAY" sysctl -qw net.ipv4.ip_forward=1
}

add_node() {
    ip netns add "$1"
    in_node "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0
    ip -n "$1" link set lo up
}

# make_router NODE: with the rules and without the program.
make_router() {
    in_node "$1" "$REPO/netfilter-scripts/up" --clients cli --servers srv
}

address() {
    local each
    for each in "${@:3}"; do
        ip -n "$1" address add "$each/24" dev "$2"
    done
    ip -n "$1" link set "$2" up
}

tear_down() {
    local name
    stop_all
    for name in "$CLIENT" "$OUTER" "$GATEWAY" "$SERVERS"; do
        if [ -e "/run/netns/$name" ]; then ip netns del "$name"; fi
    done
}

set_rpfilter1() {
    in_node "$GATEWAY" sysctl -qw net.ipv4.conf.all.rp_filter=1
}

set_rpfilter2() {
    in_node "$GATEWAY" sysctl -qw net.ipv4.conf.all.rp_filter=2
}

# Where packets get lost in a network: behind what the router sees. Only of the server whose sessions move: what those of the other one
# wait for must be nothing but the takeover.
set_loss() {
    in_node "$CLIENT" iptables -A INPUT -p tcp -s "$SERVER" -m statistic --mode random --probability 0.02 -j DROP
    in_node "$SERVERS" iptables -A INPUT -p tcp -d "$SERVER" -m statistic --mode random --probability 0.02 -j DROP
}

set_mtu() {
    ip -n "$CLIENT" link set eth0 mtu 1400
    ip -n "$GATEWAY" link set cli mtu 1400
}

set_masquerade() {
    in_node "$GATEWAY" iptables -t nat -A POSTROUTING -o srv -j MASQUERADE
}

set_drop() {
    in_node "$GATEWAY" iptables -P INPUT DROP
    in_node "$GATEWAY" iptables -A FORWARD -p tcp --dport "$PORT" -j ACCEPT
    in_node "$GATEWAY" iptables -A FORWARD -m conntrack --ctstate ESTABLISHED,RELATED -j ACCEPT
    in_node "$GATEWAY" iptables -P FORWARD DROP
}

# Another router between the clients and this one, with rules of its own.
set_row() {
    add_node "$OUTER"
    ip -n "$GATEWAY" link del cli
    ip link add eth0 netns "$CLIENT" type veth peer name cli netns "$OUTER"
    ip link add srv netns "$OUTER" type veth peer name cli netns "$GATEWAY"
    address "$CLIENT" eth0 10.84.2.2
    address "$OUTER" cli 10.84.2.1
    address "$OUTER" srv 10.84.3.1
    address "$GATEWAY" cli 10.84.3.2
    ip -n "$CLIENT" route add default via 10.84.2.1
    ip -n "$OUTER" route add default via 10.84.3.2
    ip -n "$GATEWAY" route add 10.84.2.0/24 via 10.84.3.1
    in_node "$OUTER" sysctl -qw net.ipv4.ip_forward=1
    make_router "$OUTER"
}
