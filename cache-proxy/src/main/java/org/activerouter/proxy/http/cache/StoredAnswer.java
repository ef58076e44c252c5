package org.activerouter.proxy.http.cache;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A whole answer, as it is kept. Immutable; the body is not to be changed by whoever sends it. */
public final class StoredAnswer {
    /** These belong to one connection, or are made anew for each answer (RFC 9111 section 3.1, RFC 9110 section 7.6.1). */
    private static final Set<String> NOT_KEPT = Set.of(
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "transfer-encoding",
            "upgrade",
            "trailer",
            "content-length",
            "age",
            "cache-status",
            "proxy-authenticate",
            "proxy-authentication-info",
            "proxy-authorization");

    /** What an entry takes beside its text and body, about: objects, and its place in the cache. */
    private static final int OVERHEAD = 600;

    private final int status;
    private final List<Field> fields;
    private final FieldSource source;
    private final Map<String, String> vary;
    private final Freshness freshness;
    private final boolean open;
    private final byte[] head;
    private final byte[] body;

    private StoredAnswer(
            int status, List<Field> fields, Map<String, String> vary, Freshness freshness, boolean open, byte[] body) {
        this.status = status;
        this.fields = List.copyOf(fields);
        this.source = Field.source(fields);
        this.vary = vary;
        this.freshness = freshness;
        this.open = open;
        this.head = text(fields).getBytes(StandardCharsets.ISO_8859_1);
        this.body = body;
    }

    /** Keeps an answer to a request. */
    static StoredAnswer of(CacheRequest request, Answer answer, Freshness freshness, byte[] body) {
        List<Field> kept = kept(answer);
        return new StoredAnswer(
                answer.status(), kept, varying(request, answer), freshness, Storing.opensToAuthorized(answer), body);
    }

    private static List<Field> kept(Answer answer) {
        Set<String> left = new TreeSet<>(NOT_KEPT);
        String connection = answer.find("connection");
        if (connection != null) {
            for (String each : connection.toLowerCase(Locale.ROOT).split(",", -1)) {
                left.add(each.strip());
            }
        }
        List<Field> kept = new ArrayList<>(answer.fields());
        kept.removeIf(field -> left.contains(field.name().toLowerCase(Locale.ROOT)));
        if (answer.find("date") == null) {
            // What does not say when it was made is of when it came (RFC 9110 section 6.6.1).
            kept.add(new Field("Date", HttpDate.text(answer.cameMillis())));
        }
        return kept;
    }

    /** The request's fields by which the server chose among answers (RFC 9111 section 4.1); "" for one that was not there. */
    private static Map<String, String> varying(CacheRequest request, Answer answer) {
        Map<String, String> chosen = new LinkedHashMap<>();
        String vary = answer.find("vary");
        if (vary != null) {
            for (String each : vary.toLowerCase(Locale.ROOT).split(",", -1)) {
                chosen.put(each.strip(), normal(request.find(each.strip())));
            }
        }
        return Map.copyOf(chosen);
    }

    private static String normal(@Nullable String value) {
        return value == null ? "" : value.replaceAll("\\s*,\\s*", ",").strip();
    }

    private static String text(List<Field> fields) {
        StringBuilder text = new StringBuilder();
        for (Field field : fields) {
            text.append(field.name()).append(": ").append(field.value()).append("\r\n");
        }
        return text.toString();
    }

    /** Takes from a 304 what it says anew (RFC 9111 section 3.2); the body stays. */
    StoredAnswer freshened(Answer notModified, Freshness from) {
        List<Field> news = kept(notModified);
        List<Field> merged = new ArrayList<>();
        for (Field field : fields) {
            if (news.stream().noneMatch(each -> each.is(field.name().toLowerCase(Locale.ROOT))) || isOfBody(field)) {
                merged.add(field);
            }
        }
        news.stream().filter(field -> !isOfBody(field)).forEach(merged::add);
        return new StoredAnswer(status, merged, vary, from, open, body);
    }

    /** These describe the body that is kept, and a 304 has none. */
    private static boolean isOfBody(Field field) {
        return field.is("content-encoding") || field.is("content-type") || field.is("content-range");
    }

    /** Whether it is an answer to what this request asks, as far as its fields decide that. */
    boolean suits(CacheRequest request) {
        if (vary.isEmpty()) {
            return true;
        }
        for (Map.Entry<String, String> each : vary.entrySet()) {
            if (!each.getValue().equals(normal(request.find(each.getKey())))) {
                return false;
            }
        }
        return true;
    }

    /** Whether it stands in for another that is kept: it answers the same requests. */
    boolean replaces(StoredAnswer other) {
        return vary.equals(other.vary);
    }

    Freshness freshness() {
        return freshness;
    }

    /** Whether it may answer a request that has Authorization (RFC 9111 section 3.5). */
    boolean isOpenToAuthorized() {
        return open;
    }

    /** Its status. */
    public int status() {
        return status;
    }

    /** Its fields as they are sent: those that belong to a connection are left out, and so are length and age. */
    public byte[] head() {
        return head;
    }

    /** Its body. */
    public byte[] body() {
        return body;
    }

    /** The value of a field. */
    public @Nullable String find(String lowerName) {
        return source.find(lowerName);
    }

    /** What it takes in memory, about. */
    int weight() {
        int chosen = 0;
        for (Map.Entry<String, String> each : vary.entrySet()) {
            chosen += each.getKey().length() + each.getValue().length();
        }
        return OVERHEAD + 4 * head.length + 2 * chosen + body.length;
    }
}
