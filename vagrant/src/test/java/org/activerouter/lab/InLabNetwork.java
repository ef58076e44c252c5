package org.activerouter.lab;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Each test in a {@link LabNetwork} of its own. */
abstract class InLabNetwork {
    @TempDir
    Path folder;

    LabNetwork lab;

    @BeforeEach
    void up() throws IOException, InterruptedException {
        lab = new LabNetwork(folder);
    }

    @AfterEach
    void down() throws IOException, InterruptedException {
        lab.tearDown();
    }
}
