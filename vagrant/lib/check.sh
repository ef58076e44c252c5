# shellcheck shell=bash
# Everything that can be checked on this machine. What cannot run is a failure, not a pass.

run_tests() {
    local log="$REPO/vagrant/target/test.log" maven=0 scripts=0 machines=0 unit=0 complete=0 began=$SECONDS
    need_build_tools
    need_network_tools
    need_check_tools
    mkdir -p "$REPO/vagrant/target"
    forget_old_reports
    heading "mvn verify with $JAVA_HOME"
    run_maven verify 2>&1 | tee "$log" || maven=1
    heading "shellcheck"
    check_scripts || scripts=1
    heading "Vagrantfile"
    check_machines || machines=1
    heading "systemd unit"
    check_unit || unit=1
    heading "Summary after $((SECONDS - began)) s"
    summarise || complete=1
    verdict "mvn verify" "$maven"
    verdict "shellcheck" "$scripts"
    verdict "Vagrantfile" "$machines"
    verdict "systemd unit" "$unit"
    verdict "every test ran" "$complete"
    [ $((maven + scripts + machines + unit + complete)) -eq 0 ] || fail 1 "not everything passed; Maven's output is in $log"
    say "Everything passed."
}

verdict() {
    if [ "$2" -eq 0 ]; then say "  passed  $1"; else say "  FAILED  $1"; fi
}

# Reports of an earlier run must not stand in for tests that did not run now.
forget_old_reports() {
    find "$REPO"/*/target/surefire-reports "$REPO"/*/target/failsafe-reports -name '*.xml' -delete 2>/dev/null || true
}

scripts() {
    find "$REPO" -name target -prune -o -name .git -prune -o -type f -print | while IFS= read -r file; do
        case $file in
            *.java | *.pcap | *.md | *.xml) ;;
            *.sh) printf '%s\0' "$file" ;;
            *) if head -c 32 "$file" | head -n 1 | grep -aqE '^#! ?/(usr/)?bin/(env )?(ba)?sh'; then printf '%s\0' "$file"; fi ;;
        esac
    done
}

check_scripts() {
    local count
    count=$(scripts | tr -cd '\0' | wc -c)
    scripts | xargs -0 shellcheck --external-sources --source-path=SCRIPTDIR || return 1
    say "$count scripts without a finding"
}

# Vagrant's own opinion where it can be had (Debian has no vagrant of every release), else Ruby's; either way every node that
# the machines stand for must be one that host.sh knows, and the other way round but for the attacker and the switch.
check_machines() {
    local file="$REPO/vagrant/Vagrantfile" nodes
    nodes=$(sed -n 's/.*nodes: %w\[\([^]]*\)\].*/\1/p' "$file" | tr ' ' '\n' | sort | tr '\n' ' ')
    if [ "$nodes" != "a b r s " ]; then
        say "Vagrantfile's machines are the nodes $nodes, not a b r s"
        return 1
    fi
    if try_packages vagrant; then
        (cd "$REPO/vagrant" && VAGRANT_HOME="$REPO/vagrant/target/vagrant-home" \
            VAGRANT_DOTFILE_PATH="$REPO/vagrant/target/vagrant-state" vagrant validate --ignore-provider)
    else
        say "no vagrant here; Ruby's check of the syntax only"
        need_packages ruby
        ruby -c "$file"
    fi
}

# systemd's own opinion of the unit, with the image where the unit says that it lies, and of how far it is shut in.
check_unit() {
    local unit="$REPO/vagrant/target/active-router.service"
    need_packages systemd
    sed "s#/usr/lib/active-router#$IMAGE#g" "$IMAGE/systemd/active-router.service" >"$unit" &&
        systemd-analyze verify "$unit" &&
        systemd-analyze security --offline=true --threshold=30 "$unit" | tail -n 1
}

# Adds up the reports; says which test classes left none, and which tests were left out.
summarise() {
    local module missing=0 skipped=0 line
    for module in "$REPO"/*/pom.xml; do
        module=$(dirname "$module")
        line=$(sum_reports "$module")
        printf '  %-12s %s\n' "$(basename "$module")" "$line"
        case $line in *" 0 left out") ;; *) skipped=1 ;; esac
        classes_without_report "$module" || missing=1
    done
    [ $((missing + skipped)) -eq 0 ]
}

sum_reports() {
    find "$1/target/surefire-reports" "$1/target/failsafe-reports" -name 'TEST-*.xml' -exec grep -h '<testsuite ' {} + 2>/dev/null |
        tr '\n' ' ' | grep -oE ' (tests|errors|failures|skipped)="[0-9]+"' | tr -d ' "' |
        awk -F= '{ sum[$1] += $2 } END { printf "%d tests, %d failed, %d left out", sum["tests"], sum["failures"] + sum["errors"], sum["skipped"] }'
}

classes_without_report() {
    local file name result=0
    while IFS= read -r file; do
        name=$(basename "$file" .java)
        if [ -z "$(find "$1/target" -maxdepth 2 -name "TEST-*.$name.xml" -o -maxdepth 2 -name "TEST-*.$name\$*.xml" 2>/dev/null)" ]; then
            say "  no report of $name"
            result=1
        fi
    done < <(grep -rlE '@(Test|ParameterizedTest|FuzzTest|RepeatedTest|TestFactory|ArchTest)\b' "$1/src/test/java" 2>/dev/null)
    return "$result"
}
