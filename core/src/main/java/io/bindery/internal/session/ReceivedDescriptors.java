package io.bindery.internal.session;

import io.bindery.internal.linux.FileDescriptors;
import io.bindery.internal.linux.SocketMessage;
import io.bindery.transport.ProtocolViolationException;
import io.bindery.transport.Session;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * Descriptors that have come in a stream of messages, until the message that they belong to is whole.
 *
 * <p><b>Threading:</b> who reads the stream.
 */
public final class ReceivedDescriptors {
    /** What one is that the kernel dropped, and in this queue, all others of its message. */
    private static final int LOST = Session.LOST;

    private static final int MOST = 2 * SocketMessage.DEFAULT_MAX_DESCRIPTORS;

    private final ArrayDeque<Integer> queue = new ArrayDeque<>();

    /** Creates an empty one. */
    public ReceivedDescriptors() {}

    /** Adds what a receive has brought. */
    public void add(SocketMessage message) {
        for (int i = 0; i < message.descriptorCount(); i++) {
            queue.addLast(message.takeDescriptor(i));
        }
        if (message.truncated()) {
            // Of the message which they belong to; a receive ends behind the first that brings descriptors.
            queue.addLast(LOST);
        }
    }

    /**
     * Checks that those that are left belong to a message.
     *
     * @param between whether all messages that have come are whole
     */
    public void check(boolean between) {
        if (between ? !queue.isEmpty() : queue.size() > MOST) {
            throw new ProtocolViolationException("descriptors without messages: count=" + queue.size());
        }
    }

    /** Takes the one that came with a message; {@link Session#LOST} if the kernel dropped it. */
    public int take() {
        Integer fd = queue.pollFirst();
        if (fd == null) {
            throw new ProtocolViolationException("a message came without its descriptor");
        }
        return fd;
    }

    /** Takes the {@code count} that came with a message. */
    public int[] take(int count) {
        if (count < 1 || count > SocketMessage.DEFAULT_MAX_DESCRIPTORS) {
            throw new ProtocolViolationException("a message cannot bring so many descriptors: count=" + count);
        }
        int[] taken = new int[count];
        Arrays.fill(taken, LOST);
        for (int i = 0; i < count; i++) {
            Integer fd = queue.pollFirst();
            if (fd == null) {
                Arrays.stream(taken, 0, i).forEach(FileDescriptors::close);
                throw new ProtocolViolationException(
                        "a message came without its descriptors: count=" + count + " came=" + i);
            }
            if (fd == LOST) {
                break;
            }
            taken[i] = fd;
        }
        if (!queue.isEmpty() && queue.getFirst() == LOST) {
            int ignored = queue.removeFirst(); // what was dropped was more than the message says
        }
        return taken;
    }

    /** Closes what nobody took. */
    public void close() {
        queue.forEach(FileDescriptors::close);
        queue.clear();
    }
}
