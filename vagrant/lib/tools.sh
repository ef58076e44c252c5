# shellcheck shell=bash
# Installs what is missing, and only that, with apt.

# The newest first; which of them exists depends on the release and its sources.
readonly JDK_PACKAGES=(openjdk-25-jdk-headless temurin-25-jdk openjdk-21-jdk-headless temurin-21-jdk)

apt_lists_are_fresh=false

installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

update_apt_once() {
    if [ "$apt_lists_are_fresh" = false ]; then
        say "lab: apt-get update"
        apt-get update -q >/dev/null || say "lab: apt-get update failed; going on with the lists that are here"
        apt_lists_are_fresh=true
    fi
}

install_packages() {
    command -v apt-get >/dev/null || fail 69 "missing: $* (no apt-get here; install them and run again)"
    update_apt_once
    say "lab: installing $*"
    without_services apt-get install -yq --no-install-recommends "$@" >/dev/null </dev/null ||
        fail 69 "apt-get could not install: $*"
}

# A server that apt installs begins to serve at once, on this machine; the lab starts its own, in the lab only.
without_services() {
    local policy=/usr/sbin/policy-rc.d
    (
        export DEBIAN_FRONTEND=noninteractive
        if [ ! -e "$policy" ]; then
            trap 'rm -f "$policy"' EXIT
            printf '#!/bin/sh\nexit 101\n' >"$policy"
            chmod +x "$policy"
        fi
        "$@"
    )
}

need_packages() {
    local package missing=()
    for package in "$@"; do
        installed "$package" || missing+=("$package")
    done
    [ "${#missing[@]}" -eq 0 ] || install_packages "${missing[@]}"
}

# Installs what is nice to have; false where apt does not know it.
try_packages() {
    local package
    for package in "$@"; do
        installed "$package" && continue
        update_apt_once
        [ -n "$(apt-cache show "$package" 2>/dev/null)" ] || return 1
        install_packages "$package"
    done
}

need_build_tools() {
    need_packages maven
    need_jdk
}

need_network_tools() {
    need_packages iproute2 procps tcpdump libpcap-dev iptables ipset conntrack nftables
}

# Letters of figures are drawn with the system's fonts, which a JDK without a desktop does not bring.
need_chart_tools() {
    need_packages fontconfig fonts-dejavu-core
}

need_check_tools() {
    need_packages gcc libc6-dev libpcap-dev tshark shellcheck util-linux fontconfig fonts-dejavu-core curl nginx apache2-bin wrk python3-websockets
}

need_jdk() {
    local package
    use_jdk && return
    update_apt_once
    for package in "${JDK_PACKAGES[@]}"; do
        if [ -n "$(apt-cache show "$package" 2>/dev/null)" ]; then
            install_packages "$package"
            use_jdk && return
        fi
    done
    fail 69 "needs a JDK of $LEAST_JAVA or later and apt knows none: set JAVA_HOME, or put one below /usr/lib/jvm" \
        "(for example Temurin 25 from adoptium.net)"
}
