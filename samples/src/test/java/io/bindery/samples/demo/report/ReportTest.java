package io.bindery.samples.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.samples.demo.api.RigFigures;
import io.bindery.samples.demo.api.SubmitFigures;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 ns",
        "999, 999 ns",
        "1000, 1 us",
        "1234, 1.23 us",
        "12345, 12.3 us",
        "99960, 100 us",
        "999600, 1 ms",
        "1500000000, 1.5 s",
        "1000000000000, 1000 s",
    })
    void shouldWriteDurationsWithThreeDigitsAndAUnit(double ns, String expected) {
        assertThat(Durations.text(ns)).isEqualTo(expected);
    }

    @Test
    void shouldDrawEveryValueOnce() {
        Histogram histogram = histogram(700, 800, 900, 1_500, 1_999, 2_000, 70_000);

        List<String> lines = HistogramText.lines(histogram);

        assertThat(lines.getFirst()).matches(" +< 1 us  #{40} +3 +42\\.9 %");
        assertThat(lines.get(1)).matches(" +< 2 us  #{27} +2 +28\\.6 %");
        assertThat(lines.get(2)).matches(" +< 5 us  #{14} +1 +14\\.3 %");
        assertThat(lines.get(3)).matches(" +< 10 us +0 +0\\.0 %");
        assertThat(lines.getLast()).matches(" +< 100 us  #{14} +1 +14\\.3 %");
    }

    @Test
    void shouldWriteExactlyTheFieldsThatProgramsExpect() {
        assertThat(JsonReport.of(report(List.of())))
                .isEqualTo("{\"quotes\":100,\"orders\":7,\"fills\":5,\"lost\":0,\"duplicated\":0,\"verified\":true,"
                        + "\"rtt\":{\"p50_ns\":1500,\"p99_ns\":70015,\"p999_ns\":70015},"
                        + "\"ratio_p50\":1.300,\"allocated_bytes_per_call\":0.50}");
        assertThat(JsonReport.of(report(List.of("orders differ"), RigFigures.NONE)))
                .contains("\"ratio_p50\":null");
        assertThat(JsonReport.of(report(List.of("orders differ")))).contains("\"verified\":false");
    }

    @Test
    void shouldTellPeopleWhatDiffers() {
        assertThat(TextReport.of(report(List.of())).lines())
                .contains("quotes             100   in 1 ms, 100,000 a second")
                .contains("fills                5   position -100 shares, profit -12.35 dollars")
                .contains("verified           yes   the same orders and fills as in one process without calls");
        assertThat(TextReport.of(report(List.of("order 3 differs"))).lines())
                .contains("    order 3 differs")
                .contains("verified            NO   other orders or fills than in one process without calls:");
    }

    @Test
    void shouldSucceedOnlyIfNothingIsLostAndNothingDiffers() {
        assertThat(report(List.of()).succeeded()).isTrue();
        assertThat(report(List.of("order 3 differs")).succeeded()).isFalse();
    }

    @Test
    void shouldPrintProgressInPlaceOnATerminalOnly() {
        ByteArrayOutputStream onTerminal = new ByteArrayOutputStream();
        ByteArrayOutputStream inFile = new ByteArrayOutputStream();
        show(new ProgressLine(new PrintStream(onTerminal), true));
        show(new ProgressLine(new PrintStream(inFile), false));

        assertThat(onTerminal.toString(StandardCharsets.UTF_8)).isEqualTo("\r\033[Kone\r\033[Ktwo\r\033[K");
        assertThat(inFile.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    private static void show(ProgressLine line) {
        line.show("one");
        line.show("two");
        line.clear();
    }

    private static DemoReport report(List<String> differences) {
        return report(differences, new RigFigures(1.3, 130, 100));
    }

    private static DemoReport report(List<String> differences, RigFigures rig) {
        return new DemoReport(
                100,
                1_000_000,
                7,
                2,
                5,
                0,
                0,
                differences,
                -100,
                -123_450,
                histogram(700, 800, 900, 1_500, 1_999, 2_000, 70_000),
                new SubmitFigures(10, 1_000, 5),
                rig);
    }

    private static Histogram histogram(long... values) {
        Histogram histogram = new Histogram(3_600_000_000_000L, 3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }
}
