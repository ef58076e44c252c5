package org.activerouter.analyzer.history;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/**
 * What an exception of H2 means for the state database. H2 says the same fault with several codes: a damaged page is 90030,
 * 50000 or 90028, and a full disk is 50000 or 90028, so the causes decide.
 */
enum Fault {
    /** Another process has the file. */
    LOCKED,
    /** The file holds what H2 cannot read. */
    DAMAGED,
    /** The file cannot be written now: no room, a read error, closed by H2 after one of these. */
    UNWRITABLE,
    /** The file was written by an H2 that this one does not understand. */
    FOREIGN,
    /** The statement itself failed. */
    STATEMENT;

    private static final int LONGEST_CHAIN = 20;

    static Fault of(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        if (chain.stream().anyMatch(cause -> code(cause) == ErrorCode.DATABASE_ALREADY_OPEN_1)) {
            return LOCKED;
        }
        // Before damage: a write that found no room is reported as a broken store, too.
        if (chain.stream().anyMatch(Fault::isDisk)) {
            return UNWRITABLE;
        }
        List<Fault> faults = chain.stream().map(Fault::ofOne).toList();
        return Stream.of(DAMAGED, FOREIGN, UNWRITABLE)
                .filter(faults::contains)
                .findFirst()
                .orElse(STATEMENT);
    }

    /** The innermost sentence, which names the cause best: "No space left on device". */
    static String reason(Throwable thrown) {
        List<Throwable> chain = chain(thrown);
        Throwable innermost = chain.get(chain.size() - 1);
        String message = innermost.getMessage();
        return message == null
                ? innermost.toString()
                : message.lines().findFirst().orElse(message);
    }

    private static Fault ofOne(Throwable thrown) {
        if (thrown instanceof EOFException) {
            return DAMAGED;
        }
        if (thrown instanceof MVStoreException store) {
            return ofStore(store.getErrorCode());
        }
        return switch (code(thrown)) {
            case ErrorCode.FILE_CORRUPTED_1 -> DAMAGED;
            case ErrorCode.FILE_VERSION_ERROR_1 -> FOREIGN;
            case ErrorCode.DATABASE_IS_CLOSED, ErrorCode.DATABASE_CALLED_AT_SHUTDOWN, ErrorCode.IO_EXCEPTION_1 ->
                UNWRITABLE;
            default -> STATEMENT;
        };
    }

    private static Fault ofStore(int code) {
        return switch (code) {
            case DataUtils.ERROR_CLOSED -> UNWRITABLE;
            case DataUtils.ERROR_UNSUPPORTED_FORMAT -> FOREIGN;
            default -> DAMAGED;
        };
    }

    private static boolean isDisk(Throwable thrown) {
        if (thrown instanceof MVStoreException store) {
            return store.getErrorCode() == DataUtils.ERROR_WRITING_FAILED;
        }
        return thrown instanceof IOException && !(thrown instanceof EOFException);
    }

    private static int code(Throwable thrown) {
        return thrown instanceof SQLException sql ? sql.getErrorCode() : 0;
    }

    private static List<Throwable> chain(Throwable thrown) {
        List<Throwable> chain = new ArrayList<>();
        for (Throwable t = thrown; t != null && chain.size() < LONGEST_CHAIN; t = t.getCause()) {
            chain.add(t);
        }
        return chain;
    }
}
