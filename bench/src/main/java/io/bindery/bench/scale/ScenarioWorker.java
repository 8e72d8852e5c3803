package io.bindery.bench.scale;

import io.bindery.bench.report.Cpus;
import io.bindery.bench.rig.SharedDirectory;
import io.bindery.bench.scale.Scenario.Row;
import io.bindery.bench.worker.Lifeline;
import io.bindery.bench.worker.WaitStrategies;
import io.bindery.bench.worker.WorkerOptions;
import io.bindery.bench.worker.WorkerProcess;
import io.bindery.bench.worker.WorkerProcess.Launch;
import io.bindery.looper.WaitStrategy;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Runs one scenario and leaves its rows in a file: a line each, the label and the values, separated by tabs. */
public final class ScenarioWorker {
    private static final String SEPARATOR = "\t";

    private ScenarioWorker() {}

    /**
     * Runs a scenario in a process of its own.
     *
     * @param effort 1 as usual; less for a shorter, coarser run
     * @throws IllegalStateException if it failed
     */
    public static List<Row> run(Scenario scenario, Cpus cpus, List<String> jvmFlags, double effort)
            throws IOException, InterruptedException {
        try (SharedDirectory directory = SharedDirectory.create()) {
            WorkerOptions options = new WorkerOptions(directory.path(), WaitStrategies.nameOf(WaitStrategy.ADAPTIVE));
            Path result = directory.path().resolve("rows");
            List<String> arguments = new ArrayList<>(options.toArguments());
            arguments.addAll(List.of(
                    scenario.label(),
                    Integer.toString(cpus.client()),
                    Integer.toString(cpus.server()),
                    Double.toString(effort),
                    result.toString()));
            try (WorkerProcess worker =
                    WorkerProcess.start(ScenarioWorker.class, new Launch(List.of(), jvmFlags), arguments)) {
                worker.awaitSuccess();
            }
            return read(result);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Lifeline.endWithParent();
        List<String> own = List.of(arguments).subList(WorkerOptions.COUNT, arguments.length);
        Stage stage = new Stage(
                WorkerOptions.parse(arguments),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                Integer.parseInt(own.get(1)),
                Integer.parseInt(own.get(2)),
                Double.parseDouble(own.get(3)));
        write(Path.of(own.get(4)), run(Scenario.named(own.getFirst()), stage));
    }

    private static List<Row> run(Scenario scenario, Stage stage) throws Exception {
        return switch (scenario) {
            case IDLE_SESSIONS -> new IdleSessions(stage).run();
            case THREADS -> new Calling(stage).threads();
            case PROCESSES -> new Calling(stage).processes();
            case CONNECT -> new Connecting(stage).run();
            case DEATH -> new Deaths(stage).run();
        };
    }

    static void write(Path path, List<Row> rows) throws IOException {
        Files.write(
                path,
                rows.stream()
                        .map(row -> row.label()
                                + row.values().stream()
                                        .map(value -> SEPARATOR + value)
                                        .collect(Collectors.joining()))
                        .toList());
    }

    static List<Row> read(Path path) throws IOException {
        return Files.readAllLines(path).stream()
                .map(line -> line.split(SEPARATOR, -1))
                .map(cells -> new Row(
                        cells[0],
                        Arrays.stream(cells, 1, cells.length)
                                .map(Double::valueOf)
                                .toList()))
                .toList();
    }
}
