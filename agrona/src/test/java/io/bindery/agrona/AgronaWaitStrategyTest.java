package io.bindery.agrona;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.BinderContext;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.agrona.concurrent.YieldingIdleStrategy;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AgronaWaitStrategyTest {
    private static final int CALLS = 200;

    @TempDir
    Path home;

    static Stream<Named<Supplier<IdleStrategy>>> strategies() {
        return Stream.of(
                Named.of("busy", BusySpinIdleStrategy::new),
                Named.of("yielding", () -> YieldingIdleStrategy.INSTANCE),
                Named.of("backoff", BackoffIdleStrategy::new),
                Named.of("sleeping", SleepingIdleStrategy::new));
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void shouldWaitForCallsAndRepliesByTheStrategy(Supplier<IdleStrategy> strategy) throws Exception {
        Strategies ofServer = new Strategies(strategy);
        Strategies ofClient = new Strategies(strategy);
        try (BinderContext server = open(ofServer);
                BinderContext client = open(ofClient)) {
            ServiceManager.of(server).addService("counter", new SharedCounter());
            Counter counter = CounterStub.asInterface(ServiceManager.of(client).getService("counter"));
            for (int i = 1; i <= CALLS; i++) {
                assertThat(counter.add(2)).isEqualTo(2L * i);
            }
        }
        for (Strategies used : new Strategies[] {ofServer, ofClient}) {
            assertThat(used.made).doesNotHaveDuplicates();
            assertThat(used.idled).hasPositiveValue();
        }
        assertThat(ofClient.reset).as("each reply ends an idle time").hasValueGreaterThanOrEqualTo(CALLS);
    }

    private BinderContext open(Strategies strategies) throws Exception {
        return BinderContext.builder("idlers")
                .home(home)
                .waitStrategy(AgronaWaitStrategy.of(strategies))
                .open();
    }

    /** Counts what is done with the strategies that it makes. */
    private static final class Strategies implements Supplier<IdleStrategy> {
        final Queue<IdleStrategy> made = new ConcurrentLinkedQueue<>();
        final AtomicLong idled = new AtomicLong();
        final AtomicLong reset = new AtomicLong();
        private final Supplier<IdleStrategy> source;

        Strategies(Supplier<IdleStrategy> source) {
            this.source = source;
        }

        @Override
        public IdleStrategy get() {
            IdleStrategy counted = new Counted(source.get());
            made.add(counted);
            return counted;
        }

        private final class Counted implements IdleStrategy {
            private final IdleStrategy strategy;

            Counted(IdleStrategy strategy) {
                this.strategy = strategy;
            }

            @Override
            public void idle(int workCount) {
                throw new AssertionError("the loopers know by themselves whether there was work");
            }

            @Override
            public void idle() {
                idled.incrementAndGet();
                strategy.idle();
            }

            @Override
            public void reset() {
                reset.incrementAndGet();
                strategy.reset();
            }
        }
    }
}
