package io.bindery.internal.session;

import io.bindery.internal.linux.Credentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Carries the messages of a session, in order, over whatever the session has.
 *
 * <p><b>Threading:</b> {@link #send} from any thread; all else on the control thread.
 */
public interface MessagePort {
    /** What is told of the port, on the control thread. */
    interface Listener {
        /**
         * One whole message; the buffer's position is at its body.
         *
         * @param sender who sent it, where the kernel says so with each message
         */
        void onFrame(byte type, ByteBuffer body, @Nullable Credentials sender) throws IOException;

        /** The other side has hung up. */
        void onEnd(String reason);

        /** The other side has sent what no correct peer sends, or it could not be handled. */
        void onFailure(String reason);
    }

    /** Begins to receive. */
    void open() throws IOException;

    /** Sends or queues a message; never blocks. */
    void send(byte[] message);

    /** Sends {@link Frame#DOORBELL}; never blocks. */
    void ring();

    /** Receives what has come, where the control thread may have left that to others. Any thread; never blocks. */
    default void look() {}

    /**
     * Waits until what was sent is out, or the time is over, or the other side takes nothing any more. Not for the
     * control thread.
     */
    default void awaitSent(long timeoutNs) {}

    /** From now on messages wait for {@link #sendAhead}. */
    void hold();

    /** Sends a message before all those that wait, and then these. */
    void sendAhead(byte[] message);

    /** Sends a message after all those that wait; they wait no longer. Any thread. */
    void sendLast(byte[] message);

    /** Closes what the port holds. Idempotent. */
    void close();
}
