package io.bindery.internal.session;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import java.util.HashMap;
import java.util.Map;

/**
 * The peer's descriptors that have come, by number, until a record that names them is read.
 *
 * <p><b>Threading:</b> any thread; those that {@link #add} one at a time.
 */
final class DescriptorsIn {
    /** So many that the peer has sent and that we have not said to be used; more end the session. */
    static final int WINDOW = 512;

    /** We tell the peer in steps; with what one record may carry at most this is less than the window. */
    static final int TELL_EVERY = 64;

    /** What {@link #take} returns for a number that has not come, or was taken. */
    static final int ABSENT = -2;

    private final Map<Long, Integer> waiting = new HashMap<>();
    private long next;
    private int untold;
    private boolean closed;

    /** Descriptors have come; {@link Session#LOST} stands for one that the kernel dropped. */
    synchronized void add(long first, int[] descriptors) {
        if (first != next || waiting.size() + descriptors.length > WINDOW) {
            closeAll(descriptors);
            throw new ProtocolViolationException("descriptors out of turn, or too many: first=" + first + " expected="
                    + next + " count=" + descriptors.length + " waiting=" + waiting.size() + " limit=" + WINDOW);
        }
        next += descriptors.length;
        if (closed) {
            closeAll(descriptors);
            return;
        }
        for (int i = 0; i < descriptors.length; i++) {
            waiting.put(first + i, descriptors[i]);
        }
    }

    private static void closeAll(int[] descriptors) {
        for (int fd : descriptors) {
            FileDescriptors.close(fd); // ignores LOST
        }
    }

    /** Takes a descriptor: it belongs to the caller. */
    synchronized int take(long number) {
        Integer fd = waiting.remove(number);
        if (fd == null) {
            return ABSENT;
        }
        untold++;
        return fd;
    }

    /** The peer will not name it. */
    synchronized void forget(long number) {
        Integer fd = waiting.remove(number);
        if (fd == null) {
            if (number >= next) {
                throw new ProtocolViolationException("a descriptor was withdrawn that never came: number=" + number);
            }
            return; // it was taken, or this is closed
        }
        untold++;
        FileDescriptors.close(fd);
    }

    /** Returns how many the peer is to be told were used, 0 to wait for more. */
    synchronized int toTell() {
        if (untold < TELL_EVERY) {
            return 0;
        }
        int count = untold;
        untold = 0;
        return count;
    }

    /** Closes those that wait, and those that will come. */
    synchronized void close() {
        closed = true;
        waiting.values().forEach(FileDescriptors::close);
        waiting.clear();
    }
}
