package io.bindery.internal.shm;

import io.bindery.Limits;
import io.bindery.RemoteException;
import io.bindery.internal.control.ControlThread;
import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.transport.InstanceId;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.Trait;
import io.bindery.transport.Transport;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Sessions over shared memory. One per context; see the package for the parts. */
public final class ShmTransport implements Transport {
    private static final Logger LOGGER = System.getLogger("io.bindery.shm");
    private static final int BACKLOG = 1024;
    private static final long RETRY_NS = 1_000_000;
    private static final int RECORD_OVERHEAD = 24;

    private final ControlThread control;
    private final InstanceId instance;
    private final Limits bounds;
    private final SessionAcceptor acceptor;
    private final ControlSocket.Scratch scratch = new ControlSocket.Scratch();
    private final LaneMemory laneMemory = new LaneMemory();
    private final Set<ShmSession> sessions = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Path endpoint;
    private int listener = -1;
    private long listenerWatch;
    private volatile boolean closed;

    public ShmTransport(ControlThread control, InstanceId instance, Limits bounds, SessionAcceptor acceptor) {
        this.control = control;
        this.instance = instance;
        this.bounds = bounds;
        this.acceptor = acceptor;
    }

    @Override
    public String scheme() {
        return "shm";
    }

    @Override
    public Set<Trait> traits() {
        return EnumSet.allOf(Trait.class);
    }

    ControlThread control() {
        return control;
    }

    LaneMemory laneMemory() {
        return laneMemory;
    }

    ControlSocket.Scratch scratch() {
        return scratch;
    }

    SessionAcceptor acceptor() {
        return acceptor;
    }

    int handshakeMs() {
        return bounds.handshakeMs();
    }

    int maxLanes() {
        return bounds.lanesPerSession();
    }

    /** Longest record: a parcel of the agreed size, and what the driver puts around it. */
    int maxRecordBytes() {
        return bounds.parcelBytes() + RECORD_OVERHEAD;
    }

    Hello hello() {
        int pid = Processes.pid();
        Path own = Objects.requireNonNull(endpoint, "not listening");
        return new Hello(pid, pid, control.tid(), instance, String.valueOf(own.getFileName()));
    }

    @Override
    public void listen(Path endpoint) throws IOException {
        int fd = UnixSocket.stream();
        try {
            Files.deleteIfExists(endpoint);
            UnixSocket.bind(fd, endpoint);
            UnixSocket.listen(fd, BACKLOG);
            UnixSocket.passCredentials(fd, true);
            this.endpoint = endpoint;
            listener = fd;
            listenerWatch = control.watch(fd, events -> acceptAll());
        } catch (IOException | RuntimeException e) {
            listener = -1;
            FileDescriptors.close(fd);
            throw e;
        }
    }

    // ---- accepting

    private void acceptAll() {
        try {
            int fd;
            while (!closed && (fd = UnixSocket.accept(listener)) >= 0) {
                accept(fd);
            }
        } catch (IOException e) {
            // Out of descriptors, most likely: the connection waits in the backlog, and so does the event.
            LOGGER.log(Level.WARNING, "a connection could not be accepted: " + e.getMessage());
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    private void accept(int fd) {
        try {
            Credentials kernel = UnixSocket.peerCredentials(fd);
            long ofUid = sessions.stream()
                    .filter(session -> session.peer().uid() == kernel.uid())
                    .count();
            if (ofUid >= bounds.sessionsPerUid()) {
                String text =
                        "too many sessions of one user: uid=" + kernel.uid() + " limit=" + bounds.sessionsPerUid();
                LOGGER.log(Level.WARNING, "refused a session: pid=" + kernel.pid() + " reason=" + text);
                ControlSocket.sendAlone(fd, scratch, ShmSession.refusal(text, false));
                FileDescriptors.close(fd);
                return;
            }
            UnixSocket.passCredentials(fd, true);
            start(new ShmSession(this, fd, kernel, groupsOf(fd), true));
        } catch (IOException e) {
            LOGGER.log(Level.WARNING, "a connection was lost at once: " + e.getMessage());
            FileDescriptors.close(fd);
        }
    }

    private void start(ShmSession session) throws IOException {
        sessions.add(session);
        try {
            session.start();
        } catch (IOException | RuntimeException e) {
            sessions.remove(session);
            throw e;
        }
        if (closed) {
            session.close("the context is closed");
        }
    }

    // ---- connecting

    @Override
    public Session connect(Path endpoint) throws RemoteException, SessionRefusedException {
        if (control.isCurrentThread()) {
            throw new IllegalStateException("the control thread must not wait for a handshake");
        }
        ShmSession session = begin(endpoint);
        try {
            return session.opened().get();
        } catch (ExecutionException e) {
            switch (Objects.requireNonNull(e.getCause())) {
                case SessionRefusedException refused -> throw refused;
                case RemoteException remote ->
                    throw new RemoteException(
                            "no session with the process behind " + endpoint + ": " + remote.getMessage(), remote);
                default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            session.close("the caller was interrupted");
            Thread.currentThread().interrupt();
            throw new RemoteException("interrupted while connecting to " + endpoint, e);
        }
    }

    private static List<Integer> groupsOf(int fd) throws SystemCallException {
        return Arrays.stream(UnixSocket.peerGroups(fd)).boxed().toList();
    }

    private ShmSession begin(Path endpoint) throws RemoteException {
        int fd = -1;
        try {
            fd = UnixSocket.stream();
            UnixSocket.passCredentials(fd, true);
            connect(fd, endpoint);
            Credentials kernel = UnixSocket.peerCredentials(fd);
            checkOwner(endpoint, kernel);
            ShmSession session = new ShmSession(this, fd, kernel, groupsOf(fd), false);
            start(session);
            return session;
        } catch (IOException e) {
            if (fd >= 0) {
                FileDescriptors.close(fd);
            }
            throw new RemoteException("cannot connect to " + endpoint + ": " + e.getMessage(), e);
        }
    }

    private void connect(int fd, Path endpoint) throws IOException {
        long deadline = System.nanoTime() + bounds.handshakeMs() * 1_000_000L;
        while (true) {
            try {
                UnixSocket.connect(fd, endpoint);
                return;
            } catch (SystemCallException e) {
                if (e.errno() != Errno.EAGAIN || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NS); // the backlog is full
            }
        }
    }

    /** A socket file belongs to who made it: another uid that answers there is not who we look for. */
    private static void checkOwner(Path endpoint, Credentials kernel) throws IOException {
        int owner = (int) Files.getAttribute(endpoint, "unix:uid");
        if (owner != kernel.uid()) {
            throw new IOException("the process that listens there does not own the socket file: uid=" + kernel.uid()
                    + " pid=" + kernel.pid() + " fileOwner=" + owner);
        }
    }

    // ---- the end

    void forget(ShmSession session) {
        sessions.remove(session);
    }

    /** How many sessions there are, handshakes included. */
    public int sessionCount() {
        return sessions.size();
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (listener >= 0) {
            control.unwatch(listenerWatch);
            FileDescriptors.close(listener);
        }
        sessions.forEach(session -> session.close("the context is closed"));
    }

    @Override
    public void collect() {
        laneMemory.freeUnreachable();
    }

    @Override
    public void dispose() {
        laneMemory.freeAll();
        scratch.close();
    }
}
