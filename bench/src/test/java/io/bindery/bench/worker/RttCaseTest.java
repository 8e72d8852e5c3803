package io.bindery.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RttCaseTest {
    @Test
    void shouldFindCasesByTheirNames() {
        assertThat(RttCase.named("four-longs")).extracting(RttCase::label).containsExactly("four-longs");
        assertThat(RttCase.named("bytes-256"))
                .extracting(RttCase::label)
                .containsExactly("bytes-256-segment", "bytes-256-reused");
    }

    @Test
    void shouldNameEachCaseOnce() {
        List<RttCase> all = Stream.of(
                        RttCase.all().stream(),
                        RttCase.STREAM_SIZES.stream()
                                .filter(bytes -> bytes != 64)
                                .flatMap(bytes -> RttCase.streams(bytes, true).stream()),
                        ScaleCases.ALL.stream())
                .flatMap(cases -> cases)
                .toList();

        assertThat(all).extracting(RttCase::label).doesNotHaveDuplicates();
        assertThat(all)
                .allSatisfy(rttCase -> assertThat(RttCase.named(rttCase.label()))
                        .extracting(RttCase::label)
                        .containsExactly(rttCase.label()));
    }

    @Test
    void shouldGiveFlagsToThoseThatNeedThemOnly() {
        assertThat(RttCase.CALLS)
                .allSatisfy(rttCase -> assertThat(rttCase.jvmFlags()).noneMatch(flag -> flag.startsWith("--add")));
        assertThat(RttCase.named("aeron-ipc").getFirst().jvmFlags()).anyMatch(flag -> flag.startsWith("--add-opens"));
    }

    @Test
    void shouldNameTheKnownCasesWhenOneIsUnknown() {
        assertThatThrownBy(() -> RttCase.named("five-longs"))
                .hasMessageContaining("name=five-longs")
                .hasMessageContaining("oneway-64");
    }

    @Test
    void shouldFindStrategiesByTheirNames() {
        for (RttCase rttCase : RttCase.all()) {
            assertThat(WaitStrategies.named(WaitStrategies.nameOf(rttCase.waitStrategy())))
                    .isEqualTo(rttCase.waitStrategy());
        }
        assertThatThrownBy(() -> WaitStrategies.named("nap")).hasMessageContaining("name=nap");
    }
}
