package io.bindery.bench.report;

import io.bindery.bench.rig.Level;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Rows as an array of JSON objects. Times in nanoseconds, sizes in bytes, to three decimals. */
public final class JsonReport {
    private JsonReport() {}

    /** Returns the array, without a line break at its end. */
    public static String write(Machine machine, List<CaseReport> rows) {
        return write(machine, rows, List.of());
    }

    /** As {@link #write(Machine, List)}, with further objects, to which the machine is added. */
    public static String write(Machine machine, List<CaseReport> rows, List<Map<String, Object>> more) {
        List<Map<String, Object>> objects = new ArrayList<>();
        rows.forEach(row -> objects.add(object(machine, row)));
        for (Map<String, Object> other : more) {
            Map<String, Object> object = new LinkedHashMap<>(other);
            object.put("machine", machine(machine));
            objects.add(object);
        }
        return Json.write(objects);
    }

    private static Map<String, Object> object(Machine machine, CaseReport row) {
        Measurement seen = row.measurement();
        Summary summary = seen.summary();
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("case", row.name());
        object.put("p50_ns", rounded(summary.workP50()));
        object.put("p99_ns", rounded(summary.workP99()));
        object.put("baseline", row.baseline());
        object.put("baseline_p50_ns", rounded(summary.baselineP50()));
        object.put("baseline_p99_ns", rounded(summary.baselineP99()));
        object.put("ratio_p50", rounded(summary.ratioP50()));
        object.put("ratio_p50_p10", rounded(summary.ratioP50Low()));
        object.put("ratio_p50_p90", rounded(summary.ratioP50High()));
        object.put("ratio_p99", rounded(summary.ratioP99()));
        object.put("target_ratio_p50", rounded(row.bound().p50()));
        object.put("target_ratio_p99", rounded(row.bound().p99()));
        object.put("target_met", row.bound().demands() ? row.meetsBound() : null);
        object.put("distribution_ns", distribution(row.workSamples()));
        object.put("baseline_distribution_ns", distribution(row.baselineSamples()));
        object.put("open_loop", row.paced().stream().map(JsonReport::paced).toList());
        object.put(
                "bytes_allocated_per_call", rounded(seen.clientBytesPerOperation() + seen.serverBytesPerOperation()));
        object.put("client_bytes_per_call", rounded(seen.clientBytesPerOperation()));
        object.put("server_bytes_per_call", rounded(seen.serverBytesPerOperation()));
        object.put("other_threads_bytes_per_second", rounded(seen.otherBytesPerSecond()));
        object.put("levels", summary.levels().stream().map(JsonReport::level).toList());
        object.put("rounds", seen.rounds().size());
        object.put("operations", seen.operations());
        object.put("clock_ns", rounded(seen.clockNs()));
        object.put("wait_strategy", row.waitStrategy());
        object.put("jvm_flags", row.jvmFlags());
        object.put("serving_threads", row.servingThreads());
        object.put("steal_percent", rounded(row.stealPercent()));
        object.put("note", row.note());
        object.put("warnings", row.warnings());
        object.put("machine", machine(machine));
        return object;
    }

    private static Map<String, Object> distribution(Histogram samples) {
        Distribution seen = Distribution.of(samples);
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("p50", rounded(seen.p50()));
        object.put("p90", rounded(seen.p90()));
        object.put("p99", rounded(seen.p99()));
        object.put("p99_9", rounded(seen.p999()));
        object.put("p99_99", rounded(seen.p9999()));
        object.put("max", rounded(seen.max()));
        object.put("samples", seen.count());
        return object;
    }

    private static Map<String, Object> paced(PacedReport paced) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("per_second", rounded(paced.run().perSecond()));
        object.put("achieved_per_second", rounded(paced.run().achievedPerSecond()));
        object.put("sustained", paced.run().sustained());
        object.put("latency_ns", distribution(paced.latencies()));
        return object;
    }

    private static Map<String, Object> level(Level level) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("baseline_ns", level.name());
        object.put("rounds", level.rounds());
        object.put("baseline_p50_ns", rounded(level.baselineP50()));
        object.put("ratio_p50", rounded(level.ratioP50()));
        return object;
    }

    private static Map<String, Object> machine(Machine machine) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("cpu", machine.cpuModel());
        object.put("cpus", machine.cpuCount());
        object.put("client_cpu", machine.cpus().client());
        object.put("server_cpu", machine.cpus().server());
        object.put("same_core", machine.cpus().sameCore());
        object.put("topology", machine.topology());
        object.put("governor", machine.governor());
        object.put("busy_percent_before", rounded(machine.busyPercent()));
        object.put("kernel", machine.kernel());
        object.put("jdk", machine.jdk());
        object.put("jvm_flags", machine.jvmFlags());
        return object;
    }

    private static double rounded(double value) {
        return Double.isFinite(value) ? Math.rint(value * 1000) / 1000 : value;
    }
}
