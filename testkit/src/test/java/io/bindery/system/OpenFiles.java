package io.bindery.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files that a process has open. */
public final class OpenFiles {
    private OpenFiles() {}

    /** How many descriptors of this process are open for a file whose name contains {@code name}. */
    public static long count(String name) {
        return count("self", name);
    }

    static long count(int pid, String name) {
        return count(Integer.toString(pid), name);
    }

    private static long count(String pid, String name) {
        List<Path> descriptors;
        try (Stream<Path> all = Files.list(Path.of("/proc", pid, "fd"))) {
            descriptors = all.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return descriptors.stream()
                .filter(descriptor -> target(descriptor).contains(name))
                .count();
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return ""; // closed meanwhile
        }
    }
}
