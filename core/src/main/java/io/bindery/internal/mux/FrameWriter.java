package io.bindery.internal.mux;

import io.bindery.internal.linux.DescriptorWaiters;
import io.bindery.internal.linux.Errno;
import io.bindery.internal.linux.SystemCallException;
import io.bindery.internal.memory.Memory;
import io.bindery.transport.ProtocolViolationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayDeque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages and records to the stream, in order. What it does not take at once waits in a queue, and the control
 * thread writes it as soon as there is room, so that no sender ever blocks. The queue is bounded by what may be under way:
 * one record of each sync lane, the window of the oneway lane, and {@link #MAX_QUEUED_MESSAGE_BYTES} of messages.
 *
 * <p><b>Threading:</b> any thread; its own lock.
 */
final class FrameWriter {
    private static final int MAX_QUEUED_MESSAGE_BYTES = 1 << 20;

    private static final long LOOK_NS = 10_000_000;

    /** Bytes that wait. A record waits in its buffer, a message in memory of its own. */
    private static final class Pending {
        final long address;
        final @Nullable OutgoingRecord record;

        @SuppressWarnings("unused") // holds the memory of a message
        final @Nullable MemorySegment message;

        final int length;
        int written;

        Pending(
                long address,
                int length,
                int written,
                @Nullable OutgoingRecord record,
                @Nullable MemorySegment message) {
            this.address = address;
            this.length = length;
            this.written = written;
            this.record = record;
            this.message = message;
        }
    }

    private final ByteStream stream;
    private final Runnable onBacklog;
    private final Consumer<String> onEnd;
    private final ArrayDeque<Pending> queue = new ArrayDeque<>();
    private final ArrayDeque<byte[]> heldBack = new ArrayDeque<>();
    private int queuedMessageBytes;
    private boolean held;
    private boolean ended;

    /** Whether something is queued; read without the lock, by those who hold one that is taken under this. */
    private volatile boolean backlog;

    /**
     * @param onBacklog told that something waits, or no longer
     * @param onEnd told that nothing can be written any more
     */
    FrameWriter(ByteStream stream, Runnable onBacklog, Consumer<String> onEnd) {
        this.stream = stream;
        this.onBacklog = onBacklog;
        this.onEnd = onEnd;
    }

    /** Writes a record that fills {@code buffer} up to {@code length}. What it does not take stays the buffer's. */
    synchronized void record(OutgoingRecord buffer, int length) {
        if (ended) {
            return;
        }
        int written = queue.isEmpty() ? write(buffer.address(), length) : 0;
        if (written < length && !ended) {
            buffer.waits = true;
            add(new Pending(buffer.address(), length, written, buffer, null));
        } else {
            wipe(buffer);
        }
    }

    private static void wipe(OutgoingRecord buffer) {
        if (buffer.wipe != 0) {
            Memory.clear(buffer.address(), buffer.wipe);
            buffer.wipe = 0;
        }
    }

    /** Whether bytes of the buffer still wait. */
    synchronized boolean holds(OutgoingRecord buffer) {
        return buffer.waits;
    }

    /**
     * The peer has answered what lies in {@code buffer}, so all of it must be out by now.
     *
     * @throws ProtocolViolationException if the peer answered before it could know what
     */
    void requireOut(OutgoingRecord buffer) {
        // The peer may be quicker than the thread that has just written and is about to say so: it holds the lock.
        if (buffer.waits && holds(buffer)) {
            throw new ProtocolViolationException("the peer answered what it has not received yet");
        }
    }

    synchronized void message(byte[] message) {
        if (held) {
            heldBack.addLast(message);
        } else if (!ended) {
            MemorySegment copy = Arena.ofAuto().allocate(message.length);
            Memory.copyFromArray(message, ValueLayout.JAVA_BYTE, copy.address(), message.length);
            int written = queue.isEmpty() ? write(copy.address(), message.length) : 0;
            if (written < message.length && !ended) {
                queuedMessageBytes += message.length;
                add(new Pending(copy.address(), message.length, written, null, copy));
            }
            if (queuedMessageBytes > MAX_QUEUED_MESSAGE_BYTES) {
                end("the peer does not read what it is sent");
            }
        }
    }

    /** Writes a message with descriptors, unless others wait. Returns whether it did; the descriptors stay the caller's. */
    synchronized boolean tryMessage(byte[] message, int[] descriptors, int from, int count) throws SystemCallException {
        if (!queue.isEmpty()) {
            flush();
        }
        if (ended || held || !queue.isEmpty()) {
            return false;
        }
        MemorySegment copy = Arena.ofAuto().allocate(message.length);
        Memory.copyFromArray(message, ValueLayout.JAVA_BYTE, copy.address(), message.length);
        int written = stream.write(copy, descriptors, from, count);
        if (written > 0 && written < message.length) {
            queuedMessageBytes += message.length;
            add(new Pending(copy.address(), message.length, written, null, copy));
        } else if (written < 0 && written != -Errno.EAGAIN) {
            end(StreamChannel.PEER_CLOSED);
        }
        return written > 0;
    }

    synchronized void hold() {
        held = true;
    }

    synchronized void messageAhead(byte[] message) {
        held = false;
        message(message);
        sendHeldBack();
    }

    synchronized void messageLast(byte[] message) {
        held = false;
        sendHeldBack();
        message(message);
    }

    private void sendHeldBack() {
        byte[] next;
        while ((next = heldBack.pollFirst()) != null) {
            message(next);
        }
    }

    private void add(Pending pending) {
        queue.addLast(pending);
        if (queue.size() == 1) {
            backlog = true;
            onBacklog.run();
        }
    }

    /** Returns how many bytes went. */
    private int write(long address, int length) {
        int written = 0;
        while (written < length) {
            int result = stream.write(address + written, length - written);
            if (result < 0) {
                if (result != -Errno.EAGAIN) {
                    end(
                            result == -Errno.EPIPE || result == -Errno.ECONNRESET
                                    ? StreamChannel.PEER_CLOSED
                                    : "the stream failed: " + Errno.describe(-result));
                }
                return written;
            }
            written += result;
        }
        return written;
    }

    /** There may be room again. */
    synchronized void flush() {
        boolean waited = !queue.isEmpty();
        while (!queue.isEmpty() && !ended) {
            Pending first = queue.getFirst();
            first.written += write(first.address + first.written, first.length - first.written);
            if (first.written < first.length) {
                return;
            }
            queue.removeFirst();
            OutgoingRecord record = first.record;
            if (record == null) {
                queuedMessageBytes -= first.length;
            } else {
                wipe(record);
                record.waits = false;
            }
        }
        if (waited && queue.isEmpty()) {
            backlog = false;
            onBacklog.run();
        }
    }

    boolean hasBacklog() {
        return backlog;
    }

    /** Waits until nothing waits to be written, or the end. */
    void awaitSent(long timeoutNs) {
        long deadline = System.nanoTime() + timeoutNs;
        long left;
        while (hasBacklog() && (left = deadline - System.nanoTime()) > 0) {
            DescriptorWaiters.awaitWritable(stream.outDescriptor(), Math.min(left, LOOK_NS));
            flush();
        }
    }

    private void end(String reason) {
        if (!ended) {
            ended = true;
            queue.clear();
            backlog = false;
            onEnd.accept(reason);
        }
    }

    /** Nothing is written any more. */
    synchronized void close() {
        flush();
        ended = true;
        queue.clear();
        backlog = false;
        heldBack.clear();
    }
}
