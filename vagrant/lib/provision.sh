#!/usr/bin/env bash
# Makes a virtual machine a part of the lab, at every start of it: provision.sh NODE... (a machine may be several nodes of one
# network). Its first interface is Vagrant's own; those after it are the lab's, in the order in which links() names them.
set -euo pipefail

REPO=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)
# shellcheck source=say.sh
. "$REPO/vagrant/lib/say.sh"
# shellcheck source=java.sh
. "$REPO/vagrant/lib/java.sh"
# shellcheck source=tools.sh
. "$REPO/vagrant/lib/tools.sh"
# shellcheck source=host.sh
. "$REPO/vagrant/lib/host.sh"

on() {
    shift
    "$@"
}

# Interfaces that are neither the loopback nor Vagrant's, in the order in which the machine has them.
lab_interfaces() {
    local own
    own=$(ip -o route show default | sed -n 's/.* dev \([^ ]*\).*/\1/p' | head -n 1)
    ip -o link show | sed -n 's/^[0-9]*: \([^:@]*\)[:@].*/\1/p' | grep -vxE "lo|$own"
}

# An interface that has another name than the lab's gets it: the router's configuration names srv and cli.
rename_interface() {
    [ "$1" != "$2" ] || return 0
    ip link set "$1" down
    ip link set "$1" name "$2"
}

# provision NODE: as many of the machine's interfaces as the node has links.
provision() {
    local node="$1" number=0 wanted interface addresses interfaces
    mapfile -t interfaces < <(lab_interfaces)
    set_kernel "$node"
    while read -r wanted _ addresses; do
        interface=${interfaces[$number]:-}
        [ -n "$interface" ] || fail 69 "$node has no interface for $wanted; Vagrantfile gives it one"
        if [ "$node" = r ]; then
            rename_interface "$interface" "$wanted"
            interface=$wanted
        fi
        # shellcheck disable=SC2086 # a list of addresses
        add_addresses "$node" "$interface" $addresses
        number=$((number + 1))
    done < <(links "$node")
    set_route "$node"
}

main() {
    local node
    [ $# -ge 1 ] || fail 64 "usage: provision.sh NODE..."
    need_network_tools
    need_jdk
    for node in "$@"; do
        provision "$node"
    done
}

main "$@"
