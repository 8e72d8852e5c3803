package io.bindery.samples.demo.market;

/** Takes the fields of one row, from left to right. */
final class RowParser {
    /** What LOBSTER writes as price where a side of the book is empty. */
    static final long NO_ASK = 9_999_999_999L;

    static final long NO_BID = -9_999_999_999L;

    private static final String FIELDS = "four fields: ask price, ask size, bid price, bid size";

    private final LobsterFile file;
    private final byte[] line;
    private final int length;
    private int field;
    private int position;

    RowParser(LobsterFile file, byte[] line, int length) throws QuoteFileException {
        this.file = file;
        this.line = line;
        this.length = length;
        if (length == 0) {
            throw file.bad("the line is blank; expected " + FIELDS);
        }
    }

    /** Returns the price, 0 if it is {@code none}. */
    int price(String name, long none) throws QuoteFileException {
        long price = number(name, "dollars x 10,000", 1, Integer.MAX_VALUE, none);
        return price == none ? 0 : (int) price;
    }

    /** Returns the size: 0 where there is no price, and only there. */
    int size(String name, boolean noPrice) throws QuoteFileException {
        return (int)
                (noPrice
                        ? number(name, "shares, as there is no price", 0, 0, 0)
                        : number(name, "shares", 1, Integer.MAX_VALUE, 1));
    }

    void end() throws QuoteFileException {
        if (position <= length) {
            throw file.bad("more than " + FIELDS + "; found " + LobsterFile.shown(line, 0, length));
        }
    }

    private long number(String name, String unit, long min, long max, long orElse) throws QuoteFileException {
        field++;
        if (position > length) {
            throw file.bad("field " + field + " (" + name + ") is missing; expected " + FIELDS + "; found "
                    + LobsterFile.shown(line, 0, length));
        }
        int from = position;
        int to = from;
        while (to < length && line[to] != ',') {
            to++;
        }
        position = to + 1;
        long value = parse(from, to);
        if ((value < min || value > max) && value != orElse) {
            String expected = min == max ? String.valueOf(min) : "a whole number from " + min + " to " + max;
            throw file.bad("field " + field + " (" + name + ") is " + LobsterFile.shown(line, from, to) + "; expected "
                    + expected + " (" + unit + ")");
        }
        return value;
    }

    /** Returns the number, or {@link Long#MIN_VALUE} if there is none of at most 12 digits. */
    private long parse(int from, int to) {
        boolean negative = from < to && line[from] == '-';
        int first = negative ? from + 1 : from;
        if (first == to || to - first > 12) {
            return Long.MIN_VALUE;
        }
        long value = 0;
        for (int i = first; i < to; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return Long.MIN_VALUE;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }
}
