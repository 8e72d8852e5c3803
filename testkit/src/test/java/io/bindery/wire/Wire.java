package io.bindery.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** The bytes of {@code docs/protocol.md}, version 1, written here a second time: nothing is shared with core. */
final class Wire {
    static final int DOORBELL = 1;
    static final int HELLO = 2;
    static final int WELCOME = 3;
    static final int REFUSE = 4;
    static final int OPEN_LANE = 5;
    static final int LANE_OPENED = 6;
    static final int REFUSE_LANE = 7;
    static final int ATTACH_REGION = 8;
    static final int DRIVER = 9;
    static final int BYE = 10;

    static final int RELEASE = 1;
    static final int TAKEN = 3;
    static final int ONEWAY_REFUSED = 8;
    static final int ONEWAY_SUSPECTED = 9;
    static final int FIRST_UNKNOWN_DRIVER_MESSAGE = ONEWAY_SUSPECTED + 1;

    static final int SYNC = 0;
    static final int ONEWAY = 1;

    static final int HELLO_MAGIC = 0x426e6479;
    static final int OUTBOX_MAGIC = 0x424e4459;
    static final int VERSION = 1;

    static final int RING = 4096;
    static final int PARKED = 64;
    static final int HEAD = 192;
    static final int SYNC_RING_BYTES = 32 << 10;
    static final int ONEWAY_RING_BYTES = 64 << 10;

    static final int REQUEST = 1;
    static final int REPLY = 2;
    static final int ONEWAY_REQUEST = 3;
    static final int IN_REGION = 0x80;

    static final int PING = 0x5f504e47;

    private Wire() {}

    /** Fields one behind the other: numbers in their own size, little endian, text with its length, bytes as they are. */
    static byte[] bytes(Object... fields) {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
        for (Object field : fields) {
            switch (field) {
                case Byte value -> buffer.put(value);
                case Integer value -> buffer.putInt(value);
                case Long value -> buffer.putLong(value);
                case byte[] value -> buffer.put(value);
                case String value -> {
                    byte[] text = value.getBytes(StandardCharsets.UTF_8);
                    buffer.putInt(text.length).put(text);
                }
                default -> throw new IllegalArgumentException("field=" + field);
            }
        }
        return Arrays.copyOf(buffer.array(), buffer.position());
    }

    /** A message of the control socket. */
    static byte[] message(int type, Object... body) {
        byte[] bytes = bytes(body);
        return bytes((byte) type, (byte) 0, (byte) 0, (byte) 0, 8 + bytes.length, bytes);
    }

    /** The payload of a request. */
    static byte[] request(int handle, int code, byte[] parcel, byte[] objects) {
        return bytes(handle, code, 0x1234L, 0, objects.length << 8, parcel, objects);
    }

    static byte[] request(int handle, int code, Object... parcel) {
        return request(handle, code, bytes(parcel), new byte[0]);
    }

    /** The bytes that a string of pairs of hexadecimal digits names, blanks aside. */
    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replaceAll("\\s", ""));
    }
}
