package io.bindery.bench.worker;

import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.PacedRun;
import io.bindery.bench.rig.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * How a worker hands its measurement to its parent: a line of totals, a line per paced run, then a line per round, numbers
 * separated by spaces, in the order of the records' components.
 *
 * @param measurement what was seen
 * @param servingThreads how many threads served
 * @param paced the runs at fixed rates
 */
record MeasurementFile(Measurement measurement, int servingThreads, List<PacedRun> paced) {
    void write(Path path) throws IOException {
        String totals = "%d %s %s %s %s %d %d"
                .formatted(
                        measurement.operations(),
                        measurement.clientBytesPerOperation(),
                        measurement.serverBytesPerOperation(),
                        measurement.otherBytesPerSecond(),
                        measurement.clockNs(),
                        servingThreads,
                        paced.size());
        Stream<String> runs = paced.stream().map(run -> run.perSecond() + " " + run.achievedPerSecond());
        Stream<String> rounds = measurement.rounds().stream()
                .map(round -> "%s %s %s %s"
                        .formatted(round.baselineP50(), round.baselineP99(), round.workP50(), round.workP99()));
        Files.write(
                path,
                Stream.of(Stream.of(totals), runs, rounds)
                        .flatMap(lines -> lines)
                        .toList());
    }

    static MeasurementFile read(Path path) throws IOException {
        List<double[]> lines = Files.readAllLines(path).stream()
                .map(line -> Arrays.stream(line.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        double[] totals = lines.getFirst();
        int firstRound = 1 + (int) totals[6];
        List<PacedRun> paced = lines.subList(1, firstRound).stream()
                .map(numbers -> new PacedRun(numbers[0], numbers[1]))
                .toList();
        List<Round> rounds = lines.stream()
                .skip(firstRound)
                .map(numbers -> new Round(numbers[0], numbers[1], numbers[2], numbers[3]))
                .toList();
        return new MeasurementFile(
                new Measurement(rounds, (long) totals[0], totals[1], totals[2], totals[3], totals[4]),
                (int) totals[5],
                paced);
    }
}
