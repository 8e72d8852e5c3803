package io.bindery.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.bench.rig.Bound;
import io.bindery.bench.rig.Measurement;
import io.bindery.bench.rig.PacedRun;
import io.bindery.bench.rig.Round;
import io.bindery.bench.rig.Samples;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class ReportTest {
    private static final Machine MACHINE = new Machine(
            "Some CPU",
            2,
            "one socket",
            "performance",
            new Cpus(0, 1, false),
            "Linux 6.18 amd64",
            "Some JVM 25",
            List.of("-Xint"),
            3);

    @Test
    void shouldWriteAllFieldsOfARow() {
        String json = JsonReport.write(MACHINE, List.of(row(0, 1, List.of(round(100, 140), round(400, 600)))))
                .replaceAll("\\s", "");

        assertThat(json)
                .startsWith("[{\"case\":\"four-longs\",")
                .contains("\"p50_ns\":370.0,")
                .contains("\"p99_ns\":740.0,")
                .contains("\"baseline\":\"bounce\",\"baseline_p50_ns\":250.0,\"baseline_p99_ns\":500.0,")
                .contains("\"ratio_p50\":1.45,")
                .contains("\"ratio_p99\":1.45,")
                .contains(
                        "\"bytes_allocated_per_call\":24.5,\"client_bytes_per_call\":24.0,\"server_bytes_per_call\":0.5,")
                .contains("{\"baseline_ns\":\"100-200\",\"rounds\":1,\"baseline_p50_ns\":100.0,\"ratio_p50\":1.4}")
                .contains("{\"baseline_ns\":\">=350\",\"rounds\":1,\"baseline_p50_ns\":400.0,\"ratio_p50\":1.5}")
                .contains("\"target_ratio_p50\":1.5,\"target_ratio_p99\":3.0,\"target_met\":true,")
                .contains("\"distribution_ns\":{\"p50\":140.031,\"p90\":140.031,")
                .contains("\"open_loop\":[{\"per_second\":1000.0,\"achieved_per_second\":999.0,\"sustained\":true,")
                .contains("\"jvm_flags\":[\"-Dsome=flag\"]")
                .contains("\"jvm_flags\":[\"-Xint\"]")
                .endsWith("}]");
    }

    @Test
    void shouldPrintARowForPeople() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        TableReport.print(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                MACHINE,
                List.of(row(0, 1, List.of(round(100, 140), round(400, 600)))));

        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Some CPU, 2 CPUs; client on 0, server on 1")
                .contains("one socket; frequency governor: performance")
                .containsPattern("four-longs +370.0 +740.0 +bounce +250.0 +1.45 \\(1.41..1.49\\) +1.45 +<= 1.50, 3 met")
                .containsPattern("four-longs 1k/s +140 +140 ")
                .contains("flags: -Dsome=flag")
                .contains("24.00 + 0.50")
                .contains("100-200 ns in 1 rounds: 1.40; >=350 ns in 1 rounds: 1.50")
                .doesNotContain("warning");
    }

    @Test
    void shouldWriteAPageThatNeedsNothingElse() {
        CaseReport row = row(0, 1, List.of(round(100, 140), round(400, 800)));
        String page = HtmlReport.write("Round <trips>", MACHINE, List.of(row, row("bytes & more", row)));

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains("Round &lt;trips&gt;", "Some CPU, 2 CPUs", "bytes &amp; more")
                .contains("class=\"missed\"", "1.70", "140 ns")
                .doesNotContain("<link", "src=\"");
        assertThat(page.split("<svg", -1)).as("bars, closed loop, open loop").hasSize(1 + 3);
        assertThat(page.split("id=\"[^\"]*clipPath", -1)).hasSizeGreaterThan(1);
        assertThat(Pattern.compile("id=\"([^\"]+)\"")
                        .matcher(page)
                        .results()
                        .map(found -> found.group(1))
                        .toList())
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldSayNothingOfPercentilesForWhichThereAreTooFewSamples() {
        Histogram hundred = Samples.create();
        hundred.recordValueWithCount(140_000, 100);

        Distribution seen = Distribution.of(hundred);

        assertThat(seen.p99()).isBetween(139.0, 141.0);
        assertThat(seen.p999()).isNaN();
        assertThat(Units.time(seen.p999())).isEqualTo("-");
        assertThat(Distribution.of(samples()).p999()).isBetween(139.0, 141.0);
    }

    @Test
    void shouldWarnOfWhatMakesARowDoubtful() {
        List<Round> spread = List.of(round(100, 100), round(100, 200), round(100, 300));

        assertThat(row(0, 1, List.of(round(100, 140))).warnings()).isEmpty();
        assertThat(row(3.5, 1, List.of(round(100, 140))).warnings())
                .singleElement()
                .asString()
                .contains("the host took 3.5 %");
        assertThat(row(0, 1, spread).warnings()).singleElement().asString().contains("spread");
    }

    @Test
    void shouldSayWhenABoundIsMissed() {
        assertThat(row(0, 1, List.of(round(100, 150))).meetsBound()).isTrue();
        assertThat(row(0, 1, List.of(round(100, 151))).meetsBound()).isFalse();
        assertThat(row(0, 1, List.of(new Round(100, 100, 100, 301))).meetsBound())
                .isFalse();
    }

    @Test
    void shouldWarnOfABusyMachine() {
        assertThat(MACHINE.warnings()).isEmpty();
        assertThat(new Machine("", 2, "", "", MACHINE.cpus(), "", "", List.of(), 40).warnings())
                .singleElement()
                .asString()
                .contains("40 % busy");
    }

    @Test
    void shouldWarnOfARateThatWasTooMuch() {
        PacedRun behind = new PacedRun(1000, 900);

        assertThat(row("four-longs", behind, row(0, 1, List.of(round(100, 140))))
                        .warnings())
                .singleElement()
                .asString()
                .contains("did not keep up with 1,000/s");
    }

    private static CaseReport row(double stealPercent, int servingThreads, List<Round> rounds) {
        return new CaseReport(
                "four-longs",
                "bounce",
                "four longs in, one out",
                new Bound(1.5, 3),
                "ADAPTIVE",
                List.of("-Dsome=flag"),
                servingThreads,
                stealPercent,
                new Measurement(rounds, 1_000_000, 24, 0.5, 1234, 21.5),
                samples(),
                samples(),
                List.of(new PacedReport(new PacedRun(1000, 999), samples())));
    }

    private static CaseReport row(String name, CaseReport like) {
        return row(name, like.paced().getFirst().run(), like);
    }

    private static CaseReport row(String name, PacedRun paced, CaseReport like) {
        return new CaseReport(
                name,
                like.baseline(),
                like.note(),
                like.bound(),
                like.waitStrategy(),
                like.jvmFlags(),
                like.servingThreads(),
                like.stealPercent(),
                like.measurement(),
                samples(),
                samples(),
                List.of(new PacedReport(paced, samples())));
    }

    private static Histogram samples() {
        Histogram samples = Samples.create();
        samples.recordValueWithCount(140_000, 1000);
        return samples;
    }

    private static Round round(double baselineP50, double workP50) {
        return new Round(baselineP50, 2 * baselineP50, workP50, 2 * workP50);
    }
}
