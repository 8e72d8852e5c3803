package io.bindery.internal.driver;

import io.bindery.IBinder;
import io.bindery.OnewayListener;
import io.bindery.transport.ProtocolViolationException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;

/**
 * What a peer says of the oneway calls of this process: counted, logged once in ten seconds at most, and told to the context's
 * listener, on a looper.
 *
 * <p><b>Threading:</b> the control thread, but for what the looper takes.
 */
final class OnewayNews {
    private static final Logger LOGGER = System.getLogger("io.bindery.oneway");
    private static final long LOG_EVERY_NS = TimeUnit.SECONDS.toNanos(10);

    private final Peer peer;
    private final OnewayCounters counters;
    private final OnewayReports untold = new OnewayReports();

    /** Whether a looper is about to tell; guarded as {@link #untold}, by that. */
    private boolean telling;

    private long nextLogNs = System.nanoTime();
    private long unlogged;

    OnewayNews(Peer peer) {
        this.peer = peer;
        counters = peer.context.onewayCounters();
    }

    /** Entries are pairs: handle and code, reason and count. */
    void onRefused(long[] entries) {
        if (entries.length % 2 != 0) {
            throw malformed(entries);
        }
        for (int i = 0; i < entries.length; i += 2) {
            int calls = high(entries[i + 1]);
            if (calls < 1) {
                throw malformed(entries);
            }
            onRefused(low(entries[i]), high(entries[i]), low(entries[i + 1]), calls);
        }
    }

    private void onRefused(int handle, int code, int reason, int calls) {
        counters.refusedByPeers.addAndGet(calls);
        log(
                calls,
                "refused oneway calls of this process: pid=" + peer.pid + " handle=" + handle + " code=" + code
                        + " calls=" + calls + ": " + ReplyStatus.describe(reason));
        synchronized (untold) {
            untold.addRefused(handle, code, reason, calls);
            tellSoon();
        }
    }

    /** Entries: handle and calls, bytes. */
    void onSuspected(long[] entries) {
        if (entries.length != 2) {
            throw malformed(entries);
        }
        int handle = low(entries[0]);
        int calls = high(entries[0]);
        long bytes = entries[1];
        if (calls < 1 || bytes < 1 || bytes > Integer.MAX_VALUE) {
            throw malformed(entries);
        }
        counters.suspectedByPeers.incrementAndGet();
        log(
                1,
                "this process sends oneway calls faster than they are handled: pid=" + peer.pid + " handle=" + handle
                        + " waitingCalls=" + calls + " waitingBytes=" + bytes
                        + "; soon they will have to wait, or be refused");
        synchronized (untold) {
            untold.setSuspected(handle, calls, (int) bytes);
            tellSoon();
        }
    }

    private ProtocolViolationException malformed(long[] entries) {
        return peer.violation("malformed report on oneway calls: entries=" + entries.length);
    }

    private void log(int calls, String message) {
        long now = System.nanoTime();
        if (now - nextLogNs < 0) {
            unlogged += calls;
            return;
        }
        nextLogNs = now + LOG_EVERY_NS;
        LOGGER.log(Level.WARNING, unlogged == 0 ? message : message + "; not logged meanwhile: calls=" + unlogged);
        unlogged = 0;
    }

    /** One task at a time: a listener that takes long has no task for each of a peer's reports. */
    private void tellSoon() {
        if (!telling) {
            telling = true;
            peer.context.loopers().execute(this::tell);
        }
    }

    private void tell() {
        long[] refused;
        long[] suspected;
        synchronized (untold) {
            refused = untold.takeRefused();
            suspected = untold.takeSuspected();
            if (refused.length == 0 && suspected.length == 0) {
                telling = false;
                return;
            }
        }
        try {
            OnewayListener listener = peer.context.onewayListener();
            if (listener != null) {
                tell(listener, refused, suspected);
            }
        } finally {
            peer.context.loopers().execute(this::tell);
        }
    }

    private void tell(OnewayListener listener, long[] refused, long[] suspected) {
        for (int i = 0; i < refused.length; i += 2) {
            IBinder target = peer.proxies.find(low(refused[i]));
            String reason = ReplyStatus.describe(low(refused[i + 1]));
            listener.onRefused(peer.pid, target, high(refused[i]), high(refused[i + 1]), reason);
        }
        if (suspected.length != 0) {
            IBinder target = peer.proxies.find(low(suspected[0]));
            listener.onSpamSuspected(peer.pid, target, high(suspected[0]), (int) suspected[1]);
        }
    }

    private static int low(long pair) {
        return (int) pair;
    }

    private static int high(long pair) {
        return (int) (pair >>> Integer.SIZE);
    }
}
