package org.activerouter.manager.config;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one section by its definition. What is wrong goes to the problems, and something harmless is returned in its place, so
 * that reading goes on and finds the rest; a configuration with problems is never handed out. One thread.
 */
final class SectionReader {
    private final Section definition;
    private final @Nullable ConfigObject object;
    private final String path;
    private final Place place;
    private final Reading reading;
    private final Set<Key<?>> unsound = new HashSet<>();

    private SectionReader(
            Section definition, @Nullable ConfigObject object, String path, Place place, Reading reading) {
        this.definition = definition;
        this.object = object;
        this.path = path;
        this.place = place;
        this.reading = reading;
        if (object != null && !definition.holdsNamed()) {
            refuseUnknown(object);
        }
    }

    /** The whole file. */
    static SectionReader root(Section definition, ConfigObject object, String file, Reading reading) {
        return new SectionReader(definition, object, "", new Place(file, 0), reading);
    }

    private void refuseUnknown(ConfigObject values) {
        Set<String> known = Set.copyOf(definition.words());
        values.forEach((word, value) -> {
            if (!known.contains(word)) {
                String guess = guess(word, known);
                String hint = guess.isEmpty() ? "known here: " + known(known) : "";
                reading.problems()
                        .add(Place.of(value.origin()), path, "unknown key " + Type.quoted(word) + guess, hint);
            }
        });
    }

    /** {@code ; did you mean X?}, or nothing: what is known follows in parentheses. */
    private static String guess(String word, Collection<String> known) {
        String end = Nearest.endOfSentence(word, known);
        return end.endsWith("?") ? end : "";
    }

    private static String known(Collection<String> words) {
        return String.join(", ", words.stream().sorted().toList());
    }

    /** Whether what is not there is really missing: it may stand in a part that could not be read. */
    boolean whole() {
        return reading.whole();
    }

    KnownNames knownNames() {
        return reading.known();
    }

    /** The value of a key; its usual value where it is not set. */
    <T> T get(Key<T> key) {
        return value(key, key.usual());
    }

    /** The value of a key; where it is not set, one that follows from others. */
    <T> T getOr(Key<T> key, T otherwise) {
        return value(key, Optional.of(otherwise));
    }

    private <T> T value(Key<T> key, Optional<T> otherwise) {
        ConfigValue set = set(key);
        Optional<T> read = set == null
                ? otherwise
                : key.type().read(set, (origin, message) -> {
                    reading.problems().add(Place.of(origin), pathOf(key), message);
                });
        if (read.isPresent()) {
            Optional<Place> origin = Optional.ofNullable(set).map(value -> Place.of(value.origin()));
            reading.effective().add(new EffectiveValue(pathOf(key), key.type().write(read.get()), origin));
            return read.get();
        }
        unsound.add(key);
        if (set == null && reading.whole()) {
            reading.problems()
                    .add(place, pathOf(key), "is missing: " + key.type().expected());
        }
        return otherwise.or(key::example).orElseThrow();
    }

    private @Nullable ConfigValue set(Key<?> key) {
        return object == null ? null : object.get(key.name());
    }

    /** The key of that name. */
    Optional<Key<?>> key(String name) {
        return definition.keys().stream().filter(key -> key.name().equals(name)).findFirst();
    }

    /** Whether none of these sections is there. */
    boolean hasNone(List<Section> inner) {
        return object == null || inner.stream().noneMatch(section -> object.containsKey(section.name()));
    }

    /** Whether anything stands in it. */
    boolean hasAny() {
        return object != null && !object.isEmpty();
    }

    boolean isSet(Key<?> key) {
        return set(key) != null;
    }

    /** Whether these keys have values worth comparing: a wrong one has been complained of already. */
    boolean sound(Key<?>... keys) {
        return List.of(keys).stream().noneMatch(unsound::contains);
    }

