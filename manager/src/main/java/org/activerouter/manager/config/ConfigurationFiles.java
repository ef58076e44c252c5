package org.activerouter.manager.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.activerouter.manager.report.Printable;

/**
 * Reads a file and those that it includes into one tree of values, each of which knows its line.
 *
 * <p>Included are files only, and each must exist: a resource of the class path is none of the operator's, a URL would let
 * somebody else on the network decide what a gateway does, and a name that is mistyped would silently leave policies out.
 * Sizes and numbers are bounded, and so is the time. One thread.
 */
final class ConfigurationFiles {
    static final int MOST_BYTES = 256 << 10;
    private static final int MOST_FILES = 32;

    private final Problems problems;
    private final Deque<Path> including = new ArrayDeque<>();
    private int files;
    private boolean whole = true;

    ConfigurationFiles(Problems problems) {
        this.problems = problems;
    }

    /** The values of a file; without those of a part that could not be read, of which a problem tells. */
    ConfigObject read(Path file) {
        String label = file.toString();
        including.push(file.toAbsolutePath().normalize());
        try {
            files++;
            return parse(label, file, text(file));
        } catch (NoSuchFileException e) {
            return refused(new Place(label, 0), "there is no such file");
        } catch (AccessDeniedException e) {
            return refused(new Place(label, 0), "may not be read by this user");
        } catch (IOException e) {
            return refused(new Place(label, 0), "cannot be read: " + e.getMessage());
        } finally {
            including.pop();
        }
    }

    private static String text(Path file) throws IOException {
        byte[] bytes;
        if (Files.isDirectory(file)) {
            throw new IOException("it is a directory");
        }
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        }
        if (bytes.length > MOST_BYTES) {
            throw new IOException("it is longer than " + (MOST_BYTES >> 10) + " KiB");
        }
        return decoded(bytes);
    }

    /** A replacement character that really stands in a file is refused too; it has no business there. */
    private static String decoded(byte[] bytes) throws IOException {
        String text = new String(bytes, StandardCharsets.UTF_8);
        int malformed = text.indexOf('\uFFFD');
        if (malformed >= 0) {
            long line = 1
                    + text.substring(0, malformed)
                            .chars()
                            .filter(c -> c == '\n')
                            .count();
            throw new IOException("line " + line + " is not in UTF-8");
        }
        return text;
    }

    /** Whether every part could be read. */
    boolean whole() {
        return whole;
    }

    /** The values of a text that counts as the contents of a file. */
    ConfigObject parse(String label, Path file, String text) {
        Outline outline = Outline.of(text);
        for (Outline.Offence offence : outline.offences()) {
            problems.add(new Place(label, offence.line()), "", offence.message(), offence.hint());
        }
        reportRepetitions(label, outline);
        if (!outline.offences().isEmpty()) {
            whole = false;
            return nothing();
        }
        ConfigParseOptions options = ConfigParseOptions.defaults()
                .setSyntax(ConfigSyntax.CONF)
                .setOriginDescription(label)
                .setIncluder(new Includer(label, file, outline));
        try {
            return ConfigFactory.parseString(text, options).root();
        } catch (ConfigException e) {
            Place place = e.origin() == null ? new Place(label, 0) : Place.of(e.origin());
            return refused(
                    place, outline.unclosed().orElseGet(() -> Printable.text(withoutAdvice(withoutPlace(e, place)))));
        }
    }

    private void reportRepetitions(String label, Outline outline) {
        Map<String, Integer> lineByPath = new HashMap<>();
        for (Outline.Line value : outline.values()) {
            Integer before = lineByPath.putIfAbsent(value.path(), value.number());
            if (before != null) {
                Place place = new Place(label, value.number());
                problems.add(place, value.path(), "is set twice: line " + before + " has set it already");
            }
        }
    }

    private ConfigObject refused(Place place, String message) {
        problems.add(place, "", message);
        whole = false;
        return nothing();
    }

    private static ConfigObject nothing() {
        return ConfigFactory.empty().root();
    }

    /** The library begins its messages with the place, which a problem has already. */
    private static String withoutPlace(ConfigException e, Place place) {
        String message = String.valueOf(e.getMessage());
        String start = place.file() + ": " + place.line() + ": ";
        return message.startsWith(start) ? message.substring(start.length()) : message;
    }

    /** What it advises is for who writes programs with it: other kinds of files, quotes around braces. */
    private static String withoutAdvice(String message) {
        int advice = message.indexOf(" (if you ");
        return advice < 0 ? message : message.substring(0, advice);
    }

    /** What one file may include. The library asks it while it parses that file. */
    private final class Includer
            implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
        private final String label;
        private final Path file;
        private final Outline outline;
        private int passed;

        Includer(String label, Path file, Outline outline) {
            this.label = label;
            this.file = file;
            this.outline = outline;
        }

        /** Nothing else is asked: no fallback. */
        @Override
        public ConfigIncluder withFallback(ConfigIncluder fallback) {
            return this;
        }

        @Override
        public ConfigObject include(ConfigIncludeContext context, String what) {
            return included(what);
        }

        @Override
        public ConfigObject includeFile(ConfigIncludeContext context, File what) {
            return included(what.getPath());
        }

        @Override
        public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
            return refused(place(what.toString()), "a URL cannot be included, only a file");
        }

        @Override
        public ConfigObject includeResources(ConfigIncludeContext context, String what) {
            return refused(place(what), "a resource of the class path cannot be included, only a file");
        }

        private ConfigObject included(String name) {
            Place place = place(name);
            try {
                return included(place, file.resolveSibling(name));
            } catch (InvalidPathException e) {
                return refused(place, "is not the name of a file");
            }
        }

        private ConfigObject included(Place place, Path other) {
            if (including.contains(other.toAbsolutePath().normalize())) {
                return refused(place, "includes itself");
            }
            if (files >= MOST_FILES) {
                return refused(place, "would be more than " + MOST_FILES + " files together");
            }
            // A pipe or a terminal could make the reader wait for ever.
            if (!Files.isRegularFile(other)) {
                return refused(place, "cannot include " + other + ": " + notRegular(other));
            }
            return read(other);
        }

        private static String notRegular(Path other) {
            return Files.exists(other) ? "it is no regular file" : "there is no such file";
        }

        /** The library comes to the statements in the order of the text. */
        private Place place(String what) {
            for (int i = passed; i < outline.includes().size(); i++) {
                Outline.Line include = outline.includes().get(i);
                if (include.path().contains(what)) {
                    passed = i + 1;
                    return new Place(label, include.number());
                }
            }
            return new Place(label, 0);
        }
    }
}
