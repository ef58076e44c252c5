package org.activerouter.analyzer.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.sql.SQLException;
import org.h2.api.ErrorCode;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.junit.jupiter.api.Test;

/** The shapes in which H2 2.5 was seen to report each fault. */
class FaultTest {
    @Test
    void aFullDiskIsNoDamage() {
        MVStoreException writing = new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "Writing failed");
        writing.initCause(new IOException("No space left on device"));
        Throwable full = sql(ErrorCode.GENERAL_ERROR_1, writing);

        assertThat(Fault.of(full)).isEqualTo(Fault.UNWRITABLE);
        assertThat(Fault.reason(full)).isEqualTo("No space left on device");
    }

    @Test
    void aFileThatEndsTooEarlyIsDamagedAlthoughH2CallsItInputOutput() {
        assertThat(Fault.of(sql(ErrorCode.IO_EXCEPTION_1, new EOFException()))).isEqualTo(Fault.DAMAGED);
    }

    @Test
    void aPageThatCannotBeReadIsDamagedAlthoughH2CallsItGeneral() {
        Throwable page = sql(
                ErrorCode.GENERAL_ERROR_1,
                new MVStoreException(DataUtils.ERROR_FILE_CORRUPT, "File corrupted in chunk 3"));

        assertThat(Fault.of(page)).isEqualTo(Fault.DAMAGED);
        assertThat(Fault.of(sql(ErrorCode.FILE_CORRUPTED_1, null))).isEqualTo(Fault.DAMAGED);
    }

    @Test
    void aDatabaseThatH2HasClosedIsTriedAgain() {
        assertThat(Fault.of(sql(ErrorCode.DATABASE_IS_CLOSED, null))).isEqualTo(Fault.UNWRITABLE);
    }

    @Test
    void aStatementThatFailsIsItsOwnFault() {
        assertThat(Fault.of(sql(ErrorCode.DUPLICATE_KEY_1, null))).isEqualTo(Fault.STATEMENT);
        assertThat(Fault.of(new IllegalStateException("ours"))).isEqualTo(Fault.STATEMENT);
    }

    private static SQLException sql(int code, Throwable cause) {
        return new SQLException("as H2 says it", "", code, cause);
    }
}
