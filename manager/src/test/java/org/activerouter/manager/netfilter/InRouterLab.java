package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test in a {@link RouterLab} of its own. */
abstract class InRouterLab {
    @TempDir
    Path folder;

    RouterLab lab;

    @BeforeEach
    void up() throws IOException, InterruptedException {
        lab = new RouterLab(folder);
    }

    @AfterEach
    void down() throws IOException, InterruptedException {
        lab.tearDown();
    }
}
