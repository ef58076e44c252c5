#!/usr/bin/env bash
# A client, a router and a server in namespaces of their own, nothing redirected yet.
#
#   network.sh up PREFIX      PREFIXc 10.82.2.2, .3 -- PREFIXr .1 -- PREFIXs 10.82.1.10, .11
#   network.sh down PREFIX
set -euo pipefail

verb=$1 prefix=$2

in_node() {
    ip netns exec "$prefix$1" "${@:2}"
}

up() {
    local node
    for node in c r s; do
        ip netns add "$prefix$node"
        in_node "$node" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv4.conf.all.rp_filter=0 \
            net.ipv4.conf.default.rp_filter=0
        ip -n "$prefix$node" link set lo up
    done
    ip link add eth0 netns "${prefix}c" type veth peer name cli netns "${prefix}r"
    ip link add eth0 netns "${prefix}s" type veth peer name srv netns "${prefix}r"
    address c eth0 10.82.2.2 10.82.2.3
    address r cli 10.82.2.1
    address r srv 10.82.1.1
    address s eth0 10.82.1.10 10.82.1.11
    ip -n "${prefix}c" route add default via 10.82.2.1
    ip -n "${prefix}s" route add default via 10.82.1.1
    in_node r sysctl -qw net.ipv4.ip_forward=1
}

address() {
    local each
    for each in "${@:3}"; do
        ip -n "$prefix$1" address add "$each/24" dev "$2"
    done
    ip -n "$prefix$1" link set "$2" up
}

down() {
    local node
    for node in c r s; do
        ip netns del "$prefix$node" 2>/dev/null || true
    done
}

case $verb in
    up | down) "$verb" ;;
    *) echo "network.sh: up or down" >&2 && exit 64 ;;
esac
