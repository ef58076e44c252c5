package org.activerouter.analyzer.golden;

import java.util.ArrayList;
import java.util.List;
import org.activerouter.analyzer.history.ExchangeRow;
import org.activerouter.analyzer.history.History;
import org.activerouter.analyzer.history.HistoryStatus;
import org.activerouter.analyzer.learning.LearnedService;
import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.capture.Endpoint;

/** Keeps what it is told, for a test to look at. */
final class RememberedHistory implements History {
    private final List<ExchangeRow> exchanges = new ArrayList<>();
    private final List<SecondAggregate> seconds = new ArrayList<>();
    private final List<LearnedService> learned = new ArrayList<>();

    /** A response time as the table has it. */
    record Measured(Endpoint client, long askedNanos, long firstAnswerNanos) {}

    @Override
    public void exchange(ExchangeRow row) {
        exchanges.add(row);
    }

    @Override
    public void learned(Endpoint server, String protocol, long nanos) {
        learned.add(new LearnedService(server, protocol, nanos));
    }

    @Override
    public void second(SecondAggregate aggregate) {
        seconds.add(aggregate);
    }

    @Override
    public HistoryStatus status() {
        return new HistoryStatus(exchanges.size(), 0, 0, null);
    }

    List<ExchangeRow> exchanges() {
        return exchanges;
    }

    List<SecondAggregate> seconds() {
        return seconds;
    }

    List<LearnedService> learned() {
        return learned;
    }

    /** In the order of ending. */
    List<Measured> measured() {
        List<Measured> measured = new ArrayList<>();
        for (ExchangeRow row : exchanges) {
            if (row.firstAnswerNanos() != Observation.NEVER) {
                measured.add(new Measured(row.client(), row.askedNanos(), row.firstAnswerNanos()));
            }
        }
        return measured;
    }
}
