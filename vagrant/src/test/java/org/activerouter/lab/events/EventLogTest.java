package org.activerouter.lab.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsRead() throws IOException {
        Event query = new Event(
                1_000, "10.81.2.101", "peer8", Event.Kind.QUERY, "bado", 1.25, 2.5, List.of("bado live 1", "bado 2"));
        Event left = Event.plain(2_000, "10.81.2.101", "peer8", Event.Kind.LEFT);

        try (EventLog log = new EventLog(folder.resolve("log.csv"))) {
            log.write(query);
            log.write(left);
            assertThat(EventLog.read(folder.resolve("log.csv"))).containsExactly(query, left);
        }
    }

    @Test
    void aLineInTheMakingIsLeftOut() throws IOException {
        String whole = Event.HEADER + "\n5,a,n,LEFT,,0.000,0.000,0,\n7,a,n,LE";

        assertThat(EventLog.read(whole)).containsExactly(Event.plain(5, "a", "n", Event.Kind.LEFT));
    }

    @Test
    void whatSeparatesColumnsDoesNotGetIntoThem() throws IOException {
        Event hostile = new Event(1, "a", "n,1", Event.Kind.QUERY, "x\ny", 0, 0, List.of("p;q"));

        assertThat(EventLog.read(Event.HEADER + "\n" + hostile.line() + "\n"))
                .containsExactly(new Event(1, "a", "n 1", Event.Kind.QUERY, "x y", 0, 0, List.of("p q")));
    }

    @Test
    void anotherFileIsRefused() {
        assertThatThrownBy(() -> EventLog.read("second,value\n1,2\n")).isInstanceOf(IOException.class);
    }

    @Test
    void whoFollowsALogGetsEachEventOnceAndNoneBeforeItsLineIsWhole() throws IOException {
        Path file = folder.resolve("growing.csv");
        GrowingFile followed = new GrowingFile(file);
        assertThat(followed.newLines()).isEmpty();

        Files.writeString(file, Event.HEADER + "\n5,a,n,LEFT,,0.000,0.000,0,\n7,a,n,LE");
        assertThat(EventLog.events(followed.newLines())).containsExactly(Event.plain(5, "a", "n", Event.Kind.LEFT));
        assertThat(followed.newLines()).isEmpty();

        Files.writeString(file, "FT,,0.000,0.000,0,\n", StandardOpenOption.APPEND);
        assertThat(EventLog.events(followed.newLines())).containsExactly(Event.plain(7, "a", "n", Event.Kind.LEFT));
    }
}
