package io.bindery.bench.worker;

import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.Round;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How a worker hands its measurement to its parent: a line of totals, then a line per round, numbers separated by
 * spaces, in the order of the records' components.
 *
 * @param measurement what was seen
 * @param servingThreads how many threads served
 */
record MeasurementFile(Measurement measurement, int servingThreads) {
    static void write(Path path, Measurement measurement, int servingThreads) throws IOException {
        String totals = "%d %s %s %s %s %d%n"
                .formatted(
                        measurement.operations(),
                        measurement.clientBytesPerOperation(),
                        measurement.serverBytesPerOperation(),
                        measurement.otherBytesPerSecond(),
                        measurement.clockNs(),
                        servingThreads);
        String rounds = measurement.rounds().stream()
                .map(round -> "%s %s %s %s%n"
                        .formatted(round.baselineP50(), round.baselineP99(), round.workP50(), round.workP99()))
                .collect(Collectors.joining());
        Files.writeString(path, totals + rounds);
    }

    static MeasurementFile read(Path path) throws IOException {
        List<double[]> lines = Files.readAllLines(path).stream()
                .map(line -> Arrays.stream(line.split(" ", -1))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
        double[] totals = lines.getFirst();
        List<Round> rounds = lines.stream()
                .skip(1)
                .map(numbers -> new Round(numbers[0], numbers[1], numbers[2], numbers[3]))
                .toList();
        return new MeasurementFile(
                new Measurement(rounds, (long) totals[0], totals[1], totals[2], totals[3], totals[4]), (int) totals[5]);
    }
}
