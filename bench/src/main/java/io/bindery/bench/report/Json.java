package io.bindery.bench.report;

import java.util.Map;

/** Writes JSON: maps, iterables, strings, numbers, booleans, null. Numbers that JSON has no word for become null. */
final class Json {
    private final StringBuilder out = new StringBuilder();

    private Json() {}

    /**
     * Returns {@code value} as JSON, maps in their own order.
     *
     * @throws IllegalArgumentException if it contains something that is none of the above
     */
    static String write(Object value) {
        Json json = new Json();
        json.append(value, "\n");
        return json.out.toString();
    }

    private void append(Object value, String lineBreak) {
        switch (value) {
            case null -> out.append("null");
            case String string -> appendString(string);
            case Double number when !Double.isFinite(number) -> out.append("null");
            case Number number -> out.append(number);
            case Boolean bool -> out.append(bool);
            case Map<?, ?> map -> appendMap(map, lineBreak);
            case Iterable<?> iterable -> appendArray(iterable, lineBreak);
            default ->
                throw new IllegalArgumentException(
                        "no JSON for this: class=" + value.getClass().getName());
        }
    }

    private void appendMap(Map<?, ?> map, String lineBreak) {
        String inner = lineBreak + "  ";
        String separator = inner;
        out.append('{');
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.append(separator);
            appendString(String.valueOf(entry.getKey()));
            out.append(": ");
            append(entry.getValue(), inner);
            separator = "," + inner;
        }
        out.append(map.isEmpty() ? "}" : lineBreak + "}");
    }

    private void appendArray(Iterable<?> values, String lineBreak) {
        String inner = lineBreak + "  ";
        String separator = inner;
        boolean empty = true;
        out.append('[');
        for (Object value : values) {
            out.append(separator);
            append(value, inner);
            separator = "," + inner;
            empty = false;
        }
        out.append(empty ? "]" : lineBreak + "]");
    }

    private void appendString(String string) {
        out.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ') {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
