package io.bindery.testkit.transport;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.BinderProxy;
import io.bindery.Call;
import io.bindery.IBinder;
import io.bindery.Parcel;
import io.bindery.RemoteException;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** The object at the other end of a transport under test, and how it is called. */
final class ConformanceRoot extends Binder {
    private static final int ECHO = FIRST_CALL_TRANSACTION;
    private static final int NUMBER = FIRST_CALL_TRANSACTION + 1;
    private static final int NUMBERS = FIRST_CALL_TRANSACTION + 2;
    private static final int HOLD = FIRST_CALL_TRANSACTION + 3;
    private static final int LET_GO = FIRST_CALL_TRANSACTION + 4;
    private static final int DESCEND = FIRST_CALL_TRANSACTION + 5;
    private static final int NEVER = FIRST_CALL_TRANSACTION + 6;
    private static final int CLOSE = FIRST_CALL_TRANSACTION + 7;
    private static final int WATCH = FIRST_CALL_TRANSACTION + 8;
    private static final int CALLER = FIRST_CALL_TRANSACTION + 9;
    private static final int CPU_TIME = FIRST_CALL_TRANSACTION + 10;
    private static final int DEATHS = FIRST_CALL_TRANSACTION + 11;
    private static final int BYTES = FIRST_CALL_TRANSACTION + 12;
    private static final int LAST_BYTES = FIRST_CALL_TRANSACTION + 13;

    /** RTMIN+8 and RTMIN+9, where calls are signals. */
    private static final int TICK = FIRST_SIGNAL_TRANSACTION + 42;

    private static final int MARK = TICK + 1;

    private final Runnable close;
    private final AtomicInteger deaths = new AtomicInteger();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong gaps = new AtomicLong();
    private final AtomicLong marks = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile byte[] lastBytes = {};
    private volatile CountDownLatch held = new CountDownLatch(0);

    /** @param close closes the context in which the object lives */
    ConformanceRoot(Runnable close) {
        this.close = close;
    }

    /** How many clients were seen to die, in order of {@link #watch}. */
    int deaths() {
        return deaths.get();
    }

    @Override
    protected boolean onTransact(int code, Parcel data, @Nullable Parcel reply, int flags) throws RemoteException {
        switch (code) {
            case ECHO -> Objects.requireNonNull(reply).writeByteArray(data.readByteArray());
            case NUMBER -> number(data.readLong());
            case NUMBERS -> {
                Objects.requireNonNull(reply).writeLong(next.get());
                reply.writeLong(gaps.get());
                reply.writeInt(waiting.get());
                if (data.readBoolean()) {
                    next.set(0);
                    gaps.set(0);
                    marks.set(0);
                }
            }
            case HOLD -> held = new CountDownLatch(1);
            case LET_GO -> held.countDown();
            case DESCEND ->
                Objects.requireNonNull(reply).writeInt(descend(data.readStrongBinderNonNull(), data.readInt()));
            case NEVER -> {
                waiting.incrementAndGet();
                await(new CountDownLatch(1));
            }
            case CLOSE -> close.run();
            case WATCH -> data.readStrongBinderNonNull().linkToDeath(deaths::incrementAndGet, 0);
            case CALLER -> {
                Objects.requireNonNull(reply).writeInt(Binder.getCallingPid());
                reply.writeInt(Binder.getCallingUid());
            }
            case CPU_TIME -> Objects.requireNonNull(reply).writeLong(cpuTimeNs());
            case DEATHS -> Objects.requireNonNull(reply).writeInt(deaths.get());
            case BYTES -> lastBytes = Objects.requireNonNull(data.readByteArray());
            case LAST_BYTES -> Objects.requireNonNull(reply).writeByteArray(lastBytes);
            case TICK, MARK -> count(code == MARK);
            default -> {
                return super.onTransact(code, data, reply, flags);
            }
        }
        return true;
    }

    /** Where calls are signals, these two methods are. */
    @Override
    public @Nullable String getTransactionName(int code) {
        return switch (code) {
            case TICK -> "tick";
            case MARK -> "mark";
            default -> super.getTransactionName(code);
        };
    }

    private void count(boolean isMark) throws RemoteException {
        waitWhileHeld();
        long before = next.getAndIncrement();
        if (isMark && before < marks.incrementAndGet() * Messages.MARK_EVERY - 1) {
            gaps.incrementAndGet();
        }
    }

    private void waitWhileHeld() throws RemoteException {
        if (held.getCount() != 0) {
            waiting.incrementAndGet();
            await(held);
            waiting.decrementAndGet();
        }
    }

