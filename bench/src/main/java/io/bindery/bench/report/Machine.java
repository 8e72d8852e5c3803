package io.bindery.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a run took place.
 *
 * @param cpuModel as the kernel calls it
 * @param cpuCount CPUs of the machine
 * @param cpus those of the measurement
 * @param kernel name and release
 * @param jdk of the measured processes
 * @param jvmFlags flags of the measured processes
 */
public record Machine(String cpuModel, int cpuCount, Cpus cpus, String kernel, String jdk, List<String> jvmFlags) {
    /** Describes this machine. */
    public static Machine describe(Cpus cpus, List<String> jvmFlags) throws IOException {
        return new Machine(
                cpuModel(Files.readString(Path.of("/proc/cpuinfo"))),
                Runtime.getRuntime().availableProcessors(),
                cpus,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                List.copyOf(jvmFlags));
    }

    /** The model in the text of {@code /proc/cpuinfo}; aarch64 has none, but numbers of implementer and part. */
    static String cpuModel(String cpuinfo) {
        String implementer = "";
        String part = "";
        for (String line : cpuinfo.lines().toList()) {
            String value = line.substring(line.indexOf(':') + 1).strip();
            if (line.startsWith("model name")) {
                return value;
            } else if (line.startsWith("CPU implementer")) {
                implementer = value;
            } else if (line.startsWith("CPU part")) {
                part = value;
            }
        }
        return implementer.isEmpty() ? "unknown" : "implementer " + implementer + " part " + part;
    }
}
