package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FutexWaitersTest {
    private static final long LONG_NS = SECONDS.toNanos(30);
    private static final long PAGE = Mapping.pageSize();

    private final FutexWaiters waiters = new FutexWaiters(FutexWaiters.MAX_WAITERS);
    private MemorySegment writer;
    private MemorySegment reader;

    @BeforeEach
    void map() throws IOException {
        assumeTrue(FutexWaiters.supported(), "the kernel lacks futex_waitv (Linux 5.16)");
        int fd = Memfd.create("waitv", PAGE);
        writer = Mapping.mapReadWrite(fd, PAGE);
        reader = Mapping.mapReadOnly(fd, PAGE);
        FileDescriptors.close(fd);
        for (int i = 0; i < FutexWaiters.MAX_WAITERS; i++) {
            writer.set(JAVA_INT, word(i), i);
            waiters.set(i, reader.address() + word(i), i, false);
        }
    }

    @AfterEach
    void unmap() {
        if (writer != null) {
            Mapping.unmap(writer);
            Mapping.unmap(reader);
        }
    }

    @Test
    void shouldTellWhichOfItsWordsWasWoken() {
        for (int woken : new int[] {0, 1, 77, FutexWaiters.MAX_WAITERS - 1}) {
            CompletableFuture<Integer> sleeper =
                    CompletableFuture.supplyAsync(() -> waiters.wait(FutexWaiters.MAX_WAITERS, LONG_NS));

            FutexTest.wakeUntilOneWasAsleep(writer.address() + word(woken));

            assertThat(sleeper.join()).isEqualTo(woken);
        }
    }

    @Test
    void shouldWakePrivateWordsByAPrivateWake() {
        waiters.set(1, writer.address() + word(1), 1, true);
        CompletableFuture<Integer> sleeper = CompletableFuture.supplyAsync(() -> waiters.wait(2, LONG_NS));

        while (Futex.wakePrivate(writer.address() + word(1), 1) == 0) {
            Thread.yield();
        }

        assertThat(sleeper.join()).isEqualTo(1);
    }

    @Test
    void shouldNotSleepWhenAnyWordHasChanged() {
        writer.set(JAVA_INT, word(100), -1);

        assertThat(waiters.wait(FutexWaiters.MAX_WAITERS, LONG_NS)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void shouldCompareAllThirtyTwoBits() {
        writer.set(JAVA_INT, word(0), -1);
        waiters.set(0, reader.address() + word(0), -1, false);

        assertThat(waiters.wait(1, 0L)).isEqualTo(-Errno.ETIMEDOUT);
        waiters.set(0, reader.address() + word(0), Integer.MAX_VALUE, false);
        assertThat(waiters.wait(1, 0L)).isEqualTo(-Errno.EAGAIN);
    }

    @Test
    void shouldWaitForNoMoreWordsThanItIsTold() {
        writer.set(JAVA_INT, word(3), -1);

        assertThat(waiters.wait(3, 0L)).isEqualTo(-Errno.ETIMEDOUT);
    }

    @Test
    void shouldTimeOutWhenNobodyWakes() {
        long timeoutNs = 1_999_999_999 / 500;
        long started = System.nanoTime();

        assertThat(waiters.wait(2, timeoutNs)).isEqualTo(-Errno.ETIMEDOUT);
        assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(timeoutNs);

        assertThat(waiters.wait(2, -1L)).isEqualTo(-Errno.ETIMEDOUT);
    }

    @Test
    void shouldSayWhatIsWrongWithItsArguments() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FutexWaiters(129))
                .withMessage("capacity is out of range: capacity=129 range=1..128");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> waiters.wait(129, 0L))
                .withMessage("count is out of range: count=129 capacity=128");
        assertThatExceptionOfType(IndexOutOfBoundsException.class).isThrownBy(() -> waiters.set(128, 0, 0, false));
        waiters.set(0, 8, 0, false);
        assertThatIllegalStateException()
                .isThrownBy(() -> waiters.wait(1, 0L))
                .withMessage("futex_waitv failed: EFAULT (14, Bad address); attempted: count=1");
    }

    private static long word(int index) {
        return index * 32L % PAGE;
    }
}
