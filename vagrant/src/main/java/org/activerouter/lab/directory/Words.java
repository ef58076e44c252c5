package org.activerouter.lab.directory;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits names into the words that are searched for: whole, lower-cased; the apostrophe and bytes above 128 belong to a word. */
final class Words {
    private static final Pattern WORD = Pattern.compile("[a-z0-9'\\x80-\\xff]+");

    private Words() {}

    static Set<String> of(String text) {
        Set<String> words = new LinkedHashSet<>();
        Matcher matcher = WORD.matcher(text.toLowerCase(Locale.ROOT));
        while (matcher.find()) {
            words.add(matcher.group());
        }
        return words;
    }

    /** The words of a shared file: of its name without the suffix, and of the folder it lies in. */
    static Set<String> ofPath(String path) {
        int name = path.lastIndexOf('\\') + 1;
        int folder = name == 0 ? 0 : path.lastIndexOf('\\', name - 2) + 1;
        int suffix = path.lastIndexOf('.');
        return of(path.substring(folder, suffix > name ? suffix : path.length()));
    }
}
