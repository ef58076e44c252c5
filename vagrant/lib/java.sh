# shellcheck shell=bash
# Finds a JDK of 21 or later. The machine's default java may be older, so JAVA_HOME is exported for Maven as well.

readonly LEAST_JAVA=21

# The feature version of the JDK in a folder, 0 when there is none (a JRE without javac does not count).
jdk_version() {
    local version=0
    if [ -x "$1/bin/javac" ] && [ -r "$1/release" ]; then
        version=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    fi
    printf '%s' "${version:-0}"
}

# Prints the JDK to use: JAVA_HOME where it will do, else the newest below /usr/lib/jvm.
find_jdk() {
    local best='' best_version=$((LEAST_JAVA - 1)) folder version
    if [ -n "${JAVA_HOME:-}" ] && [ "$(jdk_version "$JAVA_HOME")" -ge "$LEAST_JAVA" ]; then
        printf '%s' "$JAVA_HOME"
        return
    fi
    for folder in /usr/lib/jvm/*; do
        version=$(jdk_version "$folder")
        if [ ! -L "$folder" ] && [ "$version" -gt "$best_version" ]; then
            best=$folder
            best_version=$version
        fi
    done
    printf '%s' "$best"
}

use_jdk() {
    JAVA_HOME=$(find_jdk)
    [ -n "$JAVA_HOME" ] || return 1
    JAVA=$JAVA_HOME/bin/java
    export JAVA_HOME JAVA
}

# What the lab's own programs run with; written by the build.
lab_classpath() {
    local dependencies="$REPO/vagrant/target/classpath"
    [ -r "$dependencies" ] || return 1
    printf '%s:%s' "$REPO/vagrant/target/classes" "$(cat "$dependencies")"
}

# Options for services by themselves, one a line: the same as in the program's launcher (manager/src/main/bin/active-router).
netty_options() {
    printf '%s\n' -Dio.netty.leakDetection.level=disabled
    [ "$(jdk_version "$JAVA_HOME")" -lt 24 ] ||
        printf '%s\n' --sun-misc-unsafe-memory-access=allow -Dio.netty.noUnsafe=false
}
