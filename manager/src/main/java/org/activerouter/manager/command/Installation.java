package org.activerouter.manager.command;

import java.nio.file.Path;

/** What lies beside the program on an operator's disk. Stateless. */
final class Installation {
    /** Set by the launcher; without it the folder that the program was started in is taken. */
    private static final String HOME = "active-router.home";

    private Installation() {}

    /** One of its folders, absolute, whether it is there or not. */
    static Path folder(String name) {
        return Path.of(System.getProperty(HOME, ".")).resolve(name).toAbsolutePath();
    }
}
