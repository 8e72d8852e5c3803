package io.bindery.internal.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LogLimitTest {
    private static final long PERIOD_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long BEGIN_NS = Long.MAX_VALUE - 5; // the clock may begin anywhere, and overflows

    private final LogLimit limit = new LogLimit(2);

    @Test
    void shouldLetAFewThroughInAPeriod() {
        assertThat(limit.admit(BEGIN_NS)).isZero();
        assertThat(limit.admit(BEGIN_NS + 1)).isZero();
        assertThat(limit.admit(BEGIN_NS + 2)).isEqualTo(LogLimit.LEFT_OUT);
        assertThat(limit.admit(BEGIN_NS + PERIOD_NS - 1)).isEqualTo(LogLimit.LEFT_OUT);
    }

    @Test
    void shouldSayOnceHowManyWereLeftOut() {
        for (int i = 0; i < 102; i++) {
            long ignored = limit.admit(BEGIN_NS + i);
        }

        assertThat(limit.admit(BEGIN_NS + PERIOD_NS)).isEqualTo(100);
        assertThat(limit.admit(BEGIN_NS + PERIOD_NS)).isZero();
        assertThat(limit.admit(BEGIN_NS + PERIOD_NS)).isEqualTo(LogLimit.LEFT_OUT);
        assertThat(limit.admit(BEGIN_NS + 2 * PERIOD_NS)).isEqualTo(1);
    }
}
