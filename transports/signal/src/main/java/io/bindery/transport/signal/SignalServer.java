package io.bindery.transport.signal;

import io.bindery.IBinder;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.Offer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Receives signals of this process. Of each there is one receiver. */
final class SignalServer implements Endpoint {
    private static final Map<Integer, SignalServer> TAKEN = new ConcurrentHashMap<>();

    private final Address address;
    private final SignalSession session;
    private final List<Integer> signals;
    private final Map<Integer, JvmSignals.Previous> before = new HashMap<>();
    private @Nullable SignalThread thread;

    private SignalServer(Address address, SignalSession session, List<Integer> signals) {
        this.address = address;
        this.session = session;
        this.signals = signals;
    }

    /** The signals that an object's methods are. */
    static List<Integer> signalsOf(Offer offer) {
        List<Integer> signals = new ArrayList<>();
        for (int number = 1; number <= SignalNames.RTMAX; number++) {
            if (offer.nameOf(IBinder.FIRST_SIGNAL_TRANSACTION + number) != null) {
                signals.add(number);
            }
        }
        return signals;
    }

    /** @throws IOException if one of the signals cannot be had; then none is taken */
    static SignalServer start(
            Address address,
            SignalSession session,
            SignalReceiver receiver,
            List<Integer> signals,
            ThreadFactory threads)
            throws IOException {
        SignalServer server = new SignalServer(address, session, signals);
        boolean started = false;
        try {
            server.take(receiver, threads);
            started = true;
            return server;
        } finally {
            if (!started) {
                server.release();
            }
        }
    }

    private void take(SignalReceiver receiver, ThreadFactory threads) throws IOException {
        List<Integer> realTime = new ArrayList<>();
        for (int number : signals) {
            if (TAKEN.putIfAbsent(number, this) != null) {
                throw new IOException("the process receives the signal already: signal=" + SignalNames.name(number));
            }
            if (SignalNames.isRealTime(number)) {
                realTime.add(number);
            } else {
                before.put(number, handle(number, () -> receiver.offer(number)));
            }
        }
        if (!realTime.isEmpty()) {
            SignalThread started = new SignalThread(receiver, realTime);
            thread = started;
            started.start(threads);
        }
    }

    private static JvmSignals.Previous handle(int number, Runnable action) throws IOException {
        String name = SignalNames.name(number);
        try {
            return JvmSignals.handle(name, action);
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "the JVM, or the kernel, keeps the signal for itself: signal=" + name + ": " + e.getMessage()
                            + "; use another, USR1 for example",
                    e);
        }
    }

    private void release() {
        SignalThread started = thread;
        if (started != null) {
            started.close();
        }
        before.forEach((number, previous) -> JvmSignals.restore(SignalNames.name(number), previous));
        before.clear();
        signals.forEach(number -> TAKEN.remove(number, this));
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public synchronized void close() {
        if (session.isOpen()) {
            release();
            session.close(this, "this process receives no more signals");
        }
    }
}
