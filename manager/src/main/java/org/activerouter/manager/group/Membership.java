package org.activerouter.manager.group;

import java.util.List;
import org.activerouter.capture.Endpoint;

/**
 * Says who belongs to a group; {@link GroupControl} asks one after the other: the configuration's list, and {@link Discovered what was
 * seen on the wire}. Servers that join by themselves would be a third.
 */
@FunctionalInterface
public interface Membership {
    /** The members now, each once, in the order of preference. */
    List<Endpoint> members();
}
