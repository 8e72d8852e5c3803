package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FutexTest {
    private static final long LONG_NS = SECONDS.toNanos(30);
    private static final long PAGE = Mapping.pageSize();

    private MemorySegment writer;
    private MemorySegment reader;

    @BeforeEach
    void map() throws IOException {
        int fd = Memfd.create("futex", PAGE);
        writer = Mapping.mapReadWrite(fd, PAGE);
        reader = Mapping.mapReadOnly(fd, PAGE);
        FileDescriptors.close(fd);
    }

    @AfterEach
    void unmap() {
        Mapping.unmap(writer);
        Mapping.unmap(reader);
    }

    @Test
    void shouldNotSleepWhenTheWordHasChanged() {
        writer.set(JAVA_INT, 0, 8);

        assertThat(Futex.wait(reader.address(), 7, LONG_NS)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void shouldTimeOutWhenNobodyWakes() {
        long started = System.nanoTime();

        assertThat(Futex.wait(reader.address(), 0, 2_000_000)).isEqualTo(-Errno.ETIMEDOUT);

        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(2_000_000);
    }

    @Test
    void shouldTakeATimeOutBelowZeroForOneThatHasPassed() {
        assertThat(Futex.wait(reader.address(), 0, -5)).isEqualTo(-Errno.ETIMEDOUT);
        assertThat(Futex.wait(reader.address(), 0, 0)).isEqualTo(-Errno.ETIMEDOUT);
    }

    @Test
    void shouldWakeASleeperOnAReadOnlyMapping() {
        CompletableFuture<Integer> sleeper =
                CompletableFuture.supplyAsync(() -> Futex.wait(reader.address(), 0, LONG_NS));

        wakeUntilOneWasAsleep(writer.address());

        assertThat(sleeper.join()).isZero();
    }

    @Test
    void shouldWakeFromAReadOnlyMapping() {
        CompletableFuture<Integer> sleeper =
                CompletableFuture.supplyAsync(() -> Futex.wait(writer.address() + 4, 0, LONG_NS));

        wakeUntilOneWasAsleep(reader.address() + 4);

        assertThat(sleeper.join()).isZero();
    }

    @Test
    void shouldWakeNobodyWhereNobodySleeps() {
        assertThat(Futex.wake(writer.address(), 1)).isZero();
    }

    @Test
    void shouldNameTheAddressWhenItCannotBeAFutex() {
        assertThatIllegalStateException()
                .isThrownBy(() -> Futex.wait(writer.address() + 2, 0, 0))
                .withMessage("futex(FUTEX_WAIT) failed: EINVAL (22, Invalid argument); attempted: address=0x"
                        + Long.toHexString(writer.address() + 2));
        assertThatIllegalStateException().isThrownBy(() -> Futex.wait(8, 0, 0)).withMessageContaining("EFAULT");
        assertThatIllegalStateException()
                .isThrownBy(() -> Futex.wake(8, 1))
                .withMessage("futex(FUTEX_WAKE) failed: EFAULT (14, Bad address); attempted: address=0x8");
    }

    /** A wake that comes before its sleeper is lost, by design: repeat it until it hits. */
    static void wakeUntilOneWasAsleep(long address) {
        while (Futex.wake(address, 1) == 0) {
            Thread.yield();
        }
    }
}
