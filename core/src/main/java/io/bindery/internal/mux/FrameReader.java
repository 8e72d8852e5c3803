package io.bindery.internal.mux;

import io.bindery.internal.linux.Errno;
import io.bindery.internal.memory.Memory;
import io.bindery.internal.session.Frame;
import io.bindery.transport.ProtocolViolationException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.jspecify.annotations.Nullable;

/**
 * Cuts the stream into messages and records. Small ones are read many at a time and copied to where they belong; of a long
 * record, what is still to come is read to its place at once.
 *
 * <p><b>Threading:</b> one thread at a time, under the channel's lock.
 */
final class FrameReader {
    /** Holds the longest message. */
    private static final int STAGING_BYTES = Frame.MAX_BYTES;

    /** So much is made room for on the word of a peer; more follows what has come. */
    private static final int PLACE_BYTES = 64 << 10;

    /** What the frames are for. */
    interface Frames {
        /** Where a record goes. */
        RecordSink sink(int lane, boolean opener);

        /** A whole message. */
        void onMessage(byte type, byte[] body);

        /** Nothing more will come: the other side has shut down its writing end, or all. */
        void onInputEnd();

        /** The stream has failed. */
        void onEnd(String reason);
    }

    private final ByteStream stream;
    private final Frames frames;
    private final int maxRecord;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory = arena.allocate(STAGING_BYTES, Long.BYTES);
    private final long staging = memory.address();
    private int start;
    private int end;

    /** The record that has begun and is not whole yet. */
    private @Nullable RecordSink open;

    private int openLength;
    private int openFilled;
    private boolean ended;

    /** @param maxRecord longest payload of a record */
    FrameReader(ByteStream stream, Frames frames, int maxRecord) {
        this.stream = stream;
        this.frames = frames;
        this.maxRecord = maxRecord;
    }

    /**
     * Takes in what has come.
     *
     * @param reader passed to {@link RecordSink#end}
     * @return whether anything had come
     */
    boolean read(@Nullable Object reader) {
        boolean any = false;
        while (!ended) {
            RecordSink sink = open;
            int asked;
            int came;
            if (sink == null) {
                asked = STAGING_BYTES - end;
                came = stream.read(staging + end, asked);
            } else {
                int to = Math.min(openLength, openFilled + PLACE_BYTES);
                asked = to - openFilled;
                came = stream.read(sink.place(openFilled, to), asked);
            }
            if (came <= 0) {
                onNothing(came);
                return any;
            }
            any = true;
            if (sink == null) {
                end += came;
                cut(reader);
            } else {
                fill(sink, came, reader);
            }
            if (came < asked) {
                return true;
            }
        }
        return any;
    }

    private void onNothing(int result) {
        if (result == -Errno.EAGAIN) {
            return;
        }
        ended = true;
        if (result == 0) {
            frames.onInputEnd();
        } else if (result == -Errno.ECONNRESET) {
            frames.onEnd(StreamChannel.PEER_CLOSED);
        } else {
            frames.onEnd("the stream failed: " + Errno.describe(-result));
        }
    }

    private void fill(RecordSink sink, int came, @Nullable Object reader) {
        openFilled += came;
        if (openFilled == openLength) {
            open = null;
            sink.end(reader);
        }
    }

    private void cut(@Nullable Object reader) {
        while (end - start >= Frame.HEADER_BYTES) {
            int word = Memory.getInt(staging + start);
            int length = Memory.getInt(staging + start + RecordFrame.LENGTH_OFFSET);
            boolean whole = RecordFrame.type(word) == Frame.RECORD
                    ? cutRecord(word, length, reader)
                    : cutMessage(RecordFrame.type(word), length);
            if (!whole) {
                break;
            }
        }
        if (start == end) {
            start = 0;
            end = 0;
        } else if (start > 0) {
            // What is left is the beginning of a message, so seldom and little.
            Memory.copy(staging + start, staging, end - start);
            end -= start;
            start = 0;
        }
    }

    private boolean cutRecord(int word, int length, @Nullable Object reader) {
        if (end - start < RecordFrame.HEADER_BYTES) {
            return false;
        }
        int payload = length - RecordFrame.HEADER_BYTES;
        int kind = RecordFrame.kind(word);
        if (payload < 0 || payload > maxRecord || kind > 127) {
            throw new ProtocolViolationException(
                    "a record that cannot be: kind=" + kind + " length=" + payload + " limit=" + maxRecord);
        }
        RecordSink sink =
                frames.sink(Memory.getInt(staging + start + RecordFrame.LANE_OFFSET), RecordFrame.opener(word));
        sink.begin(kind, Memory.getInt(staging + start + RecordFrame.SEQUENCE_OFFSET), payload);
        start += RecordFrame.HEADER_BYTES;
        int here = Math.min(payload, end - start);
        Memory.copy(staging + start, sink.place(0, here), here);
        start += here;
        openLength = payload;
        openFilled = 0;
        open = sink;
        fill(sink, here, reader);
        return true;
    }

    private boolean cutMessage(byte type, int length) {
        Frame.checkLength(type, length, Frame.MAX_BYTES);
        if (end - start < length) {
            return false;
        }
        byte[] body = new byte[length - Frame.HEADER_BYTES];
        Memory.copyToArray(staging + start + Frame.HEADER_BYTES, ValueLayout.JAVA_BYTE, body, body.length);
        start += length;
        frames.onMessage(type, body);
        return true;
    }

    /** Frees the memory; nothing is read any more. */
    void close() {
        ended = true;
        arena.close();
    }
}
