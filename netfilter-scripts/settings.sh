# shellcheck shell=bash
# What the verbs have in common: options, names made from them, the back end. Read by each verb, not run.
# shellcheck disable=SC2034 # the verbs use them

readonly AR_USAGE_OPTIONS='options, each with the environment variable that gives its default:
  --clients IF[,IF]   AR_CLIENTS     interfaces by which redirected clients come in
  --servers IF[,IF]   AR_SERVERS     interfaces by which servers answer (default: any; name them where src_valid_mark is 1)
  --prefix NAME-      AR_PREFIX      beginning of the names of our chains; sets and comments have it in small letters (AR-)
  --mark-shift BITS   AR_MARK_SHIFT  lowest of the four mark bits that are ours (24)
  --table NUMBER      AR_TABLE       route table, preference of its rules, conntrack zone and packet queue (1089)
  --lease SECONDS     AR_LEASE       how long a redirect lives without being renewed (2)
  --backend NAME      AR_BACKEND     nft or legacy; else what "iptables" is on this machine (auto)
  --help

exit codes: 0 done; 64 usage; 65 bad line, nothing applied; 69 tool missing; 70 refused by the kernel, nothing applied;
75 busy (xtables lock held by another program), try again; 77 not permitted'

# The kernel's own default bound of a set, said so that it is known.
readonly MOST_ENTRIES=65536
# A forgotten hold must not black-hole a server for longer than its clients' first retransmissions.
readonly HOLD_SECONDS=2
readonly LOCK_SECONDS=1
VERB=${0##*/}

fail() {
    local code="$1"
    shift
    printf '%s: %s\n' "$VERB" "$*" >&2
    exit "$code"
}

# settle ARGUMENT...: reads the options, then makes every name from them.
settle() {
    CLIENTS=${AR_CLIENTS:-} SERVERS=${AR_SERVERS:-} PREFIX=${AR_PREFIX:-AR-} SHIFT=${AR_MARK_SHIFT:-24}
    TABLE=${AR_TABLE:-1089} LEASE=${AR_LEASE:-2} BACKEND=${AR_BACKEND:-auto}
    while [ $# -gt 0 ]; do
        case $1 in
            --help | -h)
                usage
                exit 0
                ;;
            --clients | --servers | --prefix | --mark-shift | --table | --lease | --backend)
                [ $# -ge 2 ] || fail 64 "$1 needs a value"
                take "$1" "$2"
                shift 2
                ;;
            *) fail 64 "unknown option: $1 ($VERB --help lists them)" ;;
        esac
    done
    check_settings
    make_names
    choose_backend
}

take() {
    case $1 in
        --clients) CLIENTS=$2 ;;
        --servers) SERVERS=$2 ;;
        --prefix) PREFIX=$2 ;;
        --mark-shift) SHIFT=$2 ;;
        --table) TABLE=$2 ;;
        --lease) LEASE=$2 ;;
        --backend) BACKEND=$2 ;;
    esac
}

# Everything that later stands in a rule is checked here: nothing else can reach the kernel's grammar.
check_settings() {
    local interfaces='^([A-Za-z0-9_.@-]{1,15}(,[A-Za-z0-9_.@-]{1,15})*)?$'
    [[ $CLIENTS =~ $interfaces ]] || fail 64 "--clients: not interface names: $CLIENTS"
    [[ $SERVERS =~ $interfaces ]] || fail 64 "--servers: not interface names: $SERVERS"
    [[ $PREFIX =~ ^[A-Z][A-Z0-9]{0,7}-$ ]] || fail 64 "--prefix: wanted is one to eight capital letters or digits and a dash: $PREFIX"
    check_number --mark-shift "$SHIFT" 0 28
    check_number --table "$TABLE" 1 65535
    check_number --lease "$LEASE" 0 86400
    case $TABLE in 253 | 254 | 255) fail 64 "--table: $TABLE is the system's" ;; esac
}

check_number() {
    if ! [[ $2 =~ ^(0|[1-9][0-9]{0,5})$ ]] || [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then
        fail 64 "$1: not a number from $3 to $4: $2"
    fi
}

make_names() {
    local small=${PREFIX%-}
    small=${small,,}
    TAG=$small:
    LEASED=${small}lease HELD=${small}hold SERVED=${small}srv DOOR=${small}door FILLING=${small}fill
    printf -v LIVE '0x%x' $((1 << SHIFT))
    printf -v REPAIR '0x%x' $((2 << SHIFT))
    printf -v RELAYED '0x%x' $((3 << SHIFT))
    printf -v DIVERTED '0x%x' $((4 << SHIFT))
    printf -v LISTENER '0x%x' $((8 << SHIFT))
    printf -v TOWARDS_CLIENT '0x%x' $((9 << SHIFT))
    printf -v ALL_BITS '0x%x' $((15 << SHIFT))
}

choose_backend() {
    case $BACKEND in
        auto) IPTABLES=iptables ;;
        nft | legacy) IPTABLES=iptables-$BACKEND ;;
        *) fail 64 "--backend: nft, legacy or auto: $BACKEND" ;;
    esac
    SAVE=$IPTABLES-save RESTORE=$IPTABLES-restore
}

need_kernel() {
    local tool
    for tool in "$IPTABLES" "$SAVE" "$RESTORE" ipset ip awk cksum; do
        command -v "$tool" >/dev/null || fail 69 "missing: $tool (apt-get install iptables ipset iproute2)"
    done
    may_change_network || fail 77 "needs CAP_NET_ADMIN: run as root"
}

may_change_network() {
    local name value capabilities=0
    while read -r name value; do
        [ "$name" != CapEff: ] || capabilities=$value
    done </proc/self/status
    (((16#$capabilities >> 12) & 1))
}

each_of() {
    local IFS=,
    # shellcheck disable=SC2086 # split at the commas, which is all that these names cannot hold
    printf '%s\n' $1
}

# Lines "chain NAME" and "rule -A ..." of everything of ours that a saved table holds; rules only where a foreign chain leads to us.
ours_in() {
    awk -v table="$1" -v prefix="$PREFIX" -v tag="$TAG" '
        /^\*/ { current = substr($0, 2) }
        current != table { next }
        /^:/ && index($1, ":" prefix) == 1 { print "chain", substr($1, 2) }
        /^-A / && index($2, prefix) != 1 &&
            ($0 ~ "--comment \"?" tag || $0 ~ " -[jg] " prefix) { print "rule", $0 }'
}

# restore TEXT: first as a trial, so that a text of several tables is applied whole or not at all.
restore() {
    restore_once --test <<<"$1"
    restore_once <<<"$1"
}

restore_once() {
    local said code=0
    said=$("$RESTORE" --noflush -w "$LOCK_SECONDS" "$@" 2>&1) || code=$?
    case $code in
        0) ;;
        4) fail 75 "busy: $said" ;;
        *) fail 70 "refused: $said" ;;
    esac
}

# Names of the sets that exist, of those that a pattern describes.
sets_like() {
    local name
    ipset list -name 2>/dev/null | while IFS= read -r name; do
        [[ ! $name =~ ^($1)$ ]] || printf '%s\n' "$name"
    done
}

# The kernel lets go of a rule's set a moment after the rule.
destroy_sets() {
    local tries left=$1
    for ((tries = 0; tries < 50; tries++)); do
        [ -n "$left" ] || return 0
        ipset restore 2>/dev/null <<<"destroy ${left//$'\n'/$'\n'destroy }" && return
        sleep 0.02
        left=$(sets_like "${left//$'\n'/|}")
    done
    fail 70 "still in use: the sets ${left//$'\n'/ }"
}
