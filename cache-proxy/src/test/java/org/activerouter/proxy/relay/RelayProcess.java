package org.activerouter.proxy.relay;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import org.activerouter.capture.Endpoint;

/** A relay that can be killed: a process of its own. */
final class RelayProcess {
    /** Serves one server until it is ended. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (RelayService service = new RelayService(RelayLimits.defaults())) {
            service.serve(RelayNetwork.endpoint(arguments[0], Integer.parseInt(arguments[1])));
            System.out.println("serving");
            Thread.currentThread().join();
        }
    }

    /** Starts one, and returns when it serves. */
    static Process start(Namespace node, Endpoint server) throws IOException {
        Process process = RelayNetwork.inNode(
                        node,
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        RelayProcess.class.getName(),
                        server.address().getHostAddress(),
                        Integer.toString(server.port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        while (line != null && !line.equals("serving")) {
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("the relay did not begin to serve");
        }
        return process;
    }

    private RelayProcess() {}
}
