package org.activerouter.manager.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SampleTest {
    private static final Pattern SHOWN_DEFAULT = Pattern.compile("(?m)^( *)# ([a-z-]+ = )");
    private static final Pattern SHOWN_CONDITION = Pattern.compile("(?m)^( *)# ([a-z-]+ \\{ )");

    @Test
    void theFileInTheImageIsWhatTheDefinitionsSay() throws IOException {
        assertThat(Files.readString(Path.of("src/main/conf/router.conf")))
                .as("made by: active-router check --sample >manager/src/main/conf/router.conf")
                .isEqualTo(Sample.text());
    }

    @Test
    void theSampleIsUsable() {
        RouterConfiguration sample = Configurations.read(Sample.text());

        assertThat(sample.capture().serversSide()).containsExactly("eth1");
        assertThat(sample.services())
                .singleElement()
                .satisfies(service -> assertThat(service.name()).isEqualTo("directory"));
    }

    @Test
    void theDefaultsThatItShowsAreTheDefaults() {
        // How many threads are usual depends on the machine.
        RouterConfiguration sample = Configurations.read(Sample.text() + "relay.threads = 1");
        RouterConfiguration spelledOut =
                Configurations.read(SHOWN_DEFAULT.matcher(Sample.text()).replaceAll("$1$2"));

        assertThat(spelledOut.hash()).isEqualTo(sample.hash());
        assertThat(spelledOut.effective()).allSatisfy(value -> {
            if (!value.path().equals("policies.slow.response-time.statistic")) {
                assertThat(value.place()).as(value.path()).isPresent();
            }
        });
    }

    @Test
    void everyConditionThatItShowsCanBeUsed() {
        String all = SHOWN_CONDITION.matcher(Sample.text()).replaceAll("$1$2");

        assertThat(Configurations.read(all).policies().get("slow").conditions()).hasSize(4);
    }

    @Test
    void everyKeyIsInIt() {
        String words = Sample.text();

        assertThat(keysIn(RouterConfiguration.FILE))
                .hasSizeGreaterThan(60)
                .allSatisfy(key -> assertThat(words).contains(key + " = "));
    }

    private static List<String> keysIn(Section section) {
        List<String> keys =
                new ArrayList<>(section.keys().stream().map(Key::name).toList());
        section.sections().forEach(inner -> keys.addAll(keysIn(inner)));
        return keys;
    }

    @Test
    void noLineIsTooLongForAnEditorsWindow() {
        assertThat(Sample.text().lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    }
}
