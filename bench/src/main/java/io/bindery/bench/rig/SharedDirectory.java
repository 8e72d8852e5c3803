package io.bindery.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * A directory in memory, if there is one, in which two processes find the files that they map. It can go as soon as
 * both have: the mappings stay.
 */
public final class SharedDirectory implements AutoCloseable {
    private static final Path MEMORY = Path.of("/dev/shm");

    private final Path path;

    private SharedDirectory(Path path) {
        this.path = path;
    }

    /** Creates a directory that only this user can enter. */
    public static SharedDirectory create() throws IOException {
        Path path = Files.isDirectory(MEMORY) && Files.isWritable(MEMORY)
                ? Files.createTempDirectory(MEMORY, "bindery-bench-")
                : Files.createTempDirectory("bindery-bench-");
        return new SharedDirectory(path);
    }

    public Path path() {
        return path;
    }

    /** Removes the directory and all in it. */
    @Override
    public void close() throws IOException {
        try (Stream<Path> tree = Files.walk(path)) {
            for (Path file : tree.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
