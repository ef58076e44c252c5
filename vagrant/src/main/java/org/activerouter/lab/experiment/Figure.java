package org.activerouter.lab.experiment;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import org.knowm.xchart.AnnotationLine;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Curves in one picture.
 *
 * @param id short, for file names
 * @param title what it shows
 * @param axis what the values are
 * @param logarithmic whether values span orders of magnitude
 * @param curves from the first to the last in the legend
 * @param moments seconds at which something happened: vertical lines
 * @param observations what the paper says about its own figure
 */
public record Figure(
        String id,
        String title,
        String axis,
        boolean logarithmic,
        List<Curve> curves,
        List<Double> moments,
        List<String> observations) {
    /** More names than these are cut off when they stand side by side. */
    private static final int MOST_IN_A_ROW = 5;

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;

    /** Told apart by people who do not see all colours, too (Okabe and Ito). */
    private static final Color[] COLOURS = {
        new Color(0x0072B2),
        new Color(0xD55E00),
        new Color(0x009E73),
        new Color(0xCC79A7),
        new Color(0xE69F00),
        new Color(0x56B4E9),
        new Color(0x000000),
        new Color(0x999999),
        new Color(0x7F6000)
    };

    /** Keeps its own copies. */
    public Figure {
        curves = List.copyOf(curves);
        moments = List.copyOf(moments);
        observations = List.copyOf(observations);
    }

    /** One line per interval, one column per curve; an interval without a measurement is left empty. */
    public String csv() {
        StringBuilder text = new StringBuilder("second");
        curves.forEach(curve -> text.append(',').append(curve.name().replace(',', ' ')));
        text.append('\n');
        int rows =
                curves.stream().mapToInt(curve -> curve.values().size()).max().orElse(0);
        for (int row = 0; row < rows; row++) {
            text.append(Figures.text("%.1f", row * curves.getFirst().interval()));
            for (Curve curve : curves) {
                double value = row < curve.values().size() ? curve.values().get(row) : Double.NaN;
                text.append(',').append(Double.isNaN(value) ? "" : Figures.text("%.4f", value));
            }
            text.append('\n');
        }
        return text.toString();
    }

    /** As a document of its own. */
    public String svg() {
        VectorGraphics2D graphics = new VectorGraphics2D();
        chart().paint(graphics, WIDTH, HEIGHT);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            new SVGProcessor()
                    .getDocument(graphics.getCommands(), new PageSize(0, 0, WIDTH, HEIGHT))
                    .writeTo(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toString(StandardCharsets.UTF_8).replaceFirst("<defs>", Matcher.quoteReplacement(inWords()));
    }

    /** The library draws letters as outlines: a title and a description make the picture readable for programs. */
    private String inWords() {
        String names = curves.stream().map(Curve::name).collect(Collectors.joining("; "));
        return "<title>" + HtmlReport.escaped(title) + "</title><desc>" + HtmlReport.escaped(names) + "</desc><defs>";
    }

    /** To stand in a page beside others: no prologue, and ids of its own. */
    public String inlineSvg() {
        String svg = svg();
        return svg.substring(svg.indexOf("<svg"))
                .replaceAll("id=\"(?=\\w)", "id=\"" + id + "-")
                .replaceAll("url\\(#", "url(#" + id + "-");
    }

    private XYChart chart() {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("seconds")
                .yAxisTitle(axis)
                .build();
        style(chart);
        for (int i = 0; i < curves.size(); i++) {
            add(chart, curves.get(i), COLOURS[i % COLOURS.length]);
        }
        moments.forEach(moment -> chart.addAnnotation(new AnnotationLine(moment, true, false)));
        return chart;
    }

    private void style(XYChart chart) {
        boolean many = curves.size() > MOST_IN_A_ROW;
        chart.getStyler()
                .setLegendPosition(many ? Styler.LegendPosition.OutsideE : Styler.LegendPosition.OutsideS)
                .setLegendLayout(many ? Styler.LegendLayout.Vertical : Styler.LegendLayout.Horizontal)
                .setChartBackgroundColor(Color.WHITE)
                .setChartTitleFont(new Font(Font.SANS_SERIF, Font.BOLD, 15))
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 11))
                .setLegendBorderColor(Color.WHITE)
                .setAnnotationLineColor(Color.GRAY)
                .setAnnotationLineStroke(new BasicStroke(1, 0, 0, 1, new float[] {4, 4}, 0));
        chart.getStyler()
                .setPlotGridLinesColor(new Color(0xE0E0E0))
                .setXAxisMin(0.0)
                .setXAxisMax(curves.stream()
                        .mapToDouble(curve -> curve.values().size() * curve.interval())
                        .max()
                        .orElse(1))
                .setYAxisLogarithmic(logarithmic);
        if (!logarithmic) {
            chart.getStyler().setYAxisMin(0.0);
        }
    }

    /** What has no value, or none that a logarithmic axis can show, is a hole in the line. */
    private void add(XYChart chart, Curve curve, Color colour) {
        double[] seconds = curve.seconds();
        List<Double> values = new ArrayList<>();
        for (double value : curve.plainValues()) {
            values.add(logarithmic && value <= 0 ? Double.NaN : value);
        }
        if (values.stream().allMatch(value -> value.isNaN())) {
            return;
        }
        XYSeries series = chart.addSeries(
                curve.name(),
                seconds,
                values.stream().mapToDouble(Double::doubleValue).toArray());
        series.setMarker(SeriesMarkers.NONE);
        series.setLineColor(colour);
        series.setLineStyle(new BasicStroke(1.8f));
    }
}
