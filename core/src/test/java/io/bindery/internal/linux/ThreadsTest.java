package io.bindery.internal.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void shouldRunOnTheOneProcessorThatWasChosen() throws Exception {
        int[] allowed = Threads.affinity();
        assertThat(allowed).isNotEmpty().isSorted();

        for (int cpu : allowed) {
            inNewThread(() -> {
                Threads.setAffinity(cpu);
                assertThat(Threads.affinity()).containsExactly(cpu);
                assertThat(Threads.currentCpu()).isEqualTo(cpu);
                return null;
            });
        }
        assertThat(Threads.affinity()).as("of this thread, unchanged").isEqualTo(allowed);
    }

    @Test
    void shouldTakeSeveralProcessorsInAnyOrder() throws Exception {
        int[] allowed = Threads.affinity();
        int[] reversed = new int[allowed.length];
        for (int i = 0; i < allowed.length; i++) {
            reversed[i] = allowed[allowed.length - 1 - i];
        }

        inNewThread(() -> {
            Threads.setAffinity(reversed);
            assertThat(Threads.affinity()).isEqualTo(allowed);
            return null;
        });
    }

    @Test
    void shouldGoToAnotherProcessorIfThereIsOne() throws Exception {
        int[] allowed = Threads.affinity();

        inNewThread(() -> {
            assertThat(Threads.leaveCpu()).isEqualTo(allowed.length > 1);
            assertThat(Threads.affinity()).isEqualTo(allowed);

            Threads.setAffinity(allowed[0]);
            assertThat(Threads.leaveCpu()).isFalse();
            assertThat(Threads.affinity()).containsExactly(allowed[0]);
            return null;
        });
    }

    @Test
    void shouldSayWhichProcessorsCannotBeUsed() {
        assertThatThrownBy(() -> Threads.setAffinity(8191))
                .isInstanceOf(SystemCallException.class)
                .hasMessageStartingWith(
                        "sched_setaffinity failed: EINVAL (22, Invalid argument); attempted: cpus=[8191]")
                .hasMessageContaining("choose processors that this process may use");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Threads.setAffinity(-1))
                .withMessage("cpu is out of range: cpu=-1 range=0..8191");
        assertThatIllegalArgumentException().isThrownBy(() -> Threads.setAffinity(8192));
    }

    @Test
    void shouldChangeThePriorityOfTheCallingThreadAlone() throws Exception {
        int before = Threads.nice();
        assertThat(before).isBetween(-20, 19);

        inNewThread(() -> {
            Threads.setNice(19);
            assertThat(Threads.nice()).isEqualTo(19);
            return null;
        });

        assertThat(Threads.nice()).isEqualTo(before);
    }

    @Test
    void shouldRefuseToBindAVirtualThread() throws Exception {
        FutureTask<Object> task = new FutureTask<>(() -> {
            assertThatThrownBy(() -> Threads.setAffinity(0))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("a virtual thread has no processors of its own");
            return null;
        });
        Thread.ofVirtual().start(task);
        task.get();
    }

    private static void inNewThread(Callable<Object> body) throws Exception {
        FutureTask<Object> task = new FutureTask<>(body);
        Thread.ofPlatform().start(task);
        task.get();
    }
}
