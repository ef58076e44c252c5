package org.activerouter.analyzer.history;

import static org.activerouter.analyzer.history.Rows.NANOS;
import static org.activerouter.analyzer.history.Rows.TEN_O_CLOCK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Outcome;
import org.activerouter.capture.Endpoint;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDatabaseTest {
    private static final Endpoint SERVER = Rows.endpoint("198.51.100.1", 8888);
    private static final long ASKED = TEN_O_CLOCK * NANOS;

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = directory.resolve("state");
    }

    @Test
    void anExchangeIsReadBackAsItWasHandedIn() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.exchange(Rows.exchange(SERVER, 1, ASKED));
        }

        assertThat(Rows.query(file, "SELECT * FROM exchange"))
                .containsExactly("1 1 198.51.100.1 8888 opennap 1 192.0.2.7 40000 1795168800000000000"
                        + " 1795168800002000000 1795168800005000000 3 COMPLETED");
    }

    @Test
    void aClientWithAnIpv6AddressAndAnExchangeWithoutAnswerAreKept() throws Exception {
        ExchangeRow row = new ExchangeRow(
                Rows.endpoint("2001:db8::1", 8888),
                "opennap",
                7,
                Rows.endpoint("2001:db8::ff", 65_535),
                ASKED,
                Observation.NEVER,
                ASKED + 9,
                0,
                Outcome.UNANSWERED);
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.exchange(row);
        }

        assertThat(Rows.query(file, "SELECT server, client, client_port, first_answer_nanos, outcome FROM exchange"))
                .containsExactly("2001:db8:0:0:0:0:0:1 2001:0db8:0000:0000:0000:0000:0000:00ff 65535 null UNANSWERED");
    }

    @Test
    void everyOutcomeKeepsItsName() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            long sequence = 0;
            for (Outcome outcome : Outcome.values()) {
                database.exchange(
                        new ExchangeRow(SERVER, "opennap", ++sequence, SERVER, ASKED, ASKED, ASKED, 0, outcome));
            }
        }

        assertThat(Rows.query(file, "SELECT outcome FROM exchange ORDER BY sequence"))
                .containsExactly("COMPLETED", "REFUSED", "UNANSWERED", "UNMEASURED");
    }

    @Test
    void sequenceNumbersThatBeginAnewAreOfAnotherRun() throws Exception {
        for (int run = 1; run <= 2; run++) {
            try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
                database.exchange(Rows.exchange(SERVER, 1, ASKED + run));
            }
        }

        assertThat(Rows.query(file, "SELECT run, sequence, asked_nanos FROM exchange ORDER BY run"))
                .containsExactly("1 1 1795168800000000001", "2 1 1795168800000000002");
        assertThat(Rows.query(file, "SELECT COUNT(*) FROM server")).containsExactly("1");
    }

    @Test
    void aMinuteIsTheSumOfItsSeconds() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            for (int i = 0; i < 120; i++) {
                database.second(Rows.second(SERVER, TEN_O_CLOCK + i, 10 + i));
            }
        }

        assertThat(Rows.query(
                        file,
                        "SELECT (epoch_minute * 60) - " + TEN_O_CLOCK + ", queries, results, response_sum_nanos,"
                                + " response_max_nanos FROM minute_aggregate ORDER BY epoch_minute"))
                .containsExactly("0 2370 7110 4740000000 2000059", "60 5970 17910 11940000000 2000059");
        assertThat(Rows.query(file, "SELECT COUNT(*), SUM(queries) FROM second_aggregate"))
                .containsExactly("120 8340");
    }

    @Test
    void theServerListTellsWhenAServerWasFirstAndLastSeen() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.second(Rows.second(SERVER, TEN_O_CLOCK, 1));
            database.second(Rows.second(SERVER, TEN_O_CLOCK + 30, 1));
        }
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.second(Rows.second(SERVER, TEN_O_CLOCK + 60, 1));
        }

        assertThat(Rows.query(
                        file,
                        "SELECT address, port, protocol, first_seen_nanos / 1000000000 - 1795168800,"
                                + " last_seen_nanos / 1000000000 - 1795168800 FROM server"))
                .containsExactly("198.51.100.1 8888 opennap 0 60");
    }

    @Test
    void aLearnedServiceIsKeptOnceWithWhatWasLearnedLast() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.learned(SERVER, "jxta", ASKED);
            database.learned(SERVER, "opennap", ASKED + 1);
        }

        assertThat(Rows.query(file, "SELECT address, port, protocol, learned_nanos FROM learned_service"))
                .containsExactly("198.51.100.1 8888 opennap 1795168800000000001");
    }

    @Test
    void whatWasLearnedIsKnownToTheNextRun() throws Exception {
        Endpoint sixth = Rows.endpoint("2001:db8::1", 9700);
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            assertThat(database.learnedBefore()).isEmpty();
            database.learned(sixth, "jxta", ASKED + 1);
            database.learned(SERVER, "opennap", ASKED);
        }

        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            assertThat(database.learnedBefore())
                    .containsExactly(
                            new LearnedService(SERVER, "opennap", ASKED), new LearnedService(sixth, "jxta", ASKED + 1));
        }
    }

    @Test
    void aLearnedServiceThatMakesNoSenseIsPassedOver() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.learned(SERVER, "opennap", ASKED);
        }
        for (String wrong :
                new String[] {"'localhost', 1", "'10.0.0.999', 1", "'10.0.0.1', 0", "'abc', 1", "':::', 1"}) {
            try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "");
                    Statement statement = connection.createStatement()) {
                statement.execute("INSERT INTO learned_service VALUES(" + wrong + ", 'opennap', 1)");
            }
        }

        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            assertThat(database.learnedBefore()).containsExactly(new LearnedService(SERVER, "opennap", ASKED));
        }
    }

    @Test
    void theJournalKeepsWhatWasDecidedAndOnWhichEvidence() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.note(new JournalEntry(ASKED, SERVER, "redirect", "it was slow", "{\"value\":7}"));
            database.note(new JournalEntry(ASKED + 1, null, "panic", "told to", "{}"));
        }

        assertThat(Rows.query(
                        file, "SELECT run, nanos, address, port, kind, text, evidence FROM journal ORDER BY nanos"))
                .containsExactly(
                        "1 1795168800000000000 198.51.100.1 8888 redirect it was slow {\"value\":7}",
                        "1 1795168800000000001 null null panic told to {}");
    }

    @Test
    void anEntryThatIsTooLongForTheJournalIsCutAndNotLost() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.note(new JournalEntry(ASKED, SERVER, "redirect", "x".repeat(5_000), "y".repeat(50_000)));
        }

        assertThat(Rows.query(file, "SELECT LENGTH(text), LENGTH(evidence) FROM journal"))
                .containsExactly("1000 10000");
    }

    @Test
    void aQueryForOneServerAndTimeReachesTheIndexOfEachPart() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.exchange(Rows.exchange(SERVER, 1, ASKED));
        }

        assertThat(Rows.query(
                                file,
                                "EXPLAIN SELECT * FROM exchange WHERE server = '198.51.100.1' AND server_port = 8888"
                                        + " AND asked_nanos BETWEEN 5 AND 9")
                        .get(0))
                .containsPattern("EXCHANGE_1_SERVER_TIME: ASKED_NANOS <= .*\\s+AND SERVER IS NOT DISTINCT FROM");
    }

    @Test
    void theEndingOfTheFileMayBeNamedOrNot() throws Exception {
        StateDatabase.open(Rows.settings(directory.resolve("state.mv.db"))).close();

        assertThat(directory).isDirectoryContaining("glob:**/state.mv.db");
    }

    @Test
    void aClosedDatabaseHasWrittenWhatWasHandedIn() throws Exception {
        StateDatabase database = StateDatabase.open(Rows.settings(file));
        for (int i = 1; i <= 8_000; i++) {
            database.exchange(Rows.exchange(SERVER, i, ASKED + i));
        }
        database.close();

        assertThat(database.status()).isEqualTo(new HistoryStatus(8_000, 0, 0, null));
        assertThat(Rows.number(file, "SELECT COUNT(DISTINCT sequence) FROM exchange"))
                .isEqualTo(8_000);
    }

    @Test
    void aSchemaThatIsNewerThanTheProgramIsRefused() throws Exception {
        StateDatabase.open(Rows.settings(file)).close();
        execute("INSERT INTO schema_version(version, script) VALUES(99, 'V099__later.sql')");

        assertThatThrownBy(() -> StateDatabase.open(Rows.settings(file)))
                .isInstanceOf(StateDatabaseException.class)
                .hasMessageContaining("state.mv.db")
                .hasMessageContaining("schema version 99")
                .hasMessageContaining("newer");
    }

    @Test
    void theDatabaseOfAnotherProgramIsRefusedAndLeftAsItIs() throws Exception {
        execute("CREATE TABLE theirs(x INTEGER)");

        assertThatThrownBy(() -> StateDatabase.open(Rows.settings(file)))
                .isInstanceOf(StateDatabaseException.class)
                .hasMessageContaining("something else");
        assertThat(Rows.query(file, "SELECT COUNT(*) FROM theirs")).containsExactly("0");
    }

    @Test
    void aMissingDirectoryIsRefusedByName() {
        assertThatThrownBy(() -> StateDatabase.open(Rows.settings(directory.resolve("missing/state"))))
                .isInstanceOf(StateDatabaseException.class)
                .hasMessageContaining(directory + "/missing")
                .hasMessageContaining("create it");
    }

    @Test
    void aNameThatWouldBeReadAsSettingsIsRefused() {
        assertThatThrownBy(() -> StateDatabase.open(Rows.settings(directory.resolve("state;INIT=SHUTDOWN"))))
                .isInstanceOf(StateDatabaseException.class)
                .hasMessageContaining("';'");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theFileIsAllThatIsLeftInTheDirectory() throws Exception {
        try (StateDatabase database = StateDatabase.open(Rows.settings(file))) {
            database.exchange(Rows.exchange(SERVER, 1, ASKED));
        }

        try (var files = Files.list(directory)) {
            assertThat(files).containsExactly(directory.resolve("state.mv.db"));
        }
    }

    private void execute(String sql) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + file, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
