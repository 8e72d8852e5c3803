package io.bindery.transport;

/** What a lane's receiver does while nothing arrives, and so how a sender has to wake it. */
public final class Parked {
    /** It looks by itself; nobody need wake it. */
    public static final int POLLING = 0;

    /** It sleeps on the futex word of the lane, or on its descriptor. */
    public static final int FUTEX = 1;

    /** It listens to the session's doorbell. */
    public static final int DOORBELL = 2;

    private Parked() {}
}
