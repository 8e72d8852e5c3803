package io.bindery.bench;

import io.bindery.bench.report.CaseReport;
import io.bindery.bench.report.Cpus;
import io.bindery.bench.report.Machine;
import io.bindery.bench.rig.Summary;
import io.bindery.bench.scale.Scenario;
import io.bindery.bench.scale.ScenarioReport;
import io.bindery.bench.scale.ScenarioReport.Verdict;
import io.bindery.bench.scale.ScenarioWorker;
import io.bindery.bench.worker.RttCase;
import io.bindery.bench.worker.ScaleCases;
import io.bindery.bench.worker.Workers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench guard}: what the project demands of itself, with room for noise. */
@Command(
        name = "guard",
        description = {
            "Measures all that has a bound, and fails if one is exceeded by more than a fifth.",
            "What is within its bound counts at once; what is not is measured again, until one verdict leads by two."
        },
        mixinStandardHelpOptions = true)
final class GuardCommand implements Callable<Integer> {
    private static final double NO_STREAMS = 0;
    private static final int FAILED = 1;
    private static final int LEAD = 2;

    /** Of the scenarios that have bounds, a shorter run than that of {@code bench scale}. */
    private static final double EFFORT = 0.5;

    @Mixin
    private RigOptions options = new RigOptions();

    @Option(
            names = "--slack",
            paramLabel = "FACTOR",
            defaultValue = "1.2",
            description = "How many times its bound a figure may be: ${DEFAULT-VALUE}.")
    private double slack;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "5",
            description =
                    "Most measurements of one case; after them the more frequent verdict counts: ${DEFAULT-VALUE}.")
    private int repeats;

    @Option(names = "--only", split = ",", paramLabel = "CASE", description = "Only these of the cases.")
    private List<String> only = List.of();

    /** What one measurement says. */
    private enum Seen {
        WITHIN_BOUND,
        WITHIN_SLACK,
        TOO_MUCH
    }

    private interface Trial {
        Seen run() throws IOException, InterruptedException;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Cpus cpus = options.check();
        if (slack < 1 || repeats < 1) {
            throw options.wrong(new IllegalArgumentException(
                    "out of range: --slack=" + slack + " (1 or more), --repeats=" + repeats + " (1 or more)"));
        }
        Machine machine = Machine.describe(cpus, options.jvmFlags());
        machine.lines().forEach(System.out::println);
        machine.warnings().forEach(warning -> System.out.println("warning: " + warning));
        Workers workers = options.workers(cpus, List.of(), NO_STREAMS, null);
        List<String> failed = new ArrayList<>();
        for (RttCase rttCase : cases()) {
            guard(rttCase.label(), failed, () -> seen(workers.run(rttCase, options.strategyFor(rttCase))));
        }
        for (Scenario scenario : Scenario.values()) {
            if (!scenario.demands().isEmpty() && isChosen(scenario.label())) {
                guard(
                        scenario.label(),
                        failed,
                        () -> seen(new ScenarioReport(
                                scenario, ScenarioWorker.run(scenario, cpus, options.jvmFlags(), EFFORT))));
            }
        }
        System.out.println(failed.isEmpty() ? "all within their bounds" : "FAILED: " + String.join(", ", failed));
        return failed.isEmpty() ? 0 : FAILED;
    }

    private List<RttCase> cases() {
        return Stream.concat(RttCase.all().stream(), ScaleCases.ALL.stream())
                .filter(rttCase -> rttCase.bound().demands() && isChosen(rttCase.label()))
                .toList();
    }

    private boolean isChosen(String label) {
        return only.isEmpty() || only.contains(label);
    }

    private void guard(String label, List<String> failed, Trial trial) throws IOException, InterruptedException {
        int good = 0;
        int bad = 0;
        while (Math.abs(good - bad) < LEAD && good + bad < repeats) {
            System.err.println("measuring " + label + " ...");
            Seen seen = trial.run();
            if (seen == Seen.WITHIN_BOUND) {
                return;
            }
            good += seen == Seen.WITHIN_SLACK ? 1 : 0;
            bad += seen == Seen.TOO_MUCH ? 1 : 0;
        }
        if (bad >= good) {
            failed.add(label);
        }
    }

    private Seen seen(CaseReport row) {
        Summary summary = row.measurement().summary();
        Seen seen = verdict(row.bound().isMetBy(summary, 1), row.bound().isMetBy(summary, slack));
        System.out.println(String.format(
                Locale.ROOT,
                "%-22s p50 %.2f (%.2f to %.2f), p99 %.2f of %s; bound %.2f%s: %s",
                row.name(),
                summary.ratioP50(),
                summary.ratioP50Low(),
                summary.ratioP50High(),
                summary.ratioP99(),
                row.baseline(),
                row.bound().p50(),
                Double.isNaN(row.bound().p99()) ? "" : ", p99 " + row.bound().p99(),
                seen));
        return seen;
    }

    private Seen seen(ScenarioReport report) {
        List<Verdict> verdicts = report.verdicts();
        verdicts.forEach(verdict -> System.out.println(report.describe(verdict)));
        return verdict(
                verdicts.stream().allMatch(Verdict::met), verdicts.stream().allMatch(verdict -> verdict.isMet(slack)));
    }

    private static Seen verdict(boolean withinBound, boolean withinSlack) {
        return withinBound ? Seen.WITHIN_BOUND : withinSlack ? Seen.WITHIN_SLACK : Seen.TOO_MUCH;
    }
}
