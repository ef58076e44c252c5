#!/usr/bin/env bash
# A client, a router and a server in namespaces of their own, with the rules of the redirect on the router.
#
#   network.sh up PREFIX      PREFIXc 10.82.2.2, .3 -- PREFIXr .1 -- PREFIXs 10.82.1.10, .11
#   network.sh lease PREFIX ADDRESS:PORT on|off
#   network.sh down PREFIX
set -euo pipefail

verb=$1 prefix=$2
shift 2

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
    rules
}

address() {
    local each
    for each in "${@:3}"; do
        ip -n "$prefix$1" address add "$each/24" dev "$2"
    done
    ip -n "$prefix$1" link set "$2" up
}

rules() {
    in_node r ipset create arlease hash:ip,port timeout 0
    in_node r ipset create arsrv hash:ip,port
    in_node r iptables-restore --noflush <<'RULES'
*raw
:AR-OUT - [0:0]
-A AR-OUT -m mark --mark 0x3000000/0x3000000 -j CT --zone-orig 1089
-I OUTPUT 1 -p tcp -j AR-OUT
COMMIT
*mangle
:AR-PRE - [0:0]
:AR-SRV - [0:0]
:AR-DIV - [0:0]
-A AR-PRE -p tcp -m set --match-set arsrv dst,dst -j AR-SRV
-A AR-PRE -p tcp -m set --match-set arsrv src,src -j AR-SRV
-A AR-SRV -p tcp -m socket --transparent --restore-skmark -m mark --mark 0x1000000/0x1000000 -j AR-DIV
-A AR-SRV -p tcp --syn -j RETURN
-A AR-SRV -m conntrack --ctstate DNAT -j RETURN
-A AR-SRV -p tcp -m socket --transparent -j AR-DIV
-A AR-DIV -j MARK --set-xmark 0x4000000/0xf000000
-A AR-DIV -j ACCEPT
-I PREROUTING 1 -p tcp -j AR-PRE
COMMIT
*nat
:AR-NAT - [0:0]
-A AR-NAT -p tcp --syn -m set --match-set arlease dst,dst -m socket --nowildcard --restore-skmark -m mark --mark 0x8000000/0x9000000 -j REDIRECT
-I PREROUTING 1 -i cli -p tcp -j AR-NAT
COMMIT
RULES
    ip -n "${prefix}r" rule add pref 1089 fwmark 0x4000000/0x4000000 lookup 1089
    ip -n "${prefix}r" route add local 0.0.0.0/0 dev lo table 1089
}

lease() {
    local server=${1%:*},tcp:${1#*:}
    if [ "$2" = on ]; then
        in_node r ipset add arsrv "$server" -exist
        in_node r ipset add arlease "$server" -exist
    else
        in_node r ipset del arlease "$server" -exist
    fi
}

down() {
    local node
    for node in c r s; do
        ip netns del "$prefix$node" 2>/dev/null || true
    done
}

case $verb in
    up | lease | down) "$verb" "$@" ;;
    *) echo "network.sh: up, lease or down" >&2 && exit 64 ;;
esac
