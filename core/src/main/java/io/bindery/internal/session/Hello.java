package io.bindery.internal.session;

import io.bindery.transport.InstanceId;
import io.bindery.transport.ProtocolViolationException;
import java.nio.ByteBuffer;

/**
 * What each side says first. Nothing of it is an identity: that comes from the kernel.
 *
 * @param carrier what the sender's lanes are made of, by its magic number; both sides must mean the same
 * @param pid the sender's pid in its own pid namespace; if the kernel tells another, thread ids mean nothing here
 * @param mainTid the sender's main thread, whose id is its pid
 * @param controlTid a thread of the sender that lives as long as its context: its end is the session's
 * @param instance the sender's instance
 * @param place name of the sender's place in the context directory; empty for a session outside of a context
 */
public record Hello(int carrier, int pid, int mainTid, int controlTid, InstanceId instance, String place) {
    static final int PROTOCOL_VERSION = 1;

    /** Lanes in shared memory, and lanes in the stream that carries this. */
    public static final int SHARED_MEMORY = 0x42_6e_64_79;

    public static final int STREAM = 0x42_6e_64_73;

    byte[] encode(byte type) {
        ByteBuffer frame = Frame.begin(type, 36 + Frame.stringBytes(place));
        frame.putInt(carrier).putInt(PROTOCOL_VERSION);
        frame.putInt(pid).putInt(mainTid).putInt(controlTid);
        frame.putLong(instance.high()).putLong(instance.low());
        Frame.putString(frame, place);
        return Frame.end(frame);
    }

    static Hello decode(ByteBuffer body) {
        int carrier = body.getInt();
        int version = body.getInt();
        if (carrier != SHARED_MEMORY && carrier != STREAM) {
            throw new ProtocolViolationException(
                    "the peer does not speak Bindery: magic=" + Integer.toHexString(carrier));
        }
        if (version != PROTOCOL_VERSION) {
            throw new ProtocolViolationException("the peer speaks another version of the protocol: theirs=" + version
                    + " ours=" + PROTOCOL_VERSION + "; use the same release of Bindery in both processes");
        }
        return new Hello(
                carrier,
                body.getInt(),
                body.getInt(),
                body.getInt(),
                new InstanceId(body.getLong(), body.getLong()),
                Frame.getString(body));
    }
}
