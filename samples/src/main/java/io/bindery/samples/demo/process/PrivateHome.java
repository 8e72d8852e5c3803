package io.bindery.samples.demo.process;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A directory of one run of the demo, for its context; only this user can enter it, and nothing of it stays.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class PrivateHome implements AutoCloseable {
    private static final int DELETE_TURNS = 100;
    private static final long DELETE_AGAIN_NS = 5_000_000;

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

    /**
     * Deletes a tree, and returns when nothing of it is left. Several processes and threads may do so at once: what
     * another one takes away first is as good as deleted, and what is made meanwhile is deleted in the next turn.
     */
    static void delete(Path directory) {
        IOException failed = null;
        for (int turn = 0; turn < DELETE_TURNS && Files.exists(directory, LinkOption.NOFOLLOW_LINKS); turn++) {
            try {
                Files.walkFileTree(directory, new Deletion());
            } catch (IOException e) {
                failed = e;
                LockSupport.parkNanos(DELETE_AGAIN_NS);
            }
        }
        if (failed != null && Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            System.err.println("demo: could not delete " + directory + ": " + failed);
        }
    }

    /** Deletes what it visits. */
    private static final class Deletion extends SimpleFileVisitor<Path> {
        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
            if (failure instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw failure;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) throws IOException {
            if (failure != null && !(failure instanceof NoSuchFileException)) {
                throw failure;
            }
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
        }
    }
}
