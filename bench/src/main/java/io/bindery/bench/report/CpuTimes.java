package io.bindery.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/**
 * Time that CPUs have spent since the machine started, in ticks of the kernel.
 *
 * @param stolen time that the host gave to somebody else
 * @param idle time in which there was nothing to do
 * @param total all time, whatever it was spent for
 */
public record CpuTimes(long stolen, long idle, long total) {
    private static final int IDLE_COLUMN = 4;
    private static final int IO_WAIT_COLUMN = 5;
    private static final int STEAL_COLUMN = 8;
    private static final int GUEST_COLUMN = 9; // and what follows is contained in earlier columns

    /** Reads the times of {@code cpus}, summed up. */
    public static CpuTimes read(Set<Integer> cpus) throws IOException {
        return parse(Files.readString(Path.of("/proc/stat")), cpus);
    }

    /** Takes the times of {@code cpus} from the text of {@code /proc/stat}. */
    static CpuTimes parse(String stat, Set<Integer> cpus) {
        long stolen = 0;
        long idle = 0;
        long total = 0;
        for (String line : stat.lines().toList()) {
            String[] columns = line.split(" +", -1);
            if (columns[0].matches("cpu\\d+") && cpus.contains(Integer.valueOf(columns[0].substring(3)))) {
                stolen += Long.parseLong(columns[STEAL_COLUMN]);
                idle += Long.parseLong(columns[IDLE_COLUMN]) + Long.parseLong(columns[IO_WAIT_COLUMN]);
                total += Arrays.stream(columns, 1, GUEST_COLUMN)
                        .mapToLong(Long::parseLong)
                        .sum();
            }
        }
        return new CpuTimes(stolen, idle, total);
    }

    /** The share of time in which there was something to do since {@code earlier}, in percent. */
    public double busyPercentSince(CpuTimes earlier) {
        return total == earlier.total ? 0 : 100 - 100.0 * (idle - earlier.idle) / (total - earlier.total);
    }

    /** The share of time that was stolen since {@code earlier}, in percent. */
    public double stealPercentSince(CpuTimes earlier) {
        return total == earlier.total ? 0 : 100.0 * (stolen - earlier.stolen) / (total - earlier.total);
    }
}
