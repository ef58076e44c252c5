package org.activerouter.lab.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class FigureTest {
    private static final Curve FAST = new Curve("fast", 10, List.of(1.0, Double.NaN, 3.0));
    private static final Curve SLOW = new Curve("slow, very", 10, List.of(10.0, 20.0));

    @TempDir
    Path folder;

    @Test
    void theTableHasAColumnPerCurveAndLeavesOutWhatWasNotMeasured() {
        assertThat(figure("f", false).csv()).isEqualTo("""
                        second,fast,slow  very
                        0.0,1.0000,10.0000
                        10.0,,20.0000
                        20.0,3.0000,
                        """);
    }

    @Test
    void thePictureIsWellFormedAndNamesItsCurves() throws ParserConfigurationException, IOException, SAXException {
        String svg = figure("f", true).inlineSvg();

        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertThat(svg).startsWith("<svg").contains("fast").contains("slow, very");
    }

    @Test
    void twoPicturesInOnePageShareNoIds() {
        assertThat(figure("one", false).inlineSvg()).doesNotContainPattern("url\\(#(?!one-)");
    }

    @Test
    void aRunWithoutARedirectIsDrawnToo() {
        Run direct = new SyntheticRun().neverRedirected().run();

        assertThat(PaperFigures.of(List.of(direct)))
                .hasSize(3)
                .extracting(each -> each.svg().contains("synthetic"))
                .containsOnly(true);
    }

    @Test
    void thePageEscapesWhatItSays() throws IOException {
        new HtmlReport("a <b>").say("x & y").figure(figure("f", false)).write(folder.resolve("index.html"));

        assertThat(Files.readString(folder.resolve("index.html")))
                .contains("a &lt;b&gt;")
                .contains("x &amp; y")
                .doesNotContain("src=\"http");
    }

    private static Figure figure(String id, boolean logarithmic) {
        return new Figure(id, "t", "v", logarithmic, List.of(FAST, SLOW), List.of(15.0), List.of("seen"));
    }
}
