package io.bindery.bench.scale;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What the kernel says about a process. */
final class ProcessFigures {
    private final Path folder;

    ProcessFigures(long pid) {
        folder = Path.of("/proc", Long.toString(pid));
    }

    /** CPU time of all its threads that live, in nanoseconds. */
    long cpuNs() throws IOException {
        long sum = 0;
        for (Path task : list("task")) {
            sum += cpuNs(task);
        }
        return sum;
    }

    private static long cpuNs(Path task) throws IOException {
        try {
            String schedstat = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(schedstat.substring(0, schedstat.indexOf(' ')));
        } catch (NoSuchFileException e) {
            return 0; // the thread has ended since it was listed
        }
    }

    /** Its share of memory that it has present, in bytes; what several processes map is divided among them. */
    long presentBytes() throws IOException {
        return rollup("Pss:");
    }

    /** Of that, shared memory. */
    long sharedBytes() throws IOException {
        return rollup("Pss_Shmem:");
    }

    int descriptors() throws IOException {
        return list("fd").size();
    }

    private long rollup(String field) throws IOException {
        for (String line : Files.readAllLines(folder.resolve("smaps_rollup"))) {
            if (line.startsWith(field)) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new IOException("no such line: field=" + field + ", path=" + folder.resolve("smaps_rollup"));
    }

    private List<Path> list(String name) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(name))) {
            return entries.toList();
        }
    }
}
