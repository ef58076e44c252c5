package org.activerouter.manager.report;

import java.util.ArrayList;
import java.util.List;

/** Rows under heads; words to the left, numbers to the right. One thread. */
public final class Table {
    private static final String BETWEEN = "  ";

    private final List<String> heads = new ArrayList<>();
    private final List<Boolean> toTheRight = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** A table without columns. */
    public Table() {}

    /** A column of words. */
    public Table words(String head) {
        return column(head, false);
    }

    /** A column of numbers. */
    public Table numbers(String head) {
        return column(head, true);
    }

    private Table column(String head, boolean right) {
        heads.add(head);
        toTheRight.add(right);
        return this;
    }

    /** One row: a cell for each column. */
    public void row(Object... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException(cells.length + " cells for " + heads.size() + " columns");
        }
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(String.valueOf(cell));
        }
        rows.add(row);
    }

    /** A line that stands across all columns. */
    public void remark(String text) {
        rows.add(List.of(text));
    }

    /** Appends the table, each line ended. */
    public void appendTo(StringBuilder text) {
        int[] widths = widths();
        appendLine(text, heads, widths);
        for (List<String> row : rows) {
            appendLine(text, row, widths);
        }
    }

    private int[] widths() {
        int[] widths = new int[heads.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = heads.get(column).length();
            for (List<String> row : rows) {
                if (row.size() == widths.length) {
                    widths[column] = Math.max(widths[column], row.get(column).length());
                }
            }
        }
        return widths;
    }

    private void appendLine(StringBuilder text, List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(Math.max(0, widths[column] - cell.length()));
            line.append(column == 0 ? "" : BETWEEN).append(toTheRight.get(column) ? padding + cell : cell + padding);
        }
        text.append(line.toString().stripTrailing()).append('\n');
    }
}
