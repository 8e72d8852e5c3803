package io.bindery.format;

import com.palantir.javaformat.java.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Checks that every Java source of a tree is formatted, or formats it in place.
 *
 * <p>The formatter reads all of Java 25 but module imports and the bare {@code _} inside a record pattern ({@code var _}
 * it does read). Javadoc and long strings stay as their authors broke them: layouts there are tables.
 */
public final class Format {
    private static final List<String> STYLE = List.of("--palantir", "--skip-reflowing-long-strings");

    private Format() {}

    /** {@code check ROOT} names the files that differ and exits with 1; {@code write ROOT} rewrites them. */
    public static void main(String[] args) throws Exception {
        if (args.length != 2 || !(args[0].equals("check") || args[0].equals("write"))) {
            System.err.println("usage: Format check|write ROOT");
            System.exit(2);
        }
        boolean check = args[0].equals("check");
        List<String> command = new ArrayList<>(STYLE);
        command.addAll(check ? List.of("--dry-run", "--set-exit-if-changed") : List.of("--replace"));
        try (Stream<Path> sources = sources(Path.of(args[1]).toRealPath())) {
            sources.map(Path::toString).forEach(command::add);
        }
        PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        int exit = new Main(out, err, System.in).format(command.toArray(String[]::new));
        out.flush();
        if (exit != 0 && check) {
            err.println("The Java files named above are not formatted. To format them: ./bindery format");
        }
        err.flush();
        System.exit(exit);
    }

    private static Stream<Path> sources(Path dir) {
        try (Stream<Path> children = Files.list(dir)) {
            return children.sorted().toList().stream().flatMap(Format::sourcesAt);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot list folder: path=" + dir, e);
        }
    }

    private static Stream<Path> sourcesAt(Path path) {
        String name = path.getFileName().toString();
        if (Files.isDirectory(path)) {
            return name.equals("target") || name.startsWith(".") ? Stream.empty() : sources(path);
        }
        return name.endsWith(".java") ? Stream.of(path) : Stream.empty();
    }
}
