# shellcheck shell=bash
# What makes a host a part of the lab: addresses, routes, and how its kernel behaves. The same for a namespace of this machine
# and for a virtual machine; the caller says with on() how a command reaches a node.

readonly NET_A=10.81.1 NET_B=10.81.2

# links NODE: a line for each interface: its name, its network, its addresses.
links() {
    case $1 in
        r)
            echo srv A "$NET_A.1"
            echo cli B "$NET_B.1"
            ;;
        s) echo eth0 A "$NET_A".{10..12} ;;
        a) echo eth0 A "$NET_A".{101..107} ;;
        b) echo eth0 B "$NET_B".{101..106} ;;
        x) echo eth0 B "$NET_B.66" ;;
    esac
}

# No IPv6 chatter, and forged sources reach the router: it has to tell them by itself.
set_kernel() {
    on "$1" sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1 \
        net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.default.rp_filter=0 net.ipv4.ip_forward="$([ "$1" = r ] && echo 1 || echo 0)"
}

# add_addresses NODE INTERFACE ADDRESS...: repeated, it changes nothing.
add_addresses() {
    local node="$1" interface="$2" address
    shift 2
    on "$node" ip link set "$interface" up
    for address in "$@"; do
        on "$node" ip address replace "$address/24" dev "$interface"
    done
}

# Hosts reach the other network by the router.
set_route() {
    case $1 in
        s | a) on "$1" ip route replace "$NET_B.0/24" via "$NET_A.1" ;;
        b | x) on "$1" ip route replace "$NET_A.0/24" via "$NET_B.1" ;;
    esac
}
