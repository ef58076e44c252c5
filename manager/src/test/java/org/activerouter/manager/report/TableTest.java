package org.activerouter.manager.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TableTest {
    @Test
    void numbersAreAlignedToTheRightAndWordsToTheLeft() {
        Table table = new Table().words("server").numbers("queries").words("nick");
        table.row("10.0.0.1:8888", 5, "x");
        table.row("10.0.0.22:8888", 12345678, "longer");
        table.remark("... and 3 more (use --json)");

        StringBuilder text = new StringBuilder();
        table.appendTo(text);

        assertThat(text).hasToString("""
                server           queries  nick
                10.0.0.1:8888          5  x
                10.0.0.22:8888  12345678  longer
                ... and 3 more (use --json)
                """);
    }
}
