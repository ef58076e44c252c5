package org.activerouter.proxy.http.cache;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A field of a message.
 *
 * @param name as it was written
 * @param value without blanks around it
 */
public record Field(String name, String value) {
    /** Whether this is its name, given in lower case. */
    boolean is(String lower) {
        return name.length() == lower.length() && name.toLowerCase(Locale.ROOT).equals(lower);
    }

    /** Fields that can be looked up any number of times. */
    public static FieldSource source(List<Field> fields) {
        Map<String, String> joined = fields.stream()
                .collect(Collectors.toMap(
                        field -> field.name.toLowerCase(Locale.ROOT),
                        Field::value,
                        (one, other) -> one + ", " + other));
        return joined::get;
    }
}
