package io.bindery.bench.scale;

import io.bindery.bench.report.Units;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** What {@code bench scale} looks at. */
@SuppressWarnings("ImmutableEnumChecker") // its lists are
public enum Scenario {
    IDLE_SESSIONS(
            "idle-sessions",
            "Idle sessions beside a busy one",
            "sessions",
            List.of(
                    new Column("busy_ratio", "busy: ratio to bounce", Scenario::plain),
                    new Column("busy_vs_none", "busy: against no session", Scenario::plain),
                    new Column("busy_p50_ns", "busy: p50", Units::time),
                    new Column("server_cpu_percent", "idle: server's CPU %", Scenario::fine),
                    new Column("holder_cpu_percent", "idle: CPU % of all that hold them", Scenario::fine),
                    new Column("bare_jvm_cpu_percent", "idle: a bare JVM's CPU %", Scenario::fine),
                    new Column("shared_bytes", "shared memory a session", Units::bytes),
                    new Column("server_bytes", "server's memory a session", Units::bytes),
                    new Column("server_descriptors", "server's descriptors a session", Scenario::plain),
                    new Column("open_us", "to open one, µs", Scenario::plain)),
            List.of(
                    new Demand("1000", "busy_vs_none", 1.10, "idle-1000"),
                    new Demand("1000", "server_cpu_percent", 0.5, "idle-1000")),
            List.of(
                    new Curve("busy_ratio", "Busy call beside idle sessions", true),
                    new Curve("server_cpu_percent", "CPU of an idle server", true))),

    THREADS(
            "threads",
            "Calling threads of one process",
            "threads",
            Scenario.callColumns(),
            List.of(),
            List.of(new Curve("calls_per_s", "Calls by threads of one process", false))),

    PROCESSES(
            "processes",
            "Calling processes of one service",
            "processes",
            Scenario.callColumns(),
            List.of(),
            List.of(new Curve("calls_per_s", "Calls by processes", false))),

    CONNECT(
            "connect",
            "From nothing to the first answer, processes warm",
            "step",
            Scenario.timeColumns(),
            List.of(new Demand("first-call", "p50_ns", 1_000_000, "first-call")),
            List.of()),

    DEATH(
            "death",
            "From kill -9 to the death recipient",
            "victim",
            Scenario.timeColumns(),
            List.of(new Demand("jvm", "p99_ns", 10_000_000, "death")),
            List.of());

    private final String label;
    private final String title;
    private final String rowTitle;
    private final List<Column> columns;
    private final List<Demand> demands;
    private final List<Curve> curves;

    Scenario(
            String label,
            String title,
            String rowTitle,
            List<Column> columns,
            List<Demand> demands,
            List<Curve> curves) {
        this.label = label;
        this.title = title;
        this.rowTitle = rowTitle;
        this.columns = columns;
        this.demands = demands;
        this.curves = curves;
    }

    /**
     * A figure of each row.
     *
     * @param key in JSON
     * @param title in tables
     * @param format for people
     */
    public record Column(String key, String title, DoubleFunction<String> format) {}

    /**
     * What the project demands of itself.
     *
     * @param row label of the row
     * @param column key of the column
     * @param most highest value
     * @param name what it is called
     */
    public record Demand(String row, String column, double most, String name) {}

    /**
     * A plot of a column over the rows, whose labels are numbers.
     *
     * @param column its key
     * @param title above it
     * @param logarithmic whether the rows grow by ratios
     */
    public record Curve(String column, String title, boolean logarithmic) {}

    /**
     * Figures of a row, in the order of the columns; NaN for none.
     *
     * @param label what the row is about
     */
    public record Row(String label, List<Double> values) {}

    public String label() {
        return label;
    }

    public String title() {
        return title;
    }

    public String rowTitle() {
        return rowTitle;
    }

    public List<Column> columns() {
        return columns;
    }

    public List<Demand> demands() {
        return demands;
    }

    public List<Curve> curves() {
        return curves;
    }

    /** The scenario of that label. */
    public static Scenario named(String label) {
        for (Scenario scenario : values()) {
            if (scenario.label.equals(label)) {
                return scenario;
            }
        }
        throw new IllegalArgumentException("unknown scenario: name=" + label);
    }

    private static List<Column> callColumns() {
        return List.of(
                new Column("calls_per_s", "calls a second", Units::count),
                new Column("p50_ns", "p50", Units::time),
                new Column("p99_ns", "p99", Units::time),
                new Column("p99_9_ns", "p99.9", Units::time),
                new Column("max_ns", "max", Units::time));
    }

    private static List<Column> timeColumns() {
        return List.of(
                new Column("samples", "samples", Scenario::whole),
                new Column("p50_ns", "p50", Units::time),
                new Column("p90_ns", "p90", Units::time),
                new Column("p99_ns", "p99", Units::time),
                new Column("max_ns", "max", Units::time));
    }

    private static String plain(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String fine(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
