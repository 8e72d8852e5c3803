package io.bindery.transport.chronicle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import net.openhft.chronicle.queue.RollCycle;

/** Deletes the oldest files of a queue, of those that hold nothing any more that has to be handled. */
final class Retention {
    private static final String SUFFIX = ".cq4";

    private final QueueFiles files;
    private final int keep;
    private final RollCycle roll;
    private final DateTimeFormatter names;
    private int lastCycle = -1;

    /** @param keep how many of them stay; 0 for all */
    Retention(QueueFiles files, int keep) {
        this.files = files;
        this.keep = keep;
        roll = files.queue().rollCycle();
        names = DateTimeFormatter.ofPattern(roll.format()).withZone(ZoneOffset.UTC);
    }

    /** Everything up to {@code index} has been used. Deletes what goes now. */
    void onUsed(long index) throws IOException {
        int cycle = index == 0 ? -1 : roll.toCycle(index);
        if (keep == 0 || cycle == lastCycle) {
            return;
        }
        lastCycle = cycle;
        String inUse =
                names.format(Instant.ofEpochMilli((long) cycle * roll.lengthInMillis() + roll.defaultEpoch())) + SUFFIX;
        List<Path> used;
        try (var all = Files.list(files.directory())) {
            used = all.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(file -> file.getFileName().toString().compareTo(inUse) < 0)
                    .sorted()
                    .toList();
        }
        for (Path file : used.subList(0, Math.max(0, used.size() - keep))) {
            Files.deleteIfExists(file);
        }
        if (used.size() > keep) {
            files.queue().refreshDirectoryListing();
        }
    }
}
