package io.bindery.samples.demo.market;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which quotes a run uses.
 *
 * @param file the file to read; null for a random walk
 * @param count quotes of the random walk
 */
public record QuoteSource(@Nullable Path file, int count) {
    private static final String WALK = "walk:";

    public static QuoteSource ofFile(Path file) {
        return new QuoteSource(file, 0);
    }

    public static QuoteSource ofRandomWalk(int count) {
        return new QuoteSource(null, count);
    }

    /** The source that {@link #argument()} named. */
    public static QuoteSource parse(String argument) {
        return argument.startsWith(WALK)
                ? ofRandomWalk(Integer.parseInt(argument.substring(WALK.length())))
                : ofFile(Path.of(argument));
    }

    /** As an argument of a command line. */
    public String argument() {
        return file == null ? WALK + count : file.toAbsolutePath().toString();
    }

    /** For people. */
    public String title() {
        return file == null ? "a random walk" : String.valueOf(file.getFileName());
    }

    public Quotes load() throws QuoteFileException {
        return file == null ? RandomWalk.quotes(count) : LobsterFile.read(file);
    }
}
