package io.bindery.internal.session;

import io.bindery.RemoteException;
import io.bindery.internal.linux.Credentials;
import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.StreamIo;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.linux.UnixSocket;
import io.bindery.transport.Address;
import io.bindery.transport.Endpoint;
import io.bindery.transport.PeerCredentials;
import io.bindery.transport.Session;
import io.bindery.transport.SessionAcceptor;
import io.bindery.transport.SessionRefusedException;
import io.bindery.transport.TransportProvider;
import io.bindery.transport.TransportServices;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * Sessions that begin with a connection to a Unix socket. An address names a socket file, or with {@code @} before it an
 * abstract name, which no file stands for.
 */
public abstract class SocketTransport extends SessionTransport {
    private static final Logger LOGGER = System.getLogger("io.bindery.transport");
    private static final int BACKLOG = 1024;
    private static final long RETRY_NS = 1_000_000;
    private static final String ABSTRACT = "@";

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();

    protected SocketTransport(TransportServices services, TransportProvider provider) {
        super(services, provider);
    }

    /** Returns a session over a connected socket, which it owns; not started yet. */
    protected abstract LinkedSession newSession(
            int socket, PeerCredentials peer, SessionAcceptor acceptor, boolean incoming) throws IOException;

    private static Path pathOf(Address address) {
        if (address.name().isEmpty() || address.name().equals(ABSTRACT)) {
            throw new IllegalArgumentException(
                    "an address of a socket names a file, or with @ before it an abstract name:" + " address=" + address
                            + "; for example " + address.scheme() + ":/run/prices.sock");
        }
        return Path.of(address.name());
    }

    private static boolean isAbstract(Path path) {
        return path.toString().startsWith(ABSTRACT);
    }

    private static PeerCredentials peer(Credentials kernel, int socket) throws SystemCallException {
        List<Integer> groups =
                Arrays.stream(UnixSocket.peerGroups(socket)).boxed().toList();
        return new PeerCredentials(
                kernel.pid(), kernel.uid(), kernel.gid(), groups, UnixSocket.peerSecurityContext(socket));
    }

    // ---- accepting

    private final class Listener implements Endpoint {
        private final Address address;
        private final Path path;
        private final SessionAcceptor acceptor;
        private final int socket;
        private long inode;
        private long watch;
        private boolean stopped;

        Listener(Address address, Path path, SessionAcceptor acceptor, int socket) {
            this.address = address;
            this.path = path;
            this.acceptor = acceptor;
            this.socket = socket;
        }

        private void open() throws IOException {
            bind(socket, path);
            UnixSocket.listen(socket, BACKLOG);
            UnixSocket.passCredentials(socket, true);
            inode = inode(path);
            watch = control().watch(socket, events -> acceptAll());
        }

        private void acceptAll() {
            try {
                int fd;
                while (!isClosed() && (fd = UnixSocket.accept(socket)) >= 0) {
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
                if (isFullFor(kernel)) {
                    String text = "too many sessions of one user: uid=" + kernel.uid() + " limit="
                            + services().limits().sessionsPerUid();
                    LOGGER.log(Level.WARNING, "refused a session: pid=" + kernel.pid() + " reason=" + text);
                    sendAlone(fd, LinkedSession.refusal(text, false));
                    FileDescriptors.close(fd);
                    return;
                }
                UnixSocket.passCredentials(fd, true);
                start(newSession(fd, peer(kernel, fd), acceptor, true));
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "a connection was lost at once: " + e.getMessage());
                FileDescriptors.close(fd);
            }
        }

        /** Best effort: this socket will never be a session. */
        private void sendAlone(int fd, byte[] message) {
            try (Arena arena = Arena.ofConfined()) {
                MemorySegment copy = arena.allocateFrom(ValueLayout.JAVA_BYTE, message);
                int ignored = StreamIo.send(fd, copy.address(), message.length);
            }
        }

        @Override
        public Address address() {
            return address;
        }

