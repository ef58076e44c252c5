package org.activerouter.manager.admin;

import java.util.List;

/** Answers what operators ask the running router. Any thread. */
@FunctionalInterface
public interface Requests {
    /** Answers one request: its verb and what follows it. */
    Answer answer(List<String> words);
}
