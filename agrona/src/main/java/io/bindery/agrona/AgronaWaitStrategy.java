package io.bindery.agrona;

import io.bindery.looper.Idler;
import io.bindery.looper.WaitStrategy;
import java.util.Objects;
import java.util.function.Supplier;
import org.agrona.concurrent.IdleStrategy;

/** Lets the threads of a context wait for calls and replies by one of Agrona's idle strategies. */
public final class AgronaWaitStrategy {
    private AgronaWaitStrategy() {}

    /**
     * Returns a wait strategy that calls {@link IdleStrategy#idle()} after each look that found nothing, and
     * {@link IdleStrategy#reset()} after one that did:
     *
     * <pre>{@code
     * BinderContext.builder("market")
     *         .waitStrategy(AgronaWaitStrategy.of(BackoffIdleStrategy::new))
     *         .open();
     * }</pre>
     *
     * <p>A thread that waits this way is not woken: what arrives is found when {@code idle()} returns. Only a looper that
     * has had nothing to poll for some time sleeps until it is woken, as with every wait strategy.
     *
     * <p><b>Threading:</b> {@code strategies} is asked once for each place where a thread waits, by any thread, and has to
     * return a new object each time: idle strategies keep state. One thread at a time uses each.
     */
    public static WaitStrategy of(Supplier<? extends IdleStrategy> strategies) {
        Objects.requireNonNull(strategies, "strategies");
        return WaitStrategy.idling(() -> new StrategyIdler(strategies.get()));
    }

    private static final class StrategyIdler implements Idler {
        private final IdleStrategy strategy;

        StrategyIdler(IdleStrategy strategy) {
            this.strategy = Objects.requireNonNull(strategy, "the supplier of idle strategies returned null");
        }

        @Override
        public void idle() {
            strategy.idle();
        }

        @Override
        public void reset() {
            strategy.reset();
        }
    }
}
