package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.manager.policy.Policy.Handover;

/** Configurations as an operator would write them, for tests. */
final class Configurations {
    static final KnownNames KNOWN = new KnownNames(
            Map.of("opennap", Set.of(8888), "jxta", Set.of(9701)),
            Set.of("opennap"),
            Set.of("opennap"),
            Set.of("relay"),
            Set.of(Handover.NEW_ONLY));
    static final Path FILE = Path.of("router.conf");

    /** The least that a file must hold. */
    static final String LEAST = """
            capture { servers-side = [eth1] }
            services { directory { protocol = opennap, policy = slow } }
            policies { slow { response-time { high = 200ms, low = 100ms } } }
            """;

    private static final KnownNames INSTALLED = KnownNames.installed();

    private Configurations() {}

    static RouterConfiguration least(String... more) {
        return read(LEAST + String.join("\n", more));
    }

    static RouterConfiguration read(String text) {
        return read(text, KNOWN);
    }

    /** The same for a router with all that there is. */
    static RouterConfiguration readInstalled(String text) {
        return read(text, INSTALLED);
    }

    private static RouterConfiguration read(String text, KnownNames known) {
        try {
            return RouterConfiguration.parse(text, FILE, known);
        } catch (ConfigurationException e) {
            throw new AssertionError(e);
        }
    }

    /** What is wrong with the least file when these lines are added to it. */
    static List<String> problems(String... more) {
        return problemsOf(LEAST + String.join("\n", more));
    }

    static List<String> problemsOf(String text) {
        return problemsOf(text, KNOWN);
    }

    /** The same for a router with all that there is. */
    static List<String> problemsOfInstalled(String... more) {
        return problemsOf(LEAST + String.join("\n", more), INSTALLED);
    }

    private static List<String> problemsOf(String text, KnownNames known) {
        ConfigurationException e =
                catchThrowableOfType(ConfigurationException.class, () -> RouterConfiguration.parse(text, FILE, known));
        return e == null ? List.of() : e.problems().stream().map(Problem::text).toList();
    }
}
