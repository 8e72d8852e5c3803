package io.bindery.internal.linux;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What {@code /proc} says about the memory of this process. */
final class ProcMaps {
    private ProcMaps() {}

    /** The flags ({@code VmFlags}) of the first mapping whose file name contains {@code name}. */
    static List<String> flagsOf(String name) throws IOException {
        boolean found = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            if (line.contains(name)) {
                found = true;
            } else if (found && line.startsWith("VmFlags:")) {
                return List.of(line.substring("VmFlags:".length()).strip().split(" "));
            }
        }
        throw new AssertionError("no such mapping: name=" + name);
    }

    /** The size of the address space in use, in bytes. */
    static long virtualBytes() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmSize:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
            }
        }
        throw new AssertionError("no VmSize in /proc/self/status");
    }
}
