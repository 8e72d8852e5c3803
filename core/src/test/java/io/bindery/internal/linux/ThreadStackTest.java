package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.FutureTask;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ThreadStackTest {
    @ParameterizedTest
    @ValueSource(longs = {1 << 20, 8 << 20, 64 << 20})
    void shouldTellWhatIsLeftOfTheStack(long stackBytes) throws Exception {
        long[] left = new long[2];
        FutureTask<Object> task = new FutureTask<>(
                () -> {
                    left[0] = ThreadStack.left();
                    left[1] = leftBelow(100);
                },
                null);
        Thread thread = new Thread(null, task, "stack", stackBytes);
        thread.start();
        task.get();

        assertThat(left[0]).isBetween(stackBytes * 3 / 4, stackBytes + (64 << 10));
        assertThat(left[1]).isLessThan(left[0] - 100 * 16);
    }

    private static long leftBelow(int frames) {
        return frames == 0 ? ThreadStack.left() : leftBelow(frames - 1);
    }
}
