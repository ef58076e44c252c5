package org.activerouter.lab.sharing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TimetableTest {
    @Test
    void phasesFollowEachOtherAndTheLastGoesOn() {
        Timetable timetable = Timetable.of("15:0.5,60:20,45:1", "", 1);

        assertThat(timetable.rate(0)).isEqualTo(0.5);
        assertThat(timetable.rate(15)).isEqualTo(20);
        assertThat(timetable.rate(74.9)).isEqualTo(20);
        assertThat(timetable.rate(75)).isEqualTo(1);
        assertThat(timetable.rate(500)).isEqualTo(1);
        assertThat(timetable.end()).isEqualTo(120);
    }

    @Test
    void aUserIsAwayInItsOwnAbsencesOnly() {
        String absences = "3:200-230,9:210-250";

        assertThat(Timetable.of("480:0.5", absences, 9).awayFor(240)).isEqualTo(10);
        assertThat(Timetable.of("480:0.5", absences, 9).awayFor(250)).isZero();
        assertThat(Timetable.of("480:0.5", absences, 4).awayFor(240)).isZero();
    }

    @Test
    void aPhaseThatNeverAsksIsRefused() {
        assertThatThrownBy(() -> Timetable.of("10:0", "", 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
