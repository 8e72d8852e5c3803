package io.bindery.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where a run took place.
 *
 * @param cpuModel as the kernel calls it
 * @param cpuCount CPUs of the machine
 * @param topology cores, threads and shared caches of the two CPUs, and whether the machine is a virtual one
 * @param governor what sets the CPUs' frequency
 * @param cpus those of the measurement
 * @param kernel name and release
 * @param jdk of the measured processes
 * @param jvmFlags flags of the measured processes
 * @param busyPercent share of the CPUs' time that others used shortly before the run
 */
public record Machine(
        String cpuModel,
        int cpuCount,
        String topology,
        String governor,
        Cpus cpus,
        String kernel,
        String jdk,
        List<String> jvmFlags,
        double busyPercent) {
    private static final Path CPU_FOLDER = Path.of("/sys/devices/system/cpu");
    private static final long LOOK_MS = 300;
    private static final double BUSY_LIMIT_PERCENT = 10;

    /** Describes this machine; looks for a third of a second at how busy it is. */
    public static Machine describe(Cpus cpus, List<String> jvmFlags) throws IOException, InterruptedException {
        String cpuinfo = Files.readString(Path.of("/proc/cpuinfo"));
        return new Machine(
                cpuModel(cpuinfo),
                Runtime.getRuntime().availableProcessors(),
                topology(cpus, cpuinfo),
                read(cpu(cpus.client()).resolve("cpufreq/scaling_governor"), "none seen"),
                cpus,
                System.getProperty("os.name") + " " + System.getProperty("os.version") + " "
                        + System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                List.copyOf(jvmFlags),
                lookBusy());
    }

    /** What makes the machine unfit to be measured on; empty if nothing does. */
    public List<String> warnings() {
        return busyPercent <= BUSY_LIMIT_PERCENT
                ? List.of()
                : List.of("the machine was %.0f %% busy before the run: others run, repeat it when they do not"
                        .formatted(busyPercent));
    }

    /** The facts, a line each. */
    public List<String> lines() {
        return List.of(
                "%s, %d CPUs; client on %d, server on %d%s"
                        .formatted(
                                cpuModel,
                                cpuCount,
                                cpus.client(),
                                cpus.server(),
                                cpus.sameCore() ? " (two threads of one core)" : ""),
                "%s; frequency governor: %s; busy before the run: %.0f %%".formatted(topology, governor, busyPercent),
                "%s; %s; flags: %s".formatted(kernel, jdk, String.join(" ", jvmFlags)));
    }

    private static double lookBusy() throws IOException, InterruptedException {
        Set<Integer> all = IntStream.range(0, Runtime.getRuntime().availableProcessors())
                .boxed()
                .collect(Collectors.toSet());
        CpuTimes before = CpuTimes.read(all);
        Thread.sleep(LOOK_MS);
        return CpuTimes.read(all).busyPercentSince(before);
    }

    private static String topology(Cpus cpus, String cpuinfo) {
        String kind = cpuinfo.contains(" hypervisor") ? "virtual machine" : "bare metal or unknown";
        return "client on socket %s core %s, server on socket %s core %s, last-level cache %s shared by CPUs %s; %s"
                .formatted(
                        read(cpu(cpus.client()).resolve("topology/physical_package_id"), "?"),
                        read(cpu(cpus.client()).resolve("topology/core_id"), "?"),
                        read(cpu(cpus.server()).resolve("topology/physical_package_id"), "?"),
                        read(cpu(cpus.server()).resolve("topology/core_id"), "?"),
                        read(cpu(cpus.client()).resolve("cache/index3/size"), "?"),
                        read(cpu(cpus.client()).resolve("cache/index3/shared_cpu_list"), "?"),
                        kind);
    }

    private static Path cpu(int number) {
        return CPU_FOLDER.resolve("cpu" + number);
    }

    private static String read(Path path, String otherwise) {
        try {
            return Files.readString(path).strip();
        } catch (IOException e) {
            return otherwise; // virtual machines and other processors lack some of these files
        }
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
