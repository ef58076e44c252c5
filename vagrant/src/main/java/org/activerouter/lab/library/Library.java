package org.activerouter.lab.library;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * All keywords and all files. Every class of keywords is laid over all files once, at random, so that a keyword of it matches
 * exactly as many as its class says and a name holds one keyword of each class.
 */
public final class Library {
    private static final String[] SYLLABLES = {
        "ba", "do", "fi", "gu", "he", "ja", "ko", "li", "mu", "ne", "pa", "ro", "si", "tu", "ve", "za"
    };

    private final List<String> keywords;
    private final List<LibraryFile> files;
    private final Random random;

    private Library(List<Popularity> classes, Random random) {
        this.random = random;
        this.keywords = words(classes.stream().mapToInt(Popularity::keywords).sum());
        this.files = files(classes);
    }

    /** The paper's library, the same for the same seed. */
    public static Library ofThePaper(long seed) {
        return of(Popularity.OF_THE_PAPER, seed);
    }

    /**
     * A library of any distribution.
     *
     * @throws IllegalArgumentException when the classes do not all cover the same number of files
     */
    public static Library of(List<Popularity> classes, long seed) {
        if (classes.stream()
                        .map(each -> each.keywords() * each.files())
                        .distinct()
                        .count()
                != 1) {
            throw new IllegalArgumentException("classes that do not cover the same number of files: " + classes);
        }
        return new Library(classes, new Random(seed));
    }

    /** All keywords, those that match most files first. */
    public List<String> keywords() {
        return keywords;
    }

    /** All files by number. */
    public List<LibraryFile> files() {
        return files;
    }

    /** The files that a keyword matches. */
    public List<LibraryFile> matching(String keyword) {
        return files.stream().filter(file -> file.keywords().contains(keyword)).toList();
    }

    /**
     * Divides the files at random: first among the groups, evenly, then among the members of each.
     *
     * @param sizes members of each group
     * @return one list of files per member, the first group's members first
     */
    public List<List<LibraryFile>> divide(List<Integer> sizes, long seed) {
        List<LibraryFile> shuffled = new ArrayList<>(files);
        Collections.shuffle(shuffled, new Random(seed));
        List<List<LibraryFile>> holdings = new ArrayList<>();
        for (int group = 0; group < sizes.size(); group++) {
            int first = holdings.size();
            int members = sizes.get(group);
            IntStream.range(0, members).forEach(member -> holdings.add(new ArrayList<>()));
            int from = group * files.size() / sizes.size();
            int to = (group + 1) * files.size() / sizes.size();
            for (int i = from; i < to; i++) {
                holdings.get(first + (i - from) % members).add(shuffled.get(i));
            }
        }
        return holdings.stream().map(List::copyOf).toList();
    }

    private static List<String> words(int count) {
        int base = SYLLABLES.length;
        if (count > base * base) {
            throw new IllegalArgumentException(count + " keywords; there are words for " + base * base);
        }
        return IntStream.range(0, count)
                .mapToObj(i -> SYLLABLES[i % base] + SYLLABLES[(i / base + i) % base])
                .toList();
    }

    private List<LibraryFile> files(List<Popularity> classes) {
        int count = classes.getFirst().keywords() * classes.getFirst().files();
        List<List<String>> names = new ArrayList<>();
        IntStream.range(0, count).forEach(i -> names.add(new ArrayList<>()));
        int first = 0;
        for (Popularity each : classes) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, count).boxed().toList());
            Collections.shuffle(order, random);
            for (int i = 0; i < count; i++) {
                names.get(order.get(i)).add(keywords.get(first + i / each.files()));
            }
            first += each.keywords();
        }
        return IntStream.range(0, count)
                .mapToObj(i -> new LibraryFile(i, names.get(i)))
                .toList();
    }
}
