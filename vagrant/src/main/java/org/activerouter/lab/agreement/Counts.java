package org.activerouter.lab.agreement;

import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * What is compared.
 *
 * @param queries searches sent
 * @param results results that came back
 * @param completed searches whose end came back
 */
public record Counts(long queries, long results, long completed) {
    /** Nothing counted. */
    public static final Counts NONE = new Counts(0, 0, 0);

    /** The fields of these names in a JSON object; all 0 where there is no object. */
    public static Counts of(JsonNode json) {
        return new Counts(number(json, "queries"), number(json, "results"), number(json, "completed"));
    }

    private static long number(JsonNode json, String name) {
        return json.path(name).asLong(0);
    }

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(queries + other.queries, results + other.results, completed + other.completed);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d queries, %,d results, %,d completed", queries, results, completed);
    }
}
