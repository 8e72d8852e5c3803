package io.bindery.internal.session;

import io.bindery.transport.ProtocolViolationException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A message on the control socket: an 8-byte header, then the body. A doorbell is the exception: one byte, its type.
 * Little endian; {@code docs/protocol.md} has all bodies.
 * <pre>
 * offset bytes field    meaning
 *      0     1 type     see the constants
 *      1     3 reserved 0
 *      4     4 length   of the whole message, header included
 * </pre>
 */
public final class Frame {
    public static final int HEADER_BYTES = 8;
    public static final int MAX_BYTES = 64 << 10;

    public static final byte DOORBELL = 1;
    public static final byte HELLO = 2;
    public static final byte WELCOME = 3;
    public static final byte REFUSE = 4;
    public static final byte OPEN_LANE = 5;
    public static final byte LANE_OPENED = 6;
    public static final byte REFUSE_LANE = 7;
    public static final byte ATTACH_REGION = 8;
    public static final byte DRIVER = 9;
    public static final byte BYE = 10;
    public static final byte DESCRIPTORS = 11;
    public static final byte DESCRIPTORS_USED = 12;
    public static final byte FORGET_DESCRIPTOR = 13;
    public static final byte RECORD = 14;
    public static final byte CREDIT = 15;
    public static final byte WANT_ROOM = 16;

    private Frame() {}

    /** Begins a message; fill the buffer, then {@link #end} it. */
    public static ByteBuffer begin(byte type, int bodyBytes) {
        ByteBuffer frame = ByteBuffer.allocate(HEADER_BYTES + bodyBytes).order(ByteOrder.LITTLE_ENDIAN);
        return frame.put(type).position(HEADER_BYTES);
    }

    /** Ends a message: what was put so far is its body. */
    public static byte[] end(ByteBuffer frame) {
        int length = frame.position();
        frame.putInt(4, length);
        byte[] bytes = new byte[length];
        frame.get(0, bytes);
        return bytes;
    }

    /** A message that holds an error's text behind {@code number}. */
    static byte[] text(byte type, int number, String text) {
        ByteBuffer frame = begin(type, 4 + stringBytes(text)).putInt(number);
        putString(frame, text);
        return end(frame);
    }

    /** Checks the length that a header states. */
    public static void checkLength(byte type, int length, int most) {
        if (length < HEADER_BYTES || length > most) {
            throw new ProtocolViolationException("malformed message: type=" + type + " length=" + length);
        }
    }

    static void putString(ByteBuffer frame, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        frame.putInt(bytes.length).put(bytes);
    }

    static int stringBytes(String text) {
        return 4 + 3 * text.length();
    }

    static String getString(ByteBuffer body) {
        int length = body.getInt();
        if (length < 0 || length > body.remaining()) {
            throw new ProtocolViolationException("malformed text on the control socket: length=" + length);
        }
        byte[] bytes = new byte[length];
        body.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
