package io.bindery.internal.linux;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.OptionalInt;

/** Users and groups by name, as the C library finds them: files, directories, whatever the machine is set up for. */
public final class Accounts {
    /** Where {@code pw_uid} and {@code gr_gid} are: behind two pointers, in either struct. */
    private static final long ID_OFFSET = 2 * ADDRESS.byteSize();

    private static final long STRUCT_BYTES = 64;
    private static final long SMALLEST_STRINGS = 1024;
    private static final long LARGEST_STRINGS = 1 << 20;

    private static final MethodHandle GETPWNAM_R =
            Native.plainCall("getpwnam_r", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle GETGRNAM_R =
            Native.plainCall("getgrnam_r", JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS);
    private static final MethodHandle GETGROUPS = Native.errnoCall("getgroups", JAVA_INT, JAVA_INT, ADDRESS);

    private Accounts() {}

    /** The uid of a user; empty if the machine knows no such user. May block on a directory service. */
    public static OptionalInt uidOf(String name) {
        return idOf(GETPWNAM_R, "getpwnam_r", name);
    }

    /** The gid of a group; empty if the machine knows no such group. May block on a directory service. */
    public static OptionalInt gidOf(String name) {
        return idOf(GETGRNAM_R, "getgrnam_r", name);
    }

    private static OptionalInt idOf(MethodHandle call, String symbol, String name) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment text = arena.allocateFrom(name);
            MemorySegment found = arena.allocate(ADDRESS);
            MemorySegment entry = arena.allocate(STRUCT_BYTES, ADDRESS.byteAlignment());
            for (long bytes = SMALLEST_STRINGS; bytes <= LARGEST_STRINGS; bytes *= 4) {
                int error = (int) call.invokeExact(text, entry, arena.allocate(bytes), bytes, found);
                boolean missing = found.get(ADDRESS, 0).equals(MemorySegment.NULL);
                if (error == 0) {
                    return missing ? OptionalInt.empty() : OptionalInt.of(entry.get(JAVA_INT, ID_OFFSET));
                }
                if (error != Errno.ERANGE) {
                    // What POSIX leaves open: some libraries say ENOENT and the like for a name that is not there.
                    return OptionalInt.empty();
                }
            }
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
        throw SystemCallException.misuse(symbol, Errno.ERANGE, "name=" + name);
    }

    /** The supplementary groups of this process. */
    public static int[] ownGroups() {
        try (Arena arena = Arena.ofConfined()) {
            CallScratch scratch = CallScratch.current();
            int count = scratch.result((int) GETGROUPS.invokeExact(scratch.errno(), 0, MemorySegment.NULL));
            MemorySegment groups = arena.allocate(JAVA_INT, Math.max(1, count));
            int got = scratch.result((int) GETGROUPS.invokeExact(scratch.errno(), count, groups));
            if (got < 0) {
                throw SystemCallException.misuse("getgroups", -got, "size=" + count);
            }
            return Arrays.copyOf(groups.toArray(JAVA_INT), got);
        } catch (Throwable t) {
            throw Native.unexpected(t);
        }
    }
}
