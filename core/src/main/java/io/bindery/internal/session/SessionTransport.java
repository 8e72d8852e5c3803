package io.bindery.internal.session;

import io.bindery.RemoteException;
import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.Processes;
import io.bindery.transport.ControlLoop;
import io.bindery.transport.Session;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;

/** A transport whose sessions are {@link LinkedSession}s, and what these need of it. */
public abstract class SessionTransport implements Transport {
    /** How long what peers have not taken yet is waited for when the context is closed. */
    private static final long LINGER_NS = 1_000_000_000;

    private static final String CLOSED = "the context is closed";

    private final TransportServices services;
    private final TransportProvider provider;
    private final Set<LinkedSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /** @param provider who makes it: its scheme and traits are the transport's */
    protected SessionTransport(TransportServices services, TransportProvider provider) {
        this.services = services;
        this.provider = provider;
    }

    String scheme() {
        return provider.scheme();
    }

    Set<Trait> traits() {
        return provider.traits();
    }

    /** What the context gives. */
    public final TransportServices services() {
        return services;
    }

    /** The thread that handles messages. */
    public final ControlLoop control() {
        return services.control();
    }

    /** Whether {@link #close} has been called. */
    protected final boolean isClosed() {
        return closed;
    }

    Hello hello(int carrier, String place) {
        int pid = Processes.pid();
        return new Hello(carrier, pid, pid, control().tid(), services.instance(), place);
    }

    /** Whether the processes of this user may open no more sessions with this one. */
    protected final boolean isFullFor(Credentials user) {
        long ofUid = sessions.stream()
                .filter(session -> session.peer().uid() == user.uid())
                .count();
        return ofUid >= services.limits().sessionsPerUid();
    }

    /** Starts the handshake. */
    protected final void start(LinkedSession session) throws IOException {
        sessions.add(session);
        try {
            session.start();
        } catch (IOException | RuntimeException e) {
            sessions.remove(session);
            throw e;
        }
        if (closed) {
            session.close(CLOSED);
        }
    }

    /** Waits until a session is open. {@code where} names its address in errors. */
    protected final Session awaitOpen(LinkedSession session, String where)
            throws RemoteException, SessionRefusedException {
        try {
            return session.opened().get();
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case SessionRefusedException refused -> throw refused;
                case RemoteException remote ->
                    throw new RemoteException(
                            "no session with the process behind " + where + ": " + remote.getMessage(), remote);
                default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            session.close("the caller was interrupted");
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while connecting to " + where, e);
        }
    }

    /** Refuses to be called by the control thread, which would wait for itself. */
    protected final void checkMayWait() {
        if (control().isCurrentThread()) {
            throw new IllegalStateException("the control thread must not wait for a handshake");
        }
    }

    void forget(LinkedSession session) {
        sessions.remove(session);
    }

    /** The sessions there are, handshakes included. */
    public final Set<LinkedSession> sessions() {
        return sessions;
    }

    /** Stops listening; once. */
    protected abstract void stopListening();

    @Override
    public void collect() {}

    @Override
    public void dispose() {}

    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            stopListening();
            long deadline = System.nanoTime() + LINGER_NS;
            sessions.forEach(session -> {
                session.port().awaitSent(deadline - System.nanoTime());
                session.close(CLOSED);
            });
        }
    }
}
