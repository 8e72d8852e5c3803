package io.bindery.system;

import io.bindery.BinderContext;
import io.bindery.IBinder;
import io.bindery.internal.linux.Threads;
import io.bindery.looper.Idler;
import io.bindery.looper.WaitStrategy;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Scanner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that opens a context of any kind when it is told to ({@code open KIND}), with an object of that name in it, and
 * closes it again ({@code close}).
 */
public final class KindsPeer {
    static final int ECHO = 1;
    static final int COUNT = 2;
    static final int COUNTED = 3;
    static final int CALL_BACK = 4;
    static final int THREAD = 5;

    /** How a context waits, and who runs its handlers. */
    enum Kind {
        ADAPTIVE(builder -> builder.waitStrategy(WaitStrategy.ADAPTIVE)),
        PARK(builder -> builder.waitStrategy(WaitStrategy.PARK)),
        SPIN(builder -> builder.waitStrategy(WaitStrategy.SPIN)),
        IDLER(builder -> builder.waitStrategy(WaitStrategy.idling(Yielding::new))),
        DUTY_CYCLE(builder -> builder.looperThreads(0)),
        ONE_LOOPER(builder -> builder.looperThreads(1)),
        FACTORY(builder -> builder.threadFactory(OwnThread::new)),
        ONE_CPU(builder -> builder.cpus(lastCpu()));

        final UnaryOperator<BinderContext.Builder> options;

        Kind(UnaryOperator<BinderContext.Builder> options) {
            this.options = options;
        }
    }

    /** Lets others run. */
    static final class Yielding implements Idler {
        @Override
        public void idle() {
            Thread.yield();
        }

        @Override
        public void reset() {}
    }

    /** A thread of a factory of the user's. */
    static final class OwnThread extends Thread {
        OwnThread(Runnable task) {
            super(task);
            setDaemon(true);
        }
    }

    private KindsPeer() {}

    static int lastCpu() {
        try {
            return Arrays.stream(Threads.affinity()).max().orElseThrow();
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        System.out.println("ready");
        Running running = null;
        try (Scanner commands = new Scanner(System.in)) {
            while (commands.hasNextLine()) {
                String[] command = commands.nextLine().split(" ");
                if (running != null) {
                    running.close();
                    running = null;
                }
                if (command[0].equals("open")) {
                    running = new Running(home, Kind.valueOf(command[1]));
                }
                System.out.println("done");
            }
        }
    }

    /** A context and its duty cycle, if it needs one. */
    static final class Running implements AutoCloseable {
        final BinderContext context;
        private final AtomicBoolean ending = new AtomicBoolean();
        private final @Nullable Thread cycle;
        private final AtomicLong count = new AtomicLong();

        Running(Path home, Kind kind) throws Exception {
            context = kind.options
                    .apply(BinderContext.builder(World.CONTEXT).home(home))
                    .open();
            cycle = kind == Kind.DUTY_CYCLE
                    ? Thread.ofPlatform().name("duty-cycle").start(this::work)
                    : null;
            Hub.put(context, kind.name(), Transactions.object((code, data, reply) -> {
                switch (code) {
                    case ECHO -> reply.writeLong(data.readLong());
                    case COUNT -> {
                        if (!count.compareAndSet(data.readLong(), count.get() + 1)) {
                            count.set(Long.MIN_VALUE); // out of order
                        }
                    }
                    case COUNTED -> reply.writeLong(count.get());
                    case CALL_BACK -> {
                        IBinder back = data.readStrongBinderNonNull();
                        reply.writeLong(Transactions.callLong(back, ECHO, data.readLong()));
                    }
                    case THREAD -> {
                        reply.writeString(Thread.currentThread().getName());
                        reply.writeString(Thread.currentThread().getClass().getSimpleName());
                        reply.writeString(affinity());
                    }
                    default -> throw new IllegalStateException("code=" + code);
                }
            }));
        }

        private static String affinity() {
            try {
                return Arrays.toString(Threads.affinity());
            } catch (java.io.IOException e) {
                return e.toString();
            }
        }

        private void work() {
            while (!ending.get()) {
                if (context.doWork() == 0) {
                    LockSupport.parkNanos(50_000);
                }
            }
        }

        @Override
        public void close() {
            ending.set(true);
            Thread running = cycle;
            while (running != null && running.isAlive()) {
                LockSupport.parkNanos(50_000);
            }
            context.close();
        }
    }
}
