package io.bindery.samples.demo.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A directory of one run of the demo, for its context; only this user can enter it, and nothing of it stays.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class PrivateHome implements AutoCloseable {
    private final Path directory;

    private PrivateHome(Path directory) {
        this.directory = directory;
    }

    /**
     * Makes a new directory under {@code BINDERY_HOME}, else under {@code XDG_RUNTIME_DIR}, else under the temporary
     * directory.
     *
     * @throws IOException if that is not possible: says where
     */
    public static PrivateHome create(Map<String, String> environment) throws IOException {
        Path parent = parent(environment);
        try {
            var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
            return new PrivateHome(Files.createTempDirectory(parent, "demo-", ownerOnly));
        } catch (IOException e) {
            throw new IOException(
                    "cannot make a directory for the demo in " + parent
                            + "; set BINDERY_HOME to a directory that this user may write: " + e,
                    e);
        }
    }

    private static Path parent(Map<String, String> environment) throws IOException {
        for (String variable : List.of("BINDERY_HOME", "XDG_RUNTIME_DIR")) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                Path directory = Path.of(value).toAbsolutePath();
                if (!Files.isDirectory(directory)) {
                    throw new IOException("not a directory: " + variable + "=" + value);
                }
                return directory;
            }
        }
        return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
    }

    public Path directory() {
        return directory;
    }

    /** Deletes the directory with all that is in it. Idempotent. */
    @Override
    public void close() {
        delete(directory);
    }

    static void delete(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException | UncheckedIOException e) {
            // Somebody else is deleting it at the same time.
        } catch (IOException e) {
            System.err.println("demo: could not delete " + directory + ": " + e);
        }
    }
}
