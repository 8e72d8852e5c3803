package io.bindery.samples.demo.market;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * Reads a level-1 order-book file as <a href="https://lobsterdata.com/info/DataStructure.php">LOBSTER</a> lays it out:
 * one row for each event, without a header, plain or gzip (told apart by the first bytes, not by the name).
 *
 * <pre>
 * field  1 ask price   dollars x 10,000, or 9999999999 with size 0: nothing is offered
 *        2 ask size    shares
 *        3 bid price   dollars x 10,000, or -9999999999 with size 0: nothing is bid for
 *        4 bid size    shares
 * </pre>
 */
public final class LobsterFile {
    private static final int LONGEST_LINE = 120;

    private final Path file;
    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final byte[] line = new byte[LONGEST_LINE];
    private int position;
    private int limit;
    private int lineLength;
    private int lineNumber;

    private LobsterFile(Path file, InputStream in) {
        this.file = file;
        this.in = in;
    }

    /**
     * Reads the whole file.
     *
     * @throws QuoteFileException if the file is missing, empty, damaged, or any row of it is wrong
     */
    public static Quotes read(Path file) throws QuoteFileException {
        if (Files.isDirectory(file)) {
            throw new QuoteFileException(file + ": is a directory; give a file of quotes");
        }
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = unzipped(new BufferedInputStream(raw, 1 << 16))) {
            return new LobsterFile(file, in).readAll();
        } catch (QuoteFileException e) {
            throw e;
        } catch (NoSuchFileException e) {
            throw new QuoteFileException(file + ": there is no such file", e);
        } catch (AccessDeniedException e) {
            throw new QuoteFileException(file + ": may not be read by this user", e);
        } catch (EOFException e) {
            throw new QuoteFileException(file + ": the gzip header is cut off; copy the file again", e);
        } catch (IOException e) {
            throw new QuoteFileException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static InputStream unzipped(BufferedInputStream in) throws IOException {
        in.mark(2);
        int magic = in.read() | in.read() << 8;
        in.reset();
        return magic == GZIPInputStream.GZIP_MAGIC ? new GZIPInputStream(in, 1 << 16) : in;
    }

    private Quotes readAll() throws IOException {
        Quotes.Builder quotes = new Quotes.Builder();
        while (nextLine()) {
            if (quotes.count() == Quotes.Builder.MAX_QUOTES) {
                throw bad("the file holds more quotes than one run takes: " + Quotes.Builder.MAX_QUOTES);
            }
            RowParser row = new RowParser(this, line, lineLength);
            int askPrice = row.price("ask price", RowParser.NO_ASK);
            int askSize = row.size("ask size", askPrice == 0);
            int bidPrice = row.price("bid price", RowParser.NO_BID);
            int bidSize = row.size("bid size", bidPrice == 0);
            row.end();
            if (askPrice != 0 && bidPrice >= askPrice) {
                throw bad("bid price " + bidPrice + " is not below ask price " + askPrice
                        + "; the fields are ask price, ask size, bid price, bid size");
            }
            quotes.add(askPrice, askSize, bidPrice, bidSize);
        }
        if (quotes.count() == 0) {
            throw new QuoteFileException(file + ": is empty; expected one quote on each line");
        }
        return quotes.build();
    }

    private boolean nextLine() throws IOException {
        lineLength = 0;
        lineNumber++;
        if (!hasMore()) {
            return false;
        }
        while (hasMore() && buffer[position] != '\n') {
            if (lineLength == LONGEST_LINE) {
                throw bad("longer than " + LONGEST_LINE + " characters; expected four numbers");
            }
            line[lineLength++] = buffer[position++];
        }
        position++;
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
            lineLength--;
        }
        return true;
    }

    private boolean hasMore() throws IOException {
        if (position < limit) {
            return true;
        }
        try {
            position = 0;
            limit = in.read(buffer);
            return limit > 0;
        } catch (EOFException e) {
            throw new QuoteFileException(at() + "the gzip file ends in the middle; copy it again", e);
        } catch (ZipException e) {
            throw new QuoteFileException(at() + "the gzip file is damaged (" + e.getMessage() + "); copy it again", e);
        }
    }

    QuoteFileException bad(String what) {
        return new QuoteFileException(at() + what);
    }

    private String at() {
        return file + ", line " + lineNumber + ": ";
    }

    /** What the file holds, fit to be shown: the encoding is not known and the length not bounded. */
    static String shown(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, Math.min(to - from, 40), StandardCharsets.ISO_8859_1);
        return '"' + text.replaceAll("[^ -~]", "?") + (to - from > 40 ? "...\"" : "\"");
    }
}
