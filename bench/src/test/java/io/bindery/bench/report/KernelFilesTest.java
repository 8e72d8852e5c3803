package io.bindery.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class KernelFilesTest {
    private static final String EARLIER = """
            cpu  300 0 300 3000 0 0 0 30 0 0
            cpu0 100 0 100 1000 0 0 0 10 7 0
            cpu1 100 0 100 1000 0 0 0 10 7 0
            cpu2 100 0 100 1000 0 0 0 10 7 0
            intr 12345
            """;

    private static final String LATER = """
            cpu  400 0 300 3000 0 0 0 40 0 0
            cpu0 190 0 100 1000 0 0 0 20 9 0
            cpu1 200 0 100 1000 0 0 0 10 9 0
            cpu2 900 0 100 1000 0 0 0 90 9 0
            intr 12345
            """;

    @Test
    void shouldTakeStealFromTheMeasuredCpusOnly() {
        Set<Integer> cpus = Set.of(0, 1);

        double percent = CpuTimes.parse(LATER, cpus).stealPercentSince(CpuTimes.parse(EARLIER, cpus));

        assertThat(percent).isEqualTo(5.0);
    }

    @Test
    void shouldSeeNoStealInNoTime() {
        CpuTimes times = CpuTimes.parse(EARLIER, Set.of(0));

        assertThat(times.stealPercentSince(times)).isZero();
    }

    @Test
    void shouldReadTheKernelsListsOfCpus() {
        assertThat(Cpus.parseList("0-2,5,7-8")).containsExactly(0, 1, 2, 5, 7, 8);
        assertThat(Cpus.parseList("3")).containsExactly(3);
    }

    @Test
    void shouldRefuseOneCpuForBothSides() {
        assertThatThrownBy(() -> Cpus.of(0, 0)).hasMessageContaining("cpus=0,0");
    }

    @Test
    void shouldNameTheCpuOnBothArchitectures() {
        assertThat(Machine.cpuModel("processor\t: 0\nmodel name\t: Fast CPU 9\n"))
                .isEqualTo("Fast CPU 9");
        assertThat(Machine.cpuModel("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd0c\n"))
                .isEqualTo("implementer 0x41 part 0xd0c");
        assertThat(Machine.cpuModel("")).isEqualTo("unknown");
    }
}
