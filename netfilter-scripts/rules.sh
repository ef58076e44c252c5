# shellcheck shell=bash
# The rules as text. Read by the verbs, not run.
# shellcheck disable=SC2034,SC2153 # the verbs use them; settings.sh makes the names
#
# Four mark bits say what a socket of ours is (8 listener, 3 server connection of the relay, 2 under repair, 1 and 9 a live
# taken-over half towards the server and towards the client), and what a packet is to become (4 diverted to a local socket).

readonly TABLES=(raw mangle filter nat)
declare -rA CHAINS=([raw]=OUT [mangle]='SRV PRE ICMP DIV' [filter]='CLI IN' [nat]='DOOR NAT')
declare -rA HOOKS=([raw]=OUTPUT [mangle]=PREROUTING [filter]=INPUT [nat]=PREROUTING)

# All rules, each line with its table before it. The jumps come last: a chain is complete before packets enter it.
rules() {
    rules_of_sockets
    rules_of_diversion
    rules_of_input
    rules_of_redirect
}

rules_of_sockets() {
    # Only the original tuple of a server connection is in the zone: it may use the client's own address and port, and
    # masquerading and the matching of replies keep working.
    echo "raw -A ${PREFIX}OUT -m mark --mark $RELAYED/$RELAYED -j CT --zone-orig $TABLE"
    # Under masquerading conntrack does not know the taken-over half towards the client.
    echo "raw -A ${PREFIX}OUT -m mark --mark $TOWARDS_CLIENT/$TOWARDS_CLIENT -j CT --notrack"
    echo "raw -I OUTPUT 1 -p tcp -j ${PREFIX}OUT"
}

rules_of_diversion() {
    local chain="mangle -A ${PREFIX}SRV" socket='-m socket --transparent'
    # Traffic of other servers pays these two look-ups and nothing else.
    echo "mangle -A ${PREFIX}PRE -p tcp -m set --match-set $SERVED dst,dst -j ${PREFIX}SRV"
    echo "mangle -A ${PREFIX}PRE -p tcp -m set --match-set $SERVED src,src -j ${PREFIX}SRV"
    # Tied to the socket's own mark, else acknowledgements of direct connections are caught as well.
    echo "$chain -p tcp $socket --restore-skmark -m mark --mark $LIVE/$LIVE -j ${PREFIX}DIV"
    # On hold, by the client's end, so that nobody waits but for who is being moved: packets wait in the kernel's queue until we let
    # them go, to these rules again. Nobody has the queue: they are dropped.
    echo "$chain -p tcp -m set --match-set $HELD dst,dst -j NFQUEUE --queue-num $TABLE"
    echo "$chain -p tcp --syn -j RETURN"
    # This rule also keeps conntrack awake: were it idle until the first redirect, connections that are already there would
    # be picked up in the middle.
    echo "$chain -m conntrack --ctstate DNAT -j RETURN"
    echo "$chain -p tcp -m set --match-set $HELD src,src -j NFQUEUE --queue-num $TABLE"
    # A freeze inside a takeover, which outlasts the hold, must not let the kernel answer for a socket under repair.
    echo "$chain -p tcp -m mark --mark $REPAIR/$RELAYED -j DROP"
    # Sockets in TIME_WAIT have lost their mark.
    echo "$chain -p tcp $socket -j ${PREFIX}DIV"
    # Without these errors a smaller MTU behind us would stop our connections.
    echo "mangle -A ${PREFIX}ICMP -p icmp $socket --restore-skmark -m mark --mark $LIVE/$LIVE -j ${PREFIX}DIV"
    echo "mangle -A ${PREFIX}DIV -j MARK --set-xmark $DIVERTED/$ALL_BITS"
    echo "mangle -A ${PREFIX}DIV -j ACCEPT"
    echo "mangle -I PREROUTING 1 -p tcp -j ${PREFIX}PRE"
    echo "mangle -I PREROUTING 1 -p icmp -m icmp --icmp-type 3 -j ${PREFIX}ICMP"
}

