package org.activerouter.manager.netfilter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** A client's connection that stays, to be talked through. */
final class Session {
    private final OutputStream to;
    private final BufferedReader from;

    Session(Process client) throws IOException {
        to = client.getOutputStream();
        from = client.inputReader();
        assertThat(from.readLine()).startsWith("server");
    }

    void talk() throws IOException {
        to.write("still there?\n".getBytes(StandardCharsets.US_ASCII));
        to.flush();
        assertThat(from.readLine()).isEqualTo("still there?");
    }
}
