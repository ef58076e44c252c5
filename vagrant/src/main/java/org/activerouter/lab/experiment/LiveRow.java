package org.activerouter.lab.experiment;

import java.util.List;
import java.util.Locale;
import org.activerouter.lab.events.Event;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A few seconds of a run in one line. */
public final class LiveRow {
    /** What the columns are. */
    public static final String HEADER = """
                     asked per second   server answers   response in B   files per  lost
              until     in A    in B    of A    of B       median ms      answer  in B  router""";

    private LiveRow() {}

    /** A row for a time; the last line of the router's status may be empty or not whole. */
    public static String of(Run run, double from, double until, String status) {
        List<Event> askedInB = run.between(run.askedInB(), from, until);
        double seconds = until - from;
        return String.format(
                Locale.ROOT,
                "%5.0f s  %7.1f %7.1f %7.1f %7.1f %15s %11s %5d  %s",
                until,
                run.between(run.askedInA(), from, until).size() / seconds,
                askedInB.size() / seconds,
                run.between(run.servedToA(), from, until).size() / seconds,
                run.between(run.servedToB(), from, until).size() / seconds,
                orNothing(Figures.median(askedInB, Event::responseMillis), "%.2f"),
                orNothing(Figures.mean(askedInB, Event::results), "%.2f"),
                run.between(run.inB(Event.Kind.LOST), from, until).size(),
                router(status));
    }

    private static String orNothing(double value, String format) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }

    /** What the router does with the one server: the phase of its redirect, else its verdict. */
    static String router(String status) {
        try {
            JsonNode json = JsonMapper.shared().readTree(status);
            if (!json.isObject()) {
                return "";
            }
            String redirect = json.path("redirects").path(0).path("phase").asString("");
            String verdict = json.path("servers").path(0).path("verdict").asString("watching");
            return redirect.isEmpty() ? verdict : "redirect " + redirect;
        } catch (JacksonException unfinished) {
            return "";
        }
    }
}