rules_of_input() {
    local interface door="-p tcp -m socket --nowildcard --restore-skmark -m mark --mark $LISTENER/$TOWARDS_CLIENT"
    # For those whose INPUT drops what is not allowed.
    echo "filter -A ${PREFIX}IN -m mark --mark $DIVERTED/$DIVERTED -j ACCEPT"
    echo "filter -A ${PREFIX}CLI $door -m conntrack --ctstate DNAT -j ACCEPT"
    # Whoever asks for the service itself was not redirected.
    echo "filter -A ${PREFIX}CLI $door -j REJECT --reject-with tcp-reset"
    for interface in ${CLIENTS//,/ }; do
        echo "filter -A ${PREFIX}IN -i $interface -p tcp -j ${PREFIX}CLI"
    done
    echo "filter -I INPUT 1 -j ${PREFIX}IN"
}

rules_of_redirect() {
    local interface
    # The guard: the rule holds only while a listener of ours has the server's port. No port in the target, so that one rule
    # serves all ports; a set, so that a connection costs the same with one server and with thousands.
    echo "nat -A ${PREFIX}NAT -p tcp --syn -m set --match-set $LEASED dst,dst -m socket --nowildcard --restore-skmark" \
        "-m mark --mark $LISTENER/$TOWARDS_CLIENT -j REDIRECT"
    echo "nat -A ${PREFIX}NAT -p tcp --syn -j ${PREFIX}DOOR"
    for interface in ${CLIENTS//,/ }; do
        echo "nat -I PREROUTING 1 -i $interface -p tcp -j ${PREFIX}NAT"
    done
}

# door_rules PORT...: services that listen on another port than their server's have a set and a rule for each such port. The
# kernel cannot see whether anybody listens there, only the lease protects their clients.
door_rules() {
    local port
    for port in "$@"; do
        echo "-A ${PREFIX}DOOR -p tcp --syn -m set --match-set $DOOR$port dst,dst" \
            "-m comment --comment ${TAG}door:$port -j REDIRECT --to-ports $port"
    done
}

door_ports() {
    sets_like "${DOOR}[0-9]+" | sed "s/^$DOOR//" | sort -n
}

# Makes RULESET_ID: what tells this set of rules from one with other parameters or of another version.
identify_ruleset() {
    local sum
    sum=$(exec cksum < <(rules))
    RULESET_ID=${sum%% *}
}

# The rules with a comment each: prefix, id of the whole, number of the rule and how many there are. What is read back from
# the kernel is this comment only, because the kernel's tools print the rest in their own words.
tagged_rules() {
    identify_ruleset
    rules | awk -v id="$RULESET_ID" -v tag="$TAG" '
        { line[NR] = $0 }
        END {
            for (i = 1; i <= NR; i++) {
                sub(/ -j /, " -m comment --comment " tag id ":" i "/" NR " -j ", line[i])
                print line[i]
            }
        }'
}

# The selectors of the rules that send diverted packets to the local table.
route_selectors() {
    local interface said=' '
    if [ -z "$SERVERS" ]; then
        echo "fwmark $DIVERTED/$DIVERTED"
        return
    fi
    # Where src_valid_mark is 1, a rule without an interface would also answer the kernel's own check of source addresses.
    for interface in ${CLIENTS//,/ } ${SERVERS//,/ }; do
        if [[ $said != *" $interface "* ]]; then
            echo "fwmark $DIVERTED/$DIVERTED iif $interface"
            said+="$interface "
        fi
    done
}

# Makes ROUTING and SELECTORS: what the kernel knows of our route table, which is an error as long as it was never used; and the selectors
# of the rules that lead to it, a line each in the words of route_selectors.
read_routing() {
    local line
    ROUTING=$(exec ip -4 -force -batch - 2>/dev/null <<<"rule show pref $TABLE
route show table $TABLE type local") || true
    SELECTORS=
    while IFS= read -r line; do
        [[ " $line " == *" fwmark $DIVERTED/$DIVERTED "* ]] || continue
        SELECTORS+="${SELECTORS:+$'\n'}fwmark $DIVERTED/$DIVERTED"
        [[ ! "$line " =~ \ iif\ ([^ ]+) ]] || SELECTORS+=" iif ${BASH_REMATCH[1]}"
    done <<<"$ROUTING"
}

# Of what read_routing has read.
has_local_route() {
    [[ $ROUTING == *"local default dev lo"* ]]
}

# same_lines ONE OTHER: in whatever order.
same_lines() {
    local line
    [ "${#1}" -eq "${#2}" ] || return 1
    while IFS= read -r line; do
        [[ $'\n'$2$'\n' == *$'\n'"$line"$'\n'* ]] || return 1
    done <<<"$1"
}
