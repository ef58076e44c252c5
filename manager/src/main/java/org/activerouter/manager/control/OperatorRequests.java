package org.activerouter.manager.control;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.admin.Requests;
import org.activerouter.manager.report.Printable;

/**
 * Answers operators: what needs the control thread waits for its next turn; a panic does not wait for anything. Any thread
 * but the control thread.
 */
final class OperatorRequests implements Requests {
    /** An address and never a name, which would have to be looked up. */
    private static final Pattern SERVER = Pattern.compile(
            "(?:(?<four>OCTET(?:\\.OCTET){3})|\\[(?<six>(?=[^]]*:)[0-9a-fA-F:.]{2,45})]):(?<port>\\d{1,5})"
                    .replace("OCTET", "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)"));

    private final Router router;
    private final OperatorQueue queue;
    private final Supplier<Supplier<Answer>> reload;
    private final Lock reloading = new ReentrantLock();

    /**
     * Answers for a router.
     *
     * @param reload reads the configuration anew, on the thread that asks; what it gives takes it on, on the control thread
     */
    OperatorRequests(Router router, OperatorQueue queue, Supplier<Supplier<Answer>> reload) {
        this.router = router;
        this.queue = queue;
        this.reload = reload;
    }

    @Override
    public Answer answer(List<String> words) {
        String rest = words.size() > 1 ? words.get(1) : "";
        return switch (words.getFirst()) {
            case "status" ->
                Answer.done(rest.equals("json") ? StatusJson.of(router.status()) : StatusText.of(router.status()));
            case "why" -> ofServer(rest, router::why);
            case "redirect" -> ofServer(rest, router::redirect);
            case "release" -> ofServer(rest, router::release);
            case "automatic" -> ofServer(rest, router::automatic);
            case "panic" -> router.panic(queue);
            case "resume" -> queue.ask(router::resume);
            case "reload" -> reload();
            default -> Answer.wrong("'" + Printable.text(words.getFirst()) + "' is nothing this router can do\n");
        };
    }

    /** One after the other: what was read first must not be taken on last. */
    private Answer reload() {
        reloading.lock();
        try {
            return queue.ask(reload.get());
        } finally {
            reloading.unlock();
        }
    }

    private Answer ofServer(String word, Function<Endpoint, Answer> question) {
        Optional<Endpoint> server = server(word);
        return server.isEmpty()
                ? Answer.wrong("'" + Printable.text(word) + "' is no address and port, like 192.0.2.1:8888\n")
                : queue.ask(() -> question.apply(server.get()));
    }

    static Optional<Endpoint> server(String word) {
        Matcher parts = SERVER.matcher(word);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String address = parts.group("four") == null ? parts.group("six") : parts.group("four");
        int port = Integer.parseInt(parts.group("port"));
        try {
            return port > 0xFFFF ? Optional.empty() : Optional.of(new Endpoint(InetAddress.getByName(address), port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }
}
