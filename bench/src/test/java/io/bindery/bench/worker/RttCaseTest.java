package io.bindery.bench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
    void shouldNameTheKnownCasesWhenOneIsUnknown() {
        assertThatThrownBy(() -> RttCase.named("five-longs"))
                .hasMessageContaining("name=five-longs")
                .hasMessageContaining("oneway-64");
    }

    @Test
    void shouldFindStrategiesByTheirNames() {
        for (RttCase rttCase : RttCase.ALL) {
            assertThat(WaitStrategies.named(WaitStrategies.nameOf(rttCase.waitStrategy())))
                    .isEqualTo(rttCase.waitStrategy());
        }
        assertThatThrownBy(() -> WaitStrategies.named("nap")).hasMessageContaining("name=nap");
    }
}
