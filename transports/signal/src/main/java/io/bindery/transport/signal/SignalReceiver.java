package io.bindery.transport.signal;

import io.bindery.IBinder;
import io.bindery.internal.linux.Futex;
import io.bindery.internal.memory.Memory;
import io.bindery.internal.memory.RecordBuffer;
import io.bindery.internal.mux.RecordFrame;
import io.bindery.transport.OnewayReceiver;
import io.bindery.transport.Parked;
import io.bindery.transport.Session;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;

/**
 * Signals that have come and are not handled yet, as requests without arguments.
 *
 * <p><b>Threading:</b> {@link #offer} and {@link #put} by the threads that receive signals; the rest as any lane.
 */
final class SignalReceiver extends OnewayReceiver {
    private static final int ONEWAY = 3;
    private static final int TOKEN_OFFSET = 16;
    private static final int CAPACITY = 256;

    private final SignalSession session;
    private final int token;
    private final MemorySegment word = Arena.ofAuto().allocate(Integer.BYTES, Integer.BYTES);
    private final RecordBuffer record = new RecordBuffer();
    private final int[] waiting = new int[CAPACITY];
    private long waitingStandard;
    private volatile long head;
    private volatile long tail;
    private volatile int parked = Parked.DOORBELL;

    /** @param token of the interface whose methods the signals are */
    SignalReceiver(SignalSession session, int token) {
        this.session = session;
        this.token = token;
    }

    // ---- who receives

    /** A standard signal has come; if one of its kind waits, the two are one. */
    void offer(int signal) {
        synchronized (this) {
            long bit = 1L << signal;
            if ((waitingStandard & bit) != 0) {
                return;
            }
            waitingStandard |= bit;
            add(signal);
        }
        wake();
    }

    /** A real-time signal has come. Waits while as many wait as can; those behind stay in the kernel meanwhile. */
    void put(int signal) throws InterruptedException {
        synchronized (this) {
            // The standard ones, of which there are fewer, always find room.
            while (tail - head >= CAPACITY - SignalNames.RTMIN) {
                wait();
            }
            add(signal);
        }
        wake();
    }

    private void add(int signal) {
        long at = tail;
        waiting[(int) (at % CAPACITY)] = signal;
        tail = at + 1;
    }

    private void wake() {
        VarHandle.fullFence();
        switch (parked) {
            case Parked.FUTEX -> {
                Memory.putIntRelease(word.address(), Memory.getIntAcquire(word.address()) + 1);
                int ignored = Futex.wake(word.address(), 1);
            }
            case Parked.DOORBELL -> session.attend();
            default -> {
                // It looks by itself.
            }
        }
    }

    // ---- who handles

    @Override
    public Session session() {
        return session;
    }

    @Override
    public boolean hasRecord() {
        return head != tail;
    }

    @Override
    public synchronized long poll() {
        long at = head;
        if (at == tail) {
            return EMPTY;
        }
        int signal = waiting[(int) (at % CAPACITY)];
        waitingStandard &= ~(1L << signal); // one that comes from now on is another
        head = at + 1;
        notifyAll();
        long to = record.ensure(SignalSender.REQUEST_BYTES, 0);
        Memory.clear(to, SignalSender.REQUEST_BYTES);
        Memory.putInt(to + SignalSender.CODE_OFFSET, IBinder.FIRST_SIGNAL_TRANSACTION + signal);
        Memory.putInt(to + TOKEN_OFFSET, token);
        return RecordFrame.polled(ONEWAY, SignalSender.REQUEST_BYTES);
    }

    @Override
    public long receivedAddress() {
        return record.address();
    }

    @Override
    public long recordPosition() {
        return head - 1;
    }

    @Override
    public long position() {
        return head;
    }

    @Override
    public void done(long position) {}

    @Override
    public void doneNow(long position) {}

    @Override
    public void setParked(int mode) {
        parked = mode;
        VarHandle.fullFence();
    }

    @Override
    public long futexAddress() {
        return word.address();
    }

    @Override
    public int futexValue() {
        return Memory.getIntAcquire(word.address());
    }
}
