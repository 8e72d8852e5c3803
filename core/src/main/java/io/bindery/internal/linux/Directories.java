package io.bindery.internal.linux;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Directories in which sockets and lock files may be trusted: whoever can write to one can put his own socket in place of
 * another.
 */
public final class Directories {
    private static final int TYPE_MASK = 0xF000;
    private static final int TYPE_DIRECTORY = 0x4000;
    private static final int TYPE_SYMBOLIC_LINK = 0xA000;
    private static final int WRITABLE_BY_OTHERS = 0022;
    private static final int PERMISSION_MASK = 07777;

    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Directories() {}

    /**
     * Checks a directory that only its owner may write to.
     *
     * @param ownerUid whose it must be
     * @throws IOException naming the path, what was found and what was expected: it does not exist or cannot be examined,
     *     is a symbolic link or no directory, belongs to another user, or others may write to it
     */
    public static void check(Path directory, int ownerUid) throws IOException {
        check(directory, ownerUid, false);
    }

    /** As {@link #check(Path, int)}; with {@code shared}, group and others may be allowed to write to it. */
    public static void check(Path directory, int ownerUid, boolean shared) throws IOException {
        Map<String, Object> attributes = Files.readAttributes(directory, "unix:uid,mode", LinkOption.NOFOLLOW_LINKS);
        int mode = number(attributes, "mode");
        int uid = number(attributes, "uid");
        switch (mode & TYPE_MASK) {
            case TYPE_DIRECTORY -> {}
            case TYPE_SYMBOLIC_LINK ->
                throw bad(
                        directory,
                        "is a symbolic link, which its owner can point elsewhere; name the directory itself");
            default -> throw bad(directory, "is not a directory; delete it, or name another one");
        }
        if (uid != ownerUid) {
            throw bad(
                    directory,
                    "belongs to another user: owner=" + uid + " expected=" + ownerUid
                            + "; name a directory of your own");
        }
        if (!shared && (mode & WRITABLE_BY_OTHERS) != 0) {
            throw bad(
                    directory,
                    "may be written to by others: mode=" + Integer.toOctalString(mode & PERMISSION_MASK)
                            + "; take the permission away: chmod go-w");
        }
    }

    /**
     * Makes sure that a directory exists which belongs to this user, and to which nobody else may write. What has to be
     * created, parents too, gets mode 0700; what exists is left as it is and {@linkplain #check(Path, int) checked}.
     */
    public static void createPrivate(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null && Files.notExists(parent)) {
            Files.createDirectories(parent, PRIVATE);
        }
        try {
            Files.createDirectory(directory, PRIVATE);
        } catch (FileAlreadyExistsException e) {
            // Perhaps created this moment by another process of the same context; the check tells.
        } catch (AccessDeniedException e) {
            throw bad(directory, "cannot be made: permission denied; name a directory of your own, or make it first");
        }
        check(directory, Processes.uid());
    }

    private static int number(Map<String, Object> attributes, String name) {
        return (Integer) Objects.requireNonNull(attributes.get(name), name);
    }

    private static FileSystemException bad(Path directory, String reason) {
        return new FileSystemException(directory.toString(), null, reason);
    }
}
