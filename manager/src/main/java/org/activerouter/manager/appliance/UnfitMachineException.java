package org.activerouter.manager.appliance;

import java.io.Serial;
import java.util.List;
import org.activerouter.manager.netfilter.Finding;

/** A policy wants to act, and redirects would not work on this machine. */
public final class UnfitMachineException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Finding> findings;

    UnfitMachineException(List<Finding> findings) {
        super("redirects would not work on this machine");
        this.findings = List.copyOf(findings);
    }

    /** Everything that was found, with what mends it. */
    public List<Finding> findings() {
        return findings;
    }
}
