package io.bindery.internal.driver;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.bindery.ContextOptions;
import io.bindery.internal.linux.Directories;
import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.FileLock;
import io.bindery.internal.linux.Processes;
import io.bindery.internal.linux.UnixSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directory of a context, and this process's place in it: an endpoint's name, held by a lock file for as long as the
 * process lives. The kernel drops the lock of a process that dies, so its name, socket and all, is taken again.
 */
final class ContextDirectory {
    /** The endpoint of the process that hosts the service manager. */
    static final String MANAGER = "0";

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,31}");
    private static final String LOCK_SUFFIX = ".lock";
    private static final Pattern ENDPOINT = Pattern.compile("0|[1-9][0-9]{0,4}");
    private static final int MOST_PROCESSES = 1 << 16;
    private static final int LONGEST_ENDPOINT = 5;

    /** Writable by all, and sticky: the processes of other users may come in, but touch no file that is not theirs. */
    private static final int SHARED_MODE = 01002;

    private static final Set<PosixFilePermission> FOR_ALL = PosixFilePermissions.fromString("rw-rw-rw-");

    private final Path path;
    private final boolean shared;

    private ContextDirectory(Path path, boolean shared) {
        this.path = path;
        this.shared = shared;
    }

    /**
     * Finds or makes the directory.
     *
     * @throws IOException if it cannot be used: missing home, wrong owner, or open to others
     */
    static ContextDirectory open(@Nullable Path home, String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a context's name is 1 to 32 of A-Z a-z 0-9 . _ -, beginning with a letter" + " or digit: name="
                            + name);
        }
        Path parent = home == null ? defaultHome() : home;
        if (!Files.isDirectory(parent)) {
            throw new IOException("the home of the context does not exist or is no directory: home=" + parent
                    + "; make it, or set BINDERY_HOME to one that exists");
        }
        Path path = parent.toAbsolutePath().resolve(name);
        checkLength(path);
        if (!Files.exists(path)) {
            Directories.createPrivate(path);
        }
        int mode = (int) Files.getAttribute(path, "unix:mode");
        boolean shared = (mode & SHARED_MODE) == SHARED_MODE;
        int owner = shared ? (int) Files.getAttribute(path, "unix:uid") : Processes.uid();
        Directories.check(path, owner, shared);
        return new ContextDirectory(path, shared);
    }

    private static Path defaultHome() throws IOException {
        String home = System.getenv("BINDERY_HOME");
        if (home != null && !home.isEmpty()) {
            return Path.of(home);
        }
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        Path own = runtime != null && !runtime.isEmpty() && Files.isDirectory(Path.of(runtime))
                ? Path.of(runtime, "bindery")
                : Path.of(System.getProperty("java.io.tmpdir"), "bindery-" + Processes.uid());
        if (!Files.exists(own)) {
            Directories.createPrivate(own);
        }
        Directories.check(own, Processes.uid());
        return own;
    }

    /** A socket's path is short: it is better to say so before anything is made. */
    private static void checkLength(Path path) throws IOException {
        int longest = path.toString().getBytes(StandardCharsets.UTF_8).length + 1 + LONGEST_ENDPOINT;
        if (longest > UnixSocket.MAX_PATH_BYTES) {
            throw new IOException("the directory of the context has too long a path for the sockets in it: directory="
                    + path + " length=" + longest + " limit=" + UnixSocket.MAX_PATH_BYTES
                    + " bytes; set BINDERY_HOME to a directory with a shorter path");
        }
    }

    Path path() {
        return path;
    }

    /** Whether {@code name}, which came from a peer, can be that of an endpoint; anything else is no path of ours. */
    static boolean isEndpointName(String name) {
        return ENDPOINT.matcher(name).matches();
    }

    /** Whether the socket of a place is there, for one transport, and belongs to a user. */
    boolean isEndpointOf(String place, String scheme, int uid) {
        try {
            return isEndpointName(place)
                    && uid == (int) Files.getAttribute(endpoint(place, scheme), "unix:uid", NOFOLLOW_LINKS);
        } catch (IOException e) {
            return false;
        }
    }

    /** The places that were taken; their processes may be dead. */
    List<String> places() {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(LOCK_SUFFIX))
                    .map(name -> name.substring(0, name.length() - LOCK_SUFFIX.length()))
                    .filter(ContextDirectory::isEndpointName)
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Where the process that has a place listens with a transport: {@code 3}, {@code 3.unix}. */
    Path endpoint(String place, String scheme) {
        return path.resolve(scheme.equals(ContextOptions.DEFAULT_TRANSPORT) ? place : place + "." + scheme);
    }

    /** Who holds a place may delete what a process that had it before has left there. */
    void clear(Place place, String scheme) throws IOException {
        Files.deleteIfExists(endpoint(place.name, scheme));
    }

    /** An endpoint's name that this process holds. */
    record Place(String name, Path lockFile, int lock) {
        boolean isManager() {
            return name.equals(MANAGER);
        }
    }

    /** Takes the manager's place if it is wanted and free, else the first free one. */
    Place take(boolean manager) throws IOException {
        for (int i = manager ? 0 : 1; i < MOST_PROCESSES; i++) {
            String name = Integer.toString(i);
            Path lockFile = path.resolve(name + LOCK_SUFFIX);
            if (!isOfAnotherUser(lockFile)) {
                int lock = lock(lockFile);
                if (lock >= 0) {
                    return new Place(name, lockFile, lock);
                }
            }
        }
        throw new IOException("too many processes in the context: directory=" + path + " limit=" + MOST_PROCESSES);
    }

    private boolean isOfAnotherUser(Path lockFile) throws IOException {
        try {
            return shared && (int) Files.getAttribute(lockFile, "unix:uid", NOFOLLOW_LINKS) != Processes.uid();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Returns the lock, or -EWOULDBLOCK. A file that its last holder deleted meanwhile is no lock: try its successor. */
    private static int lock(Path lockFile) throws IOException {
        while (true) {
            int lock = FileLock.tryLock(lockFile);
            if (lock < 0 || isSame(lock, lockFile)) {
                return lock;
            }
            FileLock.unlock(lock);
        }
    }

    private static boolean isSame(int lock, Path lockFile) throws IOException {
        try {
            return FileDescriptors.fstat(lock).inode() == (long) Files.getAttribute(lockFile, "unix:ino");
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Lets the processes of other users connect, if the directory is theirs too. */
    void publish(Place place, String scheme) throws IOException {
        Path endpoint = endpoint(place.name, scheme);
        if (shared && Files.exists(endpoint)) {
            Files.setPosixFilePermissions(endpoint, FOR_ALL);
        }
    }

    /** Gives a place back. */
    void leave(Place place) throws IOException {
        try {
            Files.deleteIfExists(place.lockFile);
        } finally {
            FileLock.unlock(place.lock);
        }
    }
}
