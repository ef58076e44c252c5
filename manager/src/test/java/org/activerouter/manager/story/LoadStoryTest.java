package org.activerouter.manager.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every story by a thousand seeds: no wrong decision, none missing, none late, and no wrong verdict. */
class LoadStoryTest {
    private static final int SEEDS = Integer.getInteger("active-router.story-seeds", 1_000);

    static Stream<String> stories() {
        return LoadStories.all().stream().map(LoadStory::name);
    }

    @ParameterizedTest
    @MethodSource("stories")
    void whateverTheSeedTheRightThingIsDone(String name) {
        LoadStory story = LoadStories.named(name).orElseThrow();
        List<String> faults = new ArrayList<>();
        for (int seed = 1; seed <= SEEDS; seed++) {
            int told = seed;
            story.tell(seed).faults().forEach(fault -> faults.add("seed " + told + ": " + fault));
        }
        assertThat(faults).isEmpty();
    }
}
