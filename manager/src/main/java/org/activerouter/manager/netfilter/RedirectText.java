package org.activerouter.manager.netfilter;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.activerouter.capture.Endpoint;

/** The text by which the scripts are told of redirects and tell of them. */
final class RedirectText {
    private static final Pattern STATE = Pattern.compile("# rules (absent|complete|damaged):? ?(.*)");
    private static final Pattern REDIRECT =
            Pattern.compile("redirect (\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}):(\\d{1,5})(?: to (\\d{1,5}))?");

    private RedirectText() {}

    /** Whether the scripts have a word for it: IPv6 they do not know, and port 0 nobody listens on. */
    static boolean canSay(Redirect redirect) {
        return canSay(redirect.server()) && redirect.listeningPort() > 0 && redirect.listeningPort() <= 0xFFFF;
    }

    private static boolean canSay(Endpoint server) {
        return server.address() instanceof Inet4Address && server.port() > 0;
    }

    /** The redirects, and other servers that connections of ours may lead to. */
    static String write(Set<Redirect> redirects, Set<Endpoint> reached) {
        Set<Endpoint> others = new HashSet<>(reached);
        redirects.forEach(each -> others.remove(each.server()));
        return Stream.concat(
                        redirects.stream().map(RedirectText::line),
                        others.stream().filter(RedirectText::canSay).map(each -> "sessions " + each + "\n"))
                .sorted(Comparator.naturalOrder())
                .collect(Collectors.joining());
    }

    private static String line(Redirect redirect) {
        String elsewhere = redirect.guarded() ? "" : " to " + redirect.listeningPort();
        return "redirect " + redirect.server() + elsewhere + "\n";
    }

    /** Reads what {@code dump} prints. */
    static Observed read(String text) throws KernelException {
        Set<Redirect> redirects = new HashSet<>();
        int lingering = 0;
        Matcher state = STATE.matcher(text.lines().findFirst().orElse(""));
        if (!state.matches()) {
            throw misread(text.lines().findFirst().orElse("nothing"));
        }
        for (String line : text.lines().skip(1).toList()) {
            if (line.startsWith("redirect ")) {
                redirects.add(redirect(line));
            } else if (line.startsWith("sessions ")) {
                lingering++;
            } else if (!line.isBlank()) {
                throw misread(line);
            }
        }
        Observed.Rules rules = Observed.Rules.valueOf(state.group(1).toUpperCase(Locale.ROOT));
        return new Observed(rules, state.group(2), redirects, lingering);
    }

    private static Redirect redirect(String line) throws KernelException {
        Matcher words = REDIRECT.matcher(line);
        if (!words.matches()) {
            throw misread(line);
        }
        int port = Integer.parseInt(words.group(5));
        int door = words.group(6) == null ? port : Integer.parseInt(words.group(6));
        try {
            return new Redirect(new Endpoint(address(words), port), door);
        } catch (IllegalArgumentException e) {
            throw misread(line);
        }
    }

    private static InetAddress address(Matcher words) throws KernelException {
        byte[] octets = new byte[4];
        for (int i = 0; i < octets.length; i++) {
            int octet = Integer.parseInt(words.group(i + 1));
            if (octet > 0xFF) {
                throw misread(words.group());
            }
            octets[i] = (byte) octet;
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    private static KernelException misread(String line) {
        return new KernelException(KernelException.Reason.REFUSED, "dump printed what is not understood: " + line);
    }
}
