package org.activerouter.lab.experiment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A page that needs nothing beside itself: figures, what the paper observed, checks, tables. */
public final class HtmlReport {
    private static final String STYLE = """
            body{font:15px/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem;color:#222}
            h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}svg{width:100%;height:auto}
            table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;
            vertical-align:top}.PASS{color:#0a6b2d;font-weight:600}.MISSED{color:#b00020;font-weight:600}
            ul{color:#555}@media(prefers-color-scheme:dark){svg{background:#fff}}
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** An empty page. */
    public HtmlReport(String title) {
        this.title = title;
        body.append("<h1>").append(escaped(title)).append("</h1>\n");
    }

    /** A paragraph. */
    public HtmlReport say(String text) {
        body.append("<p>").append(escaped(text)).append("</p>\n");
        return this;
    }

    /** A heading with what was wanted under it. */
    public HtmlReport checks(String heading, List<Check> checks) {
        heading(heading);
        body.append("<table><tr><th></th><th>wanted</th><th>measured</th><th>the paper</th></tr>\n");
        for (Check check : checks) {
            body.append("<tr><td class=\"")
                    .append(check.verdict())
                    .append("\">")
                    .append(check.verdict());
            cell(check.wanted());
            cell(check.measured());
            cell(check.paper());
            body.append("</td></tr>\n");
        }
        body.append("</table>\n");
        return this;
    }

    /** A table; the first row is its head. */
    public HtmlReport table(String heading, List<List<String>> rows) {
        heading(heading);
        body.append("<table>\n");
        String tag = "th";
        for (List<String> row : rows) {
            body.append("<tr>");
            for (String cell : row) {
                body.append('<')
                        .append(tag)
                        .append('>')
                        .append(escaped(cell))
                        .append("</")
                        .append(tag)
                        .append('>');
            }
            body.append("</tr>\n");
            tag = "td";
        }
        body.append("</table>\n");
        return this;
    }

    /** A figure with what the paper observed beside its own. */
    public HtmlReport figure(Figure figure) {
        heading(figure.title());
        body.append(figure.inlineSvg()).append('\n');
        if (!figure.observations().isEmpty()) {
            body.append("<p>The paper's own observations:</p><ul>\n");
            figure.observations()
                    .forEach(each -> body.append("<li>").append(escaped(each)).append("</li>\n"));
            body.append("</ul>\n");
        }
        return this;
    }

    /** Writes it. */
    public void write(Path file) throws IOException {
        Files.writeString(
                file,
                "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + escaped(title)
                        + "</title><meta name=\"viewport\" content=\"width=device-width\">\n<style>\n" + STYLE
                        + "</style></head><body>\n" + body + "</body></html>\n");
    }

    private void heading(String text) {
        body.append("<h2>").append(escaped(text)).append("</h2>\n");
    }

    private void cell(String text) {
        body.append("</td><td>").append(escaped(text));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
