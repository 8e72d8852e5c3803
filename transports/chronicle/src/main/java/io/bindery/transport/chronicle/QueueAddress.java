package io.bindery.transport.chronicle;

import io.bindery.transport.Address;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.openhft.chronicle.queue.RollCycle;
import net.openhft.chronicle.queue.RollCycles;
import org.jspecify.annotations.Nullable;

/**
 * What an address says.
 *
 * @param directory of the queue
 * @param roll how often a new file is begun; null for whatever the queue does
 * @param synced whether a call is acknowledged when it is on the disk
 * @param keep how many files stay whose calls have been handled; 0 for all
 */
record QueueAddress(Path directory, @Nullable RollCycle roll, boolean synced, int keep) {
    static QueueAddress of(Path directory) {
        return new QueueAddress(directory, null, false, 0);
    }

    /** @throws IllegalArgumentException naming what is wrong in the address */
    static QueueAddress parse(Address address) {
        String name = address.name();
        int question = name.indexOf('?');
        String path = question < 0 ? name : name.substring(0, question);
        if (path.isEmpty()) {
            throw wrong(address, "the directory is missing; for example chronicle:/var/lib/prices");
        }
        RollCycle roll = null;
        boolean synced = false;
        int keep = 0;
        for (String option : question < 0
                ? List.<String>of()
                : List.of(name.substring(question + 1).split("&"))) {
            String value = option.substring(option.indexOf('=') + 1);
            switch (option.substring(0, Math.max(0, option.indexOf('=')))) {
                case "roll" -> roll = roll(address, value);
                case "sync" -> synced = sync(address, value);
                case "keep" -> keep = keep(address, value);
                default -> throw wrong(address, "unknown option: option=" + option + "; there are roll, sync, keep");
            }
        }
        try {
            return new QueueAddress(Path.of(path), roll, synced, keep);
        } catch (InvalidPathException e) {
            throw wrong(address, String.valueOf(e.getMessage()));
        }
    }

    private static RollCycle roll(Address address, String value) {
        List<String> known = new ArrayList<>();
        for (RollCycle cycle : RollCycles.all()) {
            String name = String.valueOf(cycle);
            if (name.equals(value)) {
                return cycle;
            }
            known.add(name);
        }
        throw wrong(address, "unknown roll cycle: roll=" + value + "; there are " + known);
    }

    private static boolean sync(Address address, String value) {
        return switch (value) {
            case "disk" -> true;
            case "none" -> false;
            default -> throw wrong(address, "unknown: sync=" + value + "; there are disk, none");
        };
    }

    private static int keep(Address address, String value) {
        try {
            int keep = Integer.parseInt(value);
            if (keep > 0) {
                return keep;
            }
        } catch (NumberFormatException e) {
            throw wrong(address, "not a number: keep=" + value);
        }
        throw wrong(address, "at least one file is kept: keep=" + value);
    }

    private static IllegalArgumentException wrong(Address address, String what) {
        return new IllegalArgumentException("cannot be an address of a queue: address=" + address + ": " + what);
    }
}
