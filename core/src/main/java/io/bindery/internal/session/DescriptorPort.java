package io.bindery.internal.session;

import io.bindery.internal.linux.SystemCallException;

/** Carries messages with descriptors. <b>Threading:</b> any thread. */
public interface DescriptorPort {
    /** Sends or queues a message; never blocks. */
    void send(byte[] message);

    /**
     * Sends a message with descriptors at once, if no other waits and the socket takes it. The descriptors stay the
     * caller's.
     *
     * @return whether it is out
     */
    boolean trySend(byte[] message, int[] descriptors, int from, int count) throws SystemCallException;

    /** Takes the {@code count} descriptors that came with the message being delivered. */
    int[] takeDescriptors(int count);
}
