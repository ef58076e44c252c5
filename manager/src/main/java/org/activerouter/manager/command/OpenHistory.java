package org.activerouter.manager.command;

import java.nio.file.Path;
import java.util.List;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.history.StateDatabase;
import org.activerouter.analyzer.history.StateDatabaseException;
import org.activerouter.analyzer.history.StateDatabaseSettings;
import org.activerouter.analyzer.learning.LearnedService;
import org.jspecify.annotations.Nullable;

/** The history that a run keeps, if it was asked to keep one. */
final class OpenHistory implements AutoCloseable {
    private static final String ENDING = ".mv.db";

    private final History history;
    private final List<LearnedService> learnedBefore;
    private final Runnable closing;

    private OpenHistory(History history, List<LearnedService> learnedBefore, Runnable closing) {
        this.history = history;
        this.learnedBefore = learnedBefore;
        this.closing = closing;
    }

    /**
     * Opens the history.
     *
     * @param file null for none
     * @throws StateDatabaseException when only the operator can help
     */
    static OpenHistory in(@Nullable Path file) throws StateDatabaseException {
        if (file == null) {
            return new OpenHistory(History.NONE, List.of(), () -> {});
        }
        StateDatabase database = StateDatabase.open(StateDatabaseSettings.inFile(withoutEnding(file)));
        return new OpenHistory(database, database.learnedBefore(), database::close);
    }

    /** H2 appends its ending; an operator may name the file as it lies there. */
    private static Path withoutEnding(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(ENDING) && name.length() > ENDING.length()
                ? file.resolveSibling(name.substring(0, name.length() - ENDING.length()))
                : file;
    }

    History history() {
        return history;
    }

    /** What self-study found in earlier runs with this database. */
    List<LearnedService> learnedBefore() {
        return learnedBefore;
    }

    /** Writes what waits, closes, and tells how it went. */
    HistoryStatus finish() {
        closing.run();
        return history.status();
    }

    @Override
    public void close() {
        finish();
    }
}
