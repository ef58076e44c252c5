package org.activerouter.manager.config;

import java.util.List;
import java.util.stream.Stream;

/**
 * What may stand in one section. Immutable.
 *
 * @param name its key; what a section with a free name is called in the sample file
 * @param purpose the comment of the sample file
 * @param form how often it occurs
 * @param shown whether an optional section is there in the sample file
 */
record Section(String name, String purpose, Form form, List<Key<?>> keys, List<Section> sections, boolean shown) {
    /** How often a section occurs in the one above it. */
    enum Form {
        /** It is always there: left out, it consists of defaults. */
        ALWAYS,
        /** It means something that it is there. */
        OPTIONAL,
        /** Any number of times, each under a name of the operator's. */
        NAMED
    }

    static Section of(String name, String purpose, Key<?>... keys) {
        return new Section(name, purpose, Form.ALWAYS, List.of(keys), List.of(), false);
    }

    static Section optional(String name, String purpose, Key<?>... keys) {
        return new Section(name, purpose, Form.OPTIONAL, List.of(keys), List.of(), false);
    }

    /** A section that holds any number of sections of one kind. */
    static Section ofNamed(String name, String purpose, Section each) {
        return new Section(name, purpose, Form.ALWAYS, List.of(), List.of(each.in(Form.NAMED)), false);
    }

    Section with(List<Section> inner) {
        return new Section(name, purpose, form, keys, List.copyOf(inner), shown);
    }

    /** The same section, there in the sample file. */
    Section shownInSample() {
        return new Section(name, purpose, form, keys, sections, true);
    }

    private Section in(Form other) {
        return new Section(name, purpose, other, keys, sections, shown);
    }

    /** The words that may stand in it. */
    List<String> words() {
        return Stream.concat(keys.stream().map(Key::name), sections.stream().map(Section::name))
                .toList();
    }

    boolean holdsNamed() {
        return sections.size() == 1 && sections.getFirst().form() == Form.NAMED;
    }
}
