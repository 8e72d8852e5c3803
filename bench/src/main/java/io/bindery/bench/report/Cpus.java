package io.bindery.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The two CPUs of a measurement.
 *
 * @param client where the measuring thread runs
 * @param server where the serving thread runs
 * @param sameCore whether the two are hardware threads of one core, which share their caches
 */
public record Cpus(int client, int server, boolean sameCore) {
    /** The CPUs as given: two different numbers of CPUs that this process may use. */
    public static Cpus of(int client, int server) throws IOException {
        Set<Integer> allowed = allowed();
        if (client == server || !allowed.containsAll(List.of(client, server))) {
            throw new IllegalArgumentException(
                    "two different CPUs out of " + allowed + " are needed: cpus=" + client + "," + server);
        }
        return new Cpus(client, server, siblings(client).contains(server));
    }

    /** The first two CPUs that this process may use; of two cores, if it may use two. */
    public static Cpus choose() throws IOException {
        List<Integer> allowed = new ArrayList<>(allowed());
        if (allowed.size() < 2) {
            throw new IllegalArgumentException("client and server need a CPU each, this process may use only: cpus="
                    + allowed + "; give it more (taskset, cgroup, virtual machine)");
        }
        int client = allowed.getFirst();
        Set<Integer> siblings = siblings(client);
        int server = allowed.stream()
                .filter(cpu -> !siblings.contains(cpu))
                .findFirst()
                .orElse(allowed.get(1));
        return of(client, server);
    }

    private static Set<Integer> allowed() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("Cpus_allowed_list:")) {
                return parseList(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        throw new IOException("no line Cpus_allowed_list in /proc/self/status: is /proc mounted?");
    }

    private static Set<Integer> siblings(int cpu) throws IOException {
        Path list = Path.of("/sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list");
        return Files.isReadable(list) ? parseList(Files.readString(list).strip()) : Set.of(cpu);
    }

    /** Reads the kernel's notation, as {@code 0-2,5}. */
    static Set<Integer> parseList(String list) {
        Set<Integer> cpus = new TreeSet<>();
        for (String range : list.split(",", -1)) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
        return cpus;
    }
}
