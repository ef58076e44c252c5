package org.activerouter.manager.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Which keys a text in HOCON sets on which line, what it includes, and what in it is not allowed here. The library itself
 * forgets a key that is set again, does not tell the line of an include, and recurses as deep as a text is nested; so this
 * looks at the text first. Any text gives an outline: whether it is HOCON at all is for the library to say. One pass, one thread.
 */
final class Outline {
    /** Deeper than any section; recursion of the library stays far from the end of a thread's stack. */
    static final int DEEPEST = 24;

    /** The library joins the words of a value pair by pair, which is quadratic. */
    static final int LONGEST_LINE = 4_096;

    /** It looks a key's words over again for each of them; and a key may go on over lines until it finds its value. */
    static final int LONGEST_KEY = 1_024;

    /** It merges dotted keys one by one, which is quadratic too: 10,000 of them took twelve seconds. */
    static final int MOST_KEYS = 2_000;

    /**
     * A key that is given a value, or a statement that includes.
     *
     * @param path the keys down to it, written as HOCON writes them; for an include its text
     */
    record Line(String path, int number) {}

    /**
     * Something that is not allowed.
     *
     * @param ends whether the text must not even be given to the library
     */
    record Offence(int line, String message, String hint, boolean ends) {}

    /** An open brace or bracket; keys are only looked for in braces that stand in no list. */
    private record Frame(boolean object, boolean inList, List<String> path, int line) {}

    private enum State {
        KEY,
        BEFORE_VALUE,
        VALUE
    }

    private final String text;
    private final List<Line> values = new ArrayList<>();
    private final List<Line> includes = new ArrayList<>();
    private final List<Offence> offences = new ArrayList<>();
    private final Deque<Frame> frames = new ArrayDeque<>();
    private final StringBuilder key = new StringBuilder();
    private State state = State.KEY;
    private List<String> path = List.of();
    private int at;
    private int line = 1;
    private int lineStart;
    private int keyLine;
    private int keys;

    private Outline(String text) {
        this.text = text;
        frames.push(new Frame(true, false, List.of(), 1));
    }

    static Outline of(String text) {
        Outline outline = new Outline(text);
        while (outline.at < text.length() && outline.mayGoOn()) {
            outline.step(text.charAt(outline.at));
        }
        outline.endOfLine();
        return outline;
    }

    /** Keys with a value that is no section, in the order of the text; a key that is set twice is in it twice. */
    List<Line> values() {
        return values;
    }

    /** What stands after {@code include}. */
    List<Line> includes() {
        return includes;
    }

    List<Offence> offences() {
        return offences;
    }

    /** What is still open where the text ends, a sentence that names its line; empty where nothing is. */
    Optional<String> unclosed() {
        return frames.size() == 1
                ? Optional.empty()
                : Optional.of("the " + (top().object() ? '{' : '[') + " of line " + top().line() + " is never closed");
    }

    private boolean mayGoOn() {
        return offences.isEmpty() || !offences.getLast().ends();
    }

    private void step(char c) {
        switch (c) {
            case '\n' -> endOfLine();
            case '#' -> skipComment();
            case '"' -> quoted();
            case '{' -> open(true);
            case '[' -> open(false);
            case '}', ']' -> close();
            case ',' -> next();
            case '=', ':' -> separator();
            default -> other(c);
        }
        at++;
    }

    private void endOfLine() {
        if (at - lineStart > LONGEST_LINE) {
            offend("is longer than " + LONGEST_LINE + " characters", "", true);
        }
        boolean includeIsWhole = state == State.KEY && isInclude() && key.indexOf("\"") >= 0;
        if (state == State.VALUE || includeIsWhole) {
            next();
        } else if (state == State.KEY && !key.isEmpty()) {
            extendKey(" ", keyLine);
        }
        line++;
        lineStart = at + 1;
    }

    private void next() {
        if (state == State.KEY && isInclude()) {
            includes.add(new Line(key.substring("include".length()).strip(), keyLine));
        }
        key.setLength(0);
        state = top().object() ? State.KEY : State.BEFORE_VALUE;
    }

    private boolean isInclude() {
        return key.length() > "include".length()
                && key.indexOf("include") == 0
                && " \t\"".indexOf(key.charAt("include".length())) >= 0;
    }

    private void skipComment() {
        while (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
            at++;
        }
    }

