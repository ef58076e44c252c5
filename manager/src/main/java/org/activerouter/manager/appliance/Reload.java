package org.activerouter.manager.appliance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.config.ConfigurationException;
import org.activerouter.manager.config.KnownNames;
import org.activerouter.manager.config.Problem;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.control.Router;

/** The configuration read again while the router runs. Control thread only. */
final class Reload {
    private final Path file;
    private final Router router;
    private RouterConfiguration inForce;

    Reload(Path file, RouterConfiguration inForce, Router router) {
        this.file = file;
        this.inForce = inForce;
        this.router = router;
    }

    /** Takes on what the file says now; if anything is wrong with it, the old one stays in force. */
    Answer run() {
        try {
            return take(RouterConfiguration.read(file, KnownNames.installed()));
        } catch (ConfigurationException e) {
            String problems = e.problems().stream().map(Problem::text).collect(Collectors.joining("\n"));
            router.configure(ActiveParts.of(file, inForce)
                    .withTrouble(
                            file + " was not taken on: " + e.problems().size() + " problems, see 'active-router check "
                                    + file + "'; configuration " + inForce.hash() + " stays in force"));
            return Answer.refused(problems + "\nThe configuration " + inForce.hash() + " stays in force.\n");
        }
    }

    private Answer take(RouterConfiguration read) {
        List<String> later = needRestart(read);
        inForce = read;
        router.configure(ActiveParts.of(file, read));
        String rest = later.isEmpty()
                ? ""
                : "What was changed of " + String.join(", ", later)
                        + " takes effect when the router is started again.\n";
        return Answer.done("Configuration " + read.hash() + " is in force.\n" + rest);
    }

    private List<String> needRestart(RouterConfiguration read) {
        List<String> changed = new ArrayList<>();
        note(changed, "capture", inForce.capture(), read.capture());
        note(changed, "relay", inForce.relay(), read.relay());
        note(changed, "cache-proxy", inForce.cache(), read.cache());
        note(changed, "netfilter", inForce.netfilter(), read.netfilter());
        note(changed, "limits", inForce.limits(), read.limits());
        note(changed, "database", inForce.database(), read.database());
        note(changed, "admin", inForce.admin(), read.admin());
        note(changed, "log", inForce.log(), read.log());
        note(changed, "services' ports", ActiveParts.protocolByPort(inForce), ActiveParts.protocolByPort(read));
        return changed;
    }

    private static void note(List<String> changed, String name, Object before, Object now) {
        if (!before.equals(now)) {
            changed.add(name);
        }
    }
}
