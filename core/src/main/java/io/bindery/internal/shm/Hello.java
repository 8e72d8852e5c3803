package io.bindery.internal.shm;

import io.bindery.transport.InstanceId;
import io.bindery.transport.ProtocolViolationException;
import java.nio.ByteBuffer;

/**
 * What each side says first. Nothing of it is an identity: that comes from the kernel.
 *
 * @param pid the sender's pid in its own pid namespace; if the kernel tells another, thread ids mean nothing here
 * @param mainTid a thread of the sender that lives as long as its process
 * @param controlTid another, which lives as long as its context
 * @param instance the sender's instance
 * @param endpoint name of the sender's endpoint in the context directory
 */
record Hello(int pid, int mainTid, int controlTid, InstanceId instance, String endpoint) {
    static final int PROTOCOL_VERSION = 1;
    private static final int MAGIC = 0x42_6e_64_79;

    byte[] encode(byte type) {
        ByteBuffer frame = Frame.begin(type, 36 + Frame.stringBytes(endpoint));
        frame.putInt(MAGIC).putInt(PROTOCOL_VERSION);
        frame.putInt(pid).putInt(mainTid).putInt(controlTid);
        frame.putLong(instance.high()).putLong(instance.low());
        Frame.putString(frame, endpoint);
        return Frame.end(frame);
    }

    static Hello decode(ByteBuffer body) {
        int magic = body.getInt();
        int version = body.getInt();
        if (magic != MAGIC) {
            throw new ProtocolViolationException(
                    "the peer does not speak Bindery: magic=" + Integer.toHexString(magic));
        }
        if (version != PROTOCOL_VERSION) {
            throw new ProtocolViolationException("the peer speaks another version of the protocol: theirs=" + version
                    + " ours=" + PROTOCOL_VERSION + "; use the same release of Bindery in both processes");
        }
        return new Hello(
                body.getInt(),
                body.getInt(),
                body.getInt(),
                new InstanceId(body.getLong(), body.getLong()),
                Frame.getString(body));
    }
}
