package org.activerouter.analyzer.history;

import org.activerouter.analyzer.load.SecondAggregate;
import org.activerouter.capture.Endpoint;

/** The history of a run that was not asked to keep one. */
final class NoHistory implements History {
    private static final HistoryStatus STATUS = new HistoryStatus(0, 0, 0, null);

    @Override
    public void exchange(ExchangeRow row) {}

    @Override
    public void learned(Endpoint server, String protocol, long nanos) {}

    @Override
    public void second(SecondAggregate aggregate) {}

    @Override
    public HistoryStatus status() {
        return STATUS;
    }
}
