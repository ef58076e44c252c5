package org.activerouter.manager.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.activerouter.analyzer.protocol.Protocol;
import org.activerouter.manager.config.Nearest;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;

/** The protocols that are installed, and which of them is spoken on which port. */
final class KnownProtocols {
    static final String PORT = "port";
    private static final int HIGHEST_PORT = 0xFFFF;

    private final Map<String, Protocol> byId = new TreeMap<>();

    KnownProtocols() {
        ServiceLoader.load(Protocol.class).forEach(protocol -> byId.put(protocol.id(), protocol));
    }

    static Option portOption() {
        return GeneralOptions.option(
                PORT, "P=PROTOCOL", "PROTOCOL is spoken on TCP port P too; may be given again for other ports");
    }

    /** A line of help: the ports that need not be named. */
    String defaultsText() {
        return String.join(", ", texts(defaults()));
    }

    /** The ports that need not be named, and those that a command line names. */
    Map<Integer, String> portsOf(CommandLine line) throws UsageException {
        Map<Integer, String> named = new TreeMap<>();
        for (String word : valuesOf(line, PORT)) {
            int split = word.indexOf('=');
            if (split < 0) {
                throw new UsageException("--port " + word + ": needs a protocol after the port, as in --port " + word
                        + "=PROTOCOL. Known: " + ids());
            }
            int port = port(word.substring(0, split), word);
            String previous = named.put(port, protocol(word.substring(split + 1), word));
            if (previous != null) {
                throw new UsageException("--port " + word + ": port " + port + " was already given, with " + previous);
            }
        }
        Map<Integer, String> all = defaults();
        all.putAll(named);
        return all;
    }

    static List<String> valuesOf(CommandLine line, String option) {
        String[] values = line.getOptionValues(option);
        return values == null ? List.of() : List.of(values);
    }

    /** {@code 8888=opennap} for each. */
    static List<String> texts(Map<Integer, String> ports) {
        List<String> texts = new ArrayList<>();
        new TreeMap<>(ports).forEach((port, protocol) -> texts.add(port + "=" + protocol));
        return texts;
    }

    private Map<Integer, String> defaults() {
        Map<Integer, String> ports = new TreeMap<>();
        byId.values().forEach(protocol -> protocol.defaultPorts().forEach(port -> ports.put(port, protocol.id())));
        return ports;
    }

    private String ids() {
        return String.join(", ", byId.keySet());
    }

    private static int port(String text, String word) throws UsageException {
        // At most five digits: longer ones would not fit into an int.
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > HIGHEST_PORT) {
            throw new UsageException("--port " + word + ": '" + text
                    + "' is not a TCP port, which is a number from 1 to " + HIGHEST_PORT);
        }
        return port;
    }

    private String protocol(String id, String word) throws UsageException {
        if (!byId.containsKey(id)) {
            throw new UsageException("--port " + word + ": unknown protocol '" + id + "'"
                    + Nearest.endOfSentence(id, byId.keySet()) + " Known: " + ids());
        }
        return id;
    }
}
