package org.activerouter.analyzer.opennap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.activerouter.analyzer.opennap.Simulation.Hole;
import org.activerouter.analyzer.protocol.Observation;
import org.activerouter.analyzer.protocol.Observation.Answered;
import org.activerouter.analyzer.protocol.Observation.Asked;
import org.activerouter.capture.Direction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is missing, nothing is invented: each response time that is told is compared with the truth. */
class HolesTest {
    private static final int[] LENGTHS = {1, 3, 4, 5, 17, 60, 130, 400, 1500};

    @ParameterizedTest
    @CsvSource({"1, 1", "1, 2", "1, 3", "2, 4", "5, 5", "30, 6"})
    void withoutAHoleEverySearchIsMeasured(int outstanding, long seed) {
        Simulation simulation = new Simulation(seed, 40, outstanding, 26, false);
        List<Observation> facts = simulation.whole().observed();
        simulation.checkNothingInvented(facts);
        assertThat(Talk.only(Answered.class, facts)).hasSize(40);
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aHoleAtAnyPlaceInventsNothing(Direction from) {
        for (int outstanding = 1; outstanding <= 3; outstanding++) {
            Simulation simulation = new Simulation(outstanding, 12, outstanding, 26, false);
            for (int start = 0; start < simulation.length(from); start += outstanding) {
                int length = LENGTHS[start % LENGTHS.length];
                simulation.checkNothingInvented(
                        simulation.without(new Hole(from, start, length)).observedOnce());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 26})
    void aHoleAtRandomInventsNothingHoweverOftenWordsAreRepeated(int vocabulary) {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Simulation simulation = new Simulation(
                    seed, 5 + random.nextInt(60), 1 + random.nextInt(5), vocabulary, random.nextBoolean());
            simulation.checkNothingInvented(
                    simulation.without(simulation.anyHole(random)).observedOnce());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 26})
    void severalHolesInventNothing(int vocabulary) {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Simulation simulation = new Simulation(seed, 60, 1 + random.nextInt(3), vocabulary, random.nextBoolean());
            Hole[] holes = Stream.of(Direction.values())
                    .flatMap(from -> holes(simulation.length(from), from, random))
                    .toArray(Hole[]::new);
            simulation.checkNothingInvented(simulation.without(holes).observedOnce());
        }
    }

    private static Stream<Hole> holes(long length, Direction from, Random random) {
        long part = length / 4;
        return LongStream.range(0, random.nextInt(4))
                .mapToObj(i -> new Hole(from, i * part + random.nextLong(part / 2), 1 + random.nextLong(part / 3)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 26})
    void whoComesInTheMiddleInventsNothing(int vocabulary) {
        for (int seed = 0; seed < 100; seed++) {
            Random random = new Random(seed);
            Simulation simulation = new Simulation(
                    seed, 5 + random.nextInt(60), 1 + random.nextInt(5), vocabulary, random.nextBoolean());
            long passed = random.nextLong(
                    simulation.length(Direction.FROM_CLIENT) + simulation.length(Direction.FROM_SERVER));
            simulation.checkNothingInvented(simulation.fromTheMiddle(passed).observedOnce());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void holesAreReadAlikeHoweverTheRestIsCut(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 8; i++) {
            Simulation simulation = new Simulation(random.nextLong(), 20, 1 + random.nextInt(3), 26, true);
            simulation.without(simulation.anyHole(random)).observed();
            simulation.fromTheMiddle(random.nextLong(2000)).observed();
        }
    }

    @ParameterizedTest
    @CsvSource({"FROM_CLIENT, 1", "FROM_SERVER, 1", "FROM_CLIENT, 2", "FROM_SERVER, 2"})
    void measuringResumesByTheContentOfAnswers(Direction from, int outstanding) {
        int measured = 0;
        for (int seed = 0; seed < 100; seed++) {
            Simulation simulation = new Simulation(seed, 60, outstanding, 200, false);
            long middle = simulation.length(from) / 2;
            List<Observation> facts =
                    simulation.without(new Hole(from, middle, 300)).observedOnce();
            simulation.checkNothingInvented(facts);
            long last = Talk.only(Asked.class, facts).getLast().nanos();
            List<Answered> answers = Talk.only(Answered.class, facts);
            long lastMeasured = answers.getLast().askedNanos();
            List<Asked> asked = Talk.only(Asked.class, facts);
            long eighthFromLast = asked.get(asked.size() - 8).nanos();
            measured += lastMeasured >= eighthFromLast && lastMeasured <= last ? 1 : 0;
        }
        assertThat(measured).isGreaterThan(90);
    }
}