    private void number(long number) throws RemoteException {
        waitWhileHeld();
        if (next.getAndIncrement() != number) {
            gaps.incrementAndGet();
        }
    }

    private static void await(CountDownLatch latch) throws RemoteException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted", e);
        }
    }

    private int descend(IBinder other, int depth) throws RemoteException {
        return depth == 0 ? 0 : 1 + descend(other, this, depth - 1);
    }

    static long cpuTimeNs() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    // ---- calls

    static byte[] echo(IBinder target, byte[] bytes) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(ECHO, 0, Call.UNBOUNDED)) {
            call.data().writeByteArray(bytes);
            return Objects.requireNonNull(call.invoke().readByteArray());
        }
    }

    static void sendNumber(IBinder target, long number) throws RemoteException {
        try (Call call = ((BinderProxy) target).newOnewayCall(NUMBER, 0, Long.BYTES)) {
            call.data().writeLong(number);
            call.send();
        }
    }

    /** Returns false if there is no room. */
    static boolean trySendNumber(IBinder target, long number) throws RemoteException {
        try (Call call = ((BinderProxy) target).tryNewOnewayCall(NUMBER, 0, Long.BYTES)) {
            if (call == null) {
                return false;
            }
            call.data().writeLong(number);
            call.send();
            return true;
        }
    }

    /** Sends a call without arguments. */
    static void sendCounted(IBinder target, boolean isMark) throws RemoteException {
        try (Call call = ((BinderProxy) target).newOnewayCall(isMark ? MARK : TICK, 0, 0)) {
            call.send();
        }
    }

    /** Sends bytes that {@link #lastBytes} returns when they have come. */
    static void sendBytes(IBinder target, byte[] bytes) throws RemoteException {
        try (Call call = ((BinderProxy) target).newOnewayCall(BYTES, 0, Call.UNBOUNDED)) {
            call.data().writeByteArray(bytes);
            call.send();
        }
    }

    static byte[] lastBytes(IBinder target) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(LAST_BYTES, 0, 0)) {
            return Objects.requireNonNull(call.invoke().readByteArray());
        }
    }

    /** What has come of {@link Messages}: how many, how many of them out of order, and how many calls wait. */
    record Numbers(long count, long gaps, int waiting) {}

    static Numbers numbers(IBinder target, boolean reset) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(NUMBERS, 0, Integer.BYTES)) {
            call.data().writeBoolean(reset);
            Parcel result = call.invoke();
            return new Numbers(result.readLong(), result.readLong(), result.readInt());
        }
    }

    /** From now on numbers wait in their handler. */
    static void hold(IBinder target) throws RemoteException {
        run(target, HOLD);
    }

    static void letGo(IBinder target) throws RemoteException {
        run(target, LET_GO);
    }

    /** Calls an object, which calls back, and so on; returns how deep that went. */
    static int descend(IBinder target, IBinder back, int depth) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(DESCEND, 0, Call.UNBOUNDED)) {
            call.data().writeStrongBinder(back);
            call.data().writeInt(depth);
            return call.invoke().readInt();
        }
    }

    /** Does not return before the session ends. */
    static void callForEver(IBinder target) throws RemoteException {
        run(target, NEVER);
    }

    /** Has the other side close its context. */
    static void close(IBinder target) throws RemoteException {
        try (Call call = ((BinderProxy) target).newOnewayCall(CLOSE, 0, 0)) {
            call.send();
        }
    }

    /** Has the other side count when {@code object}'s process is dead. */
    static void watch(IBinder target, IBinder object) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(WATCH, 0, Call.UNBOUNDED)) {
            call.data().writeStrongBinder(object);
            call.invoke();
        }
    }

    /** Who calls, as the other side sees it: pid and uid. */
    static int[] caller(IBinder target) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(CALLER, 0, 0)) {
            Parcel result = call.invoke();
            return new int[] {result.readInt(), result.readInt()};
        }
    }

    static long cpuTimeNs(IBinder target) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(CPU_TIME, 0, 0)) {
            return call.invoke().readLong();
        }
    }

    static int deaths(IBinder target) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(DEATHS, 0, 0)) {
            return call.invoke().readInt();
        }
    }

    private static void run(IBinder target, int code) throws RemoteException {
        try (Call call = ((BinderProxy) target).newCall(code, 0, 0)) {
            call.invoke();
        }
    }

    /** A context that reaches others by address only. */
    static BinderContext.Builder context(String name) {
        return BinderContext.builder(name).transports();
    }
}
