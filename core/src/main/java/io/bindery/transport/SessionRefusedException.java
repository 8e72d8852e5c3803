package io.bindery.transport;

/** A session is not wanted; the message tells the peer why. */
public class SessionRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean duplicate;

    public SessionRefusedException(String message) {
        this(message, false);
    }

    /**
     * @param duplicate whether the reason is that there is, or is about to be, another session between the two: the
     *     peer should use that
     */
    public SessionRefusedException(String message, boolean duplicate) {
        super(message);
        this.duplicate = duplicate;
    }

    /** Whether another session between the two processes takes the place of this one. */
    public boolean isDuplicate() {
        return duplicate;
    }
}
