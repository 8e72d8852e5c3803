package io.bindery.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What this process holds of the kernel's, as {@code /proc} says: descriptors by kind, and mappings of lanes. Files are
 * left out: class loading opens them when it likes.
 */
public final class Footprint {
    private static final List<String> KINDS = List.of("socket:", "/memfd:", "anon_inode:", "pipe:");

    private final Map<String, Integer> counts = new TreeMap<>();

    private Footprint() {}

    public static Footprint take() {
        Footprint taken = new Footprint();
        try {
            taken.countDescriptors();
            taken.countMappings();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return taken;
    }

    private void countDescriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : open.toList()) {
                try {
                    String target = Files.readSymbolicLink(descriptor).toString();
                    KINDS.stream().filter(target::startsWith).forEach(kind -> count("descriptor " + kind));
                } catch (NoSuchFileException e) {
                    // closed meanwhile: the one that listed the directory, for example
                }
            }
        }
    }

    private void countMappings() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/maps"))) {
            lines.filter(line -> line.contains("/memfd:bindery-")).forEach(line -> count("mapping"));
        }
    }

    private void count(String kind) {
        counts.merge(kind, 1, Integer::sum);
    }

    /** How many threads of contexts of this name there are. */
    public static long threads(String context) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.isAlive() && thread.getName().startsWith("bindery-" + context + "-"))
                .count();
    }

    /** Waits until this process holds no more than now of anything; what the collector frees is given time. */
    public void awaitReturn() {
        awaitReturn(0);
    }

    /**
     * As {@link #awaitReturn()}, but lets a few mappings more be: a looper that waits for work remembers the lane that it
     * served last, and so its memory, until it serves another.
     */
    public void awaitReturn(int mappingsRemembered) {
        Footprint[] last = {take()};
        try {
            Eventually.await("nothing leaks", () -> {
                last[0] = take();
                if (!last[0].isWithin(this, mappingsRemembered)) {
                    System.gc();
                    return false;
                }
                return true;
            });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + ": before=" + counts + " after=" + last[0].counts, e);
        }
    }

    private boolean isWithin(Footprint other, int mappingsMore) {
        return counts.entrySet().stream()
                .allMatch(entry -> entry.getValue()
                        <= other.counts.getOrDefault(entry.getKey(), 0)
                                + (entry.getKey().equals("mapping") ? mappingsMore : 0));
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