    /** Says that the value of a key does not do, in the line where it is set; of a default that it is one. */
    void refuse(Key<?> key, String message, String hint) {
        reading.problems().add(placeOf(key), pathOf(key), whoseFault(key) + message, hint);
        unsound.add(key);
    }

    /** Who has not set a key would look for it in vain. */
    private String whoseFault(Key<?> key) {
        return isSet(key)
                ? ""
                : key.usualText().map(usual -> "its default, " + usual + ", ").orElse("");
    }

    /** Says that what a key is set to has no effect; the configuration can be used all the same. */
    void remark(Key<?> key, String message) {
        reading.remarks().add(placeOf(key), pathOf(key), message);
    }

    /** The same of a section. */
    void remark(String message) {
        reading.remarks().add(place, path, message);
    }

    /** Says that the value of a key does not do, unless that was said already. */
    void refuseUnlessUnsound(Key<?> key, String message) {
        if (sound(key)) {
            refuse(key, message, "");
        }
    }

    /** Whether a sentence speaks of a key whose value is not worth speaking of. */
    boolean mentionsUnsound(String sentence) {
        return unsound.stream().anyMatch(key -> sentence.contains(key.name()));
    }

    /** Says that the section as a whole does not do. */
    void refuse(String message, String hint) {
        reading.problems().add(place, path, message, hint);
    }

    /** Refuses a word that is none of the known ones. */
    boolean isKnown(Key<String> key, String word, Collection<String> known) {
        if (!sound(key) || known.contains(word)) {
            return sound(key);
        }
        String message = "there is no " + key.name() + " " + Type.quoted(word) + guess(word, known);
        refuse(key, message, known.isEmpty() ? "none is known" : "known: " + known(known));
        return false;
    }

    Place placeOf(Key<?> key) {
        ConfigValue set = set(key);
        return set == null ? place : Place.of(set.origin());
    }

    /** A section that consists of defaults where it is left out. */
    SectionReader section(Section inner) {
        return optional(inner).orElseGet(() -> new SectionReader(inner, null, pathOf(inner.name()), place, reading));
    }

    /** A section that may be left out. */
    Optional<SectionReader> optional(Section inner) {
        ConfigValue value = object == null ? null : object.get(inner.name());
        return value == null ? Optional.empty() : reader(inner, pathOf(inner.name()), value);
    }

    /** The sections with names of the operator's, in the order of the file. */
    Map<String, SectionReader> named() {
        Map<String, SectionReader> readers = new LinkedHashMap<>();
        if (object != null) {
            object.entrySet().stream()
                    .sorted(Comparator.comparing((Map.Entry<String, ConfigValue> entry) ->
                                    Place.of(entry.getValue().origin()))
                            .thenComparing(Map.Entry::getKey))
                    .forEach(entry -> named(entry.getKey(), entry.getValue(), readers));
        }
        return readers;
    }

    private void named(String name, ConfigValue value, Map<String, SectionReader> readers) {
        if (Types.isName(name)) {
            reader(definition.sections().getFirst(), pathOf(name), value)
                    .ifPresent(reader -> readers.put(name, reader));
        } else {
            String message = Type.quoted(name) + " is not a name: expected "
                    + Types.name().expected();
            reading.problems().add(Place.of(value.origin()), path, message);
        }
    }

    private Optional<SectionReader> reader(Section inner, String innerPath, ConfigValue value) {
        Place innerPlace = Place.of(value.origin());
        if (value instanceof ConfigObject values) {
            return Optional.of(new SectionReader(inner, values, innerPath, innerPlace, reading));
        }
        reading.problems().add(innerPlace, innerPath, "expected a section { ... }");
        return Optional.empty();
    }

    private String pathOf(Key<?> key) {
        return pathOf(key.name());
    }

    private String pathOf(String name) {
        String word = Types.isName(name) ? name : ConfigUtil.quoteString(name);
        return path.isEmpty() ? word : path + "." + word;
    }
}
