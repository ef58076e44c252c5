package org.activerouter.manager.config;

import java.nio.file.Path;

/**
 * How an operator talks to the running router. Immutable.
 *
 * @param socket the local socket
 */
public record AdminConfiguration(Path socket) {
    /** The kernel's {@code sun_path} has 108 bytes, one of them a zero. */
    private static final int LONGEST_SOCKET_NAME = 107;

    private static final Key<Path> SOCKET = Key.usually(
            "socket",
            Types.file(LONGEST_SOCKET_NAME),
            Path.of("/run/active-router/admin.sock"),
            "The local socket by which status, why, redirect, release, reload and panic reach the running router; another one is"
                    + " named to them with --socket. Only its user and root may open it.");

    static final Section SECTION = Section.of("admin", "How an operator talks to the running router.", SOCKET);

    static AdminConfiguration read(SectionReader in) {
        return new AdminConfiguration(in.get(SOCKET));
    }
}
