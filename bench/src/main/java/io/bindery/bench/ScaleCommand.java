package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.Machine;
import io.bindery.bench.scale.Scenario;
import io.bindery.bench.scale.ScenarioReport;
import io.bindery.bench.scale.ScenarioWorker;
import io.bindery.bench.worker.RttCase;
import io.bindery.bench.worker.ScaleCases;
import io.bindery.bench.worker.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench scale}: how calls wake, grow and connect, and what idle sessions cost. */
@Command(
        name = "scale",
        description = {
            "Looks at what grows: sessions, threads, processes, arguments; at calls whose sides have to be woken;",
            "and at what happens once in a session: connecting, the first call, the death of the other process."
        },
        mixinStandardHelpOptions = true)
final class ScaleCommand implements Callable<Integer> {
    private static final double NO_STREAMS = 0;

    @Mixin
    private RigOptions options = new RigOptions();

    @Mixin
    private ReportOptions report = new ReportOptions();

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "NAME",
            description = "Which of idle-sessions, threads, processes, connect, death, one-cpu, parked-hot, "
                    + "parked-hot-park, parked-cold, parked-cold-hop, payload, parcel-64k; all by default.")
    private List<String> only = List.of();

    @Option(
            names = "--effort",
            paramLabel = "SHARE",
            defaultValue = "1",
            description = "Less than 1 for a shorter, coarser run of the scenarios: ${DEFAULT-VALUE}.")
    private double effort;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cpus cpus = options.check();
        check();
        Machine machine = Machine.describe(cpus, options.jvmFlags());
        Workers workers = options.workers(cpus, List.of(), NO_STREAMS, report.directory("scale"));
        List<CaseReport> cases = new ArrayList<>();
        for (RttCase rttCase : ScaleCases.ALL) {
            if (isChosen(rttCase.label()) || isChosen(family(rttCase.label()))) {
                System.err.println("measuring " + rttCase.label() + " ...");
                cases.add(workers.run(rttCase, options.strategyFor(rttCase)));
            }
        }
        List<ScenarioReport> scenarios = new ArrayList<>();
        for (Scenario scenario : Scenario.values()) {
            if (isChosen(scenario.label())) {
                System.err.println("looking at " + scenario.label() + " ...");
                scenarios.add(
                        new ScenarioReport(scenario, ScenarioWorker.run(scenario, cpus, options.jvmFlags(), effort)));
            }
        }
        ScaleReports reports = new ScaleReports(machine, cases, scenarios);
        report.write(reports.json(), reports.html(), reports::print, options.json());
        return 0;
    }

    private void check() {
        List<String> known = Stream.of(
                        Arrays.stream(Scenario.values()).map(Scenario::label),
                        ScaleReports.caseLabels(),
                        ScaleReports.caseLabels().map(ScaleCommand::family))
                .flatMap(labels -> labels)
                .distinct()
                .toList();
        for (String name : only) {
            if (!known.contains(name)) {
                throw options.wrong(new IllegalArgumentException("unknown: --only=" + name + ", known=" + known));
            }
        }
        if (effort <= 0 || effort > 10) {
            throw options.wrong(
                    new IllegalArgumentException("out of range: --effort=" + effort + " (above 0, at most 10)"));
        }
    }

    private boolean isChosen(String label) {
        return only.isEmpty() || only.contains(label);
    }

    /** All sizes of arguments go by one name. */
    private static String family(String label) {
        return label.startsWith(ScaleCases.PAYLOAD) ? "payload" : label;
    }
}