    private void quoted() {
        int start = at;
        int startLine = line;
        at = text.startsWith("\"\"\"", at) ? endOfLongQuote() : endOfQuote();
        if (state == State.KEY) {
            extendKey(text.substring(start, Math.min(at + 1, text.length())), startLine);
        } else {
            valueBegins();
        }
    }

    private int endOfQuote() {
        int end = at + 1;
        while (end < text.length() && text.charAt(end) != '"' && text.charAt(end) != '\n') {
            end += text.charAt(end) == '\\' ? 2 : 1;
        }
        if (end < text.length() && text.charAt(end) == '"') {
            return end;
        }
        offend("a quotation mark is not closed in its line", "", false);
        // The end of the line has to be seen as such.
        return end < text.length() ? end - 1 : text.length() - 1;
    }

    private int endOfLongQuote() {
        int end = text.indexOf("\"\"\"", at + 3);
        int last = end < 0 ? text.length() - 1 : end + 2;
        while (end >= 0 && last + 1 < text.length() && text.charAt(last + 1) == '"') {
            last++;
        }
        for (int i = at; i <= last; i++) {
            if (text.charAt(i) == '\n') {
                line++;
                lineStart = i + 1;
            }
        }
        return last;
    }

    private void open(boolean object) {
        List<String> inside = top().path();
        if (state != State.KEY || !key.isEmpty()) {
            pathOfBrace(object);
            inside = path;
        }
        frames.push(new Frame(object, top().inList() || !top().object(), inside, line));
        if (frames.size() > DEEPEST) {
            offend("is nested deeper than any section", "", true);
        }
        state = object ? State.KEY : State.BEFORE_VALUE;
    }

    /** A brace may follow its key without a separator; a bracket begins a value. */
    private void pathOfBrace(boolean object) {
        if (state == State.KEY) {
            commitKey();
        } else if (!object) {
            valueBegins();
        }
    }

    private void close() {
        next();
        if (frames.size() > 1) {
            path = frames.pop().path();
        }
        state = State.VALUE;
    }

    private void separator() {
        if (state != State.KEY) {
            valueBegins();
            return;
        }
        if (!key.isEmpty() && key.charAt(key.length() - 1) == '+') {
            offend("+= is not used here", "write the whole list in one place", false);
            key.setLength(key.length() - 1);
        }
        commitKey();
        state = State.BEFORE_VALUE;
    }

    private void commitKey() {
        List<String> names = new ArrayList<>(top().path());
        String name = key.toString().strip();
        // Counted before it is taken apart: the library's own path is as deep as it has dots.
        if (names.size() + name.chars().filter(c -> c == '.').count() > DEEPEST) {
            offend("is nested deeper than any section", "", true);
        } else if (++keys > MOST_KEYS) {
            offend("sets more than " + MOST_KEYS + " keys", "", true);
        } else {
            names.addAll(namesIn(name));
        }
        path = names;
        key.setLength(0);
    }

    private static List<String> namesIn(String name) {
        try {
            return ConfigUtil.splitPath(name);
        } catch (ConfigException e) {
            // No key: the library will say so, with the line.
            return List.of(name);
        }
    }

    private void other(char c) {
        if (c == '/' && text.startsWith("//", at)) {
            skipComment();
        } else if (c == '$' && text.startsWith("${", at)) {
            offend(
                    "${...} is not used here",
                    "a value has to stand where it is used, and must not depend on who starts the program",
                    false);
            at++;
            skipSubstitution();
        } else if (state == State.KEY) {
            if (!key.isEmpty() || !isBlank(c)) {
                extendKey(String.valueOf(c), line);
            }
        } else if (!isBlank(c)) {
            valueBegins();
        }
    }

    private void skipSubstitution() {
        while (at + 1 < text.length() && text.charAt(at) != '}' && text.charAt(at + 1) != '\n') {
            at++;
        }
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\uFEFF';
    }

    private void extendKey(String part, int startLine) {
        if (key.isEmpty()) {
            keyLine = startLine;
        }
        key.append(part);
        if (key.length() > LONGEST_KEY) {
            offend("there is no key of more than " + LONGEST_KEY + " characters", "", true);
        }
    }

    /** Notes the key of the value that begins; a value in a list has none. */
    private void valueBegins() {
        if (state == State.BEFORE_VALUE && top().object() && !top().inList()) {
            values.add(new Line(ConfigUtil.joinPath(path), keyLine));
        }
        state = State.VALUE;
    }

    private void offend(String message, String hint, boolean ends) {
        offences.add(new Offence(line, message, hint, ends));
    }

    private Frame top() {
        return frames.element();
    }
}
