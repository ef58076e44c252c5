package org.activerouter.lab.experiment;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.activerouter.lab.library.Library;
import org.activerouter.lab.library.LibraryFile;

/** Which files a search finds, known before anybody asks. Files by name, as answers name them. */
public final class Truth {
    private final Map<String, Set<String>> byKeyword = new HashMap<>();
    private final Map<String, Set<String>> byNick = new HashMap<>();

    Truth(Library library, List<List<LibraryFile>> holdings) {
        for (String keyword : library.keywords()) {
            byKeyword.put(keyword, names(library.matching(keyword)));
        }
        for (int i = 0; i < holdings.size(); i++) {
            byNick.put("peer" + (i + 1), names(holdings.get(i)));
        }
    }

    private static Set<String> names(List<LibraryFile> files) {
        Set<String> names = new HashSet<>();
        files.forEach(file -> names.add(file.name()));
        return names;
    }

    /** How many keywords there are. */
    public int keywords() {
        return byKeyword.size();
    }

    /** All files that a keyword matches. */
    public Set<String> matching(String keyword) {
        return byKeyword.getOrDefault(keyword, Set.of());
    }

    /** Whether a peer holds a file: it is never in an answer to that peer. */
    public boolean holds(String nick, String file) {
        return byNick.getOrDefault(nick, Set.of()).contains(file);
    }

    /** Who holds a file. */
    public Set<String> holders(String file) {
        Set<String> holders = new HashSet<>();
        byNick.forEach((nick, files) -> {
            if (files.contains(file)) {
                holders.add(nick);
            }
        });
        return holders;
    }

    /** How many results a peer's search has when everybody is there. */
    public long expected(String keyword, String nick) {
        return matching(keyword).stream().filter(file -> !holds(nick, file)).count();
    }
}
