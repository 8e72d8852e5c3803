package io.bindery.bench.report;

import java.util.ArrayList;
import java.util.List;

/** A page of HTML that needs nothing else: style and plots are in it. */
public final class HtmlPage {
    private static final String STYLE = """
            body { font: 15px/1.5 sans-serif; color: #222; max-width: 1100px; margin: 2em auto; padding: 0 1em }
            h1 { font-size: 1.6em } h2 { font-size: 1.2em; margin-top: 2em }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: 13px }
            th, td { padding: .25em .7em; border-bottom: 1px solid #ddd; text-align: right; white-space: nowrap }
            th { white-space: normal; vertical-align: bottom }
            th:first-child, td:first-child, td.text { text-align: left } th { border-bottom: 2px solid #888 }
            .wide { overflow-x: auto } .facts, .notes { color: #555; font-size: 13px }
            .met { color: #00785a } .missed { color: #b00020; font-weight: bold }
            .warning { background: #fff4d6; padding: .3em .7em; font-size: 13px; margin: .3em 0 }
            svg { max-width: 100%; height: auto; display: block; margin: 1em 0 }
            """;

    private final StringBuilder body = new StringBuilder();
    private final String title;

    /** Begins a page. */
    public HtmlPage(String title) {
        this.title = title;
        element("h1", title);
    }

    /** Adds a heading. */
    public HtmlPage heading(String text) {
        return element("h2", text);
    }

    /** Adds a paragraph of {@code kind}: facts, notes or warning. */
    public HtmlPage paragraph(String kind, String text) {
        body.append("<p class=\"%s\">%s</p>%n".formatted(kind, escaped(text)));
        return this;
    }

    /** Adds a table; a cell that begins with "met" or "MISSED" is coloured. */
    public HtmlPage table(List<String> head, List<List<String>> rows) {
        body.append("<div class=\"wide\"><table>\n<tr>");
        head.forEach(cell -> body.append("<th>").append(escaped(cell)).append("</th>"));
        body.append("</tr>\n");
        for (List<String> row : rows) {
            body.append("<tr>");
            row.forEach(this::cell);
            body.append("</tr>\n");
        }
        body.append("</table></div>\n");
        return this;
    }

    /** Adds an SVG element. */
    public HtmlPage plot(String svg) {
        body.append("<figure>").append(svg).append("</figure>\n");
        return this;
    }

    private void cell(String text) {
        String kind = text.endsWith(" met") ? " class=\"met\"" : text.endsWith("MISSED") ? " class=\"missed\"" : "";
        body.append("<td").append(kind).append('>').append(escaped(text)).append("</td>");
    }

    private HtmlPage element(String name, String text) {
        body.append("<%s>%s</%s>%n".formatted(name, escaped(text), name));
        return this;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        List<String> lines = new ArrayList<>();
        lines.add("<!DOCTYPE html>");
        lines.add("<html lang=\"en\"><head><meta charset=\"utf-8\">");
        lines.add("<meta name=\"viewport\" content=\"width=device-width\">");
        lines.add("<title>" + escaped(title) + "</title><style>");
        lines.add(STYLE + "</style></head><body>");
        lines.add(body + "</body></html>");
        return String.join("\n", lines) + "\n";
    }
}
