package org.activerouter.manager.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PrintableTest {
    @ParameterizedTest
    @CsvSource({
        "plain_Nick-1, plain_Nick-1",
        "'Zoë', 'Zoë'",
        "'a\u001b[2Jb', a\\x1b[2Jb",
        "'a\u0001\r\nb', a\\x01\\x0d\\x0ab",
        "'a\u009b31mb', a\\x9b31mb",
        "'a\u202eb', a\\u{202e}b",
        "'a\u2028b', a\\u{2028}b",
        "'a\u0301', a\\u{301}",
        "'a\u00a0b', a\\xa0b",
        "'a\\x1b', a\\\\x1b"
    })
    void whatIsNotVisibleIsEscaped(String untrusted, String shown) {
        assertThat(Printable.text(untrusted)).isEqualTo(shown);
    }

    @Test
    void aLoneSurrogateIsEscaped() {
        assertThat(Printable.text("a\ud800b")).isEqualTo("a\\u{d800}b");
    }

    @Test
    void aLongTextIsCutAndSaysSo() {
        assertThat(Printable.text("abcdef", 3)).isEqualTo("abc...");
        assertThat(Printable.text("abc", 3)).isEqualTo("abc");
    }

    @Test
    void noTextWhateverReachesTheTerminalsControls() {
        Random random = new Random(42);
        for (int i = 0; i < 20_000; i++) {
            String shown = Printable.text(new String(random.ints(8, 0, 0x10000).toArray(), 0, 8));
            assertThat(shown).doesNotContainPattern("[\\p{Cntrl}\\p{Cf}\u0080-\u009f\u2028\u2029]");
        }
    }
}
