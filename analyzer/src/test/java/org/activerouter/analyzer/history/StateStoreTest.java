package org.activerouter.analyzer.history;

import static org.activerouter.analyzer.history.Rows.NANOS;
import static org.activerouter.analyzer.history.Rows.TEN_O_CLOCK;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.Test;

class StateStoreTest {
    private static final Endpoint SERVER = Rows.endpoint("198.51.100.1", 8888);

    @Test
    void aDatabaseInMemoryHoldsTheSameTables() throws Exception {
        try (StateStore store = StateStore.open(Rows.settings(null), null, Instant.EPOCH)) {
            store.writeExchanges(List.of(Rows.exchange(SERVER, 1, TEN_O_CLOCK * NANOS)));
            store.writeSeconds(List.of(Rows.second(SERVER, TEN_O_CLOCK, 4)));

            try (Connection reader = store.dataSource().getConnection()) {
                assertThat(Rows.query(reader, "SELECT server, client, outcome FROM exchange"))
                        .containsExactly("198.51.100.1 192.0.2.7 COMPLETED");
                assertThat(Rows.query(reader, "SELECT queries FROM minute_aggregate"))
                        .containsExactly("4");
            }
        }
    }

    @Test
    void aDatabaseInMemoryKeepsToItsSize() throws Exception {
        try (StateStore store = StateStore.open(Rows.settings(null, 4L << 20, 0), null, Instant.EPOCH)) {
            for (int i = 0; i < 50_000; i++) {
                store.writeExchanges(List.of(Rows.exchange(SERVER, i + 1L, TEN_O_CLOCK * NANOS + i)));
                while (store.dropBeyondSize()) {
                    assertThat(i).isPositive();
                }
            }

            try (Connection reader = store.dataSource().getConnection()) {
                assertThat(Long.parseLong(Rows.query(reader, "SELECT COUNT(*) FROM exchange")
                                .get(0)))
                        .isBetween(5_000L, (4L << 20) / 330);
            }
        }
    }

    @Test
    void theJournalKeepsToItsPartOfTheSizeAndTheLatestStays() throws Exception {
        try (StateStore store = StateStore.open(Rows.settings(null, 4L << 20, 0), null, Instant.EPOCH)) {
            for (int i = 0; i < 2_000; i++) {
                store.writeJournal(
                        List.of(new JournalEntry(TEN_O_CLOCK * NANOS + i, SERVER, "eject", "no. " + i, "{}")));
            }

            try (Connection reader = store.dataSource().getConnection()) {
                assertThat(Rows.query(reader, "SELECT COUNT(*), MAX(nanos) FROM journal"))
                        .containsExactly((4L << 20) / 8 / 1_000 + " " + (TEN_O_CLOCK * NANOS + 1_999));
            }
        }
    }

    @Test
    void twoDatabasesInMemoryAreTwo() throws Exception {
        try (StateStore one = StateStore.open(Rows.settings(null), null, Instant.EPOCH);
                StateStore other = StateStore.open(Rows.settings(null), null, Instant.EPOCH)) {
            one.writeSeconds(List.of(Rows.second(SERVER, TEN_O_CLOCK, 1)));

            try (Connection reader = other.dataSource().getConnection()) {
                assertThat(Rows.query(reader, "SELECT * FROM second_aggregate")).isEmpty();
            }
        }
    }
}
