package org.activerouter.manager.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration cannot be used; it says everything that is wrong with it. */
public final class ConfigurationException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    ConfigurationException(List<Problem> problems) {
        super(problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** What is wrong, at least one thing, in the order of the file. */
    public List<Problem> problems() {
        return problems;
    }
}
