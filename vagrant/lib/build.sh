# shellcheck shell=bash
# Maven, with the JDK that was found.

IMAGE=$REPO/manager/target/active-router

run_maven() {
    local options="${MAVEN_OPTS:-}"
    # Maven's own libraries use what newer JDKs warn about.
    if [ "$(jdk_version "$JAVA_HOME")" -ge 24 ]; then
        options="$options --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow"
    fi
    (cd "$REPO" && MAVEN_OPTS="$options" mvn --batch-mode --no-transfer-progress "$@" </dev/null)
}

image_is_there() {
    [ -x "$IMAGE/bin/active-router" ] && lab_classpath >/dev/null
}

# True while no source is newer than the image.
image_is_current() {
    local stamp="$REPO/vagrant/target/built"
    image_is_there && [ -e "$stamp" ] &&
        [ -z "$(find "$REPO"/pom.xml "$REPO"/.mvn "$REPO"/*/pom.xml "$REPO"/*/src "$REPO/netfilter-scripts" \
            -newer "$stamp" -print -quit)" ]
}

build_image() {
    need_build_tools
    image_is_current || make_image
    prepare_image
}

make_image() {
    say "lab: building (mvn package, tests left out)"
    mkdir -p "$REPO/vagrant/target"
    local before="$REPO/vagrant/target/building"
    touch "$before"
    run_maven --quiet package -DskipTests
    [ -x "$IMAGE/bin/active-router" ] || fail 70 "the build left no $IMAGE/bin/active-router"
    mv "$before" "$REPO/vagrant/target/built"
}

# As an installation does: what is shown and measured is the program as operators have it. Maven may have put it together anew.
prepare_image() {
    local learnt="$IMAGE/lib/active-router.aot"
    [ "$(jdk_version "$JAVA_HOME")" -ge 25 ] || return 0
    if [ ! -e "$learnt" ] || [ -n "$(find "$IMAGE/lib" -name '*.jar' -cnewer "$learnt")" ]; then
        "$IMAGE/bin/active-router" prepare
    fi
}
