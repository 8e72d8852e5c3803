package io.bindery.internal.session;

import io.bindery.RemoteException;
import io.bindery.transport.ProtocolViolationException;
import java.nio.ByteBuffer;

/** The descriptors of a session: those that it sends, and those that come. <b>Threading:</b> as of its methods' parts. */
public final class SessionDescriptors {
    private final LinkedSession session;
    private final DescriptorPort port;
    private final DescriptorsIn in = new DescriptorsIn();
    private final DescriptorsOut out;

    public SessionDescriptors(LinkedSession session, DescriptorPort port) {
        this.session = session;
        this.port = port;
        out = new DescriptorsOut(session, port);
    }

    /** Takes a message that is about descriptors, in its order. Returns whether it is one. */
    public boolean onMessage(byte type, ByteBuffer body) {
        switch (type) {
            case Frame.DESCRIPTORS -> in.add(body.getLong(), port.takeDescriptors(body.getInt()));
            case Frame.DESCRIPTORS_USED -> out.onUsed(body.getInt());
            case Frame.FORGET_DESCRIPTOR -> {
                in.forget(body.getLong());
                tellUsed();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** As {@link #onMessage}, when the peer is gone: what it sent before may still be needed. */
    public boolean onLateMessage(byte type, ByteBuffer body) {
        switch (type) {
            case Frame.DESCRIPTORS -> in.add(body.getLong(), port.takeDescriptors(body.getInt()));
            case Frame.FORGET_DESCRIPTOR -> in.forget(body.getLong());
            default -> {
                return type == Frame.DESCRIPTORS_USED;
            }
        }
        return true;
    }

    private void tellUsed() {
        int used = in.toTell();
        if (used > 0) {
            port.send(Frame.end(Frame.begin(Frame.DESCRIPTORS_USED, 4).putInt(used)));
        }
    }

    /** See {@link io.bindery.transport.Session#sendDescriptors}. */
    public boolean send(int[] descriptors, int count, long[] numbers, long timeoutNs) throws RemoteException {
        if (session.transport().control().isCurrentThread()) {
            throw new IllegalStateException("the control thread must not wait for the peer");
        }
        return out.send(descriptors, count, numbers, timeoutNs);
    }

    /** See {@link io.bindery.transport.Session#forgetDescriptor}. */
    public void forget(long number) {
        out.forget(number);
    }

    /**
     * See {@link io.bindery.transport.Session#takeDescriptor}.
     *
     * @param receive takes in what lies in the socket now
     */
    public int take(long number, Runnable receive) {
        int fd = in.take(number);
        if (fd == DescriptorsIn.ABSENT) {
            receive.run();
            fd = in.take(number);
        }
        if (fd == DescriptorsIn.ABSENT) {
            throw new ProtocolViolationException(
                    "a record names a file descriptor that did not come before it: number=" + number);
        }
        tellUsed();
        return fd;
    }

    /** Wakes who waits to send: the session has ended. */
    public void closeOut() {
        out.close();
    }

    /** Closes those that nobody took. */
    public void closeIn() {
        in.close();
    }
}
