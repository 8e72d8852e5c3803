package io.bindery.conformance;

import io.bindery.Binder;
import io.bindery.BinderContext;
import io.bindery.CallLimit;
import io.bindery.CallTimeoutException;
import io.bindery.IBinder;
import io.bindery.OnewayCounts;
import io.bindery.ParcelFileDescriptor;
import io.bindery.RemoteException;
import io.bindery.system.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The subject, in the other JVM or in that of the suite. */
final class SubjectService extends SubjectStub {
    private final Supplier<Binder> maker;
    private final BinderContext context;
    private final Semaphore released = new Semaphore(0);
    private final AtomicInteger blocked = new AtomicInteger();
    private final AtomicInteger mostBlocked = new AtomicInteger();
    private final Set<Thread> handlers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger givenUp = new AtomicInteger();
    private final List<Integer> recorded = new ArrayList<>();

    /**
     * @param maker makes objects that are watched
     * @param context of the process
     */
    SubjectService(Supplier<Binder> maker, BinderContext context) {
        this.maker = maker;
        this.context = context;
    }

    @Override
    public void nothing() {}

    @Override
    public byte[] echo(byte[] bytes) {
        return bytes;
    }

    private void awaitRelease() {
        int now = blocked.incrementAndGet();
        mostBlocked.accumulateAndGet(now, Math::max);
        handlers.add(Thread.currentThread());
        released.acquireUninterruptibly();
        blocked.decrementAndGet();
    }

    /** How many have waited to be released at once, at most. */
    int mostBlocked() {
        return mostBlocked.get();
    }

    /** The threads that have waited to be released. */
    Set<Thread> handlers() {
        return handlers;
    }

    @Override
    public byte[] block(int bytes) {
        awaitRelease();
        return new byte[bytes];
    }

    @Override
    public byte[] blockTimed(int bytes) {
        return block(bytes);
    }

    @Override
    public byte[] blockSensitive(byte[] secret) {
        awaitRelease();
        return secret;
    }

    @Override
    public IBinder blockAndMake() {
        awaitRelease();
        return maker.get();
    }

    @Override
    public ParcelFileDescriptor blockAndOpen() throws RemoteException {
        awaitRelease();
        try {
            ParcelFileDescriptor[] pipe = ParcelFileDescriptor.createPipe();
            pipe[1].close();
            return pipe[0];
        } catch (IOException e) {
            throw new RemoteException("no pipe", e);
        }
    }

    @Override
    public void blockAndTell(Listener listener) throws RemoteException {
        listener.onOneway(0);
        awaitRelease();
        listener.onCall(1);
    }

    @Override
    public void blockOneway(Listener begun) throws RemoteException {
        begun.onOneway(0);
        awaitRelease();
    }

    @Override
    public void release(int handlers) {
        released.release(handlers);
    }

    @Override
    public int blocked() {
        return blocked.get();
    }

    @Override
    public void callBack(Listener listener, int times, boolean oneway) throws RemoteException {
        for (int i = 0; i < times; i++) {
            if (oneway) {
                listener.onOneway(i);
            } else {
                listener.onCall(i);
            }
        }
    }

    @Override
    public int nest(Subject other, int levels) throws RemoteException {
        return levels == 0 ? 0 : 1 + other.nest(this, levels - 1);
    }

    @Override
    public void passOn(List<Subject> next, Listener listener) throws RemoteException {
        if (next.isEmpty()) {
            listener.onCall(0);
        } else {
            next.getFirst().passOn(next.subList(1, next.size()), listener);
        }
    }

    @Override
    public boolean giveUpOn(Subject other, @Nullable Listener listener, int timeoutMs) throws RemoteException {
        try (CallLimit _ = CallLimit.within(Duration.ofMillis(timeoutMs))) {
            if (listener == null) {
                byte[] none = other.block(0);
                return none.length != 0;
            }
            other.blockAndTell(listener);
            return false;
        } catch (CallTimeoutException e) {
            givenUp.incrementAndGet();
            return true;
        }
    }

    @Override
    public int givenUp() {
        return givenUp.get();
    }

    @Override
    public void blockAtOnce(Subject other, int threads) throws RemoteException {
        List<CompletableFuture<Void>> callers = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            callers.add(Workers.start(() -> other.block(0)));
        }
        try {
            Workers.join(callers);
        } catch (Exception e) {
            throw new RemoteException("a call failed", e);
        }
    }

    @Override
    public synchronized void record(int value) {
        recorded.add(value);
    }

    @Override
    public void fail(@Nullable String message) {
        throw new IllegalStateException(message);
    }

    @Override
    public void ignore(byte[] bytes) {}

    @Override
    public void take(IBinder binder) {}

    @Override
    public long[] onewayCounts() {
        OnewayCounts counts = context.onewayCounts();
        return new long[] {counts.failed(), counts.refused(), counts.suspected()};
    }

    @Override
    public synchronized int[] recorded() {
        int[] values = recorded.stream().mapToInt(Integer::intValue).toArray();
        recorded.clear();
        return values;
    }
}
