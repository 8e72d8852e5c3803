package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The descriptors that a test opens, closed at its end in reverse order; and what {@code /proc} says about open ones. */
final class OpenDescriptors implements AutoCloseable {
    private final Deque<Integer> opened = new ArrayDeque<>();

    int add(int fd) {
        assertThat(fd).as("descriptor").isNotNegative();
        opened.push(fd);
        return fd;
    }

    int[] add(int[] fds) {
        for (int fd : fds) {
            add(fd);
        }
        return fds;
    }

    @Override
    public void close() {
        opened.forEach(FileDescriptors::close);
    }

    static boolean isOpen(int fd) {
        return Files.exists(Path.of("/proc/self/fd/" + fd), LinkOption.NOFOLLOW_LINKS);
    }

    /** What open descriptors refer to, of those whose link contains {@code part}. */
    static Set<String> linksContaining(String part) throws IOException {
        Set<String> links = new HashSet<>();
        for (Path fd : list(Path.of("/proc/self/fd"))) {
            try {
                String link = Files.readSymbolicLink(fd).toString();
                if (link.contains(part)) {
                    links.add(fd.getFileName() + " -> " + link);
                }
            } catch (IOException e) {
                // The descriptor that listed the directory is in the list, and gone.
            }
        }
        return links;
    }

    /** The lines of {@code /proc/self/maps} that name a mapping of {@code part}. */
    static Set<String> mappingsContaining(String part) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/maps")).stream()
                .filter(line -> line.contains(part))
                .collect(Collectors.toSet());
    }

    private static Set<Path> list(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.collect(Collectors.toSet());
        }
    }
}
