# shellcheck shell=bash
# Every fuzzer (a method annotated @FuzzTest), one after another: Jazzer fuzzes one per JVM.

# Prints "module class method" for each.
fuzzers() {
    local file
    grep -rl '@FuzzTest' "$REPO"/*/src/test/java --include='*.java' | sort | while IFS= read -r file; do
        fuzz_methods "$file" | sed "s|^|$(module_of "$file") $(class_of "$file") |"
    done
}

module_of() {
    local path="${1#"$REPO"/}"
    printf '%s' "${path%%/*}"
}

class_of() {
    printf '%s.%s' "$(sed -n 's/^package \(.*\);/\1/p' "$1")" "$(basename "$1" .java)"
}

fuzz_methods() {
    awk '/@FuzzTest/ { wanted = 1 } wanted && match($0, /void [A-Za-z0-9_]+\(/) { print substr($0, RSTART + 5, RLENGTH - 6); wanted = 0 }' "$1"
}

run_fuzzers() {
    local seconds="${1:-300}" wanted="${2:-}" module class method failed=0 count=0
    [[ $seconds =~ ^[1-9][0-9]*$ ]] || fail 64 "usage: vagrant/lab fuzz [SECONDS [PART-OF-A-CLASS'S-NAME]]"
    need_build_tools
    need_network_tools
    mkdir -p "$REPO/vagrant/target/fuzz"
    while read -r module class method; do
        [[ $class == *"$wanted"* ]] || continue
        count=$((count + 1))
        fuzz "$seconds" "$module" "$class" "$method" || failed=$((failed + 1))
    done < <(fuzzers)
    [ "$count" -gt 0 ] || fail 70 "no fuzzer was found"
    [ "$failed" -eq 0 ] || fail 1 "$failed of $count fuzzers found something or did not run"
    say "$count fuzzers, $seconds s each, no finding"
}

# fuzz SECONDS MODULE CLASS METHOD
fuzz() {
    local log="$REPO/vagrant/target/fuzz/$3.$4.log" arguments outcome='no finding' executions status=0
    arguments="--enable-native-access=ALL-UNNAMED -XX:+EnableDynamicAgentLoading -Xshare:auto -Djazzer.internal.arg.0=lab"
    arguments="$arguments -Djazzer.internal.arg.1=-max_total_time=$1 -Djazzer.internal.arg.2=-print_final_stats=1"
    JAZZER_FUZZ=1 run_maven test --projects "$2" --also-make "-Dtest=$3#$4" -Dsurefire.failIfNoSpecifiedTests=false \
        "-Dtest.jvm.arguments=$arguments" >"$log" 2>&1 || status=1
    executions=$(sed -n 's/.*stat::number_of_executed_units: *\([0-9]*\).*/\1/p' "$log" | tail -n 1)
    if [ "$status" -ne 0 ] || [ "${executions:-0}" -eq 0 ]; then
        outcome="FAILED, see $log"
        status=1
        grep -m 5 -E '^== Java Exception|Exception:|Error:|Test unit written|\[ERROR\]' "$log" || true
    fi
    printf '%-60s %12s executions in %s s  %s\n' "${3##*.}.$4" "${executions:-no}" "$1" "$outcome"
    return "$status"
}