        @Override
        public synchronized void close() {
            if (stopped) {
                return;
            }
            stopped = true;
            listeners.remove(this);
            control().unwatch(watch);
            FileDescriptors.close(socket);
            try {
                // Only our own file: another process may have taken its place.
                if (inode != 0 && inode == inode(path)) {
                    Files.deleteIfExists(path);
                }
            } catch (IOException e) {
                LOGGER.log(Level.WARNING, "a socket file could not be removed: path=" + path + " " + e.getMessage());
            }
        }
    }

    @Override
    public Endpoint listen(Address address, SessionAcceptor acceptor) throws IOException {
        Path path = pathOf(address);
        int fd = UnixSocket.stream();
        try {
            Listener listener = new Listener(address, path, acceptor, fd);
            listener.open();
            listeners.add(listener);
            return listener;
        } catch (IOException | RuntimeException e) {
            FileDescriptors.close(fd);
            throw e;
        }
    }

    /** A file that a process left behind when it died is replaced; one where somebody listens is not. */
    private static void bind(int fd, Path path) throws IOException {
        try {
            UnixSocket.bind(fd, path);
        } catch (SystemCallException e) {
            if (e.errno() != Errno.EADDRINUSE || isAbstract(path) || isAlive(path)) {
                throw e;
            }
            Files.deleteIfExists(path);
            UnixSocket.bind(fd, path);
        }
    }

    private static boolean isAlive(Path path) throws IOException {
        int probe = UnixSocket.stream();
        try {
            UnixSocket.connect(probe, path);
            return true;
        } catch (SystemCallException e) {
            return e.errno() != Errno.ECONNREFUSED || isNoSocket(path);
        } finally {
            FileDescriptors.close(probe);
        }
    }

    /** A connection to a file that is no socket is refused too. */
    private static boolean isNoSocket(Path path) throws IOException {
        return !Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .isOther();
    }

    private static long inode(Path path) throws IOException {
        try {
            return isAbstract(path) ? 0 : (long) Files.getAttribute(path, "unix:ino", LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return -1;
        }
    }

    // ---- connecting

    @Override
    public Session connect(Address address, SessionAcceptor acceptor) throws RemoteException, SessionRefusedException {
        checkMayWait();
        return awaitOpen(begin(address, pathOf(address), acceptor), address.toString());
    }

    private LinkedSession begin(Address address, Path path, SessionAcceptor acceptor) throws RemoteException {
        int fd = -1;
        try {
            fd = UnixSocket.stream();
            UnixSocket.passCredentials(fd, true);
            connect(fd, path);
            Credentials kernel = UnixSocket.peerCredentials(fd);
            checkOwner(path, kernel);
            LinkedSession session = newSession(fd, peer(kernel, fd), acceptor, false);
            start(session);
            return session;
        } catch (IOException e) {
            FileDescriptors.close(fd);
            throw new RemoteException("cannot connect to " + address + ": " + e.getMessage(), e);
        } catch (RuntimeException e) {
            FileDescriptors.close(fd);
            throw e;
        }
    }

    private void connect(int fd, Path path) throws IOException {
        long deadline = System.nanoTime() + services().limits().handshakeMs() * 1_000_000L;
        while (true) {
            try {
                UnixSocket.connect(fd, path);
                return;
            } catch (SystemCallException e) {
                if (e.errno() != Errno.EAGAIN || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(RETRY_NS); // the backlog is full
            }
        }
    }

    /**
     * A socket file belongs to who made it: another uid that answers there is not who we look for. An abstract name
     * belongs to nobody, so who answers is known by the kernel's word only.
     */
    private static void checkOwner(Path path, Credentials kernel) throws IOException {
        if (isAbstract(path)) {
            return;
        }
        int owner = (int) Files.getAttribute(path, "unix:uid");
        if (owner != kernel.uid()) {
            throw new IOException("the process that listens there does not own the socket file: uid=" + kernel.uid()
                    + " pid=" + kernel.pid() + " fileOwner=" + owner);
        }
    }

    @Override
    protected void stopListening() {
        listeners.forEach(Listener::close);
    }
}
